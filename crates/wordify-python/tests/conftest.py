"""A small corpus, and the programs that the package is compared with."""

import os
import subprocess
import sysconfig

import pytest

# Enough for the small corpora; the sentences are too odd for a guess of their language.
FEW = {"shuffles": 19, "language": "en"}


@pytest.fixture
def pets():
    """Sixty texts that “meow” and “woof” tell apart, and their labels."""
    filler = ["garden", "house", "street", "window", "chair"]
    texts, labels = [], []
    for number in range(30):
        one, two = filler[number % 5], filler[number * 7 % 5]
        texts += [f"the {one} heard a meow near the {two} number{number}", f"the {two} heard a woof near the {one} number{number}"]
        labels += ["cat", "dog"]
    return texts, labels


@pytest.fixture
def program():
    """The program that stands alone, as `cargo xtask python` names it; what begins with WORDIFY_ is a setting of a site."""
    return os.environ["STANDALONE_PROGRAM"]


@pytest.fixture
def command():
    """The command that the wheel installed."""
    return os.path.join(sysconfig.get_path("scripts"), "wordify")


@pytest.fixture
def run():
    """Runs a command to its end, and returns its standard output; it must succeed."""

    def run(*arguments, **options):
        done = subprocess.run(arguments, capture_output=True, timeout=120, **options)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    return run
