#!/usr/bin/env bash
# Krippendorff's alpha says how far coders agree, and for codes with an order it is asked for as "ordinal". irrCAC gives the alpha of the package
# krippendorff for names, intervals and ratios, to its five digits, but not for ordered codes: it weighs by the distance of ranks
# alone, where Krippendorff's own formula counts how often the codes between two occur. Nothing in its result says so; with scales that are
# used unevenly, as stars are, the two lie on both sides of the usual bar of 0.8.
# Guess beforehand: one definition, one value. Seen: 0.757 beside 0.898.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check krippendorff==0.9.0 irrCAC==0.4.4
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
from importlib.metadata import version

import krippendorff
import pandas
from irrCAC.raw import CAC

pairs = [[5, 5], [5, 5], [4, 5], [5, 5], [4, 4], [4, 5], [5, 5], [2, 2], [3, 3], [5, 5], [5, 4], [1, 1]]
levels = {"nominal": "identity", "interval": "quadratic", "ratio": "ratio", "ordinal": "ordinal"}
first, second = [list(coder) for coder in zip(*pairs)]
seen = {level: (round(float(krippendorff.alpha([first, second], level_of_measurement=level)), 3),
                round(CAC(pandas.DataFrame(pairs), weights=weights).krippendorff()["est"]["coefficient_value"], 3))
        for level, weights in levels.items()}
print("krippendorff", version("krippendorff"), "irrCAC", version("irrCAC"), seen)
assert all(one == other for level, (one, other) in seen.items() if level != "ordinal"), seen
assert seen["ordinal"] == (0.757, 0.898), seen
print("as described")
PYTHON
