#!/usr/bin/env bash
# Two readers of OpenDocument spreadsheets lose what people answered. The format may write rows that are alike and follow each other as one row with a number (number-rows-repeated), as Excel Online does; pyexcel-ods heeds the
# number for columns only, so that two people in a row who gave the same answers are one. fast-ods has the repeated rows, but of a cell with line breaks, which is one paragraph for each line, the first line only; if a cell
# has a comment, it gives the name of who wrote it and the comment, glued together, in place of what is in the cell; and spaces that the format writes as elements join two words. pandas has all of it. Nothing is reported.
# Guess beforehand: the five answers, as pandas reads them. Seen: four in one reader, "Good food" without its second line and "Annask again" in the other.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyexcel-ods==0.6.0 pyexcel-io==0.6.8 fast-ods==0.3.2 odfpy==1.4.1 pandas==3.1.1 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import pandas
from fast_ods import ODSParser
from odf.dc import Creator
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P, S
from pyexcel_ods import get_data


def cell(*parts) -> TableCell:
    made = TableCell(valuetype="string")
    for part in parts:
        made.addElement(P(text=part) if isinstance(part, str) else part)
    return made


def row(*cells, **options) -> TableRow:
    made = TableRow(**options)
    for one in cells:
        made.addElement(one)
    return made


note = Annotation()
note.addElement(Creator(text="Ann"))
note.addElement(P(text="ask again"))
spaced = P(text="not")
spaced.addElement(S())
spaced.addText("bad")
table = Table(name="answers")
for one in [row(cell("answer"), cell("label")), row(cell("fine"), cell("a"), numberrowsrepeated=2),
            row(cell("Good food", "Bad service"), cell("b")), row(cell(note, "expensive"), cell("b")), row(cell(spaced), cell("a"))]:
    table.addElement(one)
document = OpenDocumentSpreadsheet()
document.spreadsheet.addElement(table)
document.save("small.ods")

whole = pandas.read_excel("small.ods", engine="odf")["answer"].tolist()
pyexcel = [line[0] for line in get_data("small.ods")["answers"][1:] if line]
fast = [line[0] for line in list(ODSParser().parse("small.ods"))[1:]]
print("pandas", version("pandas"), whole)
print("pyexcel-ods", version("pyexcel-ods"), pyexcel)
print("fast-ods", version("fast-ods"), fast)
assert whole == ["fine", "fine", "Good food\nBad service", "expensive", "not bad"], whole
assert pyexcel == ["fine", "Good food\nBad service", "expensive", "not bad"], pyexcel
assert fast == ["fine", "fine", "Good food", "Annask again", "notbad"], fast
print("as described")
PYTHON
