#!/usr/bin/env bash
# contractions writes out English short forms ("don't", "she'd") before texts are compared. It does the same without an apostrophe, also
# for words that are no short forms: a shed becomes "she would", a shell "she will", and the U.S. "YOU.S.", so texts about gardens, eggs,
# oil or America gain the pronouns that gender and address are measured by. "hell", "wed" and "well" are left alone.
# Guess beforehand: only words with an apostrophe change, or those that are no other word. Seen: "Shell plc" is "She Will plc".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check contractions==0.1.73
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import contractions

texts = ["The tools are in the shed", "an egg shell", "Shell plc", "the U.S. army", "what the hell", "I wed well", "it's been long"]
seen = {text: contractions.fix(text) for text in texts}
print("contractions", version("contractions"), seen)
assert list(seen.values()) == ["The tools are in the she would", "an egg she will", "She Will plc", "the YOU.S. army",
                               "what the hell", "I wed well", "it is been long"], seen
print("as described")
PYTHON
