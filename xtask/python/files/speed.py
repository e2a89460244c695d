"""Large tables: seconds of the processor and peak memory beside polars, pandas, pyarrow and an earlier commit, in one run.

    cargo xtask files --speed [--against COMMIT] [--rows 1000000] [--rounds 3]

A csv file of about 90 bytes a row, and a Parquet file of three times as many rows packed by zstd, both of invented words. Ours is
`wordify inspect`: it guesses encoding, delimiter, header and columns, makes documents of the rows, finds copies of texts,
measures lengths and guesses the language. The others only read. Of theirs only the seconds of the reading itself count, not
those in which an interpreter starts; of memory all.
"""

import argparse
import csv
import sys
import tempfile
import time
from pathlib import Path

import numpy
import pyarrow
import pyarrow.parquet

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import process

LABELS = numpy.array(["news", "sport", "culture", "science", "travel"])
PART = 100_000
WORDS_PER_TEXT = 13


def vocabulary(rng, size):
    """Invented words of one to four syllables."""
    syllables = [consonant + vowel for consonant in "bcdfghklmnprstvw" for vowel in "aeiou"]
    return numpy.array(["".join(rng.choice(syllables, rng.integers(1, 5))) for _ in range(size)])


def parts(rows):
    """Parts of a table: numbers, texts whose words are half frequent and half rare, labels."""
    rng = numpy.random.default_rng(1)
    words = vocabulary(rng, 30_000)
    for first in range(0, rows, PART):
        count = min(PART, rows - first)
        total = count * WORDS_PER_TEXT
        frequent = numpy.minimum(rng.zipf(1.3, total), words.size) - 1
        chosen = words[numpy.where(rng.random(total) < 0.5, rng.integers(0, words.size, total), frequent)].tolist()
        cuts = [0, *sorted(rng.choice(total - 1, count - 1, replace=False).tolist()), total]
        texts = [" ".join(chosen[begin:end]) for begin, end in zip(cuts, cuts[1:])]
        yield range(first, first + count), texts, LABELS[rng.integers(0, LABELS.size, count)].tolist()


def write_csv(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text", "label"])
        for part in parts(rows):
            writer.writerows(zip(*part))


def write_parquet(path, rows):
    schema = pyarrow.schema([("id", pyarrow.int64()), ("text", pyarrow.string()), ("label", pyarrow.string())])
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for part in parts(rows):
            columns = [pyarrow.array(column, kind) for column, kind in zip(part, schema.types)]
            writer.write_table(pyarrow.table(columns, schema=schema))


def read_by(library, path):
    """Reads `path` in this process and prints the seconds of the processor, those of all threads."""
    if library == "polars":
        import polars

        read = {".csv": polars.read_csv, ".parquet": polars.read_parquet}
    else:
        import pandas

        read = {".csv": pandas.read_csv, ".parquet": pandas.read_parquet}
    start = time.process_time()
    rows = len(read[Path(path).suffix](path))
    print(time.process_time() - start if rows else "no rows")


def best(command, options, prints_seconds=False):
    """The fewest seconds of the processor and megabytes of some runs."""
    runs = []
    for _ in range(options.rounds):
        with tempfile.TemporaryFile() as output:
            usage = process.run(command, output=output)
            output.seek(0)
            runs.append((float(output.read()) if prints_seconds else usage.cpu_seconds, usage.peak_megabytes))
    return tuple(min(figures) for figures in zip(*runs))


def compare(path, options):
    """Prints a line for each reader of `path`."""
    print(f"{path.name}, {path.stat().st_size / 1e6:.0f} MB")
    ours = best([options.program, "inspect", path], options)
    print(f"  {'wordify inspect':16} {ours[0]:6.2f} s {ours[1]:6.0f} MB", flush=True)
    readers = [] if options.before is None else [("earlier commit", best([options.before, "inspect", path], options))]
    for library in ["polars", "pandas"]:
        readers.append((library, best([sys.executable, __file__, "--read", library, path], options, prints_seconds=True)))
    for name, (seconds, megabytes) in readers:
        ratios = f"ours / theirs: {ours[0] / seconds:.2f} of the time, {ours[1] / megabytes:.2f} of the memory"
        print(f"  {name:16} {seconds:6.2f} s {megabytes:6.0f} MB   {ratios}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--read", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--program", type=Path)
    parser.add_argument("--before", type=Path, help="the program of an earlier commit")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if options.read:
        read_by(*options.read)
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, write, rows in [("table.csv", write_csv, options.rows), ("table.parquet", write_parquet, 3 * options.rows)]:
            path = Path(folder) / name
            write(path, rows)
            compare(path, options)
            path.unlink()


if __name__ == "__main__":
    main()
