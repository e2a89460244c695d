#!/usr/bin/env bash
# wkappa() of the R package psy gives a weighted kappa for two raters; by its documentation the codes are numbers in their natural order. It makes its
# table of whole steps from the lowest code to the highest, so that a text rated 2.5 by either rater is in no cell: it is left out of the agreement, and
# nothing is reported. Half points are common where raters hesitate, and where they do is where they differ. The same codes doubled are all counted.
# Guess beforehand: the unit makes no difference, as in ckappa() of the same package. Seen: kappa is 1 for ten texts of which four are rated differently, and 0.57 doubled.
# Needs R 4.2 and apt-get of Debian 12.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-psy=1.2-1 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
R_LIBS="$folder/usr/lib/R/site-library" Rscript --vanilla - <<'R'
library(psy)
codes <- cbind(first = c(1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5), second = c(1, 3.5, 2, 4.5, 3, 1.5, 4, 2.5, 5, 5))
by_hand <- function(codes) {  # squared weights: 1 - mean squared distance / the one expected by chance
  1 - mean((codes[, 1] - codes[, 2])^2) / mean(outer(codes[, 1], codes[, 2], "-")^2)
}
halves <- wkappa(codes)
seen <- c(halves = halves$kappa, doubled = wkappa(2 * codes)$kappa, by.hand = by_hand(codes))
cat("psy", format(packageVersion("psy")), "R", format(getRversion()), "counts", sum(halves$table), "of", nrow(codes), "texts\n")
print(round(seen, 3))
stopifnot(sum(halves$table) == 6, seen["halves"] == 1, abs(seen[c("doubled", "by.hand")] - 0.5699) < 1e-4)
stopifnot(sum(ckappa(codes)$table) == nrow(codes), sum(wkappa(2 * codes)$table) == nrow(codes))
cat("as described\n")
R
