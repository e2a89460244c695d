#!/usr/bin/env bash
# Cochran's Q tells whether several coders (or questions) get "yes" at different rates from the same texts. scitex-stats gives Kendall's W as its effect, which is Q / (n (k - 1)) for n texts and k coders: 0 where nothing differs, 1 where all texts get the same yes and no. Its formula divides the
# squared differences of the sums by n k (k - 1) / 12, where sums over n texts have squares that grow with n times n; what comes out is above 1 for most tables, and then set to 1. Coders who toss coins differ by a "large"
# effect of 1.0, whatever the test itself says, and coders who differ much have the same 1.0. Q itself is right. Nothing is reported.
# Guess beforehand: about 1 / n for coins, 0.03 or so for thirty texts; "negligible". Seen: 0.62 on the average of 200 such tables, by hand 0.03; "large" for 127 of them, while 6 are significant; 1.0 where W is 0.25.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.15.3 pandas==2.3.3 matplotlib==3.10.3
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps scitex-stats==1.0.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import numpy
from scipy.stats import friedmanchisquare
from scitex_stats.tests.categorical import test_cochran_q


def by_hand(table: numpy.ndarray) -> tuple[float, float]:  # Q and W, by ranks within each text
    texts, coders = table.shape
    q = float(friedmanchisquare(*table.T).statistic)
    return round(q, 3), round(q / (texts * (coders - 1)), 3)


drawn = numpy.random.default_rng(1).integers(0, 2, (200, 30, 3))
coins = [test_cochran_q(table) for table in drawn]
hand = [by_hand(table) for table in drawn]
assert all(abs(one["statistic"] - q) < 0.002 for one, (q, _) in zip(coins, hand)), "Q"
seen = {
    "mean": round(float(numpy.mean([one["effect_size"] for one in coins])), 2),
    "mean by hand": round(float(numpy.mean([w for _, w in hand])), 2),
    "large": sum(one["effect_size_interpretation"] == "large" for one in coins),
    "significant": sum(one["pvalue"] < 0.05 for one in coins),
}
differing = numpy.array([[1, 0, 0]] * 6 + [[1, 1, 0]] * 4 + [[1, 1, 1]] * 10 + [[0, 0, 0]] * 10)
other = test_cochran_q(differing)
print("scitex-stats", version("scitex-stats"), "200 tables of coins:", seen)
print("coders who differ:", other["statistic"], other["effect_size"], other["effect_size_interpretation"], "by hand:", by_hand(differing))
assert seen == {"mean": 0.62, "mean by hand": 0.03, "large": 127, "significant": 6}, seen
assert other["effect_size"] == 1 and by_hand(differing) == (15.2, 0.253), (other["effect_size"], by_hand(differing))
print("as described")
PYTHON
