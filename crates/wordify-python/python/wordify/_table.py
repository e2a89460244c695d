"""A result as people look at it: the best terms of each label, for a terminal and for a notebook."""

import html
import unicodedata

# Terms that are shown of each label.
SHOWN_MAX = 10
# Columns that a character takes in a terminal; others take one.
WIDE, NO_COLUMN = ("W", "F"), ("Mn", "Me", "Cf")
GAP = "  "


def as_text(result):
    """Lines for `print`: a table of each label, and what to watch out for."""
    parts = [summary(result)]
    for sentence, rows in of_labels(result):
        parts.append("\n".join([sentence, *aligned(rows)]))
    parts.extend(f"Warning: {warning}" for warning in result.warnings)
    return "\n\n".join(parts)


def as_html(result):
    """The same for a notebook."""
    parts = [f"<p>{html.escape(summary(result))}</p>"]
    for sentence, rows in of_labels(result):
        parts.append(f"<p><b>{html.escape(sentence)}</b></p>")
        if rows:
            head, *body = rows
            lines = [marked("th", head), *(marked("td", row) for row in body)]
            parts.append("<table>" + "".join(lines) + "</table>")
    parts.extend(f"<p>Warning: {html.escape(warning)}</p>" for warning in result.warnings)
    return "\n".join(parts)


def summary(result):
    """How much was found in how much."""
    documents = sum(result.labels.values())
    return f"{counted(len(result.terms), 'term')} listed in {counted(documents, 'document')} of {counted(len(result.labels), 'label')}"


def of_labels(result):
    """For each label a sentence, and a table of cells with its head; no rows where the label has no term."""
    for label, documents in result.labels.items():
        terms = [term for term in result.terms if term["label"] == label and term["sign"] == "positive"]
        sentence = f"{label}: {counted(documents, 'document')}, {counted(len(terms), 'term')} for it"
        shown = terms[:SHOWN_MAX]
        if len(shown) < len(terms):
            sentence += f", the first {len(shown)}"
        yield sentence, table(shown)


def table(terms):
    """Rows of cells, the head first; a q-value only where the preset has one."""
    if not terms:
        return []
    has_q = all(term.get("q_value") is not None for term in terms)
    head = ["term", "score", "in the label", "in the rest", *(["q-value"] if has_q else [])]
    return [head, *(cells(term, has_q) for term in terms)]


def cells(term, has_q):
    shown = str(term.get("shown") or term["term"])
    row = [shown, f"{term['score']:.2f}", f"{term['share_in_label']:.1%}", f"{term['share_in_rest']:.1%}"]
    return row + ([f"{term['q_value']:.2g}"] if has_q else [])


def aligned(rows):
    """Lines of a table, the first column to the left and numbers to the right."""
    widths = [max(map(width, column)) for column in zip(*rows)]
    for first, *others in rows:
        padded = [first + " " * (widths[0] - width(first))]
        padded += [cell.rjust(of_column) for cell, of_column in zip(others, widths[1:])]
        yield GAP + GAP.join(padded)


def width(text):
    """Columns of a terminal that `text` takes: two for a Chinese character, none for a mark above a letter."""
    kinds = ((unicodedata.east_asian_width(character), unicodedata.category(character)) for character in text)
    return sum(0 if category in NO_COLUMN else 2 if wide in WIDE else 1 for wide, category in kinds)


def marked(tag, row):
    return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in row) + "</tr>"


def counted(number, noun):
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
