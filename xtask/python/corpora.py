"""The corpora, the reference and our programs: where they are, and how they are called."""

import argparse
import re
from dataclasses import dataclass
from pathlib import Path

VARIANT_OF_PRESET = {"wordify-2021": "flask", "wordify-2022": "streamlit"}


@dataclass(frozen=True)
class Corpus:
    name: str
    path: Path

    @property
    def language(self):
        """From the name: wine_en, shops_de_top6."""
        return re.search(r"_([a-z]{2})(?:_|$)", self.name).group(1)


@dataclass(frozen=True)
class Place:
    """Folders: the shared one with data, golden files and reference, and ours for programs and results."""

    shared: Path
    target: Path

    @property
    def reference(self):
        return self.shared / "reference" / "wordify_reference.py"

    @property
    def program(self):
        return self.target / "release" / "wordify"

    def example(self, name):
        return self.target / "release" / "examples" / name

    def results(self, name):
        folder = self.target / "bench" / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def corpora(self, names):
        """The named corpora, or all, the smallest first."""
        paths = {path.stem: path for path in (self.shared / "data").glob("*.csv")}
        unknown = [name for name in names if name not in paths]
        if unknown:
            raise SystemExit(f"no such corpus: {', '.join(unknown)}; there are {', '.join(sorted(paths))}")
        chosen = [Corpus(name, paths[name]) for name in names or paths]
        return sorted(chosen, key=lambda corpus: corpus.path.stat().st_size)


def parser(description):
    """A parser with what every script is given."""
    made = argparse.ArgumentParser(description=description)
    made.add_argument("--shared", type=Path, required=True, help=argparse.SUPPRESS)
    made.add_argument("--target", type=Path, required=True, help=argparse.SUPPRESS)
    made.add_argument("corpora", nargs="*", metavar="CORPUS", help="names of corpora; all otherwise")
    made.add_argument("--preset", choices=VARIANT_OF_PRESET, default="wordify-2021")
    made.add_argument("--threads", type=int, default=2, help="threads of ours")
    made.add_argument("--fits", type=int, default=500)
    made.add_argument("--seed", type=int, default=2021)
    return made


def place_of(options):
    return Place(options.shared.resolve(), options.target.resolve())
