//! Texts that stand in the file several times.

use serde::{Deserialize, Serialize};

use crate::count::counted;

/// What becomes of a text that stands in an earlier row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Copies {
    /// It is dropped, also where it differs from the earlier one in links, capitals, punctuation or spaces only.
    DropNear,
    /// It is dropped where it is the same to the letter.
    DropExact,
    /// It is kept.
    Keep,
}

/// The bytes that near copies of `text` have in common: what is left of it, made in `room`; of marks and links alone the text itself.
/// What is left is never such marks alone, so the two kinds do not meet.
pub(super) fn key_of_near<'k>(text: &'k str, room: &'k mut Vec<u8>) -> &'k [u8] {
    room.clear();
    push_content(room, text);
    if room.is_empty() { text.as_bytes() } else { room }
}

/// A warning where documents were `kept` that are copies of others.
pub(super) fn warning(kept: usize) -> Option<String> {
    (kept > 0).then(|| {
        format!(
            "{} of earlier ones and kept, as this preset does: what repeated texts say counts as often as they stand there, \
             and looks more certain than it is. The preset wordify leaves copies out.",
            counted(kept, "document is a copy", "documents are copies")
        )
    })
}

/// Puts `text` into `content`, which is empty, without links, capitals and punctuation, with single spaces, in UTF-8. A mark between two
/// digits stays: 1.5 is not 15.
fn push_content(content: &mut Vec<u8>, text: &str) {
    let has_links = may_hold_links(text.as_bytes());
    if !text.is_ascii() {
        for word in text.split_whitespace() {
            let length = if has_links { without_links(word.as_bytes()).len() } else { word.len() };
            push_word(content, &word[..length]);
        }
    } else if has_links {
        let words = text.as_bytes().split(|&byte| left_of(byte) == GAP);
        words.for_each(|word| push_ascii(content, without_links(word)));
    } else {
        // Most texts are so, and bytes take a tenth of the time of characters.
        push_ascii(content, text.as_bytes());
    }
}

fn push_word(content: &mut Vec<u8>, word: &str) {
    let start = content.len();
    let mut before: Option<char> = None;
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_between_digits =
            before.is_some_and(|c| c.is_ascii_digit()) && letters.peek().is_some_and(char::is_ascii_digit);
        if !is_punctuation(letter) || is_between_digits {
            if content.len() == start && start > 0 {
                content.push(b' ');
            }
            let lower = letter.to_lowercase();
            lower.for_each(|c| content.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()));
        }
        before = Some(letter);
    }
}

/// As [`push_word`], for words of ASCII with white space between them. Every byte is written, and the place for the next moves on only
/// where it stays: no branch is guessed wrong at the end of each word.
fn push_ascii(content: &mut Vec<u8>, words: &[u8]) {
    let is_digit = |at: usize| words.get(at).is_some_and(u8::is_ascii_digit);
    let mut len = content.len();
    // A gap before the first word, and room for all.
    content.push(GAP);
    content.resize(len + 1 + words.len(), 0);
    len += usize::from(len > 0);
    let mut last = GAP;
    for (at, &byte) in words.iter().enumerate() {
        let mut left = left_of(byte);
        if left == NOTHING && is_digit(at.wrapping_sub(1)) && is_digit(at + 1) {
            left = byte;
        }
        let stays = (left != NOTHING) & !(left == GAP && last == GAP);
        content[len] = left;
        len += usize::from(stays);
        last = if stays { left } else { last };
    }
    content.truncate(len);
    if content.last() == Some(&GAP) {
        content.pop();
    }
}

/// In [`LEFT`]: white space, and what is left of it.
const GAP: u8 = b' ';
/// In [`LEFT`]: punctuation.
const NOTHING: u8 = 0xff;

/// What is left of a byte of ASCII: its small letter, [`GAP`] or [`NOTHING`].
fn left_of(byte: u8) -> u8 {
    LEFT[usize::from(byte & 127)]
}

static LEFT: [u8; 128] = {
    let mut table = [0; 128];
    let mut byte: u8 = 0;
    while byte < 128 {
        table[byte as usize] = match byte {
            b'\t'..=b'\r' | b' ' => GAP,
            _ if is_ascii_punctuation(byte) => NOTHING,
            _ => byte.to_ascii_lowercase(),
        };
        byte += 1;
    }
    table
};

/// Marks that say nothing about what a text is about: no currency, no sign of calculation.
const fn is_ascii_punctuation(byte: u8) -> bool {
    byte.is_ascii_punctuation() && !matches!(byte, b'$' | b'+' | b'<' | b'=' | b'>' | b'%')
}

/// Whether a link may stand in `text`: most texts have none, and need not be looked through word by word.
fn may_hold_links(text: &[u8]) -> bool {
    let is_address = |at: usize| text[at..].starts_with(b"://");
    let is_host = |at: usize| at >= 3 && text[at - 3..at].eq_ignore_ascii_case(b"www");
    memchr::memchr2_iter(b':', b'.', text).any(|at| is_address(at) || is_host(at))
}

/// What links begin with.
const LINKS: [&[u8]; 3] = [b"http://", b"https://", b"www."];

/// `word`, in UTF-8, without the link that it is or ends with.
fn without_links(word: &[u8]) -> &[u8] {
    let is_link = |&at: &usize| {
        let rest = &word[at..];
        let begins =
            |link: &[u8]| rest.get(..link.len()).is_some_and(|start| start.eq_ignore_ascii_case(link));
        matches!(rest[0], b'h' | b'H' | b'w' | b'W') && LINKS.iter().any(|link| begins(link))
    };
    (0..word.len()).find(is_link).map_or(word, |at| &word[..at])
}

/// Marks of ASCII, general punctuation, and those of Chinese, Japanese and other scripts; no currency, no emoji.
fn is_punctuation(letter: char) -> bool {
    match letter {
        '\u{A1}' | '\u{A7}' | '\u{AB}' | '\u{B6}' | '\u{B7}' | '\u{BB}' | '\u{BF}' => true,
        '\u{2010}'..='\u{205E}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{301F}' | '\u{30FB}' => true,
        '\u{060C}' | '\u{061B}' | '\u{061F}' | '\u{06D4}' | '\u{0964}' | '\u{0965}' | '\u{0589}'
        | '\u{05BE}' => true,
        '\u{FF01}'..='\u{FF0F}'
        | '\u{FF1A}'..='\u{FF1B}'
        | '\u{FF1F}'..='\u{FF20}'
        | '\u{FF3B}'..='\u{FF3D}' => true,
        _ => letter.is_ascii() && is_ascii_punctuation(letter as u8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Columns, Corpus, DropReason, build};
    use crate::table::{ReadOptions, read};

    fn are_copies(one: &str, other: &str) -> bool {
        key_of_near(one, &mut Vec::new()) == key_of_near(other, &mut Vec::new())
    }

    fn content(text: &str) -> Vec<u8> {
        let mut content = Vec::new();
        push_content(&mut content, text);
        content
    }

    #[test]
    fn a_word_of_ascii_has_the_content_that_the_same_characters_have() {
        for (first, second) in (0..128_u8).flat_map(|first| (0..128_u8).map(move |second| (first, second))) {
            let pair: String = [char::from(first), char::from(second)].iter().collect();
            for word in [pair.clone(), format!("a{pair}B"), format!("1{pair}2"), format!("{pair}3")] {
                let of = |push: &dyn Fn(&mut Vec<u8>)| {
                    let mut content = b"before".to_vec();
                    push(&mut content);
                    content
                };
                let by_bytes = of(&|content| push_ascii(content, word.as_bytes()));
                let by_letters = of(&|content| {
                    word.split_whitespace().for_each(|word| push_word(content, word));
                });
                assert_eq!(by_bytes, by_letters, "{word:?}");
            }
        }
        assert_eq!(content("HTTP://x.org a Www.b c,xhttps://d"), b"a cx");
        assert_eq!(content("3.5, 1,000; $5 +1 <a> 50%! a.1"), b"3.5 1,000 $5 +1 <a> 50% a1");
    }

    #[test]
    fn links_capitals_punctuation_and_spaces_make_no_other_text() {
        for copy in [
            "Good morning, world",
            " good  morning world! ",
            "GOOD MORNING WORLD https://t.co/abc",
            "“Good morning”, world… www.example.org/x?y=1",
            "Good morning, worldhttp://t.co/1",
        ] {
            assert!(are_copies("Good morning, world!", copy), "{copy}");
        }
        for other in ["Good mornings, world", "Good morning, world 😀", "morning, world", ""] {
            assert!(!are_copies("Good morning, world!", other), "{other}");
        }
        assert!(are_copies("你好，世界。", "你好世界"));
    }

    #[test]
    fn numbers_and_texts_of_marks_only_stay_apart() {
        assert!(!are_copies("It costs 1.5 euros", "It costs 15 euros"));
        assert!(!are_copies("a -5% b", "a 5 b"));
        assert!(!are_copies("!!!", "?") && are_copies("!!!", "!!!"));
        assert!(!are_copies("http://a.example", "http://b.example"));
    }

    const FILE: &str = "text,label\nGood day,x\ngood day!,y\nGood day,x\nBad day,y\nbad day https://a.example/1,y\nthird,x\n";

    fn corpus(copies: Copies) -> Corpus {
        let table = read(FILE.as_bytes(), &ReadOptions::default()).expect("a table");
        build(&table, &Columns::default(), copies).expect("a corpus")
    }

    #[test]
    fn near_copies_are_dropped_counted_and_their_conflicts_named() {
        let corpus = corpus(Copies::DropNear);
        assert_eq!(corpus.texts, ["Good day", "Bad day", "third"]);
        let account = &corpus.account;
        assert_eq!((account.duplicates, account.near_copies, account.duplicates_in_conflict), (3, 2, 1));
        assert_eq!(account.conflicts, [("x".to_owned(), "y".to_owned(), 1)]);
        assert_eq!(account.dropped_by_reason[&DropReason::NearCopy], 2);
        assert_eq!(account.dropped_by_reason[&DropReason::DuplicateText], 1);
        assert_eq!(account.documents + account.dropped.len(), account.rows);
    }

    #[test]
    fn copies_that_are_kept_are_warned_of_and_exact_ones_can_be_dropped_alone() {
        let kept = corpus(Copies::Keep);
        assert_eq!((kept.texts.len(), kept.account.duplicates, kept.account.near_copies), (6, 1, 0));
        let warns = |corpus: &Corpus| {
            corpus
                .account
                .warnings
                .iter()
                .any(|warning| warning.starts_with("3 documents are copies of earlier ones and kept"))
        };
        assert!(warns(&kept), "{:?}", kept.account.warnings);
        let exact = corpus(Copies::DropExact);
        assert_eq!((exact.texts.len(), exact.account.duplicates, warns(&exact)), (5, 1, false));
    }
}
