//! The written forms behind terms that are lemmas: "wolf" stands for "wolves" so often, for "wolf" so often.
//!
//! Each token of a text was numbered with its form when it was read (`vocabulary`). Only the terms that were selected need
//! theirs, so the numbers are gone through once more when these are known: nothing is cleaned or looked up again.

use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::FxHashMap;

use crate::error::Error;
use crate::parallel::in_parts;
use crate::progress::{Monitor, Stage};
use crate::terms::vocabulary::{GAP, Tokens};

/// Forms of a term that are listed: more are spelling errors mostly, and a cell of a table must stay readable.
pub const FORMS_MAX: usize = 10;

/// Documents in a part of the work.
const PART_DOCUMENTS: usize = 4096;
/// The node and the sequence before the first token.
const ROOT: u32 = 0;

/// How a term is written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Forms {
    /// The most frequent form, as people write it most often: "folks", "fellow Americans". Empty where no form is known.
    pub(crate) shown: String,
    /// The forms in lowercase with how often each occurs, the most frequent first; up to [`FORMS_MAX`].
    pub(crate) counts: Vec<(String, usize)>,
}

/// How each of `terms` is written. Nothing where tokens stand as they are written.
///
/// # Errors
/// [`ErrorKind::Canceled`](crate::ErrorKind::Canceled).
pub(crate) fn count(
    tokens: &Tokens,
    terms: &[String],
    threads: usize,
    monitor: &Monitor,
) -> Result<Vec<Forms>, Error> {
    if tokens.forms.is_empty() {
        return Ok(vec![Forms::default(); terms.len()]);
    }
    let wanted = Wanted::new(terms, tokens);
    let documents: Vec<_> = tokens.documents().collect();
    let done = AtomicUsize::new(0);
    let work = |tally: &mut Tally<'_>, part: usize| {
        let first = part * PART_DOCUMENTS;
        let documents_of_part = &documents[first..documents.len().min(first + PART_DOCUMENTS)];
        for document in documents_of_part {
            monitor.check()?;
            tally.read(&tokens.numbers[document.clone()]);
        }
        let done = done.fetch_add(documents_of_part.len(), Ordering::Relaxed) + documents_of_part.len();
        monitor.report(Stage::Report, done, documents.len());
        Ok(())
    };
    let start = |_| Tally::new(&wanted, tokens);
    let (tallies, _) = in_parts(documents.len().div_ceil(PART_DOCUMENTS), threads, start, work)?;
    Ok(merge(&tallies, terms.len()))
}

/// The terms as a tree of the ranks of their tokens.
struct Wanted {
    /// From a node and a rank to the next node.
    next: FxHashMap<(u32, u32), u32>,
    nodes: Vec<Node>,
    /// Of each rank, the node of a term's first token.
    first: Vec<Option<u32>>,
}

/// A sequence of tokens with which a term begins.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    /// The term that ends here.
    term: Option<u32>,
    /// Whether a term goes on.
    goes_on: bool,
}

impl Wanted {
    fn new(terms: &[String], tokens: &Tokens) -> Self {
        let mut wanted = Self {
            next: FxHashMap::default(),
            nodes: vec![Node::default()],
            first: vec![None; tokens.tokens.len()],
        };
        for (number, term) in (0..).zip(terms) {
            let rank = |token: &str| tokens.tokens.binary_search_by(|known| (**known).cmp(token)).ok();
            // A term with a token that has no rank stands in too few documents, and has no form.
            if let Some(ranks) = term.split(' ').map(rank).collect::<Option<Vec<_>>>() {
                wanted.add(number, &ranks);
            }
        }
        wanted
    }

    fn add(&mut self, term: u32, ranks: &[usize]) {
        let mut node = ROOT;
        for &rank in ranks {
            self.nodes[node as usize].goes_on = true;
            let fresh = self.nodes.len() as u32;
            let next = *self.next.entry((node, rank as u32)).or_insert(fresh);
            if next == fresh {
                self.nodes.push(Node::default());
            }
            if node == ROOT {
                self.first[rank] = Some(next);
            }
            node = next;
        }
        self.nodes[node as usize].term = Some(term);
    }
}

/// The forms that one worker met.
struct Tally<'a> {
    wanted: &'a Wanted,
    tokens: &'a Tokens,
    /// Of each number, how often it was met as a term by itself.
    alone: Vec<usize>,
    /// Sequences of numbers: the sequence before the last number, and that number. A first number is its own sequence.
    sequences: FxHashMap<(u32, u32), u32>,
    /// The way back, and how often a term was written as this sequence.
    met: Vec<Met>,
}

/// A sequence of two numbers or more.
#[derive(Debug, Clone, Copy)]
struct Met {
    before: u32,
    number: u32,
    term: Option<u32>,
    count: usize,
}

impl<'a> Tally<'a> {
    fn new(wanted: &'a Wanted, tokens: &'a Tokens) -> Self {
        let alone = vec![0; tokens.written.len()];
        Self { wanted, tokens, alone, sequences: FxHashMap::default(), met: Vec::new() }
    }

    /// Counts the forms of every term in a document.
    fn read(&mut self, numbers: &[u32]) {
        for (start, &first) in numbers.iter().enumerate() {
            let rank = self.rank(first);
            let Some(node) = (rank != GAP).then(|| self.wanted.first[rank as usize]).flatten() else {
                continue;
            };
            let node_of = self.wanted.nodes[node as usize];
            self.alone[first as usize] += usize::from(node_of.term.is_some());
            if node_of.goes_on {
                self.go_on(node, first, &numbers[start + 1..]);
            }
        }
    }

    fn go_on(&mut self, mut node: u32, first: u32, rest: &[u32]) {
        let mut sequence = first;
        for &number in rest {
            let Some(&next) = self.wanted.next.get(&(node, self.rank(number))) else { return };
            node = next;
            let Node { term, goes_on } = self.wanted.nodes[node as usize];
            // Numbers come first, then sequences of several.
            let fresh = (self.tokens.written.len() + self.met.len()) as u32;
            let before = sequence;
            sequence = *self.sequences.entry((before, number)).or_insert(fresh);
            if sequence == fresh {
                self.met.push(Met { before, number, term, count: 0 });
            }
            self.met[sequence as usize - self.tokens.written.len()].count += 1;
            if !goes_on {
                return;
            }
        }
    }

    fn rank(&self, number: u32) -> u32 {
        self.tokens.written[number as usize].rank
    }

    fn form(&self, number: u32) -> &'a str {
        &self.tokens.forms[self.tokens.written[number as usize].form as usize]
    }

    /// Every term with a written form of it and how often, in any order.
    fn written(&self) -> impl Iterator<Item = (u32, String, usize)> {
        let met = (0..).zip(&self.alone).filter(|&(_, &count)| count > 0);
        let alone = met.filter_map(|(number, &count)| {
            let term = self.wanted.nodes[self.wanted.first[self.rank(number) as usize]? as usize].term?;
            Some((term, self.form(number).to_owned(), count))
        });
        let several = self.met.iter().filter_map(|met| Some((met.term?, self.words(met), met.count)));
        alone.chain(several)
    }

    /// The forms of a sequence, with spaces between them.
    fn words(&self, met: &Met) -> String {
        let mut words = vec![self.form(met.number)];
        let mut at = met.before;
        while let Some(place) = (at as usize).checked_sub(self.tokens.written.len()) {
            words.push(self.form(self.met[place].number));
            at = self.met[place].before;
        }
        words.push(self.form(at));
        words.reverse();
        words.join(" ")
    }
}

/// The forms of all workers together, the most frequent first, then by code point.
fn merge(tallies: &[Tally<'_>], terms: usize) -> Vec<Forms> {
    let mut totals: Vec<FxHashMap<String, usize>> = vec![FxHashMap::default(); terms];
    for (term, form, count) in tallies.iter().flat_map(Tally::written) {
        *totals[term as usize].entry(form).or_default() += count;
    }
    totals.into_iter().map(forms_of).collect()
}

/// The forms of one term: `written` has them in all their capitals.
fn forms_of(written: FxHashMap<String, usize>) -> Forms {
    let mut small: FxHashMap<String, usize> = FxHashMap::default();
    for (form, count) in &written {
        *small.entry(lowered(form)).or_default() += count;
    }
    let mut counts: Vec<(String, usize)> = small.into_iter().collect();
    counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts.truncate(FORMS_MAX);
    let first = counts.first().map_or("", |(form, _)| form);
    let mut cased: Vec<(String, usize)> =
        written.into_iter().filter(|(form, _)| lowered(form) == first).collect();
    // Of two that are as frequent, the one with small letters.
    cased.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| b.0.cmp(&a.0)));
    let shown = cased.into_iter().next().map_or_else(String::new, |(form, _)| form);
    Forms { shown, counts }
}

/// `form` in lowercase; the dot of a capital İ is no mark of its own.
fn lowered(form: &str) -> String {
    form.to_lowercase().replace("i\u{307}", "i")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Lemmas, Preset, Settings, StopWords};
    use crate::terms::vocabulary;
    use crate::text::clean::steps::{Cleaning, Step};
    use crate::text::language::Language;
    use crate::text::preparation::Preparation;

    fn forms(texts: &[&str], terms: &[&str], settings: &Settings) -> Vec<String> {
        let own = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        let texts = own(texts);
        let preparation = Preparation::new(settings.rules(), &texts);
        let of = |threads| {
            let monitor = Monitor::silent();
            let tokens = vocabulary::read(&texts, &preparation, 1.0, threads, &monitor).expect("tokens");
            count(&tokens, &own(terms), threads, &monitor).expect("not canceled")
        };
        assert_eq!(of(1), of(3));
        let shown = |forms: &Forms| {
            forms.counts.iter().map(|(form, times)| format!("{form} {times}")).collect::<Vec<_>>().join(", ")
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
    fn a_term_is_shown_as_it_is_written_most_often() {
        let texts = [
            "Folks, my fellow Americans! My fellow Americans and folks.",
            "We are folks. Americans are folks, FOLKS.",
            "The wolf of Wall Street, an American.",
        ]
        .map(str::to_owned);
        let preparation = Preparation::new(Settings::default().rules(), &texts);
        let monitor = Monitor::silent();
        let tokens = vocabulary::read(&texts, &preparation, 1.0, 1, &monitor).expect("tokens");
        let terms = ["folk", "fellow american", "wall street", "wolf"].map(str::to_owned);
        let shown = count(&tokens, &terms, 1, &monitor).expect("not canceled");
        let shown: Vec<_> = shown.iter().map(|forms| forms.shown.as_str()).collect();
        assert_eq!(shown, ["folks", "fellow Americans", "Wall Street", "wolf"]);
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
        let settings = Settings { lemmas: Lemmas::Off, ..Settings::default() };
        assert_eq!(forms(&["wolves"], &["wolves"], &settings), [""]);
    }
}
