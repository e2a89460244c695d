#!/usr/bin/env bash
# The Python package CMH has the Cochran-Mantel-Haenszel test: do label and answer go together once the stratum (a country, a year) is taken into account? It names R's mantelhaen.test() as its model.
# It reads the counts row by row, but makes the matrix of their variances column by column, so that counts meet the variances of other cells. Where either side has two values nothing shows. With more
# on both sides the statistic is another one, and changes again when labels and answers change places, which makes no difference to the test. With one stratum it must be Pearson's chi-squared times
# (n - 1) / n. So a difference between groups may be reported where there is none.
# Guess beforehand: that value, both ways round, and one table of chance in twenty significant. Seen, with four labels and three answers: 13.2 and 15.3 (p of 0.04 and 0.02) where it is 1.6 (p of
# 0.96), and half of all tables of chance significant. Nothing is reported.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.15.3 pandas==2.3.3
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps CMH==1.0.1
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import numpy
import pandas
import scipy.stats
from cmh import CMH


def rows_of(table):
    cells = [(f"label {row}", f"answer {column}", "only") for (row, column), count in numpy.ndenumerate(table) for _ in range(count)]
    return pandas.DataFrame(cells, columns=["label", "answer", "stratum"])


def right(table):
    n = table.sum()
    return scipy.stats.chi2_contingency(table, correction=False).statistic * (n - 1) / n


def package(table):
    rows = rows_of(table)
    return [CMH(rows, *pair, stratifier="stratum", raw=True) for pair in (("label", "answer"), ("answer", "label"))]


seen = {}
for name, counts in {"two by three": [[20, 5, 10], [10, 20, 5]], "four by three": [[33, 15, 2], [22, 11, 2], [11, 9, 1], [8, 5, 1]]}.items():
    table = numpy.array(counts)
    freedom = (table.shape[0] - 1) * (table.shape[1] - 1)
    seen[name] = {"CMH": [(round(float(value), 2), round(float(p), 3)) for value, _, p in package(table)],
                  "by hand": (round(float(right(table)), 2), round(float(scipy.stats.chi2.sf(right(table), freedom)), 3))}
print("CMH", version("CMH"), "statistic and p-value, both ways round:", seen)
assert seen["two by three"] == {"CMH": [(13.8, 0.001), (13.8, 0.001)], "by hand": (13.8, 0.001)}, seen
assert seen["four by three"] == {"CMH": [(13.18, 0.04), (15.33, 0.018)], "by hand": (1.55, 0.956)}, seen

draw = numpy.random.default_rng(1)
chance = draw.multinomial(200, numpy.outer([0.4, 0.3, 0.2, 0.1], [0.6, 0.3, 0.1]).ravel(), 100).reshape(-1, 4, 3)
significant = sum(package(table)[0][2] < 0.05 for table in chance), sum(scipy.stats.chi2.sf(right(table), 6) < 0.05 for table in chance)
print("significant of 100 tables of chance: CMH", significant[0], "by hand", significant[1])
assert significant[0] > 40 and significant[1] < 12, significant
print("as described")
PYTHON
