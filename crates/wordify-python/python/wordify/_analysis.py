"""The two doors: texts and labels in memory, or a file."""

import os

from . import _settings, _wordify
from ._columns import Column, label, pieces, text
from ._progress import callback
from ._result import Result


def analyze(texts, labels, group=None, *, threads=None, progress=None, **settings):
    """Finds the terms that tell `labels` apart in `texts`.

    Parameters
    ----------
    texts : n texts: a list, or a column of numpy, pandas, polars or pyarrow; None, NaN and NA are missing and left out
    labels : n labels, the same; strings, numbers or categories
    group : n authors, stores or threads whose texts belong together, or None; they are drawn, shuffled and counted as wholes
    threads : how many threads compute, all cores by default; the result does not depend on it
    progress : True for a bar of tqdm, or a function that is called with (stage, done, total)
    settings : every option of `wordify analyze`, with `_` for `-`, such as language="de", ngrams=(1, 2), max_q=0.05,
        stop_words_add=["acme"], lemmas="off", seed=7; the language is guessed where none is given

    Returns
    -------
    Result, with `.terms`, `.evidence(term)`, `.plot(kind)`, `.report(path)`, `.manifest`, `.warnings`

    Raises
    ------
    WordifyError with place and remedy; TypeError for values that are no texts or labels, ValueError for columns of different
    lengths; KeyboardInterrupt on Ctrl-C, after which nothing goes on.

    Notes
    -----
    The reports have the bytes that `wordify analyze -` makes of the same table in json lines with the columns text, label and group.
    Other Python threads run meanwhile.
    """
    # What can be walked through once is kept as it was walked through, for evidence.
    texts, labels = (list(values) if is_walked_once(values) else values for values in (texts, labels))
    columns = {"text": Column(texts, "texts", text), "label": Column(labels, "labels", label)}
    if group is not None:
        columns["group"] = Column(group, "group", label)
    rows = len(columns["text"])
    for name, column in columns.items():
        if len(column) != rows:
            raise ValueError(f"there are {rows} texts but {len(column)} values of {name}: give one for each text")
    chosen = _settings.as_text(settings, "analyze", _settings.OF_FILES)
    if group is not None:
        chosen.append(("group", "group"))
    return finished(_wordify.analyze, pieces(columns), chosen, threads, progress, (texts, labels))


def analyze_file(path, *, threads=None, progress=None, **settings):
    """Finds the terms that tell the labels of a file or folder apart, as `wordify analyze PATH` does.

    Parameters
    ----------
    path : csv, xlsx, parquet, json lines, SPSS, Stata, SAS, R and more, also compressed; or a folder with a sub-folder per label
    threads, progress : as for `analyze`
    settings : as for `analyze`, and text, label, group, sheet, header_row and what else says how the file is read; columns and
        language are guessed where none are given

    Returns
    -------
    Result

    Raises
    ------
    WordifyError with place and remedy, also where the file is missing; KeyboardInterrupt on Ctrl-C.
    """
    chosen = _settings.as_text(settings, "analyze_file")
    return finished(_wordify.analyze_file, os.fspath(path), chosen, threads, progress)


def is_walked_once(values):
    """Whether `values` is a generator or the like."""
    return hasattr(values, "__iter__") and not hasattr(values, "__len__")


def finished(function, source, chosen, threads, progress, columns=None):
    """Runs `function`, and takes a bar away at its end."""
    watch = callback(progress)
    try:
        return Result(function(source, chosen, threads, watch), columns)
    finally:
        if hasattr(watch, "close"):
            watch.close()
