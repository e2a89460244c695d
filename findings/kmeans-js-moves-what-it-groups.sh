#!/usr/bin/env bash
# k-means puts texts (rows of counts) into groups: it begins with some of them as middles, gives each text to the nearest middle, moves
# the middles, and so on. kmeans-js of npm does not copy the texts that it begins with: the middles are the rows themselves, and moving
# them overwrites the data, while it works and for whoever uses the table afterwards. The texts drift after their groups. It also stops
# as soon as one number of one middle stays the same, where all have to; and it may begin with one text twice, after which all are in
# one group.
# Guess beforehand: the six rows as they were. Seen: two of the six rows are others after grouping, for each pair of rows to begin with,
# and one or two by default.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . kmeans-js@0.1.2
node - <<'JAVASCRIPT'
const KMeans = require("kmeans-js");
const rows = [[1, 1], [1, 2], [2, 1], [9, 9], [9, 8], [8, 9]];
const group = (begin) => {
  const data = rows.map((row) => [...row]);
  const means = new KMeans({ K: 2, initialize: (X) => begin.map((index) => X[index]) });
  means.autoCluster(data);
  return { data, groups: means.clusters, changed: rows.filter((row, index) => row.join() !== data[index].join()).length };
};
const seen = group([0, 3]);
const changed = [];
for (let one = 0; one < 6; one++) for (let other = 0; other < one; other++) changed.push(group([one, other]).changed);
let seed = 1;
Math.random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
const own = rows.map((row) => [...row]);
new KMeans({ K: 2 }).autoCluster(own); // as by default
console.log("kmeans-js 0.1.2: given", JSON.stringify(rows), "afterwards", JSON.stringify(seen.data), "groups", JSON.stringify(seen.groups));
console.log("rows changed, for each pair to begin with:", changed.join(" "), "by default:", JSON.stringify(own));
const assert = require("assert");
assert(seen.changed === 2 && changed.every((count) => count > 0) && JSON.stringify(own) !== JSON.stringify(rows));
console.log("as described");
JAVASCRIPT
