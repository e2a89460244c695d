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

from slurm import Slurm, kill, until

TRIALS = ("slurm", "snakemake", "dask")
# A trial takes one to five minutes on two cores; more means that something hangs.
TRIAL_SECONDS = 900


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
            (self.folder / script).write_text(text, encoding="utf-8")
        # The scripts say `wordify`, and this Python's programs are those of its environment.
        paths = [str(self.program.parent), str(Path(sys.executable).parent), os.environ["PATH"]]
        os.environ["PATH"] = ":".join(paths)

    def analyze(self, options, *more):
        command = [self.program, "analyze", "speeches.csv", *options.split(), "--quiet", *more]
        subprocess.run(command, cwd=self.folder, check=True, timeout=TRIAL_SECONDS)

    def start(self, *command, environment=None):
        log = open(self.folder / "output", "ab")
        return subprocess.Popen(
            command, cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )

    def compare(self, options):
        self.analyze(options, "--out", "whole.xlsx")
        whole, parts = ((self.folder / name).read_bytes() for name in ("whole.xlsx", "speeches.xlsx"))
        if whole != parts:
            raise SystemExit(f"{self.name}: the report of the parts is not that of one run")
        print(f"{self.name}: {len(whole):,} bytes, the same as in one run", flush=True)

    def parts(self, folder="parts"):
        return [path.name for path in (self.folder / folder).glob("[0-9]*.part")]


def of_our_script(trial, name):
    """The options that a script gives to the analysis, so that one run has the same."""
    text = (trial.folder / name).read_text(encoding="utf-8")
    words = re.search(r"analyze[\",\s]+speeches\.csv[\",\s]+(.*?--language[\",\s]+\w+)", text, re.DOTALL).group(1)
    return re.sub(r"[\",\s]+", " ", words)


def ended(process, trial):
    status = process.wait(timeout=TRIAL_SECONDS)
    if status != 0:
        print((trial.folder / "output").read_text(errors="replace")[-3000:])
        raise SystemExit(f"{trial.name}: ended with {status}")


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
            victim = until(running, 120, "a part runs")[0]
            kill(victim)
            print("slurm: a task was killed", flush=True)
            until(lambda: trial.parts() and running("n2"), 120, "a part is done, and another runs on the second node")
            killed, done = cluster.kill_node("n2"), len(trial.parts())
            print(f"slurm: a node was killed with {killed} processes, {done} parts done", flush=True)
            began = time.monotonic()
            is_down = lambda: any(state.startswith("down") for state in cluster.states())
            until(is_down, 120, "the node is down")
            print(f"slurm: the node is down after {time.monotonic() - began:.0f} s", flush=True)
            hurry(cluster)
            ended(submitted, trial)
        finally:
            stop(submitted)
    trial.analyze(options, "--parts", "parts", "--strict", "--out", "strict.xlsx")
    print(f"slurm: {len(trial.parts())} parts, none is missing", flush=True)
    trial.compare(options)


def hurry(cluster):
    """Slurm lets a task that lost its node wait for two minutes; here it need not."""
    waiting = lambda: re.findall(r"^(\S+) BeginTime$", cluster.run("squeue", "--noheader", "--array", "--format=%i %r"), re.M)
    for job in until(waiting, 60, "the tasks of the dead node wait to start again"):
        print(f"slurm: {job} starts again on the other node", flush=True)
        cluster.run("scontrol", "update", f"JobId={job}", "StartTime=now")


def snakemake(trial):
    options = of_our_script(trial, "Snakefile")
    flow = trial.start("snakemake", "--cores", "2", "--quiet")
    try:
        kill_a_part(trial)
        ended(flow, trial)
    finally:
        stop(flow)
    trial.compare(options)


def dask(trial):
    options = of_our_script(trial, "parts.py")
    address = trial.folder / "scheduler.json"
    names = ["dask", "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(address)]
    worker = ["dask", "worker", "--scheduler-file", str(address), "--nthreads", "1", "--no-dashboard", "--no-nanny"]
    started = [trial.start(*names)]
    try:
        until(address.exists, 60, "the scheduler has an address")
        started += [trial.start(*worker), trial.start(*worker)]
        text = until(lambda: re.search(r"tcp://[\d.:]+", address.read_text()), 60, "the scheduler has an address").group()
        flow = trial.start(sys.executable, "parts.py", text)
        started.append(flow)
        kill_a_part(trial)
        until(trial.parts, 120, "a part is done")
        stop(started[1])
        print("dask: a worker was killed with what it ran", flush=True)
        ended(flow, trial)
    finally:
        for process in reversed(started):
            stop(process)
    trial.compare(options)


def kill_a_part(trial):
    """Kills the first part that runs in the folder of the trial."""

    def running():
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                is_ours = os.readlink(f"/proc/{pid}/cwd") == str(trial.folder)
                with open(f"/proc/{pid}/cmdline", "rb") as line:
                    words = line.read().split(b"\0")
            except OSError:
                continue  # It has just ended.
            if is_ours and words[0].endswith(b"wordify") and b"--part" in words:
                return int(pid)
        return None

    kill(until(running, 120, "a part runs"))
    print(f"{trial.name}: a part was killed", flush=True)


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
