#!/usr/bin/env bash
# pandas writes long texts (strL) of Stata 13 files in UTF-8 and reads them as Latin-1, so its own file comes back with double-encoded
# letters; texts of fixed length in the same format come back right.
# Guess beforehand: both come back as they were. Seen: only those of fixed length.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import pandas

table = pandas.DataFrame({"text": ["sch\u00f6n na\u00efve"]})
table.to_stata("long.dta", version=117, write_index=False, convert_strl=["text"])
table.to_stata("fixed.dta", version=117, write_index=False)
long, fixed = (pandas.read_stata(name)["text"].tolist() for name in ["long.dta", "fixed.dta"])
print("pandas", pandas.__version__, "wrote", table["text"].tolist(), "and read", long, fixed)
assert fixed == ["sch\u00f6n na\u00efve"], fixed
assert long == ["sch\u00c3\u00b6n na\u00c3\u00afve"], long
print("as described")
PYTHON
