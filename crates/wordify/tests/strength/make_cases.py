"""Reference solutions for tests/strength.rs, by packages that share no code with ours.

    pip install numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1 statsmodels==0.15.0 patsy==1.0.3
    python make_cases.py > cases.json

`paths`: logistic regression with an L1 penalty that leaves intercept and control out, by statsmodels.
`lengths`: multinomial logistic regression on a natural cubic spline, basis by patsy, fit by scikit-learn.
"""

import json

import numpy as np
import statsmodels.api as sm
from patsy import dmatrix
from sklearn.linear_model import LogisticRegression

random = np.random.default_rng(11)


def path_case(documents, terms, numbers, control):
    levels = [9 * 9 ** (-number / 39) for number in numbers]
    present = random.random((documents, terms)) < random.uniform(0.05, 0.4, terms)
    weights = np.round(present * random.uniform(0.2, 1.0, (documents, terms)), 3)
    length = np.round(random.normal(size=documents), 4)
    length = (length - length.mean()) / length.std()
    logit = 2.5 * weights[:, 0] - 2.0 * weights[:, 1] + 0.8 * length * control - 0.4
    y = (random.random(documents) < 1 / (1 + np.exp(-logit))).astype(int)
    x = weights / weights.std(axis=0)
    share = y.mean()
    unit = np.sqrt(documents * share * (1 - share))
    free = [np.ones(documents)] + ([length] if control else [])
    design = np.column_stack(free + [x])
    solutions = []
    for level in levels:
        alpha = np.r_[np.zeros(len(free)), np.full(terms, level * unit)]
        fit = sm.Logit(y, design).fit_regularized(
            method="l1", alpha=alpha, acc=1e-12, maxiter=5000, trim_mode="size", size_trim_tol=1e-6, disp=0
        )
        solutions.append({"number": numbers[len(solutions)], "free": list(fit.params[: len(free)]), "coefficients": list(fit.params[len(free):])})
    return {"weights": weights.tolist(), "y": y.tolist(), "control": length.tolist() if control else None, "solutions": solutions}


def length_case(documents, labels):
    lengths = random.integers(3, 60, documents)
    scores = np.column_stack([k * 0.5 * np.sin(lengths / 9.0) for k in range(labels)])
    label_of = np.array([random.choice(labels, p=np.exp(s) / np.exp(s).sum()) for s in scores])
    logs = np.log(lengths)
    knots = np.quantile(logs, [0.05, 0.275, 0.5, 0.725, 0.95])
    # patsy's natural spline spans the constant as well: taken out, then made orthonormal, in which basis any rotation has
    # the same ridge.
    basis = np.asarray(
        dmatrix(
            "cr(x, knots=inner, lower_bound=low, upper_bound=high) - 1",
            {"x": logs, "inner": knots[1:-1], "low": knots[0], "high": knots[-1]},
        )
    )
    basis = basis - basis.mean(axis=0)
    u, s, _ = np.linalg.svd(basis, full_matrices=False)
    basis = u[:, s > 1e-8 * s[0]] * np.sqrt(documents)
    fit = LogisticRegression(C=1.0, tol=1e-12, max_iter=10000).fit(basis, label_of)
    probabilities = fit.predict_proba(basis)
    return {"lengths": lengths.tolist(), "label_of": label_of.tolist(), "labels": labels, "probabilities": probabilities.tolist()}


print(
    json.dumps(
        {
            "paths": [path_case(60, 6, [19, 27], False), path_case(120, 7, [25, 36], True)],
            "lengths": [length_case(120, 3), length_case(150, 4)],
        }
    )
)
