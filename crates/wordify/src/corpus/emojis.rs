//! Emojis that tell the labels apart although they are left out.

use super::Corpus;
use crate::table::choice::shortened;
use crate::text::emoji::emoji_length;

/// Difference between labels in the share of documents with an emoji, from which it is worth a warning.
const DIFFERENCE_MIN: f64 = 0.2;

/// A warning where many more documents of one label than of another have emojis.
pub(crate) fn warning(corpus: &Corpus) -> Option<String> {
    let mut with_emoji = vec![0_usize; corpus.labels.len()];
    for (text, &label) in corpus.texts.iter().zip(&corpus.label_of) {
        with_emoji[label as usize] += usize::from(has_emoji(text));
    }
    let sizes = &corpus.account.documents_per_label;
    let share = |label: usize| with_emoji[label] as f64 / sizes[label].max(1) as f64;
    let most = (0..sizes.len()).max_by(|&a, &b| share(a).total_cmp(&share(b)))?;
    let least = (0..sizes.len()).min_by(|&a, &b| share(a).total_cmp(&share(b)))?;
    (share(most) - share(least) >= DIFFERENCE_MIN).then(|| {
        format!(
            "Emojis tell the labels apart and were left out: {:.0} % of the documents of \"{}\" have one, {:.0} % of \"{}\". \
             Keep them as terms with --keep emojis, or \"emojis\" under the advanced settings.",
            100.0 * share(most),
            shortened(&corpus.labels[most]),
            100.0 * share(least),
            shortened(&corpus.labels[least])
        )
    })
}

fn has_emoji(text: &str) -> bool {
    // Keycaps apart, no emoji begins with an ASCII character.
    !text.is_ascii() && text.char_indices().any(|(at, c)| !c.is_ascii() && emoji_length(&text[at..]) > 0)
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
    fn emojis_that_only_one_label_has_are_told() {
        check("text,label\ngood 😀,a\nfine 👍🏿,a\nbad,b\nworse,b\n", Some("100 % of the documents of \"a\""));
        check("text,label\ngood 😀,a\nfine,a\nbad 😀,b\nworse,b\n", None);
        check("text,label\ngut → schön ©,a\nfine,b\n", None);
    }
}
