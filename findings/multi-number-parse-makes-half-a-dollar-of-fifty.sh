#!/usr/bin/env bash
# multi-number-parse of npm reads numbers "in any valid format": its documentation has people who paste prices and percentages in mind. It drops what follows the last digit. Any other mark that is no digit it takes for a
# separator of decimals or thousands, also one before the first digit and between two numbers: "$50" is 0.5, "€1500" is 0.15 and "+5" is 0.5, while "50$" and, having three digits, "$100" are right. Of answers to "how old are you?"
# 18-24 is 18.24, of dates 12/30 is 12.3, a half (1/2) is 1.2. What cannot be read is NaN by its documentation, and two different marks often are.
# Guess beforehand: 50, 1500 and 5, and NaN for what is not one number. Seen: as said. Nothing is reported.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . multi-number-parse@1.1.0
node - <<'JAVASCRIPT'
const assert = require("assert");
const parse = require("multi-number-parse").default;
const texts = ["2,543.56", "50$", "$50", "$100", "€1500", "+5", "18-24", "12/30", "1/2"];
const seen = Object.fromEntries(texts.map((text) => [text, parse(text)]));
console.log("multi-number-parse 1.1.0", seen);
assert.deepStrictEqual(Object.values(seen), [2543.56, 50, 0.5, 100, 0.15, 0.5, 18.24, 12.3, 1.2]);
console.log("as described");
JAVASCRIPT
