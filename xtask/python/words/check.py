"""Lists lemmas of the most frequent words that no source of another kind has.

    cargo xtask lemma-check [LANGUAGE…]

A word is listed when at least one source knows it and none has our lemma, with what they have instead; most sources first. Each line is
a candidate for a correction, to be read by a person: sources err too, and differ in convention (pronouns, participles, adverbs). Below
stand words whose lemma begins with another letter, and lemmas of more words that have another lemma themselves, so that one word is two
terms: some have two readings (“saw”), others are faults (“zamówienia” led to “zamówienie”, and that to “zamówić”). Sources, where they are installed: hunspell with Debian's dictionaries, Apertium's
analysers, Voikko; morfeusz2, pymorphy3, zeyrek and lemmagen3 from PyPI, and the treebanks in data/ud of the shared data. Our lemmas come from standard
input of the example `lemmas`; which words are frequent says wordfreq.
"""
import collections
import glob
import gzip
import os
import pathlib
import re
import shutil
import subprocess
import sys

from wordfreq import top_n_list

WORDS = 1_000
# Words whose lemmas are looked up themselves: a split word need not be frequent in its basic form.
WORDS_OF_LEMMAS = 60_000
HUNSPELL = {
    "sv": "sv_SE", "hu": "hu_HU", "bg": "bg_BG", "is": "is_IS", "it": "it_IT", "pt": "pt_PT", "ro": "ro_RO", "pl": "pl_PL",
    "cs": "cs_CZ", "sl": "sl_SI", "ru": "ru_RU", "es": "es_ES", "de": "de_DE", "nl": "nl_NL",
}
APERTIUM = {
    "sv": "swe-dan", "da": "dan-swe", "is": "isl-swe", "bg": "bul-mkd", "mk": "mkd-bul", "it": "ita-spa", "es": "spa-ita",
    "pt": "por-cat", "ro": "ro-es", "sl": "slv-hbs", "hbs": "hbs-slv",
}
LEMMAGEN = {
    "bg": "bg", "cs": "cs", "de": "de", "es": "es", "et": "et", "fa": "fa", "fr": "fr", "hbs": "hr", "hu": "hu", "it": "it",
    "mk": "mk", "pl": "pl", "ro": "ro", "ru": "ru", "sk": "sk", "sl": "sl", "uk": "uk",
}
WORDFREQ = {"hbs": "sh"}


def hunspell(code, words):
    if code not in HUNSPELL or not shutil.which("hunspell"):
        return {}
    call = ["hunspell", "-s", "-i", "utf-8", "-d", HUNSPELL[code]]
    out = subprocess.run(call, input="\n".join(words) + "\n", capture_output=True, text=True).stdout
    found = collections.defaultdict(set)
    for line in out.splitlines():
        parts = line.split()
        if len(parts) == 2:
            found[parts[0]].add(parts[1].lower())
    return found


def apertium(code, words):
    files = glob.glob(f"/usr/share/apertium/*/{APERTIUM.get(code, '-')}.automorf.bin")
    if not files or not shutil.which("lt-proc"):
        return {}
    text = "".join(f"{word} .\n" for word in words)
    out = subprocess.run(["lt-proc", "-w", files[0]], input=text, capture_output=True, text=True).stdout
    found = collections.defaultdict(set)
    for word, analyses in re.findall(r"\^([^/$]+)/([^$]*)\$", out):
        found[word] |= {one.split("<")[0].lower() for one in analyses.split("/") if not one.startswith("*")}
    return found


def morfeusz2(code, words):
    if code != "pl":
        return {}
    import morfeusz2
    analyser = morfeusz2.Morfeusz()
    return {word: {it[2][1].split(":")[0].lower() for it in analyser.analyse(word) if it[2][2] != "ign"} for word in words}


def pymorphy3(code, words):
    if code != "ru":
        return {}
    import pymorphy3
    analyser = pymorphy3.MorphAnalyzer()
    return {word: {it.normal_form for it in analyser.parse(word)} for word in words}


def lemmagen3(code, words):
    if code not in LEMMAGEN:
        return {}
    from lemmagen3 import Lemmatizer
    lemmatizer = Lemmatizer(LEMMAGEN[code])
    return {word: {lemmatizer.lemmatize(word).lower()} for word in words}


def zeyrek(code, words):
    if code != "tr":
        return {}
    import logging
    logging.disable(logging.CRITICAL)
    import zeyrek
    analyser = zeyrek.MorphAnalyzer()
    found = {}
    for word in words:
        entries = [one.dict_item for one in analyser._parse(word)]
        # Its verbs are infinitives; the treebanks' are stems.
        found[word] = {it.lemma[:-3] if it.lemma.endswith(("mek", "mak")) else it.lemma for it in entries}
    return found


def voikko(code, words):
    if code != "fi":
        return {}
    try:
        from libvoikko import Voikko
        analyser = Voikko("fi")
    except (ImportError, OSError) as problem:
        print(f"without Voikko: {problem}", file=sys.stderr)
        return {}
    bases = {word: {it.get("BASEFORM", "").lower() for it in analyser.analyze(word)} - {""} for word in words}
    analyser.terminate()
    return bases


def treebanks(code, words):
    shared = pathlib.Path(os.environ.get("WORDIFY_SHARED", pathlib.Path(__file__).parents[3] / "../shared"))
    found = collections.defaultdict(set)
    for path in glob.glob(str(shared / "data/ud" / f"{code}*.dev.conllu.gz")):
        if pathlib.Path(path).name.split(".")[0].rstrip("0123456789") != code:
            continue
        for line in gzip.open(path, "rt", encoding="utf-8"):
            cells = line.split("\t")
            if cells[0].isdigit():
                found[cells[1].lower()].add(cells[2].lower().replace("_", ""))
    return {word: found[word] for word in words if word in found}


def lemmas(code, program, words):
    out = subprocess.run([*program, code], input="\n".join(words), capture_output=True, text=True, check=True).stdout
    return dict(line.split("\t") for line in out.splitlines())


def split(code, program):
    """Lemmas that have another lemma themselves, each with a word that leads to it, those of the most frequent words first."""
    words = [word for word in top_n_list(WORDFREQ.get(code, code), WORDS_OF_LEMMAS) if word.isalpha()]
    first = {}
    for word, lemma in lemmas(code, program, words).items():
        if word != lemma:
            first.setdefault(lemma, word)
    again = lemmas(code, program, first)
    return [f"{word} → {lemma} → {again[lemma]}" for lemma, word in first.items() if again[lemma] != lemma]


def check(code, program):
    is_word = re.compile(r"[^\W\d_]+(['’-][^\W\d_]+)*").fullmatch
    words = [word for word in top_n_list(WORDFREQ.get(code, code), 2 * WORDS) if len(word) > 1 and is_word(word)][:WORDS]
    ours = lemmas(code, program, words)
    sources = {source.__name__: source(code, words) for source in SOURCES}
    known = 0
    listed = []
    for word in words:
        candidates = {name: found[word] for name, found in sources.items() if found.get(word)}
        known += bool(candidates)
        if candidates and not any(ours[word] in theirs for theirs in candidates.values()):
            listed.append((-len(candidates), word, candidates))
    print(f"## {code}: {len(words)} words, {known} known to a source, {len(listed)} with a lemma of ours alone")
    for _, word, candidates in sorted(listed, key=lambda entry: entry[0]):
        others = "; ".join(f"{name}: {', '.join(sorted(theirs))}" for name, theirs in candidates.items())
        print(f"{word}\t{ours[word]}\t{others}")
    strangers = [f"{word} → {ours[word]}" for word in words if ours[word][0] != word[0]]
    print(f"-- lemmas that begin with another letter: {'; '.join(strangers)}")
    print(f"-- lemmas that have another lemma themselves: {'; '.join(split(code, program))}")


SOURCES = [treebanks, hunspell, apertium, morfeusz2, pymorphy3, zeyrek, voikko, lemmagen3]


def main():
    program, codes = sys.argv[1], sys.argv[2:]
    for code in codes or sorted({*HUNSPELL, *APERTIUM, *LEMMAGEN, "da", "el", "en", "fi", "lt", "nb", "tr"}):
        check(code, [program])


main()
