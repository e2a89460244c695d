"""Whether our solutions are as good as LIBLINEAR's: the same samples, the same objective, term by term.

The example `fits` of the engine writes the matrix, some samples and our solutions. On exactly these samples
scikit-learn's LogisticRegression(liblinear, l1) is fitted as the reference does it, and once more to a tight tolerance. All
objectives are computed here, in double precision, from coefficients and intercepts:

    ‖w‖₁ + |b| + Σᵢ cᵢ ln(1 + exp(−yᵢ (w·xᵢ + b)))

The optimum is not known; the lowest objective of the three stands for it.
"""

import json
import shutil
import warnings

import numpy as np
import process
import scipy.sparse
from corpora import parser, place_of
from sklearn.linear_model import LogisticRegression

# Ours may be above LIBLINEAR's by this share: what rounding in its own objective amounts to.
EXCESS_MAX = 1e-6
LIBLINEAR_TOLERANCE, LIBLINEAR_ITERATIONS = 1e-4, 500
TIGHT_TOLERANCE, TIGHT_ITERATIONS = 1e-8, 5000

warnings.simplefilter("ignore")


class Fits:
    """What the example `fits` wrote."""

    def __init__(self, folder):
        self.manifest = json.loads((folder / "manifest.json").read_text())
        read = lambda name, kind: np.fromfile(folder / name, dtype=kind)
        shape = (self.manifest["documents"], self.manifest["terms"])
        parts = (read("values.f64", "<f8"), read("columns.u32", "<u4").astype(np.int32), read("row_starts.u64", "<u8"))
        self.matrix = scipy.sparse.csr_matrix((parts[0], parts[1], parts[2].astype(np.int64)), shape=shape)
        self.label_of = read("label_of.u32", "<u4")
        self.samples = read("samples.u32", "<u4").reshape(-1, shape[0])


def costs(fits, sample, label, c):
    """Of a document with the label, and of one without."""
    if not fits.manifest["balanced"]:
        return c, c
    size, labels = sample.sum(), fits.manifest["labels"]
    inside = sample[fits.label_of == label].sum()
    balanced = lambda count: c * size / (labels * count)
    return balanced(inside), balanced(size - inside) if labels == 2 else c


def objective(fits, sample, label, cost, w, b):
    margin = np.asarray(fits.matrix @ w).ravel() + b
    y = np.where(fits.label_of == label, 1.0, -1.0)
    weight = sample * np.where(y > 0, cost[0], cost[1])
    return np.abs(w).sum() + abs(b) + (weight * np.logaddexp(0, -y * margin)).sum()


def best_intercept(fits, sample, label, cost):
    """Of a model without terms, in closed form."""
    inside = cost[0] * sample[fits.label_of == label].sum()
    outside = cost[1] * sample[fits.label_of != label].sum()
    slope = 0.5 * (outside - inside)
    if abs(slope) <= 1:
        return 0.0
    share = (inside + np.sign(slope)) / (inside + outside)
    return float(np.log(share / (1 - share)))


def liblinear(fits, sample, label, c, cost):
    """As the reference fits it: every document as often as it was drawn."""
    drawn = np.repeat(np.arange(len(sample)), sample)
    y = (fits.label_of[drawn] == label).astype(int)
    weights = {0: cost[1] / c, 1: cost[0] / c}
    model = LogisticRegression(penalty="l1", C=c, solver="liblinear", tol=LIBLINEAR_TOLERANCE, max_iter=LIBLINEAR_ITERATIONS)
    model.set_params(class_weight=weights, random_state=42).fit(fits.matrix[drawn], y)
    return model.coef_[0], model.intercept_[0]


def tight(fits, sample, label, c, cost):
    """The same problem with each document once, weighted by how often it was drawn."""
    present = sample > 0
    y = (fits.label_of[present] == label).astype(int)
    weight = sample[present] * np.where(y == 1, cost[0] / c, cost[1] / c)
    model = LogisticRegression(penalty="l1", C=c, solver="liblinear", tol=TIGHT_TOLERANCE, max_iter=TIGHT_ITERATIONS)
    model.set_params(random_state=42).fit(fits.matrix[present], y, sample_weight=weight)
    return model.coef_[0], model.intercept_[0]


def compare(fits, fit, regression):
    """The three objectives of one regression: ours, LIBLINEAR's, the tight one."""
    sample, label, c = fits.samples[fit["sample"]].astype(np.int64), regression["label"], fit["c"]
    cost = costs(fits, sample, label, c)
    w = np.zeros(fits.manifest["terms"])
    if regression["outcome"] == "empty":
        b = best_intercept(fits, sample, label, cost)
    else:
        w[regression["terms"]] = regression["coefficients"]
        b = regression["intercept"]
    solutions = [(w, b), liblinear(fits, sample, label, c, cost), tight(fits, sample, label, c, cost)]
    return [objective(fits, sample, label, cost, w, b) for w, b in solutions]


def tell_excess(c, regression, objectives):
    """Prints a regression whose objective is above LIBLINEAR's, with our own certificate."""
    ours, theirs = objectives[0], objectives[1]
    if ours > theirs * (1 + EXCESS_MAX):
        lowest = min(objectives)
        gaps = f"gap {ours / lowest - 1:.2e} (LIBLINEAR {theirs / lowest - 1:.2e})"
        own = {key: regression.get(key) for key in ("iterations", "violation", "converged")}
        print(f"  above LIBLINEAR: C = {c:g}, label {regression['label']}: {gaps}; ours: {own}")


def table(rows):
    """Prints per C: relative gaps to the lowest objective known, and where ours is above LIBLINEAR's."""
    print(f"  {'C':>8} {'regressions':>11} {'gap of ours':>12} {'LIBLINEAR':>10} {'worst of ours':>13} {'above':>6}")
    for c in sorted({row[0] for row in rows}, reverse=True) + [None]:
        chosen = np.array([row[1:] for row in rows if c is None or row[0] == c])
        lowest = chosen.min(axis=1)
        gaps = (chosen - lowest[:, None]) / lowest[:, None]
        excess = (chosen[:, 0] - chosen[:, 1]) / chosen[:, 1]
        name = "all" if c is None else f"{c:g}"
        above = (excess > EXCESS_MAX).sum()
        print(f"  {name:>8} {len(chosen):11} {gaps[:, 0].mean():12.2e} {gaps[:, 1].mean():10.2e} {excess.max():13.2e} {above:6}")
    return gaps[:, 0].mean() <= gaps[:, 1].mean() and above == 0


def check(place, corpora, options):
    """Checks every corpus; returns whether ours is nowhere worse."""
    good = True
    for corpus in corpora:
        folder = place.results("fits") / corpus.name
        folder.mkdir(exist_ok=True)
        process.run(
            [place.example("fits"), corpus.path, options.preset, corpus.language, options.fits, options.seed]
            + [options.threads, options.samples, folder]
        )
        fits = Fits(folder)
        print(f"\nobjectives, {corpus.name}, preset {options.preset}: {options.samples} samples per C")
        rows = []
        for fit in fits.manifest["fits"]:
            for regression in fit["regressions"]:
                if regression["outcome"] != "label absent":
                    objectives = compare(fits, fit, regression)
                    tell_excess(fit["c"], regression, objectives)
                    rows.append([fit["c"], *objectives])
        fine = table(rows)
        print(f"  {'no worse than LIBLINEAR' if fine else 'WORSE than LIBLINEAR somewhere: see the last columns'}", flush=True)
        good &= fine
        shutil.rmtree(folder)
    return good


def main():
    arguments = parser(__doc__)
    arguments.add_argument("--samples", type=int, default=2, help="samples per C")
    options = arguments.parse_args()
    place = place_of(options)
    if not check(place, place.corpora(options.corpora), options):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
