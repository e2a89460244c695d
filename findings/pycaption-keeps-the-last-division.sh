#!/usr/bin/env bash
# Subtitles in TTML (DFXP) stand in divisions of the body, of which there may be several in one language, one a scene or a reel. pycaption reads them into a list of captions
# for each language, but begins the list anew with each division: only the captions of the last one are left, and nothing is reported. ttconv has all captions of
# the same file. A file with one division for a language, as many tools write it, shows nothing.
# Guess beforehand: all captions of the language. Seen: the last division's one of three.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pycaption==2.3.14 ttconv==1.2.3
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
from importlib.metadata import version
from xml.etree import ElementTree

import pycaption
from ttconv.imsc.reader import to_model
from ttconv.srt.writer import from_model

ttml = """<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xml:lang="en"><body>
<div><p begin="00:00:01.000" end="00:00:02.000">Good evening.</p><p begin="00:00:02.000" end="00:00:03.000">Come in.</p></div>
<div><p begin="00:00:04.000" end="00:00:05.000">Good night.</p></div>
</body></tt>"""
read = pycaption.DFXPReader().read(ttml)
seen = {language: [caption.get_text() for caption in read.get_captions(language)] for language in read.get_languages()}
other = [line for line in from_model(to_model(ElementTree.ElementTree(ElementTree.fromstring(ttml)))).splitlines() if line.endswith(".")]
print("pycaption", version("pycaption"), seen, "ttconv", version("ttconv"), other)
assert seen == {"en": ["Good night."]}, seen
assert other == ["Good evening.", "Come in.", "Good night."], other
print("as described")
PYTHON
