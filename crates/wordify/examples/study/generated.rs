//! Texts without any meaning: words as frequent as those of a language, some of which keep company.

use wordify::text::language::Language;

use crate::corpus::Texts;
use crate::random::Random;

const SYLLABLES: [&str; 16] =
    ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu", "dra", "fel", "gon", "hir", "jop", "wex"];
/// Chance that a word is followed by the one that keeps it company.
const COMPANY: f64 = 0.2;
/// How much more often than others an author uses a favourite word.
const FAVOURED: f64 = 8.0;
/// Share of the words that are an author's favourites.
const FAVOURITES: f64 = 0.02;

/// Short texts: `count` of them, with 6 to 30 words out of `words`, and two labels that mean nothing.
pub(crate) fn short(count: usize, words: usize, seed: u64) -> Texts {
    let weights = zipf(words);
    let mut random = Random::new(seed, 0);
    let texts = (0..count).map(|_| text(&weights, &mut random)).collect();
    named("generated", texts, (0..count).map(|_| random.below(2) as u16).collect(), 2)
}

/// Texts of `authors` authors, each with words of its own liking; labels are the authors.
pub(crate) fn by_authors(authors: usize, texts_each: usize, words: usize, seed: u64) -> Texts {
    let mut random = Random::new(seed, 1);
    let mut texts = Vec::new();
    let mut label_of = Vec::new();
    for author in 0..authors {
        let mut weights = zipf(words);
        for weight in &mut weights {
            *weight *= if random.unit() < FAVOURITES { FAVOURED } else { 1.0 };
        }
        for _ in 0..texts_each {
            texts.push(text(&weights, &mut random));
            label_of.push(author as u16);
        }
    }
    named("generated authors", texts, label_of, authors)
}

fn named(name: &str, texts: Vec<String>, label_of: Vec<u16>, labels: usize) -> Texts {
    Texts { name: name.into(), language: Language::English, texts, label_of, labels, means_anything: false }
}

/// Running sums of weights that fall as those of the words of a language do.
fn zipf(words: usize) -> Vec<f64> {
    (0..words).map(|rank| 1.0 / (rank as f64 + 3.0)).collect()
}

fn text(weights: &[f64], random: &mut Random) -> String {
    let mut words: Vec<String> = Vec::new();
    let length = 6 + random.below(25);
    while words.len() < length {
        let place = random.choose(weights);
        words.push(word(place));
        if random.unit() < COMPANY {
            words.push(word((place * 7 + 13) % weights.len()));
        }
    }
    words.join(" ")
}

/// The word with this number: three or more syllables.
fn word(number: usize) -> String {
    let mut rest = number + SYLLABLES.len() * SYLLABLES.len();
    let mut word = String::new();
    while rest > 0 {
        word.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
    }
    word
}
