#!/usr/bin/env bash
# pandas takes eight blank bytes at the end of a SAS transport file for padding. A last row whose text is shorter than its column ends
# with such blanks, so the row is lost; nothing is reported. pyreadstat, which wrote the file, reads all rows.
# Guess beforehand: three rows, since padding is less than 80 bytes and a row is 11. Seen: two.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1 pyreadstat==1.3.7
cd "$folder"
venv/bin/python - <<'PYTHON'
import pandas
import pyreadstat

table = pandas.DataFrame({"id": [1.0, 2.0, 3.0], "label": ["yes", "no", "no"]})
pyreadstat.write_xport(table, "answers.xpt", file_format_version=5)
theirs = pandas.read_sas("answers.xpt", encoding="ISO-8859-1").values.tolist()
others = pyreadstat.read_xport("answers.xpt")[0].values.tolist()
print("pandas", pandas.__version__, "reads", theirs, "pyreadstat", pyreadstat.__version__, "reads", others)
assert others == [[1.0, "yes"], [2.0, "no"], [3.0, "no"]], others
assert theirs == [[1.0, "yes"], [2.0, "no"]], theirs
print("as described")
PYTHON
