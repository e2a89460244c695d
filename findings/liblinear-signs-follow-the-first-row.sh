#!/usr/bin/env bash
# LIBLINEAR takes the label of the first row as the positive one. The same data with another row first give the same weights with
# the other sign; whoever reads the weights without get_labels() swaps the labels of every term. scikit-learn sorts the labels first.
# Guess beforehand: the larger label is positive, whatever the order. Seen: [0, 1] or [1, 0], and weights mirrored.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check liblinear-official==2.50.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from liblinear.liblinearutil import train
x = [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [1.0, 1.0], [0.0, 0.0]]
y = [1, 1, 0, 0, 1, 0]
def fitted(order):
    model = train([y[i] for i in order], [x[i] for i in order], "-s 6 -c 10 -e 1e-6 -q")
    return model.get_labels(), [round(model.w[j], 3) for j in range(2)]
first, last = fitted(range(6)), fitted(range(5, -1, -1))
print("liblinear-official 2.50.0: first row labelled 1", first, "first row labelled 0", last)
assert first[0] == [1, 0] and last[0] == [0, 1]
assert first[1][0] > 0 and all(abs(a + b) < 0.01 for a, b in zip(first[1], last[1]))
print("as described")
PYTHON
