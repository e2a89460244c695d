#!/usr/bin/env bash
# episia has the odds ratio of a table of two by two, by which words are compared too, with an interval by the method that one asks for. Asked for the exact one, which is meant for small
# counts, it gives Woolf's, the approximation that it gives without asking, and writes "exact" beside it; the score interval of the risk ratio is the approximate one
# as well. With counts as small as 1 and 2 the interval is much too narrow, and lies far from 1 where the exact one nearly touches it.
# Guess beforehand: another interval, wider. Seen: the same to the last digit, from 1.42 where the exact one of exactci begins at 1.01.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check episia==0.1.3 exactci==0.1.0
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
from importlib.metadata import version
from math import exp, log, sqrt

from episia.stats.contingency import ConfidenceMethod, Table2x2
from exactci import ci_odds_ratio

table = Table2x2(8, 2, 1, 5)
seen = {}
for method in (ConfidenceMethod.WALD, ConfidenceMethod.EXACT):
    found = table.odds_ratio(method=method)
    seen[found.method] = [round(float(end), 2) for end in (found.ci_lower, found.ci_upper)]
risks = [table.risk_ratio(method=method) for method in (ConfidenceMethod.WALD, ConfidenceMethod.SCORE)]
spread = 1.959964 * sqrt(1 / 8 + 1 / 2 + 1 / 1 + 1 / 5)
woolf = [round(exp(log(20) + sign * spread), 2) for sign in (-1, 1)]
exact = [round(float(end), 2) for end in ci_odds_ratio([[8, 2], [1, 5]])]
print("episia", version("episia"), seen, "p of the exact test", round(table.fisher_exact()["p_value"], 3))
print("Woolf's by hand", woolf, "exact by exactci", version("exactci"), exact)
assert seen["exact"] == seen["wald"] == woolf, seen
assert exact[0] < 1.02 and exact[1] > 1000, exact
assert [risk.method for risk in risks] == ["wald", "score"] and len({(risk.ci_lower, risk.ci_upper) for risk in risks}) == 1
print("as described")
PYTHON
