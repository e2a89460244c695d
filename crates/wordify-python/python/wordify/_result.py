"""A result: its terms and its reports."""

import functools
import json
import os
import tempfile

from . import _figure, _table, _wordify
from ._columns import labels_of, texts_of
from ._errors import WordifyError


class Terms(list):
    """The terms of a result, a dict each, best first under their label; `.to_pandas()` and the like make a table of them."""

    def table(self):
        """Names and columns, with what has no simple form in a table as text."""
        names = dict.fromkeys(name for term in self for name in term)
        return {name: [plain(term.get(name)) for term in self] for name in names}

    def to_pandas(self):
        """A DataFrame of pandas, one row per term."""
        import pandas

        return pandas.DataFrame(self.table())

    def to_polars(self):
        """A DataFrame of polars, one row per term."""
        import polars

        return polars.DataFrame(self.table(), strict=False)

    def to_arrow(self):
        """A table of pyarrow, one row per term."""
        import pyarrow

        return pyarrow.table(self.table())


def plain(value):
    """A value for a cell: lists and dicts as json."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value


class Result:
    """What came out of an analysis."""

    def __init__(self, native, columns=None):
        self._native = native
        # Texts and labels as they were given, for evidence; None where they stand in a file.
        self._columns = columns

    @functools.cached_property
    def terms(self):
        """The terms that are listed, a dict each: label, term, sign, score, shares, strength, expected_false, q_value and more."""
        lines = self.to_bytes("jsonl").decode().splitlines()
        return Terms(json.loads(line) for line in lines)

    @functools.cached_property
    def labels(self):
        """The labels, sorted, with the number of documents of each."""
        return dict(self._native.labels())

    @property
    def warnings(self):
        """What to watch out for, a sentence or more each."""
        return self._native.warnings()

    @functools.cached_property
    def data(self):
        """Everything, as the json report has it."""
        return json.loads(self.to_bytes("json"))

    @functools.cached_property
    def manifest(self):
        """What `wordify verify` needs to make the result again, as a dict."""
        return json.loads(self.to_bytes("manifest"))

    def to_bytes(self, format):
        """The report as bytes: "xlsx", "csv", "json", "jsonl", "html", "docx", "tex", "md" or "manifest"."""
        return self._native.to_bytes(format)

    def report(self, path, format=None):
        """Writes the report to `path`, whole or not at all; its ending says the format unless `format` does. Returns the path."""
        path = os.fspath(path)
        format = format or _wordify.Report.format_of(os.path.basename(path))
        if format is None:
            remedy = "End the name in .xlsx, .csv, .json, .jsonl, .html, .docx, .tex, .md or .manifest.json, or give format."
            raise WordifyError("the format of the report is not clear", "setting", path, remedy)
        content = self.to_bytes(format)
        folder = os.path.dirname(path) or "."
        part = tempfile.NamedTemporaryFile(dir=folder, prefix=".wordify-", suffix=".part", delete=False)
        try:
            with part:
                part.write(content)
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(part.name, 0o666 & ~mask)
            os.replace(part.name, path)
        except BaseException:
            os.unlink(part.name)
            raise
        return path

    def plot(self, kind="dumbbell", path=None, *, only=None, terms=None, width=None):
        """A figure for print, which a notebook shows.

        Parameters
        ----------
        kind : "dumbbell", "frequency", "heatmap", "stability", or "enough" of a result with enough=True
        path : where to write it besides, as svg, pdf or png by its ending
        only : a label or several, where not all are wanted
        terms : terms of each label; where terms are points, how many are named
        width : on paper, such as "85mm"

        Returns
        -------
        Figure, with its text in `.svg`
        """
        return _figure.drawn(self.to_bytes("json"), kind, path, {"only": only, "terms": terms, "width": width})

    def evidence(self, term, limit=20):
        """The texts that contain a term, as they were given: a dict each with row (from 0), label and text; the first `limit`, or all for None."""
        if self._columns is None:
            remedy = "Give the columns to analyze(), or use the command `wordify texts FILE TERM`."
            raise WordifyError("the texts of a file are not kept", "setting", None, remedy)
        if not isinstance(term, str):
            raise TypeError(f"term must be one string, not {type(term).__name__}")
        texts, labels = texts_of(self._columns[0], "texts"), labels_of(self._columns[1], "labels")
        given = [row for row, text in enumerate(texts) if text is not None]
        places = _wordify.contains(self._native, [texts[row] for row in given], [term])
        rows = [row for row, places_of in zip(given, places) if places_of]
        return [{"row": row, "label": labels[row], "text": texts[row]} for row in rows[:limit]]

    def __repr__(self):
        documents = sum(self.labels.values())
        return f"<Result: {len(self.terms)} terms, {len(self.labels)} labels, {documents} documents>"

    def __str__(self):
        return _table.as_text(self)

    def _repr_html_(self):
        return _table.as_html(self)
