//! The choices that are varied: what stands beside what the user chose.

use crate::settings::{DocumentFrequency, Lemmas, Settings, StopWords};
use crate::text::language::stop_words::{self, StopWordSet};

/// How many times as many documents, or a part of them, the other bound on rare terms asks for.
const FACTOR: usize = 5;
/// One part in this many of the documents, beyond which a bound would leave no word but the most frequent.
const BOUND_MAX_PART: usize = 10;
/// Terms of several words where the user had single words alone: as by default.
const NGRAMS: (usize, usize) = (1, 3);

/// Words that are left out in some variant and not in others.
pub(super) type Words = StopWordSet;

/// A way of reading the texts.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) settings: Settings,
    pub(super) leaves_out_stop_words: bool,
}

/// Which terms count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) ngram_range: (usize, usize),
    /// The bound in documents, 1 or more.
    pub(super) documents_min: usize,
}

impl Size {
    /// The settings with this size of terms.
    pub(super) fn put_into(self, settings: &Settings) -> Settings {
        let min_df = DocumentFrequency::Count(self.documents_min);
        Settings { ngram_range: self.ngram_range, min_df, ..settings.clone() }
    }
}

/// With and without lemmas, where the language has any, and stop words, where there are any: that of the user first.
pub(super) fn readings(settings: &Settings) -> Vec<Reading> {
    let own = Reading { settings: settings.clone(), leaves_out_stop_words: !words_of(settings).is_empty() };
    let mut readings = vec![own.clone()];
    if words_left_out(settings).is_empty() {
        // Nothing is in the list of the language, and nothing was added.
    } else {
        let stop_words = other_stop_words(settings);
        let stop_words_add =
            if own.leaves_out_stop_words { Vec::new() } else { settings.stop_words_add.clone() };
        readings.push(Reading {
            settings: Settings { stop_words, stop_words_add, ..settings.clone() },
            leaves_out_stop_words: !own.leaves_out_stop_words,
        });
    }
    if settings.language.has_lemmas() {
        let lemmas = if settings.uses_lemmas() { Lemmas::Off } else { Lemmas::On };
        let others: Vec<Reading> = readings
            .iter()
            .map(|reading| Reading {
                settings: Settings { lemmas, ..reading.settings.clone() },
                ..reading.clone()
            })
            .collect();
        readings.extend(others);
    }
    readings
}

/// With and without terms of several words, at two bounds: that of the user first.
pub(super) fn sizes(settings: &Settings, documents: usize) -> Vec<Size> {
    let longest = if settings.ngram_range.1 > 1 { (1, 1) } else { NGRAMS };
    let bound = settings.min_df.in_documents(documents).ceil().max(1.0) as usize;
    let most = (documents / BOUND_MAX_PART).min(settings.max_df.in_documents(documents) as usize);
    let other = if bound * FACTOR <= most { bound * FACTOR } else { bound / FACTOR };
    let bounds = [bound, other].into_iter().filter(|&bound| bound > 0);
    bounds
        .flat_map(|documents_min| {
            [settings.ngram_range, longest].map(|ngram_range| Size { ngram_range, documents_min })
        })
        .collect()
}

/// The words that some readings leave out.
pub(super) fn words_left_out(settings: &Settings) -> Words {
    let own = words_of(settings);
    if own.is_empty() {
        words_of(&Settings { stop_words: other_stop_words(settings), ..settings.clone() })
    } else {
        own
    }
}

fn other_stop_words(settings: &Settings) -> StopWords {
    if words_of(settings).is_empty() { StopWords::Preset } else { StopWords::None }
}

fn words_of(settings: &Settings) -> Words {
    let (add, keep) = (&settings.stop_words_add, &settings.stop_words_keep);
    stop_words::chosen(&settings.stop_words_used(), settings.language, add, keep)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::language::Language;

    #[test]
    fn all_choices_are_crossed_and_the_users_own_come_first() {
        let settings = Settings::default();
        let readings = readings(&settings);
        let words = |reading: &Reading| (reading.settings.uses_lemmas(), reading.leaves_out_stop_words);
        let all: Vec<_> = readings.iter().map(words).collect();
        assert_eq!(all, [(true, true), (true, false), (false, true), (false, false)]);
        assert_eq!(readings[0].settings, settings);
        let sizes = sizes(&settings, 4000);
        let all: Vec<_> = sizes.iter().map(|size| (size.ngram_range, size.documents_min)).collect();
        assert_eq!(all, [((1, 3), 4), ((1, 1), 4), ((1, 3), 20), ((1, 1), 20)]);
    }

    #[test]
    fn what_a_language_or_a_file_cannot_vary_is_left_out() {
        let settings =
            Settings { language: Language::Multi, stop_words: StopWords::None, ..Settings::default() };
        assert_eq!(readings(&settings).len(), 1);
        // In 40 documents five are more than a tenth, and there is nothing below one.
        assert_eq!(sizes(&settings, 40).len(), 2);
        let high = Settings { min_df: DocumentFrequency::Count(20), ngram_range: (1, 1), ..settings };
        let bounds: Vec<usize> = sizes(&high, 500).iter().map(|size| size.documents_min).collect();
        assert_eq!(bounds, [20, 20, 4, 4]);
    }
}
