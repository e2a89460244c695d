#!/usr/bin/env bash
# conllup reads parsed texts in CoNLL-U into JSON and writes them again. The format tells where a document or a paragraph begins by a comment line, "# newdoc" or "# newpar", with or without an identifier behind an equals sign. Any
# comment without one is dropped while reading, so the beginnings without an identifier are gone, and remarks of the annotators with them; a corpus read, changed in one place and written again is one
# paragraph. Beginnings with an identifier stay. Nothing is reported.
# Guess beforehand: the same lines, perhaps in another order. Seen: 1 of 2 documents and 1 of 3 paragraphs are left, and no remark; pyconll has all lines again.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check conllup==3.1.1 pyconll==3.2.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import pyconll
from conllup.conllup import readConlluFile, writeConlluFile

sentences = {"We met .": ["# newdoc", "# newpar"], "It rained .": [], "Anna left .": ["# newpar", "# unclear in the recording"], "A letter came .": ["# newdoc id = letter", "# newpar id = p3"]}
with open("small.conllu", "w", encoding="utf-8") as file:
    for text, comments in sentences.items():
        words = [f"{place}\t{word}\t_\tX\t_\t_\t{place - 1}\t{'dep' if place > 1 else 'root'}\t_\t_" for place, word in enumerate(text.split(), 1)]
        file.write("\n".join([*comments, f"# text = {text}", *words]) + "\n\n")
writeConlluFile("again.conllu", readConlluFile("small.conllu"))
with open("pyconll.conllu", "w", encoding="utf-8") as file:
    pyconll.load_from_file("small.conllu").write(file)
lines = {name: open(f"{name}.conllu", encoding="utf-8").read().split("\n") for name in ("small", "again", "pyconll")}
lost = {name: [line for line in lines["small"] if line not in lines[name] or lines[name].count(line) < lines["small"].count(line)] for name in ("again", "pyconll")}
print("conllup", version("conllup"), "loses", lost["again"], "and pyconll", version("pyconll"), lost["pyconll"])
assert lost == {"again": ["# newdoc", "# newpar", "# newpar", "# unclear in the recording"], "pyconll": []}, lost
assert [line for line in lines["again"] if line.startswith("# new")] == ["# newdoc id = letter", "# newpar id = p3"]
print("as described")
PYTHON
