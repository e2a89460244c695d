//! A second look at texts that the guess takes for a character set of one byte a letter.
//!
//! The guess knows the letters of the web, not those of old Macs and of DOS, and one £ among English words makes it think
//! of Polish. What a wrong guess leaves behind can be seen: signs and capitals inside words, control characters, letters
//! of another script beside Latin ones. Where another character set explains the same bytes without such faults, it is
//! taken; where none does, the caller warns.

use encoding_rs::{
    Encoding, ISO_8859_2, ISO_8859_4, ISO_8859_13, ISO_8859_15, MACINTOSH, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1257, X_MAC_CYRILLIC,
};

use super::charset::Charset;

/// Bytes looked at: letters of all kinds come within this many.
const SAMPLE_BYTES: usize = 1 << 20;
/// Faults among so many letters that make a guess doubtful.
const LETTERS_PER_FAULT: usize = 10;
/// Faults that another character set of Macs or DOS must explain at least: fewer may be chance.
const FAULTS_LEAST: usize = 3;
/// How many times fewer faults it must have.
const FEWER: usize = 8;

/// What the Baltic letters š, ž and ū are in windows-1257: no language has the letters that other sets have there, ð, þ and
/// û or đ, ţ and ű, all three.
const BALTIC: [u8; 3] = [0xf0, 0xfe, 0xfb];
/// Each of these must come so often, and be one of this many letters beyond ASCII.
const BALTIC_LEAST: usize = 2;
const LETTERS_PER_BALTIC: usize = 60;

/// What the second look says.
pub(super) struct Second {
    pub(super) charset: Charset,
    /// Whether what it reads looks wrong here and there all the same.
    pub(super) is_doubtful: bool,
}

/// The character set of `bytes`, which the guess takes for `guessed`.
pub(super) fn look(bytes: &[u8], guessed: &'static Encoding) -> Second {
    let first = Charset::Web(guessed);
    if !guessed.is_single_byte() {
        return Second { charset: first, is_doubtful: false };
    }
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let (faults, letters) = count(sample, first);
    if [WINDOWS_1250, WINDOWS_1252, ISO_8859_2, ISO_8859_4].contains(&guessed) && is_baltic(sample, letters) {
        return Second { charset: Charset::Web(WINDOWS_1257), is_doubtful: false };
    }
    let central = [WINDOWS_1250, ISO_8859_2, ISO_8859_4, ISO_8859_13, WINDOWS_1257].contains(&guessed);
    let has_c1 = sample.iter().any(|byte| (0x80..0xa0).contains(byte));
    let explains = |charset: Charset, found: usize| match charset {
        // A single £ says England and not Poland, if everything else is as well.
        Charset::Web(encoding) if encoding == WINDOWS_1252 => central && faults > 0 && found == 0,
        Charset::Web(encoding) if encoding == ISO_8859_15 => faults > 0 && found == 0 && !has_c1,
        // The small letters are the same but for one: few faults, and many more the other way round.
        Charset::Web(encoding) if encoding == X_MAC_CYRILLIC => {
            guessed == WINDOWS_1251 && faults >= FAULTS_LEAST && found * FEWER <= faults
        }
        _ => faults >= FAULTS_LEAST && faults * LETTERS_PER_FAULT >= letters && found * FEWER <= faults,
    };
    let others = [
        Some(Charset::Web(WINDOWS_1252)),
        Some(Charset::Web(MACINTOSH)),
        Some(Charset::Web(X_MAC_CYRILLIC)),
        Charset::dos("CP850"),
        Charset::dos("CP437"),
    ];
    let others = others.into_iter().chain([Some(Charset::Web(ISO_8859_15)), Charset::dos("CP852")]).flatten();
    let best = others
        .filter(|other| other.name() != guessed.name())
        .map(|other| (count(sample, other).0, other))
        .filter(|&(found, other)| found < faults && explains(other, found))
        .min_by_key(|&(found, _)| found);
    let (left, charset) = best.unwrap_or((faults, first));
    Second { charset, is_doubtful: left > 0 && left * LETTERS_PER_FAULT >= letters }
}

fn is_baltic(sample: &[u8], letters: usize) -> bool {
    BALTIC.iter().all(|letter| {
        let times = sample.iter().filter(|byte| *byte == letter).count();
        times >= BALTIC_LEAST && times * LETTERS_PER_BALTIC >= letters
    })
}

/// Faults among the characters beyond ASCII, and how many of these there are.
fn count(bytes: &[u8], charset: Charset) -> (usize, usize) {
    let of = charset.characters();
    let (mut faults, mut letters) = (0, 0);
    let mut before = ' ';
    for (at, &byte) in bytes.iter().enumerate() {
        let character = of[usize::from(byte)];
        // A blank that does not break says nothing.
        if byte >= 0x80 && character != '\u{a0}' {
            let after = bytes.get(at + 1).map_or(' ', |&byte| of[usize::from(byte)]);
            letters += 1;
            faults += usize::from(is_fault(before, character, after));
        }
        before = character;
    }
    (faults, letters)
}

/// Whether no text has `character` between these two.
fn is_fault(before: char, character: char, after: char) -> bool {
    let is_letter = |c: char| c.is_alphabetic() && !"ªºµ".contains(c);
    let is_latin = |c: char| is_letter(c) && c < '\u{250}';
    let beside = [before, after];
    let inside = beside.iter().all(|&c| is_letter(c));
    match character {
        '\u{80}'..='\u{9f}' | '\u{fffd}' | '¤' => true,
        // These stand between words without blanks, and within.
        '’' | '‘' | '–' | '—' | '…' | '·' => false,
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

    /// The charset of sentences of the Universal Declaration of Human Rights in `encoding`, where they are taken for `guessed`.
    fn seen(text: &str, encoding: &'static Encoding, guessed: &'static Encoding) -> &'static str {
        let (bytes, _, malformed) = encoding.encode(text);
        assert!(!malformed);
        look(&bytes, guessed).charset.name()
    }

    #[test]
    fn baltic_letters_are_distinguished_from_those_of_iceland_croatia_and_romania() {
        let lithuanian = "Visi žmonės gimsta laisvi ir lygūs savo orumu ir teisėmis. Jiems suteiktas protas ir sąžinė, jie turi \
                          elgtis vienas kito atžvilgiu kaip broliai. Šeima yra natūrali visuomenės ląstelė, ją turi \
                          saugoti visuomenė ir valstybė, būtini aukšti mokslai, šventės.";
        for guessed in [WINDOWS_1252, WINDOWS_1250] {
            assert_eq!(seen(lithuanian, WINDOWS_1257, guessed), "windows-1257");
        }
        let icelandic = "Hver maður er borinn frjáls og jafn öðrum að virðingu og réttindum. Menn eru gæddir vitsmunum og \
                         samvisku, og ber þeim að breyta bróðurlega hverjum við annan.";
        assert_eq!(seen(icelandic, WINDOWS_1252, WINDOWS_1252), "windows-1252");
        let croatian = "Sva ljudska bića rađaju se slobodna i jednaka u dostojanstvu i pravima. Ona su obdarena razumom i \
                        sviješću pa jedna prema drugima trebaju postupati u duhu bratstva, također žene.";
        assert_eq!(seen(croatian, WINDOWS_1250, WINDOWS_1250), "windows-1250");
        let romanian = "Toate fiinţele umane se nasc libere şi egale în demnitate şi în drepturi. Ele sunt înzestrate cu raţiune \
                        şi conştiinţă şi trebuie să se comporte unele faţă de altele în spiritul fraternităţii.";
        assert_eq!(seen(romanian, WINDOWS_1250, WINDOWS_1250), "windows-1250");
    }

    #[test]
    fn russian_of_old_macs_is_recognized_by_one_letter() {
        let russian = "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью и \
                       должны поступать в отношении друг друга в духе братства. Каждая семья является основной ячейкой.";
        assert_eq!(seen(russian, X_MAC_CYRILLIC, WINDOWS_1251), "x-mac-cyrillic");
        assert_eq!(seen(russian, WINDOWS_1251, WINDOWS_1251), "windows-1251");
    }

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
