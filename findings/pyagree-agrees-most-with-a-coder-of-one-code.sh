#!/usr/bin/env bash
# pyagree measures by information how far two coders agree (IA_C), and goes to the limit where the logarithm of zero stands in the way, as it does when one coder gives the same code to every text. The limit is the share
# of the codes that the other coder does not use. The package counts the used and the unused ones the wrong way round: somebody who looks at no text and always writes the same has an agreement of 1 with a
# careful coder who uses all codes, and two who write that same code for each text, which is all they could agree on, have less. With no such coder its values are right; Cohen's kappa is 0 for such a pair.
# Guess beforehand: 0 for one code against three, by the formula with 10^-900 for each zero. Seen: 1; two coders of one code have 0.33 where the limit is 0.67.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.2.6 pyagree==0.0.4
cd "$folder"
venv/bin/python - <<'PYTHON'
from decimal import Decimal, getcontext
from importlib.metadata import version

from pyagree import cohen_kappa, ia_c

getcontext().prec = 2000


def limit(table):
    cells = [[Decimal(count) if count else Decimal(10) ** -900 for count in row] for row in table]

    def entropy(counts):
        return -sum(count / sum(counts) * (count / sum(counts)).ln() for count in counts)

    one, other = entropy([sum(row) for row in cells]), entropy([sum(column) for column in zip(*cells)])
    return round(float((one + other - entropy([count for row in cells for count in row])) / min(one, other)), 2) + 0


tables = {
    "careful against always the same": [[10, 0, 0], [10, 0, 0], [10, 0, 0]],
    "the same, with two codes": [[20, 0], [20, 0]],
    "both always the same": [[30, 0, 0], [0, 0, 0], [0, 0, 0]],
    "two coders who mostly agree": [[8, 2, 0], [1, 9, 0], [0, 0, 10]],
}
seen = {name: (round(float(ia_c(table)), 2), limit(table)) for name, table in tables.items()}
print("pyagree", version("pyagree"), "IA_C, and its limit by hand:")
for name, values in seen.items():
    print(f"{name:32}", *values)
assert list(seen.values()) == [(1, 0), (1, 0), (0.33, 0.67), (0.75, 0.75)], seen
assert [round(float(cohen_kappa(tables[name])), 2) for name in list(tables)[:2]] == [0, 0]
print("as described")
PYTHON
