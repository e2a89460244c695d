#!/usr/bin/env bash
# caption2text makes plain text of captions. From SubRip it takes out each line that is only digits, for captions are numbered: "1984" as an answer goes as well. It takes out all from a "<" to the next ">", across captions: after "I <3 Paris."
# everything up to the next italics is lost, words and all. From WebVTT it takes times with hours only, though hours may be left out and often are, and names and notes not at all: what is left counts as words, and so do entities.
# Guess beforehand: the words that are spoken, in both. Seen: "I" of twelve words, and times, a note, a name and "amp" beside the words.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check caption2text==0.1.2 pysubs2==1.8.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import logging
from importlib.metadata import version
from pathlib import Path

import pysubs2
from caption2text import srt_to_transcript, vtt_to_transcript

logging.disable(logging.CRITICAL)
texts = {"numbers": ["When was that?", "1984", "I see."], "smiley": ["I <3 Paris.", "Never in Rome.", "Where then?", "<i>Good night.</i>"]}
seen = {}
for name, captions in texts.items():
    srt = "".join(f"{number}\n00:00:0{number},000 --> 00:00:0{number + 1},000\n{text}\n\n" for number, text in enumerate(captions, 1))
    Path(name + ".srt").write_text(srt, encoding="utf-8")
    other = [event.plaintext for event in pysubs2.SSAFile.from_string(srt)]
    seen[name] = (srt_to_transcript(name + ".srt").split("\n"), other)
vtt = "WEBVTT\n\nNOTE checked by Ann\n\nintro\n00:01.000 --> 00:03.000\nHello.\n\n00:00:03.000 --> 00:00:05.000\nBread &amp; tea.\n"
Path("small.vtt").write_text(vtt, encoding="utf-8")
webvtt = vtt_to_transcript("small.vtt").split("\n")
print("caption2text", version("caption2text"), "pysubs2", version("pysubs2"))
for name, (own, other) in seen.items():
    print(name, own, "pysubs2", other)
print("WebVTT", webvtt)
assert seen["numbers"] == (["When was that?", "I see."], texts["numbers"]), seen
assert seen["smiley"][0] == ["I Good night."] and "Never in Rome." in seen["smiley"][1], seen
assert webvtt == ["NOTE checked by Ann", "intro", "00:01.000 --> 00:03.000", "Hello.", "Bread &amp; tea."], webvtt
print("as described")
PYTHON
