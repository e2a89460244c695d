"""Runs a program and measures what it used.

The kernel counts the memory that a process had before it became another program, so the program is started by a small
interpreter of its own: `process.py RESULT PROGRAM ARGUMENTS…` writes the usage to RESULT.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Usage:
    wall_seconds: float
    cpu_seconds: float
    peak_megabytes: float


def run(arguments, output=None):
    """Runs to the end and returns its Usage; raises if it fails."""
    words = [str(argument) for argument in arguments]
    with tempfile.NamedTemporaryFile(suffix=".json") as result:
        launcher = [sys.executable, "-I", "-S", __file__, result.name, *words]
        status = subprocess.run(launcher, stdin=subprocess.DEVNULL, stdout=output, check=False).returncode
        if status != 0:
            raise SystemExit(f"failed with {status}: {' '.join(words)}")
        return Usage(**json.load(result))


def launch(result, arguments):
    start = time.perf_counter()
    child = subprocess.Popen(arguments)
    _, status, usage = os.wait4(child.pid, 0)
    used = Usage(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
    with open(result, "w", encoding="utf-8") as file:
        json.dump(vars(used), file)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(launch(sys.argv[1], sys.argv[2:]))
