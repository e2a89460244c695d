"""Dictionaries of `wordify dictionary`, read by the parsers of others, against the same dictionary as JSON.

    pip install liwc==0.5.0 PyYAML==6.0.3
    wordify dictionary terms.json --out terms.dic && wordify dictionary terms.json --out terms.yml
    wordify dictionary terms.json --out entries.json
    python xtask/python/dictionary.py terms.dic terms.yml entries.json
"""

import json
import sys

import liwc
import yaml

dic, yml, entries = sys.argv[1:]
expected = {name: set(words) for name, words in json.load(open(entries, encoding="utf-8")).items()}
found = {name: set(words) for name, words in yaml.safe_load(open(yml, encoding="utf-8")).items()}
assert found == expected, "YAML"
lexicon, names = liwc.read_dic(dic)
found = {name: {word for word, of in lexicon.items() if name in of} for name in names}
assert found == {" ".join(name.split("\t")): words for name, words in expected.items()}, "LIWC"
parse, _ = liwc.load_token_parser(dic)
single = {name: {word for word in words if " " not in word} for name, words in expected.items()}
assert all(name in set(parse(word)) for name, words in single.items() for word in words), "tokens"
print(f"{len(expected)} categories, {sum(map(len, expected.values()))} entries: the same")
