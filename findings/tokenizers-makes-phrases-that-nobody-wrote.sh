#!/usr/bin/env bash
# tokenize_ngrams() of the R package tokenizers gives the n-grams of texts, by its documentation without those stop words that one names. It takes the stop words out first and joins what is left: "not good but bad" with the stop word "but" has the
# bigram "good bad", which nobody wrote, and ends of sentences are no borders either, so that "Spain. Madrid" is a phrase. Runs of letters (character shingles) go on over spaces: "we are" has "wea". tokenize_paragraphs() looks for two line feeds: in files with
# carriage returns, as Windows writes them, all paragraphs of a text are one.
# Guess beforehand: n-grams with a stop word in them are left out, and words that stood together only. Seen: as said. Nothing is reported.
# Needs R 4.2 and apt-get of Debian 12.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-tokenizers=0.3.0-1 r-cran-stringi=1.7.12-1 r-cran-rcpp=1.0.10-1 r-cran-snowballc=0.7.0-1+b1 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
R_LIBS="$folder/usr/lib/R/site-library" Rscript --vanilla - <<'R'
suppressMessages(library(tokenizers))
seen <- list(but = tokenize_ngrams("Not good but bad", n = 2, stopwords = "but")[[1]], sentences = tokenize_ngrams("King of Spain. Madrid", n = 2)[[1]],
             letters = tokenize_character_shingles("we are", n = 3)[[1]], unix = lengths(tokenize_paragraphs("one\n\ntwo\n\nthree")), windows = lengths(tokenize_paragraphs("one\r\n\r\ntwo\r\n\r\nthree")))
cat("tokenizers", format(packageVersion("tokenizers")), "R", format(getRversion()), "\n")
str(seen)
stopifnot(identical(seen$but, c("not good", "good bad")), "spain madrid" %in% seen$sentences, "wea" %in% seen$letters, seen$unix == 3, seen$windows == 1)
cat("as described\n")
R
