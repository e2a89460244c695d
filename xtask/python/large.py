"""The largest inputs that we promise: a million short documents, and a csv file of 100 MB to inspect.

The documents are made of WordNet's glosses: the first half of one and the second half of another of the same label, so
that few are equal.
"""

import csv
import json
import random

import process
from corpora import parser, place_of

INSPECT_BYTES = 100_000_000
MEMORY_MEGABYTES_MAX = 8 * 1024
INSPECT_SECONDS_MAX = 3.0


def glosses(path):
    with path.open(encoding="utf-8", newline="") as file:
        by_label = {}
        for row in csv.DictReader(file):
            by_label.setdefault(row["label"], []).append(row["text"].split())
        return by_label


def write_documents(path, by_label, documents, bytes_min):
    """At least `documents` rows and `bytes_min` bytes."""
    chance = random.Random(1)
    labels = [label for label, texts in by_label.items() for _ in texts]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["text", "label"])
        written = 0
        while written < documents or file.tell() < bytes_min:
            for _ in range(1000):
                label = chance.choice(labels)
                first, second = chance.choice(by_label[label]), chance.choice(by_label[label])
                writer.writerow([" ".join(first[: len(first) // 2 + 1] + second[len(second) // 2 :]), label])
            written += 1000
    return written


def main():
    arguments = parser(__doc__)
    arguments.add_argument("--documents", type=int, default=1_000_000)
    options = arguments.parse_args()
    place = place_of(options)
    folder = place.results("large")
    by_label = glosses(place.shared / "data" / "wordnet_pos_en.csv")

    path = folder / "documents.csv"
    documents = write_documents(path, by_label, options.documents, 0)
    print(f"{documents} documents, {path.stat().st_size / 1e6:.0f} MB, {options.fits} fits, preset {options.preset}", flush=True)
    timings = folder / "timings.json"
    usage = process.run(
        [place.program, "analyze", path, "--preset", options.preset, "--fits", options.fits, "--seed", options.seed]
        + ["--threads", options.threads, "--quiet", "--timings", timings, "--out", folder / "report.xlsx"]
    )
    for stage, seconds in json.loads(timings.read_text()).items():
        print(f"  {stage:10} {seconds:8.1f} s")
    print(f"  peak memory {usage.peak_megabytes:.0f} MB (limit {MEMORY_MEGABYTES_MAX})", flush=True)

    write_documents(path, by_label, 0, INSPECT_BYTES)
    inspect = process.run([place.program, "inspect", path], output=(folder / "inspect.txt").open("wb"))
    print(f"inspect, {path.stat().st_size / 1e6:.0f} MB: {inspect.wall_seconds:.2f} s, {inspect.peak_megabytes:.0f} MB")
    path.unlink()
    if usage.peak_megabytes > MEMORY_MEGABYTES_MAX or inspect.wall_seconds > INSPECT_SECONDS_MAX:
        raise SystemExit("a promise is broken")


if __name__ == "__main__":
    main()
