#!/usr/bin/env bash
# Praat keeps labels in TextGrid files between quotation marks and doubles those inside. praatio takes the doubling back when it reads the label of an
# interval, not when it reads that of a point, yet doubles both when it writes. So each time a file is read and saved, the marks around a word in the
# labels of points are twice as many, and a label that was one before is another after each step of the work.
# Guess beforehand: intervals and points come back alike. Seen: after three times 'a "b"' has eight marks on each side of b in points.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check praatio==6.2.2
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

from praatio import textgrid

grid = textgrid.Textgrid()
grid.addTier(textgrid.IntervalTier("interval", [(0, 1, 'a "b"')], 0, 1))
grid.addTier(textgrid.PointTier("point", [(0.5, 'a "b"')], 0, 1))
seen = []
for _ in range(3):
    grid.save("labels.TextGrid", "long_textgrid", includeBlankSpaces=True)
    grid = textgrid.openTextgrid("labels.TextGrid", includeEmptyIntervals=True)
    seen.append([tier.entries[0].label for tier in grid.tiers])
print("praatio", version("praatio"), "saved and read three times:", seen)
assert [interval for interval, _ in seen] == ['a "b"'] * 3, seen
assert [point.count('"') for _, point in seen] == [4, 8, 16], seen
print("as described")
PYTHON
