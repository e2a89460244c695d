#!/usr/bin/env bash
# stringdist of R compares texts, also by their q-grams, the runs of q letters, as spelling variants and names are matched. A word of fewer than q letters has no q-grams. Two such words are then the same, whatever their
# letters: "we" and "us" have a distance of 0 by cosine and Jaccard with q = 3, a similarity of 1, and so do "no" and "ok"; amatch() finds the first short word of a list for each short word and passes by the words that are meant.
# With q = 2 it is the words of one letter, "a" and "I". A short word beside a long one has the largest distance or, by cosine, none that is a number.
# Guess beforehand: no number for words without q-grams, or the largest distance. Seen: the smallest. Nothing is reported.
# Needs R 4.2 and apt-get of Debian 12.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-stringdist=0.9.10-1 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
R_LIBS="$folder/usr/lib/R/site-library" Rscript --vanilla - <<'R'
suppressMessages(library(stringdist))
one <- c("we", "no", "a", "women")
two <- c("us", "ok", "I", "woman")
seen <- sapply(c("jaccard", "cosine"), function(method) round(stringsim(one, two, method = method, q = 3), 2))
rownames(seen) <- paste(one, two)
letters <- round(stringsim(one[1:3], two[1:3], method = "jaccard", q = 1), 2)
listed <- c("yes", "of", "maybe", "no")
found <- listed[amatch(c("no", "maybe"), listed, method = "cosine", q = 3, maxDist = 0.5)]
cat("stringdist", format(packageVersion("stringdist")), "R", format(getRversion()), "similarities with q = 3\n")
print(seen)
cat("with q = 1:", letters, "found in a list for no and maybe:", found, "\n")
stopifnot(seen[1:3, ] == 1, seen["women woman", ] < 0.6, letters == 0 | one[1:3] == "no", letters[1] == 0, found == c("of", "maybe"))
cat("as described\n")
R
