#!/usr/bin/env bash
# A caption of SubRip may have its place on the picture after its times: "X1:100 X2:500 Y1:400 Y2:450". The usual descriptions of the format have it, and players
# know it. Of readers of npm, subtitle and parse-srt take it for what it is; subtitles-parser and srt-parser-2 make the first line of the text of it, so
# that x1, y1 and figures are among the most frequent words; and subsrt-ts leaves out the caption and what was said in it, without a word.
# Guess beforehand: all give "Good night." and some the place. Seen: two do, two have four words more, one has no second caption.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . subtitle@4.2.2 parse-srt@1.0.0-alpha subtitles-parser@0.0.2 srt-parser-2@1.2.3 subsrt-ts@2.1.2
node - <<'JAVASCRIPT'
const place = "X1:100 X2:500 Y1:400 Y2:450";
const srt = `1\n00:00:01,000 --> 00:00:02,000\nGood evening.\n\n2\n00:00:02,000 --> 00:00:03,000 ${place}\nGood night.\n\n`;
const seen = {
  "subtitle 4.2.2": require("subtitle").parseSync(srt).map((node) => node.data.text),
  "parse-srt 1.0.0-alpha": require("parse-srt")(srt).map((caption) => caption.text),
  "subtitles-parser 0.0.2": require("subtitles-parser").fromSrt(srt).map((caption) => caption.text),
  "srt-parser-2 1.2.3": new (require("srt-parser-2").default)().fromSrt(srt).map((caption) => caption.text),
  "subsrt-ts 2.1.2": require("subsrt-ts").parse(srt).map((caption) => caption.text),
};
console.log(JSON.stringify(seen, null, 1));
const right = ["Good evening.", "Good night."];
const spoken = ["Good evening.", `${place}\nGood night.`];
require("assert").deepStrictEqual(Object.values(seen), [right, right, spoken, spoken, ["Good evening."]]);
console.log("as described");
JAVASCRIPT
