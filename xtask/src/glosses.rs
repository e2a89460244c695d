//! `cargo xtask corpus glosses N [OUT]`: a labelled file of any size, made of WordNet's explanations of words.
//!
//! A document is the first half of one gloss and the second half of another of the same part of speech, which is the label;
//! one word in sixteen is changed for a word of a third gloss. So the documents are short, differ from one another, and have
//! the vocabulary of real texts. The same number gives the same bytes, and a larger one the same beginning.
//!
//! WordNet 3.0 comes from Debian's package wordnet-base; its licence allows use and change with its notice, and what is made
//! here is for measurements.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::{shell, tools};

/// Labels, with the endings of their files.
const PARTS_OF_SPEECH: [(&str, &str); 4] =
    [("noun", "noun"), ("verb", "verb"), ("adjective", "adj"), ("adverb", "adv")];
/// One word in this many is changed.
const CHANGED_ONE_IN: u64 = 16;
const SEED: u64 = 2021;

/// Writes `documents` documents as csv with the columns text and label.
///
/// # Errors
/// When WordNet cannot be had, or the file cannot be written.
pub(crate) fn make(documents: u64, out: Option<&str>) -> Result<(), String> {
    let folder = wordnet()?;
    let mut texts = Vec::new();
    for (label, ending) in PARTS_OF_SPEECH {
        let path = folder.join(format!("data.{ending}"));
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        texts.push((label, text));
    }
    let glosses: Vec<_> = texts.iter().map(|(label, text)| (*label, glosses_of(text))).collect();
    let out = out.map_or_else(
        || shell::target_folder().join("corpora").join(format!("glosses-{documents}.csv")),
        PathBuf::from,
    );
    let written = write(&glosses, documents, &out);
    written.map_err(|error| format!("{}: {error}", out.display()))?;
    eprintln!("{documents} documents in {}", out.display());
    Ok(())
}

/// The folder of WordNet's files; unpacked into the target folder where the package is not installed.
fn wordnet() -> Result<PathBuf, String> {
    let place = "usr/share/wordnet";
    let installed = Path::new("/").join(place);
    if installed.join("data.noun").is_file() {
        return Ok(installed);
    }
    let target = shell::target_folder().join("wordnet");
    if !target.join(place).join("data.noun").is_file() {
        tools::unpack("wordnet-base", &target)?;
    }
    Ok(target.join(place))
}

/// The words of each gloss: what follows the bar on a line that is no part of the licence in front.
fn glosses_of(text: &str) -> Vec<Vec<&str>> {
    let lines = text.lines().filter(|line| !line.starts_with(' '));
    let glosses = lines.filter_map(|line| line.split_once(" | "));
    let words = glosses.map(|(_, gloss)| gloss.split_whitespace().collect::<Vec<_>>());
    words.filter(|words| !words.is_empty()).collect()
}

fn write(glosses: &[(&str, Vec<Vec<&str>>)], documents: u64, out: &Path) -> std::io::Result<()> {
    if let Some(folder) = out.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = BufWriter::new(File::create(out)?);
    writeln!(file, "text,label")?;
    let mut random = Random(SEED);
    for _ in 0..documents {
        let (label, text) = document(glosses, &mut random);
        writeln!(file, "\"{}\",{label}", text.replace('"', "\"\""))?;
    }
    file.flush()
}

/// The label and the text of the next document.
fn document<'a>(glosses: &[(&'a str, Vec<Vec<&str>>)], random: &mut Random) -> (&'a str, String) {
    let mut place = random.below(glosses.iter().map(|(_, glosses)| glosses.len() as u64).sum());
    let mut part = 0;
    while place >= glosses[part].1.len() as u64 {
        place -= glosses[part].1.len() as u64;
        part += 1;
    }
    let (label, of_part) = &glosses[part];
    let first = &of_part[place as usize];
    let second = random.choose(of_part);
    let halves = first[..first.len().div_ceil(2)].iter().chain(&second[second.len() / 2..]);
    let mut words = Vec::new();
    for &word in halves {
        if random.below(CHANGED_ONE_IN) == 0 {
            let third = random.choose(of_part);
            words.push(*random.choose(third));
        } else {
            words.push(word);
        }
    }
    (label, words.join(" "))
}

/// `SplitMix64` (Steele, Lea and Flood 2014): plenty for a file to measure with, and without a dependency.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, as good as even: bounds are far below 2⁶⁴.
    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn choose<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len() as u64) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATA: &str = "  1 This is the licence | not a gloss\n\
        00001740 03 n 01 entity 0 003 ~ 00001930 n 0000 | that which is perceived; \"an entity\"\n\
        00001930 03 n 01 thing 0 001 @ 00001740 n 0000 | a separate and self-contained thing\n";

    #[test]
    fn glosses_are_what_stands_behind_the_bar() {
        let glosses = glosses_of(DATA);
        assert_eq!(glosses.len(), 2);
        assert_eq!(glosses[1], ["a", "separate", "and", "self-contained", "thing"]);
    }

    #[test]
    fn the_generator_is_that_of_its_authors() {
        // The first numbers from seed 1234567 of the authors' own program.
        let mut random = Random(1_234_567);
        assert_eq!([random.next(), random.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn a_longer_file_begins_like_a_shorter_one() {
        let glosses = [("noun", glosses_of(DATA)), ("verb", glosses_of(DATA))];
        let texts = |count| {
            let mut random = Random(SEED);
            (0..count).map(|_| document(&glosses, &mut random)).collect::<Vec<_>>()
        };
        assert_eq!(texts(50), texts(100)[..50]);
    }
}
