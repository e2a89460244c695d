#!/usr/bin/env bash
# Captions of television mark a new speaker with >> and mostly give no name. subsrt of npm, which converts captions between formats,
# takes what comes after >> up to the next colon for a name, however far away and whatever the colon is for: of ">> We open at 9:30
# today." it leaves "30 today.". Sentences are lost in this way, most of them of people who name times or quote others. Of captions in
# SubViewer it finds the borders only where lines end as on Windows; those that YouTube gives end with a line feed, and all are one
# caption then, with the times as words. Lyrics (LRC) with thousandths of seconds are moved, too: half a second, written .500, is five.
# Guess beforehand: all that is said. Seen: as said, in each format that it writes; nothing is reported.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . subsrt@1.1.1
node - <<'JAVASCRIPT'
const subsrt = require("subsrt");
const assert = require("assert");
const said = [">> We open at 9:30 today.", ">> Why? I did not come late. She said: wait.", ">> ANNA: Here I am.", "Thank you."];
const srt = said.map((text, index) => `${index + 1}\r\n00:00:0${index},000 --> 00:00:0${index},900\r\n${text}\r\n\r\n`).join("");
const seen = subsrt.parse(srt, { format: "srt" }).map((caption) => caption.text.trim());
const written = subsrt.convert(srt, { from: "srt", format: "vtt" });
const sbv = "0:00:01.000,0:00:02.000\nHello\n\n0:00:03.000,0:00:04.000\nthere\n";
const read = (file) => subsrt.parse(file, { format: "sbv" }).map((caption) => caption.text.trim());
const captions = [sbv, sbv.replace(/\n/g, "\r\n")].map(read);
const start = subsrt.parse("[00:01.500]One\n[00:02.50]Two\n", { format: "lrc" }).map((caption) => caption.start);
console.log("subsrt 1.1.1", seen, "SubViewer with line feeds, and as on Windows:", captions, "starts of 1.500 and 2.50 seconds:", start);
assert.deepStrictEqual(seen, ["30 today.", "wait.", "Here I am.", "Thank you."]);
assert(written.includes("30 today.") && !written.includes("We open"));
assert(captions[0].length === 1 && captions[0][0].includes("0:00:03.000") && captions[1].length === 2);
assert.deepStrictEqual(start, [6000, 2500]);
console.log("as described");
JAVASCRIPT
