#!/usr/bin/env bash
# rdata writes tables of pandas as files of R and reads them. A missing value in a column of categories (a factor) is written as code 0, which
# R never writes, and read back as the last of the labels, because the code less one counts from the end. pyreadr takes the same cell for missing.
# Guess beforehand: what was missing stays missing, since missing texts and numbers in the same file do. Seen: "yes" where nobody answered.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pandas==2.3.3 rdata==1.1.0 pyreadr==0.5.8
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import pandas
import pyreadr
import rdata

answers = ["no", None, "yes", None]
table = pandas.DataFrame({"factor": pandas.Categorical(answers), "text": answers})
rdata.write_rds("answers.rds", table)
own = rdata.read_rds("answers.rds")
other = pyreadr.read_r("answers.rds")[None]
seen = [[None if pandas.isna(value) else value for value in column] for column in [own["factor"], own["text"], other["factor"]]]
print("rdata", version("rdata"), "wrote", answers, "read", seen[0], "as a factor,", seen[1], "as text; pyreadr", version("pyreadr"), seen[2])
assert seen[0] == ["no", "yes", "yes", "yes"], seen
assert seen[1] == seen[2] == answers, seen
print("as described")
PYTHON
