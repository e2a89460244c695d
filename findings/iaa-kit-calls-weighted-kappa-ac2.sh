#!/usr/bin/env bash
# iaa-kit has Gwet's AC1 and AC2, which are used where one code is frequent, because kappa is low there however often coders agree. Its AC1 is right. Its AC2, the same with weights, is
# the weighted kappa, to the last digit: who turns to it to be free of kappa's paradox gets kappa. Its alpha for codes with an order
# is the one for distances, so that it changes when the highest code is called 9 and not 5, which leaves the order as it is. irrCAC and krippendorff have both.
# Guess beforehand: AC2 as in irrCAC, and an order is an order. Seen: 0.60 beside 0.86, and 0.85 or 0.73 beside 0.89.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check iaa-kit==0.1.2 irrCAC==0.4.4 krippendorff==0.9.0
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
from importlib.metadata import version

import krippendorff
import pandas
from iaa_kit import ac1, ac2, krippendorff_alpha, weighted_kappa
from irrCAC.raw import CAC

first, second = [1, 1, 1, 1, 1, 1, 1, 1, 2, 3], [1, 1, 1, 1, 1, 1, 1, 2, 1, 3]
codes = pandas.DataFrame({"first": first, "second": second})
gwet = {weights: CAC(codes, weights=weights).gwet()["est"]["coefficient_value"] for weights in ("identity", "linear")}
seen = {"AC1": (ac1(first, second), gwet["identity"]), "AC2": (ac2(first, second), gwet["linear"])}
kappa = weighted_kappa(first, second)
print("iaa-kit", version("iaa-kit"), "irrCAC", version("irrCAC"), seen, "weighted kappa of iaa-kit", kappa)
assert abs(seen["AC1"][0] - seen["AC1"][1]) < 1e-4, seen
assert seen["AC2"][0] == kappa and round(kappa, 2) == 0.6 and round(seen["AC2"][1], 2) == 0.86, seen

ordered = {}
for highest in (5, 9):
    texts = [[1, 1], [1, 2], [2, 2], [3, 3], [highest, highest], [highest, 3], [1, 1]]
    ordered[highest] = (round(krippendorff_alpha(texts, scale="ordinal", n_boot=1)[0], 2),
                        round(float(krippendorff.alpha(list(zip(*texts)), level_of_measurement="ordinal")), 2))
print("krippendorff", version("krippendorff"), "ordinal alpha by the name of the highest code, iaa-kit and krippendorff:", ordered)
assert ordered == {5: (0.85, 0.89), 9: (0.73, 0.89)}, ordered
print("as described")
PYTHON
