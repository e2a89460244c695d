#!/usr/bin/env bash
# Transcripts of children's speech in CHAT, the format of CHILDES, mark a word that was not said, though grammar asks for it, by a 0 before it: "he 0is going". Which words children leave out, and
# until when, is what such transcripts are read for. chamd, which makes plain utterances with their metadata of CHAT, takes the 0 away and leaves the word. A child who never says "is" or "the" has
# them as often as her mother then, and her utterances are as long. Other marks go with what they mark: fragments (&+d), repetitions ([/]) and pauses. pylangacq leaves out what was not said.
# Guess beforehand: the words that were said. Seen: "he is going" and "where is the dog" by a child who said "he going" and "where dog". Nothing is reported.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check chamd==0.5.13 pylangacq==0.23.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import pylangacq
from chamd import ChatReader

said = [("CHI", "he 0is going ."), ("CHI", "where 0is 0the dog ?"), ("CHI", "&+d (.) dog [/] dog ."), ("MOT", "the dog is here .")]
lines = ["@UTF8", "@Begin", "@Languages:\teng", "@Participants:\tCHI Child Target_Child, MOT Mother Mother",
         "@ID:\teng|small|CHI|2;00.||||Target_Child|||", "@ID:\teng|small|MOT|||||Mother|||"]
lines += [f"*{speaker}:\t{text}" for speaker, text in said] + ["@End", ""]
with open("small.cha", "w", encoding="utf-8") as file:
    file.write("\n".join(lines))
reader = ChatReader()
seen = {"CHI": [], "MOT": []}
for line in reader.read_file("small.cha").lines:
    seen[line.metadata["speaker"].text].append(line.text)
other = {speaker: " ".join(pylangacq.read_chat("small.cha").filter(participants=speaker).words()) for speaker in seen}
print("chamd", version("chamd"), seen, "errors:", reader.errors, "pylangacq", version("pylangacq"), other)
assert other["CHI"].startswith("he going . where dog ?") and other["MOT"] == "the dog is here .", other
assert seen == {"CHI": ["he is going .", "where is the dog ?", "dog ."], "MOT": ["the dog is here ."]}, seen
assert not reader.errors, reader.errors
print("as described")
PYTHON
