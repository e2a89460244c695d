#!/usr/bin/env bash
# Maas's index of lexical diversity, (log N - log V) / (log N)^2, has a logarithm more below than above, so it depends on its base. One package takes
# natural logarithms, the other those of ten: their values for the same words differ by 2.303 for every text, and neither names its base in what it returns.
# Herdan's index, a quotient of the same logarithms, is equal. So values of the two are on other scales, though both are called Maas.
# Guess beforehand: equal, as HD-D, MATTR and Herdan's index are. Seen: 2.303 times as much.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check lexicalrichness==0.5.1 lexical-diversity==0.1.1
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version
from math import isclose, log

from lexical_diversity import lex_div
from lexicalrichness import LexicalRichness

words = "the cat sat on the mat and the dog sat by the door and the cat ran to the dog and both sat by the fire all day".split()
one = LexicalRichness(" ".join(words), tokenizer=str.split, preprocessor=None)
maas = one.Maas, lex_div.maas_ttr(words)
herdan = one.Herdan, lex_div.log_ttr(words)
print("lexicalrichness", version("lexicalrichness"), "lexical-diversity", version("lexical-diversity"), "Maas", maas, "Herdan", herdan)
assert isclose(herdan[0], herdan[1]), herdan
assert isclose(maas[1] / maas[0], log(10)), maas
print("as described")
PYTHON
