# The same study gives the same bytes from R and from the program, which STANDALONE_PROGRAM names.
library(wordify)

program <- Sys.getenv("STANDALONE_PROGRAM")
corpora <- Sys.getenv("WORDIFY_CORPORA")
if (!nzchar(program) || !nzchar(corpora)) {
  if (nzchar(Sys.getenv("TESTS_REQUIRE_ALL"))) stop("set STANDALONE_PROGRAM and WORDIFY_CORPORA, as `cargo xtask r` does")
  message("not compared: no program at hand")
  quit(status = 0)
}

folder <- tempfile("doors")
dir.create(folder)
file_in <- function(name) file.path(folder, name)

# The program's report on `file`, or on what it reads from there where `input` says so.
by_program <- function(file, format, options, input = FALSE) {
  out <- file_in(paste0("program.", format))
  unlink(out)
  status <- system2(program, c("analyze", if (input) "-" else shQuote(file), "--format", format, "--out", shQuote(out), shQuote(options)), stdin = if (input) file else "", stderr = FALSE, stdout = FALSE)
  stopifnot(status == 0)
  readBin(out, "raw", file.size(out))
}
by_r <- function(result, format) {
  report(result, file_in("r"), format = format)
  readBin(file_in("r"), "raw", file.size(file_in("r")))
}
same <- function(result, file, options) {
  for (format in c("csv", "json", "html", "xlsx", "manifest")) {
    stopifnot(identical(by_r(result, format), by_program(file, format, options)))
  }
}

texts <- c(paste("my cat says meow, \"quoted\" and sleeps", 1:30), paste("my dog says woof\nand runs ünïcode 天气", 1:30))
animals <- rep(c("cat", "dog"), each = 30)

# Files in three languages.
csv <- file_in("pets.csv")
write.csv(data.frame(text = texts, label = animals, owner = rep(1:12, 5)), csv, row.names = FALSE, fileEncoding = "UTF-8")
same(wordify_file(csv, language = "en", shuffles = 19), csv, c("--language", "en", "--shuffles", "19"))
same(
  wordify_file(csv, language = "en", shuffles = 19, group = "owner", max_q = 0.5, ngrams = c(1, 2)), csv,
  c("--language", "en", "--shuffles", "19", "--group", "owner", "--max-q", "0.5", "--ngrams", "1-2")
)
same(wordify_file(csv, language = "en", preset = "wordify-2021", fits = 4), csv, c("--language", "en", "--preset", "wordify-2021", "--fits", "4"))
polish <- file.path(corpora, "pl.csv")
same(wordify_file(polish, shuffles = 19), polish, c("--shuffles", "19"))
chinese <- file.path(corpora, "zh.csv")
same(
  wordify_file(chinese, shuffles = 19, language = "zh", stop_words_add = "\u5f88"), chinese,
  c("--shuffles", "19", "--language", "zh", "--stop-words-add", enc2utf8("\u5f88"))
)

# Texts in memory are the same table in json lines.
quoted <- function(text) paste0("\"", gsub("\n", "\\n", gsub("\"", "\\\"", text, fixed = TRUE), fixed = TRUE), "\"")
lines <- enc2utf8(sprintf("{\"text\":%s,\"label\":%s}", quoted(texts), quoted(animals)))
writeLines(lines, file_in("pets.jsonl"), useBytes = TRUE)
result <- wordify(texts, animals, language = "en", shuffles = 19)
for (format in c("csv", "xlsx")) {
  stopifnot(identical(by_r(result, format), by_program(file_in("pets.jsonl"), format, c("--language", "en", "--shuffles", "19"), input = TRUE)))
}
