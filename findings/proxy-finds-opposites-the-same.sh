#!/usr/bin/env bash
# proxy of R has dozens of similarities of rows and turns them into distances, by which texts, words and people are put into groups. A similarity s becomes 1 - |s|: for those that can be below zero, as correlation, phi and Yule's
# Q can, the sign is gone. Two people who answer each question in opposite ways have the distance 0, as if they were one, and are in one group before two who nearly agree; those who have nothing in common are
# the furthest apart. Cosine is the exception, with 1 - s. dist() does not say which of the two it took; simil() has the sign.
# Guess beforehand: the largest distance, 2 or 1, for opposites. Seen: 0 for correlation and Yule and 0.33 for a phi of -0.67, but 2 for cosine.
# Needs R 4.2 and apt-get of Debian 12.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-proxy=0.4-27-1 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
R_LIBS="$folder/usr/lib/R/site-library" Rscript --vanilla - <<'R'
suppressMessages(library(proxy))
people <- rbind(Ann = c(2, 1, -1, -2, 0), Ben = c(-2, -1, 1, 2, 0), Cem = c(2, 2, -1, -1, 0))  # Ben is against all that Ann is for, Cem nearly agrees with Ann
distances <- function(rows, method) round(as.matrix(dist(rows, method = method))["Ann", c("Ben", "Cem")], 2)
seen <- rbind(correlation = distances(people, "correlation"), phi = distances(people > 0, "Phi"), Yule = distances(people > 0, "Yule"), cosine = distances(people, "cosine"))
signs <- round(as.matrix(simil(people, method = "correlation"))["Ann", c("Ben", "Cem")], 2)
cat("proxy", format(packageVersion("proxy")), "R", format(getRversion()), "distances from Ann\n")
print(seen)
cat("similarities by correlation", signs, "\n")
stopifnot(signs == c(-1, 0.94), seen["correlation", ] == c(0, 0.06), seen["Yule", "Ben"] == 0, seen["cosine", ] == c(2, 0.1), seen["phi", "Ben"] == 0.33)
cat("as described\n")
R
