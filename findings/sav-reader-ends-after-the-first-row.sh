#!/usr/bin/env bash
# sav-reader of npm reads files of SPSS. In compressed ones eight values share a block of codes, and a code of 0 is padding. ReadStat, with which R's haven and pyreadstat write, pads the block at the end of each row; sav-reader takes the padding there for the end of the file, so
# that of a survey of a thousand people it gives one, though the header that it reads says a thousand. In files without compression a missing number is -1.8e308 by the format; sav-reader gives this number as if it were the answer, and a mean of the column is minus infinity
# or nearly so, while in compressed files it leaves missing numbers out. pyreadstat reads all of it. Nothing is reported.
# Guess beforehand: all rows, and a missing number is left out. Seen: one row of a thousand, and a score of -1.7976931348623157e+308.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyreadstat==1.3.7 pandas==2.2.3 numpy==2.2.6
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . sav-reader@2.0.8 sav-writer@1.0.0
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import pandas
import pyreadstat

answers = pandas.DataFrame({"id": [float(number) for number in range(1, 1001)], "score": [float("nan") if number % 4 == 1 else float(number % 4) for number in range(1000)]})
for name, compressed in (("plain.sav", False), ("compressed.sav", True)):
    pyreadstat.write_sav(answers, name, row_compress=compressed)
    assert pyreadstat.read_sav(name)[0].equals(answers)
print("pyreadstat", version("pyreadstat"), "reads", len(answers), "rows of both files as they were written")
PYTHON
node - <<'JAVASCRIPT'
const assert = require("assert");
const { readFileSync } = require("fs");
const { SavBufferReader } = require("sav-reader");
const { saveToFile, VariableType } = require("sav-writer");
const rows = Array.from({ length: 1000 }, (_, index) => ({ id: index + 1, score: index % 4 === 1 ? undefined : index % 4 }));
saveToFile("unpadded.sav", rows, ["id", "score"].map((name) => ({ name, type: VariableType.Numeric })));
const read = async (name) => {
  const reader = new SavBufferReader(readFileSync(name));
  await reader.open();
  return { cases: reader.meta.header.n_cases, rows: await reader.readAllRows() };
};
(async () => {
  const seen = {};
  for (const name of ["plain.sav", "compressed.sav", "unpadded.sav"]) {
    const { cases, rows } = await read(name);
    seen[name] = [cases, rows.length, rows[1] && rows[1].score];
  }
  console.log("sav-reader 2.0.8: cases in the header, rows read, score of the second person", seen);
  assert.deepStrictEqual(seen, { "plain.sav": [1000, 1000, -Number.MAX_VALUE], "compressed.sav": [1000, 1, undefined], "unpadded.sav": [1000, 1000, undefined] });
  console.log("as described");
})();
JAVASCRIPT
