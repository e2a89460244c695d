#!/usr/bin/env bash
# arffutils reads ARFF, the format of Weka, into tables of pandas. Numbers may be called numeric, real or integer there, which are three names for the same. arffutils knows NUMERIC, in capitals: other columns get no name, but their
# cells stay, and pandas then takes the first columns for the names of the rows, so that the names move to other columns: the years of an author stand under "answer", and the answers are names of rows. It takes
# no marks but the double ones of CSV; ARFF has single ones too, as Weka writes them, and a comma between them begins a column, so that with one in the first row all labels but one are lost. A question mark, which is missing in ARFF, is a text, and the text "n/a" is missing.
# Guess beforehand: the columns of the file, whatever its numbers are called. Seen: years as answers and no years, and labels lost. liac-arff has all of it. Nothing is reported.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check arffutils==0.1.1 pandas==2.2.3 numpy==2.2.6
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check liac-arff==2.5.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import arff
from arffutils import arff_to_pandas_dataframe


def both(kind: str, rows: list[str]) -> tuple[dict, list]:
    with open("texts.arff", "w") as file:
        file.write("@RELATION texts\n\n@ATTRIBUTE answer STRING\n@ATTRIBUTE years %s\n@ATTRIBUTE label {no,yes}\n\n@DATA\n" % kind)
        file.write("".join(row + "\n" for row in rows))
    table = arff_to_pandas_dataframe("texts.arff")
    with open("texts.arff") as file:
        liac = arff.load(file)["data"]
    table = table.astype(object).where(table.notna(), None)
    return {name: table[name].tolist() for name in table}, [list(column) for column in zip(*liac)]


plain, quoted = ["fine,34,yes", "bad,51,no"], ["'good, really',?,yes", "fine,34,yes", "n/a,51,no"]
seen = {kind: both(kind, plain) for kind in ("NUMERIC", "REAL", "INTEGER")}
seen["quoted"] = both("REAL", quoted)
print("arffutils", version("arffutils"), "pandas", version("pandas"), "and liac-arff", version("liac-arff"))
for name, (first, second) in seen.items():
    print(name, first, "liac-arff", second)
assert seen["NUMERIC"][0] == {"answer": ["fine", "bad"], "years": [34, 51], "label": ["yes", "no"]}, seen
assert all(seen[kind][1] == [["fine", "bad"], [34, 51], ["yes", "no"]] for kind in ("NUMERIC", "REAL", "INTEGER")), seen
for kind in ("REAL", "INTEGER"):
    assert [str(value) for value in seen[kind][0].pop("answer")] == ["34", "51"] and seen[kind][0] == {"label": ["yes", "no"]}, seen
assert seen["quoted"][1] == [["good, really", "fine", "n/a"], [None, 34, 51], ["yes", "yes", "no"]], seen
assert seen["quoted"][0] == {"answer": ["?", "yes", "no"], "label": ["yes", None, None]}, seen
print("as described")
PYTHON
