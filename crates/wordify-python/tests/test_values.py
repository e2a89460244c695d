"""What may be given, what is refused, and in which words."""

import subprocess

import numpy
import pandas
import polars
import pyarrow
import pytest
import wordify
from conftest import FEW
from wordify import _columns


def columns(values):
    """`values` in every form that is understood."""
    return {
        "tuple": tuple(values),
        "generator": (value for value in values),
        "numpy": numpy.array(values),
        "numpy objects": numpy.array(values, dtype=object),
        "pandas": pandas.Series(values),
        "pandas objects": pandas.Series(values, dtype=object),
        "pandas categories": pandas.Series(values, dtype="category"),
        "pandas arrow": pandas.Series(values, dtype="string[pyarrow]"),
        "polars": polars.Series(values),
        "polars categories": polars.Series(values).cast(polars.Categorical),
        "pyarrow": pyarrow.array(values),
        "pyarrow chunks": pyarrow.chunked_array([values[:7], values[7:]]),
        "pyarrow dictionary": pyarrow.array(values).dictionary_encode(),
    }


@pytest.mark.parametrize("rows", [_columns.PIECE, 7])
def test_every_kind_of_column_gives_the_same_bytes_in_pieces_of_any_length(pets, monkeypatch, rows):
    texts, labels = pets
    expected = wordify.analyze(texts, labels, **FEW).to_bytes("json")
    monkeypatch.setattr(_columns, "PIECE", rows)
    for (name, some_texts), some_labels in zip(columns(texts).items(), columns(labels).values()):
        assert wordify.analyze(some_texts, some_labels, **FEW).to_bytes("json") == expected, name


def test_missing_texts_and_labels_are_left_out_and_counted(pets):
    texts, labels = pets
    for missing in (None, float("nan"), pandas.NA, pandas.NaT, numpy.nan):
        result = wordify.analyze([*texts, missing, "a cat"], [*labels, "cat", missing], **FEW)
        account = result.data["analysis"]["account"]
        assert (account["rows"], account["documents"]) == (62, 60), missing


def test_labels_may_be_numbers_and_are_written_as_people_write_them(pets):
    texts, labels = pets
    for one, two in ((1, 2), (1.0, 2.0), (numpy.int8(1), numpy.int8(2)), (numpy.float32(1), numpy.float32(2))):
        result = wordify.analyze(texts, [one if label == "cat" else two for label in labels], **FEW)
        assert list(result.labels) == ["1", "2"], one
    result = wordify.analyze(texts, [label == "cat" for label in labels], **FEW)
    assert list(result.labels) == ["False", "True"]


@pytest.mark.parametrize(
    ("texts", "labels", "words"),
    [
        ("one text", ["a"], "texts must be a list"),
        (["a", 7], ["a", "b"], "texts[1] is int, not a string"),
        (["a"] * _columns.PIECE + [7], ["a"] * (_columns.PIECE + 1), f"texts[{_columns.PIECE}] is int, not a string"),
        (["a", b"b"], ["a", "b"], "texts[1] is bytes"),
        (["a", "b"], ["a", ["b"]], "labels[1] is list"),
        (7, ["a"], "not int"),
        (numpy.zeros((2, 2)), ["a", "b"], "one column"),
        (pandas.DataFrame({"a": ["x"], "b": ["y"]}), ["a"], "one column"),
    ],
)
def test_what_is_no_column_of_texts_or_labels_is_refused_with_its_place(texts, labels, words):
    with pytest.raises(TypeError) as refused:
        wordify.analyze(texts, labels)
    assert words in str(refused.value)


def test_columns_of_different_lengths_are_refused(pets):
    texts, labels = pets
    with pytest.raises(ValueError, match="60 texts but 59 values of label"):
        wordify.analyze(texts, labels[:-1])
    with pytest.raises(ValueError, match="60 texts but 1 values of group"):
        wordify.analyze(texts, labels, group=["a"])


def test_half_a_character_becomes_the_sign_for_an_unknown_one(pets):
    texts, labels = pets
    result = wordify.analyze([texts[0] + " \ud83d", *texts[1:]], labels, **FEW)
    assert sum(result.labels.values()) == 60


def test_a_setting_that_is_not_there_or_out_of_range_is_answered_in_the_words_of_the_command_line(pets):
    texts, labels = pets
    with pytest.raises(TypeError, match="did you mean language"):
        wordify.analyze(texts, labels, langage="en")
    with pytest.raises(TypeError, match="unexpected keyword argument 'sheet'"):
        wordify.analyze(texts, labels, sheet="1")
    with pytest.raises(wordify.WordifyError) as refused:
        wordify.analyze(texts, labels, language="germna")
    assert refused.value.kind == "setting" and "de (German)" in refused.value.remedy
    with pytest.raises(wordify.WordifyError, match="all documents have the same label") as refused:
        wordify.analyze(texts, ["cat"] * 60)
    assert refused.value.kind == "corpus"


def test_an_error_has_the_words_place_and_remedy_of_the_program(tmp_path, program):
    (tmp_path / "pets.csv").write_text("text,label\na,b\n")
    for path, settings in ((tmp_path / "none.csv", {}), (tmp_path / "pets.csv", {"text": "9"})):
        with pytest.raises(wordify.WordifyError) as refused:
            wordify.analyze_file(path, **settings)
        words = [word for name, value in settings.items() for word in (f"--{name}", value)]
        said = subprocess.run([program, "analyze", path, *words], capture_output=True, text=True, timeout=60).stderr
        assert refused.value.message in said
        for part in (refused.value.place, refused.value.remedy):
            assert part is None or part in said


def test_progress_is_reported_by_stage_and_an_error_in_it_ends_the_run(pets):
    texts, labels = pets
    stages = []
    wordify.analyze(texts * 10, labels * 10, progress=lambda stage, done, total: stages.append((stage, done, total)), **FEW)
    assert stages and all(isinstance(stage, str) and 0 <= done <= max(total, done) for stage, done, total in stages)

    def fails(stage, done, total):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        wordify.analyze(texts * 10, labels * 10, progress=fails, **FEW)
    with pytest.raises(TypeError, match="progress must be"):
        wordify.analyze(texts, labels, progress=7)
    wordify.analyze(texts, labels, progress=True, **FEW)


def test_settings_in_lists_arrive_as_on_the_command_line(pets):
    texts, labels = pets
    result = wordify.analyze(texts, labels, stop_words_add=["meow", "heard"], ngrams=(1, 1), lemmas="off", windows=False, **FEW)
    terms = [term["term"] for term in result.terms]
    assert "meow" not in terms and "woof" in terms and all(" " not in term for term in terms)
