//! The part of a long text around the first mark.

use std::ops::Range;

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::Passage;

/// Characters of an excerpt, about: five or six lines.
pub(super) const CHARS: usize = 400;
/// Characters in front of the first mark, about.
const LEAD_CHARS: usize = 120;
/// Characters by which an end is moved so that no word is cut.
const WORD_CHARS: usize = 24;

/// The excerpt of `text` with those of `marks` that are in it; short texts are not cut. `marks` are in bytes of `text`,
/// between characters, ascending and apart.
pub(super) fn cut(row: usize, text: &str, marks: &[Range<usize>]) -> Passage {
    let range = window(text, marks.first());
    let within = |mark: &Range<usize>| {
        let (start, end) = (mark.start.max(range.start), mark.end.min(range.end));
        (start < end).then(|| start - range.start..end - range.start)
    };
    Passage {
        row,
        name: String::new(),
        text: text[range.clone()].to_owned(),
        cut_before: range.start > 0,
        cut_after: range.end < text.len(),
        marks: marks.iter().filter_map(within).collect(),
    }
}

/// What stands before `at`: about as many characters, from a whole word on.
pub(super) fn before(text: &str, at: usize, chars: usize) -> &str {
    let lead = &text[..at];
    match lead.char_indices().rev().nth(chars) {
        None => lead,
        Some((start, _)) => &lead[start + word_start(&lead[start..])..],
    }
}

/// What stands behind `at`: about as many characters, up to a whole word.
pub(super) fn behind(text: &str, at: usize, chars: usize) -> &str {
    let rest = &text[at..];
    let (near, far) = rest.split_at(nth_char(rest, chars));
    if far.is_empty() { rest } else { &rest[..word_end(near, far)] }
}

fn window(text: &str, first: Option<&Range<usize>>) -> Range<usize> {
    if is_short(text) {
        return 0..text.len();
    }
    let lead = first.map_or("", |mark| &text[..mark.start]);
    let start = match lead.char_indices().rev().nth(LEAD_CHARS) {
        None => 0,
        Some((at, _)) => at + word_start(&text[at..lead.len()]),
    };
    if is_short(&text[start..]) {
        return start..text.len();
    }
    let end = start + nth_char(&text[start..], CHARS);
    let least = first.map_or(start, |mark| mark.end.min(end));
    start..least + word_end(&text[least..end], &text[end..])
}

/// Whether nothing is gained by cutting.
fn is_short(text: &str) -> bool {
    text.len() <= CHARS || text.char_indices().nth(CHARS + WORD_CHARS).is_none()
}

fn nth_char(text: &str, n: usize) -> usize {
    text.char_indices().nth(n).map_or(text.len(), |(at, _)| at)
}

/// Where the first whole word of `text` begins; where no white space is near, the first whole character.
fn word_start(text: &str) -> usize {
    let near = &text[..nth_char(text, WORD_CHARS)];
    match near.find(char::is_whitespace) {
        Some(at) => text.len() - text[at..].trim_start().len(),
        None => text.find(|c| !is_inside_character(c)).unwrap_or(0),
    }
}

/// Where the last whole word of `text` ends, which goes on with `behind`; where no white space is near, its end, marks
/// of the last character included.
fn word_end(text: &str, behind: &str) -> usize {
    if behind.starts_with(char::is_whitespace) {
        return text.trim_end().len();
    }
    let near = text.char_indices().rev().nth(WORD_CHARS).map_or(0, |(at, _)| at);
    match text[near..].rfind(char::is_whitespace) {
        Some(at) => text[..near + at].trim_end().len(),
        None => {
            let rest = behind.find(|c| !is_inside_character(c)).unwrap_or(behind.len());
            text.len() + rest.min(nth_char(behind, WORD_CHARS))
        }
    }
}

/// Whether `c` belongs to the character before it: a mark, a joiner, a presentation or a tone.
pub(super) fn is_inside_character(c: char) -> bool {
    c.general_category_group() == GeneralCategoryGroup::Mark
        || matches!(c, '\u{200c}' | '\u{200d}' | '\u{1f3fb}'..='\u{1f3ff}')
}

#[cfg(test)]
mod tests {
    #![expect(clippy::single_range_in_vec_init, reason = "marks are ranges, of which there is one mostly")]
    use super::*;

    #[test]
    fn a_short_text_is_shown_whole() {
        let passage = cut(7, "a short one", &[2..7]);
        assert_eq!((passage.text.as_str(), passage.row), ("a short one", 7));
        assert_eq!((passage.cut_before, passage.cut_after, passage.marks), (false, false, vec![2..7]));
    }

    #[test]
    fn a_long_text_is_cut_at_words_around_the_first_mark() {
        let text = format!("{}here {}", "before ".repeat(200), "after ".repeat(200));
        let passage = cut(2, &text, &[1400..1404, 1405..1410, 2590..2595]);
        assert!(passage.cut_before && passage.cut_after);
        assert!(passage.text.starts_with("before ") && passage.text.ends_with("after"));
        assert!((CHARS - WORD_CHARS..=CHARS).contains(&passage.text.chars().count()));
        let marked: Vec<_> = passage.marks.iter().map(|mark| &passage.text[mark.clone()]).collect();
        assert_eq!(marked, ["here", "after"]);
        let lead = passage.marks[0].start;
        assert!((LEAD_CHARS - WORD_CHARS..=LEAD_CHARS + 1).contains(&lead), "{lead}");
    }

    #[test]
    fn a_long_text_without_marks_is_shown_from_its_beginning() {
        let passage = cut(2, &"word ".repeat(1000), &[]);
        assert!(!passage.cut_before && passage.cut_after && passage.text.ends_with("word"));
    }

    #[test]
    fn a_text_without_spaces_is_cut_between_whole_characters() {
        let text = "e\u{301}".repeat(3000);
        let passage = cut(2, &text, &[3000..3003]);
        assert!(passage.text.starts_with('e') && passage.text.ends_with('\u{301}'));
        assert_eq!(&passage.text[passage.marks[0].clone()], "e\u{301}");
    }

    #[test]
    fn a_mark_longer_than_the_excerpt_is_cut_with_it() {
        let text = "x".repeat(5000);
        let passage = cut(2, &text, &[0..5000]);
        assert_eq!(passage.marks, [0..passage.text.len()]);
        assert!(passage.text.len() < CHARS + 2 * WORD_CHARS);
    }
}
