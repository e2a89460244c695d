#!/usr/bin/env bash
# bayes of npm learns from labelled texts which words go with which label, and gives new texts a label. It keeps its counts in a plain object of JavaScript, which has an entry "constructor" from the
# start, a function: the word, which is frequent where motor races or ships are the topic, counts as known before it was ever learned, and when it is, 1 is added to its count as a letter. The
# probability of each text with it is no number then, no label is the most likely one, and the label is null, however clear the other words are. With a capital it is a word like others.
# Guess beforehand: a word like others. Seen: "sport" for "the driver won the race" and null for "the constructor won the race", before and after learning the word. Nothing is reported.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . bayes@1.0.0
node - <<'JAVASCRIPT'
const assert = require("assert");
const bayes = require("bayes");
(async () => {
  const learned = bayes();
  await learned.learn("the driver won the race", "sport");
  await learned.learn("the bill passed the house", "politics");
  const texts = ["the driver won the race", "the constructor won the race", "the Constructor won the race", "the builder won the race"];
  const labels = async () => Promise.all(texts.map((text) => learned.categorize(text)));
  const before = await labels();
  await learned.learn("each constructor has two drivers", "sport");
  const after = await labels();
  const count = JSON.parse(learned.toJson()).wordFrequencyCount.sport.constructor;
  console.log("bayes 1.0.0", texts, "before:", before, "after learning the word:", after, "its count:", count);
  assert.deepStrictEqual(before, ["sport", null, "sport", "sport"]);
  assert.deepStrictEqual(after, before);
  assert(typeof count === "string" && count.endsWith("1"));
  console.log("as described");
})();
JAVASCRIPT
