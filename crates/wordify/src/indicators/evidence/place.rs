//! Where a term stands in a text as it was before cleaning.
//!
//! The reader that counts keeps the origin of each token through cleaning (`text::draft`). So a term stands exactly where it is
//! counted, and nothing is searched for.

use std::ops::Range;

use super::excerpt::is_inside_character;

/// Bytes between two tokens of a term up to which one mark covers both.
const GAP_BYTES_MAX: usize = 80;

/// Where the tokens of `term` stand one behind the other in `text`, stop words left out: ascending and apart. `placed` are the tokens
/// of the text with their places.
pub(super) fn marks(text: &str, placed: &[(u32, Range<usize>)], term: &[u32]) -> Vec<Range<usize>> {
    let mut marks: Vec<Range<usize>> = Vec::new();
    let is_term = |window: &&[(u32, Range<usize>)]| window.iter().map(|(token, _)| token).eq(term.iter());
    for window in placed.windows(term.len().max(1)).filter(is_term) {
        for (index, (_, range)) in window.iter().enumerate() {
            let range = range.start..character_end(text, range.end);
            let gap = if index > 0 { GAP_BYTES_MAX } else { 0 };
            match marks.last_mut() {
                Some(last) if range.start <= last.end + gap => last.end = last.end.max(range.end),
                _ => marks.push(range),
            }
        }
    }
    marks
}

/// Where the character ends of which a part ends at `at`: marks that cleaning took away belong to it.
fn character_end(text: &str, at: usize) -> usize {
    let behind = &text[at..];
    at + behind.find(|c| !is_inside_character(c)).unwrap_or(behind.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, placed: &[(u32, &str)], term: &[u32], expected: &[&str]) {
        let mut at = 0;
        let placed: Vec<(u32, Range<usize>)> = placed
            .iter()
            .map(|&(token, written)| {
                let start = at + text[at..].find(written).expect("tokens stand in their order");
                at = start;
                (token, start..start + written.len())
            })
            .collect();
        let marked: Vec<&str> = marks(text, &placed, term).into_iter().map(|mark| &text[mark]).collect();
        assert_eq!(marked, expected, "{term:?} in {text:?}");
    }

    #[test]
    fn tokens_of_a_term_are_one_mark_where_they_stand_near() {
        let text = "The bank of the river. River bank";
        let placed = [(1, "bank"), (2, "river"), (2, "River"), (1, "bank")];
        check(text, &placed, &[1, 2], &["bank of the river"]);
        check(text, &placed, &[2], &["river", "River"]);
        check(text, &placed, &[1, 1], &[]);
        let far = format!("bank{}river", " of".repeat(40));
        check(&far, &[(1, "bank"), (2, "river")], &[1, 2], &["bank", "river"]);
    }

    #[test]
    fn tokens_of_one_word_are_one_mark_and_so_are_words_that_touch() {
        let marked = |text: &'static str, placed: &[(u32, Range<usize>)], term: &[u32]| {
            marks(text, placed, term).into_iter().map(|mark| &text[mark]).collect::<Vec<_>>()
        };
        assert_eq!(marked("I don't", &[(1, 2..7), (2, 2..7)], &[1, 2]), ["don't"]);
        assert_eq!(marked("屏幕屏幕", &[(1, 0..6), (1, 6..12)], &[1]), ["屏幕屏幕"]);
    }

    #[test]
    fn a_mark_ends_with_a_whole_character() {
        check("שָׁלוֹם ok", &[(1, "שָׁ")], &[1], &["שָׁ"]);
        check("葛\u{e0100} ok", &[(1, "葛")], &[1], &["葛\u{e0100}"]);
    }
}
