#!/usr/bin/env bash
# legibilidad scores how readable Spanish texts are and has a dictionary of the words of a text with their counts. It writes the count of a word in small letters, but reads the one so far
# as the word is spelt: a word with a capital begins again at 1, however often it came before. So words that begin sentences, the most frequent ones
# above all, have counts that depend on where the last sentence began. Its syllables know no capital vowels either: Ana has one and ana two.
# Guess beforehand: la comes six times, capitals or not. Seen: two times.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check legibilidad==0.21
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
from importlib.metadata import version

from legibilidad.legibilidad import count_all_syllables, textdict

text = "La casa es la casa de la madre. La madre es de La Habana, y la casa no."
seen = {spelling: textdict(words)["la"] for spelling, words in {"as written": text, "small letters": text.lower()}.items()}
syllables = {words: count_all_syllables(words) for words in ("Ana ama a Elena.", "ana ama a elena.")}
print("legibilidad", version("legibilidad"), "counts of la:", seen, "syllables:", syllables)
assert seen == {"as written": 2, "small letters": 6}, seen
assert list(syllables.values()) == [6, 8], syllables
print("as described")
PYTHON
