#!/usr/bin/env bash
# epi.kappa() of the R package epiR gives kappa and PABAK, the kappa that is left when all codes are equally frequent (Byrt, Bishop and Carlin 1993). With k codes that is
# (k p - 1) / (k - 1), p being the share of texts coded alike; epiR takes 2 p - 1 for any number of codes. Its documentation says in one place that the value is
# given for two codes only, in another that it is given for more, and it is. Where all codes are equally frequent there is nothing to adjust, so that
# both should be one value; and coders who guess among four codes have a PABAK of -0.5, by which they would avoid each other.
# Guess beforehand: PABAK is kappa in a table whose sums are all equal. Seen: so with two codes; with three 0.2 beside 0.4, with four -0.5 beside 0.
# Needs R 4.2 and apt-get of Debian 12. The function is taken alone, without the packages for maps and reports that epiR loads as well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-epir=2.0.57+dfsg-1 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
R_LIBS_SITE="$folder/none" Rscript --vanilla - <<'R'
path <- "usr/lib/R/site-library/epiR"
invisible(lazyLoad(file.path(path, "R", "epiR"), globalenv()))
kappas <- function(codes, alike, other) {
  table <- matrix(other, codes, codes)
  diag(table) <- alike
  found <- suppressWarnings(epi.kappa(table))
  share <- sum(diag(table)) / sum(table)
  c(codes = codes, kappa = found$kappa$est, PABAK = found$pabak$est, by.hand = (codes * share - 1) / (codes - 1))
}
seen <- round(rbind(kappas(2, 18, 12), kappas(3, 12, 4), kappas(4, 10, 10)), 3)
cat("epiR", read.dcf(file.path(path, "DESCRIPTION"), "Version"), "R", format(getRversion()), "\n")
print(seen)
stopifnot(seen[, "kappa"] == c(0.2, 0.4, 0), seen[, "by.hand"] == seen[, "kappa"], seen[, "PABAK"] == c(0.2, 0.2, -0.5))
cat("as described\n")
R
