//! Marks: bullets, dashes at line ends, quotation marks, brackets, punctuation.

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use super::replacement::is_word_part;

/// Brackets that are removed with what is in them.
const BRACKETS: [(char, char); 7] =
    [('(', ')'), ('[', ']'), ('{', '}'), ('（', '）'), ('【', '】'), ('［', '］'), ('｛', '｝')];

/// Bullets at the beginning of a line become `-`.
///
/// ```
/// use wordify::text::clean::steps::marks::bullet_points;
/// assert_eq!(bullet_points("• one\n ▪ two • three"), "- one\n - two • three");
/// ```
pub fn bullet_points(text: &str) -> String {
    let mut at_start = true;
    text.chars()
        .map(|c| {
            let bullet = at_start
                && matches!(
                    c,
                    '•' | '‣'
                        | '⁃'
                        | '⁌'
                        | '⁍'
                        | '∙'
                        | '▪'
                        | '●'
                        | '◦'
                        | '⦾'
                        | '⦿'
                        | '■'
                        | '□'
                        | '➢'
                        | '・'
                );
            at_start = c == '\n' || c == '\r' || (at_start && c.is_whitespace());
            if bullet { '-' } else { c }
        })
        .collect()
}

/// Words that were divided at the end of a line become whole again. A hyphen inside a line stays, so that
/// "pre- and post-war" keeps both its parts.
///
/// ```
/// use wordify::text::clean::steps::marks::hyphenated_words;
/// assert_eq!(hyphenated_words("an exam-\n  ple, слу-\nчай, pre- and post, 1-\n2"), "an example, случай, pre- and post, 1-\n2");
/// ```
pub fn hyphenated_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['-', '\u{2010}', '\u{ad}']) {
        let dash = rest[at..].chars().next().map_or(1, char::len_utf8);
        let behind = &rest[at + dash..];
        let gap = behind.find(|c: char| !c.is_whitespace()).unwrap_or(behind.len());
        let divided = behind[..gap].contains('\n')
            && rest[..at].ends_with(char::is_alphabetic)
            && behind[gap..].starts_with(char::is_alphabetic);
        out.push_str(&rest[..if divided { at } else { at + dash }]);
        rest = if divided { &behind[gap..] } else { behind };
    }
    out + rest
}

/// Quotation marks and apostrophes of all kinds become `"` and `'`.
///
/// ```
/// use wordify::text::clean::steps::marks::quotation_marks;
/// assert_eq!(quotation_marks("„so“ «и так» “that’s” ‚it‘ 「是」"), "\"so\" \"и так\" \"that's\" 'it' \"是\"");
/// ```
pub fn quotation_marks(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '‘' | '’' | '‚' | '‛' | '´' | '`' | '′' | '‹' | '›' | 'ʼ' => '\'',
            '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '〝' | '〞' | '〟' | '「' | '」' | '『' | '』'
            | '＂' => '"',
            c => c,
        })
        .collect()
}

/// Brackets with what is in them become a space, also one in another; a bracket without its partner stays.
///
/// ```
/// use wordify::text::clean::steps::marks::brackets;
/// assert_eq!(brackets("one (two [three]) four（五）six :("), "one   four six :(");
/// assert_eq!(brackets("(a (b) c"), "(a   c");
/// ```
pub fn brackets(text: &str) -> String {
    // Start and end in bytes of each pair; a pair inside another is dropped with it.
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (index, c) in text.char_indices() {
        if let Some(&(_, close)) = BRACKETS.iter().find(|&&(bracket, _)| bracket == c) {
            open.push((index, close));
        } else if open.last().is_some_and(|&(_, close)| close == c) {
            let start = open.pop().map_or(index, |(start, _)| start);
            while pairs.last().is_some_and(|&(inside, _)| inside > start) {
                pairs.pop();
            }
            pairs.push((start, index + c.len_utf8()));
        }
    }
    let mut out = String::with_capacity(text.len());
    let mut kept = 0;
    for (start, end) in pairs {
        out.push_str(&text[kept..start]);
        out.push(' ');
        kept = end;
    }
    out + &text[kept..]
}

/// Every punctuation mark of any script becomes a space, except `_`, which is part of words. An apostrophe
/// becomes a space too: "don't" is two tokens, as without this step.
///
/// ```
/// use wordify::text::clean::steps::marks::punctuation;
/// assert_eq!(punctuation("Да, нет! 好。¿qué? _url_ 5$"), "Да  нет  好  qué  _url_ 5$");
/// ```
pub fn punctuation(text: &str) -> String {
    let is_mark = |c: char| {
        if c.is_ascii() {
            return c.is_ascii_punctuation() && !"_$+<=>^`|~".contains(c);
        }
        c.general_category_group() == GeneralCategoryGroup::Punctuation
            && c.general_category() != GeneralCategory::ConnectorPunctuation
    };
    text.chars().map(|c| if is_mark(c) { ' ' } else { c }).collect()
}

/// All but letters, their marks, numbers and `_` becomes a space, one for each run.
///
/// ```
/// use wordify::text::clean::steps::marks::non_words;
/// assert_eq!(non_words("Straße, Россия й; Ελλάδα! हिन्दी 100 %"), "Straße Россия й Ελλάδα हिन्दी 100 ");
/// ```
pub fn non_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_word = true;
    for c in text.chars() {
        let word = is_word_part(c);
        if word {
            out.push(c);
        } else if after_word {
            out.push(' ');
        }
        after_word = word;
    }
    out
}
