//! Emojis that tell the labels apart although they are left out.

use std::collections::BTreeMap;

use super::Corpus;
use crate::table::choice::shortened;
use crate::text::emoji::emoji_length;

/// Difference between labels in the share of documents with an emoji, from which it is worth a warning.
const DIFFERENCE_MIN: f64 = 0.2;
/// Different emojis of a text that are looked at: keeps the work linear in a text of nothing but emojis.
const EMOJIS_MAX: usize = 50;

/// A warning where many more documents of one label than of another have emojis, or one of them.
pub(crate) fn warning(corpus: &Corpus) -> Option<String> {
    let labels = corpus.labels.len();
    let mut with_any = vec![0_usize; labels];
    let mut with_one: BTreeMap<char, Vec<usize>> = BTreeMap::new();
    for (text, &label) in corpus.texts.iter().zip(&corpus.label_of) {
        let emojis = emojis(text);
        with_any[label as usize] += usize::from(!emojis.is_empty());
        for emoji in emojis {
            with_one.entry(emoji).or_insert_with(|| vec![0; labels])[label as usize] += 1;
        }
    }
    let sizes = &corpus.account.documents_per_label;
    let any = Spread::of(&with_any, sizes)?;
    let one = with_one
        .iter()
        .filter_map(|(emoji, counts)| Some((emoji, Spread::of(counts, sizes)?)))
        .reduce(|a, b| if b.1.difference() > a.1.difference() { b } else { a });
    let (what, spread) = match one {
        _ if any.difference() >= DIFFERENCE_MIN => {
            ("Emojis tell the labels apart and were left out".to_owned(), any)
        }
        Some((emoji, one)) if one.difference() >= DIFFERENCE_MIN => {
            (format!("The emoji {emoji} tells the labels apart and was left out, as all are"), one)
        }
        _ => return None,
    };
    let label = |(label, _): (usize, f64)| shortened(&corpus.labels[label]);
    Some(format!(
        "{what}: {:.0}% of the documents of \"{}\" have one, {:.0}% of \"{}\". Keep them as terms with --keep emojis, or \"emojis\" \
         under the advanced settings.",
        100.0 * spread.most.1,
        label(spread.most),
        100.0 * spread.least.1,
        label(spread.least)
    ))
}

/// The labels with the largest and the smallest share of documents with something, and the shares.
struct Spread {
    most: (usize, f64),
    least: (usize, f64),
}

impl Spread {
    /// Of the documents with it and all documents, by label; none without a label.
    fn of(counts: &[usize], sizes: &[usize]) -> Option<Self> {
        let shares: Vec<(usize, f64)> = counts
            .iter()
            .zip(sizes)
            .map(|(&count, &size)| count as f64 / size.max(1) as f64)
            .enumerate()
            .collect();
        let most = shares.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1))?;
        let least = shares.iter().copied().min_by(|a, b| a.1.total_cmp(&b.1))?;
        Some(Self { most, least })
    }

    fn difference(&self) -> f64 {
        self.most.1 - self.least.1
    }
}

/// The emojis of a text, each once, by their first character: whatever their skin and whoever joins them.
fn emojis(text: &str) -> Vec<char> {
    let mut found = Vec::new();
    // Keycaps apart, no emoji begins with an ASCII character.
    if text.is_ascii() {
        return found;
    }
    for (at, c) in text.char_indices().filter(|(_, c)| !c.is_ascii()) {
        if found.len() < EMOJIS_MAX && !found.contains(&c) && emoji_length(&text[at..]) > 0 {
            found.push(c);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Columns, Copies, build};
    use crate::table::{ReadOptions, read};

    fn check(csv: &str, expected: Option<&str>) {
        let table = read(csv.as_bytes(), &ReadOptions::default()).expect("a table");
        let warning = warning(&build(&table, &Columns::default(), Copies::DropExact).expect("a corpus"));
        assert_eq!(warning.is_some(), expected.is_some(), "{warning:?}");
        assert!(warning.unwrap_or_default().contains(expected.unwrap_or_default()));
    }

    #[test]
    fn emojis_that_only_one_label_has_are_warned_of() {
        check("text,label\ngood 😀,a\nfine 👍🏿,a\nbad,b\nworse,b\n", Some("100% of the documents of \"a\""));
        check("text,label\ngood 😀,a\nfine 😀🎉,a\nbad 😡,b\nworse 😡,b\n", Some("The emoji 😀 tells"));
        check("text,label\ngood 😀,a\nfine,a\nbad 😀,b\nworse,b\n", None);
        check("text,label\ngut → schön ©,a\nfine,b\n", None);
    }
}
