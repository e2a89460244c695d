#!/usr/bin/env bash
# BibTeX files of older libraries write ü as {\"u} and ß as {\ss}. bibtex-parse of npm gives entries as plain texts: braces go, and so does a backslash before a mark,
# but the letter is not made. Müller is M"uller, Große is Gro\sse; what was the name of the letter and what the next letter is then lost, so that it can
# not be mended afterwards. Cut into words, Café is "caf" and "e". Titles and abstracts in English show nothing.
# Guess beforehand: either the letters, or the source as it is with braces. Seen: neither.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . bibtex-parse@2.1.0
node - <<'JAVASCRIPT'
const { entries } = require("bibtex-parse");
const source = String.raw`@book{a, author = {M{\"u}ller, Ann}, title = {The {US} and Gro{\ss}e Caf{\'e} caf\'e: 50\% \& more}}`;
const [{ AUTHOR, TITLE }] = entries(source);
console.log("bibtex-parse 2.1.0", AUTHOR, "|", TITLE);
require("assert").strictEqual(AUTHOR, 'M"uller, Ann');
require("assert").strictEqual(TITLE, String.raw`The US and Gro\sse Caf'e caf'e: 50% \& more`);
console.log("as described");
JAVASCRIPT
