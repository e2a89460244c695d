#!/usr/bin/env bash
# Gries's DP says how unevenly a word is spread over the parts of a text: half the sum of the distances of its shares from those of the parts, between 0 and 1, so that a word in one part of two has 0.5 and, in its normed form, 1. textcomplexity
# has it in two modules. surface leaves the half out: a text of two halves that share no word has 1 and 2. vocabulary_richness leaves the distances without their absolute value, and what is
# above and below adds up to 0 for every text. If the text cannot be cut into equal parts and a word occurs in the rest only, surface has no number for the whole text. Its MATTR divides by the window's 1,000 words however short a text is.
# Guess beforehand: 0.5 and 1 from both, and a MATTR of 1 where no word comes twice. Seen: 1 and 2 from one, 0 and 0 from the other, and 0.1.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check textcomplexity==0.11.0 numpy==2.2.6 scipy==1.15.3 networkx==3.4.2 nltk==3.9.1
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
from collections import Counter, namedtuple
from importlib.metadata import version
from statistics import mean

from textcomplexity import surface, vocabulary_richness
from textcomplexity.utils.text import Text

Token = namedtuple("Token", ["word", "pos"])


def by_hand(words: list[str]) -> tuple[float, float]:  # mean DP of the words over two halves (Gries 2008), and normed (Lijffijt and Gries 2012)
    halves = [Counter(words[: len(words) // 2]), Counter(words[len(words) // 2 :])]
    dp = mean(sum(abs(half[word] / number - 0.5) for half in halves) / 2 for word, number in Counter(words).items())
    return dp, dp / (1 - 0.5)


texts = {"halves without a common word": ["up"] * 5 + ["down"] * 5, "halves alike": ["up", "down"] * 6, "one in three": ["up", "up", "down", "up", "down", "down"]}
seen = {}
for name, words in texts.items():
    tokens = [Token(word, "X") for word in words]
    text = Text.from_tokens(tokens)
    seen[name] = (by_hand(words), (float(surface.gries_dp(text, 2)), float(surface.gries_dp_norm(text, 2))), vocabulary_richness.gries_dp(tokens, len(words), 2))
rest = surface.gries_dp(Text.from_tokens([Token(word, "X") for word in ["up", "down"] * 6 + ["once"]]), 2)
mattr = surface.mattr(Text.from_tokens([Token(f"word{number}", "X") for number in range(100)]))
print("textcomplexity", version("textcomplexity"), "DP and normed: by hand, surface, vocabulary_richness")
for name, values in seen.items():
    print(name, *values)
print("a word in the rest:", rest, "MATTR of 100 different words:", mattr)
assert seen["halves without a common word"] == ((0.5, 1), (1, 2), (0, 0)), seen
assert seen["halves alike"] == ((0, 0), (0, 0), (0, 0)), seen
assert all(abs(own - 2 * hand) < 1e-9 for hand, own in zip(*seen["one in three"][:2])) and max(map(abs, seen["one in three"][2])) < 1e-9, seen
assert rest != rest and mattr == 0.1, (rest, mattr)
print("as described")
PYTHON
