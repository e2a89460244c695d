"""Whether we select what the reference selects: P(selected | C) of ours against its stored runs.

Scores are compared as if both had used the C values of the stored run: the sum over C of its share of fits times
P(selected | C). So the noise of the random C is out; that of the random samples stays, between two runs of the reference as
between ours and one of them. What this noise alone would make of the distance is known (binomial counts), so the
distance is also shown divided by it: 1 is no difference but chance. Ours passes where that ratio is no more than
RATIO_EXCESS_MAX above the reference's to itself.
"""

import gzip
import itertools
import json
from dataclasses import dataclass

import numpy as np
import process
from corpora import VARIANT_OF_PRESET, parser, place_of

# Scores below are mostly noise, in both.
SCORE_MIN = 0.1
THRESHOLD = 0.3
# The terms of a corpus are not independent, so the ratio varies by some percent around 1 even between equals.
RATIO_EXCESS_MAX = 0.05


@dataclass(frozen=True)
class Run:
    """How often each term was selected."""

    # Fits by C.
    fits: np.ndarray
    # P(selected | C): sign × C × label × term.
    share: np.ndarray


def of_reference(path):
    stored = np.load(path)
    counts = np.stack([stored[sign].reshape(tuple(stored["shape"])) for sign in ("pos", "neg")])
    return run_of(stored["done"], counts)


def run_of(fits, counts):
    """Of two labels the first mirrors the second and is left out."""
    fits = np.asarray(fits)
    kept = counts[:, :, 1:] if counts.shape[2] == 2 else counts
    return Run(fits, kept / np.maximum(fits, 1)[None, :, None, None])


def of_ours(place, corpus, options, vocabulary):
    path = place.results("parity") / f"{corpus.name}.{options.preset}.json"
    with path.open("wb") as output:
        process.run(
            [place.example("selection_counts"), corpus.path, options.preset, corpus.language]
            + [options.fits, options.seed, options.threads],
            output=output,
        )
    stored = json.loads(path.read_text())
    if stored["terms"] != vocabulary:
        raise SystemExit(f"{corpus.name}: the vocabulary differs from the reference's")
    counts = np.zeros((2, len(stored["c"]), len(stored["labels"]), len(stored["terms"])))
    c, label, term, positive, negative = np.array(stored["counts"], dtype=np.int64).reshape(-1, 5).T
    counts[0, c, label, term], counts[1, c, label, term] = positive, negative
    return run_of(stored["fits"], counts)


def distance(a, b, fits):
    """Of two runs, as if both had `fits` by C: root mean square difference of the scores that count in either, its ratio to
    what chance alone makes of it, correlation, overlap of the lists shown, largest difference."""
    part = (fits / fits.sum())[None, :, None, None]
    score_a, score_b = (part * a.share).sum(axis=1), (part * b.share).sum(axis=1)
    pair = [np.maximum(run.fits, 1)[None, :, None, None] for run in (a, b)]
    pooled = (a.share * pair[0] + b.share * pair[1]) / (pair[0] + pair[1])
    chance = (part**2 * pooled * (1 - pooled) * (1 / pair[0] + 1 / pair[1])).sum(axis=1)
    counts = np.maximum(score_a, score_b) > SCORE_MIN
    difference = score_a[counts] - score_b[counts]
    rmse = np.sqrt((difference**2).mean())
    ratio = rmse / np.sqrt(chance[counts].mean())
    shown = (score_a >= THRESHOLD).astype(int) + (score_b >= THRESHOLD)
    jaccard = (shown == 2).sum() / (shown > 0).sum() if shown.any() else 1.0
    correlation = np.corrcoef(score_a[counts], score_b[counts])[0, 1]
    return np.array([rmse, ratio, correlation, jaccard, abs(difference).max()])


def report(name, values):
    rmse, ratio, correlation, jaccard, largest = values
    print(f"  {name:34} RMSE {rmse:.4f} ({ratio:.3f} of chance)  Pearson {correlation:.4f}  Jaccard {jaccard:.3f}  largest {largest:.3f}")


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
    mean = np.mean([distance(ours, run, run.fits) for run in runs], axis=0)
    report(f"ours to the reference ({len(runs)} runs)", mean)
    ratio_of_equals = 1.0
    if len(runs) > 1:
        between = np.array([distance(a, b, a.fits) for a, b in itertools.combinations(runs, 2)])
        report("the reference to itself", between.mean(axis=0))
        ratio_of_equals = max(1.0, between[:, 1].max())
    inside = mean[1] <= ratio_of_equals + RATIO_EXCESS_MAX
    print(f"  {'inside' if inside else 'OUTSIDE'} the noise of the reference", flush=True)
    return inside


def main():
    options = parser(__doc__).parse_args()
    place = place_of(options)
    outside = [corpus.name for corpus in place.corpora(options.corpora) if not check(place, corpus, options)]
    if outside:
        raise SystemExit(f"outside the noise: {', '.join(outside)}")


if __name__ == "__main__":
    main()
