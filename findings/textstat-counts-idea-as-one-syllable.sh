#!/usr/bin/env bash
# Scores of readability count syllables. For languages other than English textstat takes the places where a word may be hyphenated. Typography does not leave
# one letter alone at the end of a line, and Spanish does not divide vowels there: idea, oro, uno and iba, of two or three syllables,
# count as one, aber and oder in German, école in French, она in Russian. Texts with many such words are easier, up to more than the scale's 100.
# Guess beforehand: a few words are wrong by one. Seen: every word of these lists, in six languages, has one syllable.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps textstat==0.7.13 pyphen==0.18.1 nltk==3.9.1 \
    regex==2026.11.19 joblib==1.6.0 click==8.5.1 tqdm==4.70.1
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
from importlib.metadata import version

import textstat

words = {"es": "idea oía iba era uno oro", "de": "aber oder Idee Oma Abend über", "it": "idea ora era uno", "fr": "idée était école",
         "ru": "она его имя", "pl": "ona oko"}
seen = {}
for language, text in words.items():
    textstat.set_lang(language)
    seen[language] = {word: textstat.syllable_count(word) for word in text.split()}
textstat.set_lang("es")
right = {word: textstat.syllable_count(word) for word in ["casa", "palabra", "construcción"]}
score = textstat.fernandez_huerta("Era una idea de oro y era una idea de uno.")
print("textstat", version("textstat"), seen, right, "score", score)
assert right == {"casa": 2, "palabra": 3, "construcción": 3}, right
assert all(count == 1 for counts in seen.values() for count in counts.values()), seen
assert score > 100, score
print("as described")
PYTHON
