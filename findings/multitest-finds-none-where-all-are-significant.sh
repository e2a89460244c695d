#!/usr/bin/env bash
# multiple-hypothesis-testing of PyPI (imported as multitest) has fdr_control(), which is to give the largest p-value that the procedure of Benjamini and Hochberg keeps at a rate of false discoveries: the largest p(i) that is at most
# i / m times the rate. It looks for the first p-value above its step and takes the one before. Where none is above, the search ends at the first, the one before that is none, and the answer is nan: of 50 words that all differ, none is kept, since nothing is at
# most nan. Where the smallest p-value misses its step, the later ones that keep theirs are not looked at. Where the last p-values are large and the first are small, as in the usual example, the answer is right. Nothing is reported.
# Guess beforehand: 0.001 for fifty p-values of 0.0001, and 0.03 for the four, as in SciPy and by hand: 0.03 * 4 / 3 = 0.04. Seen: nan for both; with one p-value of 0.9 added to the fifty, 0.0001.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.15.3 matplotlib==3.10.3
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps multiple-hypothesis-testing==0.2.2
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import numpy
from multitest import MultiTest
from scipy.stats import false_discovery_control

rate = 0.05
cases = {
    "usual": [0.001, 0.004, 0.012, 0.3, 0.9],
    "fifty alike": [0.0001] * 50,
    "fifty alike and one": [0.0001] * 50 + [0.9],
    "first above its step": [0.02, 0.025, 0.03, 0.8],
}
seen = {}
for name, values in cases.items():
    given = numpy.array(values)
    ordered = numpy.sort(given)
    by_hand = [float(p) for i, p in enumerate(ordered, 1) if p <= i / len(ordered) * rate]
    by_scipy = given[false_discovery_control(given) <= rate]
    threshold = float(MultiTest(given).fdr_control(rate))
    seen[name] = [threshold, int((given <= threshold).sum())]
    assert by_hand and max(by_hand) == by_scipy.max(), (name, by_hand, by_scipy)
    print(f"{name}: multitest {seen[name]}, by hand and by SciPy {[max(by_hand), len(by_scipy)]}")
print("multiple-hypothesis-testing", version("multiple-hypothesis-testing"))
assert seen["usual"] == [0.012, 3] and seen["fifty alike and one"] == [0.0001, 50], seen
assert numpy.isnan(seen["fifty alike"][0]) and seen["fifty alike"][1] == 0, seen
assert numpy.isnan(seen["first above its step"][0]) and seen["first above its step"][1] == 0, seen
print("as described")
PYTHON
