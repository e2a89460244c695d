#!/usr/bin/env bash
# spssmirror offers what is done in SPSS, McDonald's omega among it: the share of a scale's variance that comes from what its items have in common, by the loadings of a factor. It takes the loadings of the first principal component, which take up the items' own variance as well and are larger the less the
# items share. Where all items are correlated alike, omega is alpha (the loadings are the root of the correlation). Ten answers that are correlated by 0.05 only, with an alpha of 0.34, get 0.63; four with 0.3 get 0.78, above the 0.70 that spssmirror
# itself gives as the threshold, for an omega of 0.63. Alpha is right. Nothing is reported.
# Guess beforehand: alpha and omega alike, in all cases. Seen: 0.17, 0.34, 0.63 and 0.94 for alpha beside 0.62, 0.63, 0.78 and 0.95.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.15.3 pandas==2.3.3 statsmodels==0.14.5 pydantic==2.11.7 rapidfuzz==3.13.0
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps spssmirror==2.1.1
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import numpy
import pandas
from spssmirror import SPSSMirror


def answers(correlation: float, items: int, people: int = 100) -> numpy.ndarray:  # exactly so correlated, all with a variance of 1
    drawn = numpy.random.default_rng(1).normal(size=(people, items))
    apart, _ = numpy.linalg.qr(drawn - drawn.mean(0))
    wanted = numpy.full((items, items), correlation) + (1 - correlation) * numpy.eye(items)
    return apart @ numpy.linalg.cholesky(wanted).T * numpy.sqrt(people - 1)


def by_formula(correlation: float, items: int) -> float:  # with each loading the root of the correlation
    common = (items * correlation ** 0.5) ** 2
    return common / (common + items * (1 - correlation))


seen = []
for correlation, items in [(0.05, 4), (0.05, 10), (0.3, 4), (0.6, 10)]:
    data = pandas.DataFrame(answers(correlation, items), columns=[f"item{number}" for number in range(items)])
    assert numpy.allclose(data.corr().to_numpy()[0, 1:], correlation), data.corr()
    scale = SPSSMirror().load_dataframe(data)
    omega, alpha = scale.mcdonald_omega(list(data)), scale.cronbach_alpha(list(data))
    seen.append([round(value, 2) for value in (by_formula(correlation, items), alpha.statistic, omega.statistic, omega.threshold)])
print("spssmirror", version("spssmirror"), "omega by the formula, alpha, omega, threshold:", seen)
assert seen == [[0.17, 0.17, 0.62, 0.7], [0.34, 0.34, 0.63, 0.7], [0.63, 0.63, 0.78, 0.7], [0.94, 0.94, 0.95, 0.7]], seen
print("as described")
PYTHON
