#!/usr/bin/env bash
# The area under a curve (AUC) says how often a text with the label has a higher value than one without: 1 for always, 0.5 for chance, 0 for never. colAUC() of the R package caTools gives it for each column of a table, as words are compared by
# how well they tell two labels apart. It takes the larger of the value and 1 minus it: a word that the group avoids has the AUC of one that it seeks, a classifier that is wrong each time has 1, and
# columns of chance are above 0.5 on the average, the more the fewer texts there are: 0.65 with five texts of each label. Nothing in the result says which way it was.
# Guess beforehand: 0 for the reverse of 1, and 0.5 on the average for chance. Seen: 1 for both, and 0.65.
# Needs R 4.2 and apt-get of Debian 12.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-catools=1.18.2-1+b1 r-cran-bitops=1.0-7-1 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
R_LIBS="$folder/usr/lib/R/site-library" Rscript --vanilla - <<'R'
suppressMessages(library(caTools))
label <- rep(c("no", "yes"), each = 5)
auc <- function(values) (sum(rank(values)[label == "yes"]) - 15) / 25
words <- cbind(sought = 1:10, avoided = 10:1)
set.seed(1)
chance <- matrix(rnorm(10 * 2000), 10)
seen <- c(colAUC(words, label)[1, ], chance = round(mean(colAUC(chance, label)), 2))
true <- c(apply(words, 2, auc), chance = round(mean(apply(chance, 2, auc)), 2))
cat("caTools", format(packageVersion("caTools")), "R", format(getRversion()), "\n")
print(rbind(caTools = seen, by.ranks = true))
stopifnot(true == c(1, 0, 0.5), seen[c("sought", "avoided")] == 1, seen["chance"] > 0.63, seen["chance"] < 0.7)
cat("as described\n")
R
