#!/usr/bin/env bash
# keyness ranks words of one corpus against another by log-likelihood, and on request by the number of texts with a word instead of by how often it stands there (text dispersion keyness; the two corpora are then so and so many
# texts long). It counts the texts with a word, but takes for the size of a corpus the sum of these counts over all words, so for longer texts a larger one. A word in each of 20 long texts and in 4 of 20
# short ones differs by nothing; one in half of the texts of either is among the first of the list, since half of 20 seems few for long texts.
# Guess beforehand: 11.64 for the former and 0 for the latter, by the formula with 20 texts each. Seen: 0 and 11.76.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check keyness==0.26
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version
from math import log

from keyness import log_likelihood
from keyness.main import type_dist

long, short = [], []
for number in range(20):
    half = ["school"] if number < 10 else ["garden"]
    long.append(["teacher", *half] + [f"long{number}-{word}" for word in range(98)])
    short.append(half + (["teacher"] if number < 4 else ["pupil"]) + [f"short{number}-{word}" for word in range(18)])


def by_formula(a, b, here=20, there=20):
    share = (a + b) / (here + there)
    return round(2 * (a * log(a / (here * share)) + b * log(b / (there * share))), 3)


rows = log_likelihood(long, short, dist_func=type_dist)
table = {word: (value, a, b) for word, value, a, b in rows}
right = {word: by_formula(*table[word][1:]) for word in ("teacher", "school")}
print("keyness", version("keyness"), {word: table[word] for word in right}, "by the formula:", right)
assert table["teacher"][1:] == (20, 4) and table["school"][1:] == (10, 10), table
assert (table["teacher"][0], table["school"][0]) == (0, 11.756) and right == {"teacher": 11.644, "school": 0}, right
first = [word for word, *_ in rows[:3]]
print("first of", len(rows), "words:", first)
assert first[0] == "pupil" and set(first[1:]) == {"school", "garden"} and rows[-1][0] == "teacher", first
print("as described")
PYTHON
