"""Compares what Wordify reads, cell by cell, with what the libraries of Python read from the same files.

    cargo xtask files [--short]

Tables of invented cells are written by openpyxl, XlsxWriter, xlwt, pyxlsbwriter, odfpy, pyarrow and Python's csv and json
modules, and unless --short is given by LibreOffice and Gnumeric; they are read by openpyxl, xlrd, pyarrow, csv and json;
what no library reads back is compared with what was written. Every difference is printed; none is allowed.
"""

import argparse
import csv
import datetime
import io
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import odf.opendocument
import odf.table
import odf.text
import openpyxl
import pyarrow
import pyarrow.feather
import pyarrow.parquet
import xlrd
import xlsxwriter
import xlwt
import packages
from pyxlsbwriter import XlsbWriter

WORDS = "cold food naïve café Straße Łódź 很好 очень хорошо żółw été “quoted” 5€ it's ‘so’ 😀".split()
COLUMNS = ["id", "text", "label", "score", "share", "kept", "day"]


def cell(kind, rng):
    """A cell of one kind, or none."""
    if rng.random() < 0.1:
        return None
    if kind == "text":
        words = [rng.choice(WORDS) for _ in range(rng.randint(1, 12))]
        return rng.choice([" ", "  ", ", ", "; ", "\t", "\n", ' "', "' "]).join(words)
    if kind == "label":
        return rng.choice(["good", "bad", "-1", "007", "N/A", "TRUE", "1.0", "= no formula"])
    if kind == "score":
        return rng.choice([-1, 0, 1, -2.5, 1 / 3, 1e15, -1e-7, 123456789, 0.1 + 0.2])
    if kind == "share":
        return round(rng.uniform(-2, 2), rng.randint(0, 6))
    if kind == "kept":
        return rng.random() < 0.5
    if kind == "day":
        return datetime.date(2016, 1, 1) + datetime.timedelta(days=rng.randint(0, 4000))
    return rng.randint(1, 10**6)


def table(seed, rows):
    """Rows of cells, each column of one kind."""
    rng = random.Random(seed)
    kinds = ["id", "text", "label", "score", "share", "kept", "day"]
    return [[number] + [cell(kind, rng) for kind in kinds[1:]] for number in range(1, rows + 1)]


def is_same(ours, theirs):
    """Whether our text says what the other library read."""
    if theirs is None or theirs == "":
        return ours.strip() == ""
    if isinstance(theirs, bool):
        return ours.lower() == str(theirs).lower()
    if isinstance(theirs, (int, float)):
        try:
            return abs(float(ours) - theirs) <= abs(theirs) * 1e-13
        except ValueError:
            return False
    if isinstance(theirs, (datetime.date, datetime.datetime)):
        return ours == theirs.isoformat()[:10]
    return ours == theirs or (ours.strip() == "" and theirs.strip() == "")


def write_openpyxl(path, rows):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [COLUMNS, *rows]:
        sheet.append(row)
        for written in sheet[sheet.max_row]:
            if isinstance(written.value, str):
                written.data_type = "s"
    book.save(path)


def write_xlsxwriter(path, rows, options):
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False, **options})
    sheet = book.add_worksheet()
    date = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate([COLUMNS, *rows]):
        for column, value in enumerate(row):
            if isinstance(value, datetime.date):
                sheet.write_datetime(number, column, value, date)
            elif value is not None:
                sheet.write(number, column, value)
    book.close()


def read_openpyxl(path):
    sheet = openpyxl.load_workbook(path, data_only=True).active
    for row in sheet.iter_rows(min_row=2, max_col=len(COLUMNS), values_only=True):
        yield [value.date() if isinstance(value, datetime.datetime) else value for value in row]


def write_xlwt(path, rows):
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Data")
    date = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for number, row in enumerate([COLUMNS, *rows]):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value, *([date] if isinstance(value, datetime.date) else []))
    book.save(str(path))


def read_xlrd(path):
    book = xlrd.open_workbook(path)
    sheet = book.sheet_by_index(0)
    for number in range(1, sheet.nrows):
        row = []
        for value in sheet.row(number):
            if value.ctype == xlrd.XL_CELL_DATE:
                row.append(xlrd.xldate_as_datetime(value.value, book.datemode).date())
            elif value.ctype == xlrd.XL_CELL_BOOLEAN:
                row.append(bool(value.value))
            else:
                row.append(value.value)
        yield row


def without_emojis(rows):
    """pyxlsbwriter and Gnumeric count an emoji as one letter where the formats count two, and damage the texts after it."""
    return [[value.replace("😀", "!") if isinstance(value, str) else value for value in row] for row in rows]


def fit_for_xlsb(rows):
    """The writer knows no days."""
    return [row[:-1] + [None] for row in without_emojis(rows)]


def write_xlsb(path, rows):
    with XlsbWriter(str(path)) as book:
        book.add_sheet("Data")
        book.write_sheet([COLUMNS, *fit_for_xlsb(rows)])


def write_ods(path, rows):
    book = odf.opendocument.OpenDocumentSpreadsheet()
    sheet = odf.table.Table(name="Data")
    for row in [COLUMNS, *rows]:
        line = odf.table.TableRow()
        for value in row:
            line.addElement(ods_cell(value))
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    book.save(str(path))


def ods_cell(value):
    if value is None:
        return odf.table.TableCell()
    if isinstance(value, bool):
        return odf.table.TableCell(valuetype="boolean", booleanvalue=str(value).lower())
    if isinstance(value, (int, float)):
        return odf.table.TableCell(valuetype="float", value=repr(value))
    if isinstance(value, datetime.date):
        return odf.table.TableCell(valuetype="date", datevalue=value.isoformat())
    made = odf.table.TableCell(valuetype="string")
    for paragraph in value.split("\n"):
        text = odf.text.P()
        for part in ods_parts(paragraph):
            text.addText(part) if isinstance(part, str) else text.addElement(part)
        made.addElement(text)
    return made


def ods_parts(paragraph):
    """Texts, and elements for tabs and for blanks after the first, which white space would swallow."""
    for number, piece in enumerate(paragraph.split("\t")):
        if number > 0:
            yield odf.text.Tab()
        while "  " in piece:
            before, piece = piece.split("  ", 1)
            yield before + " "
            yield odf.text.S(c=1)
        yield piece


PARQUET = {
    "id": pyarrow.int64(),
    "text": pyarrow.string(),
    "label": pyarrow.dictionary(pyarrow.int32(), pyarrow.string()),
    "score": pyarrow.float64(),
    "share": pyarrow.float32(),
    "kept": pyarrow.bool_(),
    "day": pyarrow.date32(),
}


def write_parquet(path, rows, compression, version):
    columns = [pyarrow.array([row[number] for row in rows], kind) for number, kind in enumerate(PARQUET.values())]
    made = pyarrow.table(columns, names=COLUMNS)
    pyarrow.parquet.write_table(
        made, path, compression=compression, data_page_version=version, row_group_size=max(1, len(rows) // 3)
    )


def read_parquet(path):
    yield from read_arrow(pyarrow.parquet.read_table(path))


def write_feather(path, rows, compression):
    columns = [pyarrow.array([row[number] for row in rows], kind) for number, kind in enumerate(PARQUET.values())]
    made = pyarrow.table(columns, names=COLUMNS)
    if path.suffix == ".feather":
        pyarrow.feather.write_feather(made, path, compression=compression, chunksize=max(1, len(rows) // 3))
        return
    with pyarrow.ipc.new_stream(path, made.schema, options=pyarrow.ipc.IpcWriteOptions(compression=None)) as stream:
        stream.write_table(made, max_chunksize=max(1, len(rows) // 3))


def read_feather(path):
    yield from read_arrow(pyarrow.feather.read_table(path) if path.suffix == ".feather" else pyarrow.ipc.open_stream(path).read_all())


def read_arrow(read):
    for row in read.to_pylist():
        # A float of four bytes is written with the digits that tell it from its neighbours.
        share = row["share"]
        row["share"] = None if share is None else float(pyarrow.scalar(share, pyarrow.float32()).cast(pyarrow.string()).as_py())
        yield list(row.values())


def shown(value):
    return "" if value is None else value.isoformat() if isinstance(value, datetime.date) else str(value)


def write_csv(path, rows, delimiter, encoding, quoting):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([[shown(value) for value in row] for row in rows])
    path.write_bytes(text.getvalue().encode(encoding, "replace"))


def read_csv(path, delimiter, encoding):
    text = path.read_bytes().decode(encoding)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    next(rows)
    yield from rows


def write_json(path, rows):
    lines = [json.dumps(dict(zip(COLUMNS, [value if not isinstance(value, datetime.date) else value.isoformat() for value in row]))) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_json(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        yield list(json.loads(line).values())


def without_odd_letters(rows):
    """What spreadsheet programs keep as it is: no tabs in a cell, and no blanks at its ends, which csv files lose."""
    return [[value.replace("\t", " ").strip() if isinstance(value, str) else value for value in row] for row in rows]


def libreoffice(path, ending):
    """`path` opened in LibreOffice and saved in another format."""
    folder = path.parent / f"libreoffice {ending}"
    profile = (path.parent / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending, "--outdir", folder, path],
        check=True, capture_output=True, timeout=300,
    )
    return folder / f"{path.stem}.{ending}"


def gnumeric(path, ending):
    """`path` opened in Gnumeric and saved in another format."""
    made = path.parent / f"gnumeric.{ending}"
    subprocess.run(["ssconvert", path, made], check=True, capture_output=True, timeout=300)
    return made


def programs(folder, rows):
    """The same for the formats that spreadsheet programs write."""
    plain = without_odd_letters(rows)
    source = folder / "source.xlsx"
    write_openpyxl(source, plain)
    poor = folder / "poor.xlsx"
    write_openpyxl(poor, without_emojis(plain))
    for name, convert in [("libreoffice", libreoffice), ("gnumeric", gnumeric)]:
        for ending in ["xlsx", "xls", "ods"]:
            path = convert(poor if (name, ending) == ("gnumeric", "xls") else source, ending)
            theirs = {"xlsx": read_openpyxl, "xls": read_xlrd}.get(ending, lambda _: iter(plain))
            yield f"{name} {ending}", path, theirs(path)


def cases(folder, rows, short):
    """Name of a case, its file and what the other library reads from it."""
    path = folder / "openpyxl.xlsx"
    write_openpyxl(path, rows)
    yield "openpyxl.xlsx", path, read_openpyxl(path)
    for name, options in [("xlsxwriter", {}), ("xlsxwriter inline", {"constant_memory": True}), ("xlsxwriter 1904", {"date_1904": True})]:
        path = folder / f"{name}.xlsx"
        write_xlsxwriter(path, rows, options)
        yield path.name, path, read_openpyxl(path)
    path = folder / "xlwt.xls"
    write_xlwt(path, rows)
    yield path.name, path, read_xlrd(path)
    path = folder / "pyxlsbwriter.xlsb"
    write_xlsb(path, rows)
    yield path.name, path, iter(fit_for_xlsb(rows))
    path = folder / "odfpy.ods"
    write_ods(path, rows)
    yield path.name, path, iter(rows)
    codecs = ["snappy", "brotli"] if short else ["none", "snappy", "gzip", "brotli", "zstd", "lz4"]
    for codec in codecs:
        for version in ["1.0", "2.0"]:
            path = folder / f"{codec} {version}.parquet"
            write_parquet(path, rows, codec, version)
            yield path.name, path, read_parquet(path)
    for name in ["uncompressed.feather", "lz4.feather", "zstd.feather", "plain.arrows"]:
        path = folder / name
        write_feather(path, rows, path.stem)
        yield path.name, path, read_feather(path)
    for delimiter in [",", ";", "\t"]:
        for encoding in ["utf-8", "utf-8-sig", "utf-16"]:
            path = folder / f"{ord(delimiter)} {encoding}.csv"
            write_csv(path, rows, delimiter, encoding, csv.QUOTE_ALL if encoding == "utf-16" else csv.QUOTE_MINIMAL)
            yield path.name, path, read_csv(path, delimiter, encoding)
    path = folder / "json.jsonl"
    write_json(path, rows)
    yield path.name, path, read_json(path)
    if not short:
        yield from programs(folder, rows)


def compare(name, program, path, names, theirs):
    """The number of differences, each printed."""
    run = subprocess.run([program, path], capture_output=True, text=True, encoding="utf-8", timeout=120)
    if run.returncode != 0:
        print(f"{name}: {run.stderr.strip()}")
        return 1
    ours = json.loads(run.stdout)
    differences = 0
    if ours["names"][: len(names)] != names:
        print(f"{name}: the columns are {ours['names']}")
        differences += 1
    cells = 0
    rows = list(theirs)
    if len(rows) != len(ours["rows"]):
        print(f"{name}: {len(ours['rows'])} rows, not {len(rows)}")
        differences += 1
    for number, (mine, other) in enumerate(zip(ours["rows"], rows)):
        for column, value in enumerate(other[: len(names)]):
            mine_value = mine[column] if column < len(mine) else ""
            cells += 1
            if not is_same(mine_value, value):
                differences += 1
                if differences < 10:
                    print(f"{name}: row {number + 1}, {names[column]}: {mine_value!r}, not {value!r}")
    print(f"{name}: {cells} cells, {differences} differences")
    return differences


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--short", action="store_true", help="fewer rows and kinds")
    parser.add_argument("--program", required=True, help="the example cells of the engine")
    options = parser.parse_args()
    differences = 0
    for seed, rows in [(1, 50)] if options.short else [(1, 50), (2, 1000), (3, 5000)]:
        with tempfile.TemporaryDirectory() as folder:
            for name, path, theirs in cases(Path(folder), table(seed, rows), options.short):
                differences += compare(f"{name} ({rows} rows)", options.program, path, COLUMNS, theirs)
            for name, path, names, theirs in packages.cases(Path(folder), seed, rows, options.short):
                differences += compare(f"{name} ({rows} rows)", options.program, path, names, theirs)
    print(f"{differences} differences")
    return min(differences, 1)


if __name__ == "__main__":
    sys.exit(main())
