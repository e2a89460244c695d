#!/usr/bin/env bash
# classificator sorts texts into classes by naive Bayes; topInfluentialTokens() gives, by its documentation, the words that most influenced the predicted class. It ranks them by how probable a word is in that class alone,
# without a look at the others. What decides between classes is the quotient of the two probabilities. So words like "the" and "was" come first whatever the classes are, and a word that speaks for the other class can stand
# above all that speak for the predicted one: of a review that is rightly called good, the third word is "food", which has the larger share in bad reviews, and "kind", which moves the result most beside "great", is not among five.
# Guess beforehand: "great" and "kind" first, the two words that only good reviews have. Seen: "the", "was" and "food".
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . classificator@1.0.1
cat > run.mjs <<'JAVASCRIPT'
import assert from "assert";
import bayes from "classificator";
const reviews = {
  good: ["the food was good and the staff was kind", "the rooms were lovely and the view was great", "the food was great"],
  bad: ["the food was bad and the staff was rude", "the rooms were dirty and the food was cold"],
};
const classifier = bayes();
for (const [label, texts] of Object.entries(reviews)) for (const text of texts) classifier.learn(text, label);
const text = "the food was great and the staff was kind";
const words = Object.fromEntries(Object.entries(reviews).map(([label, texts]) => [label, texts.join(" ").split(" ")]));
const size = new Set([...words.good, ...words.bad]).size;
const probability = (word, label) => (words[label].filter((one) => one === word).length + 1) / (words[label].length + size);
// what the word adds to the difference of the logarithms of both classes, as often as the text has it
const influence = (word) => text.split(" ").filter((one) => one === word).length * Math.log(probability(word, "good") / probability(word, "bad"));
const distinct = [...new Set(text.split(" "))];
const byHand = distinct.sort((a, b) => influence(b) - influence(a));
const total = distinct.reduce((sum, word) => sum + influence(word), Math.log(3 / 2));
const result = classifier.categorize(text);
const difference = result.likelihoods[0].logLikelihood - result.likelihoods[1].logLikelihood;
const seen = classifier.topInfluentialTokens(text).map((one) => one.token);
console.log("classificator 1.0.1:", result.predictedCategory, seen);
console.log("by what they add:", byHand.map((word) => word + " " + influence(word).toFixed(2)));
assert.strictEqual(result.predictedCategory, "good");
assert(Math.abs(difference - total) < 1e-9, "the words by hand explain the whole result");
assert.deepStrictEqual(seen, ["the", "was", "food", "great", "and"]);
assert.deepStrictEqual(byHand.slice(0, 2), ["great", "kind"]);
assert(influence("food") < 0);
console.log("as described");
JAVASCRIPT
node run.mjs
