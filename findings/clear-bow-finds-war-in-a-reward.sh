#!/usr/bin/env bash
# clear-bow labels texts by lists of words, with probabilities made of how often words of a list occur, as its description has it. It looks for the letters of a word anywhere in the text, so a reward is about war and a reason about a
# son; a word that occurs ten times counts once; and since it puts the text in small letters, not the list, a word with a capital, such as a name, is never found. With several labels for a text, a
# label without any of its words has a probability of a half.
# Guess beforehand: war in neither sentence of the first two, more for three wars than for one, NATO in the last. Seen: conflict has 0.73 for the reward and for three wars alike; the sentence on NATO has no label.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check clear-bow==1.0.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

from clear_bow import DictionaryClassifier

lists = {"conflict": ["war", "NATO", "Ukraine"], "family": ["son", "mother"]}
texts = ["The reward was a warm towel.", "We had no reason to complain.", "The war, the war, the war.", "NATO met in Ukraine."]
seen = {}
for kind in ("multi_class", "multi_label"):
    seen[kind] = DictionaryClassifier(classifier_type=kind, label_dictionary=lists).predict_batch(texts)
    for text, labels in zip(texts, seen[kind]):
        print("clear-bow", version("clear-bow"), kind, text, labels)
reward, reason, war, nato = seen["multi_class"]
assert reward == war == {"conflict": 0.7311, "family": 0.2689}, seen
assert reason == {"conflict": 0.2689, "family": 0.7311}, seen
assert nato == {"conflict": 0, "family": 0, "no_label": 1}, seen
assert seen["multi_label"][2] == {"conflict": 0.7311, "family": 0.5}, seen
print("as described")
PYTHON
