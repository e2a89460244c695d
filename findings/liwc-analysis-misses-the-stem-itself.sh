#!/usr/bin/env bash
# In dictionaries of LIWC love* stands for love and whatever begins with it. liwc-analysis tries the word, then the word less its last letter, less
# two and so on, but its first step takes all letters away instead of none: loved and lovely count, love itself does not. The shortest form is
# mostly the most frequent, so the words that a category is named after are those that are missing.
# Guess beforehand: love counts, as it does for the package liwc. Seen: love, hate and agree are in no category.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps liwc-analysis==1.2.4 liwc==0.5.0
cd "$folder"
touch pandas.py  # imported, but used only to write files
venv/bin/python -W ignore - <<'PYTHON'
from importlib.metadata import version

import liwc
from liwcanalysis import liwcanalysis

with open("small.txt", "w", encoding="utf-8") as file:
    file.write("love* ,posemo\nhate* ,negemo\nagree* ,posemo\ngood ,posemo\n")
with open("small.dic", "w", encoding="utf-8") as file:
    file.write("%\n1\tposemo\n2\tnegemo\n%\nlove*\t1\nhate*\t2\nagree*\t1\ngood\t1\n")
words = ["love", "loved", "lovely", "hate", "hated", "agree", "agreed", "good"]
counter = liwcanalysis.liwc("small.txt")
found, _ = counter.analyze(words)
seen = {word: sorted(category for category in counts if counts[category]) for word, counts in zip(words, found)}
parse, _ = liwc.load_token_parser("small.dic")
other = {word: sorted(parse(word)) for word in words}
print("liwc-analysis", version("liwc-analysis"), seen, "liwc", version("liwc"), other)
assert all(other.values()), other
assert [word for word in words if not seen[word]] == ["love", "hate", "agree"], seen
assert all(seen[word] == other[word] for word in words if seen[word]), (seen, other)
print("as described")
PYTHON
