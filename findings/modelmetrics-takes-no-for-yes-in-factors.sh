#!/usr/bin/env bash
# The R package ModelMetrics scores what classifiers say of labelled texts; for each score "actual" is, by its documentation, "a vector
# of the labels". R keeps labels as factors: words to look at, and the codes 1 and 2 inside. auc() takes the second label for 1, as R
# does. The others take the codes as they are: whoever has the first label has 1, and the second is neither 1 nor 0. Precision is 1 and
# the negative predictive value 0, whatever the classifier says, kappa is 0 and the Brier score above 1; recall and F1 look like those
# of a bad classifier. Nothing is reported; labels as plain words are refused.
# Guess beforehand: the same for factors as for 0 and 1, as auc() has. Seen: recall 0.2 for 0.67, kappa 0 for 0.47, precision 1 for
# 0.67.
# Needs R 4.2 and apt-get of Debian 12.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
packages="r-cran-modelmetrics=1.2.2.2-1+b1 r-cran-rcpp=1.0.10-1 r-cran-data.table=1.14.8+dfsg-1"
apt-get download --quiet --quiet $packages 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
R_LIBS="$folder/usr/lib/R/site-library" Rscript --vanilla - <<'R'
suppressMessages(library(ModelMetrics))
numbers <- c(1, 1, 1, 0, 0, 0, 0, 0)
labels <- factor(ifelse(numbers == 1, "yes", "no"))
says <- c(0.9, 0.8, 0.3, 0.6, 0.2, 0.1, 0.4, 0.05)
scores <- list(auc = auc, precision = precision, recall = recall, npv = npv, f1Score = f1Score, kappa = ModelMetrics::kappa, brier = brier)
seen <- t(sapply(scores, function(score) c(numbers = score(numbers, says), factor = score(labels, says))))
opposite <- t(sapply(scores, function(score) c(numbers = score(numbers, 1 - says), factor = score(labels, 1 - says))))
cat("ModelMetrics", format(packageVersion("ModelMetrics")), "R", format(getRversion()), "\n")
print(round(seen, 2))
cat("of a classifier that says the opposite:\n")
print(round(opposite, 2))
stopifnot(seen["auc", "factor"] == seen["auc", "numbers"], seen["precision", ] == c(2 / 3, 1), seen["npv", ] == c(0.8, 0))
stopifnot(abs(seen["recall", ] - c(2 / 3, 0.2)) < 1e-9, abs(seen["kappa", ] - c(7 / 15, 0)) < 1e-9, seen["brier", "factor"] > 1)
stopifnot(opposite["precision", "factor"] == 1, opposite["npv", "factor"] == 0, abs(opposite["kappa", "factor"]) < 1e-9)
cat("as described\n")
R
