#!/usr/bin/env bash
# rbibutils turns libraries of literature from one format into another: BibTeX, RIS, Endnote and others. Authors are people and organizations. It keeps the two kinds apart and writes the people first: where an organization
# is the first author, another one is so afterwards, by whom the work is sorted, cited ("Müller et al.") and counted. The keywords of BibTeX, in one field with commas, stay one keyword in RIS and Endnote, which have a line for each, and a note of the
# kind "annote" is lost. readBib() with direct = TRUE reads the same file with the authors in their order.
# Guess beforehand: the authors in their order, and a line for each keyword. Seen: the organization last, and "health, language" as one. Nothing is reported.
# Needs R 4.2 and apt-get of Debian 12.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-rbibutils=2.2.13-1 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
R_LIBS="$folder/usr/lib/R/site-library" Rscript --vanilla - <<'R'
suppressMessages(library(rbibutils))
writeLines(c("@article{own, author = {{World Health Organization} and Lee, Ann and Okafor, Ben}, title = {Words of Nurses}, journal = {Words}, year = 2020,",
             "keywords = {health, language}, annote = {Read again}}"), "own.bib")
lines <- function(format, mark) {
  file <- paste0("own.", format)
  bibConvert("own.bib", file, informat = "bibtex", outformat = format)
  sub(mark, "", grep(mark, readLines(file), value = TRUE))
}
seen <- list(RIS = lines("ris", "^AU  - "), Endnote = lines("end", "^%A "), keywords = lines("ris", "^KW  - "), notes = c(lines("ris", "^N[0-9]  - "), lines("end", "^%Z ")))
direct <- readBib("own.bib", direct = TRUE)
cat("rbibutils", format(packageVersion("rbibutils")), "R", format(getRversion()), "\n")
str(seen)
cat("read directly:", format(direct$author), sep = " | ")
cat("\n")
stopifnot(grepl("World Health", format(direct$author)[1]))
order <- c("Lee, Ann", "Okafor, Ben", "World Health Organization")
stopifnot(identical(seen$RIS, order), identical(seen$Endnote, order), identical(seen$keywords, "health, language"), length(seen$notes) == 0)
cat("as described\n")
R
