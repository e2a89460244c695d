#!/usr/bin/env bash
# MTLD measures how varied the words of a text are. Two packages agree on texts of usual variety, but not at the ends: a text in which no word
# comes twice is the most varied for lexicalrichness and has 0, the least, for lexical-diversity, whose variant from both sides gives 0 for
# any short varied text too; and for a text that says little with few words (of children, of bots) lexical-diversity gives half as much again or twice as much, since its
# pieces have ten words at least.
# Guess beforehand: the same tokens give the same MTLD. Seen: 60 beside 0, and 7 beside 10.5.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check lexicalrichness==0.5.1 lexical-diversity==0.1.1
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

from lexical_diversity import lex_div
from lexicalrichness import LexicalRichness

def both(words):
    other = LexicalRichness(" ".join(words), tokenizer=str.split, preprocessor=None)
    return round(other.mtld(), 2), round(lex_div.mtld(words), 2), round(lex_div.mtld_ma_bid(words), 2)
usual = """The quick growth of towns in the north changed how people lived and worked. Children went to mills before dawn and came home after
dark. Wages rose slowly while bread grew dear. Those who could read wrote letters home, and the letters tell of noise, smoke and hope. Some
men saved enough to buy a cottage, others drank what they earned.""".lower().replace(".", "").replace(",", "").split()
child = "more milk want more milk mummy more want milk no more milk no mummy want more juice no juice want milk".split()
unlike = [f"word{number}" for number in range(60)]
seen = {name: both(words) for name, words in [("usual", usual), ("child", child), ("no word twice", unlike)]}
print("lexicalrichness", version("lexicalrichness"), "lexical-diversity", version("lexical-diversity"), "MTLD, MTLD, from both sides:", seen)
assert seen["usual"][0] == seen["usual"][1], seen
assert seen["no word twice"] == (60.0, 0.0, 0.0), seen
assert seen["usual"][2] == 0.0, seen
assert seen["child"][:2] == (7.0, 10.5), seen
print("as described")
PYTHON
