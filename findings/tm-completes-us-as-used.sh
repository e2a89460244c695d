#!/usr/bin/env bash
# Stems are hard to read, and the R package tm turns them back into words: stemCompletion() takes the most frequent word of the texts that begins with the stem. It does so for whole words that are stems of themselves, too:
# "us" becomes "used" where that is more frequent, "we" "went", "he" "help" and "no" "now". What begins with the stem need not come from it either: the stem of university and universe is one, and the stem "general" is a beginning of "generals".
# Pronouns and negations, which tell groups apart, turn into verbs and nouns; a stem that nothing begins with is an empty text. Nothing is reported.
# Guess beforehand: a word that is in the texts as it is stays, and of the others the most frequent word with this stem is taken. Seen: as said, for four of four short words.
# Needs R 4.2 and apt-get of Debian 12. The function is taken alone, without the packages that tm loads as well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-tm=0.7-11-1 r-cran-snowballc=0.7.0-1+b1 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
R_LIBS="$folder/usr/lib/R/site-library" Rscript --vanilla - <<'R'
path <- "usr/lib/R/site-library/tm"
invisible(lazyLoad(file.path(path, "R", "tm"), globalenv()))
words <- c("us", "used", "used", "we", "went", "went", "he", "help", "help", "no", "now", "now")
short <- c("us", "we", "he", "no")
stems <- SnowballC::wordStem(short, "english")
seen <- unname(stemCompletion(stems, words, "prevalent"))
cat("tm", readRDS(file.path(path, "Meta", "package.rds"))$DESCRIPTION["Version"], "SnowballC", format(packageVersion("SnowballC")), "R", format(getRversion()), "\n")
print(rbind(short, stems, seen))
stopifnot(identical(stems, short), identical(seen, c("used", "went", "help", "now")))
cat("as described\n")
R
