#!/usr/bin/env bash
# shiftES gives the effect size of Wilcox (2018): Q, the share of all differences between two groups that, once moved to a median of 0, are less than or equal to the median difference, and Omega, which is 2 Q - 1, from -1 to 1 with 0 for no
# effect. So says its own comment, too; what it counts is less only. Among answers from 1 to 5 many differences equal the median: a group compared with itself has an Omega of -0.23, nearly a medium effect, as if it were smaller than itself, and two
# groups have 0.37 by one order and -0.75 by the other. Counting ties as halves gives 0, and the same size both ways. Its interval, "95% CI" in what its command prints, leaves out 5 per cent on either side: it is one for 90. Without ties sizes are right.
# Guess beforehand: 0 for a group with itself, the same size with the other sign, and a coverage of 95. Seen: -0.23; 0.37 and -0.75; the interval of the 90 per cent in the middle.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check shiftES==1.0.7 numpy==2.2.6 pandas==2.2.3
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import numpy
from shiftES import effectsize, effectsize_ci

answers, others = numpy.array([1, 2, 2, 3, 3, 3, 4, 4, 5]), numpy.array([1, 1, 2, 2, 3, 3, 4])
pairs = {"with itself": (answers, answers), "others": (answers, others), "others first": (others, answers)}


def by_definition(first: numpy.ndarray, second: numpy.ndarray, ties: float) -> float:  # ties count as 1 by the paper, as a half where both orders are to be alike
    differences = numpy.subtract.outer(first, second).ravel()
    moved, median = differences - numpy.median(differences), numpy.median(differences)
    return 2 * float(numpy.mean((moved < median) + ties * (moved == median))) - 1


seen = {name: (round(float(effectsize(*both)), 2), *(round(by_definition(*both, ties), 2) for ties in (0, 0.5, 1))) for name, both in pairs.items()}
print("shiftES", version("shiftES"), "numpy", version("numpy"), "Omega, and by definition with ties as 0, a half and 1:", seen)
assert all(values[0] == values[1] for values in seen.values()), seen
assert seen["with itself"] == (-0.23, -0.23, 0, 0.23), seen
assert [seen[name][0] for name in ("others", "others first")] == [0.37, -0.75], seen

draw = numpy.random.default_rng(1)
first, second = draw.normal(0, 1, 40), draw.normal(0.8, 1, 40)
numpy.random.seed(1)
interval = effectsize_ci(first, second, nboot=500)[1:]
numpy.random.seed(1)
effectsize(first, second)
drawn = [effectsize(*(group[numpy.random.randint(0, 40, size=40)] for group in (first, second))) for _ in range(500)]
middle = {per_cent: tuple(numpy.percentile(drawn, [50 - per_cent / 2, 50 + per_cent / 2]).round(4).tolist()) for per_cent in (90, 95)}
interval = tuple(round(float(value), 4) for value in interval)
print("interval:", interval, "the middle of the same draws:", middle)
assert numpy.allclose(interval, middle[90], atol=1e-3) and not numpy.allclose(interval, middle[95], atol=1e-2), (interval, middle)
print("as described")
PYTHON
