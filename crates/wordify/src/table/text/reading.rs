//! What speaks against reading bytes in a character set: letters that the language lacks, and signs where no text has them.
//!
//! Every different word counts once, however often it comes: a name on each row shows no more than one name.

use rustc_hash::FxHashSet;

use super::alphabet::{self, Language};

/// What a sign or capital costs that stands where none does.
const FAULT: usize = 8;
/// What letters of the neighbours cost, those that are rare in all, and those that hardly come in a text of the West.
const NEIGHBOUR: usize = 1;
const RARE: usize = 2;
const FOREIGN: usize = 4;
/// What any letter costs that a language of the East lacks: words of others come there without their accents.
const NOT_EASTERN: usize = 3;
/// What a word costs whose letters no language has together.
const MIXED: usize = 3;
/// Letters of many languages of the West, and others that come in names.
const COMMON_LETTERS: &str = "éèêëáàâäíïóôöúüñçåæøœß";
const RARE_LETTERS: &str = "ìîòùûõãýÿšž";
/// Letters that are words in some language.
const WORDS_OF_ONE: &str = "àèéóöåáíæøyő";
/// What a letter costs at an end where it is rare, and one beside what is a word without it: “willà”.
const ODD: usize = 1;
const GLUED: usize = 2;
/// Bytes of a word that are looked at, and letters beside a sign: more are no word.
const WORD_BYTES_MAX: usize = 200;
const PART_MAX: usize = 30;
/// Different words with “…” behind them from which it is surely one.
const ELLIPSES_MANY: usize = 3;
/// Letters behind and before an apostrophe: “don’t”, “quell’uomo”.
const ENDING_MAX: usize = 2;
const ARTICLE_MAX: usize = 5;

/// The different words beyond ASCII of a text, each with what stands beside it.
pub(super) struct Words<'a> {
    words: FxHashSet<Word<'a>>,
    /// The words of ASCII, in small letters.
    plain: FxHashSet<Vec<u8>>,
    /// Bytes that stand before a word, with none before them.
    opens: [bool; 256],
}

/// A word beyond ASCII between what stands beside it.
type Word<'a> = (u8, &'a [u8], u8);

/// What speaks against a reading.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cost {
    /// Everything.
    pub(super) all: usize,
    /// What is more than unusual: signs that may be right all the same are left out.
    pub(super) clear: usize,
}

/// Signs that come in pairs, or open a quotation.
const PAIRED: [char; 9] = ['“', '”', '„', '«', '»', '‹', '›', '—', '–'];

/// What is beside a letter or sign.
struct Place {
    before: char,
    after: char,
    left: Part,
    right: Part,
}

/// The letters on one side of a sign.
struct Part {
    letters: usize,
    /// Whether they are a word that stands elsewhere in the text as well; and whether they are, or hold letters beyond ASCII.
    is_word: bool,
    is_known: bool,
    has_vowel: bool,
    ends_in_consonant: bool,
}

impl<'a> Words<'a> {
    /// Those of `text`.
    pub(super) fn of(text: &'a [u8]) -> Self {
        let (mut words, mut plain, mut opens) = (FxHashSet::default(), FxHashSet::default(), [false; 256]);
        let is_inside = |byte: &u8| byte.is_ascii_alphabetic() || *byte >= 0x80;
        // Which other sign stands beside a word makes no difference.
        let beside = |at: Option<usize>| match at.and_then(|at| text.get(at)) {
            Some(byte) if byte.is_ascii_digit() => b'0',
            Some(b'\'') => b'\'',
            _ => b' ',
        };
        let mut at = 0;
        while let Some(found) = text[at..].iter().position(is_inside) {
            let start = at + found;
            let length = text[start..].iter().position(|byte| !is_inside(byte)).unwrap_or(text.len() - start);
            at = start + length;
            let word = &text[start..at.min(start + WORD_BYTES_MAX)];
            if word.is_ascii() {
                plain.insert(word.to_ascii_lowercase());
            } else if word.iter().any(|&byte| byte >= 0x80 && byte != 0xa0) {
                // A blank that does not break says nothing.
                opens[usize::from(word[0])] |= length > 1;
                words.insert((beside(start.checked_sub(1)), word, beside(Some(at))));
            }
        }
        Self { words, plain, opens }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.words.len()
    }

    /// How many of them two character sets read in different ways.
    pub(super) fn read_differently(&self, one: &[char; 256], other: &[char; 256]) -> usize {
        let differs = |byte: &u8| one[usize::from(*byte)] != other[usize::from(*byte)];
        self.words.iter().filter(|(_, word, _)| word.iter().any(differs)).count()
    }

    /// What speaks against `of` as the characters of the bytes, in a text of `language`.
    pub(super) fn cost(&self, of: &[char; 256], language: &Language) -> Cost {
        let character = |byte: &u8| of[usize::from(*byte)];
        let has =
            |c: char| self.words.iter().any(|(_, word, _)| word.iter().any(|byte| character(byte) == c));
        let opening = |c: char| (0x80..=0xff_usize).any(|byte| of[byte] == c && self.opens[byte]);
        let is_ellipsis = |pair: &[u8]| character(&pair[1]) == '…' && is_letter(character(&pair[0]));
        let document = Document {
            language,
            opened: PAIRED.into_iter().filter(|&c| opening(c)).collect(),
            present: PAIRED.into_iter().filter(|&c| has(c)).collect(),
            ellipses: self.words.iter().filter(|(_, word, _)| word.windows(2).any(is_ellipsis)).count(),
        };
        let mut cost = Cost { all: 0, clear: 0 };
        for word in &self.words {
            let of_word = self.cost_of_word(*word, of, &document);
            cost.all += of_word;
            cost.clear += if of_word >= RARE { of_word } else { 0 };
        }
        cost
    }

    fn cost_of_word(&self, (before, word, after): Word, of: &[char; 256], document: &Document) -> usize {
        let character = |at: usize| word.get(at).map_or(char::from(after), |&byte| of[usize::from(byte)]);
        let (mut worst, mut signs, mut letters) = (0, 0, Vec::new());
        for (at, _) in word.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()) {
            let c = character(at);
            let place = Place {
                before: at.checked_sub(1).map_or(char::from(before), character),
                after: character(at + 1),
                left: self.part(word[..at].iter().rev(), of, true),
                right: self.part(word[at + 1..].iter(), of, false),
            };
            if c == '\u{a0}' {
                continue;
            }
            if is_fault(place.before, c, place.after) {
                signs += FAULT;
            } else if is_letter(c) {
                // Portuguese names: São Paulo.
                let is_til = "ãÃ".contains(c) && "oO".contains(place.after);
                worst = worst.max(if is_til { 0 } else { letter_cost(c, document.language) });
                signs += position_cost(c, &place);
                letters.extend(c.to_lowercase());
            } else {
                signs += sign_cost(c, &place, document);
            }
        }
        worst + signs + if alphabet::fit_together(&letters) { 0 } else { MIXED }
    }

    /// The letters from a sign on.
    fn part<'b>(&self, bytes: impl Iterator<Item = &'b u8>, of: &[char; 256], is_left: bool) -> Part {
        let is_inside = |byte: &&u8| is_letter(of[usize::from(**byte)]);
        let mut letters: Vec<u8> = bytes.take(PART_MAX).take_while(is_inside).copied().collect();
        if is_left {
            letters.reverse();
        }
        letters.make_ascii_lowercase();
        let is_vowel = |byte: &u8| b"aeiouy".contains(byte) || !byte.is_ascii();
        let is_plain = self.plain.contains(&letters);
        Part {
            letters: letters.len(),
            is_word: letters.len() >= 2 && is_plain,
            is_known: is_plain || !letters.is_ascii(),
            has_vowel: letters.iter().any(is_vowel),
            ends_in_consonant: letters.last().is_some_and(|byte| !is_vowel(byte)),
        }
    }
}

/// What signs need to know of the whole text.
struct Document<'a> {
    language: &'a Language,
    opened: Vec<char>,
    present: Vec<char>,
    /// Different words with “…” behind them.
    ellipses: usize,
}

/// What `c`, a letter beyond ASCII, costs in a text of `language`.
fn letter_cost(c: char, language: &Language) -> usize {
    let is_in = |letters: &str| c.to_lowercase().all(|c| letters.contains(c));
    if is_in(language.letters) || c >= '\u{250}' {
        0
    } else if !language.is_western {
        NOT_EASTERN
    } else if is_in(COMMON_LETTERS) {
        NEIGHBOUR
    } else if is_in(RARE_LETTERS) {
        RARE
    } else {
        FOREIGN
    }
}

/// What `c`, a letter beyond ASCII, costs for where it stands.
fn position_cost(c: char, place: &Place) -> usize {
    let is_apart = |c: char| !is_letter(c) && !"'’".contains(c);
    let (starts, ends) = (is_apart(place.before), is_apart(place.after));
    let when = |is_odd: bool, cost: usize| if is_odd { cost } else { 0 };
    let is_word = c.to_lowercase().all(|c| WORDS_OF_ONE.contains(c)) || c >= '\u{250}';
    let is_cased = c.is_uppercase() && place.before.is_uppercase() && place.after.is_lowercase();
    let is_fine = |part: &Part| part.letters == 0 || part.is_word;
    let is_glued =
        is_fine(&place.left) && is_fine(&place.right) && place.left.letters + place.right.letters > 0;
    when(is_cased, RARE)
        + when(c.is_lowercase() && place.after.is_uppercase(), FOREIGN)
        + when(starts && ends && !is_word, RARE)
        + when(!starts && ends && "êîôûïâ".contains(c), ODD)
        + when(c == 'à' && (starts && !ends || "aeou".contains(place.before)), RARE)
        + when(is_glued, GLUED)
}

/// What a sign costs where it stands; none costs anything where texts usually have it.
fn sign_cost(c: char, place: &Place, document: &Document) -> usize {
    let (starts, ends) = (!is_letter(place.before), !is_letter(place.after));
    let beside = !starts || !ends;
    let opened = |signs: &[char]| signs.iter().any(|sign| document.opened.contains(sign));
    let present = |sign: char| document.present.contains(&sign);
    let when = |is_odd: bool, cost: usize| if is_odd { cost } else { 0 };
    match c {
        '’' | '‘' if !starts && !ends => {
            let is_usual = place.right.letters <= ENDING_MAX || place.left.letters <= ARTICLE_MAX;
            let is_turned = c == '‘' && !(place.right.letters == 1 || place.left.letters == 1);
            when(!is_usual || !document.language.has_apostrophes, NEIGHBOUR) + when(is_turned, NEIGHBOUR)
        }
        '’' | '„' | '‚' => 0,
        '‘' => when(!starts, RARE),
        '“' => when(!starts && !present('„'), RARE),
        '”' => when(!starts && !opened(&['“', '”', '„']), RARE),
        '«' => when(!present('»'), NEIGHBOUR),
        '»' => when(!present('«'), NEIGHBOUR),
        '‹' | '›' => when(!present('‹') || !present('›'), RARE),
        '–' | '—' if !starts && !ends => {
            let is_ended = !place.left.has_vowel || !place.right.has_vowel;
            let is_known = place.left.is_known || place.right.is_known;
            let has_capital = place.after.is_uppercase() || place.before.is_uppercase();
            when(is_ended && !has_capital, NEIGHBOUR) + when(!is_known && !has_capital, NEIGHBOUR)
        }
        '–' | '—' => when(!starts && !opened(&[c]), NEIGHBOUR),
        '…' if starts => when(!ends && !place.right.is_known, NEIGHBOUR),
        '…' => {
            let may_be_a = document.language.letters.contains('à') || document.ellipses < ELLIPSES_MANY;
            when(may_be_a && !place.left.is_known && place.left.ends_in_consonant, NEIGHBOUR)
        }
        '•' => when(!starts, FOREIGN),
        '†' | '‡' => when(!starts, RARE),
        '¢' => when(beside, RARE).max(NEIGHBOUR),
        '‰' | '×' | '÷' | '±' | '§' => when(beside, RARE),
        '£' | '€' | '¥' => when(beside, NEIGHBOUR),
        '¡' | '¿' => {
            let is_odd = !starts || place.before.is_ascii_digit();
            when(is_odd, FOREIGN) + when(ends, RARE) + when(document.language.has_apostrophes, NEIGHBOUR)
        }
        '°' => when(!starts && !"Nn".contains(place.before), NEIGHBOUR),
        '½' | '¼' | '¾' | '¹' => when(!starts, NEIGHBOUR) + when(!ends, RARE),
        '²' | '³' => when(!ends, RARE),
        'ª' | 'º' => when(!ends, RARE) + when(document.language.has_apostrophes, NEIGHBOUR),
        '·' => when(!(place.before == 'l' && place.after == 'l'), NEIGHBOUR),
        '©' | '®' | '™' => when(!ends, FOREIGN),
        '\u{2500}'..='\u{25ff}' => FOREIGN,
        _ => RARE,
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !"ªºµ".contains(c)
}

/// Whether no text has `character` between these two.
pub(super) fn is_fault(before: char, character: char, after: char) -> bool {
    let is_latin = |c: char| is_letter(c) && c < '\u{250}';
    let beside = [before, after];
    let inside = beside.iter().all(|&c| is_letter(c));
    match character {
        '\u{80}'..='\u{9f}' | '\u{fffd}' | '¤' => true,
        // These stand between words without blanks, and within.
        '’' | '‘' | '–' | '—' | '…' | '·' => false,
        // These open quotations, in lines of type: “caf‚” is “café” of DOS.
        '‚' | '„' => is_letter(before),
        '½' | '¼' | '¾' => is_letter(after),
        '¨' | '´' | '¸' | '¦' => beside.iter().any(|&c| is_letter(c)),
        c if !is_letter(c) => inside,
        c if !is_latin(c) => beside.iter().any(|&c| is_latin(c)) || c.is_uppercase() && before.is_lowercase(),
        c => {
            beside.iter().any(|&c| c.is_ascii_digit() || is_letter(c) && !is_latin(c))
                || c.is_uppercase() && before.is_lowercase()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_text_has_inside_words_is_a_fault() {
        for (before, character, after, expected) in [
            ('k', 'ö', 's', false),
            ('c', 'Š', 's', true),
            ('L', 'Ł', 'D', false),
            (' ', 'Ł', '5', true),
            (' ', '£', '5', false),
            ('a', '£', 'b', true),
            ('n', '’', 't', false),
            ('u', '…', 'a', false),
            ('c', '½', 'u', true),
            ('1', '½', ' ', false),
            ('k', 'Ц', 's', true),
            ('к', 'ц', 'а', false),
            (' ', '“', 'a', false),
            ('h', '\u{81}', 'b', true),
        ] {
            assert_eq!(is_fault(before, character, after), expected, "{before}{character}{after}");
        }
    }
}
