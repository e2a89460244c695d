#!/usr/bin/env bash
# RIS files are what libraries and databases of literature export. A field may go on over several lines, as abstracts with headings do, and an author is "last, first, suffix". pybtexris makes entries of BibTeX of them: of an abstract it
# has the first line only, so that of a structured one the background is counted and neither methods nor results are. BibTeX has the suffix before the first name; pybtexris hands the name on as it is, so
# that Martin Luther is the suffix of King, whose first name is Jr. rispy has the whole abstract. Nothing is reported.
# Guess beforehand: the whole abstract, and King, Jr., Martin Luther. Seen: "Background: few know it.", and Jr. Martin Luther King.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pybtexris==0.2.0 pybtex==0.26.1 rispy==0.10.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import rispy
from pybtex.database import parse_string

abstract = ["Background: few know it.", "Methods: we asked 40 people.", "Results: all of them knew it."]
ris = "\n".join(["TY  - JOUR", "AU  - King, Martin Luther, Jr.", "TI  - A survey", "PY  - 2020", "AB  - " + abstract[0], *abstract[1:], "ER  - ", ""])
entry = next(iter(parse_string(ris, "ris").entries.values()))
author = entry.persons["author"][0]
name = {"first": author.first_names, "last": author.last_names, "suffix": author.lineage_names}
whole = rispy.loads(ris)[0]["abstract"]
print("pybtexris", version("pybtexris"), "pybtex", version("pybtex"), repr(entry.fields["abstract"]), name)
print("rispy", version("rispy"), repr(whole))
assert whole == " ".join(abstract), whole
assert entry.fields["abstract"] == abstract[0], entry.fields
assert name == {"first": ["Jr."], "last": ["King"], "suffix": ["Martin", "Luther"]}, name
print("as described")
PYTHON
