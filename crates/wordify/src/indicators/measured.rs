//! Texts measured by a dictionary: how many words of each are in each of its categories.
//!
//! Words are those of the reader that counts for the list, stop words among them, in the form in which they are written. So an entry
//! that `wordify dictionary` made is met where the list met it, whatever its dictionary form. Within a category a word counts
//! once: where entries overlap, the one that begins first does, and of several the longest.

use rustc_hash::FxHashMap;

use super::groups::t_quantile;
use crate::error::Error;
use crate::parallel::in_parts;
use crate::progress::{Monitor, Stage};
use crate::text::lexicon::{Lexicon, NONE, Written};
use crate::text::preparation::Preparation;
use crate::text::reader::Reader;

/// Texts in a part of the work.
const PART_TEXTS: usize = 512;

/// Texts as a dictionary measures them.
#[derive(Debug, Clone, PartialEq)]
pub struct Measures {
    /// The names of the categories.
    pub categories: Vec<String>,
    /// Every row of the file, in its order.
    pub texts: Vec<Measured>,
    /// Entries that no text can have, because cleaning leaves nothing of them.
    pub unmet: Vec<String>,
}

/// One text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// Row number, as the user's program shows it.
    pub row: usize,
    /// The path of the text's file in a folder; empty otherwise.
    pub name: String,
    /// Its label; empty where it has none.
    pub label: String,
    /// What was counted in it.
    pub counted: Counted,
}

/// What a text has of each category.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counted {
    /// Words, stop words among them.
    pub words: usize,
    /// How often entries of each category stand in it.
    pub times: Vec<usize>,
    /// The words that these entries cover.
    pub covered: Vec<usize>,
}

impl Counted {
    /// The share of its words that entries of `category` cover, 0 to 1; none of a text without words.
    pub fn share(&self, category: usize) -> Option<f64> {
        (self.words > 0).then(|| self.covered[category] as f64 / self.words as f64)
    }
}

/// The mean share of a category in the texts of a label.
#[derive(Debug, Clone, PartialEq)]
pub struct Mean {
    /// The label; empty where texts have none.
    pub label: String,
    /// Its texts that have words.
    pub texts: usize,
    /// Place of the category in [`Measures::categories`].
    pub category: usize,
    /// The mean of the shares, each text alike.
    pub mean: f64,
    /// The 95% interval of the mean by Student's t, for independent texts; none of a single text.
    pub interval: Option<[f64; 2]>,
}

impl Measures {
    /// The mean of each category in each label, by category, then by label; of all texts where none has a label.
    pub fn means(&self) -> Vec<Mean> {
        let mut labels: Vec<&str> = self.texts.iter().map(|text| text.label.as_str()).collect();
        labels.sort_unstable();
        labels.dedup();
        if labels.len() > 1 {
            labels.retain(|label| !label.is_empty());
        }
        let categories = 0..self.categories.len();
        categories
            .flat_map(|category| labels.iter().filter_map(move |label| self.mean(category, label)))
            .collect()
    }

    fn mean(&self, category: usize, label: &str) -> Option<Mean> {
        let of_label = self.texts.iter().filter(|text| text.label == label);
        let shares: Vec<f64> = of_label.filter_map(|text| text.counted.share(category)).collect();
        if shares.is_empty() {
            return None;
        }
        let texts = shares.len();
        let mean = shares.iter().sum::<f64>() / texts as f64;
        let squares: f64 = shares.iter().map(|share| (share - mean) * (share - mean)).sum();
        let interval = (texts > 1).then(|| {
            let error = (squares / (texts - 1) as f64 / texts as f64).sqrt();
            let far = t_quantile(texts - 1) * error;
            [mean - far, mean + far]
        });
        Some(Mean { label: label.to_owned(), texts, category, mean, interval })
    }
}

/// A word of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Pattern {
    Word(String),
    /// Words that begin so.
    Beginning(String),
}

impl Pattern {
    fn fits(&self, word: &str) -> bool {
        match self {
            Self::Word(whole) => whole == word,
            Self::Beginning(beginning) => word.starts_with(beginning),
        }
    }
}

/// An entry as the words that the reader makes of it.
#[derive(Debug)]
struct Entry {
    category: u32,
    words: Vec<Pattern>,
}

/// The entries of a dictionary, to be looked for.
#[derive(Debug)]
pub(crate) struct Entries {
    categories: usize,
    /// The longest first.
    entries: Vec<Entry>,
    /// Those that begin with a word, by this word, and with the beginning of one.
    of_word: FxHashMap<String, Vec<u32>>,
    of_beginning: FxHashMap<String, Vec<u32>>,
    pub(crate) unmet: Vec<String>,
}

impl Entries {
    /// The entries of each category, as texts are read with `preparation`.
    pub(crate) fn new<'a>(
        preparation: &Preparation,
        categories: impl Iterator<Item = impl Iterator<Item = &'a str>>,
    ) -> Self {
        let mut reader = Reader::new(preparation);
        let mut read = Vec::new();
        let mut number = 0;
        for of_category in categories {
            read.extend(
                of_category.map(|entry| (number, entry, words_of_entry(&mut reader, preparation, entry))),
            );
            number += 1;
        }
        let forms = forms(reader.lexicon(), 0);
        let (mut entries, mut unmet) = (Vec::new(), Vec::new());
        for (category, entry, words) in read {
            let pattern = |(number, is_open): (u32, bool)| {
                let form = forms[number as usize].clone();
                if is_open { Pattern::Beginning(form) } else { Pattern::Word(form) }
            };
            let words: Vec<Pattern> = words.into_iter().map(pattern).collect();
            if words.is_empty() {
                unmet.push(entry.to_owned());
            } else {
                entries.push(Entry { category, words });
            }
        }
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.words.len()));
        let (mut of_word, mut of_beginning) = (FxHashMap::default(), FxHashMap::default());
        for (place, entry) in (0_u32..).zip(&entries) {
            let (map, first): (&mut FxHashMap<String, Vec<u32>>, _) = match &entry.words[0] {
                Pattern::Word(word) => (&mut of_word, word),
                Pattern::Beginning(beginning) => (&mut of_beginning, beginning),
            };
            map.entry(first.clone()).or_default().push(place);
        }
        unmet.sort_unstable();
        unmet.dedup();
        Self { categories: number as usize, entries, of_word, of_beginning, unmet }
    }

    /// The entries that begin with `word`, the longest first.
    fn beginning_with(&self, word: &str) -> Vec<u32> {
        let mut found: Vec<u32> = self.of_word.get(word).into_iter().flatten().copied().collect();
        if !self.of_beginning.is_empty() {
            let ends = word.char_indices().map(|(at, letter)| at + letter.len_utf8());
            found.extend(ends.filter_map(|end| self.of_beginning.get(&word[..end])).flatten());
            found.sort_unstable();
        }
        found
    }

    /// What a text of these `words` has, where `beginning` gives the entries that may begin at each.
    fn count(&self, words: &[&str], beginning: &[&[u32]]) -> Counted {
        let mut counted = Counted {
            words: words.len(),
            times: vec![0; self.categories],
            covered: vec![0; self.categories],
        };
        // Of each category, the first word that no entry covers.
        let mut free_from = vec![0; self.categories];
        for (at, candidates) in beginning.iter().enumerate() {
            for &candidate in *candidates {
                let Entry { category, words: patterns } = &self.entries[candidate as usize];
                let category = *category as usize;
                let Some(ahead) = words.get(at..at + patterns.len()) else { continue };
                if free_from[category] <= at
                    && patterns.iter().zip(ahead).all(|(pattern, word)| pattern.fits(word))
                {
                    free_from[category] = at + patterns.len();
                    counted.times[category] += 1;
                    counted.covered[category] += patterns.len();
                }
            }
        }
        counted
    }
}

/// The written form behind each number from `from` on, in lowercase.
fn forms(lexicon: &Lexicon, from: usize) -> Vec<String> {
    let forms = lexicon.forms();
    let form = |written: &Written| match written.form {
        NONE => lexicon.token_text(written.token).to_lowercase(),
        form => forms[form as usize].to_lowercase(),
    };
    lexicon.written()[from..].iter().map(form).collect()
}

/// The words of an entry by their numbers, and whether each stands for all that begin so. Where texts are cut into words, an entry is taken
/// as it was cut then.
fn words_of_entry(reader: &mut Reader<'_>, preparation: &Preparation, entry: &str) -> Vec<(u32, bool)> {
    let mut words = Vec::new();
    for word in entry.split_whitespace() {
        let (word, is_open) = word.strip_suffix('*').map_or((word, false), |word| (word, true));
        let mut numbers = Vec::new();
        if preparation.cut(word).is_some() {
            numbers.extend(reader.number(word, word));
        } else {
            reader.read(word, &mut numbers);
        }
        words.extend(numbers.into_iter().map(|number| (number, false)));
        if is_open && let Some(last) = words.last_mut() {
            last.1 = true;
        }
    }
    words
}

/// Counts the `entries` in each of `texts`; the result is the same for any number of threads.
///
/// # Errors
/// [`ErrorKind::Canceled`](crate::error::ErrorKind::Canceled).
pub(crate) fn count(
    texts: &[String],
    preparation: &Preparation,
    entries: &Entries,
    threads: usize,
    monitor: &Monitor,
) -> Result<Vec<Counted>, Error> {
    // The words that a thread has met, and the entries that begin with each.
    let start = |_| (Reader::new(preparation), Vec::<String>::new(), Vec::<Vec<u32>>::new());
    let work = |(reader, known, beginning): &mut (Reader<'_>, Vec<String>, Vec<Vec<u32>>), part: usize| {
        monitor.check()?;
        let first = part * PART_TEXTS;
        let mut numbers_of = Vec::new();
        for text in &texts[first..texts.len().min(first + PART_TEXTS)] {
            let mut numbers = Vec::new();
            reader.read(text, &mut numbers);
            numbers_of.push(numbers);
        }
        let fresh = forms(reader.lexicon(), known.len());
        beginning.extend(fresh.iter().map(|form| entries.beginning_with(form)));
        known.extend(fresh);
        let counted = numbers_of.iter().map(|numbers| {
            let words: Vec<&str> = numbers.iter().map(|&number| known[number as usize].as_str()).collect();
            let ahead: Vec<&[u32]> =
                numbers.iter().map(|&number| beginning[number as usize].as_slice()).collect();
            entries.count(&words, &ahead)
        });
        let counted: Vec<Counted> = counted.collect();
        monitor.report(Stage::Report, (first + counted.len()).min(texts.len()), texts.len());
        Ok(counted)
    };
    let (_, parts) = in_parts(texts.len().div_ceil(PART_TEXTS), threads, start, work)?;
    Ok(parts.into_iter().flatten().collect())
}
