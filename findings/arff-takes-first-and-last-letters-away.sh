#!/usr/bin/env bash
# The Python package arff (not liac-arff, which is imported by the same name) writes and reads ARFF, the format of Weka. It takes the first and the last letter of each text for quotation marks, also where there are none: words without
# spaces need none in ARFF, and liac-arff writes none, so that yes is "e" and no is empty. In its own files texts with an apostrophe stand in double quotation marks, which are
# gone when the letters are taken; and a comma in a text ends it, for the marks that count are double ones: its second half is the label of the row, and the label is lost. Nothing is reported.
# Guess beforehand: what it writes, it reads. Seen: "it's fine" is "t's fin", "good, really" with the label yes is "goo" with the label "really".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check arff==0.9
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --target "$folder/other" liac-arff==2.5.0
cd "$folder"
cat >other.py <<'PYTHON'
import sys

sys.path.insert(0, "other")
import arff

rows = [["good, really", "yes"], ["it's fine", "no"], ["so so", "no"], ["good", "yes"]]
read = arff.load(open("own.arff", encoding="utf-8"))["data"]
print("liac-arff reads the file of arff:", read)
assert read == rows, read
arff.dump({"relation": "small", "attributes": [("text", "STRING"), ("label", "STRING")], "data": rows[2:]}, open("other.arff", "w", encoding="utf-8"))
PYTHON
cat >own.py <<'PYTHON'
import sys
from importlib.metadata import version

import arff

if sys.argv[1] == "write":
    arff.dump("own.arff", [["good, really", "yes"], ["it's fine", "no"], ["so so", "no"], ["good", "yes"]], relation="small", names=["text", "label"])
else:
    own, other = ([list(row) for row in arff.load(name)] for name in ("own.arff", "other.arff"))
    print("arff", version("arff"), "reads its own file", own, "and that of liac-arff 2.5.0", other)
    assert own == [["goo", "really"], ["t's fin", "no"], ["so so", "no"], ["good", "yes"]], own
    assert other == [["so so", ""], ["oo", "e"]], other
PYTHON
venv/bin/python own.py write
venv/bin/python other.py
venv/bin/python own.py read
echo "as described"
