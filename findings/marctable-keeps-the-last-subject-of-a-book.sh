#!/usr/bin/env bash
# marctable makes tables of library catalogues in MARC. Fields can be asked for as a whole or by their subfields, as its manual does for the subjects of a book (650a). Whether several values are kept is decided by what MARC says of the subfield: "a" occurs once in a field, so that a single text is kept, but the field 650
# itself may occur many times, once for each subject. The later ones take the place of the earlier ones: of all subjects, further authors (700a) and series a book has the last one only, while subfields that may be repeated (650x) have the values of
# all, so that the two columns do not belong together. Fields as a whole are right. Nothing is reported.
# Guess beforehand: a list of three subjects, as for the field as a whole. Seen: the last of the three, beside a list of three for "x".
# Version 0.5.0 is the last one for Python 3.11; 0.8.0, for 3.12, does the same with records read by pymarc, which was seen once and is not run here.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pymarc==5.3.1 pandas==2.3.3 pyarrow==21.0.0 requests==2.34.2 beautifulsoup4==4.15.0 click==8.5.1
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps marctable==0.5.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import io
from importlib.metadata import version

import pymarc
from marctable.utils import to_csv, to_dataframe
from pymarc import Field, Indicators, Record, Subfield

subjects, authors = ["Corpora", "Statistics", "Words"], ["Lee, Ann", "Ray, Ben"]
record = Record()
record.add_field(Field(tag="245", indicators=Indicators("0", "0"), subfields=[Subfield("a", "On keyness")]))
for subject in subjects:
    record.add_field(Field(tag="650", indicators=Indicators(" ", "0"), subfields=[Subfield("a", subject), Subfield("x", f"Methods of {subject}")]))
for author in authors:
    record.add_field(Field(tag="700", indicators=Indicators("1", " "), subfields=[Subfield("a", author)]))
with open("small.mrc", "wb") as file:
    file.write(record.as_marc())
with open("small.mrc", "rb") as file:
    [by_pymarc] = [{tag: [field["a"] for field in read.get_fields(tag)] for tag in ("650", "700")} for read in pymarc.MARCReader(file)]
with open("small.mrc", "rb") as file:
    [parts] = to_dataframe(file, ["245a", "650ax", "700a"]).to_dict("records")
with open("small.mrc", "rb") as file:
    [whole] = to_dataframe(file, ["650", "700"]).to_dict("records")
table = io.StringIO()
with open("small.mrc", "rb") as file:
    to_csv(file, table, ["650a"])
print("marctable", version("marctable"), "by subfields:", parts, "as a whole:", whole, "pymarc:", by_pymarc)
assert by_pymarc == {"650": subjects, "700": authors}, by_pymarc
assert whole == {"F650": [f"{subject} Methods of {subject}" for subject in subjects], "F700": authors}, whole
assert parts == {"F245a": "On keyness", "F650a": "Words", "F650x": [f"Methods of {subject}" for subject in subjects], "F700a": "Ray, Ben"}, parts
assert table.getvalue().split() == ["F650a", "Words"], table.getvalue()
print("as described")
PYTHON
