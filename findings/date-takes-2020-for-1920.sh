#!/usr/bin/env bash
# The R package date reads dates as texts. A year of two digits is one of the 1900s for it, always: 1/2/20 is a century before 1/2/2020. It prints years of the 1900s with two digits and all others with four, so that
# 2Jan20 looks as it was written, and only differences, ages and the order of texts show it: of answers from 1999 and 2020 the second is the earlier one. R itself takes 69 to 99 for the 1900s and the rest for the 2000s.
# Guess beforehand: 20 is 2020, as in R. Seen: 36525 days between the two, and 2Jan20 for the one in 1920. Nothing is reported.
# Needs R 4.2 and apt-get of Debian 12.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-date=1.2.42-1 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
R_LIBS="$folder/usr/lib/R/site-library" Rscript --vanilla - <<'R'
suppressMessages(library(date))
short <- as.date("1/2/20")
days <- as.integer(as.date("1/2/2020")) - as.integer(short)
earlier <- as.integer(short) < as.integer(as.date("12/31/99"))
own <- format(as.Date("1/2/20", "%m/%d/%y"))
cat("date", format(packageVersion("date")), "R", format(getRversion()), "printed:", as.character(short), "days to 2020:", days, "before 1999:", earlier, "R itself:", own, "\n")
stopifnot(as.character(short) == "2Jan20", days == 36525, earlier, own == "2020-01-02")
cat("as described\n")
R
