//! Emojis.

use super::replacement::replaced;
use crate::text::draft::Written;
use crate::text::emoji::emoji_length;

/// Emojis, each as people see it: a family or a flag is one.
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::ReplaceEmojis.apply("so👍🏽good ❤️ 🇩🇪👨‍👩‍👧 ©"), "so _emoji_ good _emoji_ _emoji_ _emoji_ ©");
/// assert_eq!(Step::RemoveEmojis.apply("so👍🏽good 😀"), "so good ");
/// ```
pub(super) fn emojis<W: Written>(text: &str, with: &str) -> Option<W> {
    if text.is_ascii() {
        return None;
    }
    Some(replaced(text, with, |_, rest| emoji_length(rest)))
}
