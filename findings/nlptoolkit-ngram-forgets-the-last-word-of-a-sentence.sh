#!/usr/bin/env bash
# nlptoolkit-ngram counts words, pairs and triples of words of a corpus in one tree and gives their probabilities. Sentences go in by the places where a whole pair or triple begins. In a model of pairs the last word of each
# sentence is no word of its own therefore, in one of triples the last two are not, and a sentence that is shorter than the model counts for nothing. The other words share what these lose. In the package's own example,
# two sentences of six and five words that both end in "went", that word has a probability of 0 by itself, and yet of 1 after "mary"; only a model of single words gives it 2 of 11.
# Guess beforehand: 2 of 11 in all three models, and one half for "no" where four of eight words are that answer. Seen: 2 of 11, 0 and 0, and 0 for "no" in a model of pairs.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . nlptoolkit-ngram@1.0.7
node - <<'JAVASCRIPT'
const assert = require("assert");
const { NGram } = require("nlptoolkit-ngram/dist/NGram");
const { NoSmoothing } = require("nlptoolkit-ngram/dist/NoSmoothing");
const probability = (corpus, size, ...words) => {
  const model = new NGram(corpus.map((sentence) => sentence.split(" ")), size);
  for (let level = 1; level <= size; level += 1) model.calculateNGramProbabilitiesSimpleWithLevel(new NoSmoothing(), level);
  return model.getProbability(...words);
};
const share = (corpus, word) => {
  const words = corpus.join(" ").split(" ");
  return words.filter((one) => one === word).length / words.length;
};
const example = ["jack read books john mary went", "jack read books mary went"];
const answers = ["no", "yes we can", "no", "no", "yes", "no"];
const seen = { went: [1, 2, 3].map((size) => probability(example, size, "went")), jack: [1, 2, 3].map((size) => probability(example, size, "jack")),
  "went after mary": probability(example, 2, "mary", "went"), no: [1, 2].map((size) => probability(answers, size, "no")) };
console.log("nlptoolkit-ngram 1.0.7: probability in models of one, two and three words", seen);
console.log("shares by counting", { went: share(example, "went"), jack: share(example, "jack"), no: share(answers, "no") });
assert.deepStrictEqual(seen, { went: [2 / 11, 0, 0], jack: [2 / 11, 2 / 9, 2 / 7], "went after mary": 1, no: [1 / 2, 0] });
assert(share(example, "went") === 2 / 11 && share(answers, "no") === 1 / 2);
console.log("as described");
JAVASCRIPT
