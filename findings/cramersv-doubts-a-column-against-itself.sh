#!/usr/bin/env bash
# Cramér's V says how far two columns of labels go together, and is 1 where one follows from the other. The package cramersv gives V with Bergsma's correction for bias, which keeps that 1; but its chi-squared of two labels by
# two has Yates's correction as well, the default of the function that it calls, and the two do not go together. A column with two labels has less than 1 with itself, the less the rarer a label is, while
# one with three labels has 1, so that tables of coefficients put columns with two labels behind others. Neither correction is in its documentation.
# Guess beforehand: 1 for a column with itself, however many labels. Seen: 1 with three labels, 0.7 with two in eight rows, 0.31 where one of ten rows has the second.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check cramersv==0.0.1 pandas==2.2.3 numpy==2.2.6 scipy==1.15.3
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version
from math import sqrt

import pandas
from CramersVFunction import cramer_correlation_coefficient
from scipy.stats.contingency import association


def corrected(labels: str) -> float:  # Bergsma 2013, for a column with itself: phi squared is the number of labels less 1
    k, n = len(set(labels)), len(labels)
    return sqrt(max(0, k - 1 - (k - 1) ** 2 / (n - 1)) / (k - (k - 1) ** 2 / (n - 1) - 1))


columns = {"two labels, 8 rows": "ynynynyn", "two labels, 10 rows, one rare": "ynnnnnnnnn", "two labels, 100 rows": "yn" * 50, "three labels, 9 rows": "abcabcabc"}
seen = {}
for name, labels in columns.items():
    data = pandas.DataFrame({"first": list(labels), "second": list(labels)})
    value, table = cramer_correlation_coefficient(data, "first", "second")
    seen[name] = tuple(round(float(one), 3) for one in (value, association(table.to_numpy(), method="cramer"), corrected(labels)))
print("cramersv", version("cramersv"), "scipy", version("scipy"), "a column with itself: cramersv, V, V with Bergsma's correction", seen)
assert all(one[1:] == (1, 1) for one in seen.values()), seen
assert [one[0] for one in seen.values()] == [0.7, 0.312, 0.98, 1], seen
print("as described")
PYTHON
