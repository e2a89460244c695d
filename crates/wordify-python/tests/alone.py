"""The package with nothing but Python: `python alone.py FILE`. Prints the version of Python, and how long importing took."""

import sys
import time

begun = time.perf_counter()
import wordify  # noqa: E402

seconds = time.perf_counter() - begun

texts = ["a warm room", "a warm welcome", "a cold room", "a cold supper", None] * 30
labels = ["good", "good", "bad", "bad", "bad"] * 30
result = wordify.analyze(texts, labels, shuffles=19, language="en")
assert {row["term"] for row in result.terms} >= {"warm", "cold"}, list(result.terms)
assert result.plot().svg.startswith("<svg")
of_file = wordify.analyze_file(sys.argv[1], max_q=0.05)
assert len(of_file.terms) > 10
try:
    wordify.analyze(["a"], ["b", "c"])
except ValueError as error:
    assert "one for each text" in str(error)
else:
    raise AssertionError("two labels for one text")
print(f"Python {sys.version.split()[0]}: imported in {1000 * seconds:.0f} ms, {len(of_file.terms)} terms")
