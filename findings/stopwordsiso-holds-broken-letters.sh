#!/usr/bin/env bash
# Stopwords ISO is the largest collection of stop words. Its Turkish list holds words whose letters were read in the wrong encoding (ş as þ, ı as ý),
# beside the right ones for some and in their place for others, and its Greek list words that end in σ, which none does.
# Guess beforehand: the lists are clean UTF-8, and what is wrong in them are words too many. Seen: 23 Turkish words that no text contains,
# and Greek ones without their final letter; two Turkish and eight Greek words are there in no other form.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check stopwordsiso==0.6.1
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import stopwordsiso

turkish = stopwordsiso.stopwords("tr")
broken = sorted(word for word in turkish if set(word) & set("ýþð"))
right = {word: word.translate(str.maketrans("ýþð", "ışğ")) for word in broken}
missing = sorted(word for word in broken if right[word] not in turkish)
greek = stopwordsiso.stopwords("el")
medial = sorted(word for word in greek if word.endswith("σ") and len(word) > 1)
without = sorted(word for word in medial if word[:-1] + "ς" not in greek)
print("stopwordsiso", version("stopwordsiso"), broken, "missing as", [right[word] for word in missing])
print(medial[:8], len(medial), "not there with ς:", without[:8], len(without))
assert len(broken) == 23 and "þey" in broken and "kýsaca" in broken, broken
assert missing == ["artýk", "kanýmca"] and len(medial) == 35 and len(without) == 8, (missing, medial, without)
print("as described")
PYTHON
