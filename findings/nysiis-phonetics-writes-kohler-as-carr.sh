#!/usr/bin/env bash
# NYSIIS writes names by their sound, so that a person in two lists or transcripts is found however the name is spelled. An h between a vowel and another letter is not heard, and goes or takes the
# sound of its neighbour. nysiis-phonetics of npm takes the letter behind the h away with it: l, m, n, r, whatever it is. Kohler is written as Carr, Lehmann as Lean, Mahler as Marr, and Johnson as
# Jason, so that people with different names are taken for one. Names without such an h are as in jellyfish.
# Guess beforehand: the h alone goes, so that Kohler is CALAR. Seen: CAR. Nothing is reported.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check jellyfish==1.2.1
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . nysiis-phonetics@1.0.0
venv/bin/python - <<'PYTHON'
import json
import subprocess
from importlib.metadata import version

import jellyfish

pairs = [("Kohler", "Carr"), ("Lehmann", "Lean"), ("Mahler", "Marr"), ("Johnson", "Jason")]
plain = ["Miller", "Taylor", "Carter", "Walker", "Baker"]
names = [name for pair in pairs for name in pair] + plain
program = "const nysiis = require('nysiis-phonetics'); console.log(JSON.stringify(%s.map((name) => nysiis(name))))" % json.dumps(names)
seen = dict(zip(names, json.loads(subprocess.run(["node", "-e", program], capture_output=True, check=True).stdout)))
right = {name: jellyfish.nysiis(name) for name in names}
print("nysiis-phonetics 1.0.0", seen, "jellyfish", version("jellyfish"), right)
assert all(seen[name] == right[name] for name in plain), (seen, right)
assert all(seen[one] == seen[other] for one, other in pairs), seen
assert all(right[one] != right[other] for one, other in pairs), right
assert (seen["Kohler"], right["Kohler"]) == ("CAR", "CALAR"), (seen, right)
print("as described")
PYTHON
