#!/usr/bin/env bash
# A permutation test asks how many ways of dealing the values give as large a difference as was seen; it does not matter whether shares are written as 3 or as 0.3. perm.test of the
# R package exactRankTests is exact for whole numbers. Others it maps to whole ones between 1 and their number, which the line "method" of its result says; its documentation speaks of
# tol = for more. The p-value is no longer exact, and it changes with the unit: with ratings from 1 to 5 or as tenths of 10, the same difference is significant or not.
# Guess beforehand: equal but for rounding. Seen: 0.0536, and 0.0466 for a tenth; counting all 3,432 deals gives 0.0536 for both.
# Needs R 4.2 and apt-get of Debian 12.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-exactranktests=0.8-35-1 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
export R_LIBS="$folder/usr/lib/R/site-library"
Rscript --vanilla - <<'R'
suppressMessages(library(exactRankTests))
first <- c(1, 2, 2, 3, 3, 3, 4)
second <- c(2, 3, 4, 4, 5, 5, 5)
deals <- function(x, y) {
  all <- c(x, y)
  sums <- colSums(matrix(all[combn(length(all), length(x))], length(x)))
  mean(abs(sums - mean(all) * length(x)) >= abs(sum(x) - mean(all) * length(x)) - 1e-9)
}
seen <- sapply(c(1, 10, 100), function(unit) c(unit = unit, perm.test = perm.test(first / unit, second / unit)$p.value, deals = deals(first / unit, second / unit),
                                               tol = perm.test(first / unit, second / unit, tol = 1e-8)$p.value))
cat("exactRankTests", format(packageVersion("exactRankTests")), "R", format(getRversion()), perm.test(first / 10, second / 10)$method, "\n")
print(round(seen, 4))
stopifnot(abs(seen["deals", ] - 0.0536) < 1e-4, abs(seen["tol", ] - 0.0536) < 1e-4, abs(seen["perm.test", ] - c(0.0536, 0.0466, 0.0425)) < 1e-4)
cat("as described\n")
R
