#!/usr/bin/env bash
# nlp-js-tools-french tags, lemmatizes and stems words of French texts. By default it is not strict about accents: by its documentation a word with one, "dé", then counts as the same without, "de". In fact it takes the accents
# off the words of its dictionary and not off those of the text, so that no word with an accent is ever found: was, eaten, school and the preposition à are of unknown class and their own lemmas. In strict mode, where
# accents have to be right, they are all there. The stemmer holds endings with accents in broken letters, and so leaves them on in both modes: eaten and to eat, pupil and pupils have no stem in common.
# Guess beforehand: être, manger and école in both modes, and the stems of Snowball, which the documentation names. Seen: eight of eight words with an accent unknown by default, none in strict mode, and five stems of eight that are
# others than Snowball's.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . nlp-js-tools-french@1.0.9 lodash@4.17.21 snowball-stemmers@0.6.0
node - <<'JAVASCRIPT'
const assert = require("assert");
const French = require("nlp-js-tools-french");
const snowball = require("snowball-stemmers").newStemmer("french");
const text = "nous avons mangé à une école qui était fermée avec des élèves de la cité et de près";
const accented = text.split(" ").filter((word) => /[^a-z]/.test(word));
const unknown = (config) => new French(text, config).posTagger().filter((one) => one.pos.includes("UNK")).map((one) => one.word);
const lemmas = (word, config) => [...new Set(new French(word, config).lemmatizer().map((one) => one.lemma))].join(" or ");
const seen = { "by default": unknown(undefined), strict: unknown({ strictness: true }) };
console.log("nlp-js-tools-french 1.0.9, unknown words:", seen, "own example, dé:", new French("dé").posTagger()[0].pos);
console.log("lemmas by default and in strict mode:", accented.map((word) => `${lemmas(word)} / ${lemmas(word, { strictness: true })}`));
const stems = new French(accented.join(" ")).stemmer().map((one) => [one.word, one.stem, snowball.stem(one.word)]);
const other = stems.filter(([, own, right]) => own !== right);
console.log("stems, own and of snowball-stemmers 0.6.0:", stems.map((three) => three.join(" ")));
assert.deepStrictEqual(seen, { "by default": accented, strict: [] });
assert.deepStrictEqual(new French("dé").posTagger()[0].pos, ["UNK"]);
assert.deepStrictEqual([lemmas("était"), lemmas("était", { strictness: true })], ["était", "être"]);
assert.deepStrictEqual(other.map(([word]) => word), ["mangé", "fermée", "élèves", "cité", "près"]);
const pairs = ["manger mangé", "élève élèves"].map((words) => new French(words).stemmer().map((one) => one.stem).join(" "));
console.log("stems of manger mangé, élève élèves:", pairs, "by Snowball:", ["manger", "mangé", "élève", "élèves"].map((word) => snowball.stem(word)));
assert.deepStrictEqual(pairs, ["mang mangé", "élève élèves"]);
console.log("as described");
JAVASCRIPT
