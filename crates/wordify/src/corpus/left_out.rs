//! Stop words that some labels have far more often than others: what was left out tells them apart as well.

use std::collections::{BTreeMap, BTreeSet};

use super::Corpus;
use crate::table::choice::shortened;
use crate::text::preparation::Preparation;

/// Difference between labels in the share of documents with a word, from which it is worth a warning.
const DIFFERENCE_MIN: f64 = 0.2;
/// A label with longer texts has more of every word; a word that it prefers is among its words so many times as frequent.
const RATE_TIMES_MIN: f64 = 1.5;
/// Documents of a label that are looked at, spread evenly: a share of them is right within three points.
const DOCUMENTS_MAX: usize = 1_000;
/// Words that are named.
const NAMED_MAX: usize = 5;

/// What the documents of one label that are looked at hold.
#[derive(Debug, Clone, Default)]
struct Counts<'a> {
    documents: usize,
    words: usize,
    /// Of each stop word, the documents with it and its occurrences.
    of: BTreeMap<&'a str, (usize, usize)>,
}

impl Counts<'_> {
    fn share(&self, word: &str) -> f64 {
        self.of.get(word).map_or(0.0, |&(documents, _)| documents as f64 / self.documents.max(1) as f64)
    }

    fn rate(&self, word: &str) -> f64 {
        self.of.get(word).map_or(0.0, |&(_, times)| times as f64 / self.words.max(1) as f64)
    }
}

/// A warning that names the words left out of which one label has far more than another, with their shares.
pub(crate) fn warning(corpus: &Corpus, preparation: &Preparation) -> Option<String> {
    let counts = count(corpus, preparation);
    let words: BTreeSet<&str> = counts.iter().flat_map(|label| label.of.keys().copied()).collect();
    let mut found: Vec<(f64, &str, usize, usize)> = Vec::new();
    for word in words {
        let by_share = |&a: &usize, &b: &usize| counts[a].share(word).total_cmp(&counts[b].share(word));
        let most = (0..counts.len()).max_by(by_share)?;
        let least = (0..counts.len()).min_by(by_share)?;
        let difference = counts[most].share(word) - counts[least].share(word);
        if difference >= DIFFERENCE_MIN
            && counts[most].rate(word) >= RATE_TIMES_MIN * counts[least].rate(word)
        {
            found.push((difference, word, most, least));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let named: Vec<String> = found
        .iter()
        .take(NAMED_MAX)
        .map(|&(_, word, most, least)| {
            let of = |label: usize| {
                let percent = 100.0 * counts[label].share(word);
                format!("{percent:.0} % of \"{}\"", shortened(&corpus.labels[label]))
            };
            format!("“{word}” in {}, {}", of(most), of(least))
        })
        .collect();
    let first = found.first()?.1;
    Some(format!(
        "Words that were left out as stop words tell the labels apart as well: {}. Keep such words as terms with \
         --stop-words-keep {first}, or all with --stop-words none.",
        named.join("; ")
    ))
}

/// The stop words in a sample of the documents, by label.
fn count<'a>(corpus: &Corpus, preparation: &'a Preparation) -> Vec<Counts<'a>> {
    let sizes = &corpus.account.documents_per_label;
    let mut seen = vec![0_usize; sizes.len()];
    let mut counts = vec![Counts::default(); sizes.len()];
    for (text, &label) in corpus.texts.iter().zip(&corpus.label_of) {
        let label = label as usize;
        let number = seen[label];
        seen[label] += 1;
        // The first document from which another share of the sample is due.
        let due = |number: usize| number * DOCUMENTS_MAX / sizes[label].max(1);
        if sizes[label] > DOCUMENTS_MAX && number > 0 && due(number) == due(number - 1) {
            continue;
        }
        let counts = &mut counts[label];
        counts.documents += 1;
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        preparation.words_with_stop_words(text, |stop_word| {
            counts.words += 1;
            if let Some(word) = stop_word {
                *times.entry(word).or_default() += 1;
            }
        });
        for (word, times) in times {
            let of = counts.of.entry(word).or_default();
            *of = (of.0 + 1, of.1 + times);
        }
    }
    counts
}
