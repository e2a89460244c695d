#!/usr/bin/env bash
# The package stop-words gives lists for many languages. Some entries of its Hebrew list have the quotation marks and the comma of a program around
# them, and its Persian list has a bracket: they equal no word of any text, so these words are never left out.
# Guess beforehand: each entry is a word. Seen: entries such as '"באיזו מידה",' in Hebrew, '(' in Persian, phrases in seven.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check stop-words==2025.11.4
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

from stop_words import AVAILABLE_LANGUAGES, get_stop_words

hebrew = [word for word in get_stop_words("hebrew") if set(word) & set("\",")]
persian = [word for word in get_stop_words("persian") if set(word) & set("()")]
phrases = sorted(name for name in AVAILABLE_LANGUAGES if any(" " in word for word in get_stop_words(name)))
print("stop-words", version("stop-words"), len(hebrew), hebrew[:3], persian, phrases)
assert hebrew and all(word.startswith("\"") for word in hebrew if "," in word), hebrew
assert "(" in persian
assert "hebrew" in phrases and "persian" in phrases, phrases
print("as described")
PYTHON
