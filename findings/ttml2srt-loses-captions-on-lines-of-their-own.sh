#!/usr/bin/env bash
# ttml2srt of npm turns captions of TTML into SubRip. It looks for a caption from <p to </p> on one line: where the text stands on a line of its own, as in files that are indented for reading, the caption is
# not there, and nothing is reported. Thousandths below a hundred get their zeros at the wrong end: 5.05 seconds are 5.500, and the first frame after 10 seconds, at 25 frames, is 10.400, so that a caption
# from 5.95 to 6.05 seconds lasts until 6.500 and words are beside other pictures and speakers. Entities stay as they are in XML, but for the two kinds of quotation marks.
# Guess beforehand: three captions with their words and times. Seen: two, from 5.500 and 10.400, and "Q&amp;A".
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ttconv==1.2.3
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . ttml2srt@1.2.4
cat >small.ttml <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:frameRate="25" xml:lang="en"><body><div>
<p begin="5.05s" end="7.5s">Then Q&amp;A.</p>
<p begin="00:00:10:01" end="00:00:11:20">By frames.</p>
<p begin="12s" end="13s">
  On a line of its own.
</p>
</div></body></tt>
XML
venv/bin/tt convert -i small.ttml -o other.srt --otype SRT >convert.log 2>&1 || { cat convert.log; exit 1; }
node - <<'JAVASCRIPT'
const assert = require("assert");
const { readFileSync } = require("fs");
console.info = () => {};
const captions = (srt) => srt.replace("\uFEFF", "").replace(/\r/g, "").trim().split(/\n\n+/).map((caption) => caption.split("\n").slice(1));
const other = captions(readFileSync("other.srt", "utf8"));
const seen = captions(require("ttml2srt").ttml2srt(readFileSync("small.ttml", "utf8")));
console.log("ttml2srt 1.2.4", seen, "ttconv 1.2.3", other);
assert.deepStrictEqual(other.map(([time, ...text]) => [time.slice(0, 12), text.join(" ").trim()]), [["00:00:05,050", "Then Q&A."], ["00:00:10,040", "By frames."], ["00:00:12,000", "On a line of its own."]]);
assert.deepStrictEqual(seen, [["00:00:05,500 --> 00:00:07,500", "Then Q&amp;A."], ["00:00:10,400 --> 00:00:11,800", "By frames."]]);
console.log("as described");
JAVASCRIPT
