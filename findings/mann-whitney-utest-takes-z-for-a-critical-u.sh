#!/usr/bin/env bash
# mann-whitney-utest of npm has a function that tells whether two samples differ significantly. It says that it compares U with a critical value, but what it
# takes for this is the distance z of U from its mean, in standard deviations. U is seldom below 6 but for the smallest samples, so that
# two lists that share no value are significant with two values each, where no test can be, and two of forty that overlap by half are not.
# Guess beforehand: two values are too few, forty that are shifted by half are enough. Seen: the reverse.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . mann-whitney-utest@1.0.5
node - <<'JAVASCRIPT'
const { criticalValue, significant, test } = require("mann-whitney-utest");
const upwards = (length, first) => Array.from({ length }, (_, index) => first + index);
const seen = [[upwards(2, 1), upwards(2, 3)], [upwards(40, 1), upwards(40, 21)]].map((samples) => {
  const u = test(samples);
  return { size: samples[0].length, u, critical: Number(criticalValue(u, samples).toFixed(2)), significant: significant(u, samples) };
});
console.log("mann-whitney-utest 1.0.5", JSON.stringify(seen));
require("assert").deepStrictEqual(seen.map((one) => [one.u, one.critical, one.significant]), [[[0, 4], 1.55, true], [[200, 1400], 5.77, false]]);
console.log("as described");
JAVASCRIPT
