#!/usr/bin/env bash
# krippendorff-unitized-alpha says how far coders agree on where passages begin and end. Its function for what lies between passages takes the last position as part of a passage: the next begins one later. The length that the
# coefficient adds up is the last position less the first, so each passage is one too short, and one position is too few to be compared. Coders whose passages all end one word apart agree perfectly; a passage of one
# word is refused. With ends that lie one behind the last word, as the length needs them, and the gaps written by hand, the value is right. Nothing in the package tells which is meant.
# Guess beforehand: less than 1 where 3 of 100 words are coded otherwise, and 100 words added up. Seen: exactly 1, and 93 words; 0.93 with the other ends.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check numpy==1.26.4
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps krippendorff-unitized-alpha==0.1.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

from krippendorff_unitized_alpha.krippendorffs_unitized_alpha import EMPTY_TAG, KrippendorffUnitizedAlpha, Segment, impute_empty_segments

words = 100
anna = [(10, 19), (30, 39), (50, 59)]
ben = [(10, 20), (30, 40), (50, 60)]


def by_package(passages):
    return impute_empty_segments([Segment("claim", first, last) for first, last in passages], words)


def by_hand(passages):
    place, segments = 0, []
    for first, last in passages:
        segments += [Segment(EMPTY_TAG, place, first), Segment("claim", first, last + 1)]
        place = last + 1
    return segments + [Segment(EMPTY_TAG, place, words)]


seen = {}
for way in (by_package, by_hand):
    coded = {"Anna": way(anna), "Ben": way(ben)}
    added = sum(segment.length for segment in coded["Anna"])
    same = KrippendorffUnitizedAlpha({"Anna": way(anna), "Ben": way(anna)}).result
    seen[way.__name__] = (round(KrippendorffUnitizedAlpha(coded).result, 4), added, round(same, 4))
print("krippendorff-unitized-alpha", version("krippendorff-unitized-alpha"), "alpha, words added up, alpha of the same coding twice:", seen)
assert seen["by_package"] == (1, 93, 1), seen
assert seen["by_hand"] == (0.9319, 100, 1), seen
try:
    Segment("claim", 5, 5)
    raise AssertionError("a passage of one word is taken")
except ValueError as error:
    print("one word:", error)
print("as described")
PYTHON
