"""One way to words that tell labels apart, from a csv to a list, in a process of its own: `methods.py NAME FILE`.

Each does what its users do, by the documentation of its package: reads the file with pandas, takes the columns text and label, and
ends with a table of scores for each label. Prints how many rows the table has.
"""

import sys
from pathlib import Path

import pandas as pd

# Of the published preset of 2021, which `reference` follows: fits, what a fit draws of the documents, and where a term is kept.
FITS = 500
SHARE_DRAWN = 0.75
DRAWN_MAX = 100_000
PENALTIES = (10, 5, 2, 1, 0.5, 0.1, 0.05, 0.01, 0.005, 0.001, 0.0001, 0.00001)
THRESHOLD = 0.3
SEED = 2021
# Rows of a label that are kept of scores without a rule of their own for where a list ends.
FIRST = 100


def read(path):
    return pd.read_csv(path, usecols=["text", "label"], dtype=str).dropna()


def tf_idf(frame):
    """Matrix and terms, by scikit-learn, with the settings of the published preset."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(
        ngram_range=(1, 3), min_df=0.001, max_df=0.75, sublinear_tf=True, stop_words="english"
    )
    return vectorizer.fit_transform(frame["text"]), vectorizer.get_feature_names_out()


def wordify(frame):
    """The Python door with its defaults."""
    import wordify as package

    return len(package.analyze(frame["text"], frame["label"], language="en").terms)


def wordify_2021(frame):
    """The Python door with the 500 fits of the published tool."""
    import wordify as package

    return len(package.analyze(frame["text"], frame["label"], language="en", preset="wordify-2021").terms)


def chi2(frame):
    """scikit-learn: TfidfVectorizer and chi2, each label against the rest."""
    from sklearn.feature_selection import chi2 as statistic

    matrix, terms = tf_idf(frame)
    rows = []
    for label in sorted(frame["label"].unique()):
        scores, p_values = statistic(matrix, frame["label"] == label)
        table = pd.DataFrame({"term": terms, "score": scores, "p": p_values, "label": label})
        rows.append(table.sort_values("score", ascending=False).head(FIRST))
    return len(pd.concat(rows))


def reference(frame):
    """500 regressions with an L1 penalty on samples, as public users write them with scikit-learn; a term's score is the share of
    the fits whose coefficient is positive."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.utils import resample

    matrix, terms = tf_idf(frame)
    labels = frame["label"].to_numpy()
    names = np.unique(labels)
    positive = np.zeros((len(names), matrix.shape[1]))
    size = min(DRAWN_MAX, int(SHARE_DRAWN * len(labels)))
    random = np.random.default_rng(SEED)
    for number in range(FITS):
        sample = resample(np.arange(len(labels)), n_samples=size, stratify=labels, random_state=number)
        drawn = matrix[sample]
        penalty = random.choice(PENALTIES)
        for place, name in enumerate(names):
            model = LogisticRegression(
                l1_ratio=1.0, C=penalty, solver="liblinear", max_iter=500, class_weight="balanced", random_state=number
            )
            model.fit(drawn, labels[sample] == name)
            positive[place] += model.coef_[0] > 0
    return int((positive / FITS >= THRESHOLD).sum())


def scattertext(frame):
    """scattertext: the scaled F-score of each label, words and pairs of words, tokens by its own pattern."""
    import scattertext as package

    corpus = package.CorpusFromPandas(
        frame, category_col="label", text_col="text", nlp=package.whitespace_nlp_with_sentences
    ).build()
    rows = []
    for label in corpus.get_categories():
        scores = pd.Series(corpus.get_scaled_f_scores(label), index=corpus.get_terms())
        rows.append(scores.sort_values(ascending=False).head(FIRST))
    return len(pd.concat(rows))


def fighting_words(frame):
    """FightingWords of ConvoKit: log odds with a Dirichlet prior, each label against the rest."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "study"))
    from fighting import fighting_words as made
    from sklearn.feature_extraction.text import CountVectorizer

    rows = 0
    for label in sorted(frame["label"].unique()):
        words = made()(obj_type="utterance", ngram_range=(1, 3), prior=0.1)
        words.cv = CountVectorizer(ngram_range=(1, 3), min_df=0.001, max_df=0.75, stop_words="english")
        words.text_func = str
        is_of = frame["label"] == label
        rows += len(words._bayes_compare_language(list(frame["text"][is_of]), list(frame["text"][~is_of])))
    return rows


METHODS = {
    method.__name__: method
    for method in (wordify, wordify_2021, chi2, reference, scattertext, fighting_words)
}

if __name__ == "__main__":
    _, name, path = sys.argv
    print(METHODS[name](read(path)))
