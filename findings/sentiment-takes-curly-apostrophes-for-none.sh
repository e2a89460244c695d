#!/usr/bin/env bash
# The package sentiment of npm turns the sign of a word after "don't" and the like. Telephones and word processors write the apostrophe as ’ and not as ';
# the negation is then not known, and "don’t like" is as positive as "like". Whether a complaint is negative depends on
# the device that it was typed on, which differs between groups of people. Also "isn't" is a negation and "wasn't", "hasn't", "never" and "couldn't" are not.
# Guess beforehand: both apostrophes are one. Seen: -2 and 2.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . sentiment@5.0.2
node - <<'JAVASCRIPT'
const Sentiment = require("sentiment");
const described = {
  "I don't like it": -2, "I don\u2019t like it": 2, "it isn't good": -3, "it isn\u2019t good": 3, "it wasn't good": 3, "it was never good": 3, "it was not good": -3,
};
const analyzer = new Sentiment();
const seen = Object.fromEntries(Object.keys(described).map((text) => [text, analyzer.analyze(text).score]));
console.log("sentiment 5.0.2", JSON.stringify(seen));
require("assert").deepStrictEqual(seen, described);
console.log("as described");
JAVASCRIPT
