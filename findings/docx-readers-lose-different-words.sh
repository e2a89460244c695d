#!/usr/bin/env bash
# Two usual ways to get the words of a Word document lose different ones. python-docx leaves out what was typed while changes
# were tracked, content controls, and tables (they are no paragraphs); docx2txt has all of these, but drops the hyphen that does
# not break a line and so glues two words together.
# Guess beforehand: both give the text that Word shows. Seen: neither does.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-docx==1.2.0 docx2txt==0.9
cd "$folder"
venv/bin/python - <<'PYTHON'
import docx, docx2txt
from docx.oxml import OxmlElement
def element(name, *children, text=None):
    new = OxmlElement(name)
    for child in children: new.append(child)
    if text is not None: new.text = text
    return new
def run(text): return element("w:r", element("w:t", text=text))
document = docx.Document()
document.add_paragraph("self")._p.extend([element("w:r", element("w:noBreakHyphen")), run("aware")])
document.add_paragraph("typed ")._p.append(element("w:ins", run("inserted")))
document.add_paragraph("form: ")._p.append(element("w:sdt", element("w:sdtContent", run("answer"))))
document.add_table(1, 1).cell(0, 0).text = "cell"
document.save("words.docx")
one = [paragraph.text for paragraph in docx.Document("words.docx").paragraphs]
two = docx2txt.process("words.docx").split()
print("python-docx 1.2.0", one, "docx2txt 0.9", two)
assert one == ["self-aware", "typed ", "form: "], one
assert two == ["selfaware", "typed", "inserted", "form:", "answer", "cell"], two
print("as described")
PYTHON
