#!/usr/bin/env bash
# numbers-from-words of npm reads numbers that are written in words, as in answers to "how many?". By its documentation a text that is
# no number is an error. It has a list of the words from ten to nineteen and never looks at it: these words are passed over like a
# comma. Twelve children are none, and one hundred and twelve are 100, while all numbers without these ten words, with which one would
# try it, are right.
# Guess beforehand: 12, 112 and 215. Seen: 0, 100 and 200, without an error; a text without any number is 0 too.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . numbers-from-words@0.0.8
node - <<'JAVASCRIPT'
const { parse } = require("numbers-from-words");
const words = ["three", "twenty three", "twelve", "one hundred and twelve", "two hundred and fifteen", "nineteen eighty", "none of them"];
const seen = Object.fromEntries(words.map((text) => [text, parse(text)]));
console.log("numbers-from-words 0.0.8", seen);
require("assert").deepStrictEqual(Object.values(seen), [3, 23, 0, 100, 200, 80, 0]);
console.log("as described");
JAVASCRIPT
