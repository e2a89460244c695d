# The terms as dumb-bells: for each, its share in the label and in the rest.

plot.wordify <- function(x, n = 15, label = NULL, ...) {
  labels <- names(analysis_of(x)$documents)
  if (is.null(label)) label <- labels[1]
  if (!label %in% labels) stop("there is no label ", label, "; give one of: ", paste(labels, collapse = ", "), call. = FALSE)
  rows <- head(which(x$label == label & x$sign == "positive"), n)
  if (length(rows) == 0) stop("no term is listed for ", label, call. = FALSE)
  shown <- if (is.null(x$shown)) x$term[rows] else ifelse(nzchar(x$shown[rows]), x$shown[rows], x$term[rows])
  data <- data.frame(term = shown, label = 100 * x$share_in_label[rows], rest = 100 * x$share_in_rest[rows])
  if (requireNamespace("ggplot2", quietly = TRUE)) dumbbell_ggplot(data, label) else dumbbell(data, label)
}

# Blue and orange of Okabe and Ito, which colour-blind readers tell apart; the shapes differ for print in grey.
of_label <- "#0072B2"
of_rest <- "#E69F00"

# What ggplot2 calls the data of a layer.
utils::globalVariables(".data")

dumbbell_ggplot <- function(data, label) {
  data$term <- factor(data$term, levels = rev(unique(data$term)))
  long <- rbind(
    data.frame(term = data$term, share = data$label, texts = label),
    data.frame(term = data$term, share = data$rest, texts = "other labels")
  )
  long$texts <- factor(long$texts, levels = c(label, "other labels"))
  colours <- setNames(c(of_label, of_rest), levels(long$texts))
  shapes <- setNames(c(16, 17), levels(long$texts))
  aes <- ggplot2::aes
  ggplot2::ggplot(long, aes(x = .data$share, y = .data$term)) +
    ggplot2::geom_line(aes(group = .data$term), colour = "grey60") +
    ggplot2::geom_point(aes(colour = .data$texts, shape = .data$texts), size = 2.5) +
    ggplot2::scale_colour_manual(values = colours) +
    ggplot2::scale_shape_manual(values = shapes) +
    ggplot2::labs(x = "Documents with the term (%)", y = NULL, colour = NULL, shape = NULL) +
    ggplot2::theme_minimal() +
    ggplot2::theme(legend.position = "top")
}

dumbbell <- function(data, label) {
  places <- rev(seq_len(nrow(data)))
  # Room for the longest term.
  before <- par(mar = c(4, 2 + 0.5 * max(nchar(data$term, "width")), 3, 1))
  on.exit(par(before))
  plot(
    range(0, data$label, data$rest), range(places), type = "n", axes = FALSE,
    xlab = "Documents with the term (%)", ylab = ""
  )
  abline(v = pretty(c(0, data$label, data$rest)), col = "grey90")
  segments(data$label, places, data$rest, places, col = "grey60")
  points(data$label, places, pch = 16, col = of_label)
  points(data$rest, places, pch = 17, col = of_rest)
  axis(1)
  axis(2, at = places, labels = data$term, las = 1, tick = FALSE)
  legend("top", c(label, "other labels"), pch = c(16, 17), col = c(of_label, of_rest), horiz = TRUE, bty = "n", inset = -0.12, xpd = NA)
  invisible(data)
}
