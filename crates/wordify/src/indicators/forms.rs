//! The written forms behind terms that are lemmas: "wolf" stands for "wolves" so often, for "wolf" so often.
//!
//! Only the terms that were selected need them. So the texts are read once more when these are known, which takes
//! a fraction of the time of the fits and no memory for all other words.

use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::FxHashMap;

use crate::error::Error;
use crate::parallel::in_parts;
use crate::progress::{Monitor, Stage};
use crate::settings::{NGRAM_MAX, Settings};
use crate::text::lemma::words::Word;
use crate::text::lemma::{Casing, Lemmatizer};
use crate::text::preparation::{Preparation, Preparing};
use crate::text::reading::{Piece, Reading};

/// Forms of a term that are listed: more are spelling errors mostly, and a cell of a table must stay readable.
pub const FORMS_MAX: usize = 10;

/// Documents in a part of the work.
const PART_DOCUMENTS: usize = 256;
/// Lemmas that are searched for the one behind a token, where cleaning goes on behind lemmas: it drops few.
const SEARCHED_MAX: usize = 8;
/// Stands for a token that is in no term.
const NONE: u32 = u32::MAX;
/// The node and the sequence before the first token.
const ROOT: u32 = 0;

/// Of each of `terms`, the written forms in lowercase with how often each occurs, the most frequent first; up to
/// [`FORMS_MAX`]. Nothing without lemmas.
///
/// # Errors
/// [`ErrorKind::Setting`](crate::ErrorKind::Setting), [`ErrorKind::Canceled`](crate::ErrorKind::Canceled).
pub(crate) fn count(
    texts: &[String],
    settings: &Settings,
    terms: &[String],
    threads: usize,
    monitor: &Monitor,
) -> Result<Vec<Vec<(String, usize)>>, Error> {
    if !settings.uses_lemmas() {
        return Ok(vec![Vec::new(); terms.len()]);
    }
    let preparation = Preparation::new(settings, texts)?;
    let wanted = Wanted::new(terms);
    let done = AtomicUsize::new(0);
    let start = |_| Tally::new(&wanted, &preparation);
    let work = |tally: &mut Tally<'_>, part: usize| {
        let first = part * PART_DOCUMENTS;
        let texts_of_part = &texts[first..texts.len().min(first + PART_DOCUMENTS)];
        for text in texts_of_part {
            monitor.check()?;
            tally.read(text);
        }
        let done = done.fetch_add(texts_of_part.len(), Ordering::Relaxed) + texts_of_part.len();
        monitor.tell(Stage::Report, done, texts.len());
        Ok(())
    };
    let (tallies, _) = in_parts(texts.len().div_ceil(PART_DOCUMENTS), threads, start, work)?;
    Ok(merge(&tallies, terms.len()))
}

/// The terms as a tree of their tokens.
struct Wanted {
    tokens: Numbers,
    /// From a node and a token to the next node.
    next: FxHashMap<(u32, u32), u32>,
    /// Of each node, the term that ends there.
    term_at: Vec<Option<u32>>,
}

impl Wanted {
    fn new(terms: &[String]) -> Self {
        let mut wanted =
            Self { tokens: FxHashMap::default(), next: FxHashMap::default(), term_at: vec![None] };
        for (number, term) in (0..).zip(terms) {
            let mut node = ROOT;
            for token in term.split(' ') {
                let fresh = wanted.tokens.len() as u32;
                let token = *wanted.tokens.entry(token.into()).or_insert(fresh);
                let fresh = wanted.term_at.len() as u32;
                node = *wanted.next.entry((node, token)).or_insert(fresh);
                if node == fresh {
                    wanted.term_at.push(None);
                }
            }
            wanted.term_at[node as usize] = Some(number);
        }
        wanted
    }
}

/// A token of a text: which token of the terms it is, and its written form.
type Place = (u32, u32);

/// Texts with a number each.
type Numbers = FxHashMap<Box<str>, u32>;

/// The number of `text`, a new one if need be.
fn number_of(numbers: &mut Numbers, text: &str) -> u32 {
    if let Some(&number) = numbers.get(text) {
        return number;
    }
    let number = numbers.len() as u32;
    numbers.insert(text.into(), number);
    number
}

/// What cleaning leaves of lemmas.
struct Left<'a> {
    preparation: &'a Preparation<'a>,
    reading: Reading<'a>,
    tokens_of: FxHashMap<Box<str>, Vec<u32>>,
    /// The tokens by number.
    numbers: Numbers,
}

impl Left<'_> {
    /// The numbers of the tokens of what is left of `lemma`.
    fn tokens_of(&mut self, lemma: &str) -> &[u32] {
        if !self.tokens_of.contains_key(lemma) {
            let mut tokens = Vec::new();
            self.reading.pieces(&self.preparation.lemma(lemma), |piece| {
                let token = match &piece {
                    Piece::Token(token) => token,
                    Piece::Word(_, word) => word.text,
                    Piece::Known(_, lemma) => lemma,
                };
                tokens.push(number_of(&mut self.numbers, token));
            });
            self.tokens_of.insert(lemma.into(), tokens);
        }
        self.tokens_of.get(lemma).map_or(&[], Vec::as_slice)
    }
}

/// The forms that one worker met.
struct Tally<'a> {
    wanted: &'a Wanted,
    preparation: &'a Preparation<'a>,
    preparing: Preparing<'a>,
    reading: Reading<'a>,
    forms: Numbers,
    /// Sequences of forms: the sequence before the last form, and that form.
    sequences: FxHashMap<(u32, u32), u32>,
    /// How often a term was written as a sequence.
    counts: FxHashMap<(u32, u32), usize>,
    /// The places that a word makes; first in a sentence, then at its start.
    places_of: [FxHashMap<Box<str>, Vec<Place>>; 2],
    left: Left<'a>,
    /// The text under way.
    places: Vec<Place>,
    /// The tokens that its lemmas leave, each with the form of its lemma.
    beside: Vec<(u32, u32)>,
}

impl<'a> Tally<'a> {
    fn new(wanted: &'a Wanted, preparation: &'a Preparation<'a>) -> Self {
        let reading = preparation.reading();
        let left =
            Left { preparation, reading, tokens_of: FxHashMap::default(), numbers: Numbers::default() };
        Self {
            wanted,
            preparation,
            preparing: preparation.start(),
            reading,
            forms: Numbers::default(),
            sequences: FxHashMap::default(),
            counts: FxHashMap::default(),
            places_of: [FxHashMap::default(), FxHashMap::default()],
            left,
            places: Vec::new(),
            beside: Vec::new(),
        }
    }

    fn read(&mut self, text: &str) {
        let mut places = std::mem::take(&mut self.places);
        places.clear();
        if self.preparation.puts_lemmas_into_texts() {
            self.read_with_lemmas_inside(text, &mut places);
        } else {
            let text = self.preparing.text(text, &mut |_| {});
            let reading = self.reading;
            reading.pieces(&text, |piece| match piece {
                Piece::Token(token) => places.extend(self.place(&token, &token)),
                Piece::Word(lemmatizer, word) => self.look_up(lemmatizer, word, &mut places),
                Piece::Known(form, lemma) => {
                    if !reading.stop_words.contains(form) {
                        places.extend(self.place(lemma, form));
                    }
                }
            });
        }
        self.count(&places);
        self.places = places;
    }

    /// The place of a token; none for a stop word.
    fn place(&mut self, token: &str, form: &str) -> Option<Place> {
        self.place_of(token, |forms| number_of(forms, form))
    }

    fn place_of(&mut self, token: &str, form: impl FnOnce(&mut Numbers) -> u32) -> Option<Place> {
        match self.wanted.tokens.get(token) {
            _ if self.reading.stop_words.contains(token) => None,
            None => Some((NONE, NONE)),
            Some(&token) => Some((token, form(&mut self.forms))),
        }
    }

    fn look_up(&mut self, lemmatizer: &Lemmatizer, word: Word<'_>, places: &mut Vec<Place>) {
        let starts = usize::from(word.casing == Casing::SentenceStart);
        if let Some(known) = self.places_of[starts].get(word.text) {
            places.extend_from_slice(known);
            return;
        }
        let mut lemmas = Vec::new();
        lemmatizer.lemmas_of(word.text, word.casing, &mut lemmas);
        lemmas.retain(|lemma| !self.reading.stop_words.contains(lemma.form.as_str()));
        let new: Vec<Place> =
            lemmas.iter().filter_map(|lemma| self.place(&lemma.lemma, &lemma.form)).collect();
        places.extend_from_slice(&new);
        self.places_of[starts].insert(word.text.into(), new);
    }

    /// Where cleaning goes on behind the lemmas, the tokens of the clean text are laid beside the lemmas that were put
    /// into it. A token without a lemma stands for itself.
    fn read_with_lemmas_inside(&mut self, text: &str, places: &mut Vec<Place>) {
        let mut beside: Vec<(u32, u32)> = std::mem::take(&mut self.beside);
        beside.clear();
        let Self { preparing, left, forms, .. } = self;
        let text = preparing.text(text, &mut |lemma| {
            let form = number_of(forms, &lemma.form);
            beside.extend(left.tokens_of(&lemma.lemma).iter().map(|&token| (token, form)));
        });
        let mut at = 0;
        let reading = self.reading;
        reading.pieces(&text, |piece| {
            let token = match &piece {
                Piece::Token(token) => token,
                Piece::Word(_, word) => word.text,
                Piece::Known(_, lemma) => lemma,
            };
            let ahead = &beside[at..beside.len().min(at + SEARCHED_MAX)];
            let number = self.left.numbers.get(token);
            let found = number.and_then(|number| ahead.iter().position(|(beside, _)| beside == number));
            if let Some(found) = found {
                at += found + 1;
                places.extend(self.place_of(token, |_| beside[at - 1].1));
            } else {
                places.extend(self.place(token, token));
            }
        });
        self.beside = beside;
    }

    /// Counts the forms of every term in a text.
    fn count(&mut self, places: &[Place]) {
        for start in 0..places.len() {
            let (mut node, mut sequence) = (ROOT, ROOT);
            for &(token, form) in places[start..].iter().take(NGRAM_MAX) {
                let Some(&next) = self.wanted.next.get(&(node, token)) else { break };
                node = next;
                let fresh = self.sequences.len() as u32 + 1;
                sequence = *self.sequences.entry((sequence, form)).or_insert(fresh);
                if let Some(term) = self.wanted.term_at[node as usize] {
                    *self.counts.entry((term, sequence)).or_default() += 1;
                }
            }
        }
    }

    /// Every term with a written form of it and how often, in any order.
    fn written(&self) -> impl Iterator<Item = (u32, String, usize)> {
        let mut forms = vec![""; self.forms.len()];
        for (form, &number) in &self.forms {
            forms[number as usize] = form;
        }
        let mut steps = vec![(ROOT, 0); self.sequences.len() + 1];
        for (&step, &number) in &self.sequences {
            steps[number as usize] = step;
        }
        self.counts.iter().map(move |(&(term, sequence), &count)| {
            let mut words = Vec::new();
            let mut at = sequence;
            while at != ROOT {
                let (before, form) = steps[at as usize];
                words.push(forms[form as usize]);
                at = before;
            }
            words.reverse();
            (term, words.join(" "), count)
        })
    }
}

/// The forms of all workers together, the most frequent first, then by code point.
fn merge(tallies: &[Tally<'_>], terms: usize) -> Vec<Vec<(String, usize)>> {
    let mut totals: Vec<FxHashMap<String, usize>> = vec![FxHashMap::default(); terms];
    for (term, form, count) in tallies.iter().flat_map(Tally::written) {
        *totals[term as usize].entry(form).or_default() += count;
    }
    let sorted = |forms: FxHashMap<String, usize>| {
        let mut forms: Vec<(String, usize)> = forms.into_iter().collect();
        forms.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        forms.truncate(FORMS_MAX);
        forms
    };
    totals.into_iter().map(sorted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Preset, StopWords};
    use crate::text::clean::steps::{Cleaning, Step};
    use crate::text::language::Language;

    fn forms(texts: &[&str], terms: &[&str], settings: &Settings) -> Vec<String> {
        let own = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        let of = |threads| {
            count(&own(texts), settings, &own(terms), threads, &Monitor::silent()).expect("not canceled")
        };
        assert_eq!(of(1), of(3));
        let shown = |forms: &Vec<(String, usize)>| {
            forms.iter().map(|(form, times)| format!("{form} {times}")).collect::<Vec<_>>().join(", ")
        };
        of(2).iter().map(shown).collect()
    }

    #[test]
    fn forms_are_counted_over_all_texts_the_most_frequent_first() {
        let texts = ["Wolves and a WOLF", "wolves", "The geese saw a wolf's goose."];
        let shown = forms(&texts, &["goose", "wolf", "absent"], &Settings::default());
        assert_eq!(shown, ["geese 1, goose 1", "wolf 2, wolves 2", ""]);
    }

    #[test]
    fn a_term_of_several_words_has_the_forms_that_stand_together() {
        let texts = ["wild wolves, wilder wolves; wild wolf", "the wildest of the wolves"];
        let settings = Settings { stop_words: StopWords::Spacy, ..Settings::default() };
        let shown = forms(&texts, &["wild wolf", "wolf wild"], &settings);
        assert_eq!(shown[0], "wild wolf 1, wild wolves 1, wilder wolves 1, wildest wolves 1");
        assert_eq!(shown[1], "wolves wild 1, wolves wilder 1");
    }

    #[test]
    fn forms_are_found_where_cleaning_goes_on_behind_the_lemmas() {
        let texts = ["Die Männer kauften 12 Häuser!", "Ein Mann <b>kauft</b> ein Häuschen."];
        let settings = Settings { language: Language::German, ..Settings::default() };
        let terms = ["haus", "kaufen", "mann", "mann kaufen"];
        let expected =
            ["häuser 1", "kauft 1, kauften 1", "mann 1, männer 1", "mann kauft 1, männer kauften 1"];
        let of_2022 = Settings { preset: Preset::Wordify2022, ..settings.clone() };
        assert_eq!(forms(&texts, &terms, &of_2022), expected);
        let steps = |names: &[&str]| names.iter().map(|name| Step::find(name).expect("a step")).collect();
        let cleaning = Cleaning { before: steps(&["html-tags"]), after: steps(&["accents", "punctuation"]) };
        let own = Settings { cleaning: Some(cleaning), ..settings };
        assert_eq!(forms(&texts, &terms, &own), expected);
    }

    #[test]
    fn a_term_that_is_written_in_many_ways_lists_the_most_frequent() {
        let forms = forms(
            &["gut gute guter gutes guten gutem besser beste besten bester bestes bestem"],
            &["gut"],
            &Settings { language: Language::German, stop_words: StopWords::None, ..Settings::default() },
        );
        assert_eq!(forms[0].split(", ").count(), FORMS_MAX, "{forms:?}");
    }

    #[test]
    fn without_lemmas_there_are_no_forms() {
        let settings = Settings { lemmas: false, ..Settings::default() };
        assert_eq!(forms(&["wolves"], &["wolves"], &settings), [""]);
    }
}
