#!/usr/bin/env bash
# autocorrect mends the spelling of texts before their words are counted. What its list of words does not have, it replaces by a word that it has, without a mark:
# vegans become Vegas, to retweet is between, a burqa is Burma, biracial is racial and texted is tested, while German and British plurals stay.
# So words that set groups apart, newer or rarer ones, turn into others, and the opposite of what was said in one case.
# Guess beforehand: correct words stay, or lose an s at worst. Seen: eight words of ten in everyday use become others.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check autocorrect==2.6.1
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

from autocorrect import Speller

described = {"vegans": "vegas", "retweet": "between", "burqa": "burma", "biracial": "racial", "texted": "tested", "latte": "late", "trolled": "rolled",
             "unfriended": "befriended", "Germans": "Germans", "selfie": "selfie"}
spell = Speller("en")
seen = {word: spell(word) for word in described}
print("autocorrect", version("autocorrect"), seen)
assert seen == described, seen
print("as described")
PYTHON
