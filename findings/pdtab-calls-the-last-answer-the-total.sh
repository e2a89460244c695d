#!/usr/bin/env bash
# pdtab promises Stata's tabulate for Python, and tabi() for counts that are given as such. Of a table larger than two by two it names the last row and the last column "Total", and since there is a total then, adds none: the counts of the third answer stand there as the
# sum of all, in what is printed and in the table that it returns. Its gamma (Goodman and Kruskal) is right; its "asymptotic standard error" is 4 times the root of n, divided by the number of pairs, where theirs (1963) sums over all cells: 0.007 for 0.101,
# so that a gamma of 0.1 among hundred texts seems far from 0. Tables of two by two have their totals.
# Guess beforehand: totals of 35, 40 and 35, and an error of about 0.1. Seen: totals of 5, 10 and 20, and an error that is a thirteenth of what repeated draws have.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pandas==2.2.3 numpy==2.2.6 scipy==1.15.3
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps pdtab==0.1.1
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import numpy
import pdtab

counts = numpy.array([[20, 10, 5], [10, 20, 10], [5, 10, 20]])


def gamma_and_error(table: numpy.ndarray) -> tuple[float, float]:  # Goodman and Kruskal 1963
    alike, unlike = numpy.zeros(table.shape), numpy.zeros(table.shape)
    for row in range(table.shape[0]):
        for column in range(table.shape[1]):
            alike[row, column] = table[:row, :column].sum() + table[row + 1:, column + 1:].sum()
            unlike[row, column] = table[:row, column + 1:].sum() + table[row + 1:, :column].sum()
    more, less = (table * alike).sum(), (table * unlike).sum()
    return (more - less) / (more + less), 4 / (more + less) ** 2 * numpy.sqrt((table * (less * alike - more * unlike) ** 2).sum())


result = pdtab.tabi(counts.tolist(), gamma=True)
shown, gamma = result.table, result.statistics["gamma"]
small = pdtab.tabi([[30, 18], [38, 14]]).table
value, error = gamma_and_error(counts)
draws = numpy.random.default_rng(1).multinomial(counts.sum(), (counts / counts.sum()).ravel(), 4000).reshape(-1, 3, 3)
drawn = numpy.std([gamma_and_error(table)[0] for table in draws])
print("pdtab", version("pdtab"), "pandas", version("pandas"))
print(shown)
print("gamma", round(float(gamma["statistic"]), 4), "its error", round(float(gamma["ase"]), 4), "by formula", round(value, 4), round(error, 4), "of draws", round(float(drawn), 4))
assert list(shown.index) == ["row1", "row2", "Total"] and list(shown.columns) == ["col1", "col2", "Total"], shown
assert shown.loc["Total"].tolist() == [5, 10, 20] and shown["Total"].tolist() == [5, 10, 20], shown
assert small.loc["Total"].tolist() == [68, 32, 100], small
assert abs(gamma["statistic"] - value) < 1e-9 and abs(error / drawn - 1) < 0.05, (value, error, drawn)
assert round(float(gamma["ase"]), 4) == 0.0074 and 12 < error / gamma["ase"] < 14, (gamma, error)
print("as described")
PYTHON
