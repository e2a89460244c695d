//! Forms and lemmas to the file of a dictionary: done once, by `cargo xtask lemmas`.

use std::collections::BTreeMap;

use fst::MapBuilder;
use rustc_hash::FxHashMap;

use super::dictionary::{Dictionary, MAGIC};
use super::rule::Rule;
use crate::error::{Error, ErrorKind};

/// zstd's level: the slowest of the normal ones, since a dictionary is packed once.
const LEVEL: i32 = 19;

/// Lengths in characters of the endings that show how an unknown word is inflected. One character shows little,
/// eight show no more than seven.
const ENDING_LENGTHS: std::ops::RangeInclusive<usize> = 2..=7;
/// Least number of forms with an ending from which it is believed.
const FORMS_MIN: u32 = 5;
/// Shorter forms are irregular words, and teach nothing about unknown ones.
const FORM_CHARS_MIN: usize = 5;
/// Least number of characters that a rule leaves of a word.
const REST_CHARS_MIN: usize = 2;

fn wrong(what: &str, form: &str) -> Error {
    Error::new(ErrorKind::Input, what.to_owned()).at(form)
}

/// Packs forms and their lemmas into a file for [`Dictionary::read`].
///
/// `pairs` are sorted by the bytes of the form, each form once. An ending gives a lemma where `agreement` percent
/// of the forms with it, 50 to 100, follow the same rule. What is packed is read back and compared.
///
/// # Errors
/// [`ErrorKind::Input`] with the form, when the pairs are not sorted or one does not come back.
pub fn pack(pairs: &[(&str, &str)], agreement: u32) -> Result<Vec<u8>, Error> {
    let mut counts: FxHashMap<Rule, u64> = FxHashMap::default();
    let mut rule_of = Vec::with_capacity(pairs.len());
    for (form, lemma) in pairs {
        let rule = Rule::between(form, lemma).ok_or_else(|| wrong("a pair has no rule", form))?;
        *counts.entry(rule.clone()).or_default() += 1;
        rule_of.push(rule);
    }
    let endings = endings(pairs, agreement);
    for rule in endings.values() {
        counts.entry(rule.clone()).or_default();
    }
    let mut rules: Vec<Rule> = counts.keys().cloned().collect();
    // Frequent rules get small numbers, which the map stores in fewer bytes.
    rules.sort_by(|a, b| counts[b].cmp(&counts[a]).then_with(|| a.cmp(b)));
    let number_of: FxHashMap<&Rule, u64> = rules.iter().zip(0..).collect();
    let forms = map(pairs.iter().zip(&rule_of).map(|((form, _), rule)| (*form, number_of[rule])))?;
    let endings = map(endings.iter().map(|(ending, rule)| (ending.as_str(), number_of[rule])))?;
    let mut content = Vec::new();
    content.extend_from_slice(&(rules.len() as u32).to_le_bytes());
    for rule in &rules {
        let append =
            u8::try_from(rule.append.len()).map_err(|_| wrong("a lemma is too long", &rule.append))?;
        content.extend_from_slice(&[u8::from(rule.lower), rule.front, rule.end, append]);
        content.extend_from_slice(rule.append.as_bytes());
    }
    content.extend_from_slice(&(forms.len() as u32).to_le_bytes());
    content.extend_from_slice(&forms);
    content.extend_from_slice(&endings);
    let packed = zstd::bulk::compress(&content, LEVEL).map_err(|_| wrong("zstd failed", ""))?;
    let mut file = MAGIC.to_vec();
    file.extend_from_slice(&(content.len() as u32).to_le_bytes());
    file.extend_from_slice(&packed);
    let back = Dictionary::read(&file)?;
    for (form, lemma) in pairs {
        if back.get(form).as_deref() != Some(lemma) {
            return Err(wrong("a pair does not come back", form));
        }
    }
    Ok(file)
}

fn map<'a>(entries: impl Iterator<Item = (&'a str, u64)>) -> Result<Vec<u8>, Error> {
    let mut map = MapBuilder::memory();
    for (key, number) in entries {
        map.insert(key, number).map_err(|_| wrong("a form is not in its place", key))?;
    }
    map.into_inner().map_err(|_| wrong("the map cannot be written", ""))
}

/// What endings suggest: each ending, its characters in reverse, with the rule of most forms that have it.
///
/// An ending is left out where the rules do not agree, and where the longest shorter ending says the same.
fn endings(pairs: &[(&str, &str)], agreement: u32) -> BTreeMap<String, Rule> {
    let mut numbers: FxHashMap<Rule, u32> = FxHashMap::default();
    let mut seen: Vec<(Vec<char>, u32)> = Vec::new();
    for (form, lemma) in pairs {
        let (form, lemma) = (form.to_lowercase(), lemma.to_lowercase());
        let length = form.chars().count();
        if length < FORM_CHARS_MIN || !form.chars().all(char::is_alphabetic) {
            continue;
        }
        let same = form.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
        let Ok(end) = u8::try_from(length - same) else { continue };
        if same < REST_CHARS_MIN {
            continue;
        }
        let rule = Rule { lower: false, front: 0, end, append: lemma.chars().skip(same).collect() };
        let next = numbers.len() as u32;
        let number = *numbers.entry(rule).or_insert(next);
        seen.push((form.chars().rev().take(*ENDING_LENGTHS.end()).collect(), number));
    }
    let mut rules: Vec<(Rule, u32)> = numbers.into_iter().collect();
    rules.sort_by_key(|&(_, number)| number);
    seen.sort_unstable();
    let mut endings: BTreeMap<String, Rule> = BTreeMap::new();
    for length in ENDING_LENGTHS {
        let groups = seen.chunk_by(|(a, _), (b, _)| a.get(..length) == b.get(..length));
        for group in groups {
            let Some(ending) = group[0].0.get(..length) else { continue };
            let Some(number) = majority(group.iter().map(|&(_, number)| number), agreement) else { continue };
            let rule = &rules[number as usize].0;
            let shorter = (*ENDING_LENGTHS.start()..length)
                .rev()
                .find_map(|length| endings.get(&ending[..length].iter().collect::<String>()));
            if shorter != Some(rule) {
                endings.insert(ending.iter().collect(), rule.clone());
            }
        }
    }
    endings
}

/// The number that `agreement` percent of the [`FORMS_MIN`] or more numbers are.
fn majority(numbers: impl Iterator<Item = u32>, agreement: u32) -> Option<u32> {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    let mut all = 0;
    for number in numbers {
        *counts.entry(number).or_default() += 1;
        all += 1;
    }
    let (number, count) = counts.into_iter().max_by_key(|&(number, count)| (count, u32::MAX - number))?;
    (all >= FORMS_MIN && u64::from(count) * 100 >= u64::from(all) * u64::from(agreement)).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_comes_back() {
        let mut pairs = [
            ("Ärzte", "Arzt"),
            ("Était", "être"),
            ("a", "a"),
            ("gemacht", "machen"),
            ("running", "run"),
            ("went", "go"),
            ("İ", "i\u{307}"),
            ("тебя", "ты"),
        ];
        pairs.sort_unstable();
        let dictionary = Dictionary::read(&pack(&pairs, 50).expect("sorted")).expect("just written");
        for (form, lemma) in pairs {
            assert_eq!(dictionary.get(form).as_deref(), Some(lemma));
        }
        assert_eq!((dictionary.get("Running"), dictionary.get("")), (None, None));
        assert_eq!(dictionary.len(), pairs.len());
    }

    #[test]
    fn pairs_out_of_order_are_refused() {
        let error = pack(&[("b", "b"), ("a", "a")], 50).expect_err("not sorted");
        assert_eq!(error.place(), Some("a"));
    }

    #[test]
    fn an_unknown_word_is_inflected_as_most_known_words_with_its_ending() {
        let forms = ["barked", "parked", "talked", "walked", "worked"];
        let pairs = forms.map(|form| (form, form.trim_end_matches("ed")));
        let dictionary = Dictionary::read(&pack(&pairs, 50).expect("sorted")).expect("just written");
        assert_eq!(dictionary.guess("blinked").as_deref(), Some("blink"));
        assert_eq!(dictionary.guess("blinking"), None);
        assert_eq!(dictionary.guess("ked"), None);
    }
}
