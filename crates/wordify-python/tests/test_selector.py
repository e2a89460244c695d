"""The selector beside scikit-learn's own transformers."""

import numpy
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.utils import estimator_checks

import wordify

SETTINGS = {"shuffles": 19}


# scikit-learn feeds its other checks with numbers, and has none for estimators of texts: CountVectorizer passes these too.
CHECKS = [
    estimator_checks.check_estimator_cloneable,
    estimator_checks.check_estimator_repr,
    estimator_checks.check_estimator_tags_renamed,
    estimator_checks.check_get_params_invariance,
    estimator_checks.check_mixin_order,
    estimator_checks.check_no_attributes_set_in_init,
    estimator_checks.check_parameters_default_constructible,
    estimator_checks.check_set_params,
    estimator_checks.check_valid_tag_types,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_scikit_learns_own_checks_that_need_no_numbers_pass(check):
    check("WordifySelector", wordify.WordifySelector(settings=SETTINGS))


def test_scikit_learns_whole_list_finds_nothing_to_refuse():
    with pytest.warns(UserWarning, match="Can't test estimator WordifySelector which requires input"):
        estimator_checks.check_estimator(wordify.WordifySelector(settings=SETTINGS))


def test_it_gives_for_each_text_which_terms_it_contains(pets):
    texts, labels = pets
    selector = wordify.WordifySelector(language="en", settings=SETTINGS).fit(texts, labels)
    names = list(selector.get_feature_names_out())
    assert "meow" in names and names == sorted(names)
    matrix = selector.transform(texts)
    assert matrix.shape == (60, len(names))
    expected = numpy.array(["meow" in text for text in texts], dtype=float)
    assert (matrix[:, names.index("meow")].toarray().ravel() == expected).all()
    shares = {term["term"]: term["documents_in_label"] + term["documents_in_rest"] for term in selector.result_.terms}
    assert list(numpy.asarray(matrix.sum(axis=0)).ravel()) == [shares[name] for name in names]
    unseen = selector.transform(["a meow", "nothing of it", "", None])
    assert unseen.shape == (4, len(names)) and unseen[0].sum() > 0 and unseen[1:].sum() == 0


def test_it_works_in_a_pipeline(pets):
    texts, labels = pets
    pipeline = make_pipeline(wordify.WordifySelector(language="en", settings=SETTINGS), LogisticRegression())
    assert cross_val_score(pipeline, texts, labels, cv=2).min() == 1.0


def test_it_must_be_fitted_first():
    with pytest.raises(Exception, match="not fitted"):
        wordify.WordifySelector().transform(["a"])
