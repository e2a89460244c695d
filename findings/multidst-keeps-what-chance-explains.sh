#!/usr/bin/env bash
# SGoF is a correction for many tests (Carvajal-Rodriguez and others 2009, whom multidst names): it counts the p-values up to alpha, and
# how many of them are more than chance explains; so many, the smallest ones, are significant. multidst counts down from all of them
# while they are more than chance explains, and then keeps what is left, which is the number that chance does explain. Where nothing
# differs, nothing is corrected: all p-values up to alpha are significant. Where more differs, no more become significant: of 60 tests
# of 100 that are beyond doubt, 9 are left.
# Guess beforehand: none of 100 tests by chance, and about fifty of the 60. Seen: 5 as without a correction, and 9.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.15.3
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps multidst==0.1.11
cd "$folder"
venv/bin/python - <<'PYTHON'
import importlib.util
from importlib.metadata import files, version

from scipy.stats import binom

# this file alone, without the libraries for tables and plots that the whole package needs
(path,) = [file.locate() for file in files("multidst") if file.name == "sgof.py"]
found = importlib.util.spec_from_file_location("sgof", path)
multidst = importlib.util.module_from_spec(found)
found.loader.exec_module(multidst)


def sgof(p_values, alpha=0.05):  # so many as are more than chance explains, by the exact binomial test
    below = sum(p <= alpha for p in p_values)
    kept = 0
    while below > kept and binom.sf(below - kept - 1, len(p_values), alpha) <= alpha:
        kept += 1
    return kept


by_chance = [(rank + 0.5) / 100 for rank in range(100)]
clear = [1e-9 * (rank + 1) for rank in range(60)] + [0.1 + 0.02 * rank for rank in range(40)]
seen = {}
for name, p_values in [("by chance", by_chance), ("60 beyond doubt", clear)]:
    kept, places = multidst.sgof_test(p_values, 0.05)
    seen[name] = [len(places), sgof(p_values), sum(p <= 0.05 for p in p_values), sum(p * len(p_values) <= 0.05 for p in p_values)]
print("multidst", version("multidst"), "SGoF, SGoF by its definition, uncorrected, Bonferroni:", seen)
assert seen == {"by chance": [5, 0, 5, 0], "60 beyond doubt": [9, 51, 60, 60]}, seen
print("as described")
PYTHON
