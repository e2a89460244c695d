# The doors: a formula, vectors, a corpus of quanteda, or a file.

wordify <- function(x, ...) UseMethod("wordify")

wordify.formula <- function(x, data, group = NULL, ..., threads = NULL, progress = interactive()) {
  if (length(x) != 3) stop("give the column of texts on the left and that of labels on the right: text ~ label", call. = FALSE)
  missing_data <- missing(data)
  values_of <- function(part) {
    if (missing_data) eval(part, environment(x)) else eval(part, data, environment(x))
  }
  if (inherits(group, "formula")) {
    if (length(group) != 2) stop("give the group as ~author", call. = FALSE)
    group <- values_of(group[[2]])
  }
  wordify.default(values_of(x[[2]]), values_of(x[[3]]), group, ..., threads = threads, progress = progress)
}

wordify.corpus <- function(x, label, group = NULL, ..., threads = NULL, progress = interactive()) {
  variables <- attr(x, "docvars")
  variable <- function(name) {
    if (!is.character(name) || length(name) != 1 || !name %in% names(variables)) {
      stop("the corpus has no document variable of that name; give one of: ", paste(names(variables), collapse = ", "), call. = FALSE)
    }
    variables[[name]]
  }
  groups <- if (!is.null(group)) variable(group)
  # The texts of a corpus are a character vector beneath its attributes.
  plain <- as.vector(unclass(x))
  wordify.default(plain, variable(label), groups, ..., threads = threads, progress = progress)
}

wordify.default <- function(x, labels, group = NULL, ..., threads = NULL, progress = interactive()) {
  texts <- as_texts(x)
  labels <- as_labels(labels, "labels")
  groups <- if (is.null(group)) character() else as_labels(group, "group")
  for (one in list(list("labels", labels), if (!is.null(group)) list("group", groups))) {
    if (!is.null(one) && length(one[[2]]) != length(texts)) {
      stop(sprintf("there are %d texts but %d values of %s: give one for each text", length(texts), length(one[[2]]), one[[1]]), call. = FALSE)
    }
  }
  chosen <- as_settings(list(...), of_files)
  if (!is.null(group)) chosen <- c(chosen, group = "group")
  native <- started(native_of_columns, texts, labels, groups, chosen = chosen, threads = threads)
  finished(native, progress, texts, labels)
}

wordify_file <- function(path, ..., threads = NULL, progress = interactive()) {
  if (!is.character(path) || length(path) != 1 || is.na(path)) stop("path must be one name of a file", call. = FALSE)
  if (dir.exists(path)) stop(path, " is a folder: zip it, or read its files and give their texts to wordify()", call. = FALSE)
  if (!file.exists(path)) stop("there is no file ", path, call. = FALSE)
  bytes <- readBin(path, "raw", file.size(path))
  chosen <- as_settings(list(...), character())
  native <- started(native_of_file, bytes, enc2utf8(basename(path)), chosen = chosen, threads = threads)
  finished(native, progress, NULL, NULL)
}

# Waits for the end of the analysis `native`; Ctrl-C stops it. Its result.
finished <- function(native, progress, texts, labels) {
  on.exit(.Call(native_cancel, native))
  bar <- NULL
  stage <- ""
  while (!.Call(native_wait_for, native, 50L)) {
    now <- if (isTRUE(progress)) .Call(native_progress, native) else character()
    if (length(now) == 3 && as.numeric(now[3]) > 0) {
      if (now[1] != stage) {
        if (!is.null(bar)) close(bar)
        stage <- now[1]
        message(stage)
        bar <- txtProgressBar(max = as.numeric(now[3]), style = 3)
      }
      setTxtProgressBar(bar, as.numeric(now[2]))
    }
  }
  if (!is.null(bar)) close(bar)
  failure <- .Call(native_failure, native)
  if (length(failure) > 0) stop(wordify_error(failure))
  as_result(native, texts, labels)
}

# What went wrong, with its kind, place and remedy as fields for whoever catches it.
wordify_error <- function(failure) {
  place <- if (nzchar(failure[3])) paste0(failure[3], ": ") else ""
  remedy <- if (nzchar(failure[4])) paste0("\n", failure[4]) else ""
  structure(
    class = c("wordify_error", "error", "condition"),
    list(message = paste0(place, failure[2], remedy), call = NULL, kind = failure[1], place = failure[3], remedy = failure[4])
  )
}
