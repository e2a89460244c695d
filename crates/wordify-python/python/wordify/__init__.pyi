"""Types of the package. What each setting does stands beside it, as the command line explains it."""

from collections.abc import Callable, Iterable
from os import PathLike
from typing import Any, TypeAlias

__version__: str

# A column: a list, or what numpy, pandas, polars or pyarrow have.
Column: TypeAlias = Iterable[Any]
# Called with stage, done and total.
Progress: TypeAlias = bool | Callable[[str, int, int], object] | None

class WordifyError(ValueError):
    message: str
    kind: str
    place: str | None
    remedy: str | None

class Terms(list[dict[str, Any]]):
    def to_pandas(self) -> Any: ...
    def to_polars(self) -> Any: ...
    def to_arrow(self) -> Any: ...

class Figure:
    svg: str
    def _repr_svg_(self) -> str: ...

class Result:
    @property
    def terms(self) -> Terms: ...
    @property
    def labels(self) -> dict[str, int]: ...
    @property
    def warnings(self) -> list[str]: ...
    @property
    def data(self) -> dict[str, Any]: ...
    @property
    def manifest(self) -> dict[str, Any]: ...
    def to_bytes(self, format: str) -> bytes: ...
    def report(self, path: str | PathLike[str], format: str | None = None) -> str: ...
    def plot(
        self,
        kind: str = "dumbbell",
        path: str | PathLike[str] | None = None,
        *,
        only: str | Iterable[str] | None = None,
        terms: int | None = None,
        width: str | None = None,
    ) -> Figure: ...
    def evidence(self, term: str, limit: int | None = 20) -> list[dict[str, Any]]: ...
    def _repr_html_(self) -> str: ...

class WordifySelector:
    language: str
    max_q: float | None
    seed: int | None
    settings: dict[str, Any] | None
    terms_: Any
    classes_: Any
    result_: Result
    def __init__(
        self,
        language: str = "auto",
        max_q: float | None = None,
        seed: int | None = None,
        settings: dict[str, Any] | None = None,
    ) -> None: ...
    def fit(self, X: Column, y: Column) -> WordifySelector: ...
    def transform(self, X: Column) -> Any: ...
    def fit_transform(self, X: Column, y: Column | None = None, **fit_params: Any) -> Any: ...
    def get_feature_names_out(self, input_features: Any = None) -> Any: ...
    def get_params(self, deep: bool = True) -> dict[str, Any]: ...
    def set_params(self, **params: Any) -> WordifySelector: ...

def analyze(
    texts: Column,
    labels: Column,
    group: Column | None = None,
    *,
    threads: int | None = None,
    progress: Progress = None,
    merge: str | Iterable[str] | None = None,  # Take labels together under a new name: NEW=A+B, several with commas between them; names with , + or = in double quotes
    bins: str | Iterable[str] | None = None,  # For labels that are numbers, such as stars: ranges that count as one label each, such as 1-2,4-5; numbers between them are left out and counted
    missing: str | Iterable[str] | None = None,  # Cells that stand for a missing value, with commas between them, such as NA,NULL,[deleted]
    repair_encoding: bool | None = None,  # Repair texts that were decoded wrongly once before (“schÃ¶n” becomes “schön”)
    preset: str | None = None,  # The method; “wordify-2021” and “wordify-2022” follow the rules of the published tools, to repeat earlier work
    language: str | None = None,  # The language of the texts, by code or English name; “auto” guesses it
    stop_words: str | None = None,  # Words to leave out: the list of the preset, of Wordify, spaCy, NLTK or Stopwords ISO for the language, or none
    stop_words_own: str | Iterable[str] | None = None,  # Words to leave out instead of a published list
    stop_words_add: str | Iterable[str] | None = None,  # Further words to leave out, such as a brand that gives the label away
    stop_words_keep: str | Iterable[str] | None = None,  # Words to keep although they are in the list
    lemmas: str | None = None,  # Whether words count by their dictionary form, “wolves” as “wolf”: where the language has them (auto), in any case (on), or not (off)
    clean_before: str | Iterable[str] | None = None,  # Cleaning steps instead of the preset’s, in this order
    clean_after: str | Iterable[str] | None = None,  # Cleaning steps that are done on the lemmas
    keep: str | Iterable[str] | None = None,  # What is a term besides words
    ngrams: str | tuple[int, int] | None = None,  # Shortest and longest term in words, such as 1-3 or 2
    min_df: int | float | None = None,  # Leave out terms in fewer documents: a share with a point (0.001), or a number of documents (5)
    max_df: int | float | None = None,  # Leave out terms in more documents: a share with a point (0.75), or a number of documents (500)
    fits: int | None = None,  # Presets wordify-2021 and wordify-2022: regressions per label, each on another random sample; 500 where none is given
    threshold: float | None = None,  # Score from which a term is shown, above 0 and up to 1; where none is given, 0.3 in wordify-2021 and wordify-2022, and no score is too low in wordify
    seed: int | None = None,  # Seed of the random samples: the same seed gives the same result on any machine
    max_q: float | None = None,  # Preset wordify: expected share of false terms in the list; 1 lists every term
    max_false: int | None = None,  # Preset wordify: end the list where this many false terms are expected, instead of by their share
    shuffles: int | None = None,  # Times that the labels are shuffled: 99, above 20,000 documents 39, where none is given; in wordify-2021 and wordify-2022 none where none is given
    no_length_control: bool | None = None,  # Preset wordify: compare texts whatever their length, where length is what you ask about
    windows: bool | None = None,  # Cut each text to a passage, so that all labels have texts of the same lengths; a second analysis where length tells labels apart
    contrast: str | Iterable[str] | None = None,  # Preset wordify: what each label is set against: all others (rest), each other one (pairs), a label as baseline, or terms that rise or fall along the labels (trend)
    order: str | Iterable[str] | None = None,  # With contrast trend: all labels from first to last, such as low,mid,high; by their numbers where none is given
    also: str | Iterable[str] | None = None,  # Scores of other programs as further columns, each by documents and by tokens; none of them says how many terms come by chance
    confirm: float | None = None,  # Share of the documents, such as 0.3, that is set aside before terms are searched for and tests each listed term
    robust: bool | None = None,  # Preset wordify: list again with and without lemmas, stop words and n-grams, and with another min_df, to show in how many variants each term stays
    enough: bool | None = None,  # Preset wordify: list the terms of a quarter, half and three quarters of the documents too, several draws of each, to show whether there are enough texts
    generalise: bool | None = None,  # Preset wordify: predict the labels of unseen documents from the list, in five parts, beside other choices of terms
) -> Result: ...
def analyze_file(
    path: str | PathLike[str],
    *,
    threads: int | None = None,
    progress: Progress = None,
    text: str | int | None = None,  # The column with the texts, by name or by number from 1; where none is given, “text”, or the one that looks like it
    label: str | int | None = None,  # The column with the labels, by name or by number from 1; where none is given, “label”, or the one that looks like it
    group: str | int | None = None,  # Preset wordify: the column with authors, stores or threads, whose texts belong together; they are drawn, shuffled and counted as wholes
    strata: str | Iterable[str] | None = None,  # Preset wordify: columns within whose values texts are compared, such as the year or the product
    control: str | Iterable[str] | None = None,  # Preset wordify: columns that a second analysis holds equal, to show which terms survive; numbers as they are, anything else by its values
    labels: str | Iterable[str] | None = None,  # Compare these labels only, such as A,B; a label with a comma in double quotes; documents with others are left out and counted
    merge: str | Iterable[str] | None = None,  # Take labels together under a new name: NEW=A+B, several with commas between them; names with , + or = in double quotes
    bins: str | Iterable[str] | None = None,  # For labels that are numbers, such as stars: ranges that count as one label each, such as 1-2,4-5; numbers between them are left out and counted
    sheet: str | int | None = None,  # The sheet of a workbook, by name or by number from 1; the first with data where none is given
    header_row: int | None = None,  # The row with the names of the columns, from 1; 0 says that there is none; found by its looks where none is given
    skip_rows: int | None = None,  # Rows at the top that are not looked at
    encoding: str | None = None,  # The encoding of a text file, such as windows-1252, macintosh or CP850; found by its letters where none is given
    delimiter: str | None = None,  # What stands between the cells of delimited text: one sign of ASCII, or tab or space; found by its looks where none is given
    quoting: str | None = None,  # Whether cells of delimited text may be in quotation marks; found by its looks where nothing is given
    missing: str | Iterable[str] | None = None,  # Cells that stand for a missing value, with commas between them, such as NA,NULL,[deleted]
    repair_encoding: bool | None = None,  # Repair texts that were decoded wrongly once before (“schÃ¶n” becomes “schön”)
    preset: str | None = None,  # The method; “wordify-2021” and “wordify-2022” follow the rules of the published tools, to repeat earlier work
    language: str | None = None,  # The language of the texts, by code or English name; “auto” guesses it
    stop_words: str | None = None,  # Words to leave out: the list of the preset, of Wordify, spaCy, NLTK or Stopwords ISO for the language, or none
    stop_words_own: str | Iterable[str] | None = None,  # Words to leave out instead of a published list
    stop_words_add: str | Iterable[str] | None = None,  # Further words to leave out, such as a brand that gives the label away
    stop_words_keep: str | Iterable[str] | None = None,  # Words to keep although they are in the list
    lemmas: str | None = None,  # Whether words count by their dictionary form, “wolves” as “wolf”: where the language has them (auto), in any case (on), or not (off)
    clean_before: str | Iterable[str] | None = None,  # Cleaning steps instead of the preset’s, in this order
    clean_after: str | Iterable[str] | None = None,  # Cleaning steps that are done on the lemmas
    keep: str | Iterable[str] | None = None,  # What is a term besides words
    ngrams: str | tuple[int, int] | None = None,  # Shortest and longest term in words, such as 1-3 or 2
    min_df: int | float | None = None,  # Leave out terms in fewer documents: a share with a point (0.001), or a number of documents (5)
    max_df: int | float | None = None,  # Leave out terms in more documents: a share with a point (0.75), or a number of documents (500)
    fits: int | None = None,  # Presets wordify-2021 and wordify-2022: regressions per label, each on another random sample; 500 where none is given
    threshold: float | None = None,  # Score from which a term is shown, above 0 and up to 1; where none is given, 0.3 in wordify-2021 and wordify-2022, and no score is too low in wordify
    seed: int | None = None,  # Seed of the random samples: the same seed gives the same result on any machine
    max_q: float | None = None,  # Preset wordify: expected share of false terms in the list; 1 lists every term
    max_false: int | None = None,  # Preset wordify: end the list where this many false terms are expected, instead of by their share
    shuffles: int | None = None,  # Times that the labels are shuffled: 99, above 20,000 documents 39, where none is given; in wordify-2021 and wordify-2022 none where none is given
    no_length_control: bool | None = None,  # Preset wordify: compare texts whatever their length, where length is what you ask about
    windows: bool | None = None,  # Cut each text to a passage, so that all labels have texts of the same lengths; a second analysis where length tells labels apart
    contrast: str | Iterable[str] | None = None,  # Preset wordify: what each label is set against: all others (rest), each other one (pairs), a label as baseline, or terms that rise or fall along the labels (trend)
    order: str | Iterable[str] | None = None,  # With contrast trend: all labels from first to last, such as low,mid,high; by their numbers where none is given
    also: str | Iterable[str] | None = None,  # Scores of other programs as further columns, each by documents and by tokens; none of them says how many terms come by chance
    confirm: float | None = None,  # Share of the documents, such as 0.3, that is set aside before terms are searched for and tests each listed term
    robust: bool | None = None,  # Preset wordify: list again with and without lemmas, stop words and n-grams, and with another min_df, to show in how many variants each term stays
    enough: bool | None = None,  # Preset wordify: list the terms of a quarter, half and three quarters of the documents too, several draws of each, to show whether there are enough texts
    generalise: bool | None = None,  # Preset wordify: predict the labels of unseen documents from the list, in five parts, beside other choices of terms
) -> Result: ...
