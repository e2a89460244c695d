"""Ours against the reference, on the same corpora in one run, interleaved: seconds per phase, peak memory.

The reference is sequential and single-threaded, so its CPU seconds are its time on an idle machine; they are compared
with the wall seconds of our whole process. Its start (imports) and its own bookkeeping are not counted against it.
"""

import json
import math
import subprocess
import sys

import objectives
import process
from corpora import VARIANT_OF_PRESET, parser, place_of

PHASES = ["read", "vectorize", "fit", "total"]


def run_reference(place, corpus, options):
    variant = VARIANT_OF_PRESET[options.preset]
    out = place.results("reference")
    usage = process.run(
        [sys.executable, place.reference, corpus.name, variant, "--lang", corpus.language, "--noobj"]
        + ["--iters", options.fits, "--seed", options.seed, "--out", out],
        output=subprocess.DEVNULL,
    )
    record = json.loads((out / f"{corpus.name}.{variant}.seed{options.seed}.json").read_text())
    seconds = {"read": record["t_read"], "vectorize": record["t_clean"] + record["t_vectorize"], "fit": record["t_fits_total"]}
    seconds["total"] = sum(seconds.values())
    return seconds, usage, record


def run_ours(place, corpus, options):
    out = place.results("ours")
    timings = out / f"{corpus.name}.timings.json"
    usage = process.run(
        [place.program, "analyze", corpus.path, "--language", corpus.language, "--stop-words", "spacy"]
        # The reference has no lemmas.
        + ["--lemmas", "off", "--preset", options.preset, "--fits", options.fits, "--seed", options.seed]
        + ["--threads", options.threads]
        + ["--quiet", "--timings", timings, "--out", out / f"{corpus.name}.xlsx"]
    )
    record = json.loads(timings.read_text())
    seconds = {"read": record["read"], "vectorize": record["vectorize"], "fit": record["prepare"] + record["fit"]}
    # The whole process, the report included.
    seconds["total"] = usage.wall_seconds
    return seconds, usage


def mean(runs):
    """Element by element."""
    return {key: sum(run[key] for run in runs) / len(runs) for key in runs[0]}


def geometric_mean(values):
    return math.exp(sum(map(math.log, values)) / len(values))


def measure(place, corpus, options):
    """Both programs in turn, `rounds` times; returns the ratios of time and memory, and prints the rest."""
    reference, ours = [], []
    for _ in range(options.rounds):
        reference.append(run_reference(place, corpus, options))
        ours.append(run_ours(place, corpus, options))
    record = reference[0][2]
    print(f"\n{corpus.name}: {record['n']} documents, {record['p']} terms, {record['classes']} labels")
    theirs, mine = mean([run[0] for run in reference]), mean([run[0] for run in ours])
    for phase in PHASES:
        ratio = theirs[phase] / max(mine[phase], 1e-9)
        print(f"  {phase:10} reference {theirs[phase]:9.2f} s CPU   ours {mine[phase]:8.2f} s   {ratio:6.1f} ×")
    wall = [sum(run[1].wall_seconds for run in runs) / options.rounds for runs in (reference, ours)]
    cpu = [sum(run[1].cpu_seconds for run in runs) / options.rounds for runs in (reference, ours)]
    peak = [max(run[1].peak_megabytes for run in runs) for runs in (reference, ours)]
    print(f"  process    reference {wall[0]:9.2f} s wall  ours {wall[1]:8.2f} s   (CPU {cpu[0]:.2f} s, {cpu[1]:.2f} s)")
    print(f"  memory     reference {peak[0]:9.0f} MB      ours {peak[1]:8.0f} MB  {peak[0] / peak[1]:6.1f} ×", flush=True)
    return theirs["total"] / mine["total"], peak[0] / peak[1]


def main():
    arguments = parser(__doc__)
    arguments.add_argument("--rounds", type=int, default=1, help="reference, ours, reference, ours, …")
    arguments.add_argument("--samples", type=int, default=1, help="samples per C for the check of objectives; 0: none")
    options = arguments.parse_args()
    place = place_of(options)
    corpora = place.corpora(options.corpora)
    print(f"{options.fits} fits, preset {options.preset}, ours on {options.threads} threads, {options.rounds} rounds")
    ratios = [measure(place, corpus, options) for corpus in corpora]
    speed, memory = ([ratio[i] for ratio in ratios] for i in (0, 1))
    print(f"\nfile to scores: geometric mean {geometric_mean(speed):.1f} ×, least {min(speed):.1f} ×")
    print(f"peak memory: geometric mean {geometric_mean(memory):.1f} ×, least {min(memory):.1f} ×", flush=True)
    if options.samples > 0 and not objectives.check(place, corpora, options):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
