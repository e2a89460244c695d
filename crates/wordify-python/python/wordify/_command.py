"""The command `wordify`: the same program as the one that stands alone, started by Python."""

import os
import shutil
import sys
import sysconfig

from ._wordify import main as run


def main():
    """Does what the command line asks for, and returns the exit code."""
    return run(script(), sys.argv[1:])


def script():
    """The file that starts this command again: `wordify serve` is several processes."""
    called = sys.argv[0]
    if os.path.basename(called).startswith("wordify") and os.access(called, os.X_OK):
        return os.path.abspath(called)
    beside = os.path.join(sysconfig.get_path("scripts"), "wordify")
    return beside if os.access(beside, os.X_OK) else shutil.which("wordify") or called
