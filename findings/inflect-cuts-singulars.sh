#!/usr/bin/env bash
# inflect answers what the singular of an English noun is, and False where a word is no plural. Many take it as a lemmatizer.
# For everyday singulars that end in s it answers with a word that does not exist, while others are recognised.
# Guess beforehand: bus, gas, lens, tennis and basis are False, as news, series and glass are. Seen: bu, ga, len, tenni, basi.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check inflect==7.6.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import inflect
engine = inflect.engine()
words = ["news", "series", "glass", "boss", "bus", "gas", "lens", "tennis", "basis", "yes", "always"]
seen = {word: engine.singular_noun(word) for word in words}
print("inflect 7.6.0", seen)
assert seen == {"news": "news", "series": "series", "glass": False, "boss": False, "bus": "bu", "gas": "ga", "lens": "len",
                "tennis": "tenni", "basis": "basi", "yes": "ye", "always": "alway"}, seen
print("as described")
PYTHON
