#!/usr/bin/env bash
# subtitle-converter of npm makes SubRip or WebVTT of captions in several formats. In those of Advanced SubStation Alpha the text is the last field of a line and may hold commas as it likes. The package cuts the line at each
# comma that no blank follows, and takes as many parts as there are fields: of "We lost 1,200 jobs" only "We lost 1" is left, and all behind "Wait,what" is gone. Of several line breaks within a caption it knows the first;
# the others stay as \N, which makes one word of two. A comment of the file that mentions a dialogue is taken for speech. The status says success, with no invalid entries.
# Guess beforehand: the text as it is, three lines for three, and no comment. Seen: numbers and sentences cut off, "two\Nthree", and the comment.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . subtitle-converter@3.0.12
node - <<'JAVASCRIPT'
const assert = require("assert");
const { convert } = require("subtitle-converter");
const lines = ["We lost 1,200 jobs, and then 3,000 more.", "Wait,what did you say?", "Wait, what did you say?", "One\\Ntwo\\Nthree"];
const event = (kind, second, text) => `${kind}: 0,0:00:0${second}.00,0:00:0${second}.90,Default,,0,0,0,,${text}`;
const file = ["[Script Info]", "ScriptType: v4.00+", "", "[V4+ Styles]", "Format: Name, Fontname, Fontsize", "Style: Default,Arial,20", "", "[Events]",
  "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
  ...lines.map((text, index) => event("Dialogue", index + 1, text)), event("Comment", 8, "Dialogue: checked by both coders"), ""].join("\n");
const { subtitle, status } = convert(file, ".srt");
const seen = subtitle.trim().split(/\r?\n\r?\n/).map((block) => block.split(/\r?\n/).slice(2).join("|"));
console.log("subtitle-converter 3.0.12", seen, status);
assert.deepStrictEqual(seen, ["We lost 1", "Wait", "Wait, what did you say?", "One|two\\Nthree", "Dialogue: checked by both coders"]);
assert(status.success && status.invalidEntries.length === 0);
console.log("as described");
JAVASCRIPT
