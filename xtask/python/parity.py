"""Whether we select what the reference selects: P(selected | C) of ours against its stored runs.

The score at every C equally often, the mean of P(selected | C) over C, is free of the noise of the random C. Two runs of the
reference with different seeds differ too, by the samples; that is the bar. Ours passes where its mean distance to the
runs of the reference is no larger than the largest distance between two of them.
"""

import gzip
import itertools
import json

import numpy as np
import process
from corpora import VARIANT_OF_PRESET, parser, place_of

# Scores below are mostly noise, in both.
SCORE_MIN = 0.1
THRESHOLD = 0.3
# Where the reference was run once only: the largest distance seen between two of its runs on any corpus.
RMSE_MAX, CORRELATION_MIN, JACCARD_MIN = 0.014, 0.987, 0.80


def of_reference(path):
    """P(selected | C), positive and negative: 2 × C × labels × terms."""
    stored = np.load(path)
    shape, done = tuple(stored["shape"]), np.maximum(stored["done"], 1)[:, None, None]
    return np.stack([stored[sign].reshape(shape) / done for sign in ("pos", "neg")])


def of_ours(place, corpus, options, vocabulary):
    path = place.results("parity") / f"{corpus.name}.{options.preset}.json"
    with path.open("wb") as output:
        process.run(
            [place.example("selection_counts"), corpus.path, options.preset, corpus.language]
            + [options.fits, options.seed, options.threads],
            output=output,
        )
    told = json.loads(path.read_text())
    if told["terms"] != vocabulary:
        raise SystemExit(f"{corpus.name}: the vocabulary differs from the reference's")
    share = np.zeros((2, len(told["c"]), len(told["labels"]), len(told["terms"])))
    c, label, term, positive, negative = np.array(told["counts"], dtype=np.int64).reshape(-1, 5).T
    share[0, c, label, term], share[1, c, label, term] = positive, negative
    return share / np.maximum(told["fits"], 1)[None, :, None, None]


def scores(share):
    """Of every label, sign and term; of two labels the second only, because the first mirrors it."""
    labels = share.shape[2]
    return share.mean(axis=1)[:, 1:] if labels == 2 else share.mean(axis=1)


def distance(a, b):
    """Root mean square difference and correlation of the scores that count in either, overlap of the lists shown."""
    a, b = scores(a).ravel(), scores(b).ravel()
    counts = np.maximum(a, b) > SCORE_MIN
    shown = (a >= THRESHOLD).astype(int) + (b >= THRESHOLD)
    jaccard = (shown == 2).sum() / max((shown > 0).sum(), 1) if shown.any() else 1.0
    difference = a[counts] - b[counts]
    return np.array([np.sqrt((difference**2).mean()), np.corrcoef(a[counts], b[counts])[0, 1], jaccard, abs(difference).max()])


def report(name, values):
    rmse, correlation, jaccard, largest = values
    print(f"  {name:34} RMSE {rmse:.4f}  Pearson {correlation:.4f}  Jaccard {jaccard:.3f}  largest {largest:.3f}")


def check(place, corpus, options):
    variant = VARIANT_OF_PRESET[options.preset]
    golden = place.shared / "golden"
    runs = [of_reference(path) for path in sorted(golden.glob(f"{corpus.name}.{variant}.seed*.percC.npz"))]
    if not runs:
        print(f"\n{corpus.name}: skipped, the reference has no stored run of {options.preset}")
        return True
    with gzip.open(golden / f"{corpus.name}.{variant}.tfidf.json.gz", "rt", encoding="utf-8") as file:
        vocabulary = json.load(file)["vocabulary"]
    ours = of_ours(place, corpus, options, vocabulary)
    print(f"\n{corpus.name}, preset {options.preset}, {options.fits} fits")
    between = np.array([distance(a, b) for a, b in itertools.combinations(runs, 2)])
    to_ours = np.array([distance(ours, run) for run in runs])
    mean = to_ours.mean(axis=0)
    report(f"ours to the reference ({len(runs)} runs)", mean)
    if len(between):
        report("the reference to itself, mean", between.mean(axis=0))
        report("the reference to itself, worst", np.concatenate([between[:, :1].max(0), between[:, 1:3].min(0), between[:, 3:].max(0)]))
        rmse_max, correlation_min, jaccard_min = between[:, 0].max(), between[:, 1].min(), between[:, 2].min()
    else:
        rmse_max, correlation_min, jaccard_min = RMSE_MAX, CORRELATION_MIN, JACCARD_MIN
    inside = mean[0] <= rmse_max and mean[1] >= correlation_min and mean[2] >= jaccard_min
    print(f"  {'inside the noise of the reference' if inside else 'OUTSIDE the noise of the reference'}", flush=True)
    return inside


def main():
    options = parser(__doc__).parse_args()
    place = place_of(options)
    outside = [corpus.name for corpus in place.corpora(options.corpora) if not check(place, corpus, options)]
    if outside:
        raise SystemExit(f"outside the noise: {', '.join(outside)}")


if __name__ == "__main__":
    main()
