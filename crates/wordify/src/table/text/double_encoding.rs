//! Text that was encoded as UTF-8, read as Windows-1252 and encoded again: "schÃ¶n" for "schön".
//!
//! A cell is taken for double-encoded when every one of its characters stands for a byte of Windows-1252, the
//! bytes are valid UTF-8, and what comes out are letters and signs that such accidents produce. The last
//! condition spares texts like "CAFÉ…", whose É and … happen to be a valid pair of bytes. Bytes from 80 to 9F may stand for
//! themselves as well: so do the five that Windows-1252 leaves undefined, and all of them where a program took the bytes
//! for Latin-1, as SheetJS does. Bytes that were lost on the way, as U+FFFD, spoil one character each.

use crate::count::counted;
use crate::table::Column;

/// Times that the accident is undone: it happens twice when a file is saved wrongly twice.
const TIMES_MAX: usize = 2;
/// Characters around the example in the warning.
const EXAMPLE_CHARS: usize = 20;

/// Stands for a byte that was lost: no byte of UTF-8.
const LOST: u8 = 0xff;

/// Finds double-encoded cells in `columns`, repairs them if `repair`, and says so in a warning.
pub(in crate::table) fn treat(
    columns: &mut [Column],
    row_of: impl Fn(usize) -> usize,
    repair: bool,
) -> Option<String> {
    let (mut cells, mut spoilt) = (0, false);
    let mut example = None;
    for column in columns {
        if let Some(name) = undo(&column.name) {
            cells += 1;
            example.get_or_insert_with(|| {
                (row_of(0).saturating_sub(1), column.name.clone(), excerpt(&column.name), excerpt(&name))
            });
            if repair {
                column.name = name;
            }
        }
        if column.all_text().is_ascii() {
            continue;
        }
        let mut repaired = Column::new(column.name.clone());
        let mut found = false;
        for (row, cell) in column.cells().enumerate() {
            let Some(text) = undo(cell) else {
                if repair && found {
                    repaired.push(cell);
                }
                continue;
            };
            cells += 1;
            spoilt |= text.contains('\u{fffd}');
            if example.is_none() {
                example = Some((row_of(row), column.name.clone(), excerpt(cell), excerpt(&text)));
            }
            if repair && !found {
                column.cells().take(row).for_each(|cell| repaired.push(cell));
            }
            found = true;
            if repair {
                repaired.push(&text);
            }
        }
        if repair && found {
            *column = repaired;
        }
    }
    let (row, name, before, after) = example?;
    let what = counted(cells, "cell was", "cells were");
    let remedy = if repair { "They are repaired" } else { "They can be repaired (--repair-encoding)" };
    let lost = if spoilt { " Characters that were lost on the way stay \u{fffd}." } else { "" };
    Some(format!(
        "{what} encoded twice: in row {}, column \"{name}\", \"{before}\" should be \"{after}\". {remedy}.{lost}",
        crate::count::grouped(row)
    ))
}

/// The text before the accident; `None` where there was none.
pub(super) fn undo(cell: &str) -> Option<String> {
    let mut text = undo_once(cell)?;
    for _ in 1..TIMES_MAX {
        match undo_once(&text) {
            Some(earlier) => text = earlier,
            None => break,
        }
    }
    Some(text)
}

fn undo_once(cell: &str) -> Option<String> {
    let suspect = cell.bytes().position(|byte| !byte.is_ascii())?;
    // The first suspect settles it for nearly every cell: "ö" alone begins no character of UTF-8.
    let first: Option<Vec<u8>> = cell[suspect..].chars().take(4).map(byte).collect();
    let first = first?;
    if !first.contains(&LOST) && std::str::from_utf8(&first).is_err_and(|error| error.valid_up_to() == 0) {
        return None;
    }
    // The byte lost behind "â€" is that of a closing quotation mark: it is one of the five that Windows-1252 leaves undefined,
    // and the others stand for signs that nobody types.
    let cell = cell.replace("â€\u{fffd}", "â€\u{9d}");
    let bytes: Option<Vec<u8>> = cell.chars().map(byte).collect();
    decode(&bytes?).filter(|text| is_plausible(text))
}

/// The byte that `c` stands for, [`LOST`] for U+FFFD.
fn byte(c: char) -> Option<u8> {
    match c {
        '\u{fffd}' => Some(LOST),
        // The byte of ÿ is in no UTF-8.
        'ÿ' => None,
        _ => windows_1252_byte(c),
    }
}

/// The text of `bytes`, with U+FFFD for each character that has lost bytes; `None` where others are no UTF-8.
fn decode(bytes: &[u8]) -> Option<String> {
    let mut text = String::with_capacity(bytes.len());
    let (mut at, mut is_lost) = (0, false);
    for chunk in bytes.utf8_chunks() {
        is_lost &= chunk.valid().is_empty();
        text.push_str(chunk.valid());
        at += chunk.valid().len() + chunk.invalid().len();
        match chunk.invalid() {
            [] => {}
            // The rest of a character whose beginning was lost.
            [0x80..=0xbf] if is_lost => {}
            [LOST] if is_lost => {}
            invalid if invalid == [LOST] || bytes.get(at) == Some(&LOST) => {
                text.push('\u{fffd}');
                is_lost = true;
            }
            _ => return None,
        }
    }
    Some(text)
}

/// Accents and signs of Western Europe show the accident at once; letters of other scripts, which a pair of
/// ordinary characters may spell by chance, must come twice.
fn is_plausible(text: &str) -> bool {
    let mut others = 0;
    for c in text.chars().filter(|c| !c.is_ascii()) {
        match c {
            '\u{a0}'..='\u{ff}' | '\u{2010}'..='\u{2044}' | '\u{20ac}' | '\u{2122}' | '\u{1f000}'.. => {
                return true;
            }
            // Characters that only the second round brings to light.
            '\u{0152}'..='\u{0192}' | '\u{02c6}' | '\u{02dc}' => others += 1,
            '\u{0100}'..='\u{017f}' | '\u{0370}'..='\u{052f}' | '\u{0590}'..='\u{06ff}' => others += 1,
            '\u{0900}'..='\u{ffff}' => others += 1,
            _ => {}
        }
    }
    others >= 2
}

fn windows_1252_byte(c: char) -> Option<u8> {
    match c {
        '\0'..='\u{ff}' => u8::try_from(u32::from(c)).ok(),
        _ => HIGH.iter().position(|&high| high == c).and_then(|at| u8::try_from(0x80 + at).ok()),
    }
}

/// Windows-1252 from 80 to 9F; NUL where it is undefined.
const HIGH: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’', '“',
    '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// The first character beyond ASCII with its surroundings.
fn excerpt(text: &str) -> String {
    let position = text.chars().position(|c| !c.is_ascii()).unwrap_or(0);
    let start = position.saturating_sub(EXAMPLE_CHARS / 2);
    let cut: String =
        text.chars().skip(start).take(EXAMPLE_CHARS).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let (before, after) = (
        if start > 0 { "…" } else { "" },
        if text.chars().count() > start + EXAMPLE_CHARS { "…" } else { "" },
    );
    format!("{before}{}{after}", cut.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoil(text: &str) -> String {
        text.bytes()
            .map(|byte| match byte {
                0x81 | 0x8d | 0x8f | 0x90 | 0x9d => char::from(byte),
                0x80..=0x9f => HIGH[usize::from(byte) - 0x80],
                _ => char::from(byte),
            })
            .collect()
    }

    #[test]
    fn what_was_encoded_twice_or_thrice_is_undone() {
        for text in [
            "schön",
            "don’t",
            "Ärger über 5 €",
            "naïve café – “yes”",
            "очень хорошо",
            "很好的手机",
            "great 😀",
            "Łódź żółw",
        ] {
            assert_eq!(undo(&spoil(text)).as_deref(), Some(text));
            assert_eq!(undo(&spoil(&spoil(text))).as_deref(), Some(text), "twice");
        }
        assert_eq!(spoil("schön"), "schÃ¶n");
        // The same by a program that takes the bytes for Latin-1.
        let latin1 = |text: &str| text.bytes().map(char::from).collect::<String>();
        for text in ["Grüße", "schön – “gut”", "очень хорошо", "great 😀"] {
            assert_eq!(undo(&latin1(text)).as_deref(), Some(text));
        }
        assert_eq!(spoil("don’t"), "donâ€™t");
    }

    #[test]
    fn bytes_that_were_lost_spoil_no_other_characters() {
        for (cell, text) in [
            ("schÃ¶n â€œxâ€\u{fffd}", "schön “x”"),
            ("xâ€\u{fffd}", "x”"),
            ("schÃ¶n Ã\u{fffd}land", "schön \u{fffd}land"),
            ("Ã\u{fffd}land schÃ¶n", "\u{fffd}land schön"),
            ("\u{fffd} schÃ¶n", "\u{fffd} schön"),
            ("schÃ¶n ðŸ\u{fffd}ˆ", "schön \u{fffd}"),
        ] {
            assert_eq!(undo(cell).as_deref(), Some(text), "{cell}");
        }
        for cell in ["sch\u{fffd}n", "schön \u{fffd}", "\u{fffd}", "Ã\u{fffd}", "ÿ\u{fffd}"] {
            assert_eq!(undo(cell), None, "{cell}");
        }
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        for text in [
            "schön",
            "CAFÉ…",
            "viel Spaß…",
            "Ä…",
            "don’t",
            "50 €",
            "очень хорошо",
            "很好",
            "ESPAÑ…",
            "„Straße“",
            "plain",
            "",
        ] {
            assert_eq!(undo(text), None, "{text}");
        }
    }

    #[test]
    fn cells_are_counted_and_repaired_only_when_asked() {
        let mut column = Column::new("text");
        ["schön", "schÃ¶n", "plain", "fÃ¼r", ""].iter().for_each(|cell| column.push(cell));
        let mut columns = [column.clone()];
        let warning = treat(&mut columns, |place| 2 + place, false).expect("a warning");
        assert!(
            warning.starts_with(
                "2 cells were encoded twice: in row 3, column \"text\", \"schÃ¶n\" should be \"schön\""
            ),
            "{warning}"
        );
        assert_eq!(columns[0], column);
        treat(&mut columns, |place| 2 + place, true);
        assert_eq!(columns[0].cells().collect::<Vec<_>>(), ["schön", "schön", "plain", "für", ""]);
        assert_eq!(treat(&mut columns, |place| 2 + place, true), None);
        let mut named = [Column::new("GrÃ¶ÃŸe")];
        assert!(
            treat(&mut named, |place| 2 + place, true).expect("a warning").contains("should be \"Größe\"")
        );
        assert_eq!(named[0].name, "Größe");
    }
}
