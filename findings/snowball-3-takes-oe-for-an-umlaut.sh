#!/usr/bin/env bash
# Since version 3 the German stemmer of Snowball takes ae, oe and ue for ä, ö and ü, as its variant german2 did before, also where they are
# two vowels. Everyday words lose one of these, and words that have nothing in common become one stem.
# Guess beforehand: Häuser and Haeuser are one stem, poet, aktuell and Koexistenz stay as in version 2.
# Seen: poet is pot, aktuell is aktull, koexistenz is koxistenz.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check snowballstemmer==3.1.1
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version
import subprocess
import sys

WORDS = ["haeuser", "häuser", "poet", "aktuell", "koexistenz", "manuell", "individuell", "statue"]
stem = "import snowballstemmer; print(*snowballstemmer.stemmer(\"german\").stemWords(%r))" % WORDS


def run() -> list[str]:
    return subprocess.run([sys.executable, "-c", stem], capture_output=True, text=True, check=True).stdout.split()


new = run()
subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "snowballstemmer==2.2.0"], check=True)
old = run()
print("snowballstemmer 2.2.0", dict(zip(WORDS, old)))
print("snowballstemmer 3.1.1", dict(zip(WORDS, new)))
assert old[2:5] == ["poet", "aktuell", "koexistenz"], old
assert new[0] == new[1] and old[0] != old[1]
assert new[2:5] == ["pot", "aktull", "koxistenz"], new
print("as described")
PYTHON
