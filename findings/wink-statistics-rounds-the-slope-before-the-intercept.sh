#!/usr/bin/env bash
# wink-statistics of npm fits a straight line to pairs of numbers. It rounds the slope, to four places by default, and computes the intercept from the rounded slope; r squared comes from the rounded r, and the standard
# error from the rounded r squared. For the yearly share of a word the intercept lies at the year 0, two thousand steps away: it is off by 0.06 where four places are printed, and for shares of one instead of
# a thousand words the slope is 0 and the intercept the mean, beside an r of 1. The standard error is 0 as soon as r rounds to 1. It divides by one less than the pairs, where a line, which has two parameters, asks for two less: of three
# pairs it gives 0.71 of what spreadsheets give.
# Guess beforehand: -6.093 to be the intercept of 0.5 + 0.00347 (year - 1900), and 0.4082 the standard error of 1, 2 and 4 by 1, 2 and 3. Seen: -6.1515 and 0.2886.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . wink-statistics@2.1.1
node - <<'JAVASCRIPT'
const assert = require("assert");
const wink = require("wink-statistics");
const fit = (pairs) => {
  const line = wink.streaming.simpleLinearRegression();
  for (const [x, y] of pairs) line.compute(x, y);
  return { ...line.result() };
};
const byHand = (pairs) => {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(pairs.map((pair) => pair[0])), mean(pairs.map((pair) => pair[1]))];
  const sum = (term) => pairs.reduce((total, [one, other]) => total + term(one - x, other - y), 0);
  const slope = sum((a, b) => a * b) / sum((a) => a * a);
  const intercept = y - slope * x;
  const se = Math.sqrt(pairs.reduce((total, [one, other]) => total + (other - intercept - slope * one) ** 2, 0) / (pairs.length - 2));
  return { slope, intercept, se };
};
const years = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((decade) => 1900 + 10 * decade);
const lists = {
  "a word per thousand": years.map((year) => [year, 0.5 + 0.00347 * (year - 1900)]),
  "its share": years.map((year) => [year, (0.5 + 0.00347 * (year - 1900)) / 1000]),
  "three pairs": [[1, 1], [2, 2], [3, 4]],
};
const seen = {};
for (const [name, pairs] of Object.entries(lists)) {
  seen[name] = fit(pairs);
  console.log("wink-statistics 2.1.1,", name, seen[name], "by hand", byHand(pairs));
}
assert.deepStrictEqual([seen["a word per thousand"].slope, seen["a word per thousand"].intercept], [0.0035, -6.1515]);
assert(Math.abs(byHand(lists["a word per thousand"]).intercept + 6.093) < 1e-9);
assert.deepStrictEqual([seen["its share"].slope, seen["its share"].intercept, seen["its share"].r], [0, 0.0007, 1]);
assert(Math.abs(byHand(lists["its share"]).slope - 0.00000347) < 1e-12);
assert(seen["three pairs"].se === 0.2886 && Math.abs(byHand(lists["three pairs"]).se - 0.4082) < 1e-4, JSON.stringify([seen["three pairs"], byHand(lists["three pairs"])]));
console.log("as described");
JAVASCRIPT
