#!/usr/bin/env bash
# P-CombiningPValuesFinal combines the p-values of independent tests, among others by the methods of Fisher and Stouffer. For both, CombinedPvalue() gives the height of the density at the statistic where the share beyond it is meant. A density is low at both ends: ten tests that found nothing at all (0.9 each) are
# significant together, by Stouffer's method nearly as much so as ten of 0.03 (0.018 and 0.0068). For Stouffer's the spread is ten, too, where it is the root of ten. Two tests of 0.05 have 0.0075 and 0.052 where 0.017 and 0.010 are right. Tippett's
# method is right. Nothing is reported.
# Guess beforehand: 1.00 for ten of 0.9, as in SciPy. Seen: 0.0000008 by Fisher's method, 0.018 by Stouffer's.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.15.3
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps P-CombiningPValuesFinal==0.1.4
cd "$folder"
venv/bin/python - <<'PYTHON'
import math
from importlib.metadata import version

from P_CombiningPValuesFinal import CountPs
from scipy.stats import combine_pvalues


def seen(method: str, values: list[float]) -> float:
    combined = CountPs(method)
    statistic = getattr(combined, f"{method}Method")(combined.SumOfPs(*values))
    return float(combined.CombinedPvalue(statistic))


def by_hand(values: list[float]) -> float:  # Fisher 1925: the share of chi-squared with an even number of degrees of freedom, as a sum
    half = -sum(math.log(value) for value in values)
    return math.exp(-half) * sum(half ** k / math.factorial(k) for k in range(len(values)))


cases = {"nothing": [0.9] * 10, "weak": [0.03] * 10, "two": [0.05, 0.05]}
result = {}
for name, values in cases.items():
    row = [seen("Fisher", values), by_hand(values), seen("Stouffer", values), float(combine_pvalues(values, "stouffer").pvalue), seen("Tippett", values)]
    assert math.isclose(row[1], combine_pvalues(values, "fisher").pvalue, rel_tol=1e-6), row
    result[name] = [float(f"{value:.2g}") for value in row]
    print(name, values[0], "times", len(values), "Fisher, by hand, Stouffer, by SciPy, Tippett:", result[name])
print("P-CombiningPValuesFinal", version("P-CombiningPValuesFinal"))
assert result["nothing"] == [7.7e-07, 1, 0.018, 1, 1], result
assert result["weak"] == [6.5e-08, 1.7e-07, 0.0068, 1.4e-09, 0.26], result
assert result["two"] == [0.0075, 0.017, 0.052, 0.01, 0.098], result
assert abs(1 - (1 - 0.03) ** 10 - result["weak"][4]) < 0.01, result
print("as described")
PYTHON
