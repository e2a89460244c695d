#!/usr/bin/env bash
# stata-codebook describes the columns of a survey as Stata's command codebook does. In a column with numbers and words, such as an age with some "refused", as tables from Excel have them, it makes words of all cells before it
# counts: an empty cell becomes the word nan. No cell is missing then, the codebook has one value more, and "no answer" is the most frequent answer, with a share and an interval. Only a note says that the column was
# mixed. Columns of numbers or of words alone are right.
# Guess beforehand: 4 missing of 10, 5 values, "refused" on top with 2 of 6. Seen: 0 missing, 6 values, "nan" on top with 4 of 10.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.15.3 pandas==2.3.3 openpyxl==3.1.5
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps stata-codebook==0.2.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import pandas
from stata_codebook import codebook

age = [34, 51, "refused", None, "refused", 28, None, None, None, 40]
job = ["nurse", "cook", "nurse", None, "cook", "nurse", None, None, None, "baker"]
pandas.DataFrame({"age": age, "job": job}).to_excel("survey.xlsx", index=False)
book = codebook(pandas.read_excel("survey.xlsx"), advanced=True).set_index("Variable").to_dict("index")
seen = {name: {fact: row[fact] for fact in ("Missing values", "Unique values", "Top categories", "Top category proportion")} for name, row in book.items()}
print("stata-codebook", version("stata-codebook"), "pandas", pandas.__version__)
for name, facts in seen.items():
    print(name, facts)
assert seen["job"]["Missing values"] == 4 and seen["job"]["Unique values"] == 3 and seen["job"]["Top category proportion"] == 0.5, seen
assert seen["age"]["Missing values"] == 0 and seen["age"]["Unique values"] == 6, seen
top, count = next(iter(seen["age"]["Top categories"].items()))
assert (top, int(count)) == ("nan", 4) and seen["age"]["Top category proportion"] == 0.4, seen
print("as described")
PYTHON
