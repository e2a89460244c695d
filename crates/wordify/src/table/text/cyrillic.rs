//! A second look at Cyrillic texts of one byte a letter: the guess knows neither the set of old Macs, whose small letters are those of
//! windows-1251 but for one, nor the one of DOS in Ukraine.

use encoding_rs::{Encoding, IBM866, KOI8_R, KOI8_U, WINDOWS_1251, WINDOWS_1252, X_MAC_CYRILLIC};

use super::charset::Charset;

/// Alphabets: Russian, Ukrainian, Belarusian, Bulgarian, Serbian, Macedonian. The ґ of Ukraine is left out: it is rare, and what the і of old
/// Macs is in windows-1251.
const ALPHABETS: [&str; 6] = [
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "абвгдеєжзиіїйклмнопрстуфхцчшщьюя",
    "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "абвгдежзийклмнопрстуфхцчшщъьюя",
    "абвгдђежзијклљмнњопрстћуфхцчџш",
    "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
];
/// The letters that make more than half of each text in these languages, and hardly a third of one in the wrong set.
const FREQUENT: &str = "оаеинтсріво";
/// Share of them from which a reading is one, in hundredths.
const FREQUENT_LEAST: usize = 45;
/// Letters from which their share says something.
const LETTERS_LEAST: usize = 30;
/// How many times less must speak against what is taken instead of the guess, and what must speak against the guess at least.
const BETTER: usize = 4;
const AGAINST_LEAST: usize = 2;
/// One of so many letters may have something against it in a reading that is taken; four of five must stand beside others.
const CLEAN: usize = 10;
const JOINED: (usize, usize) = (4, 5);

/// The character set of `sample`, which the guess takes for `guessed`, where another explains its Cyrillic letters better.
pub(super) fn look(sample: &[u8], guessed: &'static Encoding) -> Option<Charset> {
    let others: &[Charset] = match guessed {
        _ if guessed == IBM866 => &[Charset::dos("CP1125")?],
        _ if [WINDOWS_1251, KOI8_R, KOI8_U, WINDOWS_1252].contains(&guessed) => {
            &[Charset::Web(X_MAC_CYRILLIC)]
        }
        _ => return None,
    };
    let guess = Reading::of(sample, Charset::Web(guessed));
    others.iter().copied().find(|&other| Reading::of(sample, other).is_better_than(&guess))
}

/// How a text looks in a character set.
struct Reading {
    letters: usize,
    frequent: usize,
    /// Letters beside others: Latin letters in this reading stand between letters of ASCII.
    joined: usize,
    /// Letters that the likeliest language lacks, and signs, capitals and Latin letters inside words or beside them.
    against: usize,
}

impl Reading {
    fn of(sample: &[u8], charset: Charset) -> Self {
        let of = charset.characters();
        let mut counts = [0_usize; 256];
        let (mut misplaced, mut joined, mut before) = (0, 0, ' ');
        for (at, &byte) in sample.iter().enumerate() {
            let c = of[usize::from(byte)];
            counts[usize::from(byte)] += usize::from(byte >= 0x80);
            let after = sample.get(at + 1).map_or(' ', |&byte| of[usize::from(byte)]);
            misplaced += usize::from(byte >= 0x80 && is_misplaced(before, c, after));
            joined += usize::from(is_cyrillic(c) && (is_cyrillic(before) || is_cyrillic(after)));
            before = c;
        }
        let total = |is_counted: &dyn Fn(char) -> bool| -> usize {
            (0x80..=0xff_usize).filter(|&byte| is_counted(of[byte])).map(|byte| counts[byte]).sum()
        };
        let lower = |c: char| c.to_lowercase().next().unwrap_or(c);
        let lacking = |alphabet: &&str| total(&|c| is_cyrillic(c) && !alphabet.contains(lower(c)));
        Self {
            letters: total(&is_cyrillic),
            joined,
            frequent: total(&|c| FREQUENT.contains(lower(c))),
            against: misplaced + ALPHABETS.iter().map(lacking).min().unwrap_or(0),
        }
    }

    /// Whether the letters are as frequent as in texts.
    fn is_usual(&self) -> bool {
        self.letters >= LETTERS_LEAST && self.frequent * 100 >= self.letters * FREQUENT_LEAST
    }

    fn is_better_than(&self, guess: &Self) -> bool {
        let is_cleaner = guess.against >= AGAINST_LEAST && self.against * BETTER <= guess.against;
        let is_clean =
            self.against * CLEAN <= self.letters && self.joined * JOINED.1 >= self.letters * JOINED.0;
        self.is_usual() && is_clean && (is_cleaner || !guess.is_usual())
    }
}

fn is_cyrillic(c: char) -> bool {
    ('\u{400}'..'\u{530}').contains(&c)
}

/// Whether Cyrillic text has no `c` between these two.
fn is_misplaced(before: char, c: char, after: char) -> bool {
    let inside = is_cyrillic(before) || is_cyrillic(after);
    match c {
        '\u{80}'..='\u{9f}' | '\u{fffd}' => true,
        '‚' | '„' => is_cyrillic(before),
        '…' => !is_cyrillic(before) && after.is_lowercase(),
        '»' => is_cyrillic(after),
        '’' | '‘' | '“' | '”' | '«' | '–' | '—' | '\u{a0}' | '№' | '•' => false,
        c if is_cyrillic(c) => {
            [before, after].iter().any(char::is_ascii_alphabetic) || c.is_uppercase() && before.is_lowercase()
        }
        _ => inside,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(bytes: &[u8], guessed: &'static Encoding) -> Option<&'static str> {
        look(bytes, guessed).map(Charset::name)
    }

    #[test]
    fn short_texts_of_old_macs_are_recognized_by_letters_that_their_language_lacks() {
        for text in [
            "Еда была холодной, официант грубый. Мы ждали суп целый час. Чудесная пора.",
            "Їжа була холодна, офіціант грубий. Надто гучно і дорого, є що їсти.",
        ] {
            let (mac, _, _) = X_MAC_CYRILLIC.encode(text);
            for guessed in [WINDOWS_1251, KOI8_U, WINDOWS_1252] {
                assert_eq!(seen(&mac, guessed), Some("x-mac-cyrillic"), "{text} {}", guessed.name());
            }
            for right in [WINDOWS_1251, KOI8_U] {
                assert_eq!(seen(&right.encode(text).0, right), None, "{text} {}", right.name());
                let capitals = text.to_uppercase();
                assert_eq!(seen(&right.encode(&capitals).0, right), None, "{capitals} {}", right.name());
            }
        }
        let serbian = "Храна је била хладна, а конобар непристојан. Њихови ђаци и љубав, Џон и Ћира.";
        assert_eq!(seen(&WINDOWS_1251.encode(serbian).0, WINDOWS_1251), None);
        assert_eq!(
            seen(
                &WINDOWS_1252.encode("Grüße aus Köln, für uns; è già qui, à là-bas, å få").0.repeat(9),
                WINDOWS_1252
            ),
            None
        );
    }

    #[test]
    fn ukrainian_of_dos_is_not_taken_for_russian() {
        // “надто гучно і дорого, є що їсти” in CP1125.
        let bytes = b"\xad\xa0\xa4\xe2\xae \xa3\xe3\xe7\xad\xae \xf7 \xa4\xae\xe0\xae\xa3\xae, \xf5 \xe9\xae \xf9\xe1\xe2\xa8 ";
        assert_eq!(seen(&bytes.repeat(2), IBM866), Some("CP1125"));
    }
}
