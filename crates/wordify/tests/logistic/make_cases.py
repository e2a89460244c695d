"""Random sparse regressions and what LIBLINEAR makes of them: cases.json for the tests of the solver.

Run with scikit-learn 1.4.2, numpy 1.26.4, scipy 1.17.1:  python make_cases.py > cases.json
`tight` is the objective at tolerance 1e-9, `objective` at the default 1e-4 (the intercept is penalised).
"""
import json
import warnings

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

warnings.simplefilter("ignore")


def objectives(X, y, C, balanced, labels, tolerance):
    model = LogisticRegression(penalty="l1", C=C, solver="liblinear", multi_class="ovr", tol=tolerance,
                               max_iter=20_000, class_weight="balanced" if balanced else None, random_state=0)
    model.fit(X, y)
    scores = X @ model.coef_.T + model.intercept_
    counts = np.bincount(y, minlength=labels)
    weights = len(y) / (labels * counts) if balanced else np.ones(labels)
    result = []
    for k in range(model.coef_.shape[0]):
        own = 1 if labels == 2 else k
        sign = np.where(y == own, 1.0, -1.0)
        rest = weights[0] if labels == 2 else 1.0
        cost = C * np.where(y == own, weights[own], rest)
        result.append(float(np.abs(model.coef_[k]).sum() + abs(model.intercept_[k])
                            + (cost * np.logaddexp(0, -sign * scores[:, k])).sum()))
    return result, (model.coef_ != 0).sum(1).tolist()


cases = []
for number, (n, p, labels, density) in enumerate([(150, 60, 2, .08), (200, 300, 2, .03), (180, 80, 3, .06), (120, 40, 5, .1)]):
    rng = np.random.default_rng(number)
    X = sp.random(n, p, density, format="csr", random_state=rng, data_rvs=lambda k: rng.choice([.1, .25, .4, .55, .7], k))
    truth = rng.standard_normal((p, labels)) * (rng.random((p, labels)) < .2) * 6
    y = np.argmax(X @ truth + rng.gumbel(size=(n, labels)), axis=1)
    sample = rng.multinomial(n, np.full(n, 1 / n))
    rows = np.repeat(np.arange(n), sample)
    assert len(set(y[rows])) == labels
    for C in (10, 1, .3):
        for balanced in (False, True):
            tight, terms = objectives(X[rows], y[rows], C, balanced, labels, 1e-9)
            loose, _ = objectives(X[rows], y[rows], C, balanced, labels, 1e-4)
            cases.append(dict(number=number, labels=labels, c=C, balanced=balanced, starts=X.indptr.tolist(),
                              columns=X.indices.tolist(), values=X.data.tolist(), terms=p, y=y.tolist(),
                              sample=sample.tolist(), tight=tight, objective=loose, nonzero=terms))
print("[" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "]")
