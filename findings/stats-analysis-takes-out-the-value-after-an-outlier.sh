#!/usr/bin/env bash
# stats-analysis of npm takes outliers out of a list. Its default method is for values in their order, and compares each with the one before. The step back from an outlier is as large as the step to it, so the
# value that follows goes as well, and where the outlier comes first it stays and only its neighbour goes. The value after a nought has nothing to compare with: 60 directly behind 0 stays, and the 3 behind it goes.
# Steps are rounded to whole numbers, so that among shares nothing is ever an outlier. The example of the documentation has its outlier last, where none of this shows.
# Guess beforehand: 15, 15, 60 and 0.95 taken out, and nothing else. Seen: 15 and a 3, a 2 only, a 3 only, and nothing; the package's other method, which knows no order, takes each of the four out.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . stats-analysis@2.0.0
node - <<'JAVASCRIPT'
const assert = require("assert");
const stats = require("stats-analysis");
const lists = {
  "own example": [-2, 1, 2, 3, 3, 4, 15],
  "and then on": [-2, 1, 2, 3, 3, 4, 15, 3, 2, 4],
  "outlier first": [15, 2, 3, 3, 4, 2],
  "after a nought": [3, 4, 2, 0, 60, 3, 4, 5, 3],
  shares: [0.12, 0.14, 0.13, 0.95, 0.12, 0.15],
};
const taken = (list, method) => stats.indexOfOutliers(list, method).map((index) => list[index]);
const seen = {};
for (const [name, list] of Object.entries(lists)) {
  seen[name] = { byDefault: taken(list), byMAD: taken(list, stats.outlierMethod.MAD) };
  assert.strictEqual(stats.filterOutliers(list).length, list.length - seen[name].byDefault.length);
}
console.log("stats-analysis 2.0.0, taken out:", seen);
assert.deepStrictEqual(Object.values(seen).map((one) => one.byDefault), [[15], [15, 3], [2], [3], []]);
assert.deepStrictEqual(Object.values(seen).map((one) => one.byMAD), [[15], [15], [15], [60], [0.95]]);
console.log("as described");
JAVASCRIPT
