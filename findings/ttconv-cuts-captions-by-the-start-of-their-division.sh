#!/usr/bin/env bash
# In TTML the times of a caption count from the begin of the division around it, as those of a word do from its caption. What has a begin but no end lasts as long as what is in it.
# ttconv works that end out from the times of the children without adding the begin: captions in a division that begins at 3 seconds end 3 seconds early, and those that would
# be shorter than this are not there at all, when the file is written as SubRip or WebVTT. Nothing is reported. With an end for the division, however late, all are right.
# Guess beforehand: an end that changes nothing in the times of the captions changes nothing. Seen: one caption of two, from 4 to 5 seconds where it is from 4 to 8.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ttconv==1.2.3
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
from importlib.metadata import version
from xml.etree import ElementTree

from ttconv.imsc.reader import to_model
from ttconv.srt.writer import from_model

seen = {}
for end in ("", ' end="60s"'):
    ttml = f"""<tt xmlns="http://www.w3.org/ns/ttml" xml:lang="en"><body><div begin="3s"{end}>
<p begin="1s" end="5s">Good evening, everyone.</p><p begin="5s" end="6s">Sit down.</p>
</div></body></tt>"""
    written = from_model(to_model(ElementTree.ElementTree(ElementTree.fromstring(ttml))))
    seen[end] = [line for line in written.splitlines() if "-->" in line or line.endswith(".")]
    print("ttconv", version("ttconv"), f'<div begin="3s"{end}>', seen[end])
whole = ["00:00:04,000 --> 00:00:08,000", "Good evening, everyone.", "00:00:08,000 --> 00:00:09,000", "Sit down."]
assert seen[' end="60s"'] == whole, seen
assert seen[""] == ["00:00:04,000 --> 00:00:06,000", "Good evening, everyone."], seen
print("as described")
PYTHON
