#!/usr/bin/env bash
# ARFF, the format of Weka, marks a missing value by a bare question mark; in quotation marks it is a text like any other. liac-arff reads both
# as they are, but writes without the quotation marks: an answer that is only "?" comes back as missing, and so does an empty one, which it writes
# as a question mark as well. Short answers in a survey leave the labels that they belong to.
# Guess beforehand: all five texts come back, since it reads '?' in quotation marks rightly. Seen: two are missing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check liac-arff==2.5.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import arff

texts = ["What?", "?", "", "it's", "50%"]
table = {"relation": "answers", "attributes": [("text", "STRING")], "data": [[text] for text in texts]}
seen = [row[0] for row in arff.loads(arff.dumps(table))["data"]]
head = "@RELATION answers\n@ATTRIBUTE text STRING\n@DATA\n"
quoted = [row[0] for row in arff.loads(head + "'?'\n?\n")["data"]]
print("liac-arff", version("liac-arff"), "wrote", texts, "and read", seen, "with and without quotation marks:", quoted)
assert quoted == ["?", None], quoted
assert seen == ["What?", None, None, "it's", "50%"], seen
print("as described")
PYTHON
