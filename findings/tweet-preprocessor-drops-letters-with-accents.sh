#!/usr/bin/env bash
# tweet-preprocessor takes links, mentions, hashtags, smileys, numbers and reserved words out of tweets before they are analysed. It also takes out each letter
# that is not in ASCII, which its list of what it cleans does not say: Größe is "Gre", texts in Greek or Russian are empty. Smileys and reserved words
# go from the midst of words: "said:Paul" is "saidaul", FAVOR is "OR" (FAV was one). Languages with more accents lose more of their words.
# Guess beforehand: words stay whole, whatever their letters. Seen: none of these does.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check tweet-preprocessor==0.6.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import preprocessor

described = {"good day": "good day", "café naïve Größe": "caf nave Gre", "καλημέρα": "", "хорошо": "", "said:Paul": "saidaul", "FAVOR": "OR"}
seen = {text: preprocessor.clean(text) for text in described}
print("tweet-preprocessor", version("tweet-preprocessor"), seen)
assert seen == described, seen
print("as described")
PYTHON
