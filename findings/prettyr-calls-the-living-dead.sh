#!/usr/bin/env bash
# A survey file of SPSS holds codes and, apart from them, their labels. The R package foreign reads both and keeps the labels as an
# attribute, "value.labels", of a column, with the last code first. prettyR looks for just this attribute, so that its tables have words
# instead of codes. Its crosstabs sort it by code; freq() does not, and puts the labels on the counts in the order in which they come:
# the largest code's label on the smallest code's count. Nothing is reported. In the file that foreign ships, 179 people are alive and
# 61 are dead.
# Guess beforehand: 179 alive. Seen: 179 dead and 61 alive; another column with two labels is turned round as well, and of those with
# five and seven labels one each is right, the one in the middle.
# Needs R 4.2 and apt-get of Debian 12.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-prettyr=2.2-3-2 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
R_LIBS="$folder/usr/lib/R/site-library" Rscript --vanilla - <<'R'
suppressMessages(library(prettyR))
library(foreign)
read <- function(...) suppressWarnings(read.spss(system.file("files", "electric.sav", package = "foreign"), to.data.frame = TRUE, ...))
survey <- read(use.value.labels = FALSE)
words <- read()
cat("prettyR", format(packageVersion("prettyR")), "foreign", format(packageVersion("foreign")), "R", format(getRversion()), "\n")
print(attr(survey$VITAL10, "value.labels"))
print(table(survey$VITAL10))
labelled <- names(survey)[!sapply(lapply(survey, attr, "value.labels"), is.null)]
agrees <- sapply(labelled, function(name) {
  counts <- freq(survey[[name]], display.na = FALSE)[[1]]
  names(counts) <- trimws(names(counts))
  true <- table(trimws(as.character(words[[name]])))
  mean(counts[names(true)] == as.vector(true))
})
print(freq(survey$VITAL10, display.na = FALSE))
print(table(words$VITAL10))
cat("share of labels with their own count:\n")
print(round(agrees, 2))
seen <- freq(survey$VITAL10, display.na = FALSE)[[1]]
stopifnot(identical(unname(round(agrees, 2)), c(0.2, 0.14, 0, 0)))
stopifnot(seen[["DEAD"]] == 179, seen[["ALIVE"]] == 61, sum(words$VITAL10 == "ALIVE") == 179)
cat("as described\n")
R
