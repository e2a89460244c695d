#!/usr/bin/env bash
# string-comparison of npm has similarities and distances of texts, by its documentation with 0 for the same texts in each distance. Its Jaro-Winkler distance is the similarity: 1 for the same words, 0 for words that have
# nothing in common, so that whoever takes the nearest word of a list gets the one furthest away. Its cosine counts each letter once, however often it occurs, and in no order: "no" and "noon", and all words
# with the same letters ("listen", "silent"), have 1, though its documentation speaks of runs of letters. All of them take spaces out first, so that "now here" is "nowhere".
# Guess beforehand: a distance of 0 for the same words, and less than 1 for the cosine of others. Seen: 1 and 0 exchanged, and 1. Nothing is reported.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . string-comparison@1.3.0
node - <<'JAVASCRIPT'
const assert = require("assert");
const { jaroWinkler, levenshtein, cosine } = (({ default: all, ...named }) => all ?? named)(require("string-comparison"));
const pairs = [["women", "women"], ["women", "woman"], ["women", "cat"]];
const distances = (kind) => pairs.map(([one, two]) => Number(kind.distance(one, two).toFixed(2)));
const seen = { levenshtein: distances(levenshtein), jaroWinkler: distances(jaroWinkler) };
const nearest = ["cat", "woman", "women"].sort((one, two) => jaroWinkler.distance("women", one) - jaroWinkler.distance("women", two))[0];
const alike = [["no", "noon"], ["listen", "silent"], ["now here", "nowhere"]].map(([one, two]) => Number(cosine.similarity(one, two).toFixed(2)));
console.log("string-comparison 1.3.0", "distances of", pairs, seen, "nearest to women:", nearest, "cosines:", alike);
assert.deepStrictEqual(seen.levenshtein, [0, 1, 5]);
assert.deepStrictEqual(seen.jaroWinkler, [1, 0.87, 0]);
assert.strictEqual(nearest, "cat");
assert.deepStrictEqual(alike, [1, 1, 1]);
console.log("as described");
JAVASCRIPT
