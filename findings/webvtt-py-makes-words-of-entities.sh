#!/usr/bin/env bash
# WebVTT has no bare & or < in its texts: they are written &amp; and &lt;, and a space that must not break &nbsp;. webvtt-py has a property for
# the raw text and one for the text without tags; the latter takes the tags away but leaves the entities, so that "amp", "nbsp" and "lt" are words
# of each film that has them, and "Q&A" is "q", "amp", "a". Players show the characters.
# Guess beforehand: "Q&A" and a space. Seen: "Q&amp;A" and "&nbsp;", beside tags that are gone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check webvtt-py==0.6.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version
from re import findall

import webvtt

with open("small.vtt", "w", encoding="utf-8") as file:
    file.write("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>The <b>Q&amp;A</b> of&nbsp;Tom &lt;here&gt;\n")
caption = webvtt.read("small.vtt")[0]
words = findall(r"\w+", caption.text)
print("webvtt-py", version("webvtt-py"), repr(caption.text), words, "speaker", caption.voice)
assert caption.text == "The Q&amp;A of&nbsp;Tom &lt;here&gt;", caption.text
assert words == ["The", "Q", "amp", "A", "of", "nbsp", "Tom", "lt", "here", "gt"], words
print("as described")
PYTHON
