#!/usr/bin/env bash
# Krippendorff's alpha does not ask who is the first coder. The package krippendorff of npm takes a row of codes for each coder, which may be shorter where the
# last texts are not coded (its own example has one), but takes the number of texts from the first row. If the first coder stopped early,
# all later texts are left out, whatever the others say there; with the same rows in another order they are in.
# Guess beforehand: the order of rows makes no difference. Seen: 1 or 0.44 for the same codes.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . krippendorff@0.1.0
node - <<'JAVASCRIPT'
const { alpha } = require("krippendorff");
const early = ["a", "b", "a"];
const second = ["a", "b", "a", "b", "a", "a"];
const third = ["a", "b", "a", "a", "b", "a"];
const seen = [[early, second, third], [second, early, third], [second, third, early]].map((rows) => alpha(rows));
const filled = alpha([[...early, undefined, undefined, undefined], second, third]);
console.log("krippendorff 0.1.0", seen, "with the first row filled up", filled);
require("assert")(seen[0] === 1 && Math.abs(seen[1] - 0.44) < 0.001 && seen[1] === seen[2] && seen[1] === filled);
console.log("as described");
JAVASCRIPT
