#!/usr/bin/env bash
# The R package epicalc gives kappa of two coders, from their table (kap) or from the codes of each (kap.2.raters). By its documentation the weights, by which near misses on a scale count less ("w", "w2"), apply to both. Given the codes, it makes the table and does not hand the weights on: the value is
# kappa without weights, whatever weights are asked for, the name of a weight that does not exist among them. Given the table of the same codes it is the weighted one. The p-value is one-sided in either case, without saying so. Nothing is reported.
# Guess beforehand: one value for the codes and for their table. Seen: 0.07 for the codes with "w2" and with "no such weights", 0.68 for their table with "w2", as by hand.
# Needs R 4.2 and apt-get of Debian 12. The functions are taken alone, without the graphics that epicalc loads as well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download --quiet --quiet r-cran-epicalc=2.15.1.0-5 2>download.log || { cat download.log; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
R_LIBS_SITE="$folder/none" Rscript --vanilla - <<'R'
path <- "usr/lib/R/site-library/epicalc"
invisible(lazyLoad(file.path(path, "R", "epicalc"), globalenv()))
one <- c(1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4)
two <- c(1, 2, 2, 1, 2, 3, 3, 2, 3, 4, 4, 3, 3, 4, 4, 3)
by.hand <- function(power) { # of the distances between the codes; 0 for each code apart
  distance <- outer(1:4, 1:4, function(i, j) if (power == 0) i != j else abs(i - j)^power)
  table <- table(one, two) / length(one)
  1 - sum(distance * table) / sum(distance * outer(rowSums(table), colSums(table)))
}
weighted <- function(weights) c(codes = kap.2.raters(one, two, wttable = weights)$kappa, table = kap(table(one, two), wttable = weights)$kappa)
seen <- round(rbind(none = c(codes = kap.2.raters(one, two)$kappa, table = kap(table(one, two))$kappa, by.hand = by.hand(0)),
                    w = c(weighted("w"), by.hand(1)), w2 = c(weighted("w2"), by.hand(2))), 2)
other <- round(kap.2.raters(one, two, wttable = "no such weights")$kappa, 2)
help <- paste(capture.output(tools::Rd2txt(tools:::fetchRdDB(file.path(path, "help", "epicalc"))[["kap"]])), collapse = " ")
cat("epicalc", read.dcf(file.path(path, "DESCRIPTION"), "Version"), "R", format(getRversion()), "\n")
print(seen)
cat("weights that do not exist:", other, "\n")
p <- kap.2.raters(one, two)
stopifnot(grepl("Applicable only for.{1,20}kap.table.{1,10}and.{1,10}kap.2.raters", help))
stopifnot(seen[, "table"] == seen[, "by.hand"], seen[, "codes"] == 0.07, other == 0.07, seen[, "by.hand"] == c(0.07, 0.41, 0.68))
stopifnot(all.equal(p$p.value, pnorm(-p$z)))
cat("as described\n")
R
