"""Columns of any kind as lists of strings, with None for what is missing."""

import numbers

TYPES = "a list, or a column of numpy, pandas, polars or pyarrow"
# How columns give Python's own values: pyarrow's, those of frames, numpy's.
LISTING = ("to_pylist", "to_list", "tolist")
# Rows whose values are Python's own at a time: a column of a frame needs no second copy beside it.
PIECE = 65_536


def texts_of(values, name):
    """The strings of `values`; anything else than strings and missing values is refused."""
    column = Column(values, name, text)
    return column.strings(0, len(column))


def labels_of(values, name):
    """The labels of `values` as strings: numbers as people write them, categories by their names."""
    column = Column(values, name, label)
    return column.strings(0, len(column))


def pieces(columns):
    """Columns of one length, given by their names, as lists of strings: of all of them so many rows at a time."""
    rows = len(next(iter(columns.values())))
    for start in range(0, rows, PIECE):
        yield [(name, column.strings(start, start + PIECE)) for name, column in columns.items()]


class Column:
    """What a user calls a column, whatever it is; `convert` makes a string or None of a value, its name and its row."""

    def __init__(self, values, name, convert):
        if isinstance(values, (str, bytes, dict)):
            raise TypeError(f"{name} must be {TYPES}, not one {type(values).__name__}")
        shape = getattr(values, "shape", None)
        if shape is not None and len(shape) != 1:
            raise TypeError(f"{name} must have one column, not the shape {tuple(shape)}")
        self.values, self.name, self.convert = values, name, convert
        if not can_be_cut(values):
            try:
                self.values = list(values)
            except TypeError:
                raise TypeError(f"{name} must be {TYPES}, not {type(values).__name__}") from None

    def __len__(self):
        return len(self.values)

    def strings(self, start, end):
        """The strings of the rows from `start` to before `end`."""
        # Rows of pandas are cut by their places: a label of its index may be any number.
        part = getattr(self.values, "iloc", self.values)[start:end]
        return [self.convert(value, self.name, row) for row, value in enumerate(listed(part), start)]


def can_be_cut(values):
    """Whether rows of `values` can be had by their places."""
    has_list = isinstance(values, (list, tuple)) or any(hasattr(values, method) for method in LISTING)
    return has_list and hasattr(values, "__len__") and hasattr(values, "__getitem__")


def listed(values):
    """What `values` holds, as a list of Python's own values."""
    for method in LISTING:
        if hasattr(values, method):
            return getattr(values, method)()
    return list(values)


def is_missing(value):
    """Whether `value` is None, NaN, NaT or NA."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, numbers.Real) and value != value


def text(value, name, row):
    """One text, or None."""
    if isinstance(value, str):
        return str(value)
    if is_missing(value):
        return None
    raise TypeError(f"{name}[{row}] is {type(value).__name__}, not a string; give texts, and None where one is missing")


def label(value, name, row):
    """One label, or None."""
    if isinstance(value, str):
        return str(value)
    if is_missing(value):
        return None
    if isinstance(value, (bytes, list, tuple, dict, set)):
        raise TypeError(f"{name}[{row}] is {type(value).__name__}; give strings or numbers")
    if isinstance(value, numbers.Real) and not isinstance(value, numbers.Integral) and float(value).is_integer():
        return str(int(value))
    return str(value)
