#!/usr/bin/env bash
# CLES gives the common language effect size: the chance, as per cent between 50 and 100, that a value of one column is the larger one, so that by its documentation the order of columns does not matter. For
# columns in pairs (the same people before and after) it compares each difference with zeros, takes one zero too few, and divides as if all were there. What rose everywhere has 100 or 90 per
# cent for ten people, by the column that is named first; where nothing changed at all it says 55 instead of 50. For columns without pairs it is right.
# Guess beforehand: the same for both orders, as for columns without pairs. Seen: 90 and 100, and 55 for no difference.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check CLES==0.1.3 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import numpy
from CLES import CLES_2independent, CLES_2paired


def by_hand(first: numpy.ndarray, second: numpy.ndarray) -> float:  # share of pairs in which the second is larger, ties as halves, on its larger side
    share = numpy.mean((second > first) + 0.5 * (second == first))
    return float(100 * max(share, 1 - share))


before = numpy.array([3, 4, 2, 5, 4, 3, 2, 4, 3, 4])
after = before + 1
pairs = {"risen": (before, after), "the same in the other order": (after, before), "unchanged": (before, before)}
seen = {name: (round(float(CLES_2paired(*both)), 6), by_hand(*both)) for name, both in pairs.items()}
unpaired = [round(float(CLES_2independent(*both)), 6) for both in [(before, after), (after, before)]]
print("CLES", version("CLES"), "numpy", version("numpy"), "CLES_2paired and by hand", seen, "without pairs", unpaired)
assert seen == {"risen": (90, 100), "the same in the other order": (100, 100), "unchanged": (55, 50)}, seen
assert unpaired == [76, 76], unpaired
print("as described")
PYTHON
