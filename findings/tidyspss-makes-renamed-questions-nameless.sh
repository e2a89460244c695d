#!/usr/bin/env bash
# tidyspss reads files of SPSS, changes them and writes them again. Where it renames a column, it renames the data, but what the file says of the column stays under the old name, which is none any more: the text of the question, the names of the answers and the kind of scale are gone, and
# 1 and 2 are left. In SPSS a renamed variable keeps them. Answers that the file calls missing, such as 99 for "Refused", are read as empty and written so, with or without a change, so that refusals and questions not asked are one; the name
# "Refused" is still listed for 99. Columns that keep their names keep the rest. Nothing is reported.
# Guess beforehand: all as it was, under the new name. Seen: no text, no names of answers, scale "unknown"; nothing for 99.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pandas==2.3.3 numpy==2.2.6 pyreadstat==1.3.7
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps tidyspss==0.2.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import pandas
import pyreadstat
from tidyspss import process_and_save, read_input_file

survey = pandas.DataFrame({"q1": [1.0, 2.0, 99.0, None]})
answers = {1.0: "Yes", 2.0: "No", 99.0: "Refused"}
pyreadstat.write_sav(survey, "survey.sav", column_labels={"q1": "Do you like it?"}, variable_value_labels={"q1": answers}, missing_ranges={"q1": [99]}, variable_measure={"q1": "nominal"})


def what_is_in(name: str) -> list:
    data, about = pyreadstat.read_sav(name, user_missing=True)
    [column] = data.columns
    return [column, about.column_labels[0], about.variable_value_labels.get(column), about.variable_measure[column], data[column].count()]


before = what_is_in("survey.sav")
process_and_save(*read_input_file("survey.sav"), "same.sav")
same = what_is_in("same.sav")
process_and_save(*read_input_file("survey.sav"), "renamed.sav", user_variable_rename={"q1": "liking"})
renamed = what_is_in("renamed.sav")
print("tidyspss", version("tidyspss"), "before:", before, "written again:", same, "renamed:", renamed)
assert before == ["q1", "Do you like it?", answers, "nominal", 3], before
assert same == ["q1", "Do you like it?", answers, "nominal", 2], same
assert renamed == ["liking", None, None, "unknown", 2], renamed
print("as described")
PYTHON
