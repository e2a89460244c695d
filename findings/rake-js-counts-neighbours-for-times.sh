#!/usr/bin/env bash
# RAKE gives each word the quotient of its degree, which is the number of words in all phrases that have it, and the number of times
# that it occurs; a phrase has the sum of its words. So a word that stands alone has 1, however often it comes, and a phrase of three
# words that come once has 9. rake-js of npm names the paper and divides by the number of different words that stand beside a word,
# itself among them, and multiplies by how often the phrase occurs. A phrase of three words has 3, and a word that stands alone twice
# has 4: it is ahead of all phrases that RAKE is made to find.
# Guess beforehand: phrases of three words before the single word, however often it comes. Seen: the single word is the best phrase from
# its second time on.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . rake-js@0.1.1
node - <<'JAVASCRIPT'
const rake = require("rake-js").default;
const phrases = ["old stone bridge", "parish church tower", "river walk path", "city park garden"];
const best = (times) => rake([...Array(times).fill("dog"), ...phrases].map((phrase) => `${phrase}.`).join(" "), { language: "english" });
const scores = (times) => { // of the paper: degree by times
  const all = [...Array(times).fill("dog"), ...phrases].map((phrase) => phrase.split(" "));
  const score = (word) => {
    const having = all.filter((words) => words.includes(word));
    return having.reduce((sum, words) => sum + words.length, 0) / having.length;
  };
  return Object.fromEntries(all.map((words) => [words.join(" "), words.reduce((sum, word) => sum + score(word), 0)]));
};
const seen = [1, 2, 4].map((times) => [times, best(times)]);
console.log("rake-js 0.1.1: times of the single word, phrases from the best on", seen, "by the paper", scores(4));
const assert = require("assert");
assert(!seen[0][1].includes("dog") && seen[1][1][0] === "dog" && seen[2][1][0] === "dog");
assert(scores(4).dog === 1 && scores(4)["old stone bridge"] === 9);
console.log("as described");
JAVASCRIPT
