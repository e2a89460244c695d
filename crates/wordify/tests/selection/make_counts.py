"""Selection counts per C of the reference runs, from NumPy archives to CSV.

    python make_counts.py FOLDER_OF_GOLDEN_FILES    writes here NAME.VARIANT.seedS.csv.gz

Columns: c, label (place), term (place in the vocabulary), fits with a positive, with a negative coefficient. A
first line per C has label and term empty and the number of fits done.
"""
import csv
import gzip
import io
import os
import sys

import numpy as np

for name in ("sotu_demo_en.flask.seed1", "sotu_demo_en.flask.seed2", "sotu_demo_en.streamlit.seed1", "sotu_demo_en.streamlit.seed2"):
    archive = np.load(os.path.join(sys.argv[1], name + ".percC.npz"))
    cs, labels, terms = archive["shape"]
    positive, negative = (archive[key].reshape(cs, labels, terms) for key in ("pos", "neg"))
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(["c", "label", "term", "positive", "negative"])
    for c in range(cs):
        out.writerow([archive["C"][c], "", "", archive["done"][c], archive["done"][c]])
        for label, term in zip(*np.nonzero(positive[c] + negative[c])):
            out.writerow([archive["C"][c], label, term, positive[c, label, term], negative[c, label, term]])
    with open(name + ".csv.gz", "wb") as file, gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as packed:
        packed.write(text.getvalue().encode())
