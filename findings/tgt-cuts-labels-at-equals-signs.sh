#!/usr/bin/env bash
# In a TextGrid of Praat each line of a label reads text = "...", and the label may itself hold an equals sign with spaces, as glosses and sums do.
# tgt takes what stands between the first two equals signs of a line for the label, and a last letter for the closing quotation mark: the
# rest of the label is lost, and a letter with it. Other readers of the same file have the whole.
# Guess beforehand: the label ends at its quotation mark. Seen: "soul = mind" is "sou".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check tgt==1.5 TextGrid==1.6.1 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import textgrid
import tgt

labels = ["good day", "soul = mind", "2 + 2 = 4", "l=homme"]
other = textgrid.TextGrid(maxTime=4)
tier = textgrid.IntervalTier("words", 0, 4)
for number, label in enumerate(labels):
    tier.add(number, number + 1, label)
other.append(tier)
other.write("small.TextGrid")
again = [interval.mark for interval in textgrid.TextGrid.fromFile("small.TextGrid")[0]]
seen = [interval.text for interval in tgt.io.read_textgrid("small.TextGrid").tiers[0]]
print("TextGrid", version("TextGrid"), "reads", again, "tgt", version("tgt"), seen)
assert again == labels, again
assert seen == ["good day", "sou", "2 +", "l=homme"], seen
print("as described")
PYTHON
