#!/usr/bin/env bash
# Transcripts of CHILDES mark how a word was said inside it: a long vowel by a colon, a pause by ^, stress by a raised stroke. The programs that the
# format comes from leave such marks out when they count. pylangacq, which takes parentheses, codes such as @f and fillers away, leaves these, and
# takes the sign for a vocative for a word: one word said in four ways is four types, and the type-token ratio is higher, for the
# speakers whose transcriber was careful.
# Guess beforehand: four times "hello". Seen: four types.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pylangacq==0.23.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import pylangacq

transcript = """@UTF8
@Begin
@Languages:\teng
@Participants:\tCHI Target_Child
@ID:\teng|x|CHI|2;06.||||Target_Child|||
*CHI:\thello he:llo hel^lo he\u02c8llo .
*CHI:\t(be)cause \u2021 doggie@f go(ing) &-um .
@End
"""
with open("small.cha", "w", encoding="utf-8") as file:
    file.write(transcript)
seen = pylangacq.CHAT.from_files(["small.cha"]).words(by_utterance=True)
print("pylangacq", pylangacq.__version__, seen)
assert seen[0] == ["hello", "he:llo", "hel^lo", "he\u02c8llo", "."], seen
assert seen[1] == ["because", "\u2021", "doggie", "going", "."], seen
print("as described")
PYTHON
