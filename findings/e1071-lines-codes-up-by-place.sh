#!/usr/bin/env bash
# classAgreement() of the R package e1071 takes a table of two codings and gives the share of texts coded alike (diag) and kappa, beside the two Rand indices for clusters. It adds up the
# diagonal of the table by place, not by name, unless it is told otherwise. table() has a row for each code that the first coder used and a column for each that the second used: where one coder never used a code,
# the places no longer go together, and other codes are compared, or only the first of them. Of five texts, four of them coded alike, one is counted. As soon as each coder has used each code the value is right.
# Guess beforehand: codes are compared by their names, which the table has, or a table that is not square is refused. Seen: 0.2 of five texts alike and a kappa of -0.11, for 0.8 and 0.67. Nothing is reported.
# Needs R 4.2 and apt-get of Debian 12. The function is taken alone, without the packages that e1071 loads as well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-e1071=1.7-13-1 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
R_LIBS_SITE="$folder/none" Rscript --vanilla - <<'R'
path <- "usr/lib/R/site-library/e1071"
invisible(lazyLoad(file.path(path, "R", "e1071"), globalenv()))
codes <- c("good", "mixed", "poor")
first <- c("good", "mixed", "poor", "poor", "mixed")
second <- c("mixed", "mixed", "poor", "poor", "mixed")  # never "good"
by.hand <- function(one, two) {
  chance <- sum(table(factor(one, codes)) * table(factor(two, codes))) / length(one)^2
  c(diag = mean(one == two), kappa = (mean(one == two) - chance) / (1 - chance))
}
both <- function(table, ...) unlist(classAgreement(table, ...)[c("diag", "kappa")])
seen <- round(rbind(by.hand = by.hand(first, second), table = both(table(first, second)), named = both(table(first, second), match.names = TRUE),
                    all.codes = both(table(factor(first, codes), factor(second, codes)))), 2)
cat("e1071", readRDS(file.path(path, "Meta", "package.rds"))$DESCRIPTION["Version"], "R", format(getRversion()), "\n")
print(seen)
stopifnot(seen["by.hand", ] == c(0.8, 0.67), seen["all.codes", ] == c(0.8, 0.67), seen["table", ] == c(0.2, -0.11))
cat("as described\n")
R
