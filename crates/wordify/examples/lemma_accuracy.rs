//! Measures how often lemmas are those of treebanks:
//!
//! ```text
//! lemma_accuracy FOLDER [wrong | lost]
//! ```
//! `FOLDER` holds Universal Dependencies as `CODE.dev.conllu.gz`; a digit behind the code tells treebanks of one
//! language apart. For each prints a line of tabs: name, words, then the percentage of right lemmas of all words and
//! of content words, as written and in lowercase. With `wrong`, also the commonest wrong lemmas; with `lost`, those that the
//! dictionary alone had right. `cargo xtask lemma-accuracy` runs this, and simplemma on the same words.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::Read;

use flate2::read::GzDecoder;
use wordify::text::language::Language;
use wordify::text::lemma::{Casing, Lemmatizer};

/// Lemmas that are listed.
const LISTED: usize = 150;

struct Token {
    form: String,
    lemma: String,
    content: bool,
    casing: Casing,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (folder, listed) = match arguments.as_slice() {
        [folder] => (folder, ""),
        [folder, listed] if matches!(listed.as_str(), "wrong" | "lost") => (folder, listed.as_str()),
        _ => return Err("usage: lemma_accuracy FOLDER [wrong | lost]".into()),
    };
    let mut paths: Vec<_> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(name) = name.strip_suffix(".dev.conllu.gz") else { continue };
        let code = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let mut text = String::new();
        GzDecoder::new(fs::File::open(&path)?).read_to_string(&mut text)?;
        let Some(language) = Language::from_code(code) else { continue };
        // The sentences are the corpus whose capitals are counted.
        let sentences = text.lines().filter_map(|line| line.strip_prefix("# text = ").map(str::to_owned));
        let Some(lemmatizer) = Lemmatizer::load_mended(language, &sentences.collect::<Vec<_>>()) else {
            continue;
        };
        let tokens = tokens(&text);
        let lowered = |token: &Token| lemmatizer.lemma(&token.form.to_lowercase(), Casing::Lost).into_owned();
        let written = |token: &Token| lemmatizer.lemma(&token.form, token.casing).into_owned();
        let (all, content) = accuracy(&tokens, written);
        let (all_lowered, content_lowered) = accuracy(&tokens, lowered);
        println!("{name}\t{}\t{all:.2}\t{content:.2}\t{all_lowered:.2}\t{content_lowered:.2}", tokens.len());
        let plain = Lemmatizer::load(language).filter(|_| listed == "lost");
        if let Some(plain) = plain {
            let was_right = |token: &&Token| same(&plain.lemma(&token.form, token.casing), &token.lemma);
            print_wrong(tokens.iter().filter(was_right), written);
        } else if listed == "wrong" {
            print_wrong(tokens.iter(), written);
        }
    }
    Ok(())
}

/// The words of a treebank that are scored: all but punctuation, symbols, numerals and foreign words.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut casing = Casing::SentenceStart;
    for line in text.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, class, ..] = columns.as_slice() else {
            casing = Casing::SentenceStart;
            continue;
        };
        if !id.bytes().all(|byte| byte.is_ascii_digit()) || *class == "PUNCT" {
            continue;
        }
        let own = std::mem::replace(&mut casing, Casing::Kept);
        if !matches!(*class, "SYM" | "NUM" | "X") {
            let content = matches!(*class, "NOUN" | "VERB" | "ADJ" | "ADV");
            tokens.push(Token { form: (*form).to_owned(), lemma: (*lemma).to_owned(), content, casing: own });
        }
    }
    tokens
}

/// Whether two lemmas are the same in any case. The Dutch treebank writes compounds with a low line, which nobody
/// else does; a full stop behind an abbreviation is no letter ("pm", "p.m.").
fn same(a: &str, b: &str) -> bool {
    let letters = |lemma: &str| lemma.to_lowercase().replace(['_', '.'], "");
    letters(a) == letters(b)
}

fn accuracy(tokens: &[Token], lemma: impl Fn(&Token) -> String) -> (f64, f64) {
    let (mut right, mut right_content, mut content) = (0, 0, 0);
    for token in tokens {
        let is_right = same(&lemma(token), &token.lemma);
        right += usize::from(is_right);
        content += usize::from(token.content);
        right_content += usize::from(is_right && token.content);
    }
    let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    (percent(right, tokens.len()), percent(right_content, content))
}

fn print_wrong<'t>(tokens: impl Iterator<Item = &'t Token>, lemma: impl Fn(&Token) -> String) {
    let mut wrong: BTreeMap<(String, String, &'t str), usize> = BTreeMap::new();
    for token in tokens {
        let found = lemma(token);
        if !same(&found, &token.lemma) {
            *wrong.entry((token.form.clone(), found, &token.lemma)).or_default() += 1;
        }
    }
    let mut wrong: Vec<_> = wrong.into_iter().collect();
    wrong.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    for ((form, found, expected), count) in wrong.into_iter().take(LISTED) {
        println!("    {count} {form}: {found}, not {expected}");
    }
}
