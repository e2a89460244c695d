#!/usr/bin/env bash
# math-stats of npm gives the median of numbers. It sorts them without saying how, and JavaScript then sorts numbers as words: 100 comes before 9. As soon as values have different numbers of digits, as lengths of texts and counts
# of words do, the one in the middle is another: the median of 8, 9, 10, 11 and 100 is 11. It sorts the caller's own list as well, so that values no longer stand beside their labels. Numbers of one digit, as in its documentation, are right.
# Guess beforehand: 10, and a list left as it was. Seen: 11, and the list is 10, 100, 11, 8, 9; of ten texts of 2 to 1,200 words a median of 125 where it is 40.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . math-stats@0.3.1
node - <<'JAVASCRIPT'
const assert = require("assert");
const { median } = require("math-stats");
const byHand = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.floor(sorted.length / 2)]) / 2;
};
const lists = [[1, 2, 3], [100, 9, 11, 8, 10], [2, 5, 9, 20, 30, 50, 104, 220, 600, 1200]];
const seen = lists.map((list) => {
  const given = [...list];
  return { median: median(given), byHand: byHand(list), list: given.join(" ") };
});
console.log("math-stats 0.3.1", seen);
assert.deepStrictEqual(seen.map((one) => [one.median, one.byHand]), [[2, 2], [11, 10], [125, 40]]);
assert.strictEqual(seen[1].list, "10 100 11 8 9");
console.log("as described");
JAVASCRIPT
