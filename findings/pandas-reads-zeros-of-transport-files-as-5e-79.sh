#!/usr/bin/env bash
# SAS transport files hold numbers of mainframes, of which zero is eight zero bytes. pandas makes 5.397605346934028e-79 of it, so that
# a group 0 beside a group 1 has another name, and "score == 0" finds no row.
# Guess beforehand: 0.0. Seen: 5.4e-79, the least number of the format.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1 pyreadstat==1.3.7
cd "$folder"
venv/bin/python - <<'PYTHON'
import pandas
import pyreadstat

table = pandas.DataFrame({"group": [0.0, 1.0, -1.0], "text": ["good", "poor", "fair"]})
pyreadstat.write_xport(table, "groups.xpt", file_format_version=5)
theirs = pandas.read_sas("groups.xpt", encoding="ISO-8859-1")["group"].tolist()
others = pyreadstat.read_xport("groups.xpt")[0]["group"].tolist()
print("pandas", pandas.__version__, "reads", theirs, "pyreadstat", pyreadstat.__version__, "reads", others)
assert others == [0.0, 1.0, -1.0], others
assert theirs == [5.397605346934028e-79, 1.0, -1.0], theirs
print("as described")
PYTHON
