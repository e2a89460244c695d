#!/usr/bin/env bash
# PyThaiNLP has a list of Thai stop words and a tokenizer, which are used together, for Thai has no spaces. A third of the listed words is cut in two or
# more by the tokenizer, so none of its tokens ever equals them; four hold a vowel in two characters that the tokenizer gives for no text in the usual spelling.
# Guess beforehand: a few per cent. Seen: 350 of 1,030 stop words that its own tokenizer does not make of themselves.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pythainlp==5.4.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

from pythainlp import word_tokenize
from pythainlp.corpus import thai_stopwords

words = thai_stopwords()
cut = {word: word_tokenize(word) for word in sorted(words) if word_tokenize(word) != [word]}
old = sorted(word for word in words if "\u0e4d\u0e32" in word)
never = [word for word in old if word.replace("\u0e4d\u0e32", "\u0e33") not in words]
print("pythainlp", version("pythainlp"), len(cut), "of", len(words), dict(list(cut.items())[:4]), old, "in no other spelling:", never)
assert (len(cut), len(words)) == (350, 1030), (len(cut), len(words))
assert len(old) == 4 and len(never) == 2, (old, never)
print("as described")
PYTHON
