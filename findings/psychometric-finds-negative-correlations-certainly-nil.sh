#!/usr/bin/env bash
# r.nil() of the R package psychometric "performs a two-tailed t-test" of a correlation of nil, by its documentation, and gives t and p. The p is that of the upper tail alone: half of what it says for positive correlations, and for negative ones
# what lies above t, nearly all, so that -0.5 among 30 texts, as clear as 0.5, has p = 0.9976. rdif.nul(), which "tests the hypothesis that two correlations are significantly different", does the same: exchange
# the two and p goes from 0.003 to 0.997. The book that both name (Cohen, Cohen, West and Aiken 2003) has two tails for each.
# Guess beforehand: p of two tails, and the same for 0.5 and -0.5. Seen: 0.0024 and 0.9976 for 0.0049.
# Needs R 4.2 and apt-get of Debian 12.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-psychometric=2.3-1 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
Rscript --vanilla - <<'R'
library <- "usr/lib/R/site-library"
functions <- new.env()  # only these two and what they call, so that none of what the package imports is needed
invisible(lazyLoad(file.path(library, "psychometric/R/psychometric"), functions))
exactly <- function(r, n) {  # numbers with exactly that correlation
  x <- scale(seq_len(n)); y <- scale(resid(lm(seq_len(n)^2 %% 7 ~ x)))
  cor.test(as.vector(x), as.vector(r * x + sqrt(1 - r^2) * y))$p.value
}
nil <- sapply(c(0.5, -0.5), function(r) c(r = r, psychometric = functions$r.nil(r, 30)$p, cor.test = exactly(r, 30)))
difference <- sapply(list(c(0.7, 0.3), c(0.3, 0.7)), function(r) {
  both <- functions$rdif.nul(r[1], r[2], 50, 50)
  c(r, psychometric = both$p, two.tails = 2 * pnorm(-abs(diff(atanh(r)) / sqrt(2 / 47))))
})
cat("psychometric", read.dcf(file.path(library, "psychometric/DESCRIPTION"), "Version"), "R", format(getRversion()), "\n")
print(round(nil, 4)); print(round(difference, 4))
stopifnot(round(nil["psychometric", ], 4) == c(0.0024, 0.9976), round(nil["cor.test", ], 4) == 0.0049)
stopifnot(round(difference["psychometric", ], 4) == c(0.0034, 0.9966), round(difference["two.tails", ], 4) == 0.0069)
cat("as described\n")
R
