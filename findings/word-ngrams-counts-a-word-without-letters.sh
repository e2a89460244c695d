#!/usr/bin/env bash
# word-ngrams of npm counts words and sequences of words. It cuts texts at marks that end sentences and then at spaces, and what is empty at an end counts as a word. French puts a space before a question mark, an exclamation mark and a semicolon, so that each
# sentence that ends so has a word without letters, which is soon the most frequent one, and a pair of its last word with it; in other languages the line end after a last sentence makes one. Words are kept in an object of JavaScript
# that has names of its own: "constructor" in a text about building is no number (NaN), however often it comes, and is not among the most common words. Nothing is reported.
# Guess beforehand: the words that are there, with their counts. Seen: "" four times in three questions, and NaN for three constructors.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . word-ngrams@0.2.0
node - <<'JAVASCRIPT'
const assert = require("assert");
const { buildNGrams, getMostCommonNGrams } = require("word-ngrams");
const byHand = (text) => {
  const counts = new Map();
  for (const word of text.toLowerCase().match(/\p{L}+/gu)) counts.set(word, (counts.get(word) || 0) + 1);
  return Object.fromEntries(counts);
};
const texts = { french: "Tu viens ? Et toi ? Oui ou non ?\n", house: "The constructor left. A constructor came; the first constructor paid." };
const seen = Object.fromEntries(Object.entries(texts).map(([name, text]) => {
  const counts = buildNGrams(text, 1);
  return [name, { counts, byHand: byHand(text), common: getMostCommonNGrams(counts) }];
}));
const pairs = buildNGrams(texts.french, 2);
console.log("word-ngrams 0.2.0", seen, "pairs", pairs);
assert.deepStrictEqual({ ...seen.french.counts }, { ...seen.french.byHand, "": 4 });
assert.deepStrictEqual(seen.french.common, [""]);
assert.deepStrictEqual([pairs.viens, pairs.toi, pairs.non], [{ "": 1 }, { "": 1 }, { "": 1 }]);
assert.strictEqual(seen.house.byHand.constructor, 3);
assert.ok(Number.isNaN(seen.house.counts.constructor) && seen.house.common.join() === "the");
console.log("as described");
JAVASCRIPT
