//! Texts cut to passages, so that every label has texts of the same lengths.
//!
//! A text keeps its rank among those of its label by length, and is cut to the length that the label with the shortest
//! texts has at that rank: a run of words that begins at random. So words are dropped, and no documents; what is compared
//! afterwards are passages, not texts.

use crate::corpus::Corpus;
use crate::count::grouped;
use crate::selection::random::{Random, Stream};
use crate::terms::length::{passage, words};

/// Cuts the texts of `corpus`, and says so in its account.
pub(super) fn cut(corpus: &mut Corpus, seed: u64) {
    let lengths: Vec<usize> = corpus.texts.iter().map(|text| words(text)).collect();
    let mut of_label: Vec<Vec<usize>> = vec![Vec::new(); corpus.labels.len()];
    for (document, &label) in corpus.label_of.iter().enumerate() {
        of_label[label as usize].push(document);
    }
    // Among texts of one length, the first of the file is the shortest.
    of_label.iter_mut().for_each(|documents| documents.sort_by_key(|&document| lengths[document]));
    let sorted: Vec<Vec<usize>> = of_label
        .iter()
        .map(|documents| documents.iter().map(|&document| lengths[document]).collect())
        .collect();
    let mut cut = 0;
    for documents in &of_label {
        for (rank, &document) in documents.iter().enumerate() {
            let share = (rank as f64 + 0.5) / documents.len() as f64;
            let shortest = sorted.iter().map(|lengths| quantile(lengths, share)).min().unwrap_or(0);
            // No text becomes empty, and none longer than it is.
            let target = shortest.max(1);
            if target < lengths[document] {
                let mut random = Random::new(seed, Stream::Window(document));
                let first = random.below(lengths[document] - target + 1);
                corpus.texts[document] = passage(&corpus.texts[document], first, target).to_owned();
                cut += 1;
            }
        }
    }
    corpus.account.warnings.push(format!(
        "Texts were cut to passages of equal length, as asked: {} of {} became shorter, so that every label has texts of the \
         same lengths. What is listed is typical of passages, not of whole texts; another seed cuts elsewhere.",
        grouped(cut),
        grouped(corpus.texts.len())
    ));
}

/// The value of ascending `lengths` with `share` of them at or below it.
fn quantile(lengths: &[usize], share: f64) -> usize {
    let place = (share * lengths.len() as f64) as usize;
    lengths.get(place.min(lengths.len().saturating_sub(1))).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Columns, Copies, build};
    use crate::table::{ReadOptions, read};

    #[test]
    fn all_labels_have_the_same_lengths_and_passages_are_runs_of_words() {
        let text = |number: usize, words: usize| {
            let words: Vec<String> = (0..words).map(|word| format!("w{number}x{word}")).collect();
            words.join(" ")
        };
        let rows: String = (0..300)
            .map(|i| {
                let (label, words) = if i % 3 == 0 { ("long", 20 + i % 50) } else { ("short", 3 + i % 17) };
                format!("{},{label}\n", text(i, words))
            })
            .collect();
        let table = read(format!("text,label\n{rows}").as_bytes(), &ReadOptions::default()).expect("a table");
        let whole = build(&table, &Columns::default(), Copies::DropExact).expect("a corpus");
        let mut corpus = whole.clone();
        cut(&mut corpus, 7);
        let lengths = |label: u32| -> Vec<usize> {
            let of_label = corpus.texts.iter().zip(&corpus.label_of).filter(|(_, of)| **of == label);
            let mut lengths: Vec<usize> = of_label.map(|(text, _)| words(text)).collect();
            lengths.sort_unstable();
            lengths
        };
        let (long, short) = (lengths(0), lengths(1));
        // Twice as many short ones: every second of them has the length of a long one.
        for (rank, length) in long.iter().enumerate() {
            assert!(length.abs_diff(short[2 * rank]) <= 1, "rank {rank}: {length} and {}", short[2 * rank]);
        }
        for (passage, text) in corpus.texts.iter().zip(&whole.texts) {
            assert!(!passage.is_empty() && text.contains(passage.trim()));
        }
        let mut again = whole.clone();
        cut(&mut again, 7);
        assert_eq!(again.texts, corpus.texts);
        cut(&mut again, 8);
        assert!(
            corpus.account.warnings.iter().any(|warning| warning.starts_with("Texts were cut to passages"))
        );
    }
}
