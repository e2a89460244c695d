#!/usr/bin/env bash
# gauss of npm has statistics of a population, which divide by the number of values, and by the name "sample" those that divide by one less, its means among them, as its documentation lists without a reason. For a variance that is right, since it is too small if it is taken around the
# mean of the same values; a mean has no such error: the mean of a sample is the sum divided by the number of values, in every textbook, and the best guess at that of the population. Three texts of 50 words have a sample mean of 75 here, above all of them, while their
# deviation is 0. The geometric mean and the others do the same. The longer the list, the less it shows.
# Guess beforehand: 50, and only variance and deviation differ from those of the population. Seen: 75, geometric 353.6.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . gauss@0.2.12
node - <<'JAVASCRIPT'
const assert = require("assert");
const { Vector } = require("gauss");
const rounded = (value) => Number(value.toFixed(1));
const lists = { equal: [50, 50, 50], twenty: Array.from({ length: 20 }, (_, index) => 41 + index) };
const seen = Object.fromEntries(Object.entries(lists).map(([name, list]) => {
  const { sample } = new Vector(list);
  return [name, {
    population: rounded(new Vector(list).mean()), sample: rounded(sample.mean()), geometric: rounded(sample.gmean()),
    deviation: rounded(sample.stdev()), largest: Math.max(...list),
  }];
}));
console.log("gauss 0.2.12", seen);
assert.deepStrictEqual(seen.equal, { population: 50, sample: 75, geometric: 353.6, deviation: 0, largest: 50 });
assert.deepStrictEqual([seen.twenty.population, seen.twenty.sample, seen.twenty.deviation], [50.5, 53.2, 5.9]); // of 41 to 60
console.log("as described");
JAVASCRIPT
