#!/usr/bin/env bash
# trim() of the R package gdata takes spaces off the ends of texts, which exports of surveys have often. For factors, answers that R keeps with the order of their levels, it makes the levels anew by its default, and the order is that of the
# alphabet: low, mid and high are high, low and mid, without spaces. The order is lost where no level has a space to lose, too, and what goes by it is then another: scales as numbers, the lowest answer,
# the order of a table, and the answer that others are compared with. An ordered factor stays one, with the order of the alphabet. With recode.factor = FALSE all is kept. Nothing is reported.
# Guess beforehand: the same answers in the same order, without spaces. Seen: 1, 2, 3 is 2, 3, 1.
# Needs R 4.2 and apt-get of Debian 12.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-gdata=2.18.0.1-1 r-cran-gtools=3.9.4-1 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
R_LIBS="$folder/usr/lib/R/site-library" Rscript --vanilla - <<'R'
scale <- c("low", "mid", "high")
answers <- factor(c("low ", "mid ", "high "), paste0(scale, " "))
clean <- factor(scale, scale, ordered = TRUE)
trimmed <- gdata::trim(answers)
kept <- gdata::trim(answers, recode.factor = FALSE)
again <- gdata::trim(clean)
cat("gdata", format(packageVersion("gdata")), "R", format(getRversion()), "levels:", levels(trimmed), "numbers:", as.integer(trimmed), "ordered:", is.ordered(again), levels(again), "\n")
stopifnot(identical(as.character(trimmed), scale), identical(levels(trimmed), sort(scale)), as.integer(trimmed) == c(2, 3, 1))
stopifnot(identical(levels(kept), scale), is.ordered(again), identical(levels(again), sort(scale)))
cat("as described\n")
R
