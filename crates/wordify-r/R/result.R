# A result: a data frame of terms, from which every report can be made.

# Columns that stay text, whatever is in them: a label may be a number.
columns_of_text <- c("label", "against", "term", "sign", "shown", "family", "twins", "forms", "warnings")

as_result <- function(native, texts, labels) {
  terms <- terms_of(.Call(native_report, native, "csv"))
  structure(
    terms,
    class = c("wordify", "data.frame"),
    analysis = list(
      native = native,
      warnings = .Call(native_warnings, native),
      documents = setNames(.Call(native_documents, native), .Call(native_labels, native)),
      texts = texts,
      labels = labels
    )
  )
}

# The listed terms of a report in csv. Numbers are those of the report; what has none is NA.
terms_of <- function(csv) {
  text <- rawToChar(csv)
  Encoding(text) <- "UTF-8"
  terms <- read.csv(text = text, colClasses = "character", na.strings = NULL, encoding = "UTF-8", check.names = FALSE)
  for (name in setdiff(names(terms), columns_of_text)) terms[[name]] <- as_values(terms[[name]])
  terms
}

# Numbers or truth values where every cell is one or empty, else the text as it is.
as_values <- function(cells) {
  filled <- cells[nzchar(cells)]
  if (length(filled) > 0 && all(filled %in% c("true", "false"))) return(c(true = TRUE, false = FALSE)[cells] |> unname())
  numbers <- suppressWarnings(as.numeric(filled))
  if (length(filled) == 0 || anyNA(numbers)) return(cells)
  out <- rep(NA_real_, length(cells))
  out[nzchar(cells)] <- numbers
  out
}

analysis_of <- function(x) {
  analysis <- attr(x, "analysis")
  if (is.null(analysis)) stop("this is a part of a result; take the whole one that wordify() returned", call. = FALSE)
  analysis
}

# The analysis in memory, which a result that was saved and loaded again has no more.
native_of <- function(x) {
  native <- analysis_of(x)$native
  if (identical(native, methods::new("externalptr"))) {
    stop("this result was loaded from a file: its terms are all here, but for reports and texts run wordify() again", call. = FALSE)
  }
  native
}

# A part of the terms is a plain data frame: sentence and reports belong to the whole.
`[.wordify` <- function(x, ...) {
  class(x) <- "data.frame"
  attr(x, "analysis") <- NULL
  x[...]
}

print.wordify <- function(x, n = 10, ...) {
  analysis <- analysis_of(x)
  counts <- analysis$documents
  cat(sprintf("%s listed in %s of %s labels\n", counted(nrow(x), "term"), counted(sum(counts), "document"), length(counts)))
  percent <- function(share) sprintf("%.1f%%", 100 * share)
  for (label in names(counts)) {
    rows <- which(x$label == label & x$sign == "positive")
    cat(sprintf("\n%s: %s, %s for it\n", label, counted(counts[[label]], "document"), counted(length(rows), "term")))
    if (length(rows) == 0) next
    rows <- head(rows, n)
    shown <- if (is.null(x$shown)) x$term else ifelse(nzchar(x$shown), x$shown, x$term)
    table <- data.frame(
      term = shown[rows], score = sprintf("%.2f", x$score[rows]),
      `in label` = percent(x$share_in_label[rows]), `in rest` = percent(x$share_in_rest[rows]), check.names = FALSE
    )
    if (!is.null(x$q_value)) table$q <- format(x$q_value[rows], digits = 2)
    print(table, row.names = FALSE, right = FALSE)
  }
  for (warning in analysis$warnings) cat("\nWarning: ", warning, "\n", sep = "")
  invisible(x)
}

counted <- function(number, noun) sprintf("%s %s%s", format(number, big.mark = ",", scientific = FALSE), noun, if (number == 1) "" else "s")

texts <- function(x, ...) UseMethod("texts")

texts.wordify <- function(x, term, ...) {
  analysis <- analysis_of(x)
  if (is.null(analysis$texts)) {
    stop("the texts of a file are not kept: read the file and give its columns to wordify(), or use `wordify texts FILE TERM`", call. = FALSE)
  }
  if (!is.character(term) || length(term) != 1 || is.na(term)) stop("term must be one string", call. = FALSE)
  given <- which(!is.na(analysis$texts))
  rows <- given[.Call(native_containing, native_of(x), analysis$texts[given], enc2utf8(term))[[1]]]
  data.frame(row = rows, label = analysis$labels[rows], text = analysis$texts[rows], stringsAsFactors = FALSE)
}

report <- function(x, ...) UseMethod("report")

report.wordify <- function(x, path, format = NULL, ...) {
  if (!is.character(path) || length(path) != 1 || is.na(path)) stop("path must be one name of a file", call. = FALSE)
  if (is.null(format)) format <- .Call(native_format_of, enc2utf8(basename(path)))
  if (!nzchar(format)) {
    stop("the format of ", path, " is not clear: end the name in .xlsx, .csv, .json, .html, .docx, .tex or .md, or give format", call. = FALSE)
  }
  bytes <- .Call(native_report, native_of(x), format)
  # Whole or not at all.
  part <- tempfile(".wordify-", dirname(path))
  on.exit(unlink(part))
  writeBin(bytes, part)
  if (!file.rename(part, path)) stop("cannot write ", path, call. = FALSE)
  invisible(path)
}
