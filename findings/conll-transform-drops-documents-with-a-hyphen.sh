#!/usr/bin/env bash
# conll-transform reads the files of CoNLL-2012, in which each line begins with the name of its document, and gives the words and who is the same as whom (chains). A setting leaves out lines like "1-2", which stand for two words in one in other CoNLL files, by the column where the numbers are; it is False where
# nothing is said. But False counts as the number 0 in Python, so that the first column is searched for a hyphen in any case: all lines of a document called "interview-1" are left out, and it is there with its sentences, without words and chains. None as the setting reads everything. Documents with other names are right; nothing is reported.
# Guess beforehand: four words and a chain of two, whatever the name. Seen: none of both for "interview-1".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps conll-transform==0.1.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import inspect
from importlib.metadata import version

import conll_transform

words = [("Ann", "(1)"), ("saw", "-"), ("her", "(1"), ("dog", "1)")]


def read(name: str, **setting: None) -> tuple[list[str], list]:  # words and chains
    lines = "".join(f"{name}\t0\t{index}\t{word}\t{chain}\n" for index, (word, chain) in enumerate(words))
    with open("small.conll", "w", encoding="utf-8") as file:
        file.write(f"#begin document ({name}); part 000\n{lines}\n#end document\n")
    [sentences] = conll_transform.read_file("small.conll", **setting).values()
    return [row[3] for sentence in sentences for row in sentence], conll_transform.compute_chains(sentences)


seen = {name: read(name) for name in ("interview1", "interview-1")}
by_none = read("interview-1", ignore_double_indices=None)
setting = inspect.signature(conll_transform.read_file).parameters["ignore_double_indices"].default
print("conll-transform", version("conll-transform"), "the setting where nothing is said:", setting, "seen:", seen, "by None:", by_none)
whole = [word for word, _ in words], [[(0, 0, 0), (0, 2, 3)]]
assert setting is False, setting
assert seen == {"interview1": whole, "interview-1": ([], [])} and by_none == whole, (seen, by_none)
print("as described")
PYTHON
