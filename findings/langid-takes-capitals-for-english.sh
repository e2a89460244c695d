#!/usr/bin/env bash
# langid guesses the language of a text. Its features are short strings with the letters, small or large, of the
# texts that it was trained on, so one in capitals only (reviews, subtitles, headlines) has few or none: German, Italian, Portuguese and Swedish become
# English, French becomes Japanese and Spanish Finnish. Filters for a language drop the texts of people who shout.
# Guess beforehand: capitals make it less sure. Seen: six of six are right in small letters, none in capitals; four are English.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check langid==1.1.6
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import langid

texts = {"de": "Das Zimmer war sauber und groß", "it": "il personale era molto gentile", "fr": "la chambre était très propre",
         "es": "la habitación estaba muy limpia", "pt": "o quarto estava muito limpo", "sv": "rummet var mycket rent och fint"}
small = {code: langid.classify(text)[0] for code, text in texts.items()}
capitals = {code: langid.classify(text.upper())[0] for code, text in texts.items()}
print("langid", version("langid"), "small letters", small, "capitals", capitals)
assert all(code == guess for code, guess in small.items()), small
assert capitals == {"de": "en", "it": "en", "fr": "ja", "es": "fi", "pt": "en", "sv": "en"}, capitals
print("as described")
PYTHON
