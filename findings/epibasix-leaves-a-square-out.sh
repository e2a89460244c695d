#!/usr/bin/env bash
# epiKappa() of the R package epibasix gives Cohen's kappa with an interval by the formula of Fleiss, Cohen and Everitt. One of its three parts sums over the pairs of different codes, with the square of two shares added up; the
# square is missing. Two codes that are equally frequent show nothing; with five, and coders who often differ, the interval is a fifth too wide. epi2x2() has the difference of shares of columns, of cases and controls, but
# divides their variances by the sums of the rows: the interval is too narrow or too wide, by how much the sums differ. The values themselves are right, and so is the interval for shares of rows.
# Guess beforehand: the intervals of the formulas. Seen: a standard error of kappa of 0.0417 where formula and simulation have 0.034, and a difference between 0.24 and 0.50 where prop.test has 0.17 and 0.57.
# Needs R 4.2 and apt-get of Debian 12.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-epibasix=1.5-2 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
R_LIBS="$folder/usr/lib/R/site-library" Rscript --vanilla - <<'R'
library(epibasix)
kappa_of <- function(p) { pe <- sum(rowSums(p) * colSums(p)); (sum(diag(p)) - pe) / (1 - pe) }
error_of <- function(counts) {  # Fleiss, Cohen and Everitt 1969
  n <- sum(counts); p <- counts / n; k <- kappa_of(p); pe <- sum(rowSums(p) * colSums(p))
  sums <- outer(colSums(p), rowSums(p), "+")  # of column i and row j, for cell i, j
  same <- sum(diag(p) * (1 - diag(sums) * (1 - k))^2)
  other <- (1 - k)^2 * sum((p * sums^2)[row(p) != col(p)])
  sqrt((same + other - (k - pe * (1 - k))^2) / n) / (1 - pe)
}
set.seed(1)
tables <- list(two = matrix(c(40, 10, 10, 40), 2), five = matrix(10, 5, 5) + diag(10, 5))
seen <- sapply(tables, function(counts) {
  drawn <- rmultinom(20000, sum(counts), counts)
  c(kappa = kappa_of(counts / sum(counts)), epibasix = epiKappa(counts)$seC, formula = error_of(counts),
    simulated = sd(apply(drawn, 2, function(one) kappa_of(matrix(one, nrow(counts)) / sum(one)))))
})
cat("epibasix", format(packageVersion("epibasix")), "R", format(getRversion()), "standard error of kappa, two and five codes\n")
print(round(seen, 4))
counts <- matrix(c(20, 10, 80, 190), 2)  # cases in the first column
interval <- unlist(epi2x2(counts)[c("rdCC.CIL", "rdCC.CIU")])
other <- prop.test(counts[1, ], colSums(counts))$conf.int  # with the same correction for continuity
cat("difference of shares of columns: epibasix", round(interval, 3), "prop.test", round(other, 3), "\n")
stopifnot(abs(seen["formula", ] / seen["simulated", ] - 1) < 0.02, abs(seen["epibasix", "two"] - seen["formula", "two"]) < 1e-9)
stopifnot(round(seen[c("epibasix", "formula"), "five"], 4) == c(0.0417, 0.034))
stopifnot(round(interval, 3) == c(0.24, 0.501), round(other, 3) == c(0.175, 0.566))
cat("as described\n")
R
