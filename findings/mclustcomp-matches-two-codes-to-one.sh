#!/usr/bin/env bash
# The maximum-match measure compares two codings (or clusterings) of texts: the largest cell of their table is found, its row and its
# column are crossed out, and so on; the sum of these cells is divided by the number of texts (Wagner and Wagner 2007, whom the R
# package mclustcomp names). So each code has one partner at most, and it does not matter which coding comes first. mclustcomp crosses
# nothing out and adds the largest cells of the first rows: a code may be the partner of several others, so that the value is above what
# any matching has. It also depends on which coding comes first, and on which code happens to come first in the texts.
# Guess beforehand: 0.5, both ways round. Seen: 0.75 and 0.5, and 0.5 again for the same texts from the last to the first.
# Needs R 4.2 and apt-get of Debian 12.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-mclustcomp=0.3.3-2 r-cran-rcpp=1.0.10-1 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
R_LIBS="$folder/usr/lib/R/site-library" Rscript --vanilla - <<'R'
suppressMessages(library(mclustcomp))
first <- c(1, 1, 1, 1, 2, 2, 2, 3)
second <- c(1, 1, 1, 2, 1, 1, 1, 2)
measure <- function(x, y) mclustcomp(x, y, types = "mmm")$scores
matching <- function(x, y) { # the largest sum of cells with no two in a row or column
  cells <- table(x, y)
  if (nrow(cells) > ncol(cells)) cells <- t(cells)
  partners <- as.matrix(expand.grid(rep(list(seq_len(ncol(cells))), nrow(cells))))
  partners <- partners[apply(partners, 1, anyDuplicated) == 0, , drop = FALSE]
  max(apply(partners, 1, function(columns) sum(cells[cbind(seq_len(nrow(cells)), columns)]))) / length(x)
}
seen <- c("first, second" = measure(first, second), "second, first" = measure(second, first),
          "from the last" = measure(rev(first), rev(second)), "largest matching" = matching(first, second))
cat("mclustcomp", format(packageVersion("mclustcomp")), "R", format(getRversion()), "\n")
print(table(first, second))
print(seen)
set.seed(1)
above <- mean(replicate(200, {
  x <- sample(3, 12, TRUE)
  y <- sample(3, 12, TRUE)
  measure(x, y) > matching(x, y) + 1e-9
}))
cat("of 200 pairs of codings by chance above the largest matching:", above, "\n")
stopifnot(seen == c(0.75, 0.5, 0.5, 0.5), above > 0.4)
cat("as described\n")
R
