#!/usr/bin/env bash
# The R package foreign writes and reads ARFF, the format of Weka. It writes an apostrophe as \' inside apostrophes, as Weka does, but reads with a function that takes \ for a
# letter: "it's good" does not end where it ends, and goes on to the next apostrophe, some rows below. The two answers become one, with the label of the second, and
# nothing is reported. liac-arff reads the same file as it was.
# Guess beforehand: what it writes, it reads. Seen: four rows of five, and "it\\s good,yes" in a text.
# Needs R 4.2, apt-get of Debian 12 and Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-foreign=0.8.84-1 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check liac-arff==2.5.0
R_LIBS="$folder/usr/lib/R/site-library:$folder/usr/lib/R/library" Rscript --vanilla - <<'R'
library(foreign)
answers <- data.frame(text = c("fine", "it's good", "don't know", "50% off", "bad"), label = factor(c("no", "yes", "no", "yes", "no")))
write.arff(answers, "answers.arff")
seen <- read.arff("answers.arff")
cat("foreign", format(packageVersion("foreign")), "R", format(getRversion()), "wrote", nrow(answers), "rows and read\n")
print(seen)
stopifnot(nrow(seen) == 4, grepl("it.*good,yes.*don.*know", seen$text[2]), seen$label[2] == "no")
R
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import arff

seen = arff.load(open("answers.arff"))["data"]
print("liac-arff", version("liac-arff"), seen)
assert [row[0] for row in seen] == ["fine", "it's good", "don't know", "50% off", "bad"], seen
print("as described")
PYTHON
