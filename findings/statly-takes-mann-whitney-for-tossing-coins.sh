#!/usr/bin/env bash
# statly of npm has the Mann-Whitney test of two samples; by its documentation p is the chance that both come from the same
# distribution. It takes the area under the curve times the smaller sample for a number of heads, and gives the chance of so few of them
# when a coin is tossed as often as the smaller sample is large. The test asks for the number of ways to deal the values, which grows
# much faster. How large the other sample is does not matter at all: two reviews that are shorter than each of fifty others have p =
# 0.25, where two of 1,326 deals are so extreme.
# Guess beforehand: 0.0079 for five values below five others, and 0.0015 for two below fifty. Seen: 0.03 and 0.25, also for two below
# five hundred.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . statly@0.0.1
node - <<'JAVASCRIPT'
const { uTest } = require("statly");
const from = (start, length) => Array.from({ length }, (_, index) => start + index);
// of all ways to deal values that are all different, two are so extreme
const deals = (n, k) => from(1, k).reduce((product, step) => (product * (n - k + step)) / step, 1);
const below = (one, other) => uTest(from(1, one), from(one + 1, other)).p;
const seen = [[5, 5], [2, 50], [2, 500]].map(([one, other]) => [one, other, below(one, other), 2 / deals(one + other, one)]);
console.log("statly 0.0.1: values below, others, p, p by counting deals");
for (const line of seen) console.log(...line);
const assert = require("assert");
assert.deepStrictEqual(seen.map((line) => line[2]), [0.03125, 0.25, 0.25]);
assert(Math.abs(seen[0][3] - 0.0079) < 1e-4 && Math.abs(seen[1][3] - 0.0015) < 1e-4 && seen[2][3] < 2e-5);
console.log("as described");
JAVASCRIPT
