"""Writes the dictionaries of simplemma as text: one file per language, lines of form TAB lemma, sorted by bytes.

Usage: pairs.py SIMPLEMMA_FOLDER OUTPUT_FOLDER [LANGUAGE ...]

SIMPLEMMA_FOLDER is the unpacked source distribution. The dictionaries are front-coded streams under LZMA;
simplemma's own decoder reads them, so that we need not know the format.

A lemma that is written with low lines where the form has none stands for several words ("EU" as "European_Union");
such pairs are left out. In Dutch the low line divides the parts of one word, and goes.
"""

import sys
from pathlib import Path


def main() -> None:
    source, output, wanted = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
    sys.path.insert(0, str(source))
    from simplemma.strategies.dictionaries import dictionary_factory

    output.mkdir(parents=True, exist_ok=True)
    for language in wanted or sorted(dictionary_factory.SUPPORTED_LANGUAGES):
        pairs = dictionary_factory._load_dictionary_from_disk(language)
        lines = bytearray()
        for form in sorted(pairs):
            lemma = pairs[form]
            if b"_" in lemma and b"_" not in form:
                if language != "nl":
                    continue
                lemma = lemma.replace(b"_", b"")
            if any(mark in form + lemma for mark in (b"\t", b"\n", b"\r")):
                raise SystemExit(f"{language}: {form!r} holds a tab or a line break")
            lines += form + b"\t" + lemma + b"\n"
        (output / f"{language}.tsv").write_bytes(lines)
        print(f"{language}: {len(pairs)} forms", flush=True)


main()
