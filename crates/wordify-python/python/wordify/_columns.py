"""Columns of any kind as lists of strings, with None for what is missing."""

import numbers

TYPES = "a list, or a column of numpy, pandas, polars or pyarrow"


def texts_of(values, name):
    """The strings of `values`; anything else than strings and missing values is refused."""
    return [text(value, name, row) for row, value in enumerate(cells(values, name))]


def labels_of(values, name):
    """The labels of `values` as strings: numbers as people write them, categories by their names."""
    return [label(value, name, row) for row, value in enumerate(cells(values, name))]


def cells(values, name):
    """What `values` holds, as a list of Python's own values."""
    if isinstance(values, (str, bytes, dict)):
        raise TypeError(f"{name} must be {TYPES}, not one {type(values).__name__}")
    shape = getattr(values, "shape", None)
    if shape is not None and len(shape) != 1:
        raise TypeError(f"{name} must have one column, not the shape {tuple(shape)}")
    for method in ("to_pylist", "to_list", "tolist"):
        if hasattr(values, method):
            return getattr(values, method)()
    try:
        return list(values)
    except TypeError:
        raise TypeError(f"{name} must be {TYPES}, not {type(values).__name__}") from None


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
