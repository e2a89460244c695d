#!/usr/bin/env bash
# corpus-toolkit cuts texts into words, takes marks out of them and looks up the lemma of what is left. "U.S." loses its full stops, is taken
# for the pronoun "us" and becomes "we"; "we'll" is "well", "I'll" is "ill" and 3.5 is 35. Politicians who name their
# country most seem to say "we" most.
# Guess beforehand: an abbreviation stays one, "we" is only what was "we" or "us". Seen: four times "we" in a text without either.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check corpus-toolkit==0.32 setuptools==80.9.0
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
from importlib.metadata import version

from corpus_toolkit import corpus_tools

texts = ["The U.S. is large. U.S. troops left, and the U.S. Senate met: U.S.", "I'll go, we'll stay", "He's 3.5 feet"]
seen = list(corpus_tools.tokenize(texts))
print("corpus-toolkit", version("corpus-toolkit"), seen)
print("we:", seen[0].count("we"))
assert seen[0].count("we") == 4 and "us" not in seen[0], seen
assert seen[1:] == [["ill", "go", "well", "stay"], ["hes", "35", "foot"]], seen
print("as described")
PYTHON
