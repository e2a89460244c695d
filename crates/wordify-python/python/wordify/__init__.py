"""Finds the words and phrases that tell labelled texts apart, each with the number of terms that would be there by chance.

>>> import wordify
>>> texts = ["a warm room", "a warm welcome", "a cold room", "a cold supper"]
>>> labels = ["good", "good", "bad", "bad"]
>>> result = wordify.analyze(texts, labels, shuffles=19, language="en")
>>> sorted(result.labels)
['bad', 'good']
"""

from ._analysis import analyze, analyze_file
from ._errors import WordifyError
from ._figure import Figure
from ._result import Result, Terms
from ._wordify import __version__

__all__ = ["Figure", "Result", "Terms", "WordifyError", "WordifySelector", "__version__", "analyze", "analyze_file"]


def __getattr__(name):
    # Imported when it is wanted: scikit-learn takes a second to import, and most callers do without.
    if name == "WordifySelector":
        from ._selector import WordifySelector

        return WordifySelector
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
