#!/usr/bin/env bash
# ROUGE-N is the share of the words (or of the pairs of words) of one text that another text has too, each as often as it occurs in both: a summary or an answer is compared with a model in this way.
# rouge of npm counts the different words that both have, each once, and divides by all words of the model. A text has less than 1 with itself as soon as a word comes twice, and the longer it is the
# less, so that long answers are always further from the model. Pairs are made without a space, so that "no tables" and "not ables" are the same pair. ROUGE-S, for pairs with words between, divides a
# list by a number, which is no number, for all texts.
# Guess beforehand: 1 for a text and itself by all of them. Seen: 0.64 for 11 words, 0.32 for 22, two pairs of three in common where it is one, and NaN. Texts in which no word comes twice have 1.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . rouge@1.0.3
node - <<'JAVASCRIPT'
const assert = require("assert");
const rouge = require("rouge");
const text = "the cat and the dog saw the bird and the fish";
const texts = { "no word twice": "the cat saw a small bird", "eleven words": text, "twice as long": `${text} ${text}` };
const seen = Object.fromEntries(Object.entries(texts).map(([name, one]) => [name, Number(rouge.n(one, one, 1).toFixed(2))]));
const counts = (words) => words.split(" ").reduce((sum, word) => sum.set(word, (sum.get(word) ?? 0) + 1), new Map());
const byHand = (one, model) => {
  const [mine, theirs] = [counts(one), counts(model)];
  return [...theirs].reduce((sum, [word, count]) => sum + Math.min(count, mine.get(word) ?? 0), 0) / model.split(" ").length;
};
const pair = rouge.n("there are no tables", "there are not ables", 2);
const skipped = rouge.s(texts["no word twice"], texts["no word twice"]);
console.log("rouge 1.0.3", "texts and themselves:", seen, "pairs of 'no tables' and 'not ables':", pair, "ROUGE-S:", skipped);
assert(Object.values(texts).every((one) => byHand(one, one) === 1));
assert.deepStrictEqual(seen, { "no word twice": 1, "eleven words": 0.64, "twice as long": 0.32 });
assert(Math.abs(pair - 2 / 3) < 1e-9);  // "there are" alone is in both
assert(Number.isNaN(skipped));
console.log("as described");
JAVASCRIPT
