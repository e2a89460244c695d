#!/usr/bin/env python3
"""Makes the lists of stop words in this folder from the packages that publish them.

    pip download --no-deps spacy==3.8.18
    cargo info stop-words@0.10.1        # fetches the sources into Cargo's registry folder
    python3 make_lists.py spacy-3.8.18-*.whl ~/.cargo/registry/src/*/stop-words-0.10.1

The words are sorted by code point and otherwise unchanged. Languages that Wordify does not know are left out.
"""
import json
import pathlib
import sys
import zipfile

# The codes of src/text/language/data/mod.rs.
CODES = """ar ast bg ca cs cy da de el en enm eo es et fa fi fr ga gd gl grc gv hbs he hi hu hy id is it ja ka la lb lt lv
mk ml ms nb nl nn pl pt ro ru se sk sl sq sv sw tl tr uk zh""".split()
# Where a source uses other codes, or has two lists for what is one language here.
SPACY = {"hbs": ["hr", "sr"]}
ISO = {"hbs": ["hr"], "nb": ["no"], "nn": ["no"]}
# NLTK's Norwegian list holds both written forms.
NLTK = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "nl": "dutch", "en": "english", "fi": "finnish",
    "fr": "french", "de": "german", "el": "greek", "hu": "hungarian", "id": "indonesian", "it": "italian",
    "nb": "norwegian", "nn": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sl": "slovenian", "es": "spanish", "sq": "albanian", "sv": "swedish", "tr": "turkish",
    "zh": "chinese", "he": "hebrew",
}


def write(folder, code, words):
    words = sorted({word.strip() for word in words} - {""})
    if words:
        path = pathlib.Path(__file__).parent / folder / f"{code}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(word + "\n" for word in words), encoding="utf-8")


def spacy_words(wheel, code):
    name = f"spacy/lang/{code}/stop_words.py"
    if name not in wheel.namelist():
        return set()
    source = wheel.read(name).decode("utf-8")
    # Two of the files import names of spaCy that have nothing to do with their words.
    lines = [line for line in source.splitlines() if not line.startswith(("from ", "import "))]
    names = {}
    exec("\n".join(lines), names)
    return names["STOP_WORDS"]


def main():
    wheel = zipfile.ZipFile(sys.argv[1])
    crate = pathlib.Path(sys.argv[2])
    iso = json.loads((crate / "src/iso/stopwords-iso.json").read_text(encoding="utf-8"))
    for code in CODES:
        write("spacy", code, set().union(*(spacy_words(wheel, other) for other in SPACY.get(code, [code]))))
        write("iso", code, set().union(*(iso.get(other, []) for other in ISO.get(code, [code]))))
        if code in NLTK:
            write("nltk", code, (crate / "src/nltk" / NLTK[code]).read_text(encoding="utf-8").splitlines())


main()
