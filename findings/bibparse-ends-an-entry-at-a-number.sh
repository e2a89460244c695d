#!/usr/bin/env bash
# BibTeX needs no braces around a number, nor around the name of a month: year = 2020 and month = jan are the usual form, of many libraries and of BibTeX's own documentation. bibparse waits for a brace or a quotation mark when a value begins; a figure
# takes the place of the name of the field instead, and all that follows is read as its value up to the end of the entry, where it is dropped. So an entry ends before its first number: year, journal, volume, keywords and abstract are
# not there, and its title is. Printed again, the library has lost them. Nothing is reported; with a quotation mark further on there may be an error.
# Guess beforehand: all fields, as pybtex has. Seen: the fields before the year; all of them when the same numbers stand in braces.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check bibparse==1.2.0 pybtex==0.26.1
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

from bibparse import Biblio
from pybtex.database import parse_string

entry = """@article{words,
  author = {Meier, Ann and Kim, Bo},
  title = {Counting words},
  year = 2020,
  journal = {Journal of Texts},
  volume = {7},
  keywords = {keyness},
  abstract = {We count words.}
}
"""
entries = {"number": entry, "month": entry.replace("year = 2020", "month = jan, year = {2020}"), "braces": entry.replace("2020", "{2020}")}
seen, right = {}, {}
for name, text in entries.items():
    library = Biblio()
    library.parse(text)
    seen[name] = sorted(library["words"])
    other = parse_string(text, "bibtex").entries["words"]
    right[name] = sorted([*other.fields, *other.persons])
print("bibparse", version("bibparse"), seen, "pybtex", version("pybtex"), right)
every = ["abstract", "author", "journal", "keywords", "title", "volume", "year"]
assert right == {"number": every, "month": sorted([*every, "month"]), "braces": every}, right
assert seen == {"number": ["author", "title"], "month": ["author", "title"], "braces": every}, seen
print("as described")
PYTHON
