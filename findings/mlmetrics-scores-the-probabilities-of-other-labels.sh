#!/usr/bin/env bash
# MLmetrics of R scores what classifiers say. MultiLogLoss() takes a table of probabilities with a column for each label, and the right labels as they are. It makes columns of the labels in the order of the alphabet and goes by place:
# the names of the columns of probabilities are not looked at. Classifiers have them in an order of their own (svm of e1071, which its example uses, in the order in which labels first occur), and then the probabilities of other labels are scored, with a
# loss as if the classifier were wrong each time. F1_Score() of more than two labels is that of the first in the alphabet. Precision() takes the right labels first and Accuracy() the guessed ones: who keeps to one order has precision and recall exchanged.
# Guess beforehand: one loss for one table, whatever the order of its columns, and the same order of arguments. Seen: 0.11 and 2.03, and precision and recall exchanged. Nothing is reported.
# Needs R 4.2 and apt-get of Debian 12. The functions are taken alone, without the package for curves that MLmetrics loads as well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-mlmetrics=1.1.1-3 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
R_LIBS_SITE="$folder/none" Rscript --vanilla - <<'R'
path <- "usr/lib/R/site-library/MLmetrics"
invisible(lazyLoad(file.path(path, "R", "MLmetrics"), globalenv()))
actual <- c("yes", "no", "maybe", "yes", "no", "maybe")
probabilities <- t(sapply(actual, function(label) ifelse(c("yes", "no", "maybe") == label, 0.9, 0.05)))
colnames(probabilities) <- c("yes", "no", "maybe")  # in the order of their first occurrence
loss <- c(by.hand = -mean(log(probabilities[cbind(1:6, match(actual, colnames(probabilities)))])), sorted = MultiLogLoss(probabilities[, sort(colnames(probabilities))], actual),
          as.they.come = MultiLogLoss(probabilities, actual))
guessed <- c("yes", "no", "maybe", "yes", "no", "yes")
scores <- c(f1 = F1_Score(actual, guessed), f1.maybe = F1_Score(actual, guessed, "maybe"), f1.no = F1_Score(actual, guessed, "no"), precision = Precision(actual, guessed, "yes"), as.accuracy = Precision(guessed, actual, "yes"))
cat("MLmetrics", readRDS(file.path(path, "Meta", "package.rds"))$DESCRIPTION["Version"], "R", format(getRversion()), "\n")
print(round(loss, 2)); print(round(scores, 2))
print(names(formals(Accuracy))); print(names(formals(Precision)))
stopifnot(round(loss[1:2], 2) == 0.11, round(scores["precision"], 2) == 0.67, scores["f1"] == scores["f1.maybe"], scores["as.accuracy"] == 1, scores["f1.no"] == 1)
stopifnot(names(formals(Accuracy))[1] == "y_pred", names(formals(Precision))[1] == "y_true", round(loss["as.they.come"], 2) == 2.03)
cat("as described\n")
R
