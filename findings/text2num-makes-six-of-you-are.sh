#!/usr/bin/env bash
# text2num writes numbers in words as figures ("twenty-one" as 21), a step before words are counted. It looks at each word alone: in Italian "sei" is six, and "you are", one
# of the most frequent words; in Dutch and German "acht" is eight, and attention, in German "sieben" is also to sift. The pronouns and verbs turn into figures and are dropped with them. In
# English hundreds of people become 100, and a year in words becomes two numbers. By its documentation only lone numbers up to three stay words, which saves "ein" and "one".
# Guess beforehand: words that are seldom numbers stay, as "un" and "ein" and "one" do. Seen: "tu 6 mia amica"; "100 of people".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check text2num==3.1.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

from text_to_num import alpha2digit

expected = {
    ("it", "Sei gentile, tu sei mia amica."): "6 gentile, tu 6 mia amica.",
    ("nl", "Geef acht op mijn woorden."): "Geef 8 op mijn woorden.",
    ("de", "Gib acht, wir sieben das Mehl."): "Gib 8, wir 7 das Mehl.",
    ("de", "Ein Mann und eine Frau."): "Ein Mann und eine Frau.",
    ("en", "No one of them came."): "No one of them came.",
    ("en", "Hundreds of people came."): "100 of people came.",
    ("en", "It was in nineteen eighty-four."): "It was in 19 84.",
}
for (language, text), changed in expected.items():
    seen = alpha2digit(text, language)
    print("text2num", version("text2num"), language, text, "->", seen)
    assert seen == changed, seen
print("as described")
PYTHON
