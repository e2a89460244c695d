#!/usr/bin/env bash
# binomcikit gives intervals of shares by several methods. The one by arcsines goes from the square root of a share to an angle, a step down and a step up, and back by the square of a sine. Below zero, which the step down from a share of 0 is, the square turns the sign: the lower end comes out as high
# as the upper one. For none of ten the interval is 0.093 to 0.093 and for all ten 0.907 to 0.907, so that it leaves out what was seen, and more seems to be known of nothing than of anything else. The column for intervals without a width says yes for none of ten, and no for ten of ten. The exact interval is right.
# Guess beforehand: 0 to 0.09 and 0.91 to 1, as the angle cannot be below zero or above a right one. Seen: as said; the exact intervals are 0 to 0.31 and 0.69 to 1.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.15.3 pandas==2.3.3
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps binomcikit==0.0.5
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
import importlib.util
import math
from importlib.metadata import files, version

from scipy.stats import binomtest, norm

path = [file for file in files("binomcikit") if file.name == "a_101_n_confidence_base.py"][0].locate()
spec = importlib.util.spec_from_file_location("base", path)  # the module alone, so that nothing is needed for graphics
base = importlib.util.module_from_spec(spec)
spec.loader.exec_module(base)

n, alpha = 10, 0.05
step = norm.ppf(1 - alpha / 2) / (2 * math.sqrt(n))


def by_hand(yes: int) -> list[float]:
    angle = math.asin(math.sqrt(yes / n))
    return [round(math.sin(min(max(end, 0), math.pi / 2)) ** 2, 3) for end in (angle - step, angle + step)]


def rows(table, low: str, high: str) -> dict[int, list[float]]:
    return {int(row["x"]): [round(float(row[low]), 3), round(float(row[high]), 3)] for _, row in table.iterrows()}


table = base.cias(n, alpha)
seen, exact = rows(table, "LAS", "UAS"), rows(base.ciex(n, alpha, [1]), "LEX", "UEX")
width = dict(zip(table["x"], table["ZWI"]))
print("binomcikit", version("binomcikit"), "arcsine:", seen, "without a width:", width)
print("by hand:", {yes: by_hand(yes) for yes in range(n + 1)})
assert exact == {yes: [round(end, 3) for end in binomtest(yes, n).proportion_ci(1 - alpha)] for yes in range(n + 1)}, exact
assert [seen[0], seen[n]] == [[0.093, 0.093], [0.907, 0.907]] and [by_hand(0), by_hand(n)] == [[0, 0.093], [0.907, 1]], seen
assert all(seen[yes] == by_hand(yes) for yes in range(1, n)), seen
assert [width[0], width[n]] == ["YES", "NO"] and [exact[0], exact[n]] == [[0, 0.308], [0.692, 1]], (width, exact)
print("as described")
PYTHON
