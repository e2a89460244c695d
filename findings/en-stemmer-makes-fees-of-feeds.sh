#!/usr/bin/env bash
# en-stemmer of npm calls itself a port of Porter's stemmer, which takes -eed apart from -ed: agreed is agree, but feed, seed and need, with one vowel only, stay as they are, and "feed" is an example in Porter's paper. en-stemmer
# goes on to the rule for -ed when that for -eed does not apply, and takes a d away: seeds and what one sees are one stem, so are feeds and fees, weed and wee, and need and speed are words that do not exist. Nearly
# all other words have Porter's stem, so that a check with a list of common words finds nothing.
# Guess beforehand: Porter's stems, as porter-stemmer has. Seen: see, fee, wee, nee, spee, dee, blee.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check snowballstemmer==2.2.0
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . en-stemmer@1.0.3 porter-stemmer@0.9.1
venv/bin/python - <<'PYTHON'
import json
import subprocess
from importlib.metadata import version

import snowballstemmer

words = ["seeds", "sees", "feeds", "fees", "weed", "wee", "need", "speed", "deed", "bleed", "agreed", "running", "relational", "hopping"]
program = "const words = %s; console.log(JSON.stringify([require('en-stemmer'), require('porter-stemmer')].map((one) => words.map((word) => one.stemmer(word)))))"
seen, other = json.loads(subprocess.run(["node", "-e", program % json.dumps(words)], capture_output=True, check=True).stdout)
porter = snowballstemmer.stemmer("porter").stemWords(words)
print("en-stemmer 1.0.3", dict(zip(words, seen)))
print("porter-stemmer 0.9.1", dict(zip(words, other)), "as snowballstemmer", version("snowballstemmer"))
assert other == porter == ["seed", "see", "feed", "fee", "weed", "wee", "need", "speed", "deed", "bleed", "agre", "run", "relat", "hop"], (other, porter)
assert seen == ["see", "see", "fee", "fee", "wee", "wee", "nee", "spee", "dee", "blee", "agre", "run", "relat", "hop"], seen
print("as described")
PYTHON
