#!/usr/bin/env bash
# js-stats of npm has the distributions that tests are judged by. Its one for chi-squared treats even and odd degrees of freedom apart, and asks whether they are even by reading the number as if it were written in ones and zeros: 1 is even then,
# and 2, 4 and 10 are not numbers or odd. For one degree, as all tables of two by two have, each chi-squared, of 0.001 too, is at 1: every difference is significant with p = 0. For two and for four degrees a p of 0.05 is 0.014 and 0.091.
# Odd ones from 3 on are right, and so are the other distributions.
# Guess beforehand: 0.95 at the values that tables of chi-squared give for it. Seen: 1 for one degree whatever the value, and 0.986, 0.909 and 0.925 for 2, 4 and 10.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . js-stats@1.0.5
node - <<'JAVASCRIPT'
const assert = require("assert");
const { ChiSquareDistribution } = require("js-stats");
const share = (degrees, value) => Number(new ChiSquareDistribution(degrees).cumulativeProbability(value).toFixed(4));
// For even degrees the share above a value is a sum: exp(-x / 2) times the sum of (x / 2) to the k, divided by k factorial, for k below half the degrees.
const above = (degrees, value) => {
  let term = 1;
  let sum = 0;
  for (let k = 0; k < degrees / 2; k++) {
    sum += term;
    term *= value / 2 / (k + 1);
  }
  return Math.exp(-value / 2) * sum;
};
const critical = { 1: 3.8415, 2: 5.9915, 3: 7.8147, 4: 9.4877, 5: 11.0705, 10: 18.307 }; // 0.95 of each is below
const seen = Object.fromEntries(Object.entries(critical).map(([degrees, value]) => [degrees, share(Number(degrees), value)]));
const one = [0.001, 0.5, 10.83].map((value) => share(1, value));
console.log("js-stats 1.0.5", "at the values for 0.95, by degrees:", seen, "one degree, at 0.001, 0.5 and 10.83:", one);
for (const degrees of [2, 4, 10]) assert.ok(Math.abs(above(degrees, critical[degrees]) - 0.05) < 1e-4);
assert.deepStrictEqual(seen, { 1: 1, 2: 0.9856, 3: 0.95, 4: 0.9089, 5: 0.95, 10: 0.9253 });
assert.deepStrictEqual(one, [1, 1, 1]);
console.log("as described");
JAVASCRIPT
