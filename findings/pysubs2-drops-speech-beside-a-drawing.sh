#!/usr/bin/env bash
# In subtitles of the format ASS a line may hold a drawing (a sign, a box behind words) between the tags {\p1} and {\p0}, and speech beside it. pysubs2 takes each line with such a tag
# for a drawing: when it writes SubRip or WebVTT, the speech in it is left out, and nothing is reported. Its plain text of the line keeps the speech, but with the commands of the
# drawing as words before it: "m", "l" and coordinates, glued to the first word. Without a drawing both are right.
# Guess beforehand: the words without the drawing, in both. Seen: nothing in one, "m 0 0 l 100 0 100 20 0 20Mind the step." in the other.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pysubs2==1.8.1
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import pysubs2

ass = r"""[Script Info]
ScriptType: v4.00+

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,Good {\i1}morning{\i0}.
Dialogue: 0,0:00:02.00,0:00:03.00,Default,,0,0,0,,{\p1}m 0 0 l 100 0 100 20 0 20{\p0}Mind the step.
"""
subtitles = pysubs2.SSAFile.from_string(ass, "ass")
plain = [line.plaintext for line in subtitles]
written = {format: [line for line in subtitles.to_string(format).splitlines() if line.endswith(".")] for format in ("srt", "vtt")}
print("pysubs2", version("pysubs2"), plain, written)
assert plain == ["Good morning.", "m 0 0 l 100 0 100 20 0 20Mind the step."], plain
assert written == dict.fromkeys(("srt", "vtt"), ["Good <i>morning</i>."]), written
print("as described")
PYTHON
