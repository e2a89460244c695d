#!/usr/bin/env bash
# The package of npm whose name is lemmatizer takes prefixes off wherever a known word is left, then the ending, and mends what is no word with an e, y or l. A
# problem is a "blem", a company a "pany", "under" is "r", "present" is "send", and say, says and said are "sail". So most texts consist
# of other words than before; the irregular forms that one would test (feet, was, ran) are right.
# Guess beforehand: rare words suffer, as with any rules. Seen: problem, company, under, way, may, this.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . lemmatizer@0.0.1 en-inflectors@1.0.12 en-lexicon@1.0.11 en-stemmer@1.0.3
node - <<'JAVASCRIPT'
const { lemmatizer } = require("lemmatizer");
const described = {
  feet: "foot", was: "be", ran: "run", problem: "blem", company: "pany", under: "r", present: "send", said: "sail", way: "wail",
  may: "mai", this: "thi", disease: "ease", people: "person", money: "monei",
};
const seen = Object.fromEntries(Object.keys(described).map((word) => [word, lemmatizer(word)]));
console.log("lemmatizer 0.0.1", JSON.stringify(seen));
require("assert").deepStrictEqual(seen, described);
console.log("as described");
JAVASCRIPT
