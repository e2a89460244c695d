"""Keyword arguments as settings of a study: the list, its names and its limits are those of the command line."""

import os

from ._wordify import settings as known

NAMES = {name: (help_, default, is_list) for name, help_, default, is_list in known()}
# Of texts and labels in memory there are no columns, sheets or characters to choose.
OF_FILES = {
    *("text", "label", "group", "strata", "control", "labels"),
    *("sheet", "header_row", "skip_rows", "encoding", "delimiter", "quoting"),
}


def as_text(chosen, function, left_out=()):
    """Pairs of name and value as text; None stands for “as usual”."""
    pairs = []
    for name, value in chosen.items():
        if name not in NAMES or name in left_out:
            # Imported when it is wanted: most names are right.
            import difflib

            near = difflib.get_close_matches(name, [one for one in NAMES if one not in left_out], 1)
            meant = f"; did you mean {near[0]}?" if near else ""
            raise TypeError(f"{function}() got an unexpected keyword argument {name!r}{meant}")
        if value is not None:
            pairs.append((name, one(name, value)))
    return pairs


def one(name, value):
    """One value as the command line takes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value) if isinstance(value, (set, frozenset)) else value
        if name == "ngrams" and len(items) == 2:
            return f"{items[0]}-{items[1]}"
        return ",".join(quoted(name, str(item)) for item in items)
    if isinstance(value, os.PathLike):
        raise TypeError(f"{name} must be text, a number or a list, not a path; read the file, and give its words")
    return str(value)


def quoted(name, item):
    """A label as an entry of a list."""
    if name == "labels" and any(sign in item for sign in ',"+='):
        return '"' + item.replace('"', '""') + '"'
    return item
