#!/usr/bin/env bash
# In ELAN a translation or a gloss has no times of its own: it refers to the utterance that it belongs to. elan-data makes a table of a file, with the tier, the times and the text of its annotations; it looks for those with times only. Tiers of translations, glosses and parts of speech are named among
# the tiers and have no rows, the search for what overlaps with an utterance finds none of them, and what is written from the table has lost them. pympi gives them with the times of their utterances. Files of one kind of tiers look right; nothing is reported.
# Guess beforehand: four rows, the two translations with the times of the utterances. Seen: two rows; no overlap.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.2.6 pandas==2.3.3 pympi-ling==1.71
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps elan-data==1.7.3
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import pympi
from elan_data import ELAN_Data

said = [(0, 2000, "bonjour", "hello"), (2000, 4000, "merci", "thanks")]
made = pympi.Eaf(author="")
made.remove_tier("default")
made.add_linguistic_type("said", timealignable=True)
made.add_linguistic_type("translated", constraints="Symbolic_Association", timealignable=False)
made.add_tier("ann", ling="said")
made.add_tier("ann in English", ling="translated", parent="ann")
for start, end, words, translation in said:
    made.add_annotation("ann", start, end, words)
    made.add_ref_annotation("ann in English", "ann", start + 1, value=translation)  # within the utterance
made.to_file("small.eaf")

read = pympi.Eaf("small.eaf")
by_pympi = {tier: [annotation[:3] for annotation in read.get_annotation_data_for_tier(tier)] for tier in read.get_tier_names()}
data = ELAN_Data.from_file("small.eaf", init_df=True)
rows = [tuple(row) for row in data.tier_data[["TIER_ID", "START", "STOP", "TEXT"]].to_numpy().tolist()]
first = data.tier_data["SEGMENT_ID"].iloc[0]
overlaps = len(data.overlaps(first))
again = ELAN_Data.from_dataframe(data.tier_data, "again.eaf", init_df=True)
print("elan-data", version("elan-data"), "tiers:", data.tier_names, "rows:", rows, "overlaps:", overlaps, "pympi-ling", version("pympi-ling"), by_pympi)
assert by_pympi == {"ann": [(start, end, words) for start, end, words, _ in said], "ann in English": [(start, end, translation) for start, end, _, translation in said]}, by_pympi
assert data.tier_names == ["ann", "ann in English"], data.tier_names
assert rows == [("ann", start, end, words) for start, end, words, _ in said] and overlaps == 0, (rows, overlaps)
assert "ann in English" not in again.tier_names, again.tier_names
print("as described")
PYTHON
