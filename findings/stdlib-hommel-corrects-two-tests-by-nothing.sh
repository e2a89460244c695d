#!/usr/bin/env bash
# Hommel's method corrects the p-values of many terms for being many; it is the same as testing each set of them by Simes's test. padjust of stdlib for JavaScript
# has it beside Bonferroni's, Holm's and the two for false discoveries, which are right. Its first step, the test of all together, is computed and then not used, so that the
# smallest p-values come out too small: two tests are not corrected at all, the smallest of three is doubled where it should be tripled.
# Guess beforehand: the values of the definition, as its other methods have. Seen: 0.04 of two stays 0.04 instead of 0.08; 162 families of 200 have another value.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @stdlib/stats-padjust@0.2.1
node - <<'JAVASCRIPT'
const padjust = require("@stdlib/stats-padjust");
const simes = (values) => Math.min(...[...values].sort((a, b) => a - b).map((value, rank) => (value * values.length) / (rank + 1)));
const closed = (values) => values.map((_, index) => {
  let largest = 0;
  for (let set = 1; set < 1 << values.length; set++) if (set & (1 << index)) largest = Math.max(largest, simes(values.filter((_, other) => set & (1 << other))));
  return largest;
});
const same = (one, other) => one.every((value, index) => Math.abs(value - other[index]) < 1e-9);
let seed = 1;
const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
const families = Array.from({ length: 200 }, () => Array.from({ length: 2 + Math.floor(random() * 7) }, () => random() ** 3));
const wrong = families.filter((family) => !same(padjust(family, "hommel"), closed(family))).length;
const seen = [[0.25, 0.04], [0.04, 0.25], [0.54, 0.02, 0.37]].map((family) => [family, padjust(family, "hommel"), closed(family), padjust(family, "holm")]);
console.log("@stdlib/stats-padjust 0.2.1: given, hommel, Simes for all sets, holm");
for (const line of seen) console.log(...line);
console.log("families with another value", wrong, "of", families.length);
require("assert")(seen[0][1][1] === 0.04 && Math.abs(seen[0][2][1] - 0.08) < 1e-9 && wrong === 162);
console.log("as described");
JAVASCRIPT
