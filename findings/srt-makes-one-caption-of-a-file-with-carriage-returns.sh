#!/usr/bin/env bash
# Many programs that write SubRip end lines with a carriage return and a line feed, as Windows does. srt of npm looks for two line feeds in a row between captions and finds none in such a file: it has one caption, from the first one's start to the first
# one's end, and its text holds all others, with their numbers and times, which count as words. Captions are kept by number, too: of two with the same number, as in files that were put together from two, the first one is gone.
# Nothing is reported. The same file with line feeds alone is right.
# Guess beforehand: three captions in either, and four in two files put together. Seen: one caption, of 24 words and figures where 6 words are spoken, and two captions for four.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . srt@0.0.3 @plussub/srt-vtt-parser@2.0.5
node - <<'JAVASCRIPT'
const assert = require("assert");
const srt = require("srt");
const { parse } = require("@plussub/srt-vtt-parser");
const captions = (texts) => texts.map((text, index) => `${index + 1}\n00:00:0${2 * index},000 --> 00:00:0${2 * index + 1},500\n${text}\n`).join("\n");
const plain = captions(["We like tea", "and", "no coffee"]);
const files = { "line feeds": plain, "carriage returns": plain.replace(/\n/g, "\r\n"), "put together": captions(["One", "two"]) + "\n" + captions(["three", "four"]) };
const words = (texts) => texts.join(" ").match(/[\p{L}\p{N}]+/gu).length;
const seen = Object.fromEntries(Object.entries(files).map(([name, text]) => {
  const [first, second] = [Object.values(srt.fromString(text)), parse(text).entries].map((all) => all.map((caption) => caption.text.trim()));
  return [name, { captions: [first.length, second.length], words: [words(first), words(second)] }];
}));
console.log("srt 0.0.3 and @plussub/srt-vtt-parser 2.0.5", seen);
assert.deepStrictEqual(seen, {
  "line feeds": { captions: [3, 3], words: [6, 6] },
  "carriage returns": { captions: [1, 3], words: [24, 6] },
  "put together": { captions: [2, 4], words: [2, 4] },
});
console.log("as described");
JAVASCRIPT
