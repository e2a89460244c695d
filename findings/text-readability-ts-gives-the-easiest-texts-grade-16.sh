#!/usr/bin/env bash
# text-readability-ts of npm gives the grades of school that a text asks for. Flesch's score has no upper end, and short sentences of short words score above 100; its table of
# grades ends at 100, and what is above falls to the last line, that of texts for graduates. It also counts words that are difficult by the list of Dale and
# Chall, which has mother and happy: each word is first put into the plural, which the list has for few, so that almost all words of two syllables are difficult.
# Both go into its median and its standard grade. Texts for children are the ones that it judges worst.
# Guess beforehand: the easier, the lower the grade, and no word of the list difficult. Seen: grade 16 for "See the dog", and 1,259 of the 1,350 longer words of the list difficult.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . text-readability-ts@1.0.11 dale-chall@2.0.1
node --input-type=module - <<'JAVASCRIPT'
import assert from "node:assert";
import { createRequire } from "node:module";
const require = createRequire(`${process.cwd()}/`);
const readability = require("text-readability-ts").default ?? require("text-readability-ts");
const { daleChall } = await import(`file://${process.cwd()}/node_modules/dale-chall/index.js`);
const texts = ["See the dog run to me. He is a big old dog. I like my dog a lot.", "My mother gave the happy children water."];
const scores = texts.map((text) => [readability.fleschReadingEase(text), readability.fleschReadingEaseToGrade(readability.fleschReadingEase(text))]);
const grades = [99, 85, 65, 45, 101].map((score) => readability.fleschReadingEaseToGrade(score));
const longer = daleChall.filter((word) => readability.syllableCount(word) >= 2);
const difficult = longer.filter((word) => readability.difficultWords(word) > 0);
console.log("text-readability-ts 1.0.11, Flesch and grade of", JSON.stringify(texts[0]), scores[0], "grades of 99, 85, 65, 45 and 101:", grades);
console.log("difficult of the list in dale-chall 2.0.1:", difficult.length, "of", longer.length, "longer ones, and", readability.difficultWords(texts[1]), "in", JSON.stringify(texts[1]));
assert.deepStrictEqual(scores[0], [116.15, 16]);
assert.deepStrictEqual(grades, [5, 6, 8.5, 13, 16]);
assert.deepStrictEqual([difficult.length, longer.length, readability.difficultWords(texts[1])], [1259, 1350, 3]);
assert(["mother", "happy", "water"].every((word) => daleChall.includes(word) && difficult.includes(word)));
console.log("as described");
JAVASCRIPT
