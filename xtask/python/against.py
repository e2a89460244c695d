"""Two builds of the program on the same files in one run, in turn: seconds of the processor, peak memory, ratios.

Above 1 the second build is faster or smaller. Seconds of the processor say more than the clock on a machine that does other
things too. The stages are those of `wordify analyze --timings`: what the process had used when a stage ended is read from
samples, so a stage is right within some hundredths of a second.
"""

import argparse
import bisect
import json
import re
import statistics
import subprocess
from pathlib import Path

import process

ROOT = Path(__file__).resolve().parents[2]
# What anybody can measure who has nothing but the repository.
EXAMPLE = ROOT / "examples" / "state-of-the-union.csv"
STAGES = ["read", "vectorize", "prepare", "fit", "report"]
# Below this a ratio of two stages says nothing.
SECONDS_MIN = 0.05


def corpora(names, shared):
    """Paths of files, and names of corpora in the shared data; without any, all of the latter or the example."""
    known = {path.stem: path for path in sorted((shared / "data").glob("*.csv"))}
    paths = [known.get(name, Path(name)) for name in names] or sorted(known.values(), key=lambda p: p.stat().st_size)
    for path in paths:
        if not path.is_file():
            raise SystemExit(f"no file and no corpus: {path}; corpora are {', '.join(known) or 'absent: set WORDIFY_SHARED'}")
    return paths or [EXAMPLE]


def language_of(path):
    """From a name such as shops_de_top6; English otherwise."""
    found = re.search(r"_([a-z]{2})(?:_|$)", path.stem)
    return found.group(1) if found else "en"


def of_fits(program, options):
    """The options for the number of fits; none where the preset of that program has no fits, and says so."""
    chosen = ["--preset", options.preset, "--fits", str(options.fits)]
    asked = subprocess.run([program, "analyze", EXAMPLE, *chosen, "--out", options.results / "asked.csv"], capture_output=True, text=True)
    if asked.returncode and "fits" not in asked.stderr:
        raise SystemExit(f"{program}: {asked.stderr}")
    return chosen[:2] if asked.returncode else chosen


def measure(program, path, options):
    """Runs one program with its options; seconds of the processor by stage and in all, and megabytes."""
    timings = options.results / "timings.json"
    usage = process.run(
        [program[0], "analyze", path, "--language", language_of(path), *program[1:], "--threads", options.threads]
        + ["--quiet", "--timings", timings, "--out", options.results / "result.csv", *options.more]
    )
    walls = json.loads(timings.read_text())
    # The stages end with the process, but for its last breath.
    end = usage.wall_seconds - walls["total"]
    start = end + walls["total"] - sum(walls.get(stage, 0) for stage in STAGES)
    seconds = {}
    for stage in STAGES:
        stop = start + walls.get(stage, 0)
        seconds[stage] = used_at(usage.timeline, stop) - used_at(usage.timeline, start)
        start = stop
    seconds["total"] = usage.cpu_seconds
    return seconds, usage.peak_megabytes


def used_at(timeline, wall):
    """Seconds of the processor used at a moment, between the samples in a straight line."""
    place = bisect.bisect_left(timeline, [wall, 0.0])
    if place == 0 or place == len(timeline):
        return timeline[max(0, place - 1)][1] if timeline else 0.0
    (before, used_before), (after, used_after) = timeline[place - 1], timeline[place]
    share = (wall - before) / (after - before) if after > before else 1.0
    return used_before + share * (used_after - used_before)


def compare(path, options):
    """Both programs in turn; prints, and returns the ratios of time and memory."""
    runs = [[], []]
    for _ in range(options.rounds):
        for program, of_program in zip(options.programs, runs, strict=True):
            of_program.append(measure(program, path, options))
    stages = [*STAGES, "total"]
    before, after = ({stage: statistics.median(run[0][stage] for run in part) for stage in stages} for part in runs)
    peaks = [statistics.median(run[1] for run in part) for part in runs]
    print(f"\n{path.stem} ({path.stat().st_size / 1e6:.1f} MB)")
    for stage in stages:
        small = min(before[stage], after[stage]) < SECONDS_MIN
        ratio = "" if small else f"{before[stage] / after[stage]:6.2f} ×"
        print(f"  {stage:10} before {before[stage]:9.2f} s CPU  now {after[stage]:9.2f} s CPU {ratio}")
    print(f"  {'memory':10} before {peaks[0]:9.0f} MB     now {peaks[1]:9.0f} MB     {peaks[0] / peaks[1]:6.2f} ×", flush=True)
    return before["total"] / after["total"], peaks[0] / peaks[1]


def main():
    arguments = argparse.ArgumentParser(prog="cargo xtask bench --against COMMIT", description=__doc__)
    arguments.add_argument("--before", type=Path, required=True, help=argparse.SUPPRESS)
    arguments.add_argument("--after", type=Path, required=True, help=argparse.SUPPRESS)
    arguments.add_argument("--shared", type=Path, required=True, help=argparse.SUPPRESS)
    arguments.add_argument("--target", type=Path, required=True, help=argparse.SUPPRESS)
    arguments.add_argument("corpora", nargs="*", metavar="CORPUS", help="files, or names of shared corpora; all otherwise")
    arguments.add_argument("--preset", default="wordify")
    arguments.add_argument("--fits", type=int, default=500)
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--rounds", type=int, default=3, help="before, now, before, now, …; medians are printed")
    arguments.add_argument("--more", action="append", default=[], metavar="OPTION=VALUE", help="for both, such as lemmas=off")
    options = arguments.parse_intermixed_args()
    options.more = [f"--{option}" for option in options.more]
    options.results = options.target / "against" / "results"
    options.results.mkdir(parents=True, exist_ok=True)
    options.programs = [[program, *of_fits(program, options)] for program in (options.before, options.after)]
    print(f"{options.fits} fits where there are fits, preset {options.preset}, {options.threads} threads, {options.rounds} rounds")
    ratios = [compare(path, options) for path in corpora(options.corpora, options.shared)]
    for place, what in enumerate(["CPU seconds", "peak memory"]):
        values = [ratio[place] for ratio in ratios]
        print(f"\n{what}: geometric mean {statistics.geometric_mean(values):.2f} ×, least {min(values):.2f} ×", end="")
    print()


if __name__ == "__main__":
    main()
