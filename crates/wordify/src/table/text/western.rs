//! A second look at texts that the guess takes for a character set of one byte a letter.
//!
//! The guess knows the letters of the web, not those of old Macs and of DOS, and one £ among English words makes it think
//! of Polish. What a wrong guess leaves behind can be seen: signs and capitals inside words, control characters, letters
//! of another script beside Latin ones. Where another character set explains the same bytes without such faults, it is
//! taken; where none does, the caller warns.

use encoding_rs::{
    Encoding, IBM866, ISO_8859_2, ISO_8859_4, ISO_8859_5, ISO_8859_7, ISO_8859_13, ISO_8859_15, KOI8_U,
    MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1257,
};

use super::alphabet::{self, Language};
use super::charset::Charset;
use super::cyrillic;
use super::reading::{Cost, Words, is_fault};
use super::region::{self, Region};

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

/// Different words beyond ASCII up to which a set of old Macs or DOS is doubted where no word shows the language.
const FEW_WORDS: usize = 20;
/// Different bytes beyond ASCII up to which statistics of letters say nothing: one word, or a pair of marks.
const FEW_BYTES: usize = 3;
/// The guesses that English, French or Spanish words with such a word are taken for, and that hardly fail on any byte.
const CENTRAL: [&Encoding; 5] = [WINDOWS_1250, ISO_8859_2, ISO_8859_4, ISO_8859_13, WINDOWS_1257];
/// The guesses whose letters are Latin.
const LATIN: [&Encoding; 7] =
    [WINDOWS_1252, WINDOWS_1250, WINDOWS_1254, WINDOWS_1257, ISO_8859_2, ISO_8859_4, ISO_8859_13];
/// The guesses of other scripts with capitals, in which one letter beside a Latin one shows the mistake.
const WITH_CAPITALS: [&Encoding; 6] = [WINDOWS_1251, KOI8_U, ISO_8859_5, IBM866, WINDOWS_1253, ISO_8859_7];
/// One of so many signs of China, Japan or Korea may stand with others where the guess of them is not believed.
const ALONE_OF: usize = 10;

/// What stands behind a ° that is a cell of its own, as a unit of measurement.
const UNITS: [u8; 2] = *b"CF";

/// What rareness costs a character set beside the guess, in the measure of `reading`: another of Windows or the web, those of old Macs
/// and of DOS, and the one that DOS had before them.
const USUAL: usize = 1;
const OLD: usize = 2;
const OLDER: usize = 3;
/// How many times less must speak against what is taken instead of the guess: all readings of a large text have something against them.
const BETTER: usize = 2;
/// A reading that costs less than this more than the one taken is named, and so is the guess where another is taken though it has no fault.
const NEAR: usize = 3;
/// One of so many words beyond ASCII must differ: what is read alike but for a few words is not worth a warning.
const WORDS_PER_DIFFERENT: usize = 20;

/// What the second look says.
#[derive(Clone, Copy)]
pub(super) struct Second {
    pub(super) charset: Charset,
    pub(super) doubt: Option<Doubt>,
}

/// Why a reading may be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// What it reads looks wrong here and there all the same.
    Faults,
    /// There are too few letters beyond ASCII to tell it from the reading as this one.
    FewLetters(Charset),
}

/// The character set of `bytes`, which the guess takes for `guessed`.
pub(super) fn look(bytes: &[u8], guessed: &'static Encoding) -> Second {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let is_alone = !guessed.is_single_byte() && stand_alone(sample, guessed);
    if !guessed.is_single_byte() && !is_alone {
        return Second { charset: Charset::Web(guessed), doubt: None };
    }
    if [WINDOWS_1250, WINDOWS_1252, ISO_8859_2, ISO_8859_4].contains(&guessed) && is_baltic(sample) {
        return Second { charset: Charset::Web(WINDOWS_1257), doubt: None };
    }
    if let Some(charset) = cyrillic::look(sample, guessed) {
        return Second { charset, doubt: None };
    }
    let languages = languages(sample);
    if is_alone {
        let charset = if languages.is_empty() {
            best(sample, WINDOWS_1252, 1).charset
        } else {
            weigh(sample, WINDOWS_1252, &languages).charset
        };
        return Second { charset, doubt: Some(Doubt::FewLetters(Charset::Web(guessed))) };
    }
    // Texts in other scripts have English words, too.
    let is_foreign = || {
        let (faults, letters) = count(sample, Charset::Web(guessed));
        let is_mistake = WITH_CAPITALS.contains(&guessed) && faults * LETTERS_PER_FAULT > letters;
        !(LATIN.contains(&guessed) || is_mistake)
    };
    if languages.is_empty() || is_foreign() {
        without_words(bytes, sample, guessed)
    } else {
        weigh(sample, guessed, &languages)
    }
}

/// The likely languages of `sample`; none where its words show neither them nor the region.
fn languages(sample: &[u8]) -> Vec<&'static Language> {
    let languages = alphabet::languages(sample);
    let is_western = languages.is_empty() && region::of(sample) == Some(Region::West);
    if is_western { vec![&alphabet::SOME_WESTERN] } else { languages }
}

/// The reading of `bytes`, which begin with `sample`, where no words show the language.
fn without_words(bytes: &[u8], sample: &[u8], guessed: &'static Encoding) -> Second {
    // As in `weigh`: nobody writes ISO-8859-4.
    let guessed = if guessed == ISO_8859_4 { WINDOWS_1257 } else { guessed };
    let best = best(sample, guessed, FAULTS_LEAST);
    let is_guess = best.charset == Charset::Web(guessed);
    let found = Second::from(best);
    if !is_guess && found.doubt.is_none() && Words::of(sample).count() < FEW_WORDS {
        return Second { doubt: Some(Doubt::FewLetters(Charset::Web(guessed))), ..found };
    }
    if !is_guess || found.doubt.is_some() || region::of(sample) == Some(Region::East) {
        return found;
    }
    let doubted = |other: Charset| Second { doubt: Some(Doubt::FewLetters(other)), ..found };
    if guessed == WINDOWS_1252 {
        // What a guess says of the West may be doubted without words, but not changed.
        let weighed = weigh(sample, guessed, &[&alphabet::SOME_WESTERN]);
        return if weighed.charset == found.charset { weighed } else { doubted(weighed.charset) };
    }
    if CENTRAL.contains(&guessed) && has_few(bytes) && !reads_alike(sample, guessed, WINDOWS_1252) {
        return doubted(Charset::Web(WINDOWS_1252));
    }
    found
}

/// The reading with the fewest faults.
struct Best {
    charset: Charset,
    faults: usize,
    letters: usize,
}

impl From<Best> for Second {
    fn from(best: Best) -> Self {
        Self { charset: best.charset, doubt: faulty((best.faults, best.letters)) }
    }
}

/// The doubt where so many faults stand among so many letters.
fn faulty((faults, letters): (usize, usize)) -> Option<Doubt> {
    (faults > 0 && faults * LETTERS_PER_FAULT >= letters).then_some(Doubt::Faults)
}

/// What explains `sample` better than `guessed` does, which has `least` faults or more; else `guessed`.
fn best(sample: &[u8], guessed: &'static Encoding, least: usize) -> Best {
    let first = Charset::Web(guessed);
    let (faults, letters) = count(sample, first);
    let central = CENTRAL.contains(&guessed);
    let has_c1 = sample.iter().any(|byte| (0x80..0xa0).contains(byte));
    let explains = |charset: Charset, found: usize| match charset {
        // A single £ says England and not Poland, if everything else is as well.
        Charset::Web(encoding) if encoding == WINDOWS_1252 => central && faults > 0 && found == 0,
        Charset::Web(encoding) if encoding == ISO_8859_15 => faults > 0 && found == 0 && !has_c1,
        _ => faults >= least && faults * LETTERS_PER_FAULT >= letters && found * FEWER <= faults,
    };
    let others = [
        Some(Charset::Web(WINDOWS_1252)),
        Some(Charset::Web(MACINTOSH)),
        Charset::dos("CP850"),
        Charset::dos("CP437"),
    ];
    let others = others.into_iter().chain([Some(Charset::Web(ISO_8859_15)), Charset::dos("CP852")]).flatten();
    let found = others
        .filter(|other| other.name() != guessed.name())
        .map(|other| (count(sample, other).0, other))
        .filter(|&(found, other)| found < faults && explains(other, found))
        .min_by_key(|&(found, _)| found);
    let (faults, charset) = found.unwrap_or((faults, first));
    Best { charset, faults, letters }
}

/// The reading of `sample`, a text in one of `languages`, that least speaks against; the guess where it is as good.
fn weigh(sample: &[u8], guessed: &'static Encoding, languages: &[&'static Language]) -> Second {
    let words = Words::of(sample);
    let first = Charset::Web(guessed);
    let weighed: Vec<Weighed> = candidates(sample, first, languages)
        .into_iter()
        .map(|(charset, prior)| {
            let of = charset.characters();
            let costs = languages.iter().map(|language| words.cost(&of, language));
            let cost = costs.min_by_key(|cost| cost.all).unwrap_or(Cost { all: 0, clear: 0 });
            Weighed { charset, of, cost, total: cost.all + prior }
        })
        .collect();
    let guess = &weighed[0];
    let least = weighed.iter().min_by_key(|reading| reading.total).unwrap_or(guess);
    let is_better = least.total < guess.total && least.cost.all * BETTER <= guess.cost.clear;
    let chosen = if is_better { least } else { guess };
    // Nobody writes ISO-8859-4: its letters are those of the Baltic, where windows-1257 is usual.
    let usual = |of: &Weighed| {
        let baltic = weighed.iter().find(|reading| reading.charset == Charset::Web(WINDOWS_1257));
        baltic.filter(|_| of.charset == Charset::Web(ISO_8859_4))
    };
    let chosen = usual(chosen).unwrap_or(chosen);
    let second = weighed
        .iter()
        .filter(|reading| words.read_differently(&reading.of, &chosen.of) > 0)
        .min_by_key(|reading| reading.total);
    let is_near = |second: &&Weighed| {
        let is_guess_without_fault = second.charset == first && count(sample, first).0 == 0;
        let different = words.read_differently(&second.of, &chosen.of);
        (second.total < chosen.total + NEAR || is_guess_without_fault)
            && different * WORDS_PER_DIFFERENT >= words.count()
    };
    let doubt = second.filter(is_near).map(|second| Doubt::FewLetters(second.charset));
    let doubt = doubt.or_else(|| faulty(count(sample, chosen.charset)));
    Second { charset: chosen.charset, doubt }
}

/// A reading, what speaks against it, and that with how rare its character set is.
struct Weighed {
    charset: Charset,
    of: [char; 256],
    cost: Cost,
    total: usize,
}

/// The character sets that texts in one of `languages` may be in, the guess first, with what their rareness costs.
fn candidates(sample: &[u8], first: Charset, languages: &[&'static Language]) -> Vec<(Charset, usize)> {
    let has_c1 = sample.iter().any(|byte| (0x80..0xa0).contains(byte));
    let latin_9 = (!has_c1).then_some(Charset::Web(ISO_8859_15));
    let of_windows =
        [Some(Charset::Web(WINDOWS_1252)), latin_9].into_iter().flatten().map(|set| (set, USUAL));
    let old =
        [Charset::dos("CP850"), Some(Charset::Web(MACINTOSH))].into_iter().flatten().map(|set| (set, OLD));
    let own = languages.iter().flat_map(|language| language.charsets());
    let own = own.map(|set| (set, if matches!(set, Charset::Web(_)) { USUAL } else { OLD }));
    let baltic = (first == Charset::Web(ISO_8859_4)).then_some((Charset::Web(WINDOWS_1257), USUAL));
    let older = Charset::dos("CP437").into_iter().map(|set| (set, OLDER));
    let mut candidates = vec![(first, 0)];
    for (set, prior) in of_windows.chain(old).chain(own).chain(baltic).chain(older) {
        if candidates.iter().all(|(other, _)| *other != set) {
            candidates.push((set, prior));
        }
    }
    candidates
}

/// Whether there are no more than [`FEW_BYTES`] different bytes beyond ASCII; a blank that does not break says nothing.
fn has_few(bytes: &[u8]) -> bool {
    let mut seen = [false; 256];
    let mut different = 0;
    for &byte in bytes.iter().filter(|byte| !byte.is_ascii() && **byte != 0xa0) {
        different += usize::from(!std::mem::replace(&mut seen[usize::from(byte)], true));
        if different > FEW_BYTES {
            return false;
        }
    }
    true
}

/// Whether two character sets have the same characters for all bytes of `sample`.
fn reads_alike(sample: &[u8], one: &'static Encoding, other: &'static Encoding) -> bool {
    let (one, other) = (Charset::Web(one).characters(), Charset::Web(other).characters());
    sample.iter().all(|&byte| one[usize::from(byte)] == other[usize::from(byte)])
}

/// Whether nearly all signs of `encoding`, which takes two bytes for most, stand alone and beside a small Latin letter, or have
/// taken one for their second byte: “ça” of an old Mac is 溝 in Japan, “20°C” of DOS 20讈. Texts of China, Japan and Korea have signs
/// in a row, or cells of one sign (男).
fn stand_alone(sample: &[u8], encoding: &'static Encoding) -> bool {
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let taken = |sign: &str| encoding.encode(sign).0.last().copied().filter(u8::is_ascii_alphabetic);
    let (mut runs, mut alone) = (0, 0);
    let mut rest = text.as_ref();
    let mut before = None;
    while let Some(at) = rest.find(|c: char| !c.is_ascii()) {
        let before_run = rest[..at].chars().next_back().or(before);
        let run = &rest[at..];
        let length = run.find(|c: char| c.is_ascii()).unwrap_or(run.len());
        let (signs, after) = run.split_at(length);
        let mut beside = [before_run, after.chars().next()].into_iter().flatten();
        let is_cell = beside.clone().all(|c| "\",;\t\r\n".contains(c));
        let stands_beside = beside.any(|c| c.is_ascii_lowercase());
        // The sets of China and Japan have Latin letters, too: “café” written there.
        let is_latin = signs.contains(|c: char| c.is_alphabetic() && c < '\u{250}');
        runs += 1;
        let is_single = signs.chars().nth(1).is_none() && !is_latin;
        let has_taken = taken(signs).is_some_and(|byte| !is_cell || UNITS.contains(&byte));
        // Half a letter's width, as ½ is read in Japan: nobody writes one of these alone.
        let is_half = !is_cell && signs.starts_with(|c: char| ('\u{ff61}'..'\u{ffa0}').contains(&c));
        alone += usize::from(is_single && (stands_beside || has_taken || is_half));
        (rest, before) = (after, signs.chars().next_back());
    }
    runs > 0 && (runs - alone) * ALONE_OF <= runs
}

fn is_baltic(sample: &[u8]) -> bool {
    let letters = sample.iter().filter(|byte| **byte >= 0x80 && **byte != 0xa0).count();
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

#[cfg(test)]
mod tests {
    use encoding_rs::X_MAC_CYRILLIC;

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
    fn one_word_beyond_ascii_in_a_text_of_the_west_is_read_as_there_and_doubted() {
        let english = "The phone was good and the sound, for this price, was the best.";
        let polish = "To nie jest tak, jak bylo, ale dla mnie bardzo dobre.";
        let dos = Charset::dos("CP850").map_or("", Charset::name);
        let instead = |encoding| Some(Doubt::FewLetters(Charset::Web(encoding)));
        for (text, word, guessed, expected, doubt) in [
            (english, &b"na\xefve"[..], ISO_8859_4, "windows-1252", instead(ISO_8859_4)),
            (english, b"\xabgood\xbb", ISO_8859_2, "windows-1252", instead(ISO_8859_2)),
            (english, b"f\x9fr", WINDOWS_1250, "macintosh", instead(WINDOWS_1250)),
            (english, b"\x8da", encoding_rs::SHIFT_JIS, "macintosh", instead(encoding_rs::SHIFT_JIS)),
            (english, b"d\x82\x87u", encoding_rs::SHIFT_JIS, dos, instead(encoding_rs::SHIFT_JIS)),
            (english, b"caf\x82", WINDOWS_1252, dos, None),
            // Names from elsewhere, and words that two character sets have alike.
            (english, b"Wa\xb3\xeasa", WINDOWS_1250, "windows-1250", None),
            (english, b"caf\xe9", WINDOWS_1250, "windows-1250", None),
            (english, b"\x8d\x44\x82\xab", encoding_rs::SHIFT_JIS, "Shift_JIS", None),
            (english, b"caf\xa8\xa6", encoding_rs::GBK, "GBK", None),
            (polish, b"\x9cwiat", WINDOWS_1250, "windows-1250", None),
            ("text,label", b"\x9cuvre", WINDOWS_1250, "windows-1250", instead(WINDOWS_1252)),
        ] {
            let bytes = [text.as_bytes(), b" ", word, b" "].concat().repeat(3);
            let second = look(&bytes, guessed);
            assert_eq!((second.charset.name(), second.doubt), (expected, doubt), "{text} {word:?}");
        }
    }

    #[test]
    fn russian_of_old_macs_is_recognized_by_one_letter() {
        let russian = "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью и \
                       должны поступать в отношении друг друга в духе братства. Каждая семья является основной ячейкой.";
        assert_eq!(seen(russian, X_MAC_CYRILLIC, WINDOWS_1251), "x-mac-cyrillic");
        assert_eq!(seen(russian, WINDOWS_1251, WINDOWS_1251), "windows-1251");
    }
}
