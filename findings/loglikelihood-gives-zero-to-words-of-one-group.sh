#!/usr/bin/env bash
# The log-likelihood ratio (G2) says how sure it is that a word is more frequent in one of two groups of texts; words are ranked by it. The Python package loglikelihood computes it from four counts,
# and gives 0 as soon as one of them is 0, though the formula has a value there (0 times the logarithm of 0 counts as 0, also in the package's own function for it). So a word that one group uses and
# the other never does is worth nothing and comes behind words that both use alike, and a single use in the other group makes it the first. Those words tell the groups apart best.
# Guess beforehand: the less the other group uses a word, the higher it is. Seen: 5.5, 5.9 and 0 (signed roots) for 30 uses in one group and 2, 1 and none in the other; the last is 6.5. Nothing is
# reported.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.15.3
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps loglikelihood==0.1
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import loglikelihood
import numpy
import scipy.stats

size = 1000
words = {"school": (30, 2), "teacher": (30, 1), "homework": (30, 0), "the": (52, 50)}
seen, right = {}, {}
for word, (one, other) in words.items():
    counts = numpy.array([[one, other], [size - one, size - other]])
    seen[word] = round(float(loglikelihood.llr(counts)), 1)
    right[word] = round(float(scipy.stats.chi2_contingency(counts, correction=False, lambda_="log-likelihood").statistic ** 0.5), 1)
print("loglikelihood", version("loglikelihood"), seen, "SciPy", right, "0 log 0:", loglikelihood.xlogx(0))
assert loglikelihood.xlogx(0) == 0
assert right == {"school": 5.5, "teacher": 5.9, "homework": 6.5, "the": 0.2}, right
assert seen == {**right, "homework": 0.0}, seen
assert max(right, key=right.get) == min(seen, key=seen.get) == "homework", seen
print("as described")
PYTHON
