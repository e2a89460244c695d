# Values of R as what the engine takes: strings with NA, and settings as text.

# Of texts and labels in memory there are no columns, sheets or characters to choose.
of_files <- c(
  "text", "label", "group", "strata", "control", "labels",
  "sheet", "header_row", "skip_rows", "encoding", "delimiter", "quoting"
)

as_texts <- function(values) {
  if (is.factor(values)) values <- as.character(values)
  if (!is.character(values)) {
    stop("texts must be a character vector, not ", class(values)[1], "; give texts, and NA where one is missing", call. = FALSE)
  }
  enc2utf8(as.vector(values))
}

as_labels <- function(values, name) {
  if (is.factor(values)) {
    values <- as.character(values)
  } else if (is.numeric(values) && is.null(attr(values, "class"))) {
    # 100000 stays 100000, where as.character would write 1e+05.
    whole <- !is.na(values) & is.finite(values) & values == round(values) & abs(values) < 1e15
    values <- ifelse(is.na(values), NA_character_, ifelse(whole, sprintf("%.0f", values), as.character(values)))
  } else if (is.atomic(values) && !is.null(values)) {
    values <- as.character(values)
  } else {
    stop(name, " must be a vector of strings, numbers or a factor, not ", class(values)[1], call. = FALSE)
  }
  enc2utf8(as.vector(values))
}

as_threads <- function(threads) {
  if (is.null(threads)) return(0L)
  if (!is.numeric(threads) || length(threads) != 1 || is.na(threads) || threads < 1) {
    stop("threads must be one number from 1 on", call. = FALSE)
  }
  as.integer(threads)
}

# All settings, with their help.
wordify_settings <- function() {
  known <- .Call(native_settings)
  data.frame(name = known$name, help = known$help, stringsAsFactors = FALSE)
}

# Named settings as text; NULL stands for "as usual".
as_settings <- function(chosen, left_out) {
  if (length(chosen) == 0) return(character())
  known <- setdiff(.Call(native_settings)$name, left_out)
  if (is.null(names(chosen)) || any(names(chosen) == "")) {
    stop("give settings by name, such as language = \"de\"; wordify_settings() lists them", call. = FALSE)
  }
  unknown <- setdiff(names(chosen), known)
  if (length(unknown) > 0) {
    near <- known[which.min(utils::adist(unknown[1], known))]
    stop("there is no setting ", unknown[1], "; did you mean ", near, "? wordify_settings() lists them", call. = FALSE)
  }
  chosen <- Filter(Negate(is.null), chosen)
  vapply(names(chosen), function(name) setting_text(name, chosen[[name]]), "")
}

# Starts an analysis by the native function `start`: what it takes, then names and values of settings, then threads.
started <- function(start, ..., chosen, threads) {
  .Call(start, ..., as.character(names(chosen)), as.character(chosen), as_threads(threads))
}

setting_text <- function(name, value) {
  if (length(value) == 0 || anyNA(value) || !(is.atomic(value))) stop(name, " must be text, a number or a vector of these", call. = FALSE)
  if (is.logical(value) && length(value) == 1) return(if (value) "true" else "false")
  text <- as_labels(value, name)
  if (name == "ngrams" && length(text) == 2) return(paste(text, collapse = "-"))
  # A label that holds a sign of the list stands in quotation marks.
  signs <- name == "labels" & grepl('[,"+=]', text)
  text[signs] <- paste0('"', gsub('"', '""', text[signs], fixed = TRUE), '"')
  paste(text, collapse = ",")
}
