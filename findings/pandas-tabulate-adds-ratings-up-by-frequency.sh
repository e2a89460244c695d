#!/usr/bin/env bash
# pandas-tabulate calls itself Stata's tabulate for pandas. For one column its sort_values, by its documentation, is to "sort output by variable values", which is what Stata does; it is on by default and sorts by frequency, and off it keeps values in the
# order in which pandas meets them. Cumulative shares are added up in that order: on a scale from 1 to 5 "3 or less" has 33 per cent where 59 answered so, and "1 or less" has 100. No setting gives the order of the values. For two columns Stata's chi2
# is Pearson's; here it has Yates's correction, which the documentation does not name, and so has V: 2.25 for 4, and 0.375 for 0.5.
# Guess beforehand: the order of the values, as documented, and Stata's chi2. Seen: the order of frequencies, and a correction.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pandas-tabulate==0.1.0 pandas==2.2.3 numpy==2.2.6 scipy==1.15.3
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import pandas
from pandas_tabulate import tabulate

ratings = pandas.Series([4] * 7 + [1] * 2 + [2] * 5 + [3] * 9 + [5] * 4)
shares = {sort: tabulate(ratings, cumulative=True, sort_values=sort).data["cumulative_pct"].to_dict() for sort in (True, False)}
right = {value: round(100 * float((ratings <= value).mean()), 2) for value in range(1, 6)}
print("pandas-tabulate", version("pandas-tabulate"), "cumulative shares by sort_values:", shares, "by hand:", right)
assert right == {1: 7.41, 2: 25.93, 3: 59.26, 4: 85.19, 5: 100}, right
assert shares[True] == {3: 33.33, 4: 59.26, 2: 77.78, 5: 92.59, 1: 100}, shares
assert list(shares[False]) == [4, 1, 2, 3, 5], shares

first, second = pandas.Series(["x"] * 8 + ["y"] * 8), pandas.Series(["p"] * 6 + ["q"] * 2 + ["p"] * 2 + ["q"] * 6)
seen = {}
for name, other in (("other", second), ("itself", first)):
    result = tabulate(first, other, chi2=True, cramers_v=True)
    counts = result.data["core_table"].to_numpy()
    (a, b), (c, d) = counts
    pearson = 16 * (a * d - b * c) ** 2 / ((a + b) * (c + d) * (a + c) * (b + d))  # for two by two, 16 in all
    statistics = result.statistics
    seen[name] = tuple(round(float(value), 4) for value in (statistics["chi2"]["statistic"], pearson, statistics["cramers_v"]["value"], (pearson / 16) ** 0.5))
print("chi-squared and by hand, V and by hand:", seen)
assert seen == {"other": (2.25, 4, 0.375, 0.5), "itself": (12.25, 16, 0.875, 1)}, seen
print("as described")
PYTHON
