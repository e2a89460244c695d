#!/usr/bin/env bash
# Kendall's W says how far raters agree on the order of things, from 0 for not at all to 1 for completely. The Python package kendall-w takes, by its documentation, "a list of rating lists" and whole numbers only. It
# puts the ratings in for the ranks as they are: three raters who give 1, 3 and 5 stars alike have W = 4, and raters who disagree may have 1.26. Ranks that are shared, as stars are, need
# the half ranks and the correction for ties of Kendall's formula; half ranks are refused, and without a correction raters who are of one mind have less than 1. Only ranks without ties are right.
# Guess beforehand: 1 for raters of one mind. Seen: 4, and 0.33 if two things share a rank.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check kendall-w==1.0.0 numpy==2.2.6 scipy==1.15.3
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import kendall_w
from scipy.stats import friedmanchisquare

ratings = {"own example, ranks": [[1, 1, 1, 2], [2, 2, 2, 3], [3, 3, 3, 1]],
           "stars of one mind": [[1, 1, 1], [3, 3, 3], [5, 5, 5]],
           "stars of different minds": [[5, 5, 4], [1, 2, 1], [3, 3, 5], [4, 4, 4]],
           "ranks of one mind, two shared": [[1, 1, 1], [2, 2, 2], [2, 2, 2]]}
seen = {}
for name, things in ratings.items():  # W is Friedman's chi-squared divided by raters times things less one, both corrected for ties
    w = friedmanchisquare(*things).statistic / (len(things[0]) * (len(things) - 1))
    seen[name] = (round(kendall_w.compute_w(things), 2), round(float(w), 2))
print("kendall-w", version("kendall-w"), "scipy", version("scipy"), "kendall-w, W by Friedman's test", seen)
assert seen == dict(zip(ratings, [(0.44, 0.44), (4, 1), (1.26, 0.7), (0.33, 1)])), seen
print("as described")
PYTHON
