#!/usr/bin/env bash
# cohen.kappa() of the R package psych gives a weighted kappa for codes with an order, which forgives neighbours. For factors, which in R have an order of
# their levels, even those made with ordered = TRUE, it takes the order of the alphabet: high, low, mid. So low and high are neighbours and mid and
# high are not. The same codes as numbers give another value; only levels = tells it, and no warning says that the order was left out.
# Guess beforehand: ordered factors and their numbers agree. Seen: 0 beside 0.67.
# Needs R 4.2 and apt-get of Debian 12.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-psych=2.2.9-1 r-cran-mnormt=2.1.1-2 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
export R_LIBS="$folder/usr/lib/R/site-library"
Rscript --vanilla - <<'R'
suppressMessages(library(psych))
levels <- c("low", "mid", "high")
first <- factor(c("low", "mid", "high", "low", "mid", "high", "low"), levels, ordered = TRUE)
second <- factor(c("low", "mid", "high", "low", "high", "mid", "mid"), levels, ordered = TRUE)
kappas <- function(...) round(suppressWarnings(unlist(cohen.kappa(...)[c("kappa", "weighted.kappa")])), 2)
seen <- rbind(ordered = kappas(data.frame(first, second)), numbers = kappas(data.frame(as.integer(first), as.integer(second))),
              shown = kappas(data.frame(first, second), levels = levels))
cat("psych", format(packageVersion("psych")), "R", format(getRversion()), "\n")
print(seen)
stopifnot(seen[, "kappa"] == 0.36, seen["ordered", "weighted.kappa"] == 0, seen["numbers", "weighted.kappa"] == 0.67)
cat("as described\n")
R
