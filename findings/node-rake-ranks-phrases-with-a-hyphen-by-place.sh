#!/usr/bin/env bash
# RAKE takes the phrases between stop words and ranks them by a score of their words, which does not depend on where a phrase stands in
# the text. node-rake of npm cuts words at hyphens and at letters with accents when it counts, and at spaces when it adds the scores up:
# "long-term" and "café" have none then, and the phrase's sum is no number. What JavaScript sorts by such numbers stays where it was, so
# that a phrase with a hyphen is the best one if it comes first and the last one if it comes last. Of a list of one's own it leaves out
# the last letter, for it expects a line end there: the last stop word is none, and a last "a" makes each word a phrase of its own.
# Guess beforehand: one place for the phrase, and "rivers" and "lakes". Seen: the first place and the last, and "rivers and lakes".
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . node-rake@1.0.1
node - <<'JAVASCRIPT'
const rake = require("node-rake");
const assert = require("assert");
const text = "Bus. Red bus stop. Public city park. Old school garden.";
const places = [`Long-term plan. ${text}`, `${text} Long-term plan.`].map((whole) => rake.generate(whole));
const own = (stopwords) => [stopwords.join(), rake.generate("rivers and lakes near a town", { stopwords })];
const lists = [["the", "and"], ["and", "the"], ["and", "a"]].map(own);
console.log("node-rake 1.0.1: the phrase first, and last:", places, "stop words and phrases:", lists);
assert(places[0][0] === "Long-term plan" && places[1].at(-1) === "Long-term plan" && places[0].length === places[1].length);
assert.deepStrictEqual(lists[0][1], ["rivers and lakes near a town"]);
assert.deepStrictEqual([...lists[1][1]].sort(), ["lakes near a town", "rivers"]);
assert(lists[2][1].includes("a") && lists[2][1].length > 3);
console.log("as described");
JAVASCRIPT
