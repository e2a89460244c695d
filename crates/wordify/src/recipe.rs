//! A preset as data: all choices that its name stands for.
//!
//! A preset is resolved here, once; every stage of a run is given what concerns it, and knows no preset.

use serde::{Deserialize, Serialize};

use crate::corpus::Copies;
use crate::selection::logistic::ClassWeights;
use crate::selection::plan::{Fits, Sampling};
use crate::text::clean::PresetCleaning;
use crate::text::language::stop_words::Collection;

/// The C values (1/λ) of the published tools, which call them penalties.
pub const C_VALUES: [f64; 12] = [10.0, 5.0, 2.0, 1.0, 0.5, 0.1, 0.05, 0.01, 0.005, 0.001, 0.000_1, 0.000_01];

/// A named set of choices for cleaning, sampling and selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Preset {
    /// The default: terms by strength, with the number of false terms to expect by shuffled labels.
    #[serde(rename = "wordify")]
    Wordify,
    /// The published web application (Hovy, Melumad & Inman 2021), exactly.
    #[serde(rename = "wordify-2021")]
    Wordify2021,
    /// Its successor of 2021–2024, exactly.
    #[serde(rename = "wordify-2022")]
    Wordify2022,
}

impl Preset {
    /// All presets, the default first.
    pub const ALL: [Self; 3] = [Self::Wordify, Self::Wordify2021, Self::Wordify2022];

    /// The name in settings files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wordify => "wordify",
            Self::Wordify2021 => "wordify-2021",
            Self::Wordify2022 => "wordify-2022",
        }
    }

    /// What it is, in words.
    pub fn summary(self) -> &'static str {
        match self {
            Self::Wordify => "terms that can be told from chance, by comparison with shuffled labels",
            Self::Wordify2021 => "the published web application, exactly",
            Self::Wordify2022 => "the successor of the published web application, exactly",
        }
    }

    /// The choices that the name stands for.
    pub fn recipe(self) -> &'static Recipe {
        match self {
            Self::Wordify => &WORDIFY,
            Self::Wordify2021 => &WORDIFY_2021,
            Self::Wordify2022 => &WORDIFY_2022,
        }
    }
}

/// The choices of a preset.
#[derive(Debug, Clone, PartialEq)]
pub struct Recipe {
    /// What becomes of documents with a text seen before; where they are dropped, the first label stays.
    pub copies: Copies,
    /// How texts are cleaned, where users have no steps of their own; it decides where stop words are removed, too.
    pub cleaning: PresetCleaning,
    /// Whether texts are read in usual characters, without what other formats left in them, and words by corrected
    /// dictionaries. The published tools read them as they came.
    pub mends: bool,
    /// The list of stop words, where the user names none.
    pub stop_words: Collection,
    /// Whether a Chinese word may have one character. The published tools counted no word of one character.
    pub has_short_words: bool,
    /// How terms are selected.
    pub selection: Selection,
}

/// A way to select terms.
#[derive(Debug, Clone, PartialEq)]
pub enum Selection {
    /// Regressions on samples of the documents: the more of them select a term, the higher its score.
    Fits(Fits),
    /// One path of regressions on all documents, judged by paths on shuffled labels: see
    /// [`strength`](crate::selection::strength).
    Shuffles,
}

const WORDIFY: Recipe = Recipe {
    copies: Copies::DropNear,
    cleaning: PresetCleaning::Usual,
    mends: true,
    stop_words: Collection::Wordify,
    has_short_words: true,
    selection: Selection::Shuffles,
};

const WORDIFY_2021: Recipe = Recipe {
    copies: Copies::DropExact,
    cleaning: PresetCleaning::Wordify2021,
    mends: false,
    stop_words: Collection::Nltk,
    has_short_words: false,
    selection: Selection::Fits(Fits {
        c_values: &C_VALUES,
        sampling: Sampling::ThreeQuarters,
        class_weights: ClassWeights::Equal,
    }),
};

const WORDIFY_2022: Recipe = Recipe {
    copies: Copies::Keep,
    cleaning: PresetCleaning::Wordify2022,
    mends: false,
    stop_words: Collection::Spacy,
    has_short_words: false,
    selection: Selection::Fits(Fits {
        c_values: &C_VALUES,
        sampling: Sampling::ByVocabulary,
        class_weights: ClassWeights::Balanced,
    }),
};
