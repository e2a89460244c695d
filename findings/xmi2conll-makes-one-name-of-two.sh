#!/usr/bin/env bash
# xmi2conll turns annotations of INCEpTION (UIMA CAS XMI) into the lines of CoNLL, with B- at the first word of a name and I- at the others. It does not look where an annotation begins, but whether the label before is another one: two names of one kind that stand
# side by side become one, which is what the B- is for. Between sentences it puts a word of its own, BREAK, and then blanks all that equals it: somebody's "BREAK" in capitals is gone from the text. A quotation mark becomes four,
# since the lines are written as CSV by spaces. Nothing is reported; texts without these look right.
# Guess beforehand: B-PER for Anna and for Ben, and each word as it is. Seen: I-PER for Ben, so that two persons of three are left; a blank for BREAK; """" for ".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.2.6 pandas==2.3.3 dkpro-cassis==0.12.0 tqdm==4.67.1 termcolor==2.5.0
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps xmi2conll==0.1.6
cd "$folder"
venv/bin/python - <<'PYTHON' 2>errors
import contextlib
import io
from importlib.metadata import version

from cassis import Cas, TypeSystem
from src.x2c_converters import Xmi2Conll

segmentation, person = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.", "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
types = TypeSystem()
Sentence, Token = (types.create_type(segmentation + name, "uima.tcas.Annotation") for name in ("Sentence", "Token"))
Name = types.create_type(person, "uima.tcas.Annotation")
types.create_feature(Name, "value", "uima.cas.String")
sentences = ["We told Anna Ben was late .", 'Cem said " BREAK " twice .']
names = ["Anna", "Ben", "Cem"]
cas = Cas(types)
cas.sofa_string = "\n".join(sentences)
place = 0
for sentence in sentences:
    cas.add(Sentence(begin=place, end=place + len(sentence)))
    for word in sentence.split(" "):
        cas.add(Token(begin=place, end=place + len(word)))
        place += len(word) + 1
for name in names:
    begin = cas.sofa_string.index(name)
    cas.add(Name(begin=begin, end=begin + len(name), value="PER"))
cas.to_xmi("small.xmi")
types.to_xml("types.xml")
with contextlib.redirect_stdout(io.StringIO()):
    Xmi2Conll(xmi="small.xmi", typesystem_input="types.xml", type_name_annotations=person, output="out/")
lines = open("out/small.conll", encoding="utf-8").read().splitlines()
expected = []
for sentence in sentences:
    expected += [f"{word} {'B-PER' if word in names else 'O'}" for word in sentence.split(" ")] + [""]
changed = [(should, line) for should, line in zip(expected, lines, strict=True) if should != line]
print("xmi2conll", version("xmi2conll"), "should be, and is:", changed)
assert changed == [("Ben B-PER", "Ben I-PER"), ('" O', '"""" O'), ("BREAK O", "  O"), ('" O', '"""" O')], changed
assert sum("B-PER" in line for line in lines) == 2, lines
print("as described")
PYTHON
