#!/usr/bin/env bash
# The package liwc reads dictionaries in the format of LIWC. A wildcard hides every longer entry that begins with the same letters:
# with "happ*" and "happening" in the dictionary, the word happening counts as the former only. And capitals match nothing,
# though the program that the format comes from reads texts without regard to case.
# Guess beforehand: the exact entry wins, or both count. Seen: the wildcard alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check liwc==0.5.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import liwc
with open("small.dic", "w") as file:
    file.write("%\n1\tposemo\n2\tevent\n%\nhapp*\t1\nhappening\t2\nmeeting\t2\n")
parse, categories = liwc.load_token_parser("small.dic")
seen = {word: list(parse(word)) for word in ["happy", "happening", "meeting", "Meeting"]}
print("liwc 0.5.0", seen)
assert seen == {"happy": ["posemo"], "happening": ["posemo"], "meeting": ["event"], "Meeting": []}, seen
print("as described")
PYTHON
