#!/usr/bin/env bash
# cheatstat has measures for survey answers on scales, with weights: Pearson, Spearman, Kendall and Somers' D. The p-value of D takes each pair of persons for a case of its own, though every person is
# in as many pairs as there are others: the more people are asked, the more often D of two answers that have nothing to do with each other is significant, while tau-b, with the same numerator, is not.
# The two values of D bear each other's name. With weights only Pearson's r is another one; the rest is as without, under a heading that names the weights.
# Guess beforehand: about 5 of 100 tables of chance significant by each measure, and weights count in all of them. Seen: by D 35 of 100 with 50 persons and 70 with 200; a rho of 0 where half of the
# people agree completely and have nine times the weight of the others. Nothing is reported.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.15.3 pandas==2.3.3
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps cheatstat==4.1.2
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
from importlib.metadata import version

import cheatstat
import numpy
import pandas
import scipy.stats


def measures(rows, column, **more):
    return cheatstat.biV(rows, "one", "other", "ordinal", **more).stat.set_index("Maß")[column].astype(float)


draw = numpy.random.default_rng(1)
significant = {}
for size in (50, 200):
    tables = [pandas.DataFrame(draw.integers(1, 6, (size, 2)), columns=["one", "other"]) for _ in range(100)]
    significant[size] = (pandas.DataFrame([measures(rows, "p-Wert") for rows in tables]) < 0.05).sum().to_dict()
print("cheatstat", version("cheatstat"), "significant of 100 tables of chance, with 50 and 200 persons:", significant)
for size, lowest in ((50, 20), (200, 50)):
    assert all(significant[size][name] <= 12 for name in ("Pearson-r", "Spearman-Rho", "Kendall's Tau-b")), significant
    assert significant[size]["Somers' D (Y|X)"] > lowest, significant

pair = pandas.DataFrame({"one": [1, 1, 1, 1, 2, 2, 2, 2], "other": [1, 2, 3, 4, 5, 6, 7, 8]})
seen = measures(pair, "Wert")[["Somers' D (Y|X)", "Somers' D (X|Y)"]].tolist()
right = [round(float(scipy.stats.somersd(pair.one, pair.other).statistic), 4), round(float(scipy.stats.somersd(pair.other, pair.one).statistic), 4)]
print("D of the second by the first, and of the first by the second:", seen, "SciPy", right)
assert right == [1, 0.5714] and seen == right[::-1], (seen, right)

people = pandas.DataFrame({"one": [1, 2, 3, 1, 2, 3] * 5, "other": [1, 2, 3, 3, 2, 1] * 5, "weight": [9.0, 9, 9, 1, 1, 1] * 5})
plain, weighted = measures(people, "Wert").to_dict(), measures(people, "Wert", weight="weight").to_dict()
print("with weights:", weighted)
assert set(plain.values()) == {0}, plain
assert weighted == {**plain, "Pearson-r": 0.8}, weighted
print("as described")
PYTHON
