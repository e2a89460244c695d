//! The parts of a stored result, as the analyst writes and the pages read them.
//!
//! | part | content |
//! |---|---|
//! | `summary` | [`Summary`] as JSON: everything of the results page that does not grow with the number of terms |
//! | `terms-I` | [`Terms`] of label `I` (place in [`Summary::labels`]) as JSON |
//! | `evidence-I-K` | [`Evidence`] of the terms `K · EVIDENCE_CHUNK ..` of label `I` as JSON |
//! | `texts-K` | [`Texts`] of a few terms, each a line for every document with it, as JSON |
//! | `result.xlsx`, `result.csv` and so on | the downloads |
//! | [`MAILED_PART`] | the workbook without texts, where the download has any |
//! | `upload` | the file as it came, where its owner wanted it kept |
//! | `earlier` | the key for reading the result that this one was made from by running it again |
//!
//! A page opens two or three small parts, whatever the size of the corpus.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wordify::report::Format;

/// Terms per label and sign that the pages show, best first, where there are few labels; the downloads have all from the threshold on.
/// A page of a label opens them in a tenth of a second.
pub const TERMS_MAX: usize = 10_000;
/// The same where there are many labels, so that all of them together stay small.
pub const TERMS_OF_MANY_LABELS_MAX: usize = 2000;
/// Terms whose evidence stands in one part.
pub const EVIDENCE_CHUNK: usize = 25;
/// Expected shares of false terms that a reader can choose between, ascending.
pub const FALSE_SHARES: [f64; 6] = [0.01, 0.05, 0.1, 0.2, 0.3, 0.5];
/// Steps of the threshold slider: hundredths.
pub const THRESHOLD_STEPS: usize = 100;

/// Terms per label and sign that the pages show of a result with this many labels.
pub fn terms_per_side_max(labels: usize) -> usize {
    (2 * TERMS_MAX / labels.max(1)).clamp(TERMS_OF_MANY_LABELS_MAX, TERMS_MAX)
}

/// Name of the part with the file as it came.
pub const UPLOAD_PART: &str = "upload";
/// Name of the part with the key for reading the result that this one came from.
pub const EARLIER_PART: &str = "earlier";

/// Name of the part with the terms of label `label`.
pub fn terms_part(label: usize) -> String {
    format!("terms-{label}")
}

/// Name of the part with the evidence of term `term` (place in [`Terms::rows`]) of label `label`.
pub fn evidence_part(label: usize, term: usize) -> String {
    format!("evidence-{label}-{}", term / EVIDENCE_CHUNK)
}

/// Name of the part with the texts of the terms of chunk `chunk`.
pub fn texts_part(chunk: usize) -> String {
    format!("texts-{chunk}")
}

/// The workbook as it may travel by mail, which others can read on the way: without the texts behind the terms.
pub const MAILED_PART: &str = "mailed.xlsx";

/// The formats that are stored of a result: json lines can be made of the json, so the store need not hold both.
pub const DOWNLOADS: [Format; 8] = [
    Format::Xlsx,
    Format::Csv,
    Format::Docx,
    Format::Tex,
    Format::Md,
    Format::Html,
    Format::Json,
    Format::Manifest,
];

/// Name of the part that holds a format.
pub fn result_part(format: Format) -> String {
    format!("result.{}", format.ending())
}

/// What the results page says about the whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Version of Wordify.
    pub version: String,
    /// The file's name as the browser gave it.
    pub file_name: Option<String>,
    /// Size of the file in bytes.
    pub file_bytes: u64,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Its format.
    pub format: String,
    /// How it was understood: name and value.
    pub facts: Vec<(String, String)>,
    /// Names of the text and the label column.
    pub text_column: String,
    /// See there.
    pub label_column: String,
    /// Rows read.
    pub rows: usize,
    /// Documents kept.
    pub documents: usize,
    /// Rows left out: reason in words, how many.
    pub dropped: Vec<(String, usize)>,
    /// Terms in the vocabulary.
    pub vocabulary_terms: usize,
    /// The labels, in the order of the engine.
    pub labels: Vec<LabelSummary>,
    /// Whether there are two labels, so that what speaks for one speaks against the other.
    pub is_mirrored: bool,
    /// How a calibrated list came about; none where fits were counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibration: Option<CalibratedSummary>,
    /// Fits done for each score.
    pub fits: usize,
    /// Documents drawn for each fit.
    pub sample_size: usize,
    /// Regressions whose solution has no term at all.
    pub empty_regressions: usize,
    /// Regressions in all.
    pub regressions: usize,
    /// The threshold that was asked for; 0 where any score will do.
    pub threshold: f64,
    /// The seed.
    pub seed: u64,
    /// The preset's name.
    pub preset: String,
    /// Code and English name of the language.
    pub language: (String, String),
    /// Whether the language was guessed.
    pub language_detected: bool,
    /// All settings: name and value, in words.
    pub settings: Vec<(String, String)>,
    /// What the visitor chose, to run it again.
    pub choices: crate::jobs::choices::Choices,
    /// What was tried to see how far the list can be relied on: what it is called, and what came of it in sentences. Empty where nothing
    /// was asked for, and in results of earlier versions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trials: Vec<(String, Vec<String>)>,
    /// The paragraph on the method for a paper, as the files have it. Empty in results of earlier versions.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub method: String,
    /// What the visitor should know.
    pub warnings: Vec<String>,
    /// Seconds that the analysis took, all attempts' last one.
    pub seconds: f64,
}

impl Summary {
    /// What a label is set against, where it has no name: all others together, or each in turn.
    pub fn other_words(&self) -> &'static str {
        match &self.calibration {
            Some(CalibratedSummary { has_pairs: true, .. }) => "each label set against it",
            _ => "the rest",
        }
    }
}

/// A calibrated list in numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CalibratedSummary {
    /// What was compared, as the beginning of a sentence; none where that is each label with the rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared: Option<String>,
    /// Whether that is each label with one other, or with several in turn.
    #[serde(default)]
    pub has_pairs: bool,
    /// Times that the labels were shuffled.
    pub shuffles: usize,
    /// Largest q-value of the list.
    pub max_q: f64,
    /// Expected number of false terms at which the list ends, where it does so by number.
    pub max_false: Option<f64>,
    /// Expected number of false terms in the list; none where it is empty.
    pub expected_false: Option<f64>,
    /// Whether documents were compared at equal length.
    pub length_control: bool,
}

/// One label in numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelSummary {
    /// Its name.
    pub name: String,
    /// Its documents.
    pub documents: usize,
    /// Positive terms with a score of at least i / 100, for i from 0 to 100.
    pub positive_at: Vec<usize>,
    /// Negative terms, the same way.
    pub negative_at: Vec<usize>,
    /// Positive terms with a q-value up to each of [`FALSE_SHARES`]; empty where there are no q-values.
    #[serde(default)]
    pub positive_by_q: Vec<usize>,
    /// Negative terms, the same way.
    #[serde(default)]
    pub negative_by_q: Vec<usize>,
    /// The best positive terms, for the picture and for the sentence.
    pub best_positive: Vec<TermRow>,
    /// The best negative terms.
    pub best_negative: Vec<TermRow>,
    /// Of a calibrated list the strongest positive terms that chance may give as well: name, shares in the label and in the
    /// rest, in per cent.
    #[serde(default)]
    pub not_listed: Vec<(String, String, String)>,
}

/// The terms of one label that the pages show.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Terms {
    /// Positive terms by score, then negative ones by score, each at most [`terms_per_side_max`].
    pub rows: Vec<TermRow>,
}

/// One term of a label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TermRow {
    /// Place in [`Terms::rows`]: its address.
    pub number: usize,
    /// The term.
    pub term: String,
    /// The term as people write it most often; none where it is shown as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<String>,
    /// Whether it speaks for the label.
    pub positive: bool,
    /// Selection frequency, 0 to 1.
    pub score: f64,
    /// Strength, in a calibrated list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strength: Option<f64>,
    /// Expected share of false terms in the list that ends with it, in a calibrated list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q_value: Option<f64>,
    /// Change of the share of documents with it from a label to the next along an order, with its 95% interval, −1 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slope: Option<[f64; 3]>,
    /// Documents of the label with the term.
    pub documents_in_label: usize,
    /// Their share of the label's documents, 0 to 1.
    pub share_in_label: f64,
    /// Documents of the other labels with the term.
    pub documents_in_rest: usize,
    /// Their share of the other labels' documents, 0 to 1.
    pub share_in_rest: f64,
    /// Terms that no method can tell apart from this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub twins: Vec<String>,
    /// How many more there are.
    #[serde(default)]
    pub twins_more: usize,
    /// Forms of the words in the texts with how often, where lemmas are on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<(String, usize)>,
    /// Whether there is evidence for it.
    pub has_evidence: bool,
    /// Where all its texts are: the chunk, and the place in it. None where it has no evidence, and in results of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub texts: Option<(usize, usize)>,
    /// Whether it is in the list; else chance may give it as well.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub listed: bool,
    /// The strongest term of its family, where that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// Whether the documents that were set aside confirm it, where any were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<bool>,
    /// In how many variants of the analysis it stays, and in how many it could, where these were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variants: Option<(usize, usize)>,
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over by reference")]
fn is_yes(listed: &bool) -> bool {
    *listed
}

impl TermRow {
    /// Whether its q-value is at most `share`.
    pub fn has_q_up_to(&self, share: f64) -> bool {
        // Shares are written in the shortest form, which the q-value of a boundary may miss by its last digit.
        self.q_value.is_some_and(|q_value| q_value <= share + 1e-12)
    }

    /// What people see: the term as it is written most often, else the term.
    pub fn shown(&self) -> &str {
        self.shown.as_deref().unwrap_or(&self.term)
    }

    /// What terms are ranked by: strength, where there is one, else score.
    pub fn rank(&self) -> f64 {
        self.strength.unwrap_or(self.score)
    }
}

/// The documents behind some terms.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Evidence {
    /// One entry per term, in the order of the terms; empty for those without.
    pub terms: Vec<Vec<LabelEvidence>>,
}

/// The texts behind some terms, line by line.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Texts {
    /// One entry per term.
    pub terms: Vec<TermTexts>,
}

/// The texts behind one term.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TermTexts {
    /// Labels with documents that contain the term (place in [`Summary::labels`]), and how many: that which it speaks for first.
    pub labels: Vec<(usize, usize)>,
    /// A line for each document, or for as many as there was room for, by label in the order of `labels`, then as in the file.
    pub lines: Vec<TextLine>,
}

/// A document as one line around the first place of the term in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TextLine {
    /// Place of its label in [`Summary::labels`].
    pub label: usize,
    /// Row in the file, as the visitor's program shows it.
    pub row: usize,
    /// See [`Excerpt::name`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What stands before the term.
    pub left: String,
    /// The term as it is written there. Empty in some results that an earlier program stored, which did not know every place; `right` is
    /// then the beginning of the text.
    pub written: String,
    /// What stands behind it.
    pub right: String,
}

/// Documents of one label with the term.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelEvidence {
    /// Place of the label in [`Summary::labels`].
    pub label: usize,
    /// Documents of this label with the term, in all.
    pub documents: usize,
    /// Some of them.
    pub excerpts: Vec<Excerpt>,
}

/// A piece of an original text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Excerpt {
    /// Row in the file, as the visitor's program shows it.
    pub row: usize,
    /// What the document is called where that says more than its row: the path of a file. Empty otherwise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Whether text before it was left out.
    pub cut_before: bool,
    /// The piece, in parts: text, and whether it is marked.
    pub pieces: Vec<(String, bool)>,
    /// Whether text after it was left out.
    pub cut_after: bool,
}

/// What was read from an upload, for the page that follows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Inspection {
    /// Format, such as `xlsx`.
    pub format: String,
    /// How it was understood: name and value.
    pub facts: Vec<(String, String)>,
    /// Rows read.
    pub rows: usize,
    /// The columns.
    pub columns: Vec<InspectedColumn>,
    /// The column taken as text and as label: the visitor's choice, or our guess.
    pub text: Option<usize>,
    /// See there.
    pub label: Option<usize>,
    /// Whether the file's texts look as if decoded wrongly once before, so that a repair is offered.
    pub looks_double_encoded: bool,
    /// The documents that the two columns give; none where they give no corpus.
    pub corpus: Option<InspectedCorpus>,
    /// Why they give none.
    pub corpus_failure: Option<crate::jobs::job::Failure>,
    /// What the visitor should know about the reading.
    pub warnings: Vec<String>,
    /// The first rows, for a look at the file: number of the row, and its cells in the order of `columns`, cut to 120 characters.
    #[serde(default)]
    pub first_rows: Vec<(usize, Vec<String>)>,
    /// Where only some labels are compared, all that there are, with their documents; else empty.
    #[serde(default)]
    pub labels_all: Vec<(String, usize)>,
    /// The column that looks like authors, stores or threads, where no groups were chosen and one does.
    #[serde(default)]
    pub likely_group: Option<usize>,
}

/// A column of an upload.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct InspectedColumn {
    /// Number from 1.
    pub number: usize,
    /// Name.
    pub name: String,
    /// Cells that are not missing.
    pub filled: usize,
    /// Different cells among these.
    pub distinct: usize,
    /// Whether there are more.
    pub distinct_is_more: bool,
    /// Characters per cell in the mean.
    pub chars_mean: f64,
    /// The beginning of the first cell.
    pub example: String,
}

/// The documents of an upload.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct InspectedCorpus {
    /// Documents.
    pub documents: usize,
    /// Labels with their documents.
    pub labels: Vec<(String, usize)>,
    /// Rows left out: reason in words, how many.
    pub dropped: Vec<(String, usize)>,
    /// Some of the rows left out: row number, reason in words.
    pub dropped_rows: Vec<(usize, String)>,
    /// Rows whose text stands in an earlier row.
    pub duplicates: usize,
    /// Of these, with another label.
    pub duplicates_in_conflict: usize,
    /// The first documents: row, label, beginning of the text.
    pub first_documents: Vec<(usize, String, String)>,
    /// Words per document in the middle and at most.
    pub words_median: usize,
    /// See there.
    pub words_max: usize,
    /// Code and English name of the language that the texts seem to be in.
    pub language: Option<(String, String)>,
    /// Characters in all, for the forecast.
    pub chars: usize,
    /// Seconds that the analysis with the default settings will take, roughly.
    pub forecast_seconds: f64,
    /// What the visitor should know: few documents, small labels, mixed languages.
    pub warnings: Vec<String>,
}

/// What the pages of an upload and of its result are made from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Worked {
    /// What was read.
    pub inspection: Inspection,
    /// What was found.
    pub summary: Summary,
    /// The terms of each label.
    pub terms: Vec<Terms>,
    /// Some passages with each of them, by label, then as in [`Worked::terms`].
    pub passages: Vec<Vec<Vec<LabelEvidence>>>,
    /// The texts behind them.
    pub texts: Vec<Texts>,
}
