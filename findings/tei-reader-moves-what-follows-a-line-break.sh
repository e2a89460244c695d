#!/usr/bin/env bash
# Editions in TEI mark line and page breaks, corrections and variants of a text. tei-reader promises the text in document order. What lies between a break and the next
# element comes after that element: "here, but she is." is "here she is. but". Two words beside a line break become one, and of an error and its correction, of deleted and added
# words it takes both and puts no space between. So words that nobody wrote are counted, and pairs of words are others.
# Guess beforehand: both alternatives, as two words, in the order of the file. Seen: "hosuehouse", "themhim", "nothere", and "but" after the full stop.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check tei-reader==0.0.17 beautifulsoup4==4.15.0 lxml==6.1.3
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

from tei_reader import TeiReader

head = "<teiHeader><fileDesc><titleStmt><title>A letter</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>"
expected = {
    "The <choice><sic>hosue</sic><corr>house</corr></choice> was big.": "The hosuehouse was big.",
    "I gave it to <del>them</del><add>him</add> at once.": "I gave it to themhim at once.",
    "He is not<lb/>here.": "He is nothere.",
    'He is not here<pb n="2"/> but <hi>she</hi> is.': "He is not hereshe is. but ",
    'She is mag<lb break="no"/>nificent, not <hi>mad</hi>.': "She is magmad.nificent, not ",
    "One <hi>good</hi> word and <hi>another</hi> here.": "One good word and another here.",
}
for source, text in expected.items():
    seen = TeiReader().read_string(f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{head}<text><body><div><p>{source}</p></div></body></text></TEI>').text
    print("tei-reader", version("tei-reader"), source, "->", repr(seen))
    assert seen == text, seen
print("as described")
PYTHON
