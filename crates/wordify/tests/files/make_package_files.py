"""Makes the files of statistics packages, with pyreadstat 1.3.7, pandas 3.1.1, pyarrow 26.0.1, and R 4.2.2 with haven 2.5.1.

    python make_package_files.py FOLDER

All cells are invented. R is needed for the files whose names begin with `haven` or `r`.
"""

import datetime
import subprocess
import sys
from pathlib import Path

import pandas
import pyreadstat

folder = Path(sys.argv[1])
DAYS = [datetime.date(2016, 5, 1), datetime.date(1959, 12, 31), None, datetime.date(2000, 2, 29), datetime.date(1600, 3, 1)]
MOMENTS = [datetime.datetime(2016, 5, 1, 14, 30), datetime.datetime(1959, 12, 31, 23, 59, 59), None, None, datetime.datetime(2000, 1, 1)]
table = pandas.DataFrame(
    {
        "text": ["A naïve, schön day  ", "long " * 60 + "end", "", "Łódź?", "NA"],
        "rating": [1.0, 2.0, 3.0, 99.0, None],
        "kind": ["a", "b", "c", "", "a"],
        "score": [-1.5, 0.1, 1 / 3, 1234567.0, None],
        "day": pandas.Series(DAYS, dtype=object),
        "moment": pandas.Series(MOMENTS, dtype="datetime64[ns]"),
    }
)
WORDINGS = {"text": "What did you like? (naïve)", "rating": "How was it?"}
RATING = {"rating": {1: "bad", 2: "good", 3: "good", 99: "no answer"}}
LABELS = {**RATING, "kind": {"a": "Äpfel", "b": "pears"}}
missing = {"rating": [99]}
spss = {"column_labels": WORDINGS, "variable_value_labels": LABELS, "missing_ranges": missing}
pyreadstat.write_sav(table, folder / "pyreadstat.sav", **spss)
pyreadstat.write_sav(table, folder / "pyreadstat_coded.sav", row_compress=True, **spss)
pyreadstat.write_sav(table, folder / "pyreadstat.zsav", compress=True, **spss)
pyreadstat.write_dta(table, folder / "pyreadstat.dta", column_labels=WORDINGS, variable_value_labels=RATING)
plain = table.drop(columns="day").assign(whole=pandas.Series([100, -127, 5, 7, 0], dtype="int8"))
plain.to_stata(folder / "pandas_117.dta", write_index=False, version=117, convert_strl=["text"])
plain.to_stata(folder / "pandas_119.dta", write_index=False, version=119, convert_strl=["text"])

R = r"""
library(haven)
table <- data.frame(
  text = c("A na\u00efve, sch\u00f6n day  ", paste0(strrep("long ", 40), "end"), "", "\u0141\u00f3d\u017a?", "NA"),
  score = c(-1.5, 0.1, 1/3, 1234567, NA), stringsAsFactors = FALSE)
table$rating <- labelled(c(1, 2, 3, NA, tagged_na("a")), c(bad = 1, good = 2, good = 3), label = "How was it?")
table$day <- as.Date(c("2016-05-01", "1959-12-31", NA, "2000-02-29", "1600-03-01"))
table$moment <- as.POSIXct(c("2016-05-01 14:30:00", "1959-12-31 23:59:59", NA, NA, "2000-01-01"), tz = "UTC")
write_dta(table, file.path(folder, "haven_8.dta"), version = 8)
write_dta(table, file.path(folder, "haven_15.dta"), version = 15)
"""
subprocess.run(["Rscript", "-e", f"folder <- '{folder}'", "-e", R], check=True)
