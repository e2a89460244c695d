#!/usr/bin/env bash
# string-cosine-similarity of npm gives the cosine of two texts by the counts of their words. It lists the words of the first text only, each as often as it stands there: what the second text has beyond them does not
# count, and a word that the first text repeats counts over again. A sentence and a longer one named after it that holds it have a similarity of 1 therefore, even where the rest denies it, and the value depends on
# the order. The package's own example, two sentences of eight words, has 0.93 where the cosine of their counts is 9 by the root of 120, 0.82. Two texts with no word in common have no value at all.
# Guess beforehand: 0.82 for the example, 0.76 for a sentence and its denial, and the same in both orders. Seen: 0.93, and 1 or 0.76 by the order.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . string-cosine-similarity@2.0.1
node - <<'JAVASCRIPT'
const assert = require("assert");
const similarity = require("string-cosine-similarity");
const cosine = (one, other) => {
  const [a, b] = [one, other].map((text) => {
    const counts = new Map();
    for (const word of text.toLowerCase().split(" ")) counts.set(word, (counts.get(word) ?? 0) + 1);
    return counts;
  });
  const dot = (x, y) => [...x].reduce((sum, [word, count]) => sum + count * (y.get(word) ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
};
const pairs = {
  "own example": ["Julie loves me more than Linda loves me", "Jane likes me more than Julie loves me"],
  "a denial": ["the vaccine is safe", "nobody believes that the vaccine is safe"],
  "nothing in common": ["the vaccine is safe", "rents rise every year"],
};
const seen = {};
for (const [name, [one, other]] of Object.entries(pairs)) {
  seen[name] = [similarity(one, other), similarity(other, one), cosine(one, other)].map((value) => Math.round(100 * value) / 100);
}
console.log("string-cosine-similarity 2.0.1: as named, in the other order, by hand", seen);
assert.deepStrictEqual(seen["own example"], [0.93, 0.9, 0.82]);
assert.deepStrictEqual(seen["a denial"], [1, 0.76, 0.76]);
assert(Number.isNaN(seen["nothing in common"][0]) && seen["nothing in common"][2] === 0);
console.log("as described");
JAVASCRIPT
