#!/usr/bin/env bash
# hierarchical-clustering of npm joins the nearest two groups of texts or answers, step by step, and says for each step how far apart they were (linkage), which groups there are, and, by its
# documentation, in "from" and "to" which two were joined: a tree is drawn from these. It takes the numbers at which its own search of pairs ended in place of those of the nearest pair. They are the
# same for all data: with n groups n - 1 and n, of which the second does not exist, as numbers begin with 0. So the tree has one shape whatever was grouped. The groups themselves are right.
# Guess beforehand: the places of the two groups that are joined, 1 and 2 in the first step for the values 1, 9, 10, 2, 30. Seen: 4 and 5, as for all other values. Nothing is reported.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . hierarchical-clustering@1.1.0
node - <<'JAVASCRIPT'
const assert = require("assert");
const cluster = require("hierarchical-clustering");
const levelsOf = (input) => cluster({ input, distance: (one, other) => Math.abs(one - other), linkage: "single" });
const said = (levels) => levels.slice(1).map(({ from, to }) => [from, to]);
const name = (group) => [...group].sort().join();
const joined = (levels) => levels.slice(1).map(({ clusters }, step) => {  // by the groups before the step
  const after = new Set(clusters.map(name));
  return levels[step].clusters.flatMap((group, place) => (after.has(name(group)) ? [] : [place]));
});
const inputs = [[1, 9, 10, 2, 30], [30, 1, 2, 9, 10], [5, 50, 500, 5000, 50000]];
const seen = inputs.map((input) => said(levelsOf(input)));
const right = inputs.map((input) => joined(levelsOf(input)));
console.log("hierarchical-clustering 1.1.0", "from and to:", JSON.stringify(seen), "groups that were joined:", JSON.stringify(right));
assert.deepStrictEqual(levelsOf(inputs[0]).map(({ linkage }) => linkage), [null, 1, 1, 7, 20]);
assert.deepStrictEqual(right[0], [[1, 2], [0, 2], [0, 1], [0, 1]]);
assert(seen.every((one) => JSON.stringify(one) === "[[4,5],[3,4],[2,3],[1,2]]"));
assert(right.flat().every((pair, index) => pair.join() !== seen.flat()[index].join()));
console.log("as described");
JAVASCRIPT
