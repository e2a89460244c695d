//! Which part of Europe a text comes from, by its small words of ASCII letters: what tells character sets apart where there
//! are too few other letters for statistics.

/// Where the languages are at home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Region {
    /// Where windows-1252 was usual, and the Mac's and DOS's likes of it.
    West,
    /// Where one of the sets for Central Europe, the Baltic or Turkey was.
    East,
}

/// Small words of English, German, Dutch, French, Spanish, Catalan, Portuguese, Italian, Danish, Norwegian, Swedish and Finnish; none
/// that is a small word of the others, too, as “is” and “van” are in Hungarian. Sorted.
const WEST: [&str; 71] = [
    "aan", "and", "auch", "aus", "avec", "che", "con", "dans", "das", "dat", "del", "della", "dem", "den",
    "der", "des", "det", "di", "die", "door", "een", "eine", "el", "els", "er", "est", "et", "for", "from",
    "het", "hun", "ich", "ikke", "il", "inte", "ist", "las", "le", "les", "los", "met", "muito", "mutta",
    "muy", "nicht", "niet", "non", "och", "of", "og", "oli", "os", "para", "pas", "por", "pour", "que",
    "sehr", "sono", "sur", "the", "this", "uma", "una", "und", "une", "voor", "war", "was", "with", "zu",
];
/// Small words of Polish, Czech, Slovak, Hungarian, Slovene, Croatian, Romanian, Lithuanian, Latvian, Estonian and Turkish. Sorted.
const EAST: [&str; 51] = [
    "ako", "ale", "ali", "ar", "az", "bardzo", "bet", "bez", "bija", "bil", "bir", "bol", "bu", "byl",
    "bylo", "cu", "din", "dla", "egy", "este", "foarte", "hogy", "ile", "ima", "ir", "jak", "jako", "jest",
    "jsem", "ka", "kad", "kas", "kui", "labai", "nav", "nebo", "nem", "nie", "nije", "ning", "oraz",
    "pentru", "pri", "sam", "som", "tai", "tak", "ve", "volt", "yra", "za",
];
/// Small words that show a region: fewer may be names.
const LEAST: usize = 5;
/// How many times more there must be of one region than of the other.
const MORE: usize = 3;
/// Letters of the longest of them.
const LONGEST: usize = 6;

/// Where `text` comes from, if that is clear. What is beyond ASCII counts as letters, so that no pieces of words count.
pub(super) fn of(text: &[u8]) -> Option<Region> {
    let (mut west, mut east) = (0, 0);
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || *byte >= 0x80;
    for word in text.split(|byte| !is_letter(byte)).filter(|word| (2..=LONGEST).contains(&word.len())) {
        let mut lower = [0; LONGEST];
        let lower = &mut lower[..word.len()];
        lower.copy_from_slice(word);
        lower.make_ascii_lowercase();
        let is_in = |words: &[&str]| words.binary_search_by(|other| other.as_bytes().cmp(lower)).is_ok();
        west += usize::from(is_in(&WEST));
        east += usize::from(is_in(&EAST));
    }
    match (west, east) {
        (west, east) if west >= LEAST && west >= MORE * east => Some(Region::West),
        (west, east) if east >= LEAST && east >= MORE * west => Some(Region::East),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_show_the_region_and_few_of_them_none() {
        for (text, expected) in [
            ("The phone was good and the sound, for this price, was the best of all.", Some(Region::West)),
            ("Der Ton war gut und die Kamera auch, das Display nicht.", Some(Region::West)),
            ("Le produit est bon et le son aussi, je l'ai pris pour les enfants.", Some(Region::West)),
            (
                "El producto es bueno y la caja del que yo pedi, por una semana, con los cables.",
                Some(Region::West),
            ),
            ("To nie jest tak, jak bylo, ale dla mnie bardzo dobre.", Some(Region::East)),
            ("Az a baj, hogy nem egy jo volt, hogy el nem ment az, de le.", Some(Region::East)),
            ("text,label\nnice phone,good\nbad phone,bad\nthe end,good\n", None),
        ] {
            assert_eq!(of(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn the_lists_are_sorted_short_and_have_no_word_in_common() {
        for words in [&WEST[..], &EAST] {
            assert!(words.is_sorted() && words.iter().all(|word| word.len() <= LONGEST));
        }
        assert!(WEST.iter().all(|word| !EAST.contains(word)));
    }
}
