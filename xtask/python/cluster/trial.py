"""Runs the scripts of docs/cluster.md on a real Slurm, Snakemake and Dask, kills what can be killed, and compares each report with that of
one run, byte by byte.

trial.py --program WORDIFY --docs docs/cluster.md --corpus examples/state-of-the-union.csv [slurm] [snakemake] [dask]

With `fits` instead, and a program with optimisation, it measures what dividing costs: the Slurm scripts with 32 parts and `--fits N`.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from slurm import Slurm, kill, parent_of, until

TRIALS = ("slurm", "snakemake", "dask")
# What the parts of a trial share besides what its script asks for.
FURTHER = {"slurm": "--shuffles 2", "snakemake": "--robust --enough --generalise"}
# A trial takes one to five minutes on two idle cores. What does not happen within this time, also on busy ones, hangs.
EVENT_SECONDS = 900
# Parts of the measurement.
FITS_PARTS = 32
# Stands before `wordify` in the measurement: writes down the seconds of the processor of a part, of the report or of one run.
TIMED = """\
#!/bin/bash
TIMEFORMAT='%U %S'
{ time '{program}' "$@" 2>&3; } 3>&2 2>"times/${TIMED:-${SLURM_ARRAY_TASK_ID:-report}}"
"""


def scripts(docs):
    """The scripts of the page, by their names."""
    found = re.findall(r"<!-- (\S+) -->\n```\w+\n(.*?)```", docs.read_text(encoding="utf-8"), re.DOTALL)
    return dict(found)


class Trial:
    def __init__(self, name, arguments):
        self.name = name
        self.folder = Path(tempfile.mkdtemp(prefix=f"wordify-{name}-"))
        self.program = arguments.program.resolve()
        self.fits = arguments.fits
        shutil.copy(arguments.corpus, self.folder / "speeches.csv")
        for script, text in scripts(arguments.docs).items():
            text = text.replace(" --language", f" {FURTHER.get(name, '')} --language")
            (self.folder / script).write_text(text, encoding="utf-8")
        # The scripts say `wordify`, and this Python's programs are those of its environment.
        paths = [str(self.program.parent), str(Path(sys.executable).parent), os.environ["PATH"]]
        os.environ["PATH"] = ":".join(paths)

    def rewrite(self, script, old, new):
        path = self.folder / script
        text = path.read_text(encoding="utf-8")
        if old not in text:
            raise SystemExit(f"{script} has no “{old}” any more")
        path.write_text(text.replace(old, new), encoding="utf-8")

    def analyze(self, options, *more):
        command = [self.program, "analyze", "speeches.csv", *options.split(), "--quiet", *more]
        subprocess.run(command, cwd=self.folder, check=True, timeout=EVENT_SECONDS)

    def start(self, *command, environment=None):
        log = open(self.folder / "output", "ab")
        return subprocess.Popen(
            command, cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )

    def compare(self, options, folder):
        """Makes the report of the parts alone, and compares the one that the scripts made with that of one run."""
        self.analyze(options, "--parts", folder, "--strict", "--out", "strict.xlsx")
        print(f"{self.name}: {len(self.parts(folder))} parts, none is missing", flush=True)
        self.analyze(options, "--out", "whole.xlsx")
        self.compare_reports()

    def compare_reports(self):
        whole, parts = ((self.folder / name).read_bytes() for name in ("whole.xlsx", "speeches.xlsx"))
        if whole != parts:
            raise SystemExit(f"{self.name}: the report of the parts is not that of one run")
        print(f"{self.name}: {len(whole):,} bytes, the same as in one run", flush=True)

    def parts(self, folder="parts"):
        return [path.name for path in (self.folder / folder).glob("[0-9]*.part")]

    def latest_part(self):
        """When the latest part was made, in any folder; 0 before the first."""
        return max((path.stat().st_mtime_ns for path in self.folder.glob("*/[0-9]*.part")), default=0)

    def running(self):
        """The processes that make parts in this trial's folder."""
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                is_ours = os.readlink(f"/proc/{pid}/cwd") == str(self.folder)
                with open(f"/proc/{pid}/cmdline", "rb") as line:
                    words = line.read().split(b"\0")
            except OSError:
                continue  # It has just ended.
            if is_ours and words[0].endswith(b"wordify") and b"--part" in words:
                found.append(int(pid))
        return found


def of_our_script(trial, name):
    """The options that a script gives to the analysis, so that one run has the same."""
    text = (trial.folder / name).read_text(encoding="utf-8")
    words = re.search(r"analyze[\",\s]+speeches\.csv[\",\s]+(.*?--language[\",\s]+\w+)", text, re.DOTALL).group(1)
    return re.sub(r"[\",\s]+", " ", words)


def ended(process, trial):
    """Waits for the end of a script, for as long as parts are made."""
    while process.poll() is None:
        latest = trial.latest_part()
        happens = lambda: process.poll() is not None or trial.latest_part() > latest
        until(happens, EVENT_SECONDS, "another part is done, or the script ends")
    if process.returncode != 0:
        print((trial.folder / "output").read_text(errors="replace")[-3000:])
        raise SystemExit(f"{trial.name}: ended with {process.returncode}")


def held(running):
    """The first of the processes that `running` finds, once it stands still: so it cannot end before it is killed."""

    def hold():
        for pid in running():
            kill(pid, signal.SIGSTOP)
            if pid in running():
                return pid
        return None

    return until(hold, EVENT_SECONDS, "a part runs")


def stop(process):
    """Ends what the trial started, with its group."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def slurm(trial):
    options = of_our_script(trial, "part.sh")
    with started_slurm(trial) as cluster:
        running = lambda node=None: [pid for pid, words in cluster.processes(node) if "--part" in words]
        submitted = trial.start("bash", "submit.sh", environment=cluster.environment)
        try:
            kill(held(running))
            print("slurm: a task was killed", flush=True)
            until(trial.parts, EVENT_SECONDS, "a part is done")
            held(lambda: running("n2"))
            killed, done = cluster.kill_node("n2"), len(trial.parts())
            print(f"slurm: a node was killed with {killed} processes, {done} parts done", flush=True)
            began = time.monotonic()
            is_down = lambda: any(state.startswith("down") for state in cluster.states())
            until(is_down, EVENT_SECONDS, "the node is down")
            print(f"slurm: the node is down after {time.monotonic() - began:.0f} s", flush=True)
            hurry(cluster)
            ended(submitted, trial)
        finally:
            stop(submitted)
    trial.compare(options, "parts")


def started_slurm(trial):
    state = trial.folder / "slurm"
    state.mkdir()
    return Slurm(state)


def hurry(cluster):
    """Slurm lets a task that lost its node wait for two minutes; here it need not."""
    waiting = lambda: re.findall(r"^(\S+) BeginTime$", cluster.run("squeue", "--noheader", "--array", "--format=%i %r"), re.M)
    for job in until(waiting, EVENT_SECONDS, "the tasks of the dead node wait to start again"):
        print(f"slurm: {job} starts again on the other node", flush=True)
        cluster.run("scontrol", "update", f"JobId={job}", "StartTime=now")


def snakemake(trial):
    options = of_our_script(trial, "Snakefile")
    flow = trial.start("snakemake", "--cores", "2", "--quiet")
    try:
        kill(held(trial.running))
        print("snakemake: a part was killed", flush=True)
        ended(flow, trial)
    finally:
        stop(flow)
    trial.compare(options, "second")


def dask(trial):
    options = of_our_script(trial, "parts.py")
    address = trial.folder / "scheduler.json"
    names = ["dask", "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(address)]
    worker = ["dask", "worker", "--scheduler-file", str(address), "--nthreads", "1", "--no-dashboard", "--no-nanny"]
    started = [trial.start(*names)]
    try:
        until(address.exists, EVENT_SECONDS, "the scheduler has an address")
        started += [trial.start(*worker), trial.start(*worker)]
        text = until(lambda: re.search(r"tcp://[\d.:]+", address.read_text()), EVENT_SECONDS, "the scheduler's address is written").group()
        flow = trial.start(sys.executable, "parts.py", text)
        started.append(flow)
        kill(held(trial.running))
        print("dask: a part was killed", flush=True)
        until(trial.parts, EVENT_SECONDS, "a part is done")
        victim = started[1]
        held(lambda: [pid for pid in trial.running() if parent_of(pid) == victim.pid])
        stop(victim)
        print("dask: a worker was killed with what it ran", flush=True)
        ended(flow, trial)
    finally:
        for process in reversed(started):
            stop(process)
    trial.compare(options, "parts")


def fits(trial):
    """What dividing costs. One run is made meanwhile, so that it meets the same load as the parts."""
    trial.rewrite("part.sh", "--array=1-20", f"--array=1-{FITS_PARTS}")
    for script in ("part.sh", "submit.sh"):
        trial.rewrite(script, "--fits 2000", f"--fits {trial.fits}")
    options = of_our_script(trial, "part.sh").split()
    put_clock(trial)
    with started_slurm(trial) as cluster:
        submitted = trial.start("bash", "submit.sh", environment=cluster.environment)
        once = ["wordify", "analyze", "speeches.csv", *options, "--threads", "1", "--quiet", "--out", "whole.xlsx"]
        whole = trial.start(*once, environment={**os.environ, "TIMED": "whole"})
        try:
            ended(submitted, trial)
            print("fits: the report of the parts is made", flush=True)
            if whole.wait() != 0:
                raise SystemExit("fits: one run ended with an error")
        finally:
            stop(submitted)
            stop(whole)
    trial.compare_reports()
    report_cost(trial)


def put_clock(trial):
    """Puts a `wordify` first in the path that measures the real one."""
    for folder in ("clock", "times"):
        (trial.folder / folder).mkdir()
    clock = trial.folder / "clock" / "wordify"
    clock.write_text(TIMED.replace("{program}", str(trial.program)), encoding="utf-8")
    clock.chmod(0o755)
    os.environ["PATH"] = f"{clock.parent}:{os.environ['PATH']}"


def report_cost(trial):
    seconds = {path.name: sum(map(float, path.read_text().split())) for path in (trial.folder / "times").iterdir()}
    whole, report = seconds.pop("whole"), seconds.pop("report")
    if len(seconds) != FITS_PARTS:
        raise SystemExit(f"fits: {len(seconds)} parts were measured, not {FITS_PARTS}")
    more = (sum(seconds.values()) - whole) / FITS_PARTS
    print(f"fits: {trial.fits:,} fits, seconds of the processor: {whole:.1f} in one run, {sum(seconds.values()):.1f} in {FITS_PARTS} parts")
    print(f"fits: {min(seconds.values()):.1f} to {max(seconds.values()):.1f} in a part, {report:.1f} for the report")
    print(f"fits: each part costs {more:.2f} more, which is {more / 60:.1%} of a minute of work", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("trials", nargs="*", choices=[*TRIALS, "fits", []], default=[])
    parser.add_argument("--fits", type=int, default=2000)
    arguments = parser.parse_args()
    for name in arguments.trials or TRIALS:
        began = time.monotonic()
        trial = Trial(name, arguments)
        globals()[name](trial)
        shutil.rmtree(trial.folder)
        print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
