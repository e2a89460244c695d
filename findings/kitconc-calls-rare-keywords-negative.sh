#!/usr/bin/env bash
# kitconc compares the words of a corpus with a reference list by log-likelihood: 2 * (a ln(a / E1) + b ln(b / E2)), a and b being the counts here and there and E1 and E2 the ones expected. It leaves the first part out where E1 is below 1, as it is for all but the most
# frequent words of a corpus of some thousand words beside a list of 90 million. What is left is the second part, which is below zero, and so the words that a corpus is about get the values of words that it avoids, and the most so those
# that it uses most. Frequent words ("was", "we") are right. Nothing is reported.
# Guess beforehand: bullying and teacher on top, with some hundreds; by the formula 700 for bullying, 30 times in 780 words here and never there, and 422 for teacher. Seen: -6.87 for bullying, -79.67 for teacher, the last of all.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.2.6 pandas==2.3.3 xlsxwriter==3.2.9 requests==2.34.2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps kitconc==4.0.1
cd "$folder"
mkdir texts
venv/bin/python - <<'PYTHON'
import math
from importlib.metadata import version

from kitconc.kit_corpus import Corpus
from kitconc.py_keywords import load_reference

with open("texts/school.txt", "w") as file:
    file.write("The school was small and the teacher was kind to us. " * 40 + "We talked about bullying in the corridor every day. " * 30)
corpus = Corpus("workspace", "school", "english")
corpus.add_texts("texts")
table = corpus.keywords().df
seen = dict(zip(table["WORD"], table["KEYNESS"]))
counts = dict(zip(table["WORD"], table["FREQUENCY"]))
here = corpus.tokens()
there, reference = load_reference("english")


def by_formula(word: str) -> float:
    a, b = counts[word], reference.get(word, 0)
    share = (a + b) / (here + there)
    value = 2 * (a * math.log(a / (here * share)) + (b * math.log(b / (there * share)) if b else 0))
    return value if a / here > b / there else -value


print("kitconc", version("kitconc"), "tokens", here, "and", there)
right = {word: round(by_formula(word), 2) for word in seen}
for word in seen:
    print(f"{word:10} here {counts[word]:4}, there {reference.get(word, 0):8}: {seen[word]:8}, by the formula {right[word]:8}")
assert [word for word, value in seen.items() if value < 0] == [word for word in seen if here * (counts[word] + reference.get(word, 0)) / (here + there) < 1]
assert right["was"] == seen["was"] and right["we"] == seen["we"], right
assert seen["bullying"] == -6.87 and seen["teacher"] == min(seen.values()) == -79.67, seen
assert min(right.values()) > 0 and right["bullying"] == max(right.values()), right
print("as described")
PYTHON
