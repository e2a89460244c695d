//! Emojis.

use super::replacement::replaced;
use crate::text::emoji::emoji_length;

/// Emojis, each as people see it: a family or a flag is one.
///
/// ```
/// use wordify::text::clean::steps::emojis::emojis;
/// assert_eq!(emojis("so👍🏽good ❤️ 🇩🇪👨‍👩‍👧 ©", "_emoji_"), "so _emoji_ good _emoji_ _emoji_ _emoji_ ©");
/// assert_eq!(emojis("so👍🏽good 😀", ""), "so good ");
/// ```
pub fn emojis(text: &str, with: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    replaced(text, with, |_, rest| emoji_length(rest))
}
