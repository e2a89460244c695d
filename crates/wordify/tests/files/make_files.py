"""Makes the files of this folder with the programs that people use.

    apt-get install --no-install-recommends libreoffice-calc-nogui
    python3 -m venv venv
    venv/bin/pip install openpyxl==3.1.5 pyarrow pandas msoffcrypto-tool pyxlsbwriter
    venv/bin/python make_files.py

The texts are invented. The files are committed, so that the tests need none of these programs.
"""

import datetime
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pandas
import pyarrow
import pyarrow.parquet
from pyxlsbwriter import XlsbWriter

HERE = Path(__file__).parent
HEADER = ["text", "label", "year", "price", "share", "day", "moment", "kept", "code", "fault"]
DAY = datetime.date(2016, 5, 1)
MOMENT = datetime.datetime(2016, 5, 1, 14, 30)
ROWS = [
    ["A clear “morning” – schön, 很好 & <warm>", "good", 2016, 12.5, 0.5, DAY, MOMENT, True, 123, "=NA()"],
    ["Line one\nline two", "bad", 2017, 0.1 + 0.2, 0.075, DAY, MOMENT, False, 7, "=1/0"],
    [None, "good", 2018, 3, 1, DAY, MOMENT, True, 99999, "=1+1"],
    None,
    ["nan", "bad", 2019, 1234567.891, 0, DAY, MOMENT, False, 0, '="a"&"b"'],
]
FORMATS = {"D": ["0.00", "General", "General", None, "#,##0.0"], "E": ["0%", "0.0%", "0%", None, "0%"]}


def typed_workbook(path):
    """Sheets: one without data, the data from row 3 on and beside an empty column, and notes."""
    book = openpyxl.Workbook()
    book.active.title = "Empty"
    data = book.create_sheet("Data")
    for index, row in enumerate([HEADER, *ROWS], start=3):
        for number, value in enumerate(row or []):
            data.cell(index, number + 2, value)
    for index, row in enumerate(ROWS):
        if row is None:
            continue
        line = index + 4
        data.cell(line, 5).number_format = FORMATS["D"][index]
        data.cell(line, 6).number_format = FORMATS["E"][index]
        data.cell(line, 7).number_format = "dd/mm/yyyy"
        data.cell(line, 8).number_format = "dd/mm/yyyy hh:mm"
        data.cell(line, 10).number_format = "00000"
    notes = book.create_sheet("Notes")
    notes.append(["text", "label"])
    notes.append(["a note", "x"])
    book.save(path)


def office(source, target, name):
    """Lets LibreOffice write `source` in the form `target`."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", target,
             "--outdir", folder, str(source)],
            check=True, capture_output=True, timeout=300,
        )
        made = next(path for path in Path(folder).iterdir() if path.is_file())
        shutil.move(made, HERE / name)


def rewrite(source, target, change):
    """Copies an archive, each file through `change(name, bytes)`."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, change(info.filename, old.read(info)))


def strict(name, content):
    """The namespaces and the dates of Strict Open XML (ISO/IEC 29500-1), which LibreOffice does not write."""
    if not name.endswith((".xml", ".rels")):
        return content
    text = content.decode()
    text = text.replace("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
    text = re.sub(r"http://schemas.openxmlformats.org/officeDocument/2006/(relationships|extendedProperties)", r"http://purl.oclc.org/ooxml/officeDocument/\1", text)
    text = text.replace("http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main")
    if name == "xl/workbook.xml":
        text = re.sub(r"<workbook ", '<workbook conformance="strict" ', text, count=1)
    if name.startswith("xl/worksheets/sheet"):
        text = re.sub(r'(<c r="G\d+" s="\d+")(?: t="n")?><v>42491</v>', r'\1 t="d"><v>2016-05-01T00:00:00.000</v>', text)
        text = re.sub(r'(<c r="H\d+" s="\d+")(?: t="n")?><v>42491.604[0-9]*</v>', r'\1 t="d"><v>2016-05-01T14:30:00.000</v>', text)
    return text.encode()


def encrypted_manifest(name, content):
    """What a program sees of an ods with a password: the manifest tells of encryption."""
    if name != "META-INF/manifest.xml":
        return content
    return content.replace(b'manifest:full-path="content.xml" manifest:media-type="text/xml"/>',
                           b'manifest:full-path="content.xml" manifest:media-type="text/xml"><manifest:encryption-data/></manifest:file-entry>')


def parquet():
    texts = ["A clear morning", None, "schön, 很好", "a clear morning", "", "nan"]
    columns = {
        "text": pyarrow.array(texts),
        "label": pyarrow.array(["good", "bad", "good", None, "bad", "bad"]),
        "stars": pyarrow.array([5, 1, None, 4, 2, 3], pyarrow.int8()),
        "price": pyarrow.array([12.5, float("nan"), 0.1 + 0.2, 3.0, None, -1e-3]),
        "kept": pyarrow.array([True, False, None, True, True, False]),
        "day": pyarrow.array([DAY, None, DAY, DAY, DAY, DAY]),
        "moment": pyarrow.array([MOMENT, None, MOMENT, MOMENT, MOMENT, MOMENT], pyarrow.timestamp("us")),
    }
    plain = pyarrow.table(columns)
    write = pyarrow.parquet.write_table
    write(plain, HERE / "plain.parquet", compression="none", use_dictionary=False)
    write(plain, HERE / "snappy_groups.parquet", compression="snappy", row_group_size=2)
    write(plain, HERE / "gzip.parquet", compression="gzip")
    write(plain, HERE / "zstd_v2.parquet", compression="zstd", data_page_version="2.0")
    write(plain, HERE / "delta.parquet", compression="snappy", use_dictionary=False, column_encoding={
        "text": "DELTA_BYTE_ARRAY", "label": "DELTA_LENGTH_BYTE_ARRAY", "stars": "DELTA_BINARY_PACKED", "price": "BYTE_STREAM_SPLIT"})
    coded = pyarrow.table(dict(columns, text=pyarrow.array(texts, pyarrow.large_string()),
                               label=pyarrow.array(columns["label"]).dictionary_encode(),
                               tags=pyarrow.array([["a", "b"], [], None, ["c"], ["d"], ["e"]])))
    write(coded, HERE / "dictionary_large_string.parquet", compression="lz4")
    plain.select(["text", "label", "stars"]).to_pandas().to_parquet(HERE / "pandas.parquet")


def main():
    with tempfile.TemporaryDirectory() as folder:
        typed = Path(folder) / "typed.xlsx"
        typed_workbook(typed)
        shutil.copy(typed, HERE / "openpyxl.xlsx")
        office(typed, "xlsx:Calc MS Excel 2007 XML", "libreoffice.xlsx")
        # All else is made from the workbook that LibreOffice wrote: it holds the values of the formulas.
        source = HERE / "libreoffice.xlsx"
        office(source, "xlsm:Calc MS Excel 2007 VBA XML", "libreoffice.xlsm")
        office(source, "xls:MS Excel 97", "libreoffice.xls")
        office(source, "ods", "libreoffice.ods")
        office(source, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2", "libreoffice.csv")
    rewrite(source, HERE / "strict.xlsx", strict)
    rewrite(HERE / "libreoffice.ods", HERE / "encrypted.ods", encrypted_manifest)
    subprocess.run([str(Path(sys.executable).parent / "msoffcrypto-tool"), "-e", "-p", "secret", str(source), str(HERE / "encrypted.xlsx")], check=True)
    with XlsbWriter(str(HERE / "pyxlsbwriter.xlsb")) as book:
        book.add_sheet("Data")
        rows = [[cell if not str(cell).startswith("=") else None for cell in row] for row in ROWS if row]
        book.write_sheet([HEADER, *rows])
    pandas.DataFrame({"text": ["A clear morning", "schön", None], "label": ["good", "bad", "good"], "year": [2016, 2017, 2018]}).to_excel(HERE / "pandas.xlsx")
    parquet()


main()
