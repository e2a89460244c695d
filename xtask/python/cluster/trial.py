"""Runs the scripts of docs/cluster.md on a real Slurm, Snakemake and Dask, kills what can be killed, and compares each report with that of
one run, byte by byte.

trial.py --program WORDIFY --docs docs/cluster.md --corpus examples/state-of-the-union.csv [slurm] [snakemake] [dask]
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


def scripts(docs):
    """The scripts of the page, by their names."""
    found = re.findall(r"<!-- (\S+) -->\n```\w+\n(.*?)```", docs.read_text(encoding="utf-8"), re.DOTALL)
    return dict(found)


class Trial:
    def __init__(self, name, arguments):
        self.name = name
        self.folder = Path(tempfile.mkdtemp(prefix=f"wordify-{name}-"))
        self.program = arguments.program.resolve()
        shutil.copy(arguments.corpus, self.folder / "speeches.csv")
        for script, text in scripts(arguments.docs).items():
            text = text.replace(" --language", f" {FURTHER.get(name, '')} --language")
            (self.folder / script).write_text(text, encoding="utf-8")
        # The scripts say `wordify`, and this Python's programs are those of its environment.
        paths = [str(self.program.parent), str(Path(sys.executable).parent), os.environ["PATH"]]
        os.environ["PATH"] = ":".join(paths)

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
    state = trial.folder / "slurm"
    state.mkdir()
    with Slurm(state) as cluster:
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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("trials", nargs="*", choices=[*TRIALS, []], default=[])
    arguments = parser.parse_args()
    for name in arguments.trials or TRIALS:
        began = time.monotonic()
        trial = Trial(name, arguments)
        globals()[name](trial)
        shutil.rmtree(trial.folder)
        print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
