#!/usr/bin/env bash
# Cramér's V of two columns that have nothing to do with each other is above 0 by chance, the more the fewer rows there are. Bergsma's correction (2013) takes what chance is expected to add from the squared phi, and then divides by corrected numbers of rows and columns, which
# keeps the 1 of columns that follow from each other. esek names Bergsma and does the second step only: its "bias-corrected" V is above the one without correction for every table, and above 1 for a perfect one. Its phi "corrected by its theoretical maximum" is
# divided by what may be above 1, and gets smaller: a table with no row in one of the cells that disagree, where phi is as large as the sums allow, has 1 by definition, and here 0.43. Phi itself, chi-squared and odds ratio are right.
# Guess beforehand: half of V or less where there is nothing, and 1 for a table at its maximum. Seen: 0.152 for a V of 0.150, where the formula has 0; 1.018 for 1; 0.13 on the average in tables of nothing, where V has 0.128 and the formula 0.056; 0.43.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.15.3
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps esek==0.1.38
cd "$folder"
venv/bin/python - <<'PYTHON'
import importlib.util
import sys
from importlib.metadata import files, version

import numpy

path = [file for file in files("esek") if str(file).endswith("calculators/contingency_tables.py")][0].locate()
spec = importlib.util.spec_from_file_location("contingency_tables", path)  # the module alone, so that none of what the package imports is needed
module = sys.modules["contingency_tables"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)


def corrected(table: numpy.ndarray) -> float:  # Bergsma 2013, for two by two
    n, rows, columns = table.sum(), table.sum(1), table.sum(0)
    phi = (table[0, 0] * table[1, 1] - table[0, 1] * table[1, 0]) / numpy.sqrt(float(rows.prod()) * columns.prod())
    return float(numpy.sqrt(max(0, phi ** 2 - 1 / (n - 1)) / (1 - 1 / (n - 1))))


tables = {"perfect": [[15, 0], [0, 15]], "weak": [[12, 8], [9, 11]], "at its maximum": [[60, 10], [0, 30]]}
seen = {}
for name, counts in tables.items():
    result = module.ContingencyTable2x2.from_table(numpy.array(counts))
    seen[name] = [round(float(value), 3) for value in (abs(result.cramer_v), result.bias_corrected_cramer, corrected(numpy.array(counts)), result.max_corrected_phi)]
print("esek", version("esek"), "V, corrected V, by Bergsma's formula, phi by its maximum:", seen)
drawn = numpy.random.default_rng(1).multinomial(40, [0.25] * 4, 2000).reshape(-1, 2, 2)
means = [round(float(numpy.mean([function(table) for table in drawn])), 3) for function in (lambda table: abs(module.ContingencyTable2x2.from_table(table).cramer_v),
                                                                                           lambda table: module.ContingencyTable2x2.from_table(table).bias_corrected_cramer, corrected)]
print("means over 2,000 tables of 40 rows where the columns are independent:", means)
assert seen["perfect"][:3] == [1, 1.018, 1] and seen["weak"][:3] == [0.150, 0.152, 0], seen
assert seen["at its maximum"][0] == 0.802 and seen["at its maximum"][3] == 0.429, seen
assert means[1] > means[0] > 2 * means[2], means
print("as described")
PYTHON
