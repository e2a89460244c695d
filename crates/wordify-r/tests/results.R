# What R's users expect: values of each kind, errors with a remedy, results that print, draw and save.
library(wordify)

pets <- data.frame(
  text = c(paste("my cat says meow and sleeps", 1:30), paste("my dog says woof and runs", 1:30)),
  animal = rep(c("cat", "dog"), each = 30),
  owner = rep(paste("owner", 1:12), 5),
  stringsAsFactors = FALSE
)
few <- function(...) wordify(..., language = "en", shuffles = 19, threads = 2, progress = FALSE)
message_of <- function(code) tryCatch({ code; "" }, error = conditionMessage)
says <- function(code, part) stopifnot(grepl(part, message_of(code), fixed = TRUE))

result <- few(text ~ animal, pets)
stopifnot(
  inherits(result, "data.frame"), "meow" %in% result$term, result$label[result$term == "meow"] == "cat",
  is.numeric(result$q_value), all(result$q_value >= 0 & result$q_value <= 1), is.logical(result$listed)
)

# The same by every way to say it.
same <- function(other) stopifnot(identical(result[], other[]))
same(few(pets$text, pets$animal))
same(few(factor(pets$text), factor(pets$animal)))
same(with(pets, few(text ~ animal)))
corpus <- structure(setNames(pets$text, paste0("text", 1:60)), docvars = pets["animal"], class = c("corpus", "character"))
same(few(corpus, label = "animal"))
stopifnot(!identical(result[], few(text ~ animal, pets, group = ~owner, max_q = 1)[]))

# Shares are those that R counts itself.
meow <- result[result$term == "meow", ]
stopifnot(class(meow) == "data.frame", meow$documents_in_label == 30, meow$share_in_rest == 0)
found <- texts(result, "meow")
stopifnot(identical(found$row, grep("meow", pets$text)), identical(found$text, pets$text[found$row]), all(found$label == "cat"))

# Missing texts and labels are left out; numbers are labels as people write them.
stopifnot(any(grepl("meow", few(c(pets$text, NA), c(pets$animal, "cat"))$term)))
numbers <- few(pets$text, rep(c(100000, 2.5), each = 30))
stopifnot(setequal(numbers$label, c("100000", "2.5")))

# A label stays a label where others are set against it.
third <- paste("my cow says moo and eats", 1:30)
against <- few(c(pets$text, third), rep(1:3, each = 30), contrast = "pairs", max_q = 1)
# A term that came into no comparison is set against none.
stopifnot(is.character(against$against), setequal(against$against[against$strength > 0], c("1", "2", "3")))

# Latin-1 strings mean the same.
latin <- iconv(sub("meow", "miaoué", pets$text), "UTF-8", "latin1")
same_again <- few(latin, pets$animal)
stopifnot(identical(same_again[], few(enc2utf8(latin), pets$animal)[]), "miaoué" %in% same_again$term)

# Errors say what to do.
says(few(1:3, c("a", "b", "c")), "texts must be a character vector, not integer")
says(few(pets$text, pets$animal[-1]), "there are 60 texts but 59 values of labels")
says(few(text ~ nothing, pets), "nothing")
says(few(~animal, pets), "text ~ label")
says(wordify(text ~ animal, pets, langage = "en"), "did you mean language?")
says(wordify(text ~ animal, pets, threads = 0), "threads")
says(wordify(text ~ animal, pets, NULL, "en"), "give settings by name")
says(wordify_file("none.csv"), "there is no file none.csv")
says(texts(structure(result, analysis = NULL), "meow"), "part of a result")
stopifnot(identical(class(head(result)), "data.frame"))
one_label <- tryCatch(few(pets$text, rep("cat", 60)), wordify_error = function(error) error)
stopifnot(inherits(one_label, "wordify_error"), nzchar(one_label$kind), is.character(one_label$remedy))

# Reports, whole or not at all; a result that was saved keeps its terms.
folder <- tempfile("reports")
dir.create(folder)
report(result, file.path(folder, "pets.xlsx"))
report(result, file.path(folder, "pets.json"))
stopifnot(setequal(dir(folder, all.files = TRUE, no.. = TRUE), c("pets.xlsx", "pets.json")))
says(report(result, file.path(folder, "pets")), "is not clear")
saveRDS(result, file.path(folder, "pets.rds"))
loaded <- readRDS(file.path(folder, "pets.rds"))
stopifnot(identical(loaded$term, result$term))
says(report(loaded, file.path(folder, "again.csv")), "run wordify() again")

printed <- capture.output(print(result, n = 3))
stopifnot(grepl("in 60 documents of 2 labels", printed[1]), any(grepl("meow", printed)))

pdf(file.path(folder, "pets.pdf"))
drawn <- plot(result, label = "cat")
if (inherits(drawn, "ggplot")) print(drawn)
wordify:::dumbbell(data.frame(term = c("meow", "cat"), label = c(50, 40), rest = c(0, 10)), "cat")
invisible(dev.off())
stopifnot(file.size(file.path(folder, "pets.pdf")) > 1000)
says(plot(result, label = "horse"), "there is no label horse")
