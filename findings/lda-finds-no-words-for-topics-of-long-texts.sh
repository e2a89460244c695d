#!/usr/bin/env bash
# lda of npm finds topics in texts and lists the most probable words of each. It sorts the words by their probabilities as text, from Z to A. JavaScript writes a probability below a millionth with an exponent, and 5.0e-7 sorts
# before 0.20 then. As soon as a topic has many words, those that never occur in it have so small a probability; they fill the list, are left out of it as too rare, and the topic has no words. That happens from about
# ten thousand words in a topic on, or from a thousand where the parameter for words, beta, is a tenth of the default. Nothing is reported: the topics are empty lists.
# Guess beforehand: the same five words for each topic, however often the texts are repeated. Seen: them for 400 words, and nothing for the same texts sixty times over, or for 2,400 words with the smaller parameter.
# Needs Node 20, and takes two minutes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . lda@0.2.0
node - <<'JAVASCRIPT'
const assert = require("assert");
const lda = require("lda");
const themes = [["tax", "budget", "bank", "money", "wage"], ["goal", "team", "match", "coach", "league"]];
// twenty texts of 20 words, ten of each theme, each text so many times over
const texts = (times) => Array.from({ length: 20 }, (_, index) => Array(4 * times).fill(themes[index % 2].join(" ")).join(" "));
const topics = (times, beta) => lda(texts(times), 2, 5, ["en"], undefined, beta, 1).map((topic) => topic.map((one) => `${one.term} ${one.probability}`).sort());
const expected = themes.map((words) => words.map((word) => `${word} 0.2`).sort()).sort();
const seen = [];
for (const [times, beta] of [[1, undefined], [1, 0.001], [6, undefined], [6, 0.001], [60, undefined]]) {
  const found = topics(times, beta).sort();
  console.log("lda 0.2.0:", 400 * times, "words, beta", beta ?? "by default", found);
  seen.push(found);
}
assert.deepStrictEqual(seen, [expected, expected, expected, [[], []], [[], []]]);
console.log("as described");
JAVASCRIPT
