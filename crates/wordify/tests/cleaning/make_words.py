#!/usr/bin/env python3
"""Makes python_words.txt: which code points are word characters for Python's `re`, for tests/cleaning.rs.

    python3.11 make_words.py > python_words.txt

Each line is a range of code points in hexadecimal, both ends included, and `word`, or `unassigned` for code
points that Python's Unicode version does not know.
"""
import re, unicodedata


def kind(code):
    character = chr(code)
    if unicodedata.category(character) == "Cn":
        return "unassigned"
    return "word" if re.match(r"\w", character) else None


start = 0
for code in range(1, 0x110001):
    if code == 0x110000 or kind(code) != kind(start):
        if kind(start):
            print(f"{start:x} {code - 1:x} {kind(start)}")
        start = code
