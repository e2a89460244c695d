"""Files of statistics packages: written and read by pyreadstat, pandas and pyreadr, and unless it is short written by R and haven.

What a package shows its user is worked out here a second time: the label of a code, with the code behind it where two codes
have one label; nothing where the user declared a value missing; dates in ISO form.
"""

import datetime
import math
import random
import subprocess

import numpy
import pandas
import pyreadr
import pyreadstat

WORDS = "cold food naïve café Straße Łódź very good été “quoted” it's ‘so’ 1e5 NA 7".split()
LABELS = {"rating": {1.0: "bad", 2.0: "so-so", 3.0: "good", 4.0: "good", 99.0: "no answer"}, "kind": {"a": "Äpfel", "b": "pears"}}
WORDINGS = {"text": "What did you like? (naïve)", "rating": "How was it?"}
MISSING = {"rating": [99.0], "score": [{"lo": 1000.0, "hi": 2000.0}]}


def frame(seed, rows, words=WORDS, text_length=700):
    """A table of invented cells."""
    rng = random.Random(seed)
    pick = lambda values: [rng.choice(values) for _ in range(rows)]
    text = lambda: " ".join(rng.choice(words) for _ in range(rng.choice([0, 1, 5, 40, 110])))[:text_length].strip()
    day = lambda: datetime.date(1900, 1, 1) + datetime.timedelta(days=rng.randint(0, 80000))
    moment = lambda: datetime.datetime(2016, 5, 1) + datetime.timedelta(seconds=rng.randint(-(10**9), 10**9))
    clock = lambda: datetime.time(rng.randint(0, 23), rng.randint(0, 59), rng.randint(0, 59))
    return pandas.DataFrame(
        {
            "number": numpy.arange(1, rows + 1, dtype=float),
            "text": [text() for _ in range(rows)],
            "rating": pick([1.0, 2.0, 3.0, 4.0, 5.0, 99.0, math.nan]),
            "kind": pick(["a", "b", "c", ""]),
            "score": pick([-1.0, 0.0, 1 / 3, 1e15, -1e-7, 123456789.0, 0.1 + 0.2, 1500.0, math.nan]),
            "day": [day() for _ in range(rows)],
            "moment": [moment() for _ in range(rows)],
            "clock": [clock() for _ in range(rows)],
            "a_name_longer_than_eight": pick([7.0, 8.0]),
        }
    )


def number(value):
    """A number with the 15 digits that packages show."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(f"{value:.15g}"))


def shown(value, labels=None, missing=()):
    """What is shown for a value."""
    if value is None or value is pandas.NaT or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, (bool, numpy.bool_)):
        return str(value).lower()
    if isinstance(value, (int, numpy.integer)):
        value = int(value) if labels is None else float(value)
    if any(part["lo"] <= value <= part["hi"] if not isinstance(part["lo"], str) else part["lo"] == value for part in missing):
        return ""
    if labels:
        label = labels.get(value, "")
        if label:
            return f"{label} ({number(value) if isinstance(value, float) else value})" if list(labels.values()).count(label) > 1 else label
    if isinstance(value, pandas.Timestamp):
        value = value.to_pydatetime()
    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time(0):
            return value.date().isoformat()
        return value.isoformat(" ", "milliseconds").removesuffix(".000")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return value.isoformat()
    return value if isinstance(value, float) else str(value).rstrip(" ")


def rows_of(data, meta):
    """The names and cells of a table as pyreadstat read it."""
    names = list(data.columns)
    labels = [meta.variable_value_labels.get(name) for name in names]
    missing = [meta.missing_ranges.get(name, ()) for name in names]
    return names, [[shown(*cell) for cell in zip(row, labels, missing)] for row in data.astype(object).itertuples(index=False)]


def spss(folder, data):
    """The files of SPSS, and what is read from them."""
    for name, options in [("plain.sav", {}), ("coded.sav", {"row_compress": True}), ("packed.zsav", {"compress": True})]:
        path = folder / name
        pyreadstat.write_sav(
            data, path, column_labels=WORDINGS, variable_value_labels=LABELS, missing_ranges=MISSING, **options
        )
        yield path, rows_of(*pyreadstat.read_sav(path, user_missing=True))


def stata(folder, data):
    """The files of Stata, and what is read from them."""
    labels = {"rating": {int(code): label for code, label in LABELS["rating"].items()}}
    for version in [10, 12, 13, 14, 15]:
        path = folder / f"version {version}.dta"
        text = data if version >= 13 else data.assign(text=data["text"].map(lambda text: text.encode()[:200].decode(errors="ignore").strip()))
        pyreadstat.write_dta(text, path, version=version, column_labels=WORDINGS, variable_value_labels=labels)
        yield path, rows_of(*pyreadstat.read_dta(path, encoding=None if version >= 14 else "utf-8"))
    plain = data.drop(columns=["day", "clock"])
    for release in [117, 118, 119]:
        path = folder / f"pandas {release}.dta"
        plain.to_stata(path, write_index=False, version=release, convert_strl=["text"])
        read = pandas.read_stata(path)
        if release == 117:
            # It writes these as UTF-8 and reads them as Latin-1.
            read["text"] = read["text"].map(lambda text: text.encode("latin-1").decode())
        yield path, (list(read.columns), [[shown(cell) for cell in row] for row in read.astype(object).itertuples(index=False)])


def sas(folder, data):
    """Transport files of SAS, and what is read from them."""
    data = data.rename(columns={"a_name_longer_than_eight": "longer"})
    for version in [5, 8]:
        path = folder / f"version {version}.xpt"
        pyreadstat.write_xport(data, path, file_format_version=version, column_labels=WORDINGS)
        yield path, rows_of(*pyreadstat.read_xport(path))


def r(folder, data):
    """Objects of R, and what is read from them."""
    plain = data[["number", "text", "rating", "kind", "score"]].assign(kept=data["number"] % 3 == 0, whole=range(len(data)))
    for name, write, options in [("plain.rds", pyreadr.write_rds, {}), ("packed.rds", pyreadr.write_rds, {"compress": "gzip"}), ("one.RData", pyreadr.write_rdata, {})]:
        path = folder / name
        write(path, plain, **options)
        read = next(iter(pyreadr.read_r(path).values()))
        yield path, (list(read.columns), [[as_r_shows(cell) for cell in row] for row in read.astype(object).itertuples(index=False)])


def as_r_shows(cell):
    """What R shows for a cell, whose blanks at the end it keeps."""
    return str(cell).upper() if isinstance(cell, (bool, numpy.bool_)) else cell if isinstance(cell, str) else shown(cell)


# Reads the csv file of the comparison and writes it in all that R and haven write.
WRITE = r"""
library(haven)
folder <- commandArgs(TRUE)[1]
data <- read.csv(file.path(folder, "for r.csv"), encoding = "UTF-8", colClasses = c(text = "character", kind = "character"), na.strings = "")
data$day <- as.Date(data$day)
data$moment <- as.POSIXct(data$moment, tz = "UTC", format = "%Y-%m-%d %H:%M:%S")
for (version in 2:3) for (compress in c("gzip", "bzip2", "xz"))
  saveRDS(data, file.path(folder, paste0("r ", version, " ", compress, ".rds")), version = version, compress = compress)
save(data, file = file.path(folder, "r.RData"))
short <- data
short$text <- substr(short$text, 1, 90)
for (version in c(5, 8)) write_xpt(short, file.path(folder, paste0("haven ", version, ".xpt")), version = version, name = "SHORT")
suppressWarnings(write_sas(short, file.path(folder, "haven.sas7bdat")))
"""


def from_r(folder, data):
    """The files that R and haven write of a table, and its cells."""
    plain = data[["number", "text", "rating", "kind", "score", "day", "moment"]]
    plain.to_csv(folder / "for r.csv", index=False, date_format="%Y-%m-%d %H:%M:%S")
    subprocess.run(["Rscript", "-e", WRITE, str(folder)], check=True, capture_output=True, timeout=300)
    names = list(plain.columns)
    for path in sorted([*folder.glob("r *.rds"), folder / "r.RData", *folder.glob("haven*")]):
        rows = plain.assign(text=plain["text"].str[:90]) if path.name.startswith("haven") else plain
        yield path, (names, [[shown(cell) for cell in row] for row in rows.astype(object).itertuples(index=False)])


def cases(folder, seed, rows, short):
    """Name of a case, its file, and the names and cells that another program reads from it."""
    data = frame(seed, rows)
    more = () if short else from_r(folder, data)
    for path, (names, cells) in [*spss(folder, data), *stata(folder, data), *sas(folder, data), *r(folder, data), *more]:
        yield path.name, path, names, cells
