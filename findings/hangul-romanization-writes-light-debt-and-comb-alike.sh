#!/usr/bin/env bash
# hangul-romanization of npm writes Korean in Latin letters, by its documentation in the Revised Romanization. That system writes what is said: a consonant that ends a syllable goes over to a vowel behind it and sounds in
# full there, and consonants that meet change each other. The package spells each syllable by itself, as if a word ended there, where a whole group of consonants are all t. As subjects, light, debt and comb are bichi, biji
# and bisi; it has biti for the three of them. "Did" is haetteoyo instead of haesseoyo, and the language itself hangukeo instead of hangugeo. Of 23 examples in the official rules, four are right.
# Its vowel of yae is yee in addition.
# Guess beforehand: three words for three, and all examples right. Seen: one word, and 4 of 23. es-hangul, another package, writes the three words as the rules do.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . hangul-romanization@1.0.1 es-hangul@2.4.0
node - <<'JAVASCRIPT'
const assert = require("assert");
const { convert } = require("hangul-romanization");
const { romanize } = require("es-hangul");
// examples of the rules, in small letters
const rules = {
  백마: "baengma", 신문로: "sinmunno", 종로: "jongno", 왕십리: "wangsimni", 별내: "byeollae", 신라: "silla", 학여울: "hangnyeoul", 알약: "allyak",
  해돋이: "haedoji", 같이: "gachi", 굳히다: "guchida", 좋고: "joko", 놓다: "nota", 잡혀: "japyeo", 낳지: "nachi",
  설악: "seorak", 울릉: "ulleung", 대관령: "daegwallyeong", 백암: "baegam", 벚꽃: "beotkkot", 한밭: "hanbat", 월곶: "wolgot", 묵호: "mukho",
};
const right = Object.keys(rules).filter((word) => convert(word) === rules[word]);
const words = ["빛이", "빚이", "빗이", "했어요", "한국어", "얘"];
console.log("hangul-romanization 1.0.1, es-hangul 2.4.0", words.map((word) => [word, convert(word), romanize(word)].join(" ")));
console.log("examples of the rules:", right.length, "of", Object.keys(rules).length, "right; wrong:", Object.keys(rules).filter((word) => !right.includes(word)).map(convert).join(" "));
assert.strictEqual(convert("행복"), "haengbok", "the package's own example");
assert.deepStrictEqual(words.map(convert), ["biti", "biti", "biti", "haetteoyo", "hangukeo", "yee"]);
assert.deepStrictEqual(words.map((word) => romanize(word)), ["bichi", "biji", "bisi", "haesseoyo", "hangugeo", "yae"]);
assert(right.length === 4 && Object.keys(rules).length === 23);
console.log("as described");
JAVASCRIPT
