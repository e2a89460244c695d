#!/usr/bin/env bash
# Empath counts words of categories in raw texts, but splits at spaces only: a word with a full stop, comma or quotation mark beside
# it, or with a capital, is not counted. So labels whose texts have shorter sentences get lower shares of everything.
# Guess beforehand: words are found as in any tokenizer. Seen: dog counts, "dog.", "dog," and "Dog" do not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check empath==0.89
cd "$folder"
venv/bin/python - <<'PYTHON'
from empath import Empath
lexicon = Empath()
seen = {text: lexicon.analyze(text, categories=["pet"], normalize=False)["pet"] for text in ["a dog barks", "a dog.", "a dog, barks", "Dog barks"]}
print("empath 0.89", seen)
assert seen == {"a dog barks": 1.0, "a dog.": 0.0, "a dog, barks": 0.0, "Dog barks": 0.0}, seen
print("as described")
PYTHON
