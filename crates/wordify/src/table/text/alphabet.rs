//! Languages by their alphabets and small words: what distinguishes readings of the same bytes, since a reading in the wrong character
//! set has letters that the language of its words lacks.

use encoding_rs::{Encoding, ISO_8859_2, WINDOWS_1250, WINDOWS_1254, WINDOWS_1257};
use rustc_hash::FxHashMap;

use super::charset::Charset;

/// A language written in Latin letters.
#[derive(Debug)]
pub(super) struct Language {
    /// Its small letters beyond ASCII.
    pub(super) letters: &'static str,
    /// Frequent words of ASCII letters.
    words: &'static str,
    /// Character sets of the web and of DOS that it was written in, besides those of the West.
    web: &'static [&'static Encoding],
    dos: &'static str,
    /// Whether it is at home where windows-1252 was usual.
    pub(super) is_western: bool,
    /// Whether apostrophes stand inside its words.
    pub(super) has_apostrophes: bool,
}

const WEST: Language =
    Language { letters: "", words: "", web: &[], dos: "", is_western: true, has_apostrophes: true };
const EAST: Language = Language { web: &[WINDOWS_1250, ISO_8859_2], dos: "CP852", is_western: false, ..WEST };
const BALTIC: Language = Language { web: &[WINDOWS_1257], dos: "CP775", ..EAST };

/// The West in general: none of its languages in particular.
pub(super) static SOME_WESTERN: Language = WEST;

/// The languages, with words that are frequent in each; the same word may be one of several.
static LANGUAGES: [Language; 24] = [
    // English: what it has beyond ASCII are words of others.
    Language {
        letters: "é",
        words: "the and of to was is it we for with that this they were not but have be at by from are had our you i a in as on do so no an he his me my s t go us or if one all",
        ..WEST
    },
    Language {
        letters: "äöüßé",
        words: "der die das und ist war nicht den ein eine mit auf dem von zu im sich auch es wir sie ich aber sehr wie hat des wird",
        ..WEST
    },
    Language {
        letters: "éèêëàâçîïôùûüœæÿ",
        words: "le la les de des et est un une du en que dans pour il elle qui sur pas nous vous au avec ce sont par plus ne se",
        ..WEST
    },
    Language {
        letters: "áéíóúüñ",
        words: "el la los las de que en un una es por con para no se del al lo muy su como pero fue y son era",
        has_apostrophes: false,
        ..WEST
    },
    Language {
        letters: "áéíóúâêôãõç",
        words: "o a os as de que em um uma do da dos das no na com para por foi se mais ao muito mas os sua seu pelo pela",
        dos: "CP860",
        has_apostrophes: false,
        ..WEST
    },
    Language {
        letters: "àèéìòù",
        words: "il la di che un una del della per con non in le si sono gli da al nel alla dei ha lo delle ma anche come era e i",
        ..WEST
    },
    Language {
        letters: "éëïèêóöüçáí",
        words: "de het een en van in is dat op te voor met niet zijn was aan er ook maar bij wij we ze door naar worden heeft om",
        ..WEST
    },
    // Danish and Norwegian.
    Language {
        letters: "æøåéòóôê",
        words: "og det er en at den i til som med for ikke var et av af han vi der fra har ble blev kan om jeg seg sig men",
        ..WEST
    },
    Language {
        letters: "åäöé",
        words: "och det att en som var den med till av inte ett vi om men de har hade jag han efter mycket kan i fel",
        ..WEST
    },
    Language {
        letters: "äöåšž",
        words: "ja on oli ei se mutta kun niin ovat joka kuin hyvin sen olivat mit vain jo hotelli ole hyv sitten tai kanssa",
        ..WEST
    },
    Language {
        letters: "áéíóúýþæöð",
        words: "og er var sem ekki en af til um fyrir hann hefur eru vi okkur eftir hver aftur of me svo",
        dos: "CP861",
        ..WEST
    },
    Language {
        letters: "àèéíïòóúüç",
        words: "el la els les de que i en un una per amb del al no va com molt dels als pel hi",
        ..WEST
    },
    Language {
        letters: "ąćęłńóśźż",
        words: "nie jest na to do w i z a jak ale dla tak za od po bardzo tu te przez jego tylko tym jako co go tego oraz by",
        ..EAST
    },
    Language {
        letters: "áčďéěíňóřšťúůýž",
        words: "a je v na se to s z o do ale jako jsme jsou by po za pro nebo bylo byl velmi ve tak jsem ten k",
        ..EAST
    },
    Language {
        letters: "áäčďéíĺľňóôŕšťúýž",
        words: "a je v na sa to s z o do ale ako sme boli by po za pre alebo bolo bol ve tak som ten k aj nie",
        ..EAST
    },
    Language {
        letters: "áéíóöőúüű",
        words: "a az egy hogy nem volt is meg ez de ha csak vagy mint ki el van itt nagyon lehet pedig azt mert sem kell",
        ..EAST
    },
    // Croatian, Bosnian, Serbian and Slovene.
    Language {
        letters: "čćđšž",
        words: "je i u na se da za su od bio bila bilo nije ali kao vrlo te po iz smo uz mi s in v ki so pa tudi ne bi",
        ..EAST
    },
    Language {
        letters: "ăâîşţ",
        words: "de a la nu cu din un o pe ce sau mai este pentru au fost am care ca sunt prea foarte se dar lui ai unei prin",
        ..EAST
    },
    Language {
        letters: "ąčęėįšųūž",
        words: "ir yra kad tai buvo per su bet kaip jau nuo apie ne labai dar ar po tik jis savo kur jo prie kas mes i taip nes arba gali turi bus kai vis pagal iki ji to metu kuris savo",
        ..BALTIC
    },
    Language {
        letters: "āčēģīķļņšūž",
        words: "un ir no ar par bija ka uz bet vai kas pie tas es nav mums tika pat jau ko viss ne pret",
        ..BALTIC
    },
    Language {
        letters: "äõöüšž",
        words: "ja on ei oli ka see et kui ning ma mis aga veel siin on pole olid iga kas ole oma ta nad liiga siis",
        ..BALTIC
    },
    Language {
        letters: "çğıöşüâî",
        words: "ve bir bu ile de da en ama daha var olan gibi kadar ne o ki en iyi sonra her biz yok mi",
        web: &[WINDOWS_1254],
        dos: "CP857",
        ..EAST
    },
    Language {
        letters: "áéíóú",
        words: "agus an na ar is go sa le ag do bhi ach leis mar sin gur i bhfuil",
        ..WEST
    },
    Language { letters: "ëç", words: "dhe i e me nga se si por nuk ishte ky kjo ne per qe do", ..WEST },
];

/// Words that show a language, and how many different ones: fewer may be names, or a label on each row.
const LEAST: usize = 4;
const DIFFERENT_LEAST: usize = 3;
/// Languages with two words for three of the most likely one are likely as well; and so many of them at most.
const AS_LIKELY: (usize, usize) = (2, 3);
const LIKELY_MAX: usize = 4;
/// A language of the East in a text of two has so many different words of its own, and one for so many of the other.
const SECOND_LEAST: usize = 4;
const SECOND_OF: usize = 4;
/// Letters of the longest word of the lists.
const LONGEST: usize = 9;

impl Language {
    /// The character sets that it is written in, besides those of the West.
    pub(super) fn charsets(&self) -> impl Iterator<Item = Charset> {
        self.web.iter().map(|encoding| Charset::Web(encoding)).chain(Charset::dos(self.dos))
    }
}

/// The languages that `text` is likely to be in by its words of ASCII letters, the likeliest first; none where these are too few. What is
/// beyond ASCII counts as letters, so that no pieces of words count.
pub(super) fn languages(text: &[u8]) -> Vec<&'static Language> {
    let mut counts = [0_usize; LANGUAGES.len()];
    let mut different = [0_usize; LANGUAGES.len()];
    let mut of_word = words();
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || *byte >= 0x80;
    for word in text.split(|byte| !is_letter(byte)).filter(|word| (1..=LONGEST).contains(&word.len())) {
        let mut lower = [0; LONGEST];
        let lower = &mut lower[..word.len()];
        lower.copy_from_slice(word);
        lower.make_ascii_lowercase();
        let Some((times, languages)) = of_word.get_mut(&*lower) else { continue };
        for &language in languages.iter() {
            counts[language] += 1;
            different[language] += usize::from(*times == 0);
        }
        *times += 1;
    }
    let mut likely: Vec<usize> =
        (0..counts.len()).filter(|&at| counts[at] >= LEAST && different[at] >= DIFFERENT_LEAST).collect();
    likely.sort_by_key(|&at| std::cmp::Reverse(counts[at]));
    let Some(&first) = likely.first() else { return Vec::new() };
    let own = |at: usize| {
        let is_own = |languages: &Vec<usize>| languages.contains(&at) && !languages.contains(&first);
        let words = of_word.values().filter(|(times, languages)| *times > 0 && is_own(languages));
        words.fold((0, 0), |(different, all), (times, _)| (different + 1, all + times))
    };
    likely.retain(|&at| {
        let is_as_likely = counts[at] * AS_LIKELY.1 >= counts[first] * AS_LIKELY.0;
        let (different, all) = own(at);
        let is_second =
            !LANGUAGES[at].is_western && different >= SECOND_LEAST && all * SECOND_OF >= counts[first];
        is_as_likely || is_second
    });
    likely.into_iter().take(LIKELY_MAX).map(|at| &LANGUAGES[at]).collect()
}

/// How often each word has come, which is never yet, and its languages, by their places in the list.
fn words() -> FxHashMap<&'static [u8], (usize, Vec<usize>)> {
    let mut of_word = FxHashMap::<_, (usize, Vec<usize>)>::default();
    for (at, language) in LANGUAGES.iter().enumerate() {
        for word in language.words.split(' ').filter(|word| !word.is_empty()) {
            let (_, languages) = of_word.entry(word.as_bytes()).or_default();
            if !languages.contains(&at) {
                languages.push(at);
            }
        }
    }
    of_word
}

/// Whether the alphabet of one language has all of `letters`, which are small.
pub(super) fn fit_together(letters: &[char]) -> bool {
    LANGUAGES.iter().any(|language| letters.iter().all(|&letter| language.letters.contains(letter)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> Option<&'static str> {
        languages(text.as_bytes()).first().map(|language| language.letters)
    }

    #[test]
    fn small_words_show_the_language() {
        for (text, expected) in [
            ("The phone was good and the sound is not bad", Some("é")),
            ("Das Essen war kalt und der Kellner war nicht nett", Some("äöüßé")),
            ("La comida estaba fria y el camarero no era muy amable, pero las mesas", Some("áéíóúüñ")),
            ("Az etel hideg volt, a pincer pedig nem jo, hogy is", Some("áéíóöőúüű")),
            ("Toit oli hea ja see on ka odav, aga ei ole, kui ma", Some("äõöüšž")),
            ("nice phone, good camera", None),
            ("text,label", None),
        ] {
            assert_eq!(letters(text), expected, "{text}");
        }
    }

    #[test]
    fn letters_of_different_languages_do_not_fit_together() {
        assert!(fit_together(&['å', 'ö']) && fit_together(&['ø']) && fit_together(&[]));
        assert!(!fit_together(&['ø', 'á']) && !fit_together(&['ł', 'ê']));
    }

    #[test]
    fn the_words_are_of_small_ascii_letters_or_left_out() {
        for language in &LANGUAGES {
            assert!(
                language.words.split(' ').all(|word| (1..=LONGEST).contains(&word.len())),
                "{}",
                language.words
            );
            assert!(language.letters.chars().all(|c| c.is_lowercase()), "{}", language.letters);
            assert!(
                language.dos.is_empty() || language.charsets().count() > language.web.len(),
                "{}",
                language.dos
            );
        }
    }
}
