#!/usr/bin/env bash
# The one package that writes xlsb from Python counts an emoji as one letter where the format counts two units of UTF-16, so that all
# texts after the first emoji are lost to readers; and it says that each sheet is one cell large, which the usual reader
# believes, so that not even a plain file of two columns can be read without correcting it.
# Guess beforehand: what pyxlsbwriter writes, pyxlsb reads. Seen: neither with an emoji nor without.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyxlsbwriter==0.1.0 pyxlsb==1.0.10
cd "$folder"
venv/bin/python - <<'PYTHON'
import pyxlsb
from pyxlsbwriter import XlsbWriter
def read(texts, width):
    with XlsbWriter("made.xlsb") as book:
        book.add_sheet("Data")
        book.write_sheet([["text", "label"], *[[text, "x"] for text in texts]])
    with pyxlsb.open_workbook("made.xlsb") as book, book.get_sheet(1) as sheet:
        if width:
            sheet.dimension = sheet.dimension._replace(w=width)
        try:
            return [[cell.v for cell in row] for row in sheet.rows(sparse=True)]
        except IndexError as error:
            return str(error)
plain = read(["good", "bad"], None)
corrected = read(["good", "bad"], 2)
emoji = read(["good \N{GRINNING FACE}", "bad"], 2)
print("pyxlsbwriter 0.1.0, pyxlsb 1.0.10:", plain, corrected, emoji, sep="\n")
assert plain == "list assignment index out of range", plain
assert corrected == [["text", "label"], ["good", "x"], ["bad", "x"]], corrected
assert emoji == "list index out of range", emoji
print("as described")
PYTHON
