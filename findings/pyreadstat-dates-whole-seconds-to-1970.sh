#!/usr/bin/env bash
# pandas keeps moments in seconds, milliseconds, microseconds or nanoseconds. pyreadstat writes those in seconds as 1 January 1970
# into files of SPSS, Stata and SAS, without a word; the same moments in microseconds are right.
# Guess beforehand: the unit makes no difference. Seen: 1970-01-01 00:00:00.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1 pyreadstat==1.3.7
cd "$folder"
venv/bin/python - <<'PYTHON'
import datetime

import pandas
import pyreadstat

moment = "2016-05-01 14:30:00"
table = pandas.DataFrame({unit: pandas.Series([moment], dtype=f"datetime64[{unit}]") for unit in ["s", "us"]})
right, wrong = datetime.datetime(2016, 5, 1, 14, 30), datetime.datetime(1970, 1, 1)
for ending, write, read in [
    ("sav", pyreadstat.write_sav, pyreadstat.read_sav),
    ("dta", pyreadstat.write_dta, pyreadstat.read_dta),
    ("xpt", pyreadstat.write_xport, pyreadstat.read_xport),
]:
    write(table, f"moments.{ending}")
    seen = read(f"moments.{ending}")[0].values.tolist()[0]
    print("pyreadstat", pyreadstat.__version__, ending, "wrote", moment, "twice and read", [str(value) for value in seen])
    assert seen == [wrong, right], seen
print("as described")
PYTHON
