#!/usr/bin/env bash
# pyirr brings the R package irr to Python, line for line by its own words. Krippendorff's alpha goes over the pairs of different codes; R takes the half of the table above the
# diagonal, pyirr what is above a line that lies there for four and five codes only. With two or three codes, the most usual numbers, agreements count as disagreements:
# coders who agree on each text have an alpha of -0.9, and the more they agree the lower it is. With six codes it ends with an error. Its kappas are right.
# Guess beforehand: one definition, one value, and 1 for coders who agree. Seen: so with four codes, not with two or three.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyirr==0.84.1.2 krippendorff==0.9.0
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
from importlib.metadata import version

import krippendorff
import numpy
from pyirr import kappa2, kripp_alpha

print("pyirr", version("pyirr"), "krippendorff", version("krippendorff"))
seen = {}
for codes in (2, 3, 4):
    agreed = numpy.array([[code, code] for code in range(1, codes + 1) for _ in range(5)])
    mostly = numpy.vstack([agreed, [[1, 2], [2, 1], [1, codes]]])  # texts by coders
    seen[codes] = [(round(float(kripp_alpha(texts).value), 2), round(float(krippendorff.alpha(texts.T, level_of_measurement="nominal")), 2))
                   for texts in (agreed, mostly)]
    print(codes, "codes, all texts coded alike and all but three, pyirr and krippendorff:", *seen[codes])
assert seen == {2: [(-0.9, 1), (-0.48, 0.56)], 3: [(-0.93, 1), (-0.79, 0.76)], 4: [(1, 1), (0.83, 0.83)]}, seen
assert round(kappa2(numpy.array([[1, 1], [1, 2], [2, 2], [2, 2]]), "unweighted").value, 2) == 0.5
print("as described")
PYTHON
