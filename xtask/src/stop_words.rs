//! The project's own lists of stop words: what the published collections agree on, without what decides a comparison of texts.
//!
//! A word is in our list of a language when every collection that has the language holds it (where three have it and agree on
//! fewer than [`AGREED_MIN`] words: two of them), or when the table `also.tsv` names it, and never when `never.tsv` names it.
//! Both tables and the lists lie beside the collections; what this makes is committed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::shell;

/// The folders of the published collections.
const COLLECTIONS: [&str; 3] = ["spacy", "nltk", "iso"];
/// The folder of our lists.
const OURS: &str = "wordify";
/// Three collections that agree on fewer words do so because they spell them differently.
const AGREED_MIN: usize = 60;

/// Words by code of the language.
type Words = BTreeMap<String, BTreeSet<String>>;

/// Makes the lists anew.
///
/// # Errors
/// When a list or table cannot be read or written, or a table has a line that is none.
pub(crate) fn make() -> Result<(), String> {
    let folder = folder();
    let collections: Vec<Words> =
        COLLECTIONS.iter().map(|name| collection(&folder.join(name))).collect::<Result<_, _>>()?;
    let never = table(&folder.join("never.tsv"))?;
    let also = table(&folder.join("also.tsv"))?;
    let codes: BTreeSet<&String> = collections.iter().flat_map(BTreeMap::keys).collect();
    let ours = folder.join(OURS);
    fs::create_dir_all(&ours).map_err(|error| format!("{}: {error}", ours.display()))?;
    for code in codes {
        let lists: Vec<&BTreeSet<String>> = collections.iter().filter_map(|words| words.get(code)).collect();
        let mut words = agreed(&lists);
        words.extend(also.get(code).into_iter().flatten().cloned());
        let short_words = matches!(code.as_str(), "zh" | "ja");
        words.retain(|word| {
            let is_word = !word.contains(|c: char| c.is_whitespace() || c == '#');
            is_word && (short_words || word.chars().nth(1).is_some())
        });
        words.retain(|word| !never.get(code).is_some_and(|never| never.contains(word)));
        let text: String = words.iter().map(|word| format!("{word}\n")).collect();
        let path = ours.join(format!("{code}.txt"));
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
        println!("{code}\t{} words", words.len());
    }
    Ok(())
}

fn folder() -> PathBuf {
    shell::root().join("crates/wordify/src/text/language/stop_words")
}

/// What the lists of one language agree on.
fn agreed(lists: &[&BTreeSet<String>]) -> BTreeSet<String> {
    let in_at_least = |least: usize| -> BTreeSet<String> {
        let all: BTreeSet<&String> = lists.iter().copied().flatten().collect();
        let enough = |word: &&String| lists.iter().filter(|list| list.contains(*word)).count() >= least;
        all.into_iter().filter(enough).cloned().collect()
    };
    let words = in_at_least(lists.len());
    if lists.len() == COLLECTIONS.len() && words.len() < AGREED_MIN {
        in_at_least(lists.len() - 1)
    } else {
        words
    }
}

/// The lists of a collection, in lowercase.
fn collection(folder: &Path) -> Result<Words, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut words = Words::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let code = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        words.insert(code, text.lines().map(str::to_lowercase).collect());
    }
    Ok(words)
}

/// A table: code, perhaps a kind, and words, with tabs between.
fn table(path: &Path) -> Result<Words, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut words = Words::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (code, rest) =
            line.split_once('\t').ok_or_else(|| format!("{}: no tab in “{line}”", path.display()))?;
        let list = rest.rsplit('\t').next().unwrap_or(rest);
        words.entry(code.to_owned()).or_default().extend(list.split(' ').map(str::to_lowercase));
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_agreed_on_by_all_collections_or_by_two_where_three_agree_on_few() {
        let list = |words: &str| words.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
        let (a, b, c) = (list("the of and"), list("the of"), list("the a"));
        assert_eq!(agreed(&[&a, &b]), list("of the"));
        assert_eq!(agreed(&[&a, &b, &c]), list("of the"));
        assert_eq!(agreed(&[&a]), a);
    }
}
