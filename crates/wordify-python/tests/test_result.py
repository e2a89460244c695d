"""What a result gives, and what a notebook shows of it."""

import json
import os
import pathlib
import re
import stat
import subprocess
import sys

import nbclient
import nbformat
import pytest
import wordify
from conftest import FEW

ROOT = pathlib.Path(__file__).parents[3]


@pytest.fixture
def result(pets):
    return wordify.analyze(*pets, **FEW)


def test_terms_are_dicts_and_tables(result):
    meow = next(term for term in result.terms if term["term"] == "meow")
    assert (meow["label"], meow["sign"]) == ("cat", "positive")
    for table in (result.terms.to_pandas(), result.terms.to_polars(), result.terms.to_arrow()):
        names = table.column_names if hasattr(table, "column_names") else list(table.columns)
        assert len(table) == len(result.terms) and {"label", "term", "score"} <= set(names)
    assert list(result.terms.to_pandas()["term"]) == [term["term"] for term in result.terms]


def test_reports_are_written_whole_by_the_ending_of_their_name(result, tmp_path):
    for name in ("a.xlsx", "a.csv", "a.json", "a.jsonl", "a.html", "a.docx", "a.tex", "a.md", "a.manifest.json"):
        path = result.report(tmp_path / name)
        format = "manifest" if name.endswith(".manifest.json") else name.split(".")[1]
        assert pathlib.Path(path).read_bytes() == result.to_bytes(format)
    assert not [name for name in os.listdir(tmp_path) if name.startswith(".")]
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(os.stat(tmp_path / "a.csv").st_mode) == 0o666 & ~mask
    with pytest.raises(wordify.WordifyError, match="the format of the report is not clear"):
        result.report(tmp_path / "a.pdf")
    with pytest.raises(wordify.WordifyError, match="there is no format"):
        result.to_bytes("pdf")
    with pytest.raises(OSError):
        result.report(tmp_path / "nowhere/a.csv")


def test_a_manifest_makes_the_result_again(pets, tmp_path, command, run):
    lines = "".join(json.dumps({"text": text, "label": label}) + "\n" for text, label in zip(*pets))
    (tmp_path / "pets.jsonl").write_text(lines)
    result = wordify.analyze_file(tmp_path / "pets.jsonl", **FEW)
    result.report(tmp_path / "pets.manifest.json")
    said = run(command, "verify", tmp_path / "pets.manifest.json", tmp_path / "pets.jsonl")
    assert b"identical" in said
    assert json.loads((tmp_path / "pets.manifest.json").read_text()) == result.manifest


def test_the_texts_behind_a_term_are_those_that_contain_it(pets):
    texts, labels = pets
    given = [None, *texts]
    result = wordify.analyze(given, [None, *labels], **FEW)
    evidence = result.evidence("meow")
    assert len(evidence) == 20 and len(result.evidence("meow", limit=None)) == 30
    assert all(given[one["row"]] == one["text"] and "meow" in one["text"] and one["label"] == "cat" for one in evidence)
    once = wordify.analyze((text for text in texts), iter(labels), **FEW)
    assert [one["text"] for one in once.evidence("woof", 3)] == texts[1:6:2]


def test_the_texts_of_a_file_are_not_kept(pets, tmp_path):
    lines = "".join(json.dumps({"text": text, "label": label}) + "\n" for text, label in zip(*pets))
    (tmp_path / "pets.jsonl").write_text(lines)
    with pytest.raises(wordify.WordifyError, match="not kept"):
        wordify.analyze_file(tmp_path / "pets.jsonl", **FEW).evidence("meow")


def test_a_figure_is_that_of_the_command_line(result, tmp_path, command, run):
    figure = result.plot()
    assert figure._repr_svg_() == figure.svg and figure.svg.startswith("<svg")
    result.report(tmp_path / "pets.json")
    drawn = run(command, "plot", tmp_path / "pets.json", "--kind", "frequency", "--only", "cat", "--out", "-")
    assert result.plot("frequency", tmp_path / "cats.pdf", only="cat").svg.encode() == drawn
    assert (tmp_path / "cats.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(wordify.WordifyError, match="pie"):
        result.plot("pie")
    with pytest.raises(wordify.WordifyError) as raised:
        result.plot(only="no such label")
    assert raised.value.remedy


def test_a_notebook_gets_a_table_in_which_nothing_is_markup(pets):
    texts, labels = pets
    result = wordify.analyze(texts, ["<b>cat" if label == "cat" else label for label in labels], **FEW)
    shown = result._repr_html_()
    assert "&lt;b&gt;cat" in shown and "<b>cat" not in shown and "<table>" in shown
    assert repr(result).startswith("<Result: ")


def test_print_shows_the_best_terms_of_each_label_in_columns(pets):
    texts, labels = pets
    result = wordify.analyze(texts, labels, **FEW)
    summary, *parts = str(result).split("\n\n")
    assert summary == f"{len(result.terms)} terms listed in {len(texts)} documents of 2 labels"
    assert [part.split(":")[0] for part in parts[:2]] == list(result.labels)
    head, *rows = parts[0].splitlines()[1:]
    assert head.split() == ["term", "score", "in", "the", "label", "in", "the", "rest", "q-value"]
    assert rows and all(len(row) == len(head) for row in rows)
    assert all(f"Warning: {warning}" in parts for warning in result.warnings)


def test_columns_stand_below_each_other_in_a_terminal_for_every_script():
    from wordify import _table

    lines = list(_table.aligned([["term", "score"], ["电池", "0.90"], ["cafe\u0301s", "10.00"]]))
    assert lines == ["  term   score", "  电池    0.90", "  cafe\u0301s  10.00"]


def test_the_example_notebook_runs():
    notebook = nbformat.read(ROOT / "examples/notebook.ipynb", as_version=4)
    client = nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(ROOT / "examples")}})
    client.execute()
    shown = [output for cell in notebook.cells for output in cell.get("outputs", []) if "data" in output]
    assert any("text/html" in output["data"] for output in shown)


def test_the_stub_names_settings_that_there_are_and_the_types_hold():
    from wordify import _settings

    stub = (pathlib.Path(wordify.__file__).parent / "__init__.pyi").read_text()
    in_memory, of_file = (re.findall(r"^    (\w+): .* = None,  #", part, re.M) for part in stub.split("def analyze_file("))
    assert len(of_file) > 30 and set(of_file) <= set(_settings.NAMES)
    assert set(in_memory) == set(of_file) - _settings.OF_FILES
    code = "import wordify\nreveal_type(wordify.analyze(['a'], ['b'], seed=7).terms[0]['term'])\nwordify.analyze(['a'], ['b'], seeed=7)\n"
    done = subprocess.run([sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull, "-c", code], capture_output=True, text=True, timeout=300)
    assert "seeed" in done.stdout and done.stdout.count("error:") == 1, done.stdout


def test_the_examples_in_the_docstrings_are_true():
    import doctest

    tried = doctest.testmod(wordify)
    assert tried.attempted > 0 and tried.failed == 0
