#!/usr/bin/env bash
# In ELAN the words of an utterance have no times of their own: their tier is a symbolic subdivision of the utterance's. pympi reads all of them, each with
# the times of the utterance, and turns the file into a TextGrid for Praat. There only the first word of each utterance is left, since the others
# would lie on the same stretch, and nothing is reported. Words that begin utterances are then all that there is to count.
# Guess beforehand: the words share the time of the utterance, or it refuses. Seen: two words of five.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pympi-ling==1.71
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import pympi

schema = 'xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd"'
utterances = {"a1": ("ts1", "ts2", "the red house"), "a2": ("ts2", "ts3", "is old")}
times, words = "", ""
for name, (start, end, text) in utterances.items():
    times += f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{name}" TIME_SLOT_REF1="{start}" TIME_SLOT_REF2="{end}">' \
             f"<ANNOTATION_VALUE>{text}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
    before = ""
    for number, word in enumerate(text.split()):
        words += f'<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{name}w{number}" ANNOTATION_REF="{name}"{before}>' \
                 f"<ANNOTATION_VALUE>{word}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>"
        before = f' PREVIOUS_ANNOTATION="{name}w{number}"'
with open("small.eaf", "w", encoding="utf-8") as file:
    file.write(f"""<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT {schema} AUTHOR="" DATE="2020-01-01T00:00:00+00:00" FORMAT="3.0" VERSION="3.0">
<HEADER MEDIA_FILE="" TIME_UNITS="milliseconds"/>
<TIME_ORDER><TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="0"/><TIME_SLOT TIME_SLOT_ID="ts2" TIME_VALUE="3000"/>
<TIME_SLOT TIME_SLOT_ID="ts3" TIME_VALUE="4000"/></TIME_ORDER>
<TIER LINGUISTIC_TYPE_REF="utterance" TIER_ID="utterance">{times}</TIER>
<TIER LINGUISTIC_TYPE_REF="word" PARENT_REF="utterance" TIER_ID="word">{words}</TIER>
<LINGUISTIC_TYPE GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="utterance" TIME_ALIGNABLE="true"/>
<LINGUISTIC_TYPE CONSTRAINTS="Symbolic_Subdivision" GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="word" TIME_ALIGNABLE="false"/>
</ANNOTATION_DOCUMENT>""")
read = pympi.Eaf("small.eaf")
before = [annotation[2] for annotation in read.get_annotation_data_for_tier("word")]
after = [label for _, _, label in read.to_textgrid().get_tier("word").get_all_intervals() if label]
print("pympi-ling", version("pympi-ling"), "read", before, "and made a TextGrid with", after)
assert before == ["the", "red", "house", "is", "old"], before
assert after == ["the", "is"], after
print("as described")
PYTHON
