#!/usr/bin/env bash
# The Python package icc gives intraclass correlations, the agreement of coders who rate in numbers, with an interval of 95 per cent unless told otherwise. An interval of 95 leaves 2.5 per cent at
# either end; it leaves 5 at either end, so that all its intervals are those of 90 per cent and coders seem to be known better than they are. For the ratings that Shrout and Fleiss
# published in 1979 the interval of ICC(1,1) is from -0.13 to 0.72. Called without a model it stops with an error: its own default, consistency with one way, is not one of those that it has.
# Guess beforehand: that interval, and 95 of 100 intervals with the true value. Seen: -0.10 to 0.64, which is the one for 90, and 90 of 100.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.15.3
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps icc==0.1.1
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import numpy
import scipy.stats
from icc import icc

ratings = numpy.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])


def interval(ratings, level):
    texts, coders = ratings.shape
    between = numpy.var(ratings.mean(axis=1), ddof=1) * coders
    ratio, freedom, end = between / ratings.var(axis=1, ddof=1).mean(), (texts - 1, texts * (coders - 1)), 1 - (1 - level) / 2
    low, high = ratio / scipy.stats.f.ppf(end, *freedom), ratio * scipy.stats.f.ppf(end, *freedom[::-1])
    return [round(float((value - 1) / (value + coders - 1)), 2) for value in (low, high)]


value, *_, low, high = icc(ratings, model="oneway", type="agreement")
seen = [round(float(low), 2), round(float(high), 2)]
print("icc", version("icc"), "ICC(1,1)", round(float(value), 2), "interval", seen, "by hand for 95 and 90:", interval(ratings, 0.95), interval(ratings, 0.9))
assert round(float(value), 2) == 0.17 and interval(ratings, 0.95) == [-0.13, 0.72], value
assert seen == interval(ratings, 0.9) == [-0.1, 0.64], seen
try:
    icc(ratings)
    raise AssertionError("the default works")
except ValueError as error:
    print("without a model:", error)

draw, inside = numpy.random.default_rng(1), 0
for _ in range(1000):
    *_, low, high = icc(draw.normal(size=(30, 1)) + draw.normal(size=(30, 3)), model="oneway", type="agreement")
    inside += low <= 0.5 <= high
print("intervals of 1,000 with the true value of 0.5:", inside)
assert 880 < inside < 920, inside
print("as described")
PYTHON
