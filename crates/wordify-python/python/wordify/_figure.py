"""Figures of a result, as the command `wordify plot` draws them."""

import os
import sys
import tempfile

from ._errors import WordifyError


class Figure:
    """A figure as SVG: `.svg` is its text, a notebook shows it."""

    def __init__(self, svg):
        self.svg = svg

    def _repr_svg_(self):
        return self.svg

    def __repr__(self):
        return f"<Figure: {len(self.svg)} characters of SVG>"


def drawn(result, kind, path, options):
    """The Figure of a result in json, bytes; and, where there is a path, the file there by its ending."""
    chosen = ["--kind", kind]
    for name, values in options.items():
        for value in values if isinstance(values, (list, tuple)) else [values]:
            chosen += [] if value is None else [f"--{name}", str(value)]
    with tempfile.TemporaryDirectory(prefix="wordify-") as folder:
        source = os.path.join(folder, "result.json")
        with open(source, "wb") as file:
            file.write(result)
        svg = run(source, *chosen, "--format", "svg", "--out", "-")
        if path is not None:
            run(source, *chosen, "--out", os.fspath(path))
    return Figure(svg.decode())


def run(*arguments):
    """What `wordify plot` prints with these arguments."""
    import subprocess  # Imported when it is wanted: a fifth of what importing the package takes.

    # A process of its own says what is wrong with a figure, without a word on this one's terminal.
    program = [sys.executable, "-P", "-m", "wordify", "plot"]
    done = subprocess.run([*program, *arguments], stdin=subprocess.DEVNULL, capture_output=True)
    if done.returncode != 0:
        first, *rest = done.stderr.decode(errors="replace").strip().splitlines() or [f"it ended with {done.returncode}"]
        remedy = " ".join(line.strip() for line in rest if line.strip() and "--help" not in line)
        raise WordifyError(first.removeprefix("error: "), "setting", None, remedy or None)
    return done.stdout
