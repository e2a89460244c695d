#!/usr/bin/env bash
# agate (the library behind csvkit) decides the type of a column by all of its cells. A label column of 0 and 1, or of y and n,
# becomes a Boolean column, and a text that is only a full stop or n/a becomes an empty cell. Written back, the labels are other
# words than before, and the file has fewer texts; nothing is reported.
# Guess beforehand: 0 and 1 stay numbers, texts stay texts. Seen: True and False; empty cells.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check agate==1.14.2
cd "$folder"
venv/bin/python - <<'PYTHON'
import io, agate
source = "text,label,answer\ngood,1,y\nbad,0,n\n.,1,y\nn/a,0,n\n"
table = agate.Table.from_csv(io.StringIO(source))
out = io.StringIO()
table.to_csv(out)
seen = out.getvalue().split()
print("agate", agate.__name__ and "1.14.2", "read", source.split(), "wrote", seen)
assert seen == ["text,label,answer", "good,True,True", "bad,False,False", ",True,True", ",False,False"], seen
print("as described")
PYTHON
