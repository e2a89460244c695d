#!/usr/bin/env python3
"""Makes cases.jsonl: random texts and what Python's `re` makes of them, for tests/cleaning.rs.

    python3.11 make_cases.py [CASES_PER_KIND [SEED]] > cases.jsonl

The expressions are those of the two published tools. The texts are drawn from small alphabets in which the
expressions' special cases are frequent; uniform random text would hardly ever meet them.
"""
import json, os, random, re, sys, unicodedata

RE_BREAK = re.compile("[\r\n\t]+")
RE_USER = re.compile("@[^ ]+")
RE_URL = re.compile(r"(https?:\/\/)?(?:www\.|(?!www))?[^\s\.]+\.[^\s]{2,}|(www)?\.[^\s]+\.[^\s]{2,}")
TOK_EN = re.compile(r"\w+?(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|\w+|[^\w\s]")
TOK = re.compile(r"\w+|[^\w\s]")
RE_WREP = re.compile(r"(?:\s|^)(\w+)\s+((?:\1\s+)+)\1(\s|\W|$)")
RE_CREP = re.compile(r"(\S)(\1{2,})")
RE_SP = re.compile(r" {2,}")
RE_NW = re.compile(r"[^A-Za-z]+")
RE_TAG = re.compile(r"<[^<>]*>")
RE_WS = re.compile(r"\s+")


def clean_2021(text):
    return RE_URL.sub("", RE_USER.sub("", RE_BREAK.sub(" ", text.strip().lower())))


def without_repetition(text):
    text = RE_WREP.sub(lambda match: match.group(1), text)
    text = RE_CREP.sub(lambda match: match.group(1), text)
    return RE_SP.sub(" ", text).strip()


def clean_2022(text, language, stop_words):
    text = unicodedata.normalize("NFC", text)
    text = text.replace("‘", "'").replace("’", "'").replace("“", '"').replace("”", '"')
    text = without_repetition(RE_WS.sub(" ", text))
    tokens = (TOK_EN if language == "en" else TOK).findall(text)
    text = " ".join(token for token in tokens if token.lower() not in stop_words).lower()
    text = RE_TAG.sub("", text)
    if language == "zh":
        text = re.sub(r"\d+", " ", text)
        text = "".join(" " if unicodedata.category(c)[0] == "P" else c for c in text)
    else:
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = RE_NW.sub(" ", text)
    return without_repetition(text)


SPACES = [" ", " ", " ", " ", "\t", "\n", "\r", "\x0b", "\x1c", "\x1f", "\x85", "\xa0", "\u2003", "\u3000"]
LINKS = ["www.", "www", "http://", "https://", ".", ".", "..", "a", "b.c", "xy", "/", "@", "é", "中", "W", "-"]
REPEATS = ["a", "a", "no", "no", "non", "n", "é", "中", "_", "1", "!", ",", "aaa", "  "]
PIECES = ["don", "n", "'", "’", "‘", "t", "s", "re", "ve", "ll", "d", "m", "n't", "'s", "'S", "N'T", "the", "The",
          "I", "<", ">", "<b>", "“", "”", "e\u0301", "é", "ﬁ", "ß", "Σ", "ΑΣ", "İ", "Å", "\u0307", "\u0327",
          "™", "①", "½", "２", "3", "42", "手", "机", "，", "。", "一", "。。。", "🙂", "_", "-", "ŉ", "ǆ", "가", "\u1112\u1161\u11ab"]


def draw(random_source, pieces, space_share, longest):
    count = random_source.randint(1, longest)
    return "".join(
        random_source.choice(SPACES if random_source.random() < space_share else pieces) for _ in range(count)
    )


def main():
    cases, seed = (int(argument) for argument in (sys.argv[1:] + ["700", "1"][len(sys.argv) - 1:]))
    random_source = random.Random(seed)
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../src/text/language/stop_words/")
    stop_words = {
        language: set(open(f"{folder}{language}.txt", encoding="utf8").read().split("\n")) - {""}
        for language in ("en", "de", "zh")
    }
    for _ in range(cases):
        texts = [draw(random_source, LINKS, 0.2, 9), draw(random_source, LINKS + PIECES, 0.3, 12)]
        for text in texts:
            print(json.dumps(["wordify-2021", "en", text, clean_2021(text)], ensure_ascii=False))
        for language in ("en", "de", "zh"):
            pieces, share = random_source.choice([(REPEATS, 0.45), (PIECES, 0.15), (PIECES + REPEATS, 0.4)])
            text = draw(random_source, pieces, share, 16)
            cleaned = clean_2022(text, language, stop_words[language])
            print(json.dumps(["wordify-2022", language, text, cleaned], ensure_ascii=False))


main()
