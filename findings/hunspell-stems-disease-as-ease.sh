#!/usr/bin/env bash
# hunspell_stem() of the R package hunspell is used as a stemmer before words are counted. Its stems are what the dictionary of a
# spelling checker makes a word from, which saves it lines, whatever the words mean: disease is listed as ease with the prefix dis-, return as turn,
# research as search, unit as it. Diseases raise the counts of ease, and common words of one meaning get another's.
# Guess beforehand: the inflected form loses its ending, others stay. Seen: one stem only, another word, for eight everyday words; being is "bee".
# Needs R 4.2 and apt-get of Debian 12.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-hunspell=3.0.2+dfsg-1 r-cran-rcpp=1.0.10-1 r-cran-digest=0.6.31-1 libhunspell-1.7-0=1.7.1-1 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
export R_LIBS="$folder/usr/lib/R/site-library" LD_LIBRARY_PATH="$folder/usr/lib/x86_64-linux-gnu"
Rscript --vanilla - <<'R'
library(hunspell)
words <- c("disease", "return", "research", "unit", "only", "has", "record", "retail", "early", "hotels", "running", "being")
seen <- vapply(words, function(word) paste(hunspell_stem(word)[[1]], collapse = " "), "")
cat("hunspell", format(packageVersion("hunspell")), "R", format(getRversion()), paste0(words, ": ", seen, collapse = ", "), "\n")
stopifnot(identical(unname(seen), c("ease", "turn", "search", "it", "on", "ha", "cord", "tail", "early ear", "hotel", "running", "being bee")))
cat("as described\n")
R
