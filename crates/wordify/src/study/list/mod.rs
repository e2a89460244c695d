//! Everything that a user may choose, in one list with one grammar.
//!
//! The command line, the forms of the site, the interface for programs and their documentation take names, defaults, limits
//! and help from here, so a study means the same wherever it is written. A value is text: [`Setting::read`] puts it into a
//! [`Study`], [`Setting::shown`] gives it back. A list has commas or line breaks between its entries; a label that has one
//! itself stands in double quotes.

mod choice;
mod quoted;
#[cfg(test)]
mod tests;
mod value;

pub use value::{LIST_ENTRIES_MAX, NAME_BYTES_MAX, Values};

use self::choice::{cleaning, collection, lemmas, names, preset, shown_bound};
use self::value::{
    bound, columns, decimal, kept, list, name, parts, peers, range, shown_sign, sign, steps, switch, whole,
    words,
};
use crate::error::Error;
use crate::settings::{EVIDENCE_MAX, FITS_MAX, Lemmas, NGRAM_MAX, SHUFFLES_MAX, Settings, StopWords};
use crate::study::Study;
use crate::text::language::Language;

/// What a setting decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// How the file is read.
    Input,
    /// How the documents are analysed.
    Method,
}

/// One thing that a user may choose.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Name in forms and in JSON; on the command line with hyphens: `--stop-words`.
    pub name: &'static str,
    /// What it decides.
    pub part: Part,
    /// What people read beside its field.
    pub title: &'static str,
    /// What it does, in one line without a full stop.
    pub help: &'static str,
    /// What may be given.
    pub values: Values,
    set: fn(&mut Study, &str) -> Result<(), Error>,
    get: fn(&Study) -> String,
}

/// All settings, in the order in which they are listed.
pub static ALL: [Setting; 45] = [
    Setting {
        name: "text",
        part: Part::Input,
        title: "Column with the texts",
        help: "The column with the texts, by name or by number from 1; where none is given, “text”, or the one that looks like it",
        values: Values::Column,
        set: |study, value| put(&mut study.columns.text, name(value)),
        get: |study| study.columns.text.clone().unwrap_or_default(),
    },
    Setting {
        name: "label",
        part: Part::Input,
        title: "Column with the labels",
        help: "The column with the labels, by name or by number from 1; where none is given, “label”, or the one that looks like it",
        values: Values::Column,
        set: |study, value| put(&mut study.columns.label, name(value)),
        get: |study| study.columns.label.clone().unwrap_or_default(),
    },
    Setting {
        name: "group",
        part: Part::Input,
        title: "Column with groups",
        help: "Preset wordify: the column with authors, stores or threads, whose texts belong together; they are drawn, shuffled and counted as wholes",
        values: Values::Column,
        set: |study, value| put(&mut study.columns.group, name(value)),
        get: |study| study.columns.group.clone().unwrap_or_default(),
    },
    Setting {
        name: "strata",
        part: Part::Input,
        title: "Columns with strata",
        help: "Preset wordify: columns within whose values texts are compared, such as the year or the product",
        values: Values::Columns,
        set: |study, value| put(&mut study.columns.strata, columns(value)),
        get: |study| parts(study.columns.strata.iter().map(String::as_str)),
    },
    Setting {
        name: "control",
        part: Part::Input,
        title: "Columns to hold equal",
        help: "Preset wordify: columns that a second analysis holds equal, to show which terms survive; numbers as they are, anything else by its values",
        values: Values::Columns,
        set: |study, value| put(&mut study.columns.control, columns(value)),
        get: |study| parts(study.columns.control.iter().map(String::as_str)),
    },
    Setting {
        name: "labels",
        part: Part::Input,
        title: "Labels to compare",
        help: "Compare these labels only, such as A,B; a label with a comma in double quotes; documents with others are left out and counted",
        values: LABELS,
        set: |study, value| put(&mut study.columns.labels, quoted::labels(value)),
        get: |study| quoted::shown(&study.columns.labels),
    },
    Setting {
        name: "merge",
        part: Part::Input,
        title: "Labels to take together",
        help: "Take labels together under a new name: NEW=A+B, several with commas between them; names with , + or = in double quotes",
        values: Values::Labels {
            form: "NEW=A+B",
            expected: "a new name and the labels that it stands for, such as NEW=A+B, with , + or = in double quotes",
        },
        set: |study, value| put(&mut study.columns.merge, quoted::merges(value)),
        get: |study| quoted::shown_merges(&study.columns.merge),
    },
    Setting {
        name: "bins",
        part: Part::Input,
        title: "Numbers to take together",
        help: "For labels that are numbers, such as stars: ranges that count as one label each, such as 1-2,4-5; numbers between them are left out and counted",
        values: Values::Labels {
            form: "FROM-TO",
            expected: "ranges of numbers with commas between them, the smaller first, such as 1-2,4-5",
        },
        set: |study, value| put(&mut study.columns.bins, quoted::bins(value)),
        get: |study| study.columns.bins.join(", "),
    },
    Setting {
        name: "sheet",
        part: Part::Input,
        title: "Sheet",
        help: "The sheet of a workbook, by name or by number from 1; the first with data where none is given",
        values: Values::Sheet,
        set: |study, value| put(&mut study.reading.sheet, name(value)),
        get: |study| study.reading.sheet.clone().unwrap_or_default(),
    },
    Setting {
        name: "header_row",
        part: Part::Input,
        title: "Row with the names of the columns",
        help: "The row with the names of the columns, from 1; 0 says that there is none; found by its looks where none is given",
        values: Values::Whole { least: 0, most: ROWS_MAX },
        set: |study, value| {
            put(&mut study.reading.header_row, whole(value, 0, ROWS_MAX).map(|row| Some(row as usize)))
        },
        get: |study| study.reading.header_row.map_or_else(String::new, |row| row.to_string()),
    },
    Setting {
        name: "skip_rows",
        part: Part::Input,
        title: "Rows to skip",
        help: "Rows at the top that are not looked at",
        values: Values::Whole { least: 0, most: ROWS_MAX },
        set: |study, value| {
            put(&mut study.reading.skip_rows, whole(value, 0, ROWS_MAX).map(|number| number as usize))
        },
        get: |study| study.reading.skip_rows.to_string(),
    },
    Setting {
        name: "encoding",
        part: Part::Input,
        title: "Encoding",
        help: "The encoding of a text file, such as windows-1252, macintosh or CP850; found by its letters where none is given",
        values: Values::Name,
        set: |study, value| put(&mut study.reading.encoding, name(value)),
        get: |study| study.reading.encoding.clone().unwrap_or_default(),
    },
    Setting {
        name: "delimiter",
        part: Part::Input,
        title: "Sign between the cells",
        help: "What stands between the cells of delimited text: one sign of ASCII, or tab or space; found by its looks where none is given",
        values: Values::Sign,
        set: |study, value| put(&mut study.reading.delimiter, sign(value).map(Some)),
        get: |study| study.reading.delimiter.map_or_else(String::new, shown_sign),
    },
    Setting {
        name: "quoting",
        part: Part::Input,
        title: "Quotation marks around cells",
        help: "Whether cells of delimited text may be in quotation marks; found by its looks where nothing is given",
        values: Values::One(&[("on", "They may be there"), ("off", "They are part of the texts")]),
        set: |study, value| put(&mut study.reading.quoting, switch(value).map(Some)),
        get: |study| {
            study.reading.quoting.map_or_else(String::new, |on| if on { "on" } else { "off" }.to_owned())
        },
    },
    Setting {
        name: "missing",
        part: Part::Input,
        title: "Cells that stand for nothing",
        help: "Cells that stand for a missing value, with commas between them, such as NA,NULL,[deleted]",
        values: Values::Entries,
        set: |study, value| put(&mut study.reading.missing, list(value)),
        get: |study| parts(study.reading.missing.iter().map(String::as_str)),
    },
    Setting {
        name: "repair_encoding",
        part: Part::Input,
        title: "Repair broken letters",
        help: "Repair texts that were decoded wrongly once before (“schÃ¶n” becomes “schön”)",
        values: Values::Switch,
        set: |study, value| put(&mut study.reading.repair_encoding, switch(value)),
        get: |study| study.reading.repair_encoding.to_string(),
    },
    Setting {
        name: "preset",
        part: Part::Method,
        title: "Preset",
        help: "The method; “wordify-2021” and “wordify-2022” follow the rules of the published tools, to repeat earlier work",
        values: Values::One(&[
            ("wordify", "Terms that can be told from chance, by comparison with shuffled labels"),
            ("wordify-2021", "The published web application of 2021, exactly"),
            ("wordify-2022", "Its successor of 2021 to 2024, exactly"),
        ]),
        set: |study, value| put(&mut study.settings.preset, preset(value)),
        get: |study| study.settings.preset.name().to_owned(),
    },
    Setting {
        name: "language",
        part: Part::Method,
        title: "Language of the texts",
        help: "The language of the texts, by code or English name; “auto” guesses it",
        values: Values::Language,
        set: |study, value| {
            let settings = &mut study.settings;
            settings.language_detected = value == AUTO;
            settings.language = if value == AUTO { Language::Multi } else { Language::find(value)? };
            Ok(())
        },
        get: |study| match &study.settings {
            Settings { language_detected: true, .. } => AUTO.to_owned(),
            settings => settings.language.code().to_owned(),
        },
    },
    Setting {
        name: "stop_words",
        part: Part::Method,
        title: "Common words to leave out",
        help: "Words to leave out: the list of the preset, of Wordify, spaCy, NLTK or Stopwords ISO for the language, or none",
        values: Values::One(&[
            ("preset", "The preset’s list"),
            ("wordify", "Wordify’s list (function words only)"),
            ("spacy", "spaCy’s list"),
            ("nltk", "NLTK’s list (shorter)"),
            ("iso", "Stopwords ISO (longer)"),
            ("none", "None"),
        ]),
        set: |study, value| put(&mut study.settings.stop_words, collection(value)),
        get: |study| {
            let chosen = match study.settings.stop_words {
                StopWords::Preset | StopWords::List(_) => "preset",
                StopWords::Wordify => "wordify",
                StopWords::Spacy => "spacy",
                StopWords::Nltk => "nltk",
                StopWords::Iso => "iso",
                StopWords::None => "none",
            };
            chosen.to_owned()
        },
    },
    Setting {
        name: "stop_words_own",
        part: Part::Method,
        title: "A list of your own instead",
        help: "Words to leave out instead of a published list",
        values: Values::Words,
        set: |study, value| put(&mut study.settings.stop_words, words(value).map(StopWords::List)),
        get: |study| match &study.settings.stop_words {
            StopWords::List(words) => words.join(", "),
            _ => String::new(),
        },
    },
    Setting {
        name: "stop_words_add",
        part: Part::Method,
        title: "Leave out as well",
        help: "Further words to leave out, such as a brand that gives the label away",
        values: Values::Words,
        set: |study, value| put(&mut study.settings.stop_words_add, words(value)),
        get: |study| study.settings.stop_words_add.join(", "),
    },
    Setting {
        name: "stop_words_keep",
        part: Part::Method,
        title: "Keep although common",
        help: "Words to keep although they are in the list",
        values: Values::Words,
        set: |study, value| put(&mut study.settings.stop_words_keep, words(value)),
        get: |study| study.settings.stop_words_keep.join(", "),
    },
    Setting {
        name: "lemmas",
        part: Part::Method,
        title: "Word forms",
        help: "Whether words count by their dictionary form, “wolves” as “wolf”: where the language has them (auto), in any case (on), or not (off)",
        values: Values::One(&[
            (AUTO, "By dictionary form, where the language has them"),
            ("on", "By dictionary form in any case"),
            ("off", "As written"),
        ]),
        set: |study, value| put(&mut study.settings.lemmas, lemmas(value)),
        get: |study| {
            let chosen = match study.settings.lemmas {
                Lemmas::WhereKnown => AUTO,
                Lemmas::On => "on",
                Lemmas::Off => "off",
            };
            chosen.to_owned()
        },
    },
    Setting {
        name: "clean_before",
        part: Part::Method,
        title: "Cleaning steps of your own",
        help: "Cleaning steps instead of the preset’s, in this order",
        values: Values::Steps,
        set: |study, value| put(&mut cleaning(study).before, steps(value)),
        get: |study| study.settings.cleaning.as_ref().map_or_else(String::new, |own| names(&own.before)),
    },
    Setting {
        name: "clean_after",
        part: Part::Method,
        title: "Cleaning steps on dictionary forms",
        help: "Cleaning steps that are done on the lemmas",
        values: Values::Steps,
        set: |study, value| put(&mut cleaning(study).after, steps(value)),
        get: |study| study.settings.cleaning.as_ref().map_or_else(String::new, |own| names(&own.after)),
    },
    Setting {
        name: "keep",
        part: Part::Method,
        title: "Terms besides words",
        help: "What is a term besides words",
        values: Values::Some(&[("emojis", "Each emoji"), ("hashtags", "Hashtags with their sign")]),
        set: |study, value| put(&mut study.settings.kept_tokens, kept(value)),
        get: |study| {
            let kept = study.settings.kept_tokens;
            let chosen = [(kept.emojis, "emojis"), (kept.hashtags, "hashtags")];
            parts(chosen.into_iter().filter_map(|(is_kept, name)| is_kept.then_some(name)))
        },
    },
    Setting {
        name: "ngrams",
        part: Part::Method,
        title: "Length of a term",
        help: "Shortest and longest term in words, such as 1-3 or 2",
        values: Values::Range { most: NGRAM_MAX },
        set: |study, value| put(&mut study.settings.ngram_range, range(value, NGRAM_MAX)),
        get: |study| match study.settings.ngram_range {
            (shortest, longest) if shortest == longest => shortest.to_string(),
            (shortest, longest) => format!("{shortest}-{longest}"),
        },
    },
    Setting {
        name: "min_df",
        part: Part::Method,
        title: "Rarest term",
        help: "Leave out terms in fewer documents: a share with a point (0.001), or a number of documents (5)",
        values: Values::Bound,
        set: |study, value| put(&mut study.settings.min_df, bound(value)),
        get: |study| shown_bound(study.settings.min_df),
    },
    Setting {
        name: "max_df",
        part: Part::Method,
        title: "Commonest term",
        help: "Leave out terms in more documents: a share with a point (0.75), or a number of documents (500)",
        values: Values::Bound,
        set: |study, value| put(&mut study.settings.max_df, bound(value)),
        get: |study| shown_bound(study.settings.max_df),
    },
    Setting {
        name: "fits",
        part: Part::Method,
        title: "Samples",
        help: "Presets wordify-2021 and wordify-2022: regressions per label, each on another random sample; 500 where none is given",
        values: Values::Whole { least: 1, most: FITS_MAX as u64 },
        set: |study, value| {
            let number = whole(value, 1, FITS_MAX as u64);
            put(&mut study.settings.fits, number.map(|number| Some(number as usize)))
        },
        get: |study| study.settings.fits.map(|number| number.to_string()).unwrap_or_default(),
    },
    Setting {
        name: "threshold",
        part: Part::Method,
        title: "List terms from a score of",
        help: "Score from which a term is shown, above 0 and up to 1; where none is given, 0.3 in wordify-2021 and wordify-2022, and no score is too low in wordify",
        values: Values::Score,
        set: |study, value| put(&mut study.settings.threshold, decimal(value).map(Some)),
        get: |study| study.settings.threshold.map(|score| score.to_string()).unwrap_or_default(),
    },
    Setting {
        name: "seed",
        part: Part::Method,
        title: "Seed",
        help: "Seed of the random samples: the same seed gives the same result on any machine",
        values: Values::Whole { least: 0, most: u64::MAX },
        set: |study, value| put(&mut study.settings.seed, whole(value, 0, u64::MAX)),
        get: |study| study.settings.seed.to_string(),
    },
    Setting {
        name: "max_q",
        part: Part::Method,
        title: "Share of false terms",
        help: "Preset wordify: expected share of false terms in the list; 1 lists every term",
        values: Values::Score,
        set: |study, value| put(&mut study.settings.max_q, decimal(value)),
        get: |study| study.settings.max_q.to_string(),
    },
    Setting {
        name: "max_false",
        part: Part::Method,
        title: "Number of false terms",
        help: "Preset wordify: end the list where this many false terms are expected, instead of by their share",
        values: Values::Whole { least: 1, most: MAX_FALSE_MOST },
        set: |study, value| {
            let number = whole(value, 1, MAX_FALSE_MOST);
            put(&mut study.settings.max_false, number.map(|number| Some(number as f64)))
        },
        get: |study| study.settings.max_false.map(|most| most.to_string()).unwrap_or_default(),
    },
    Setting {
        name: "shuffles",
        part: Part::Method,
        title: "Shuffles",
        help: "Times that the labels are shuffled: 99, above 20,000 documents 39, where none is given; in wordify-2021 and wordify-2022 none where none is given",
        values: Values::Whole { least: 1, most: SHUFFLES_MAX as u64 },
        set: |study, value| {
            let number = whole(value, 1, SHUFFLES_MAX as u64);
            put(&mut study.settings.shuffles, number.map(|number| Some(number as usize)))
        },
        get: |study| study.settings.shuffles.map(|number| number.to_string()).unwrap_or_default(),
    },
    Setting {
        name: "no_length_control",
        part: Part::Method,
        title: "Compare texts whatever their length",
        help: "Preset wordify: compare texts whatever their length, where length is what you ask about",
        values: Values::Switch,
        set: |study, value| put(&mut study.settings.length_control, switch(value).map(|is_off| !is_off)),
        get: |study| (!study.settings.length_control).to_string(),
    },
    Setting {
        name: "windows",
        part: Part::Method,
        title: "Cut texts to equal lengths",
        help: "Cut each text to a passage, so that all labels have texts of the same lengths; a second analysis where length tells labels apart",
        values: Values::Switch,
        set: |study, value| put(&mut study.settings.windows, switch(value)),
        get: |study| study.settings.windows.to_string(),
    },
    Setting {
        name: "contrast",
        part: Part::Method,
        title: "What labels are set against",
        help: "Preset wordify: what each label is set against: all others (rest), each other one (pairs), a label as baseline, or terms that rise or fall along the labels (trend)",
        values: Values::Labels {
            form: "CONTRAST",
            expected: "rest, pairs, trend, or a label as baseline; one that is called so, or has a comma, in double quotes",
        },
        set: |study, value| put(&mut study.settings.contrast, quoted::contrast(value)),
        get: |study| quoted::shown_contrast(&study.settings.contrast),
    },
    Setting {
        name: "order",
        part: Part::Method,
        title: "Order of the labels",
        help: "With contrast trend: all labels from first to last, such as low,mid,high; by their numbers where none is given",
        values: LABELS,
        set: |study, value| put(&mut study.settings.order, quoted::labels(value)),
        get: |study| quoted::shown(&study.settings.order),
    },
    Setting {
        name: "also",
        part: Part::Method,
        title: "Scores of other programs beside",
        help: "Scores of other programs as further columns, each by documents and by tokens; none of them says how many terms come by chance",
        values: Values::Some(&[
            ("log-odds", "Log odds ratio (z, informative Dirichlet prior)"),
            ("g2", "G² (log-likelihood ratio)"),
            ("chi2", "Chi-square"),
        ]),
        set: |study, value| put(&mut study.settings.also, peers(value)),
        get: |study| parts(study.settings.also.iter().map(|peer| peer.name())),
    },
    Setting {
        name: "confirm",
        part: Part::Method,
        title: "Set aside to confirm the list",
        help: "Share of the documents, such as 0.3, that is set aside before terms are searched for and tests each listed term",
        values: Values::Score,
        set: |study, value| put(&mut study.settings.confirm, decimal(value).map(Some)),
        get: |study| study.settings.confirm.map(|share| share.to_string()).unwrap_or_default(),
    },
    Setting {
        name: "robust",
        part: Part::Method,
        title: "Other choices",
        help: "Preset wordify: list again with and without lemmas, stop words and n-grams, and with another min_df, to show in how many variants each term stays",
        values: Values::Switch,
        set: |study, value| put(&mut study.settings.robust, switch(value)),
        get: |study| study.settings.robust.to_string(),
    },
    Setting {
        name: "evidence",
        part: Part::Method,
        title: "Texts shown for each term",
        help: "Lines of texts that workbook, page and json quote for each listed term, with half as many of other labels; 0 leaves texts out; where none is given 3, and 0 in wordify-2021 and wordify-2022",
        values: Values::Whole { least: 0, most: EVIDENCE_MAX as u64 },
        set: |study, value| {
            let number = whole(value, 0, EVIDENCE_MAX as u64);
            put(&mut study.settings.evidence, number.map(|number| Some(number as usize)))
        },
        get: |study| study.settings.evidence.map(|number| number.to_string()).unwrap_or_default(),
    },
    Setting {
        name: "enough",
        part: Part::Method,
        title: "Enough texts",
        help: "Preset wordify: list the terms of a quarter, half and three quarters of the documents too, several draws of each, to show whether there are enough texts",
        values: Values::Switch,
        set: |study, value| put(&mut study.settings.enough, switch(value)),
        get: |study| study.settings.enough.to_string(),
    },
    Setting {
        name: "generalise",
        part: Part::Method,
        title: "Prediction",
        help: "Preset wordify: predict the labels of unseen documents from the list, in five parts, beside other choices of terms",
        values: Values::Switch,
        set: |study, value| put(&mut study.settings.generalise, switch(value)),
        get: |study| study.settings.generalise.to_string(),
    },
];

/// More false terms than anyone would want to be promised.
const MAX_FALSE_MOST: u64 = 10_000;

/// Labels of the file.
const LABELS: Values = Values::Labels {
    form: "LABELS",
    expected: "labels with commas between them, those with a comma in double quotes",
};
/// What stands for a guess of ours.
const AUTO: &str = "auto";
/// The last row of a workbook.
const ROWS_MAX: u64 = 1 << 20;

/// The setting called `name`.
pub fn find(name: &str) -> Option<&'static Setting> {
    ALL.iter().find(|setting| setting.name == name)
}

impl Setting {
    /// Puts `value` into `study`.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) or [`ErrorKind::Limit`](crate::ErrorKind::Limit), with the name of the setting as its place, and what would be right.
    pub fn read(&self, study: &mut Study, value: &str) -> Result<(), Error> {
        (self.set)(study, value.trim()).map_err(|error| {
            let remedy = error.remedy_text().map(str::to_owned);
            let remedy = remedy.unwrap_or_else(|| format!("Give {}.", self.values.expected()));
            error.at(self.name).remedy(remedy)
        })
    }

    /// The value in `study`, such that [`Setting::read`] gives it back; empty where nothing was chosen.
    pub fn shown(&self, study: &Study) -> String {
        (self.get)(study)
    }

    /// The value where nothing is chosen; empty where that is not a value, and the help says what it means.
    pub fn default(&self) -> String {
        self.shown(&Study::default())
    }
}

/// Puts a value that could be read into its place.
fn put<T>(place: &mut T, value: Result<T, Error>) -> Result<(), Error> {
    *place = value?;
    Ok(())
}
