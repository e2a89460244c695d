#!/usr/bin/env bash
# In BibTeX a name in braces is one name: {World Health Organization} has no first name, and {Barnes and Noble} is one author, which is what the braces are for. astrocite-bibtex of npm, which makes entries for CSL, takes the braces away
# before it looks at the names: the organization is Ms or Mr Health Organization, first name World, and sorted at H; Barnes and Noble are two people. The ö of
# J{\"o}rg is right, but in two characters, so that it does not equal a Jörg that was typed. The abstract and the keywords of an entry, which other readers have, are not in what it gives at all.
# Guess beforehand: one family name, or CSL's "literal", and one author each. Seen: a first name for the one and two authors for the other.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pybtex==0.26.1
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . astrocite-bibtex@0.16.4
cat >small.bib <<'BIBTEX'
@article{one, author = {{World Health Organization} and M{\"u}ller, J{\"o}rg}, title = {First}, year = 2020, abstract = {Words.}, keywords = {one}}
@book{two, author = {{Barnes and Noble}}, title = {Second}, year = 2021}
BIBTEX
venv/bin/python - <<'PYTHON'
import json
import subprocess
from importlib.metadata import version

from pybtex.database import parse_file

program = "console.log(JSON.stringify(require('astrocite-bibtex').parse(require('fs').readFileSync('small.bib', 'utf8'))))"
entries = json.loads(subprocess.run(["node", "-e", program], capture_output=True, check=True).stdout)
seen = {entry["id"]: [(name.get("given"), name.get("family")) for name in entry["author"]] for entry in entries}
other = {key: [(" ".join(one.first_names) or None, " ".join(one.last_names)) for one in entry.persons["author"]] for key, entry in parse_file("small.bib").entries.items()}
print("astrocite-bibtex 0.16.4", seen, "fields", sorted(entries[0]))
print("pybtex", version("pybtex"), other)
assert [len(names) for names in other.values()] == [2, 1] and other["one"][0] == (None, "{World Health Organization}"), other
assert seen == {"one": [("World", "Health Organization"), ("Jo\u0308rg", "Mu\u0308ller")], "two": [(None, "Barnes"), (None, "Noble")]}, seen
assert not {"abstract", "keyword", "keywords"} & set(entries[0]), entries
print("as described")
PYTHON
