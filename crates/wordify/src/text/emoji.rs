//! Emojis as people see them: one picture, however many characters it is made of.

use unicode_properties::UnicodeEmoji;
use unicode_properties::emoji::{
    EmojiStatus, is_emoji_presentation_selector, is_regional_indicator, is_tag_character,
    is_text_presentation_selector, is_zwj,
};

/// Bytes of the emoji at the beginning of `text`, 0 where there is none: a picture with its skin tone, flags of
/// two letters, families joined by joiners, keycaps. Signs such as ©, ™ and ↔ are emojis only where the text says so.
pub(crate) fn emoji_length(text: &str) -> usize {
    let Some(first) = text.chars().next() else { return 0 };
    if first.is_ascii() {
        return keycap_length(text);
    }
    if is_regional_indicator(first) {
        let flag = text.chars().take(2).take_while(|&c| is_regional_indicator(c));
        return flag.map(char::len_utf8).sum();
    }
    let mut length = picture_length(text);
    while length > 0 {
        let rest = &text[length..];
        let joined = rest.strip_prefix(is_zwj).map_or(0, picture_length);
        if joined == 0 {
            break;
        }
        length += rest.len() - rest.trim_start_matches(is_zwj).len() + joined;
    }
    length
}

/// A digit, `#` or `*` under a keycap.
fn keycap_length(text: &str) -> usize {
    let behind = text.strip_prefix(|c: char| c.is_ascii_digit() || c == '#' || c == '*');
    let cap = behind.map(|rest| rest.strip_prefix(is_emoji_presentation_selector).unwrap_or(rest));
    match cap.and_then(|rest| rest.strip_prefix('\u{20e3}')) {
        Some(rest) => text.len() - rest.len(),
        None => 0,
    }
}

/// One picture with what changes its look: skin tone, presentation, tags of regional flags.
fn picture_length(text: &str) -> usize {
    let Some(first) = text.chars().next() else { return 0 };
    let behind = &text[first.len_utf8()..];
    let asked_for =
        behind.starts_with(is_emoji_presentation_selector) && first.is_emoji_char() && !first.is_ascii();
    if !asked_for && !is_picture(first) {
        return 0;
    }
    let changes = |c| {
        is_emoji_presentation_selector(c)
            || is_text_presentation_selector(c)
            || is_tag_character(c)
            || matches!(c, '\u{1f3fb}'..='\u{1f3ff}')
    };
    text.len() - behind.trim_start_matches(changes).len()
}

/// Whether `c` is a picture by itself. Arrows, letters in circles and geometric shapes, which serve as marks in
/// texts, are not.
fn is_picture(c: char) -> bool {
    match c.emoji_status() {
        EmojiStatus::NonEmoji | EmojiStatus::NonEmojiButEmojiComponent => false,
        EmojiStatus::EmojiOther
        | EmojiStatus::EmojiOtherAndEmojiComponent
        | EmojiStatus::EmojiModifierBase => {
            !matches!(c, '\0'..='\u{22ff}' | '\u{24c2}' | '\u{25a0}'..='\u{25ff}' | '\u{2900}'..='\u{33ff}')
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emoji_is_one_picture() {
        for emoji in ["😀", "👍🏽", "🇩🇪", "👨‍👩‍👧", "❤️‍🔥", "❤", "☺️", "1️⃣", "#⃣", "©️", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "⭐"]
        {
            assert_eq!(emoji_length(emoji), emoji.len(), "{emoji}");
            assert_eq!(emoji_length(&format!("{emoji}😀")), emoji.len(), "{emoji}");
        }
        for other in
            ["", "a", "1", "#a", "©", "™", "↔", "中", "▪", "\u{200d}", "\u{fe0f}", "㊗", "é", "\u{e000}"]
        {
            assert_eq!(emoji_length(other), 0, "{other}");
        }
    }
}
