#!/usr/bin/env bash
# bibtexentryparser reads an entry of BibTeX. It looks for NAME = VALUE with a comma behind it anywhere in the entry, first with braces or quotation marks and then without, also within texts that it
# has read already: "(n = 40, year = 1999, p = .03, two-sided)" in an abstract makes fields n, year and p, and the year of the study takes the place of the year of publication. The last field needs no
# comma in BibTeX and mostly has none; it is left out then. A brace or a quotation mark before a comma ends a text wherever it is, so that the title 'On "short" words' is whole, and others are cut.
# Guess beforehand: the fields of the entry, as pybtex has. Seen: n and p as fields, 1999 for 2020, half of a title, and no keywords; with a comma behind them the keywords are there. Nothing is reported.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check bibtexentryparser==1.0.0 pybtex==0.26.1
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
from importlib.metadata import version

from bibtexentryparser.bibparser import BibTexParser
from pybtex.database import parse_string

entry = """@article{words,
  author = {Meier, Ann and Kim, Bo},
  title = {Words, "in short", and more},
  journal = {Journal of Texts},
  year = 2020,
  abstract = {People of two towns (n = 40, year = 1999, p = .03, two-sided) were asked.},
  keywords = {keyness, towns}
}
"""
seen = {name: BibTexParser().parse(text) for name, text in {"usual": entry, "comma": entry.replace("towns}\n", "towns},\n")}.items()}
right = parse_string(entry, "bibtex").entries["words"].fields
print("bibtexentryparser", version("bibtexentryparser"), seen["usual"], "pybtex", version("pybtex"), dict(right))
assert right["year"] == "2020" and right["keywords"] == "keyness, towns" and right["title"] == 'Words, "in short", and more', right
assert "n" not in right and "p" not in right, right
assert (seen["usual"]["year"], seen["usual"]["n"], seen["usual"]["p"]) == ("1999", "40", ".03"), seen
assert seen["usual"]["title"] == 'Words, "in short', seen
assert "keyword" not in seen["usual"] and seen["comma"]["keyword"] == "keyness, towns", seen
print("as described")
PYTHON
