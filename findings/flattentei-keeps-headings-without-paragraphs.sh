#!/usr/bin/env bash
# flattentei turns papers in the TEI of GROBID into plain texts with the places of their parts. GROBID marks sentences within paragraphs only where it is asked to; flattentei expects the marks unless it is told otherwise, and takes from a paragraph what is inside of elements:
# where sentences are not marked, the text of the paragraph itself is left out. Headings and empty paragraphs are left, with a citation within a paragraph as its only text. A folder of papers becomes a folder of texts with as many paragraphs as before, each of
# them empty. With sentences=False the texts are there; the function for a folder of papers reports nothing.
# Guess beforehand: the paragraphs, without places of sentences. Seen: "Why We Ask" and "(Lee 2020)" of twelve words of text, in two paragraphs.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check lxml==6.1.3
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps flattentei==0.2.0
cd "$folder"
mkdir papers
venv/bin/python - <<'PYTHON'
import json
import pathlib
import re
import sys
import types
from importlib.metadata import version
from xml.etree import ElementTree

sys.modules["nltk"], sys.modules["nltk.tokenize"] = types.ModuleType("nltk"), types.ModuleType("nltk.tokenize")  # for another function, with data to fetch
sys.modules["nltk"].data = types.SimpleNamespace(find=lambda name: None)
sys.modules["nltk.tokenize"].sent_tokenize = None

from flattentei.tei_to_text_and_standoff import transform_xml, transform_xml_folder  # noqa: E402

space = "http://www.tei-c.org/ns/1.0"
paragraphs = ["Nobody knows. We asked why.", 'Others did <ref type="bibr" target="#b0">(Lee 2020)</ref> so too.']


def paper(marked: bool) -> str:  # with sentences marked or not, as GROBID does
    texts = ["".join(f"<s>{sentence}</s>" for sentence in re.split(r"(?<=\.) ", text)) if marked else text for text in paragraphs]
    body = "".join(f"<p>{text}</p>" for text in texts)
    return (f'<TEI xmlns="{space}"><teiHeader><fileDesc><titleStmt><title>Small</title></titleStmt></fileDesc></teiHeader>'
            f"<text><body><div><head>Why We Ask</head>{body}</div></body></text></TEI>")


seen = {}
for marked in (True, False):
    pathlib.Path("papers/small.xml").write_text(paper(marked), encoding="utf-8")
    transform_xml_folder(pathlib.Path("papers"), pathlib.Path("out"))
    flat = json.load(open("out/text_extracted_json/small.json"))
    main = flat["annotations"]["SectionMain"][0]
    seen[marked] = flat["text"][main["begin"]:main["end"]].split(), len(flat["annotations"]["Paragraph"])
whole = " ".join(ElementTree.fromstring(paper(False)).find(f".//{{{space}}}body/{{{space}}}div").itertext()).split()
told = transform_xml("papers/small.xml", sentences=False)[0]
print("flattentei", version("flattentei"), "marked:", seen[True], "not marked:", seen[False])
assert seen[True] == (whole, 2), (seen, whole)
assert seen[False] == (["Why", "We", "Ask", "(Lee", "2020)"], 2), seen
assert "Nobody knows. We asked why." in told and "so too." in told, told
print("as described")
PYTHON
