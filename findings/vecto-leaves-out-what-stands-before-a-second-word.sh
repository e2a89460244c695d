#!/usr/bin/env bash
# vecto makes pairs of a word and the words around it, as they are counted for collocations and word vectors. It cuts the words before a word as words[i - n : i]; where fewer than n words stand before, i - n is below zero, which in Python
# counts from the end, so that nothing is cut, or too little. The first n - 1 words after the first one of each line have no left neighbours: "good" is seen near "not" in "not good", but "not" is not seen near "good". So no count is symmetric, and short answers, where most words
# stand near the beginning, lose the most: of an answer of two words half of all pairs. Long lines look right. Nothing is reported.
# Guess beforehand: the same pairs from both sides, 22 in the three answers. Seen: 19; good is a neighbour of not, and not is none of good.
# The splitter into words is our own, so that nothing is fetched for nltk, which vecto loads for its own.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.2.6 tqdm==4.67.1
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps vecto==0.2.21
cd "$folder"
printf 'not good at all\nnot bad\nvery good food here\n' >answers.txt
venv/bin/python - <<'PYTHON'
import sys
import types
from collections import Counter
from importlib.metadata import version


class Splitter:
    metadata = {}

    def __call__(self, line: str) -> list[list[str]]:
        return [line.split()]


splitters = types.ModuleType("vecto.corpus.tokenization")
for name in ("DEFAULT_TOKENIZER", "DEFAULT_SENT_TOKENIZER", "DEFAULT_JAP_TOKENIZER", "ANNOTATED_TEXT_TOKENIZER"):
    setattr(splitters, name, Splitter())
sys.modules["vecto.corpus.tokenization"] = splitters

from vecto.corpus import FileCorpus  # noqa: E402

reach = 2
pairs = Counter()
for place in FileCorpus("answers.txt").get_sliding_window_iterator(reach, reach):
    pairs.update((place["current"], other) for other in place["context"])
by_hand = Counter()
for line in open("answers.txt"):
    words = line.split()
    by_hand.update((word, other) for i, word in enumerate(words) for j, other in enumerate(words) if 0 < abs(i - j) <= reach)
missing = sorted((by_hand - pairs).elements())
print("vecto", version("vecto"), "pairs", pairs.total(), "by hand", by_hand.total(), "missing:", missing)
assert all(by_hand[a, b] == by_hand[b, a] for a, b in by_hand), by_hand
assert by_hand.total() == 22 and pairs.total() == 19 and not pairs - by_hand, (by_hand.total(), pairs.total())
assert missing == [("bad", "not"), ("good", "not"), ("good", "very")], missing
print("as described")
PYTHON
