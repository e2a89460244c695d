#!/usr/bin/env bash
# Libraries of literature export references as lines with a sign and a letter, %A for an author and %X for the abstract (enw, the format
# of Endnote and refer); a line without a sign goes on with the one before. @citation-js/plugin-enw of npm joins the first such line of
# a whole file. Of all others it takes the second letter for the name of a field, whatever the first is, and their words are lost. A
# line whose second character is a 0 begins a new reference, as %0 does: an abstract with a line that begins with "20 in two towns"
# makes two of one, of which the second has neither author nor title, and the year and the journal that follow are in none.
# Guess beforehand: one reference with its abstract, year and journal. Seen: two of them, without a year; with other lines one, and half
# of its abstract.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @citation-js/core@0.7.21 @citation-js/plugin-enw@0.3.0
node - <<'JAVASCRIPT'
const { Cite } = require("@citation-js/core");
require("@citation-js/plugin-enw");
const assert = require("assert");
const read = (abstract) => {
  const library = `%0 Journal Article\n%A Doe, Jane\n%T How nurses talk\n%X ${abstract}\n%D 2020\n%J Words\n`;
  const year = (reference) => reference.issued?.["date-parts"][0][0];
  return new Cite(library).data.map((reference) => ({ ...reference, year: year(reference) }));
};
const short = (found) => found.map(({ type, title, year, abstract }) => ({ type, title, year, abstract }));
const one = read("We asked 20 nurses in all. In two towns they spoke of work.");
const several = read("We asked\n20 nurses in all. In two towns\nthey spoke of work.");
const more = read("We asked people in all:\nnurses, and of them\n20 in two towns.");
console.log("@citation-js/plugin-enw 0.3.0, the abstract on one line, and on three:", ...[one, several, more].map(short));
assert.deepStrictEqual([one.length, one[0].year], [1, 2020]);
assert(several.length === 1 && several[0].abstract === "We asked 20 nurses in all. In two towns");
assert(more.length === 2 && more.every((reference) => reference.year === undefined));
assert(more[1].title === undefined && more[1].type === "document");
console.log("as described");
JAVASCRIPT
