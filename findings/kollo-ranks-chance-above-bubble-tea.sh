#!/usr/bin/env bash
# kollo and its successor kollibri rank pairs of words of corpora in VERT, by eight measures. The simple log-likelihood (Evert 2008) is twice the sum of O ln(O / E) - (O - E) for a pair seen O times where chance has E; both take the logarithm of the
# difference O - E in place of the quotient O / E. What is frequent comes first then, however near to chance: "of the", 60 times where chance has 45, has 295 for 4.5 and stands before "bubble tea", 20 times where chance has 0.4, which has 80 for 117.
# kollo's log Dice is Dice's coefficient, without logarithm and 14. And files with words only, one on each line, which is the least that VERT needs, have no pairs at all for either.
# Guess beforehand: bubble tea first, 14 + log2(1) = 14 for a pair that only occurs as such, and the pairs of words without tags. Seen: of the first, 1, and no results.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check kollo==1.0.1 kollibri==1.0.0 tqdm==4.70.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import contextlib
import csv
import io
import math
from collections import Counter
from importlib.metadata import version
from pathlib import Path

from kollibri import kollibri
from kollo import kollo

sentences = 60 * ["of the"] + 90 * ["of course"] + 240 * ["the end"] + 20 * ["bubble tea"] + 90 * ["my my"]
for name, tags in (("tagged", "\tX"), ("words", "")):
    lines = "".join("<s>\n" + "".join(word + tags + "\n" for word in sentence.split()) + "</s>\n" for sentence in sentences)
    Path(name + ".vrt").write_text(lines)
counts = Counter(word for sentence in sentences for word in sentence.split())


def simple_log_likelihood(pair: str) -> float:
    observed, (first, second) = sentences.count(pair), pair.split()
    expected = counts[first] * counts[second] / sum(counts.values())
    return 2 * (observed * math.log(observed / expected) - (observed - expected))


def table(tool, name: str, metric: str) -> dict[str, float]:
    with contextlib.redirect_stderr(io.StringIO()):
        tool(name + ".vrt", left=1, right=1, span="s", metric=metric, number=-1, csv="out.csv")
    with open("out.csv") as file:
        return {" ".join(row[:2]): round(float(row[2]), 1) for row in list(csv.reader(file))[1:]}


pairs = ["of the", "bubble tea"]
right = {pair: round(simple_log_likelihood(pair), 1) for pair in pairs}
print("by hand:", right)
for tool, dice in ((kollo, 1), (kollibri, 14)):
    seen = {metric: {pair: value for pair, value in table(tool, "tagged", metric).items() if pair in pairs} for metric in ("sll", "ld")}
    Path("out.csv").write_text("")
    words = table(tool, "words", "sll")
    print(tool.__name__, version(tool.__name__), seen, "words only:", words)
    assert seen["sll"] == {"of the": 295, "bubble tea": 79.8}, seen
    assert seen["ld"]["bubble tea"] == dice and not words, (seen, words)
assert right == {"of the": 4.5, "bubble tea": 117.3}, right
print("as described")
PYTHON
