//! Texts without spaces to words: Chinese and Japanese, and (`unspaced`) Thai, Lao, Khmer and Burmese.
//!
//! Chinese is cut as jieba does it (`chinese`), Japanese as MeCab does it with the dictionary ipadic, which also tells
//! the dictionary form of each word (`japanese`). Both look for the cheapest path through all words of a dictionary that
//! stand in the text; the work is in proportion to the length of the text. A language's dictionary is unpacked when
//! that language is asked for.

mod chinese;
mod content;
mod japanese;
pub mod pack;
pub(crate) mod traditional;
pub(crate) mod unspaced;

use self::chinese::Chinese;
use self::japanese::Japanese;
use crate::text::characters::compatible;
use crate::text::draft::{Draft, Written};
use crate::text::language::Language;
use crate::text::language::data::Segmentation;
use crate::text::language::script::Script;
use crate::text::tokenize::is_word;

/// Longest stretch that is cut as a whole, in characters: keeps the memory for one document small.
const STRETCH_CHARS_MAX: usize = 4_000;
/// Texts that are looked at to see whether they have spaces between words already.
const SAMPLED_TEXTS_MAX: usize = 1_000;
/// Where a space stands behind every fourth character or more often, the spaces divide words: words are two characters
/// long mostly, and sentences without spaces have ten characters and more between their marks.
const CHARS_PER_SPACE_MAX: usize = 4;

/// Cuts texts of one language into words.
#[derive(Debug)]
pub struct Segmenter {
    cutter: Cutter,
}

#[derive(Debug)]
enum Cutter {
    Chinese(Chinese),
    Japanese(Japanese),
}

impl Segmenter {
    /// Unpacks the dictionary of `language`, in less than a tenth of a second; none for languages that write spaces.
    pub fn load(language: Language) -> Option<Self> {
        let file = language.segmenter_data()?;
        let cutter = match language.facts().segmentation? {
            Segmentation::Jieba => Cutter::Chinese(Chinese::read(file).ok()?),
            Segmentation::Ipadic => Cutter::Japanese(Japanese::read(file).ok()?),
        };
        Some(Self { cutter })
    }

    /// Shows the words of `text` to `visit`, in their order, each with its dictionary form: for Chinese the word itself.
    /// What is not a word (white space, punctuation, symbols) is left out.
    pub fn words(&self, text: &str, visit: impl FnMut(&str, &str)) {
        self.usual_words(Draft::<String>::new(text).then(|text| self.usual(text)).text(), visit);
    }

    /// As [`Segmenter::words`], for a text behind [`Segmenter::usual`]; what is shown are parts of it.
    pub(crate) fn usual_words(&self, text: &str, mut visit: impl FnMut(&str, &str)) {
        match &self.cutter {
            Cutter::Chinese(chinese) => {
                let mut rest = text;
                while !rest.is_empty() {
                    let inside = rest.find(|c| !chinese::is_inside(c)).unwrap_or(rest.len());
                    pieces(&rest[..inside], |stretch| {
                        chinese.cut(stretch, &mut |word| visit_words(word, &mut |word| visit(word, word)));
                    });
                    rest = &rest[inside..];
                    let outside = rest.find(chinese::is_inside).unwrap_or(rest.len());
                    visit_words(&rest[..outside], &mut |word| visit(word, word));
                    rest = &rest[outside..];
                }
            }
            Cutter::Japanese(japanese) => {
                for stretch in text.split(|c: char| c.is_whitespace()) {
                    pieces(stretch, |stretch| {
                        japanese.cut(stretch, &mut |form, base| {
                            // A stretched vowel leaves strokes that are no word: すごーーーい.
                            if form.starts_with(is_word) && form.contains(|c| c != 'ー') {
                                visit(form, base.unwrap_or(form));
                            }
                        });
                    });
                }
            }
        }
    }

    /// `text` with letters of the usual width, where it is Japanese and has others: `ｱﾌﾟﾘ` as `アプリ`, `Ｗｅｂ` as `Web`. Nothing
    /// otherwise.
    pub fn usual<W: Written>(&self, text: &str) -> Option<W> {
        let unusual = |c: char| matches!(c, '\u{ff01}'..='\u{ffef}') && is_word(c);
        (matches!(self.cutter, Cutter::Japanese(_)) && text.contains(unusual)).then(|| compatible(text))
    }

    /// The words of a text that has spaces between them, with their dictionary forms.
    pub fn spaced_words(&self, text: &str, mut visit: impl FnMut(&str, &str)) {
        visit_words(text, &mut |word| {
            let mut base = None;
            let mut words = 0;
            if let Cutter::Japanese(japanese) = &self.cutter
                && word.chars().nth(STRETCH_CHARS_MAX).is_none()
            {
                japanese.cut(word, &mut |_, found| {
                    base = found.map(str::to_owned);
                    words += 1;
                });
            }
            visit(word, base.filter(|_| words == 1).as_deref().unwrap_or(word));
        });
    }
}

/// Whether one character can be a word: a Chinese character can, other letters hardly.
pub fn is_word_alone(c: char) -> bool {
    Script::of(c) == Some(Script::Han)
}

/// Whether `texts` have spaces between their words already, as a segmenter leaves them.
pub fn are_spaced(texts: &[&str]) -> bool {
    let step = texts.len().div_ceil(SAMPLED_TEXTS_MAX).max(1);
    let (mut letters, mut spaces) = (0, 0);
    for text in texts.iter().step_by(step) {
        let (mut after_letter, mut gap) = (false, false);
        for c in text.chars().take(STRETCH_CHARS_MAX) {
            let letter = matches!(Script::of(c), Some(Script::Han | Script::Kana));
            letters += usize::from(letter);
            spaces += usize::from(letter && gap && after_letter);
            gap = c.is_whitespace() || gap && !letter && c.is_whitespace();
            after_letter |= letter;
        }
    }
    letters > 0 && spaces * CHARS_PER_SPACE_MAX >= letters
}

/// `text` with spaces around links, addresses and numbers with a point; nothing where there can be none. Cleaning takes a link to reach to the next space,
/// which without spaces between words is the end of the text.
pub(crate) fn with_links_apart<W: Written>(text: &str) -> Option<W> {
    let is_outside = |c: char| !c.is_ascii_graphic();
    if text.is_ascii() || !text.contains(['.', '@', '/']) {
        return None;
    }
    let mut out = W::with_capacity(text.len() + 16);
    let (mut kept, mut at) = (0, 0);
    while let Some(start) = text[at..].find(|c| !is_outside(c)).map(|found| at + found) {
        at = text[start..].find(is_outside).map_or(text.len(), |found| start + found);
        if text[start..at].contains(['.', '@', '/']) {
            out.keep(text, kept..start);
            out.push(' ', start..start);
            out.keep(text, start..at);
            out.push(' ', at..at);
            kept = at;
        }
    }
    out.keep(text, kept..text.len());
    Some(out)
}

/// Shows `stretch` in pieces of bounded length.
fn pieces(stretch: &str, mut visit: impl FnMut(&str)) {
    let mut rest = stretch;
    while let Some((end, _)) = rest.char_indices().nth(STRETCH_CHARS_MAX) {
        visit(&rest[..end]);
        rest = &rest[end..];
    }
    if !rest.is_empty() {
        visit(rest);
    }
}

/// Shows the runs of word characters in `text`.
fn visit_words(text: &str, visit: &mut dyn FnMut(&str)) {
    for word in text.split(|c| !is_word(c)).filter(|word| !word.is_empty()) {
        visit(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: Language, text: &str, expected: &str) {
        let segmenter = Segmenter::load(language).expect("it has a segmenter");
        let mut words = Vec::new();
        segmenter.words(text, |form, base| {
            words.push(if form == base { form.to_owned() } else { format!("{form}/{base}") });
        });
        assert_eq!(words.join(" "), expected, "{text}");
    }

    #[test]
    fn chinese_is_cut_as_jieba_cuts_it() {
        check(Language::Chinese, "我来到北京清华大学", "我 来到 北京 清华大学");
        check(Language::Chinese, "他来到了网易杭研大厦。", "他 来到 了 网易 杭研 大厦");
        check(
            Language::Chinese,
            "手机很好用，5.5寸屏幕！Android系统",
            "手机 很 好 用 5 5 寸 屏幕 Android 系统",
        );
    }

    #[test]
    fn japanese_is_cut_as_mecab_cuts_it_with_dictionary_forms() {
        check(Language::Japanese, "すもももももももものうち", "すもも も もも も もも の うち");
        check(
            Language::Japanese,
            "昨日は天気がよかったので、川沿いを歩きました。",
            "昨日 は 天気 が よかっ/よい た ので 川 沿い を 歩き/歩く まし/ます た",
        );
        check(Language::Japanese, "ｱﾌﾟﾘをＤＬした", "アプリ を DL し/する た");
    }

    #[test]
    fn any_text_is_cut_without_loss_of_words() {
        for language in [Language::Chinese, Language::Japanese] {
            let segmenter = Segmenter::load(language).expect("it has a segmenter");
            for text in
                ["", " ", "。", "x", "é漢字ひらがな𠀀𠮷ß12", &"ア".repeat(10_000), &"漢".repeat(10_000)]
            {
                let mut words = String::new();
                segmenter.words(text, |form, _| words.push_str(form));
                assert_eq!(words, text.replace([' ', '。'], ""), "{language}");
            }
        }
    }

    #[test]
    fn texts_with_spaces_between_words_are_distinguished_from_others() {
        let spaced = |text: &str| are_spaced(&[text]);
        assert!(spaced("手机 外观 不错 屏幕 很 好"));
        assert!(!spaced("手机外观不错，屏幕很好 推荐购买"));
        assert!(!spaced("天気がよかった ので 川沿いを歩きました"));
        assert!(!spaced("nothing of that") && !spaced(""));
    }

    #[test]
    fn links_end_where_letters_of_another_kind_begin() {
        let apart: Option<String> = with_links_apart("看http://a.cn/x很好5.5寸ok吧");
        assert_eq!(apart.as_deref(), Some("看 http://a.cn/x 很好 5.5 寸ok吧"));
        assert_eq!(with_links_apart::<String>("plain"), None);
    }
}
