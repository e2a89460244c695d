#!/usr/bin/env bash
# Classic_Stemmer calls itself an implementation of Porter's stemmer (1980), whose step 1b takes -ed and -ing from words. It has that rule inside of the one for -eed, so that it is reached by words in -eed only: walked, walking and walks are three stems
# where Porter has one, while plurals, -ness and -ational are cut as they should be. Texts in the past tense and texts in the present share no verbs then. Words in -eed, agreed and need and feed, and those in -bly and -logy
# end in an error, since the rule calls a pattern like a function and looks endings up that its table has otherwise.
# Guess beforehand: Porter's stems, as snowballstemmer has. Seen: all of 14 regular verbs keep -ed and -ing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps Classic_Stemmer==0.1 snowballstemmer==2.2.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import snowballstemmer
from Classic_Stemmer.Classic_Stemmer import stem

porter = snowballstemmer.stemmer("porter")
verbs = "walk talk help turn ask look play work jump call want show kick open".split()
forms = {verb: [verb + ending for ending in ("", "s", "ed", "ing")] for verb in verbs}
seen = {verb: [stem(form) for form in words] for verb, words in forms.items()}
right = {verb: porter.stemWords(words) for verb, words in forms.items()}
others = ["happiness", "relational", "formalize", "ponies", "caresses"]
print("Classic_Stemmer", version("Classic_Stemmer"), "snowballstemmer", version("snowballstemmer"))
print({verb: (seen[verb], right[verb]) for verb in verbs[:4]}, {word: (stem(word), porter.stemWord(word)) for word in others})
assert all(len(set(stems)) == 1 for stems in right.values()), right
assert all(stems[0] == stems[1] and stems[2:] == forms[verb][2:] for verb, stems in seen.items()), seen
assert [stem(word) for word in others] == porter.stemWords(others), others

errors = {}
for word in ("agreed", "need", "probably", "psychology"):
    try:
        errors[word] = stem(word)
    except (KeyError, TypeError) as error:
        errors[word] = type(error).__name__
print(errors)
assert errors == {"agreed": "TypeError", "need": "TypeError", "probably": "KeyError", "psychology": "KeyError"}, errors
print("as described")
PYTHON
