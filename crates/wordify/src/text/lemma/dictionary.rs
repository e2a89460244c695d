//! A dictionary of lemmas as a file: every form of a language to the rule that makes its lemma.
//!
//! Languages inflect regularly, so a million forms need a few thousand rules: "running" → cut 4 characters at
//! the end. The forms are the keys of a finite-state map to the numbers of the rules, which shares what forms
//! have in common at both ends. A second map says for endings which rule most forms with it have: so unknown
//! words are inflected as the known ones. German: 1.1 million forms in 2 MB.
//!
//! Layout: [`MAGIC`], the bytes of the content as a little-endian `u32`, then the content under zstd. Content:
//! number of rules, the rules, the bytes of the first map, the first map, the second map; the maps in the format
//! of the crate `fst`, numbers as little-endian `u32`. `pack` writes it.

use fst::Map;

use super::rule::Rule;
use crate::error::{Error, ErrorKind};

/// First bytes of a file, with the version of the format.
pub const MAGIC: &[u8; 8] = b"WLEMMAS1";

/// Most bytes of a content: four times that of the largest dictionary.
const CONTENT_BYTES_MAX: usize = 100_000_000;

/// Fewer characters are too short a word to be guessed: they are irregular, and names.
const GUESS_CHARS_MIN: usize = 5;

/// Forms and their lemmas.
#[derive(Debug)]
pub struct Dictionary {
    forms: Map<Vec<u8>>,
    endings: Map<Vec<u8>>,
    rules: Vec<Rule>,
}

impl Dictionary {
    /// Reads a file that [`pack`](super::pack::pack) wrote.
    ///
    /// # Errors
    /// [`ErrorKind::Input`] when it is none, or damaged.
    pub fn read(file: &[u8]) -> Result<Self, Error> {
        let damaged = || Error::new(ErrorKind::Input, "a dictionary of lemmas is damaged");
        let rest = file.strip_prefix(MAGIC).ok_or_else(damaged)?;
        let (length, packed) = number(rest).ok_or_else(damaged)?;
        if length > CONTENT_BYTES_MAX {
            return Err(damaged());
        }
        let content = zstd::bulk::decompress(packed, length).map_err(|_| damaged())?;
        let (rules, rest) = rules(&content).ok_or_else(damaged)?;
        let (length, rest) = number(rest).ok_or_else(damaged)?;
        let (forms, endings) = rest.split_at_checked(length).ok_or_else(damaged)?;
        let map = |bytes: &[u8]| Map::new(bytes.to_vec()).map_err(|_| damaged());
        Ok(Self { forms: map(forms)?, endings: map(endings)?, rules })
    }

    /// The lemma of exactly this form, in this case.
    pub fn get(&self, form: &str) -> Option<String> {
        let rule = self.forms.get(form)?;
        self.rule(rule)?.apply(form)
    }

    /// Whether exactly this form has an entry.
    pub fn contains(&self, form: &str) -> bool {
        self.forms.contains_key(form)
    }

    /// What the lemma of an unknown lowercase word is, going by its ending; `None` where known words with such
    /// an ending do not agree, or the word is short.
    pub fn guess(&self, word: &str) -> Option<String> {
        word.chars().nth(GUESS_CHARS_MIN - 1)?;
        let map = self.endings.as_fst();
        let mut node = map.root();
        let mut output = fst::raw::Output::zero();
        let mut found = None;
        'ending: for c in word.chars().rev() {
            for &byte in c.encode_utf8(&mut [0; 4]).as_bytes() {
                let Some(index) = node.find_input(byte) else { break 'ending };
                let transition = node.transition(index);
                output = output.cat(transition.out);
                node = map.node(transition.addr);
            }
            if node.is_final() {
                found = Some(output.cat(node.final_output()));
            }
        }
        self.rule(found?.value())?.apply(word)
    }

    /// The entries of `word` in its spellings with accents: `accented` has characters and their other forms. Each spelling that
    /// has an entry, with its lemma, up to `most`, in the order of the spellings.
    pub(super) fn with_accents(
        &self,
        word: &str,
        accented: &[(char, &'static str)],
        most: usize,
    ) -> Vec<(String, String)> {
        let mut spellings = vec![(self.forms.as_fst().root().addr(), String::new())];
        for c in word.chars() {
            let others = accented.iter().find(|&&(letter, _)| letter == c).map_or("", |&(_, others)| others);
            let variants: Vec<char> = std::iter::once(c).chain(others.chars()).collect();
            let mut grown = Vec::new();
            for (address, spelling) in &spellings {
                for &variant in &variants {
                    if let Some(next) = self.step(*address, variant) {
                        grown.push((next, format!("{spelling}{variant}")));
                    }
                }
            }
            grown.truncate(most);
            spellings = grown;
        }
        let with_lemma = |(_, spelling): (_, String)| {
            let lemma = self.get(&spelling)?;
            Some((spelling, lemma))
        };
        spellings.into_iter().filter_map(with_lemma).collect()
    }

    /// Where `c` leads from the node at `address`.
    fn step(&self, address: fst::raw::CompiledAddr, c: char) -> Option<fst::raw::CompiledAddr> {
        let map = self.forms.as_fst();
        let mut address = address;
        for &byte in c.encode_utf8(&mut [0; 4]).as_bytes() {
            let node = map.node(address);
            address = node.transition_addr(node.find_input(byte)?);
        }
        Some(address)
    }

    /// Number of forms.
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// Whether it has no form.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    fn rule(&self, number: u64) -> Option<&Rule> {
        self.rules.get(usize::try_from(number).ok()?)
    }
}

fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    Some((u32::from_le_bytes(*number) as usize, rest))
}

/// The rules at the beginning of a content, and what follows them.
fn rules(content: &[u8]) -> Option<(Vec<Rule>, &[u8])> {
    let (count, mut rest) = number(content)?;
    let mut rules = Vec::new();
    for _ in 0..count {
        let (&[lower, front, end, length], behind) = rest.split_first_chunk()?;
        let (append, behind) = behind.split_at_checked(usize::from(length))?;
        let append = std::str::from_utf8(append).ok()?.into();
        rules.push(Rule { lower: lower != 0, front, end, append });
        rest = behind;
    }
    Some((rules, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lemma::pack::pack;

    #[test]
    fn a_damaged_file_is_refused() {
        let file = pack(&[("a", "b"), ("ab", "b")], 50).expect("sorted");
        for length in 0..file.len() {
            assert!(Dictionary::read(&file[..length]).is_err(), "{length}");
        }
        assert!(Dictionary::read(b"WLEMMAS1\xff\xff\xff\xff").is_err());
    }

    #[test]
    fn spellings_with_accents_are_found() {
        let dictionary = Dictionary::read(&pack(&[("año", "año"), ("niño", "niño")], 50).expect("sorted"));
        let dictionary = dictionary.expect("just written");
        let accented = [('n', "ñ")];
        assert_eq!(dictionary.with_accents("ano", &accented, 10), [("año".to_owned(), "año".to_owned())]);
        assert!(dictionary.with_accents("anos", &accented, 10).is_empty());
    }
}
