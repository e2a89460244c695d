"""Makes wordnet-topics.csv from the lexicographer files of WordNet 3.0, as Debian's package wordnet-base 1:3.0-37 has them.

    apt-get download wordnet-base && dpkg-deb --extract wordnet-base_*.deb wordnet
    python3 examples/make_glosses.py wordnet/usr/share/wordnet > examples/wordnet-topics.csv

A document is the explanation of a noun, without the examples of its use; its label is the lexicographer file that the noun
is in. Of each file some are taken at equal distances.
"""

import csv
import io
import sys
from pathlib import Path

# Numbers of the lexicographer files, from lexnames(5WN).
TOPICS = {"05": "animal", "06": "artifact", "08": "body", "13": "food", "20": "plant", "27": "substance"}
WORDS_MIN = 4
DOCUMENTS_PER_TOPIC = 700


def main(folder):
    glosses = {topic: [] for topic in TOPICS.values()}
    for line in (Path(folder) / "data.noun").read_text("utf-8").splitlines():
        # The licence stands in front, indented.
        if line.startswith(" "):
            continue
        fields, gloss = line.split(" | ", 1)
        topic = TOPICS.get(fields.split()[1])
        # Examples of use stand in quotation marks after a semicolon.
        explanation = gloss.split('; "')[0].strip()
        if topic and len(explanation.split()) >= WORDS_MIN:
            glosses[topic].append(explanation)
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["text", "label"])
    for topic, found in glosses.items():
        step = len(found) / DOCUMENTS_PER_TOPIC
        for number in range(DOCUMENTS_PER_TOPIC):
            writer.writerow([found[int(number * step)], topic])
    out.flush()


if __name__ == "__main__":
    main(sys.argv[1])
