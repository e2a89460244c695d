#!/usr/bin/env bash
# contentcoder counts the words of a text that are in a dictionary, in the manner of LIWC, and gives all of them in per cent of the words: its categories, long words and numbers. Its columns for punctuation, which
# LIWC gives in per cent too and which stand in the same row under LIWC's names, are shares from 0 to 1. In a table of texts question marks look a hundred times rarer than words of the dictionary, or than the same
# marks in a table of LIWC, and rounding to four places leaves 0.0 for one mark in a long text. The counts themselves are right.
# Guess beforehand: 10 per cent of full stops where 3 stand by 30 words, as of a category with 3 words. Seen: 10.0 for the category, 0.1 for the full stops.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check contentcoder==1.3.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

from contentcoder.ContentCoder import ContentCoder

coder = ContentCoder(dictString="%\n1\tjoy\n%\nhappy\t1\n", dictFormat="2007")
text = "We were happy to be at home in May. " * 3 + "Is it so?"
names = coder.GetResultsHeader()
shares = dict(zip(names, coder.GetResultsArray(coder.Analyze(text))))
counts = dict(zip(names, coder.GetResultsArray(coder.Analyze(text, relativeFreq=False))))
print("contentcoder", version("contentcoder"), "counts", counts, "shares", shares)
assert (counts["WC"], counts["joy"], counts["Period"], counts["QMark"]) == (30, 3, 3, 1), counts
assert shares["joy"] == shares["Dic"] == 10, shares
assert (shares["Period"], shares["QMark"], shares["AllPunct"]) == (0.1, 0.0333, 0.1333), shares
many = "We were at home in May " * 4000 + "?"
assert dict(zip(names, coder.GetResultsArray(coder.Analyze(many))))["QMark"] == 0.0
print("as described")
PYTHON
