#!/usr/bin/env bash
# praat-textgrids (imported as textgrids) holds the tiers of a TextGrid of Praat in a dictionary by their names. Praat lets tiers have the same name, as happens where "words" of two speakers are put together with its own command for merging; of those the last one is left, and the words of the other
# speaker are gone, from what it writes as well. Quotation marks, which Praat writes twice, stay doubled in the texts, and the ones at an end are all taken off; what is written then has a mark that is never closed. mytextgrid reads the same
# file with both tiers and with the quotation marks as they were. Nothing is reported.
# Guess beforehand: two tiers, or an error. Seen: one of two, and he said ""no where he said "no".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check praat-textgrids==1.4.0 mytextgrid==0.10.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import re
from importlib.metadata import version

import mytextgrid
import textgrids


def written(*tiers: tuple[str, list[str]]) -> str:  # as Praat does, the texts lasting a second each
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0 ", "xmax = 2 ", "tiers? <exists> ", f"size = {len(tiers)} ", "item []: "]
    for number, (name, texts) in enumerate(tiers, 1):
        lines += [f"    item [{number}]:", '        class = "IntervalTier" ', f'        name = "{name}" ', "        xmin = 0 ", "        xmax = 2 ", f"        intervals: size = {len(texts)} "]
        for second, text in enumerate(texts):
            quoted = text.replace('"', '""')
            lines += [f"        intervals [{second + 1}]:", f"            xmin = {second} ", f"            xmax = {second + 1} ", f'            text = "{quoted}" ']
    return "\n".join(lines) + "\n"


texts = [['he said "no"', "and left"], ["never", "ever"]]
seen, other = {}, {}
for names in (("ann", "ben"), ("words", "words")):
    with open("small.TextGrid", "w", encoding="utf-8") as file:
        file.write(written(*zip(names, texts)))
    grid = textgrids.TextGrid("small.TextGrid")
    seen[names] = {name: [str(interval.text) for interval in tier] for name, tier in grid.items()}
    grid.write("again.TextGrid")
    sizes = re.findall(r"(?m)^size = (\d+)", open("again.TextGrid").read())
    other[names] = [[interval.text for interval in tier] for tier in mytextgrid.read_textgrid("small.TextGrid")]
    print(names, "praat-textgrids:", seen[names], "tiers written:", sizes, "mytextgrid:", other[names])
print("praat-textgrids", version("praat-textgrids"), "mytextgrid", version("mytextgrid"))
assert seen["ann", "ben"] == {"ann": ['he said ""no', "and left"], "ben": texts[1]}, seen
assert seen["words", "words"] == {"words": texts[1]} and sizes == ["1"], (seen, sizes)
assert all(read == texts for read in other.values()), other
print("as described")
PYTHON
