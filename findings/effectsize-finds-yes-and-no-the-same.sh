#!/usr/bin/env bash
# The Python package effectsize gives standardised differences of two groups, for labels by the method of Yang and Dalton: how far their shares differ, whatever the labels are. It counts the labels of each group by
# themselves and takes the first of one group beside the first of the other. Where an answer occurs in one group only, other answers are compared: if all of one group say yes or maybe and all of
# the other no or never, by equal shares, the difference is 0, where it has no bound. As soon as one person in each group has each answer, the value is right. If one group has more answers than
# the other it stops with an error; with weights it leaves out the last one instead. Otherwise nothing is reported.
# Guess beforehand: a very large value, or an error. Seen: 0, with weights or without, and 3.88 with one person of each answer added to either group.
# Needs Python 3.11, the last one with a pandas before 2, where the package works.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3.11 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check effectsize==1.0.0 pandas==1.5.3 numpy==1.26.4 scipy==1.11.4 statsmodels==0.14.5
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
from importlib.metadata import version

import effectsize
import numpy
import pandas


def by_hand(shares: numpy.ndarray) -> float:  # of two groups by answers; Yang and Dalton 2012, without the first answer
    covariance = sum(numpy.diag(row) - numpy.outer(row, row) for row in shares)[1:, 1:] / 2
    difference = (shares[1] - shares[0])[1:]
    return float(numpy.sqrt(difference @ numpy.linalg.inv(covariance) @ difference))


def table(groups: list[list[str]]) -> pandas.DataFrame:
    return pandas.DataFrame([(group, answer, 1.0) for group, answers in enumerate(groups) for answer in answers], columns=["group", "answer", "weight"])


def value(data: pandas.DataFrame, weights: str | None = None) -> float:
    return float(effectsize.compute(data, "group", categorical=["answer"], weights=weights).to_numpy()[0][-1])


apart = [["yes"] * 16 + ["maybe"] * 16, ["no"] * 16 + ["never"] * 16]
shared = [answers + ["yes", "maybe", "no", "never"] for answers in apart]
more = [["yes"] * 10 + ["no"] * 10 + ["other"] * 20, ["yes"] * 10 + ["no"] * 10]
shares = [numpy.array([[answers.count(answer) / len(answers) for answer in sorted({*both[0], *both[1]})] for answers in both]) for both in (more, shared)]
seen = {"apart": value(table(apart)), "apart, weights": value(table(apart), "weight"), "a third answer in one, weights": value(table(more), "weight"), "one of each": value(table(shared))}
hand = [round(by_hand(one), 2) for one in shares]
print("effectsize", version("effectsize"), "pandas", version("pandas"), seen, "by hand, the last two:", hand)
assert list(seen.values())== [0, 0, 0.34, 3.88], seen
assert hand == [1.41, 3.88], hand
print("as described")
PYTHON
