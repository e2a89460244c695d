#!/usr/bin/env bash
# vtt-to-json of npm gives the captions of a WebVTT file with their words. It keeps the last caption only if the file ends without a line end, which few do: the last
# sentence of each file is gone. A caption that says the same as the one before ("No." "No.") is empty, and the number that may stand before a caption is a word
# of the one above it. vtt-2-json, which goes the same way, has the last caption, but the numbers become letters of the words ("ann2").
# @plussub/srt-vtt-parser gives the captions as they are. Files without repeats look right until the end is read.
# Guess beforehand: six words, whether the captions bear numbers or not. Seen: three of six, or four and three figures.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . vtt-to-json@0.1.1 vtt-2-json@1.1.4 @plussub/srt-vtt-parser@2.0.5
node - <<'JAVASCRIPT'
const assert = require("assert");
const texts = ["Hello Ann.", "No.", "No.", "Good night."];
const caption = (numbers) => (text, index) => `${numbers ? `${index + 1}\n` : ""}00:00:0${index + 1}.000 --> 00:00:0${index + 2}.000\n${text}\n`;
const words = async (name, vtt) => (await require(name)(vtt)).flatMap((section) => section.words.map((one) => one.word)).filter((word) => word);
(async () => {
  const seen = {};
  for (const numbers of [false, true]) {
    const vtt = `WEBVTT\n\n${texts.map(caption(numbers)).join("\n")}`;
    assert.deepStrictEqual(require("@plussub/srt-vtt-parser").parse(vtt).entries.map((entry) => entry.text), texts);
    for (const name of ["vtt-to-json", "vtt-2-json"]) {
      seen[`${name} ${numbers ? "with" : "without"} numbers`] = (await words(name, vtt)).join(" ");
    }
  }
  console.log("vtt-to-json 0.1.1, vtt-2-json 1.1.4", JSON.stringify(seen, null, 1));
  assert.deepStrictEqual(Object.values(seen), ["hello ann no", "hello ann no good night", "hello ann 2 no 3 no 4", "hello ann2 no3 no4 good night"]);
  console.log("as described");
})();
JAVASCRIPT
