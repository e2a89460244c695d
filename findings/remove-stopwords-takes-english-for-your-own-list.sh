#!/usr/bin/env bash
# remove-stopwords of npm takes stop words out of texts, by the code of a language or, as its documentation shows, by a list of one's own. It looks for the list as if it were a code, finds nothing, and takes its English list instead: the words of one's own
# list stay, and English ones that one wanted to keep are gone. Any code that it does not have ends the same way, and it does not have Indonesian, which its documentation lists as "id": that list bears the code "js". So "bin",
# "die" and "man" go from a German text with an own list only where they are English as well. Nothing is reported.
# Guess beforehand: the words of the list are gone, and only these; Indonesian by "id". Seen: English stop words are gone in both, for an empty list too.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . remove-stopwords@1.0.3 stopword@3.1.5
node - <<'JAVASCRIPT'
const assert = require("assert");
const { removeStopwords } = require("remove-stopwords");
const own = ["even", "a", "custom", "stopword", "list", "is", "possible"]; // the example of its documentation
const texts = {
  own: ["you can even roll your own custom stopword list", own],
  none: ["the fox will run", []],
  id: ["saya tidak bisa pergi ke sana", "id"],
  js: ["saya tidak bisa pergi ke sana", "js"],
};
const seen = Object.fromEntries(Object.entries(texts).map(([name, [text, list]]) => [name, removeStopwords(text.split(" "), list).join(" ")]));
const other = require("stopword").removeStopwords(texts.own[0].split(" "), own).join(" ");
console.log("remove-stopwords 1.0.3", seen, "stopword 3.1.5 with the same list:", other);
assert.strictEqual(other, "you can roll your own");
assert.deepStrictEqual(seen, { own: "roll custom stopword list", none: "fox run", id: "saya tidak bisa pergi ke sana", js: "pergi" });
console.log("as described");
JAVASCRIPT
