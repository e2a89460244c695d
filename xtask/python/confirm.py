"""The part set aside, computed anew by SciPy and statsmodels, for `crates/wordify/tests/confirm.rs`.

    pip install scipy==1.17.1 statsmodels==0.15.0
    python xtask/python/confirm.py corpus documents > documents.csv
    wordify analyze documents.csv --confirm 0.4 --max-q 1 --shuffles 19 --lemmas off --stop-words none --ngrams 1 \
        --min-df 2 --max-df 1.0 --language en --out documents.json
    python xtask/python/confirm.py test documents.json

The same with `groups` in place of `documents` and `--group author`, with `strata` and `--strata year`, and with `strata`, `--strata year`
and `--contrast pairs`. Prints label, term, share in label and rest (or in the other label of a pair), difference and odds ratio with their
intervals, p, p by Holm and by Benjamini & Hochberg. P-values of groups are exact: of all ways to deal the labels among whole groups.
P-values within strata are those of the sum of hypergeometric counts, and are held against R's mantelhaen.test where R is installed.
"""

import itertools
import json
import math
import shutil
import subprocess
import sys
import warnings

import numpy as np
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

warnings.simplefilter("ignore")


def corpus(kind):
    """Texts with label and author, from the row after the header on."""
    rows = []
    for i in range(240):
        author = i // 8
        label = {
            "documents": "AABBC"[i % 5],
            "groups": "AB"[author % 2],
            "strata": ("AABC" if i % 4 < 2 else "ABBC")[i // 4 % 4],
        }[kind]
        words = ["alpha"] * (i % 4 < 2) + ["beta"] * (label == "A" and i % 3 > 0) + ["gamma"] * (label == "C" or i % 7 == 0)
        words += ["delta"] * (label == "B" and author % 3 > 0) + ["eps"] * (author % 5 == 1) + ["zeta"] * (label == "B" and i % 9 == 4)
        column = i % 4 if kind == "strata" else f"author{author}"
        rows.append((" ".join([*words, f"number{i}"]), label, column))
    return rows


def interval(of_label, of_rest):
    """Difference and odds ratio with intervals, of (share, size) each; sizes need not be whole."""
    (p, n), (q, m) = of_label, of_rest
    low, high = confint_proportions_2indep(p * n, n, q * m, m, method="newcomb", compare="diff")
    table = Table2x2(np.array([[p * n, (1 - p) * n], [q * m, (1 - q) * m]]) + 0.5)
    return [p - q, low, high, table.oddsratio, *table.oddsratio_confint()]


def worth(y, groups):
    """Share, and the number of independent documents with the cluster-robust variance of statsmodels, by t in place of z."""
    share, count = y.mean(), len(set(groups))
    if count < 2:
        return share, 0.0
    ratio = stats.norm.ppf(0.975) / stats.t.ppf(0.975, count - 1)
    if y.sum() in (0, len(y)):
        return share, count * ratio**2
    codes = np.unique(groups, return_inverse=True)[1]
    fit = sm.OLS(y, np.ones(len(y))).fit(cov_type="cluster", cov_kwds={"groups": codes})
    return share, min(share * (1 - share) / fit.cov_params()[0, 0], len(y)) * ratio**2


def exact(y, inside, groups):
    """The share of all ways to deal labels among groups that tell the documents with the term as far apart."""
    names = sorted(set(groups))
    sizes = np.array([sum(g == name for g in groups) for name in names])
    with_term = np.array([y[[g == name for g in groups]].sum() for name in names])
    mine = np.array([inside[groups.index(name)] for name in names])
    share = y.mean()
    statistic = lambda chosen: abs(with_term[chosen].sum() - sizes[chosen].sum() * share)
    seen = statistic(np.flatnonzero(mine))
    ways = [statistic(list(chosen)) for chosen in itertools.combinations(range(len(names)), int(mine.sum()))]
    return np.mean([way >= seen - 1e-9 for way in ways])


def within(y, inside, years):
    """The exact conditional test of no association within strata: sums that are no likelier than the observed one."""
    sums, seen, tables = np.ones(1), 0, []
    for year in sorted(set(years)):
        here = np.array([of == year for of in years])
        inside_here, with_here = int((inside & here).sum()), int(y[here].sum())
        counts = np.arange(min(inside_here, with_here) + 1)
        sums = np.convolve(sums, stats.hypergeom.pmf(counts, int(here.sum()), with_here, inside_here))
        both = int(y[inside & here].sum())
        seen += both
        tables += [both, inside_here - both, with_here - both, int(here.sum()) - inside_here - with_here + both]
    p = sums[sums <= sums[seen] * (1 + 1e-7)].sum() / sums.sum()
    if shutil.which("Rscript") and 0 < y.sum() < len(y):
        code = f"x <- array(c({','.join(map(str, tables))}), c(2, 2, {len(tables) // 4})); cat(mantelhaen.test(x, exact = TRUE)$p.value)"
        theirs = float(subprocess.run(["Rscript", "-e", code], capture_output=True, text=True, check=True).stdout)
        assert abs(theirs - p) <= 1e-5 * p, (theirs, p)
    return p


def test(path):
    analysis = json.load(open(path))["analysis"]
    aside = analysis["confirmation"]
    kind = {"fisher": "documents", "shuffles": "groups", "fisher_within_strata": "strata"}[aside["test"]]
    rows = [corpus(kind)[row - 2] for row in aside["rows"]]
    print(aside["rows_sha256"], len(rows))
    whole = rows
    found = []
    for one in analysis["indicators"]:
        label, term, against = one["label"], one["term"], one.get("against")
        rows = [row for row in whole if against is None or row[1] in (label, against)]
        groups = [column for _, _, column in rows]
        y = np.array([float(term in text.split()) for text, _, _ in rows])
        inside = np.array([of == label for _, of, _ in rows])
        if kind != "groups":
            sides = [(y[side].mean(), side.sum()) for side in (inside, ~inside)]
            table = [[y[side].sum(), (1 - y[side]).sum()] for side in (inside, ~inside)]
            p = stats.fisher_exact(np.array(table, dtype=int)).pvalue
            if kind == "strata":
                p = within(y, inside, groups)
        else:
            sides = [worth(y[side], [g for g, s in zip(groups, side) if s]) for side in (inside, ~inside)]
            p = exact(y, inside, groups)
        found.append([label, term, y[inside].mean(), y[~inside].mean(), *interval(*sides), p])
    values = [row[-1] for row in found]
    adjusted = [multipletests(values, method=method)[1] for method in ("holm", "fdr_bh")]
    for row, holm, hochberg in zip(found, *adjusted):
        numbers = [float(number) for number in (*row[2:], holm, hochberg)]
        assert all(math.isfinite(number) for number in numbers)
        print(f'("{row[0]}", "{row[1]}", {numbers}),')


if sys.argv[1] == "corpus":
    print("text,label,year" if sys.argv[2] == "strata" else "text,label,author")
    for row in corpus(sys.argv[2]):
        print(",".join(map(str, row)))
else:
    test(sys.argv[2])
