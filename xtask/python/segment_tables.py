"""Writes what the segmenters are made of as plain tables, sorted by bytes.

Usage: segment_tables.py JIEBA_FOLDER IPADIC_FOLDER OUTPUT_FOLDER

JIEBA_FOLDER is jieba's unpacked source distribution, IPADIC_FOLDER the folder with the csv files of mecab-ipadic.
Written are, with tabs between the columns:

zh/words.tsv       word, frequency
zh/characters.tsv  character, log probabilities to begin, be in the middle of, end, and be a word
zh/model.tsv       the log probabilities between these states
ja/words.tsv       surface, context number, cost, base form
ja/matrix.tsv      the costs between two contexts, one row per left context
ja/categories.tsv  name, whether always tried, whether grouped, longest, then pairs of context number and cost
ja/characters.tsv  first and last code point, names of categories
"""

import csv
import re
import runpy
import sys
from pathlib import Path

# jieba's stand-in for the logarithm of nothing.
LOWEST = -3.14e100


def write(path: Path, rows) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ["\t".join(str(cell) for cell in row) for row in rows]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def chinese(jieba: Path, output: Path) -> None:
    frequency = {}
    for line in (jieba / "jieba/dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, *_ = line.strip().split(" ")
        frequency[word] = int(count)
    write(output / "words.tsv", sorted(frequency.items(), key=lambda item: item[0].encode()))
    model = {name: runpy.run_path(str(jieba / f"jieba/finalseg/prob_{name}.py"))["P"] for name in ("start", "trans", "emit")}
    characters = sorted({character for state in model["emit"].values() for character in state})
    write(output / "characters.tsv", ([c] + [model["emit"][state].get(c, LOWEST) for state in "BMES"] for c in characters))
    rows = [["start", state, model["start"][state]] for state in "BMES"]
    rows += [[a, b, model["trans"][a].get(b, LOWEST)] for a in "BMES" for b in "BMES"]
    write(output / "model.tsv", rows)


def japanese(ipadic: Path, output: Path) -> None:
    words = []
    for path in sorted(ipadic.glob("*.csv")):
        with path.open(encoding="euc_jp", newline="") as file:
            for row in csv.reader(file):
                surface, left, right, cost, base = row[0], row[1], row[2], row[3], row[10]
                if left != right:
                    raise SystemExit(f"{surface}: two contexts, {left} and {right}")
                words.append((surface, left, int(cost), surface if base == "*" else base))
    write(output / "words.tsv", sorted(words, key=lambda word: (word[0].encode(), int(word[1]), word[2], word[3])))
    first, *lines = (ipadic / "matrix.def").read_text().splitlines()
    size = int(first.split()[0])
    matrix = [[0] * size for _ in range(size)]
    for line in lines:
        left, right, cost = map(int, line.split())
        matrix[left][right] = cost
    write(output / "matrix.tsv", matrix)
    unknown = {}
    for line in (ipadic / "unk.def").read_text(encoding="euc_jp").splitlines():
        name, left, _, cost, *_ = line.split(",")
        unknown.setdefault(name, []).extend([left, cost])
    categories, ranges = [], []
    for line in (ipadic / "char.def").read_text(encoding="euc_jp").splitlines():
        cells = line.split("#")[0].split()
        if not cells:
            continue
        if cells[0].startswith("0x"):
            ends = [int(end, 16) for end in re.split(r"\.\.", cells[0])]
            ranges.append([ends[0], ends[-1], *cells[1:]])
        else:
            categories.append(cells[:4] + unknown[cells[0]])
    write(output / "categories.tsv", categories)
    write(output / "characters.tsv", ranges)


def main() -> None:
    jieba, ipadic, output = map(Path, sys.argv[1:])
    chinese(jieba, output / "zh")
    japanese(ipadic, output / "ja")


main()
