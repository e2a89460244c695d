//! Words of Thai, Lao, Khmer and Burmese, which put spaces between sentences only.
//!
//! ICU4X has a small neural network for each of these scripts; its arithmetic is its own, so that it gives the same words on
//! every machine. Between the words found comes a zero-width space, which these scripts know as the sign for just that: so
//! everything behind it sees words, in texts of any language.

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

use super::pieces;
use crate::text::draft::{Written, range_in};
use crate::text::language::script::is_unspaced;

/// What divides words without being seen.
const ZERO_WIDTH_SPACE: char = '\u{200b}';

/// Cuts the words of these scripts.
#[derive(Debug)]
pub(crate) struct Unspaced {
    segmenter: WordSegmenterBorrowed<'static>,
}

impl Unspaced {
    /// One for `texts`; none where no text needs it.
    pub(crate) fn of(texts: &[String]) -> Option<Self> {
        let needed = texts.iter().any(|text| !text.is_ascii() && text.contains(is_unspaced));
        needed.then(|| Self { segmenter: WordSegmenter::new_lstm(WordBreakInvariantOptions::default()) })
    }

    /// `text` with zero-width spaces between the words of these scripts; nothing where it has none. Linear in its length.
    pub(crate) fn divided<W: Written>(&self, text: &str) -> Option<W> {
        if text.is_ascii() || !text.contains(is_unspaced) {
            return None;
        }
        let mut out = W::with_capacity(text.len() + text.len() / 4);
        let mut kept = 0;
        while let Some(start) = text[kept..].find(is_unspaced).map(|found| kept + found) {
            out.keep(text, kept..start);
            let rest = &text[start..];
            let run = &rest[..rest.find(|c| !is_unspaced(c)).unwrap_or(rest.len())];
            pieces(run, |piece| self.put_words(text, piece, &mut out));
            kept = start + run.len();
        }
        out.keep(text, kept..text.len());
        Some(out)
    }

    /// Writes `piece`, which is a part of `text`.
    fn put_words<W: Written>(&self, text: &str, piece: &str, out: &mut W) {
        let start = range_in(text, piece).start;
        let mut at = 0;
        for end in self.segmenter.segment_str(piece).filter(|&end| end > 0) {
            out.keep(text, start + at..start + end);
            if end < piece.len() {
                out.push(ZERO_WIDTH_SPACE, start + end..start + end);
            }
            at = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let unspaced = Unspaced::of(&[text.to_owned()]).expect("it is needed");
        let divided: String = unspaced.divided(text).expect("it has words to divide");
        divided.replace(ZERO_WIDTH_SPACE, "|")
    }

    #[test]
    fn scripts_without_spaces_are_cut_into_their_words() {
        // Each is a phrase of everyday words: "Thai language easy", "Lao language is", "Khmer language is", "language speech".
        for (text, expected) in [
            ("ภาษาไทยง่าย ok", "ภาษา|ไทย|ง่าย ok"),
            ("ພາສາລາວເປັນ", "ພາສາ|ລາວ|ເປັນ"),
            ("(ភាសាខ្មែរជា)", "(ភាសា|ខ្មែរ|ជា)"),
            ("ဘာသာစကား", "ဘာသာ|စကား"),
        ] {
            assert_eq!(words(text), expected);
        }
    }

    #[test]
    fn nothing_is_lost_of_a_long_text_and_nothing_is_asked_for_another() {
        let long = "ภาษาไทยง่าย".repeat(2_000);
        assert_eq!(words(&long).replace('|', ""), long);
        assert!(Unspaced::of(&["Größe 手机".to_owned()]).is_none());
    }
}
