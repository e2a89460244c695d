#!/usr/bin/env bash
# csv2arff makes ARFF, the format of Weka, of a table in CSV. It reads all cells into an array of numpy whose cells are as wide as the longest one of the file, and then puts quotation marks around the texts in the same array, where
# there is no room for them: of the longest texts the last letter and the closing mark are cut off, of those that are a letter shorter the mark. The list of labels in the head of the file is made of copies and is right, so that the
# rows bear labels that the head does not have. Only where a number or the name of a column is longer than all texts by two letters are they whole. Nothing is reported while writing.
# Guess beforehand: the labels of the rows are those of the head, in whole. Seen: 'positiv without a closing mark for positive, and the file can not be read; with a longer name for another column it is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check csv2arff==2.0 liac-arff==2.5.0 numpy==2.2.6
cd "$folder"
printf 'words,label\n120,positive\n80,negative\n95,mixed\n77,neutral\n' >short.csv
printf 'number_of_words,label\n120,positive\n80,negative\n95,mixed\n77,neutral\n' >long.csv
for name in short long; do venv/bin/csv2arff "$name.csv" "$name.arff"; done
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import arff

seen = {}
for name in ("short", "long"):
    with open(name + ".arff") as file:
        lines = file.read().splitlines()
    with open(name + ".arff") as file:
        try:
            read = [row[1] for row in arff.load(file)["data"]]
        except arff.BadLayout:
            read = None
    seen[name] = ([line for line in lines if "label" in line][0], [line.split(",")[1] for line in lines[lines.index("@data") + 1:]], read)
print("csv2arff", version("csv2arff"), "numpy", version("numpy"), "head, rows, and rows as read by liac-arff", version("liac-arff"))
for name, parts in seen.items():
    print(name, *parts, sep="\n  ")
labels = ["positive", "negative", "mixed", "neutral"]
head = "@attribute label {'mixed','negative','neutral','positive'}"
assert seen["short"] == (head, ["'positiv", "'negativ", "'mixed'", "'neutral"], None), seen["short"]
assert seen["long"] == (head, ["'%s'" % label for label in labels], labels), seen["long"]
print("as described")
PYTHON
