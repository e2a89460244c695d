#!/usr/bin/env bash
# conll-df makes tables of treebanks in CoNLL-U, with a column for each feature of a word, so that words can be counted by tense, number or kind of pronoun. It looks for each name with a capital at the
# start only, "Verbform" for VerbForm: the features of Universal Dependencies with a second capital (VerbForm, PronType, NumType) are not found, nor is the space that a word is not followed by (SpaceAfter), and columns without
# any value are left out of the table. It also takes any name that ends the same: PronType and NumType are found as Type, so that Prs and Card stand in one column, twice. Features of one word are right.
# Guess beforehand: a column for each feature that occurs. Seen: none of these four, and two columns Type and type with the kinds of pronouns and numbers.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check conll-df==0.0.4 conllu==6.0.0 pandas==2.2.3 numpy==2.2.6
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
from importlib.metadata import version

import conllu
from conll_df import conll_df

words = [("She", "she", "PRON", "Case=Nom|Gender=Fem|Number=Sing|Person=3|PronType=Prs", 2, "nsubj", "_"),
         ("saw", "see", "VERB", "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin", 0, "root", "_"),
         ("two", "two", "NUM", "NumForm=Word|NumType=Card", 4, "nummod", "_"),
         ("dogs", "dog", "NOUN", "Number=Plur", 2, "obj", "SpaceAfter=No")]
lines = ["\t".join([str(number), form, lemma, kind, "_", features, str(head), relation, "_", other])
         for number, (form, lemma, kind, features, head, relation, other) in enumerate(words, 1)]
with open("small.conllu", "w", encoding="utf-8") as file:
    file.write("# sent_id = 1\n" + "\n".join(lines) + "\n\n")
with open("small.conllu", encoding="utf-8") as file:
    sentence = conllu.parse(file.read())[0]
has = {name for token in sentence for field in ("feats", "misc") for name in token[field] or {}}
table = conll_df("small.conllu")
print("conllu", version("conllu"), sorted(has), "conll-df", version("conll-df"))
print(table.to_string())
assert {"VerbForm", "PronType", "NumType", "SpaceAfter", "Tense"} <= has, has
assert not {"VerbForm", "PronType", "NumType", "SpaceAfter"} & set(table.columns), table.columns
assert list(table["Tense"]) == ["_", "Past", "_", "_"] and list(table["Type"]) == list(table["type"]) == ["Prs", "_", "Card", "_"]
print("as described")
PYTHON
