#!/usr/bin/env bash
# Porter's second stemmer for English cuts endings in two regions of a word, R1 and R2, which are empty, at its end, if the word is too short for them. porter2stemmer keeps the two in an object that, by its documentation, is made once and then
# asked for each word. Where a word has no such region it leaves those of an earlier word in place: a stem depends on the words that came before. After "election" the stem of "number" is "numb", of "mother" "moth" and of "need" "ne"
# or "nee"; the same words at the beginning of a text stay as they are, and a check of single words, each with an object of its own, finds nothing.
# Guess beforehand: a stem for each word, wherever it stands. Seen: three stems for need, and number, letter, mother and summer cut or not by what was before.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check porter2stemmer==1.0 snowballstemmer==2.2.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import snowballstemmer
from porter2stemmer import Porter2Stemmer

words = ["number", "letter", "mother", "summer", "need"]
reference = dict(zip(words, snowballstemmer.stemmer("english").stemWords(words)))
seen = {}
for before in ("", "national", "election"):
    stems = {}
    for word in words:
        stemmer = Porter2Stemmer()
        if before:
            stemmer.stem(before)
        stems[word] = stemmer.stem(word)
    seen[before or "none"] = list(stems.values())
print("porter2stemmer", version("porter2stemmer"), words, "by the word before:", seen, "snowballstemmer", version("snowballstemmer"), list(reference.values()))
assert list(reference.values()) == words, reference
assert seen == {"none": words, "national": words[:4] + ["nee"], "election": ["numb", "lett", "moth", "summ", "ne"]}, seen

text = "The election has a number of winners and my mother did need the letter".lower().split()
stemmer = Porter2Stemmer()
once, anew = [stemmer.stem(word) for word in text], [Porter2Stemmer().stem(word) for word in text]
print("one text with one object:", *once, "with one for each word:", *anew)
assert [pair for pair in zip(once, anew) if len(set(pair)) == 2] == [("numb", "number"), ("nee", "need")], (once, anew)
print("as described")
PYTHON
