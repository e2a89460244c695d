#!/usr/bin/env bash
# VADER is a sentiment lexicon with rules, published in Python. The package vader-sentiment brings it to JavaScript and bears its name, so that results of
# both are put side by side. It has an older state of the rules: phrases with "no" and a negation before bad words have the other sign.
# Most other texts agree to the fourth decimal, so that a check with a few sentences finds nothing.
# Guess beforehand: the same numbers but for rounding. Seen: "No problem" is 0.31 in Python, -0.60 in JavaScript; "Not bad at all" 0.43 and -0.54.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check vaderSentiment==3.3.2
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . vader-sentiment@1.1.3
venv/bin/python - <<'PYTHON'
import json
import subprocess
from importlib.metadata import version

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

texts = ["good", "not good", "very good!", "bad but good", "No problem", "Not bad at all", "no good"]
program = "const {SentimentIntensityAnalyzer: v} = require('vader-sentiment'); " \
          "console.log(JSON.stringify(%s.map(text => v.polarity_scores(text).compound)))" % json.dumps(texts)
script = json.loads(subprocess.run(["node", "-e", program], capture_output=True, check=True).stdout)
python = [SentimentIntensityAnalyzer().polarity_scores(text)["compound"] for text in texts]
print("vaderSentiment", version("vaderSentiment"), "vader-sentiment 1.1.3", dict(zip(texts, zip(python, script))))
assert python[:4] == script[:4], (python, script)
assert (python[4:], script[4:]) == ([0.3089, 0.431, -0.3412], [-0.5994, -0.5423, 0.1779]), (python, script)
print("as described")
PYTHON
