#!/usr/bin/env bash
# The R package multtest corrects the p-values of many terms, also by the two procedures for false discoveries that first estimate how many terms show no difference. In the one
# with two stages (Benjamini, Krieger and Yekutieli 2006) it multiplies by that estimate: where the first stage rejects all terms it is 0, and so is each corrected p-value, so that
# three of 0.01 to 0.03 pass any level. It also leaves out a factor of 1 + alpha, by which some are below 0.05 that are not. In the other (Benjamini and
# Hochberg 2000) the search for the estimate does not end in many short lists, such as the same three: then all corrected p-values are missing, with a warning of min().
# Guess beforehand: 0.03 for these three by both. Seen: 0 and missing, and 0.0490 where it is 0.0514 in another list.
# Needs R 4.2 and apt-get of Debian 12. The function is taken alone, without the packages that multtest loads for the others.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-bioc-multtest=2.54.0-1 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
R_LIBS_SITE="$folder/none" Rscript --vanilla - <<'R'
path <- "usr/lib/R/site-library/multtest"
invisible(lazyLoad(file.path(path, "R", "multtest"), globalenv(), function(name) name == "mt.rawp2adjp"))
by_definition <- function(values, alpha = 0.05) {  # both stages at alpha / (1 + alpha); where the first rejects none or all, it stays as it is
  first <- p.adjust(values, "BH")
  rejected <- sum(first <= alpha / (1 + alpha))
  if (rejected == 0 || rejected == length(values)) first else first * (length(values) - rejected) / length(values) * (1 + alpha)
}
seen <- lapply(list(c(0.01, 0.02, 0.03), c(0.001, 0.008, 0.0306, 0.0306, 0.0306, 0.5, 0.6, 0.7, 0.8, 0.9)), function(values) {
  found <- suppressWarnings(mt.rawp2adjp(values, c("BH", "ABH", "TSBH")))
  cbind(found$adjp[order(found$index), ], TSBH.by.hand = by_definition(values))
})
cat("multtest", read.dcf(file.path(path, "DESCRIPTION"), "Version"), "R", format(getRversion()), "\n")
print(lapply(seen, round, 4))
stopifnot(seen[[1]][, "TSBH_0.05"] == 0, is.na(seen[[1]][, "ABH"]), all.equal(unname(seen[[1]][, "TSBH.by.hand"]), rep(0.03, 3)))
stopifnot(round(seen[[2]][3, c("TSBH_0.05", "TSBH.by.hand")], 4) == c(0.049, 0.0514), all.equal(seen[[2]][, "BH"], p.adjust(seen[[2]][, "rawp"], "BH")))
cat("as described\n")
R
