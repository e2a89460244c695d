#!/usr/bin/env bash
# poorman is dplyr without other packages, "a dependency free recreation" by its own words. It splits a table into the groups of a column by a function of R that leaves missing values out. dplyr makes a group of them. With
# poorman, texts without a label are not in a summary; a filter within groups drops them, whatever it asks for; and mutate() within groups keeps their rows but empties all cells of them, the texts too. Without groups
# nothing is lost, and distinct() has the missing label. Nothing is reported, and no setting asks for it.
# Guess beforehand: a third group for the missing label, as in dplyr, or at least the rows as they were. Seen: two groups, 4 of 6 rows after a filter that all of them pass, and two rows without texts and numbers.
# Needs R 4.2 and apt-get of Debian 12.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-poorman=0.2.6+dfsg-1 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
R_LIBS="$folder/usr/lib/R/site-library" Rscript --vanilla - <<'R'
suppressMessages(library(poorman))
texts <- data.frame(text = c("one", "two", "three", "four", "five", "six"), label = c("yes", "no", NA, "yes", NA, "no"), words = 1:6)
groups <- group_by(texts, label)
shares <- as.data.frame(mutate(groups, share = words / sum(words)))
kept <- as.data.frame(filter(groups, words > 0))
sums <- as.data.frame(summarise(groups, words = sum(words)))
cat("poorman", format(packageVersion("poorman")), "R", format(getRversion()), "\n")
print(sums); print(kept); print(shares)
stopifnot(nrow(filter(texts, words > 0)) == 6, nrow(distinct(texts, label)) == 3)
stopifnot(identical(sums$label, c("no", "yes")), sums$words == c(8, 5), identical(kept$text, c("one", "two", "four", "six")))
stopifnot(nrow(shares) == 6, identical(is.na(shares$text), c(FALSE, FALSE, TRUE, FALSE, TRUE, FALSE)), is.na(shares$words[c(3, 5)]))
cat("as described\n")
R
