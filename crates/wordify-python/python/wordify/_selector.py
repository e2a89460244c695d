"""The terms of an analysis as features of scikit-learn."""

import numpy
import scipy.sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from . import _wordify
from ._analysis import analyze
from ._columns import texts_of


class WordifySelector(TransformerMixin, BaseEstimator):
    """Learns from texts and labels which terms tell the labels apart; gives for each text which of them it contains.

    Parameters
    ----------
    language : code or name, or "auto"
    max_q : the share of false terms that the list may have
    seed : of the shuffles
    settings : further settings of `wordify.analyze`, as a dict

    Attributes
    ----------
    terms_ : m terms, sorted
    classes_ : the labels, sorted
    result_ : the Result of the analysis
    """

    def __init__(self, language="auto", max_q=None, seed=None, settings=None):
        self.language = language
        self.max_q = max_q
        self.seed = seed
        self.settings = settings

    def fit(self, X, y):
        """Analyses n texts `X` with n labels `y`."""
        chosen = {"language": self.language, "max_q": self.max_q, "seed": self.seed, **(self.settings or {})}
        self.result_ = analyze(X, y, **chosen)
        self.terms_ = numpy.array(sorted({term["term"] for term in self.result_.terms}), dtype=object)
        self.classes_ = numpy.unique(numpy.asarray(y))
        return self

    def transform(self, X):
        """An n × m matrix (csr) of 0 and 1: whether the text has the term. Texts are read as those that were learned from."""
        check_is_fitted(self, "terms_")
        texts = ["" if text is None else text for text in texts_of(X, "X")]
        rows = _wordify.contains(self.result_._native, texts, list(self.terms_))
        starts = numpy.cumsum([0, *map(len, rows)])
        columns = numpy.fromiter((column for row in rows for column in row), dtype=numpy.int64, count=starts[-1])
        shape = (len(texts), len(self.terms_))
        return scipy.sparse.csr_matrix((numpy.ones(len(columns)), columns, starts), shape=shape)

    def get_feature_names_out(self, input_features=None):
        """The m terms, in the order of the columns."""
        check_is_fitted(self, "terms_")
        return self.terms_

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.target_tags.required = True
        tags.requires_fit = True
        return tags
