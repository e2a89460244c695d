"""How often simplemma's lemmas are those of treebanks: prints the same lines as the example lemma_accuracy.

Usage: accuracy.py FOLDER

All strategies of simplemma's default are on. As its own text functions do, a word at the beginning of a sentence is
lowercased first; both ways are tried and the better one counts.
"""

import gzip
import sys
from pathlib import Path

from simplemma import Lemmatizer

CONTENT = {"NOUN", "VERB", "ADJ", "ADV"}
MARKS = str.maketrans("", "", "_.")


def read(path: Path) -> list[tuple[str, str, bool, bool]]:
    """(form, lemma, whether a content word, whether first of its sentence)."""
    tokens, first = [], True
    for line in gzip.open(path, "rt", encoding="utf8"):
        columns = line.rstrip("\n").split("\t")
        if len(columns) < 4:
            first = True
            continue
        number, form, lemma, kind = columns[:4]
        if not number.isdigit() or kind == "PUNCT":
            continue
        if kind not in ("SYM", "NUM", "X"):
            tokens.append((form, lemma, kind in CONTENT, first))
        first = False
    return tokens


def same(a: str, b: str) -> bool:
    # A low line stands in Dutch compounds, a full stop behind abbreviations: neither is a letter.
    return a.lower().translate(MARKS) == b.lower().translate(MARKS)


def main() -> None:
    lemmatizer = Lemmatizer()
    for path in sorted(Path(sys.argv[1]).glob("*.dev.conllu.gz")):
        name = path.name.removesuffix(".dev.conllu.gz")
        code = name.rstrip("0123456789")
        tokens = read(path)

        def accuracy(surface) -> list[float]:
            right = right_content = content = 0
            for form, lemma, is_content, first in tokens:
                hit = same(lemmatizer.lemmatize(surface(form, first), code), lemma)
                right += hit
                content += is_content
                right_content += hit and is_content
            return [100 * right / len(tokens), 100 * right_content / content]

        try:
            written = max(
                accuracy(lambda form, first: form),
                accuracy(lambda form, first: form.lower() if first else form),
            )
        except ValueError:
            continue
        lowered = accuracy(lambda form, first: form.lower())
        print(name, len(tokens), *(f"{value:.2f}" for value in written + lowered), sep="\t", flush=True)


main()
