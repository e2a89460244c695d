"""Lists that other programs make of the sets of `cargo xtask study`.

    python lists.py FOLDER [--quick]

Reads FOLDER/sets.json, which the example `study` of the engine wrote: matrices (documents × terms, tf-idf), labels, and lists of
our own where they are to be compared on texts that nobody saw. Writes FOLDER/lists.json: for each set the list of each method,
as [label, column, whether it speaks for the label]; and where a part of the documents was set aside, the area under the curve
there of a classifier that is given the first terms of each method. Prints seconds of the processor by method.

Methods: log odds with a Dirichlet prior (Monroe, Colaresi and Quinn 2008) by FightingWords of ConvoKit;
χ² of scikit-learn with Benjamini-Hochberg of statsmodels; the largest weights of scikit-learn's LinearSVC; integrated path
stability selection by the package ipss of its authors (not where `--quick` is given); and complementary pairs stability selection
(Shah and Samworth 2013), for which no package can be had from the registries: the fits are LIBLINEAR's by scikit-learn, the bound is
computed here, by its definition, from the extremal r-concave distributions of that paper. These two are run on two labels only.
"""

import contextlib
import io
import json
import multiprocessing
import sys
import time
import types
import warnings
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, diags
from scipy.stats import norm
from sklearn.feature_selection import chi2
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.svm import LinearSVC
from statsmodels.stats.multitest import multipletests

from fighting import fighting_words

# The integrated path of ipss can be had without its trees, which ask for another package.
sys.modules.setdefault("xgboost", types.ModuleType("xgboost"))
for name in ("XGBClassifier", "XGBRegressor", "XGBRFClassifier", "XGBRFRegressor"):
    setattr(sys.modules["xgboost"], name, type(name, (), {}))
from ipss import ipss  # noqa: E402

# Of each term in the log odds, as FightingWords has it where nothing else is said.
PRIOR = 0.1
# Pairs of halves, and terms in the mean that a fit on a half may keep.
PAIRS = 50
KEPT = 50
# Weights of the support vector machine that are listed: it has no rule of its own for where a list ends.
WEIGHTS = 50
# Lengths of the lists that are compared on texts that nobody saw.
TOPS = (10, 20, 50)

FIGHTING_WORDS = fighting_words()


class Counted:
    """A vectorizer that was given the counts: its texts are numbers of rows."""

    def __init__(self, counts):
        self.counts = counts
        self.vocabulary_ = {str(column): column for column in range(counts.shape[1])}

    def fit_transform(self, rows):
        return self.counts[rows]

    def get_feature_names_out(self):
        return list(self.vocabulary_)

    get_feature_names = get_feature_names_out


def log_odds(present, inside):
    """z of the log odds of each term, by documents."""
    words = FIGHTING_WORDS.__new__(FIGHTING_WORDS)
    words.cv, words.text_func = Counted(present), int
    words.prior = PRIOR
    with contextlib.redirect_stdout(io.StringIO()):
        z = words._bayes_compare_language(list(np.flatnonzero(inside)), list(np.flatnonzero(~inside)))
    return np.array([z[str(column)] for column in range(present.shape[1])])


def scaled(matrix):
    """Columns divided by their standard deviations."""
    mean = np.asarray(matrix.mean(axis=0)).ravel()
    square = np.asarray(matrix.multiply(matrix).mean(axis=0)).ravel()
    sd = np.sqrt(np.maximum(square - mean**2, 1e-12))
    return (matrix @ diags(1 / sd)).tocsr()


def kept(matrix, inside, c):
    model = LogisticRegression(penalty="l1", solver="liblinear", C=c, intercept_scaling=10.0, max_iter=200, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(matrix, inside)
    return model.coef_[0]


def halves(n, random):
    order = random.permutation(n)
    return order[: n // 2], order[n // 2 : n // 2 * 2]


def complementary_pairs(matrix, inside, random):
    """How often each term is kept in halves of the documents, and the mean number of terms kept."""
    n = matrix.shape[0]
    pairs = [halves(n, random) for _ in range(PAIRS)]
    samples = [half for pair in pairs for half in pair if 0 < inside[half].sum() < len(half)]
    low, high = 1e-4, 1e4
    for _ in range(14):
        c = np.sqrt(low * high)
        count = np.mean([np.count_nonzero(kept(matrix[half], inside[half], c)) for half in samples[:3]])
        low, high = (c, high) if count < KEPT else (low, c)
        if abs(count - KEPT) <= 2:
            break
    fits = [kept(matrix[half], inside[half], c) != 0 for half in samples]
    return np.sum(fits, axis=0) / len(samples), float(np.mean([fit.sum() for fit in fits]))


def largest_tail(mean, steps, power):
    """The largest P(X ≥ t), for t = 0..steps, over distributions of X on 0..steps that are r-concave with r = −1/power and have
    at most that mean: Shah and Samworth's D, whose maximum lies among f(i) ∝ (a + i)^−power up to some k, with what is
    left on k + 1."""
    most = np.ones(steps + 1)
    a = np.logspace(-5, 5, 4000)[:, None]
    tails = np.zeros(steps + 1)
    for k in range(int(np.floor(mean)), steps):
        weights = (a + np.arange(k + 1)) ** -power
        factor = (k + 1 - mean) / ((k + 1 - np.arange(k + 1)) * weights).sum(axis=1)
        left = 1 - factor * weights.sum(axis=1)
        fits = (left >= 0) & (left <= factor * (a[:, 0] + k + 1) ** -power)
        if not fits.any():
            continue
        below = factor[fits, None] * np.cumsum(weights[fits], axis=1)
        for t in range(1, k + 2):
            tails[t] = max(tails[t], 1 - below[:, t - 1].min())
    reach = np.arange(steps + 1) > mean
    most[reach] = np.minimum(tails[reach], 1)
    return most


def least_share(columns, kept_in_mean, false_max):
    """The smallest share of the halves from which on at most so many of the columns are expected to be false."""
    share = kept_in_mean / columns
    of_pairs = largest_tail(share**2 * PAIRS, PAIRS, 2.0)
    of_halves = largest_tail(share * 2 * PAIRS, 2 * PAIRS, 4.0)
    for count in range(PAIRS + 1, 2 * PAIRS + 1):
        if min(of_pairs[2 * (count - PAIRS) // 2], of_halves[count]) * columns <= false_max:
            return count / (2 * PAIRS)
    return 2.0


def integrated_path(matrix, inside, seed):
    """For each term the least expected number of false terms at which it is selected, and its q-value. The package scales the
    columns by itself."""
    # The package draws from numpy's own stream.
    np.random.seed(seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = ipss(matrix.toarray(), inside.astype(float), selector="l1")
    expected, q = (np.full(matrix.shape[1], np.inf) for _ in range(2))
    for values, name in ((expected, "efp_scores"), (q, "q_values")):
        for column, value in found[name].items():
            values[column] = value
    return expected, q


# Seconds of the processor by method, in this process.
SECONDS = {}


def timed(method, work, *arguments):
    """What the work gives; its time is added to that of the method."""
    start = time.process_time()
    result = work(*arguments)
    SECONDS[method] = SECONDS.get(method, 0.0) + time.process_time() - start
    return result


def of_label(matrix, inside, labels, seed):
    """For each method its list, [(column, speaks for the label)], and its order of all terms."""
    random = np.random.default_rng(seed)
    present = (matrix > 0).astype(np.int64).tocsr()
    speaks_for = np.asarray(present[inside].mean(axis=0)).ravel() >= np.asarray(present[~inside].mean(axis=0)).ravel()
    lists, orders = {}, {}

    def add(name, listed, strength, sign=speaks_for):
        order = np.argsort(-strength, kind="stable")
        orders[name.rsplit(", ", 1)[0]] = [(int(column), bool(sign[column])) for column in order if strength[column] > 0]
        if listed is not None:
            lists[name] = [(int(column), bool(sign[column])) for column in order if listed[column]]

    z = timed("log odds", log_odds, present, inside)
    # A term of no document has no z.
    z = np.nan_to_num(z)
    add("log odds, z beyond 1.96", np.abs(z) > 1.96, np.abs(z), z > 0)
    add("log odds, BH .10", multipletests(2 * norm.sf(np.abs(z)), 0.1, "fdr_bh")[0], np.abs(z), z > 0)
    statistic, p = timed("χ²", chi2, present, inside)
    statistic, p = np.nan_to_num(statistic), np.nan_to_num(p, nan=1.0)
    add("χ², BH .10", multipletests(p, 0.1, "fdr_bh")[0], statistic)
    weights = timed("SVM", LinearSVC(random_state=0).fit, matrix, inside).coef_[0]
    add(f"SVM, {WEIGHTS} largest", np.argsort(np.argsort(-np.abs(weights), kind="stable")) < WEIGHTS, np.abs(weights), weights > 0)
    # Of many labels, fits on halves would take most of the time.
    for name, columns in (("scaled", scaled(matrix)), ("raw", matrix)) if labels == 1 else ():
        share, count = timed("Shah-Samworth", complementary_pairs, columns, inside, random)
        add(f"Shah-Samworth, {name}, E ≤ 1", share >= least_share(matrix.shape[1], count, 1.0), share)
    if labels == 1 and WITH_IPSS:
        expected, q = timed("IPSS", integrated_path, matrix, inside, seed)
        strength = 1 / (expected + 1e-3) * np.isfinite(expected)
        add("IPSS, E ≤ 1", expected <= 1, strength)
        add("IPSS, q ≤ .10", q <= 0.1, strength)
    return lists, orders


def of_set(matrix, labels_of, labels, seed):
    """The same for all labels of a set; of two labels the second against the first."""
    lists, orders = {}, {}
    for label in [1] if labels == 2 else range(labels):
        regressions = 1 if labels == 2 else labels
        found = of_label(matrix, labels_of == label, regressions, seed)
        for whole, part in zip((lists, orders), found):
            for name, terms in part.items():
                whole.setdefault(name, []).extend([label, column, sign] for column, sign in terms)
    return lists, orders


def held_out(matrix, labels_of, labels, train, orders):
    """Areas under the curve on the documents set aside, by method and length of the list; the mean over the labels."""
    areas = {}
    for name, terms in orders.items():
        for top in TOPS:
            of_labels = []
            for label in [1] if labels == 2 else range(labels):
                columns = [column for own, column, _ in terms if own == label][:top]
                if not columns:
                    of_labels.append(0.5)
                    continue
                inside, chosen = labels_of == label, scaled(matrix)[:, columns]
                model = LogisticRegression(max_iter=1000).fit(chosen[train], inside[train])
                of_labels.append(roc_auc_score(inside[~train], model.decision_function(chosen[~train])))
            areas.setdefault(name, {})[str(top)] = float(np.mean(of_labels))
    return areas


def answer(one):
    """The name of a set, what is made of it, and what that took."""
    SECONDS.clear()
    matrix, labels_of = MATRICES[one["corpus"]], np.array(one["label_of"])
    if one["train"] is None:
        lists, _ = of_set(matrix, labels_of, one["labels"], one["seed"])
        return one["name"], {"lists": lists}, dict(SECONDS)
    train = np.array(one["train"])
    _, orders = of_set(matrix[train], labels_of[train], one["labels"], one["seed"])
    return one["name"], {"areas": held_out(matrix, labels_of, one["labels"], train, orders | one["ours"])}, dict(SECONDS)


if __name__ == "__main__":
    FOLDER, WITH_IPSS = Path(sys.argv[1]), "--quick" not in sys.argv[2:]
    GIVEN = json.loads((FOLDER / "sets.json").read_text())
    MATRICES = [
        csr_matrix((corpus["values"], corpus["columns"], corpus["starts"]), shape=(corpus["documents"], corpus["terms"]))
        for corpus in GIVEN["corpora"]
    ]
    FOUND, TIMES = {}, {}
    # Processes that are forked see the matrices without a copy.
    with multiprocessing.get_context("fork").Pool() as pool:
        for name, found, seconds in pool.imap_unordered(answer, GIVEN["sets"]):
            FOUND[name] = found
            for method, time_of_set in seconds.items():
                TIMES.setdefault(method, []).append(time_of_set)
            print(f"{len(FOUND)} of {len(GIVEN['sets'])}: {name}", file=sys.stderr, flush=True)
    for method, times in TIMES.items():
        print(f"{method}: {np.median(times):.2f} s of the processor for a set of texts (median of {len(times)})", file=sys.stderr)
    (FOLDER / "lists.json").write_text(json.dumps(FOUND))
