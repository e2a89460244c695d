"""Makes docs/compare.md: what a list of words costs by Wordify's Python door, and by what others use.

    python table.py --program PROGRAM --wheel WHEEL --large FILE --out docs/compare.md [--without NAME:METHOD…] [--note TEXT] -- NAME=FILE…

Each method runs in a process of its own, one after the other: its seconds, those of the processor, and the most memory that the process
held, imports and reading included.
"""

import argparse
import csv
import importlib.metadata
import os
import platform
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import process  # noqa: E402
from door import door  # noqa: E402

# The package of each method, and what it does.
METHODS = {
    "program": ("wordify", "`wordify analyze`: path of penalties, shuffled labels, half-samples"),
    "program_2021": ("wordify", "`wordify analyze --preset wordify-2021`: 500 fits"),
    "wordify": ("wordify", "`wordify.analyze`: path of penalties, shuffled labels, half-samples"),
    "wordify_2021": ("wordify", '`wordify.analyze`, `preset="wordify-2021"`: 500 fits'),
    "reference": ("scikit-learn", "500 such fits by `LogisticRegression` (L1, LIBLINEAR)"),
    "chi2": ("scikit-learn", "`TfidfVectorizer` and `chi2`"),
    "scattertext": ("scattertext", "scaled F-scores, words and pairs"),
    "fighting_words": ("convokit", "`FightingWords`: log odds with a prior"),
}
REFERENCE = "reference"
# Texts of the large file that the package is given as columns.
LARGE = 1_000_000
# What the command line is run with; the rest are functions of methods.py.
PROGRAMS = {"program": [], "program_2021": ["--preset", "wordify-2021"]}

PAGE = """# Beside other packages

For those who choose a package.

What a list of words that tell labels apart costs by Wordify, on the command line and as a Python package, and by packages that people
use for it. The tables are made by one command, `cargo xtask beside`, which installs the versions named below and runs every method in a
process of its own on the same csv: `xtask/python/compare/methods.py` has each as its users write it. Seconds, seconds of the processor
and the most memory are those of the whole process, with imports and reading, by pandas where it is a package. “Terms” is the length of
the list; where a package has scores and no rule for where a list ends, the first hundred of each label are taken, and of
`FightingWords` all.

The methods do not answer the same question. χ², scaled F-scores and log odds are counts, in one pass; `wordify` and the 500 fits judge
each term among all others on many samples, and `wordify` says besides how many terms would be there by chance. What each finds is
compared in [method-study.md](method-study.md).
"""


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", metavar="NAME=FILE")
    parser.add_argument("--program", required=True, type=Path, help="the program wordify")
    parser.add_argument("--wheel", required=True, type=Path, help="the package, which is installed already where this runs")
    parser.add_argument("--large", required=True, type=Path, help=f"a csv of {LARGE:,} texts")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--without", nargs="*", default=[], metavar="NAME:METHOD", help="what is not run, and is said so")
    parser.add_argument("--note", default="", help="what else is to be known of this run")
    return parser.parse_args()


def measure(method, path, program):
    """The length of the list, and what the process used."""
    if method in PROGRAMS:
        return measure_program(PROGRAMS[method], path, program)
    with tempfile.TemporaryFile() as output:
        usage = process.run([sys.executable, "-W", "ignore", HERE / "methods.py", method, path], output=output)
        output.seek(0)
        return int(output.read().split()[-1]), usage


def measure_program(options, path, program):
    """The same of the command line: its list is a csv with a line for each term, and one for the names."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "terms.csv"
        usage = process.run([program, "analyze", path, "--language", "en", "--quiet", *options, "--out", out])
        with open(out, encoding="utf-8", newline="") as file:
            return sum(1 for _ in csv.DictReader(file)), usage


def version(package):
    """Of what is installed; nothing of what is not."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def row(method, measured, reference):
    """A line of the table."""
    package, about = METHODS[method]
    named = f"{package} {version(package)}".strip()
    if measured is None:
        return f"| {named} | {about} | not run | | | | |"
    terms, usage = measured
    ratios = ""
    if reference is not None and method != REFERENCE:
        of = reference[1]
        ratios = f"{of.cpu_seconds / usage.cpu_seconds:.3g}; {of.peak_megabytes / usage.peak_megabytes:.2g}"
    numbers = f"{usage.wall_seconds:.1f} | {usage.cpu_seconds:.1f} | {usage.peak_megabytes:.0f}"
    return f"| {named} | {about} | {numbers} | {terms:,} | {ratios} |"


def table(name, path, without, program):
    """The part of the page about one file."""
    measured = {}
    for method in METHODS:
        measured[method] = None if f"{name}:{method}" in without else measure(method, path, program)
        print(row(method, measured[method], None), flush=True)
    head = "| package | what it does | s | s of the processor | MB | terms | reference’s processor and memory, as multiples |"
    lines = [row(method, found, measured[REFERENCE]) for method, found in measured.items()]
    return "\n".join([f"## {name}\n", head, "|---|---|--:|--:|--:|--:|--:|", *lines, ""])


def main():
    options = arguments()
    files = [file.partition("=")[::2] for file in options.files]
    program = options.program.resolve()
    # The tables take the most of an hour, so what is quickly wrong comes first.
    of_package = door(options.wheel, program, Path(files[0][1]), options.large, LARGE)
    parts = [table(name, path, options.without, program) for name, path in files] + [of_package]
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}. {options.note}".strip()
    options.out.write_text("\n".join([PAGE, *parts, "## Where it was measured\n", machine, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
