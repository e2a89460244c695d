#!/usr/bin/env bash
# mixedsort() of the R package gtools sorts names with numbers in them as people do: part2 before part10. A hyphen before a number is taken
# for a minus, also where it stands between letters and digits: interview-10 is minus ten and comes before interview-1, and months (2020-12) come before each other backwards. With an underscore in its place, or none, the order is right.
# Labels that are put beside files in the order in which they were held go to other texts; nothing is reported, and where the hyphens are in the middle (1-a, 2-b) all is well.
# Guess beforehand: interview-1, interview-2, interview-10. Seen: exactly backwards, and the last month of a year first.
# Needs R 4.2 and apt-get of Debian 12.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-gtools=3.9.4-1 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
R_LIBS="$folder/usr/lib/R/site-library" Rscript --vanilla - <<'R'
files <- c("interview-1", "interview-2", "interview-9", "interview-10")
months <- c("2020-01", "2020-02", "2020-10", "2020-12")
sorted <- function(names) gtools::mixedsort(sample(names))
set.seed(1)
seen <- list(hyphen = sorted(files), underscore = sorted(sub("-", "_", files)), none = sorted(sub("-", "", files)), months = sorted(months), front = sorted(c("1-a", "2-b", "10-c")))
cat("gtools", format(packageVersion("gtools")), "R", format(getRversion()), "\n")
str(seen)
stopifnot(identical(seen$hyphen, rev(files)), identical(seen$months, rev(months)), identical(seen$front, c("1-a", "2-b", "10-c")))
stopifnot(identical(seen$underscore, sub("-", "_", files)), identical(seen$none, sub("-", "", files)))
cat("as described\n")
R
