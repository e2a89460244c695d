"""Makes the files of statistics packages, with pyreadstat 1.3.7, pandas 3.1.1, pyarrow 26.0.1, and R 4.2.2 with haven 2.5.1.

    python make_package_files.py FOLDER

All cells are invented. R is needed for the files whose names begin with `haven` or `r`.
"""

import datetime
import decimal
import subprocess
import sys
from pathlib import Path

import pandas
import pyarrow
import pyarrow.feather
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

columns = {
    "text": ["A naïve, schön day  ", None, "x" * 40],
    "large": pyarrow.array(["", "NA", None], pyarrow.large_string()),
    "view": pyarrow.array(["short", "a text of more than twelve bytes", None], pyarrow.string_view()),
    "label": pyarrow.array(["good", None, "good"]).dictionary_encode(),
    "score": [-1.5, float("nan"), 1 / 3],
    "share": pyarrow.array([0.1, None, -2.5], pyarrow.float32()),
    "half": pyarrow.array([0.5, None, -2.5], pyarrow.float16()),
    "kept": [True, None, False],
    "whole": pyarrow.array([-128, None, 127], pyarrow.int8()),
    "unsigned": pyarrow.array([2**64 - 1, None, 0], pyarrow.uint64()),
    "day": pyarrow.array([datetime.date(2016, 5, 1), None, datetime.date(1959, 12, 31)], pyarrow.date32()),
    "day64": pyarrow.array([datetime.date(2016, 5, 1), None, datetime.date(1959, 12, 31)], pyarrow.date64()),
    "clock": pyarrow.array([datetime.time(14, 30), None, datetime.time(0, 0, 1)], pyarrow.time64("ns")),
    "moment": pyarrow.array([datetime.datetime(2016, 5, 1, 14, 30), None, datetime.datetime(1959, 12, 31, 23, 59, 59)], pyarrow.timestamp("s")),
    "wait": pyarrow.array([datetime.timedelta(days=2, seconds=1), None, datetime.timedelta(0)], pyarrow.duration("us")),
    "price": pyarrow.array([decimal.Decimal("-0.05"), None, decimal.Decimal("123.45")], pyarrow.decimal128(9, 2)),
    "code": pyarrow.array([b"ab", None, b"cd"], pyarrow.binary(2)),
    "nothing": pyarrow.nulls(3),
    "meta": [{"a": 1, "b": {"c": "x"}}, None, {"a": None, "b": {"c": "y"}}],
    "words": [["a", "b"], [], None],
    "last": ["first", "second", "third"],
}
arrow = pyarrow.table(columns)
pyarrow.feather.write_feather(arrow, folder / "pyarrow.feather", compression="zstd", chunksize=2)
pyarrow.feather.write_feather(arrow.select(["text", "label"]), folder / "pyarrow_lz4.feather", compression="lz4")
with pyarrow.ipc.new_stream(folder / "pyarrow.arrows", arrow.schema) as stream:
    stream.write_table(arrow)

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

table$moment <- as.POSIXct(c("2016-05-01 14:30:00", "1959-12-31 23:59:59", NA, NA, "2000-01-01 00:00:00"), tz = "UTC")
plain <- table[c("text", "score", "day", "moment")]
plain$text[1] <- "A na\u00efve day  "
plain$text[2] <- strrep("long ", 39)
plain$tagged <- labelled(c(1, 2, tagged_na("A"), NA, 3), label = "How was it?")
for (version in c(5, 8)) write_xpt(plain, file.path(folder, paste0("haven_", version, ".xpt")), version = version)
plain$tagged <- NULL
plain$text[2] <- "long"
write_sas(plain, file.path(folder, "haven.sas7bdat"))

latin <- table$text[1]
table$text[1] <- iconv(latin, "UTF-8", "latin1")
table$kind <- factor(c("a", "b", "c", NA, "a"), labels = c("\u00c4pfel", "pears", "c"))
table$whole <- 1:5
table$kept <- c(TRUE, FALSE, NA, TRUE, FALSE)
table$coded <- labelled_spss(c(1, 2, 3, 99, NA), c(bad = 1, good = 2, good = 3), na_values = 99, label = "How was it?")
table$counted <- as.character(1:5)
table$listed <- list(1, "a", NULL, 2, 3)
saveRDS(table, file.path(folder, "r.rds"))
other <- data.frame(text = c("x", "y"), row.names = c("anna", "bert"), stringsAsFactors = FALSE)
notes <- "no data frame"
compiled <- compiler::cmpfun(function(x, ...) { for (i in x) if (i > 2) print(paste("a", i, ...)) else next; lm(y ~ x) })
save(notes, compiled, table, other, file = file.path(folder, "r.RData"), compress = "xz", version = 2)
"""
subprocess.run(["Rscript", "-e", f"folder <- '{folder}'", "-e", R], check=True)
