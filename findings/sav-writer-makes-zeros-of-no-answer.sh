#!/usr/bin/env bash
# sav-writer of npm writes files of SPSS, and keeps the format's value for missing ready for what is no number. It asks isNaN, for which JavaScript takes null and an empty text for 0: who gave no answer, as databases (null) and forms ("")
# say it, has answered 0; only undefined is missing. Seconds of a time are lost, for it reads them as hundredths. Dates are moved by the difference to Greenwich, so that east of it, in
# Berlin, each date without a time is that of the day before. Nothing is reported.
# Guess beforehand: missing for null and "", and times and dates as given. Seen: 0 and 0, 12:30:00 for 12:30:45, and in Berlin 28 November for 29.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyreadstat==1.3.7 pandas==2.2.3 numpy==2.2.6
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . sav-writer@1.0.0
cat >write.js <<'JAVASCRIPT'
const { saveToFile, VariableType } = require("sav-writer");
const variables = [
  { name: "score", type: VariableType.Numeric },
  { name: "time", type: VariableType.DateTime },
  { name: "day", type: VariableType.Date },
];
const scores = [4, null, "", undefined, "none"];
saveToFile(process.argv[2], scores.map((score) => ({ score, time: "29-11-2026 12:30:45", day: "29-11-2026" })), variables);
JAVASCRIPT
TZ=UTC node write.js greenwich.sav
TZ=Europe/Berlin node write.js berlin.sav
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import pyreadstat

tables = {place: pyreadstat.read_sav(place + ".sav")[0] for place in ("greenwich", "berlin")}
scores = [None if score != score else score for score in tables["greenwich"]["score"].tolist()]
times = {place: (str(table["time"][0]), str(table["day"][0])) for place, table in tables.items()}
print("sav-writer 1.0.0, read by pyreadstat", version("pyreadstat"), "scores of 4, null, empty, undefined, none:", scores, "29 November, 12:30:45:", times)
assert scores == [4, 0, 0, None, None], scores
assert times == {"greenwich": ("2026-11-29 12:30:00", "2026-11-29"), "berlin": ("2026-11-29 11:30:00", "2026-11-28")}, times
print("as described")
PYTHON
