#!/usr/bin/env bash
# The percentile rank of a value says which share of the others is below it, as test scores or lengths of texts are reported. percentile-rank of npm says that it returns the same as PERCENTRANK in
# spreadsheets, where the order of the cells does not matter. It takes the place at which the value stands in the list for its rank, so that only sorted lists are right: in the order in which answers
# came in, the first one has 0 and the last one 1, and the best of all may have 0. Of a value that is not in the list it looks for two neighbours around it, anywhere, so that 6 may be below 5.
# Guess beforehand: one rank for one value, whatever the order. Seen: 0.75 sorted, and 0 or 1 when it stands first or last. Nothing is reported.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . percentile-rank@1.0.6
node - <<'JAVASCRIPT'
const assert = require("assert");
const rank = require("percentile-rank");
const orders = { sorted: [1, 3, 5, 8, 9], "8 first": [8, 1, 9, 3, 5], "8 last": [5, 9, 1, 3, 8] };
const byHand = (list, value) => list.filter((other) => other < value).length / (list.length - 1);
const ranks = (value) => Object.fromEntries(Object.entries(orders).map(([name, list]) => [name, Number(rank(list, value).toFixed(2))]));
const seen = { 8: ranks(8), 9: ranks(9), 5: ranks(5), 6: ranks(6) };
console.log("percentile-rank 1.0.6", seen);
assert(Object.values(orders).every((list) => byHand(list, 8) === 0.75 && byHand(list, 9) === 1 && byHand(list, 5) === 0.5));
assert.deepStrictEqual(seen[8], { sorted: 0.75, "8 first": 0, "8 last": 1 });
assert.deepStrictEqual(seen[9], { sorted: 1, "8 first": 0.5, "8 last": 0.25 });
assert.deepStrictEqual(seen[5], { sorted: 0.5, "8 first": 1, "8 last": 0 });
assert(seen[6].sorted === 0.58 && seen[6]["8 first"] < seen[5]["8 first"]);
console.log("as described");
JAVASCRIPT
