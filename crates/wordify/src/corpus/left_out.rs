//! Stop words that some labels have far more often than others: what was left out tells them apart as well.

use std::collections::{BTreeMap, BTreeSet};

use super::Corpus;
use crate::error::Error;
use crate::parallel::in_parts;
use crate::phrase::argument;
use crate::progress::Monitor;
use crate::table::choice::shortened;
use crate::text::preparation::Preparation;

/// Difference between labels in the share of documents with a word, from which it is worth a warning.
const DIFFERENCE_MIN: f64 = 0.2;
/// A label with longer texts has more of every word; a word that it prefers is among its words this many times as frequent.
const RATE_TIMES_MIN: f64 = 1.5;
/// Documents of a label that are looked at, spread evenly: a share of them is right within three points.
const DOCUMENTS_MAX: usize = 1_000;
/// Documents that a thread takes at once.
const PART_DOCUMENTS: usize = 256;
/// Words that are named.
const NAMED_MAX: usize = 5;

/// What the documents of one label that are looked at hold.
#[derive(Debug, Clone, Default, PartialEq)]
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

impl<'a> Counts<'a> {
    /// Counts the words of one more document.
    fn read(&mut self, text: &str, preparation: &'a Preparation) {
        let (times, words) = preparation.stop_words_in(text);
        self.documents += 1;
        self.words += words;
        for (word, times) in times {
            self.add(word, (1, times as usize));
        }
    }

    fn add(&mut self, word: &'a str, (documents, times): (usize, usize)) {
        let of = self.of.entry(word).or_default();
        *of = (of.0 + documents, of.1 + times);
    }

    /// These and `other` together.
    fn with(mut self, other: Self) -> Self {
        self.documents += other.documents;
        self.words += other.words;
        other.of.into_iter().for_each(|(word, counts)| self.add(word, counts));
        self
    }
}

/// A warning that names the words left out of which one label has far more than another, with their shares.
///
/// # Errors
/// [`ErrorKind::Canceled`](crate::ErrorKind::Canceled).
pub(crate) fn warning(
    corpus: &Corpus,
    preparation: &Preparation,
    threads: usize,
    monitor: &Monitor,
) -> Result<Option<String>, Error> {
    Ok(words_of(corpus, &count(corpus, preparation, threads, monitor)?))
}

fn words_of(corpus: &Corpus, counts: &[Counts<'_>]) -> Option<String> {
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
                format!("{percent:.0}% of \"{}\"", shortened(&corpus.labels[label]))
            };
            format!("“{word}” in {}, {}", of(most), of(least))
        })
        .collect();
    let first = argument(found.first()?.1);
    Some(format!(
        "Words that were left out as stop words tell the labels apart as well: {}. Keep such words as terms with \
         --stop-words-keep {first}, or all with --stop-words none.",
        named.join("; ")
    ))
}

/// The stop words in a sample of the documents, by label.
fn count<'a>(
    corpus: &Corpus,
    preparation: &'a Preparation,
    threads: usize,
    monitor: &Monitor,
) -> Result<Vec<Counts<'a>>, Error> {
    let sample = sample(corpus);
    let parts = sample.len().div_ceil(PART_DOCUMENTS);
    let none = || vec![Counts::default(); corpus.labels.len()];
    let read = |counts: &mut Vec<Counts<'a>>, part: usize| {
        monitor.check()?;
        for &document in sample.iter().skip(part * PART_DOCUMENTS).take(PART_DOCUMENTS) {
            counts[corpus.label_of[document] as usize].read(&corpus.texts[document], preparation);
        }
        Ok(())
    };
    // Sums, the same whichever thread read what.
    let (of_threads, _) = in_parts(parts, threads, |_| none(), read)?;
    Ok(of_threads.into_iter().fold(none(), |sums, counts| {
        sums.into_iter().zip(counts).map(|(sum, counts)| sum.with(counts)).collect()
    }))
}

/// The documents that are looked at: of each label up to [`DOCUMENTS_MAX`], spread evenly.
fn sample(corpus: &Corpus) -> Vec<usize> {
    let sizes = &corpus.account.documents_per_label;
    let mut seen = vec![0_usize; sizes.len()];
    let mut sample = Vec::new();
    for (document, &label) in corpus.label_of.iter().enumerate() {
        let (size, number) = (sizes[label as usize], seen[label as usize]);
        seen[label as usize] += 1;
        // The first document from which another share of the sample is due.
        let due = |number: usize| number * DOCUMENTS_MAX / size.max(1);
        if size <= DOCUMENTS_MAX || number == 0 || due(number) != due(number - 1) {
            sample.push(document);
        }
    }
    sample
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Columns, Copies, build};
    use crate::settings::Settings;
    use crate::table::{ReadOptions, read};

    /// 2,500 documents with "they" in each third, 700 of another label without it.
    fn corpus() -> Corpus {
        let rows = (0..3200_usize).map(|row| match row {
            0..2500 => format!("{} text {row},many\n", if row % 3 == 0 { "they" } else { "we" }),
            _ => format!("a text {row},few\n"),
        });
        let csv = format!("text,label\n{}", rows.collect::<String>());
        let table = read(csv.as_bytes(), &ReadOptions::default()).expect("a table");
        build(&table, &Columns::default(), Copies::DropExact).expect("a corpus")
    }

    #[test]
    fn the_sample_is_counted_alike_on_any_number_of_threads() {
        let corpus = corpus();
        let preparation = Preparation::new(Settings::default().rules(), &corpus.texts);
        let monitor = Monitor::silent();
        let on = |threads| count(&corpus, &preparation, threads, &monitor).expect("nobody cancels");
        let alone = on(1);
        for threads in [2, 7] {
            assert_eq!(on(threads), alone, "{threads} threads");
        }
        let [few, many] = alone.as_slice() else { panic!("two labels") };
        assert_eq!((few.documents, many.documents), (700, DOCUMENTS_MAX));
        assert!((many.share("they") - 1.0 / 3.0).abs() < 0.03, "{}", many.share("they"));
        let warning =
            warning(&corpus, &preparation, 2, &monitor).expect("nobody cancels").expect("a warning");
        assert!(warning.contains("“we” in 67% of \"many\", 0% of \"few\""), "{warning}");
    }

    #[test]
    fn the_sample_is_spread_evenly() {
        let sample = sample(&corpus());
        assert_eq!(sample.len(), DOCUMENTS_MAX + 700);
        let of_many = |documents: std::ops::Range<usize>| {
            sample.iter().filter(|&document| documents.contains(document)).count()
        };
        // A half of the documents, a half of the sample.
        assert!(of_many(0..1250).abs_diff(DOCUMENTS_MAX / 2) <= 1);
        assert_eq!(of_many(2500..3200), 700);
    }
}
