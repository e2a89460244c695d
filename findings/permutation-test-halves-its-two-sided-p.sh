#!/usr/bin/env bash
# permutation-test asks in how many ways of dealing the values the means differ as much as was seen. What it calls the two-sided p-value is the smaller of the two one-sided ones, about half of it; and
# it is read off a histogram, whose bars are not the values: the most extreme deal, which is always among those counted, has a p-value of 0 or less. To correct for many
# tests it goes up the sorted p-values and stops at the first one above its bound, where Benjamini and Hochberg take the last one below: three p-values of 0.03 are all rejected at 0.05 by theirs, none by this.
# Guess beforehand: 0.0385 and 0.0079, as counted, and three rejected. Seen: 0.0193, -1.6e-15, and none.
# Needs Python 3.11, the last one with a NumPy that the package works with.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3.11 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check permutation-test==0.18 numpy==1.23.5 scipy==1.11.4
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
import contextlib
import io
from importlib.metadata import version
from itertools import combinations

import permutation_test
from scipy.stats import permutation_test as of_scipy


def counted(first: list[float], second: list[float]) -> float:
    values, size = first + second, len(first)
    difference = [abs(sum(deal) / size - (sum(values) - sum(deal)) / (len(values) - size)) for deal in combinations(values, size)]
    return sum(one >= difference[0] - 1e-9 for one in difference) / len(difference)  # the first deal is the one seen


def mean_difference(first, second, axis):
    return first.mean(axis=axis) - second.mean(axis=axis)


groups = {"shifted": ([1, 2, 3, 4, 5, 6, 7, 8], [4, 5, 6, 7, 8, 9, 10, 11]), "apart": ([10, 11, 12, 13, 14], [1, 2, 3, 4, 5])}
seen = {}
for name, (first, second) in groups.items():
    with contextlib.redirect_stdout(io.StringIO()):
        p = float(permutation_test.permutationtest(first, second, verbose=False))
    other = float(of_scipy((first, second), mean_difference, vectorized=True, n_resamples=20000).pvalue)
    seen[name] = (p, counted(first, second), other)
    assert abs(seen[name][1] - other) < 1e-9, seen
rejected = permutation_test.benjamini_hochberg_procedure([0.03, 0.03, 0.03], alpha=0.05).tolist()
print("permutation-test", version("permutation-test"), "numpy", version("numpy"), "its two-sided p, counted, scipy's", seen, "rejected of 0.03, 0.03, 0.03:", rejected)
assert (round(seen["shifted"][0], 4), round(seen["shifted"][1], 4)) == (0.0193, 0.0385), seen
assert -1e-9 < seen["apart"][0] <= 0 and round(seen["apart"][1], 4) == 0.0079, seen
assert rejected == [False, False, False], rejected
print("as described")
PYTHON
