#!/usr/bin/env bash
# textgrid-convert turns captions with names of speakers into TextGrids; to_darla_textgrid() is to make the file for DARLA, which measures the vowels of one speaker, and takes the name of that speaker. It picks the captions of the one who is named, and then adds those
# of all, in a tier called "sentence": what the interviewer says is measured as the speech of the one interviewed. The names before the captions stay in the texts as words ("BEN:"), in the other output as well. The tier of each speaker in the usual
# output is right; a name that is in no caption is refused.
# Guess beforehand: two captions of Ben's, without his name. Seen: all four, "ANN:" and "BEN:" as words.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pytest==8.3.5
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps textgrid-convert==1.2.0
cd "$folder"
venv/bin/python - 2>log <<'PYTHON'
import re
from importlib.metadata import version

from textgrid_convert.sbvParser import sbvParser

captions = [("ANN", "how old are you"), ("BEN", "I am ten"), ("", "and a half"), ("ANN", "thank you")]
sbv = "".join(f"0:00:0{second}.000,0:00:0{second + 1}.000\n{f'>> {name}: ' if name else ''}{text}\n\n" for second, (name, text) in enumerate(captions, 1))


def tiers(textgrid: str) -> dict[str, list[str]]:
    parts = re.split(r'name = "(.*)"', textgrid)
    return {name: re.findall(r'text = "(.*)"', part) for name, part in zip(parts[1::2], parts[2::2])}


one = tiers(sbvParser(sbv).to_darla_textgrid(speaker_name="BEN"))
every = tiers(sbvParser(sbv).to_textgrid())
refused = False
try:
    sbvParser(sbv).to_darla_textgrid(speaker_name="CEM")
except ValueError:
    refused = True
print("textgrid-convert", version("textgrid-convert"), "asked for Ben:", one, "asked for all:", every, "refuses who is not there:", refused)
assert one == {"sentence": ["ANN: how old are you", "BEN: I am ten", "and a half", "ANN: thank you"]}, one
assert every == {"BEN": ["BEN: I am ten", "and a half"], "ANN": ["ANN: how old are you", "ANN: thank you"]} and refused, (every, refused)
print("as described")
PYTHON
