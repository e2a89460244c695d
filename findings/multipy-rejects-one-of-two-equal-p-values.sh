#!/usr/bin/env bash
# multipy has ways to correct for many tests and tells which stay significant. Hochberg's procedure looks for the last p-value below its bar and takes all before it; Holm's takes
# all before the first above its bar. multipy counts how many p-values are below their bars, wherever they lie, and takes so many; and the bars of its Holm divide by one test
# too many. So of two tests with the same p-value Hochberg's keeps one, by their order in the list, and Holm's finds nothing in one test of p = 0.03.
# Guess beforehand: equal p-values share their fate, one test needs no correction. Seen: 0.04 and 0.04 are significant and not, 0.03 alone is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps multipy==0.16 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

from multipy.fwer import hochberg, holm_bonferroni


def by_definition(values, step_up, alpha=0.05):
    order = sorted(range(len(values)), key=values.__getitem__)
    below = [values[place] <= alpha / (len(values) - rank) for rank, place in enumerate(order)]
    count = max((rank + 1 for rank, good in enumerate(below) if good), default=0) if step_up else (below + [False]).index(False)
    return [place in order[:count] for place in range(len(values))]


seen = {}
for name, function, step_up, values in [
    ("Hochberg", hochberg, True, [0.04, 0.04]),
    ("Holm", holm_bonferroni, False, [0.03]),
    ("Holm", holm_bonferroni, False, [0.02, 0.2]),
    ("Holm", holm_bonferroni, False, [0.02, 0.021, 0.022, 0.023]),
]:
    seen[name, *values] = function(values).tolist(), by_definition(values, step_up)
    print("multipy", version("multipy"), name, values, "says", seen[name, *values][0], "by definition", seen[name, *values][1])
assert seen["Hochberg", 0.04, 0.04] == ([True, False], [True, True])
assert seen["Holm", 0.03] == ([False], [True])
assert seen["Holm", 0.02, 0.2] == ([False, False], [True, False])
assert seen["Holm", 0.02, 0.021, 0.022, 0.023] == ([True, False, False, False], [False] * 4)
print("as described")
PYTHON
