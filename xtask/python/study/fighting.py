"""FightingWords of ConvoKit, without the rest of that package: what its file imports and does not need here stands empty."""

import importlib.util
import sys
import types
from pathlib import Path


def fighting_words():
    """The class FightingWords, without the rest of ConvoKit."""
    nothing = {"cleantext": ["clean"], "matplotlib": ["pyplot"], "convokit.model": ["Corpus", "CorpusComponent"]}
    for name, parts in {**nothing, "convokit": ["Transformer"]}.items():
        module = types.ModuleType(name)
        for part in parts:
            setattr(module, part, type(part, (), {}))
        sys.modules[name] = module
    folder = next(Path(path) for path in sys.path if (Path(path) / "convokit/fighting_words").is_dir())
    spec = importlib.util.spec_from_file_location("fighting", folder / "convokit/fighting_words/fightingWords.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.FightingWords
