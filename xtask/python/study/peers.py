"""Scores of other programs for `crates/wordify/tests/peers.rs`, by their own code.

    pip install --no-deps convokit==5.0.0 && pip install scikit-learn==1.9.1 scipy==1.17.1 pandas==3.1.1
    python xtask/python/study/peers.py

Prints for each term of `corpus`, for the label A against the rest: log odds z of FightingWords of ConvoKit, with the counts of all
texts as its prior, G² and χ² of scipy.stats.chi2_contingency; each by documents and by tokens.
"""

import numpy as np
from scipy.stats import chi2_contingency
from sklearn.feature_extraction.text import CountVectorizer

from fighting import fighting_words


def corpus():
    """Texts with their labels; each has a number of its own, so that none is a copy."""
    texts = []
    for i in range(60):
        words = ["alpha"] * (1 + i % 3) * (i % 4 < 2) + ["beta"] * (i % 5) + ["gamma"] * (i % 7 == 0)
        words += ["delta"] * 4 * (i % 3 == 0) + ["common"] * (1 + i % 2)
        texts.append((" ".join([*words, f"number{i}"]), "AABBB"[i % 5]))
    return texts


def scores(binary):
    """For each term its three scores."""
    texts = corpus()
    vectorizer = CountVectorizer(binary=binary)
    counts = vectorizer.fit_transform(text for text, _ in texts).toarray()
    terms = vectorizer.get_feature_names_out()
    inside = np.array([label == "A" for _, label in texts])
    words = fighting_words().__new__(fighting_words())
    words.cv, words.text_func, words.prior = vectorizer, str, counts.sum(axis=0).astype(np.float64)
    split = [[text for text, label in texts if (label == "A") == side] for side in (True, False)]
    z = words._bayes_compare_language(*split)
    label, rest = counts[inside].sum(axis=0), counts[~inside].sum(axis=0)
    sizes = (inside.sum(), (~inside).sum()) if binary else (label.sum(), rest.sum())
    found = {}
    for term, y, other in zip(terms, label, rest):
        table = [[y, other], [sizes[0] - y, sizes[1] - other]]
        both = [float("nan")] * 2
        if y + other < sum(sizes):
            ways = ({"lambda_": 0}, {})
            both = [chi2_contingency(table, correction=False, **way).statistic for way in ways]
        found[term] = [float(number) for number in (z[term], *both)]
    return found


by_documents, by_tokens = scores(True), scores(False)
for term in ("alpha", "beta", "common", "delta", "gamma", "number0", "number12"):
    print((term, by_documents[term], by_tokens[term]))
