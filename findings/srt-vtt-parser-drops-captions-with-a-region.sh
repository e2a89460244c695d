#!/usr/bin/env bash
# In WebVTT a caption may name the part of the picture where it stands (region:top after its times), and a caption may have a name of
# its own. Blocks that begin with the word REGION, STYLE or NOTE are none of speech. @plussub/srt-vtt-parser of npm looks for these
# words anywhere in the line, in small letters too: a caption with a region and no name or number is taken for the description of a
# region and is not there, nor is one that is named keynote or style-2. Where regions tell speakers apart, as they do in programmes for
# the deaf, all that one of them says is gone.
# Guess beforehand: four captions. Seen: one; nothing is reported. Another reader has all four.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @plussub/srt-vtt-parser@2.0.5 webvtt-parser@2.2.0
node --input-type=module - <<'JAVASCRIPT'
import assert from "node:assert";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(process.cwd() + "/"));
const { parse } = require("@plussub/srt-vtt-parser");
const { WebVTTParser } = require("webvtt-parser");
const file = `WEBVTT

REGION
id:top

00:00:01.000 --> 00:00:02.000 region:top
Where are you?

00:00:03.000 --> 00:00:04.000
Here I am.

keynote
00:00:05.000 --> 00:00:06.000
Good evening.

style-2
00:00:07.000 --> 00:00:08.000
Thank you.
`;
const seen = parse(file).entries.map((caption) => caption.text);
const other = new WebVTTParser().parse(file, "subtitles").cues.map((caption) => caption.text);
console.log("@plussub/srt-vtt-parser 2.0.5", seen, "webvtt-parser 2.2.0", other);
assert.deepStrictEqual(seen, ["Here I am."]);
assert.strictEqual(other.length, 4);
console.log("as described");
JAVASCRIPT
