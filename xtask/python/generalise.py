"""Numbers for the tests of `crates/wordify/src/generalisation`, by scikit-learn.

    pip install scikit-learn==1.9.1 scipy==1.17.1
    python xtask/python/generalise.py

Prints the coefficients of a logistic regression, then AUC, balanced accuracy and F1 of made-up predictions, over all labels and of each
against the rest, with intervals. What a document adds to a number is taken from scikit-learn too: it is the derivative by the weight of
the document, as a central difference.
"""

import numpy as np
from scipy import stats
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, confusion_matrix, f1_score, roc_auc_score

ROWS = [
    [1.0, 0.0, 0.5], [0.8, 0.2, 0.0], [0.0, 1.0, 0.3], [0.1, 0.9, 0.0],
    [0.7, 0.0, 0.7], [0.0, 0.6, 0.8], [0.5, 0.5, 0.5], [0.9, 0.1, 0.2],
]
IS_IN = [True, True, False, False, True, False, False, False]
FOLDS = 5
STEP = 1e-4


def predictions(labels, documents, group_size):
    """Labels, folds, groups and scores that look random and are the same in every language."""
    numbers = []
    state = 12345
    for _ in range(documents * (labels + 1)):
        state = (state * 1103515245 + 12345) % 2**31
        numbers.append((state >> 8) % 1000)
    numbers = np.array(numbers).reshape(documents, labels + 1)
    truth = (np.arange(documents) // group_size + numbers[:, 0] // 700) % labels
    # In steps of a tenth, so that there are ties.
    scores = np.round(numbers[:, 1:] / 1000 * 10) / 10
    scores[np.arange(documents), truth] += 0.3
    if labels == 2:
        # One regression, whose two sides are about as frequent.
        scores[:, 1] = np.round(numbers[:, 2] / 1000 * 10) / 10 + 0.3 * truth - 0.65
        scores[:, 0] = -scores[:, 1]
    folds = np.arange(documents) // group_size % FOLDS
    return truth, folds, np.arange(documents) // group_size, scores, scores.argmax(axis=1)


def auc(truth, folds, scores, label, weights):
    of_folds = []
    for fold in range(FOLDS):
        here = folds == fold
        of_folds.append(roc_auc_score(truth[here] == label, scores[here, label], sample_weight=weights[here]))
    return np.mean(of_folds)


def with_interval(number, groups, documents):
    """A number, given weights of documents, with its interval."""
    ones = np.ones(documents)
    value = number(ones)
    parts = np.empty(documents)
    for document in range(documents):
        step = np.zeros(documents)
        step[document] = STEP
        parts[document] = (number(ones + step) - number(ones - step)) / (2 * STEP)
    sums = np.bincount(groups, weights=parts)
    deviation = np.sqrt((sums**2).sum() * len(sums) / (len(sums) - 1))
    width = stats.t.ppf(0.975, len(sums) - 1) * deviation / (value * (1 - value))
    middle = np.log(value / (1 - value))
    return [value, *(1 / (1 + np.exp(-(middle + side * width))) for side in (-1, 1))]


def metrics(labels, documents, group_size):
    truth, folds, groups, scores, predicted = predictions(labels, documents, group_size)

    def one(label):
        return [
            lambda w: auc(truth, folds, scores, label, w),
            lambda w: balanced_accuracy_score(truth == label, predicted == label, sample_weight=w),
            lambda w: f1_score(truth == label, predicted == label, sample_weight=w),
        ]

    overall = [
        lambda w: np.mean([auc(truth, folds, scores, label, w) for label in range(labels)]),
        lambda w: balanced_accuracy_score(truth, predicted, sample_weight=w),
        lambda w: f1_score(truth, predicted, average="macro", sample_weight=w),
    ]
    for name, numbers in [("overall", overall), *((f"label {label}", one(label)) for label in range(labels))]:
        print(name, [[float(value) for value in with_interval(number, groups, documents)] for number in numbers])
    print("confusion", confusion_matrix(truth, predicted).tolist())


if __name__ == "__main__":
    model = LogisticRegression(class_weight="balanced", solver="newton-cholesky", tol=1e-14)
    model.fit(ROWS, IS_IN)
    print("coefficients", [*model.coef_[0].tolist(), float(model.intercept_[0])])
    for labels, documents, group_size in [(2, 100, 1), (3, 120, 4)]:
        print(labels, "labels,", documents, "documents in groups of", group_size)
        metrics(labels, documents, group_size)
