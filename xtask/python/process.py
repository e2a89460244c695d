"""Runs a program and measures what it used.

The kernel counts the memory that a process had before it became another program, so the program is started by a small
interpreter of its own: `process.py RESULT PROGRAM ARGUMENTS…` writes the usage to RESULT.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field

# How often the use of the processor is looked at while a program runs.
SAMPLE_SECONDS = 0.02
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Usage:
    wall_seconds: float
    cpu_seconds: float
    peak_megabytes: float
    # Pairs of wall seconds and the seconds of the processor used by then.
    timeline: list = field(default_factory=list)


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
    timeline = [(0.0, 0.0)]
    ended = threading.Event()
    sampler = threading.Thread(target=sample, args=(child.pid, start, timeline, ended))
    sampler.start()
    _, status, usage = os.wait4(child.pid, 0)
    wall, cpu = time.perf_counter() - start, usage.ru_utime + usage.ru_stime
    ended.set()
    sampler.join()
    # The kernel counts in ticks while a process runs; the last sample is exact.
    used = Usage(wall, cpu, usage.ru_maxrss / 1024, [*timeline, (wall, cpu)])
    with open(result, "w", encoding="utf-8") as file:
        json.dump(vars(used), file)
    return os.waitstatus_to_exitcode(status)


def sample(pid, start, timeline, ended):
    """Notes what the process has used so far, until it has ended."""
    while not ended.wait(SAMPLE_SECONDS):
        try:
            with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
                fields = file.read().rpartition(")")[2].split()
        except OSError:
            return
        timeline.append((time.perf_counter() - start, (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND))


if __name__ == "__main__":
    sys.exit(launch(sys.argv[1], sys.argv[2:]))
