#!/usr/bin/env bash
# words-n-numbers of npm takes words out of texts, with an expression that by its documentation should catch each character of any language. It
# leaves out the sign with which Hindi, Bengali, Tamil and their kin join two consonants, which Unicode does not call alphabetic, and cuts there: "Hindi"
# written in Hindi is two words, neither of which means it, while words without such a pair are whole. So frequent terms are pieces, in these languages.
# Guess beforehand: a word lies between spaces, as in English. Seen: two pieces or more for each word with the sign.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . words-n-numbers@9.1.2
node - <<'JAVASCRIPT'
const { extract, words } = require("words-n-numbers");
const texts = ["हिन्दी", "किताब", "বিশ্ব", "கல்வி", "naïve", "ภาษา"];
const seen = Object.fromEntries(texts.map((text) => [text, extract(text, { regex: words })]));
console.log("words-n-numbers 9.1.2", JSON.stringify(seen));
const cut = texts.filter((text) => seen[text].length > 1);
console.log(JSON.stringify(cut));
require("assert").deepStrictEqual(cut, ["हिन्दी", "বিশ্ব", "கல்வி"]);
console.log("as described");
JAVASCRIPT
