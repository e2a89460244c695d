#!/usr/bin/env bash
# pybrat reads the annotations of brat. An event there names its parts by their roles (Agent:T2 Patient:T3); pybrat keeps the parts without the roles, although it has a class for the two, so that who did what to whom is known by the order of the line only, which
# brat leaves free. In a relation it takes what is written first for the first argument, whether it says Arg1 or Arg2. Lines that begin with A, which say that something is negated or doubted, are left out. Nothing
# is reported, also where it is asked to raise an error at each line that it cannot read.
# Guess beforehand: roles with their parts, the relation from T1 to T3, the negation somewhere. Seen: two events alike but for the order; the relation from T3 to T1; no trace of the negation.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pybrat==0.1.7
cd "$folder"
mkdir project
printf 'Ann hit Ben. Ben hit Ann. Cem was not late.\n' >project/one.txt
printf 'T1\tPerson 0 3\tAnn\nT2\tHit 4 7\thit\nT3\tPerson 8 11\tBen\nT4\tPerson 13 16\tBen\nT5\tHit 17 20\thit\nT6\tPerson 21 24\tAnn\nT7\tLate 38 42\tlate\n' >project/one.ann
printf 'E1\tHit:T2 Agent:T1 Patient:T3\nE2\tHit:T5 Patient:T6 Agent:T4\nE3\tLate:T7\nA1\tNegation E3\nR1\tKnows Arg2:T3 Arg1:T1\n' >>project/one.ann
venv/bin/python - <<'PYTHON'
import dataclasses
import json
import re
from importlib.metadata import version

from pybrat.parser import BratParser

read = BratParser(error="raise").parse("project")[0]
events = {event.id: [(type(part).__name__, part.mention) for part in event.arguments] for event in read.events}
relation = read.relations[0].arg1.id, read.relations[0].arg2.id
everything = json.dumps(dataclasses.asdict(read))
print("pybrat", version("pybrat"), "events:", events, "relation from and to:", relation)
written = open("project/one.ann").read()
roles = [dict(part.split(":") for part in line.split()[2:]) for line in re.findall(r"(?m)^E.*", written)]
named = dict(re.findall(r"Arg([12]):(T\d+)", written))
print("in the file: roles", roles, "relation", named, "attributes", re.findall(r"(?m)^A.*", written))
assert [role["Agent"] for role in roles[:2]] == ["T1", "T4"] and named == {"1": "T1", "2": "T3"}, (roles, named)
assert events == {"E1": [("Entity", "Ann"), ("Entity", "Ben")], "E2": [("Entity", "Ann"), ("Entity", "Ben")], "E3": []}, events
assert relation == ("T3", "T1"), relation
assert not re.search("Agent|Patient|Negation", everything), everything
print("as described")
PYTHON
