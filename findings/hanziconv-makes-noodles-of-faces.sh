#!/usr/bin/env bash
# HanziConv turns simplified Chinese into traditional and back, character by character. Characters that were merged when they were simplified come back
# as one of their origins, which is another word: inside (里面) becomes "in the noodles", the empress (皇后) one who comes later.
# Guess beforehand: frequent words are right, because each character has its most frequent origin. Seen: they are not, and traditional
# texts change in the other direction too (乾坤, heaven and earth, becomes 干坤).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check hanziconv==0.3.2
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

from hanziconv import HanziConv

seen = {word: HanziConv.toTraditional(word) for word in ["里面", "皇后", "公里", "干部"]}
back = {word: HanziConv.toSimplified(word) for word in ["乾坤", "瞭望", "著名"]}
print("hanziconv", version("hanziconv"), seen, back)
assert seen == {"里面": "裏麵", "皇后": "皇後", "公里": "公裏", "干部": "乾部"}, seen
assert back == {"乾坤": "干坤", "瞭望": "了望", "著名": "着名"}, back
print("as described")
PYTHON
