"""What the Python package costs beside the command line, which does the same by the same engine.

`table.py` calls `door`; both are run in turn, each in a process of its own.
"""

import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import process

# Runs of each, in turn; medians are given.
ROUNDS = 9

FIRST_TABLE = (
    "import sys, wordify\n"
    "for row in wordify.analyze_file(sys.argv[1], language='en').terms: print(row['label'], row['term'], row['q_value'])"
)
IMPORT = "import time; begun = time.perf_counter(); import wordify; print(time.perf_counter() - begun)"
OF_FILE = "import sys, wordify; wordify.analyze_file(sys.argv[1], language='en').report(sys.argv[2])"
OF_COLUMN = (
    "import sys, pandas, wordify; frame = pandas.read_csv(sys.argv[1], usecols=['text', 'label'], dtype=str); "
    "wordify.analyze(frame['text'], frame['label'], language='en').report(sys.argv[2])"
)


def first_table(wheel, sample, folder):
    """Seconds from an empty environment to a printed list: the wheel installed, nothing else."""
    venv.create(folder / "empty", with_pip=True)
    python = folder / "empty" / "bin" / "python"
    begun = time.perf_counter()
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-index", wheel], check=True)
    printed = subprocess.run([python, "-c", FIRST_TABLE, sample], check=True, capture_output=True, text=True).stdout
    seconds = time.perf_counter() - begun
    assert len(printed.splitlines()) > 5, printed
    return python, seconds


def import_milliseconds(python):
    def once():
        return float(subprocess.run([python, "-c", IMPORT], check=True, capture_output=True, text=True).stdout)

    return 1000 * statistics.median(once() for _ in range(ROUNDS))


def start_seconds(python):
    """Seconds of the processor that an interpreter takes which does nothing."""
    return statistics.median(process.run([python, "-c", "pass"]).cpu_seconds for _ in range(ROUNDS))


def in_turn(commands, outs, rounds):
    """Medians of seconds of the processor and of megabytes, for each command; what they write is the same, byte by byte."""
    runs = [[] for _ in commands]
    for _ in range(rounds):
        for command, of_command in zip(commands, runs, strict=True):
            of_command.append(process.run(command))
        first, *others = (out.read_bytes() for out in outs)
        assert all(first == other for other in others), "the bytes differ"
    return [
        (statistics.median(run.cpu_seconds for run in of), statistics.median(run.peak_megabytes for run in of)) for of in runs
    ]


def door(wheel, program, sample, large, rows):
    """The part of the page about the package itself; `large` is a csv of so many `rows`."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        alone, seconds = first_table(wheel, sample, folder)
        milliseconds, start = import_milliseconds(alone), start_seconds(alone)
        outs = [folder / "command.csv", folder / "package.csv"]
        command = [program, "analyze", sample, "--language", "en", "--quiet", "--out", outs[0]]
        of_file = in_turn([command, [alone, "-c", OF_FILE, sample, outs[1]]], outs, ROUNDS)
        command[2] = large
        of_column = in_turn([command, [sys.executable, "-c", OF_COLUMN, large, outs[1]]], outs, 1)
    (cpu, _), (cpu_by_package, _) = of_file
    (_, megabytes), (_, megabytes_by_package) = of_column
    lines = [
        "| what | command line | Python package | ratio |",
        "|---|--:|--:|--:|",
        f"| from an empty environment to the first printed list, s | | {seconds:.1f} | |",
        f"| `import wordify`, ms | | {milliseconds:.0f} | |",
        f"| the sample, seconds of the processor | {cpu:.2f} | {cpu_by_package:.2f} | {cpu_by_package / cpu:.2f} |",
        f"| the same without the start of the interpreter | {cpu:.2f} | {cpu_by_package - start:.2f} | {(cpu_by_package - start) / cpu:.2f} |",
        f"| {rows:,} texts, from a csv and from columns of pandas, MB | {megabytes:.0f} | {megabytes_by_package:.0f} "
        f"| {megabytes_by_package / megabytes:.2f} |",
    ]
    print("\n".join(lines), flush=True)
    return "\n".join(["## The package beside the command line\n", "Both write the same bytes.\n", *lines, ""])
