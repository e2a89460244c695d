"""Texts measured by a dictionary with the package liwc, and means with intervals by SciPy, for `crates/wordify/tests/measured.rs`.

    pip install liwc==0.5.0 scipy==1.17.1
    python xtask/python/measure.py

Prints for each text the words and how many of them each category has; then category, label, mean share, and its interval. A word is
what scikit-learn takes for one: two word characters at least. liwc knows single words only, so the dictionary has no others.
"""

import re
import statistics
import tempfile

import liwc
from scipy import stats

DICTIONARY = "%\n1\tgain\n2\tloss\n%\nwin\t1\nwins\t1\nwon\t1\nhappi*\t1\ntax\t1\t2\nloss\t2\nlosses\t2\nkost*\t2\n"
TEXTS = [
    ("a", "We won, and happiness WON again; a tax is a loss."),
    ("b", "Losses and losses: kosten, taxes, tax."),
    ("a", "Nothing of it here at all"),
    ("b", "happily the Happiest win wins"),
    ("a", "x 1 !"),
    ("a", "tax tax tax win"),
    ("b", "the loss of a winner, lossy"),
]

with tempfile.NamedTemporaryFile("w", suffix=".dic", encoding="utf-8") as file:
    file.write(DICTIONARY)
    file.flush()
    parse, names = liwc.load_token_parser(file.name)

shares = {}
for label, text in TEXTS:
    tokens = re.findall(r"(?u)\b\w\w+\b", text.lower())
    found = [name for token in tokens for name in parse(token)]
    print(len(tokens), [found.count(name) for name in names])
    for name in names if tokens else []:
        shares.setdefault((name, label), []).append(found.count(name) / len(tokens))
for (name, label), of_label in sorted(shares.items()):
    mean, error = statistics.fmean(of_label), stats.sem(of_label)
    low, high = stats.t.interval(0.95, len(of_label) - 1, loc=mean, scale=error)
    print(f"{name} {label} {len(of_label)} {mean:.12f} {low:.12f} {high:.12f}")
