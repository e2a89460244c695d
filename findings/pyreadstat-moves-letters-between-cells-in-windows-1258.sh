#!/usr/bin/env bash
# pyreadstat decodes all texts of a file with one decoder that it never empties. That of windows-1258 (Vietnamese) holds back the last
# letter, because an accent may follow; so each text, even in plain ASCII, ends one letter early and the next begins with it. Names of
# columns are cut too. Labels and texts of a survey from Vietnam change cells.
# Guess beforehand: ASCII letters are the same in all character sets of Windows. Seen: "lgood da", "yye".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1 pyreadstat==1.3.7
cd "$folder"
venv/bin/python - <<'PYTHON'
import pandas
import pyreadstat

table = pandas.DataFrame({"text": ["good day", "bad day"], "label": ["yes", "no"]})
pyreadstat.write_sav(table, "answers.sav")
for encoding, names, cells in [
    ("WINDOWS-1252", ["text", "label"], [["good day", "yes"], ["bad day", "no"]]),
    ("WINDOWS-1258", ["tex", "tlabe"], [["lgood da", "yye"], ["sbad da", "yn"]]),
]:
    read, _ = pyreadstat.read_sav("answers.sav", encoding=encoding)
    print("pyreadstat", pyreadstat.__version__, encoding, list(read.columns), read.values.tolist())
    assert (list(read.columns), read.values.tolist()) == (names, cells)
print("as described")
PYTHON
