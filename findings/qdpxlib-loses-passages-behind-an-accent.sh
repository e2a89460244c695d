#!/usr/bin/env bash
# qdpxlib reads projects of MAXQDA and other programs in the exchange format REFI-QDA, which gives the places of coded passages in characters. qdpxlib counts them in bytes: from the first letter with an accent, curly quotation mark or dash on, each passage is cut too early. It then
# splits passages into sentences, where a piece without a full stop at its end is dropped; passages that are part of a sentence are lost in any text, and behind an accent each one is, since its full stop has moved out. Letters with accents are taken out of
# the names of codes. What is left of a project in plain English, coded by whole sentences, is right. Nothing is reported.
# Guess beforehand: three passages with their codes, perhaps with some wrong letters. Seen: one of three in plain English, none of three once "Cafe" is "Café"; a code Ärger is "rger".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.2.6 tqdm==4.67.1
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps qdpxlib==0.1.4
cd "$folder"
venv/bin/python - <<'PYTHON'
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from importlib.metadata import version

from qdpxlib.qdpxlib import QDPXFile

source = "11111111-1111-1111-1111-111111111111"
passages = {"I like the new opening hours very much.": "Hours", "I feel left out of all decisions": "Left out", "nobody ever asks us": "Ärger"}


def project(name: str, place: str) -> list[str]:  # writes it, and gives the passages as the format has them
    text = f"{place} Central: I like the new opening hours very much. But I feel left out of all decisions, because nobody ever asks us about anything at all."
    codes = "".join(f'<Code guid="{code}" name="{code}" isCodable="true"/>' for code in passages.values())
    selections = "".join(f'<PlainTextSelection guid="s{code}" startPosition="{text.index(words)}" endPosition="{text.index(words) + len(words)}">'
                         f'<Coding guid="c{code}"><CodeRef targetGUID="{code}"/></Coding></PlainTextSelection>' for words, code in passages.items())
    qde = ('<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="small"><Users><User guid="u" name="A"/></Users>'
           f'<CodeBook><Codes>{codes}</Codes></CodeBook><Sources><TextSource guid="{source}" name="one" plainTextPath="internal://{source}.txt">{selections}</TextSource></Sources></Project>')
    with zipfile.ZipFile(name, "w") as file:
        file.writestr("project.qde", qde)
        file.writestr(f"sources/{source}.txt", text)
    with zipfile.ZipFile(name) as file:
        text = file.read(f"sources/{source}.txt").decode()
        found = [node for node in ElementTree.fromstring(file.read("project.qde")).iter() if node.tag.endswith("PlainTextSelection")]
    return [text[int(node.get("startPosition")):int(node.get("endPosition"))] for node in found]


seen = {}
for place in ("Cafe", "Café"):
    in_format = project(f"{place}.qdpx", place)
    read = QDPXFile(f"{place}.qdpx")
    seen[place] = [(coding[1], coding[4]) for coding in read.codings if coding[4]]
    names = sorted(read.codes.values())
    print(place, "in the format:", in_format, "by qdpxlib:", seen[place], names)
    assert in_format == list(passages), in_format
print("qdpxlib", version("qdpxlib"))
assert seen == {"Cafe": [("I like the new opening hours very much.", ["Hours"])], "Café": []}, seen
assert names == ["Hours", "Left out", "rger"], names
print("as described")
PYTHON
