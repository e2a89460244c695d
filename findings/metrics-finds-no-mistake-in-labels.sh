#!/usr/bin/env bash
# The R package Metrics has accuracy, precision, recall and F1 side by side, each with the arguments actual and predicted. f1() is meant for lists of documents that a search finds, which its documentation says: it compares the
# two sets of values. For labels of texts the sets are the same as soon as each label occurs in both, and so F1 is 1, for labels that are wrong everywhere too; fbeta_score() is the one for labels. precision() and recall()
# take 1 for the positive label and any other number for a part of one: with labels 1 and 2, as a survey has them, recall is above 1 as soon as a label is wrong. Nothing is reported.
# Guess beforehand: 0 where no label is right, and nothing above 1. Seen: an F1 of 1 beside an accuracy of 0, and a recall of 1.5.
# Needs R 4.2 and apt-get of Debian 12.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-metrics=0.1.4-2 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
R_LIBS="$folder/usr/lib/R/site-library" Rscript --vanilla - <<'R'
suppressMessages(library(Metrics))
actual <- c(1, 0, 1, 0)
predicted <- 1 - actual
answers <- c(1, 1, 2)  # 1 for yes, 2 for no
guessed <- c(1, 2, 2)
seen <- c(accuracy = accuracy(actual, predicted), f1 = f1(actual, predicted), words = f1(c("yes", "no", "yes"), c("no", "yes", "no")), recall = recall(answers, guessed),
          half = round(f1(c(1, 1, 1, 0), c(1, 1, 0, 0)), 2), half.by.labels = round(fbeta_score(c(1, 1, 1, 0), c(1, 1, 0, 0)), 2))
cat("Metrics", format(packageVersion("Metrics")), "R", format(getRversion()), "\n")
print(seen)
stopifnot(seen["accuracy"] == 0, seen["f1"] == 1, seen["words"] == 1, seen["recall"] == 1.5, seen["half"] == 1, seen["half.by.labels"] == 0.8)
cat("as described\n")
R
