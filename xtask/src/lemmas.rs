//! The dictionaries of lemmas: made from those of simplemma, and measured against it.
//!
//! Both are done by hand when simplemma or our format changes; what they make is committed. simplemma is taken from
//! PyPI into the target folder; Python reads its dictionaries, the example `lemma_files` of the engine packs them.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::shell;

/// The version whose dictionaries are committed.
const SIMPLEMMA_VERSION: &str = "2.0.0";
/// The table in `docs/languages.md` stands between these lines.
const TABLE_START: &str = "<!-- table: cargo xtask lemma-accuracy -->";
const TABLE_END: &str = "<!-- end of table -->";

/// Downloads simplemma, and packs its dictionaries into the crate `wordify-data`.
///
/// # Errors
/// When a program that it needs fails.
pub(crate) fn make() -> Result<(), String> {
    let folder = simplemma()?;
    let pairs = shell::target_folder().join("lemmas").join("pairs");
    shell::run(python("lemma_pairs.py").arg(&folder).arg(&pairs))?;
    let output = shell::root().join("crates/wordify-data/lemmas");
    shell::run(shell::cargo("run --release -p wordify --example lemma_files --").arg(&pairs).arg(output))
}

/// Measures our lemmas and simplemma's on the treebanks in `ud` of the shared data, and writes the table in
/// `docs/languages.md`. Without treebanks it says so, and changes nothing.
///
/// # Errors
/// When a program that it needs fails.
pub(crate) fn accuracy() -> Result<(), String> {
    let treebanks = shell::shared().join("data/ud");
    if !treebanks.is_dir() {
        eprintln!("skipped: no treebanks in {}; set WORDIFY_SHARED", treebanks.display());
        return Ok(());
    }
    let mut ours = shell::cargo("run --quiet --release -p wordify --example lemma_accuracy --");
    let ours = lines(ours.arg(&treebanks))?;
    let theirs = lines(python("simplemma_accuracy.py").arg(&treebanks).env("PYTHONPATH", simplemma()?))?;
    let mut table = String::from(
        "| treebank | words | Wordify | simplemma | Wordify, lowercase | simplemma, lowercase |\n|---|---|---|---|---|---|\n",
    );
    for (name, figures) in &ours {
        let [words, all, content, all_lower, content_lower] = figures.as_slice() else { continue };
        let none = ["–".to_owned(), "–".into(), "–".into(), "–".into(), "–".into()];
        let their = theirs.get(name).map_or(none.as_slice(), Vec::as_slice);
        let [_, their_all, their_content, their_all_lower, their_content_lower] = their else { continue };
        let written = writeln!(
            table,
            "| {name} | {words} | {all} / {content} | {their_all} / {their_content} | {all_lower} / {content_lower} | \
             {their_all_lower} / {their_content_lower} |"
        );
        written.map_err(|error| error.to_string())?;
    }
    print!("{table}");
    let path = shell::root().join("docs/languages.md");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let parts =
        text.split_once(TABLE_START).and_then(|(before, rest)| Some((before, rest.split_once(TABLE_END)?.1)));
    let (before, after) = parts.ok_or("docs/languages.md has no place for the table")?;
    let text = format!("{before}{TABLE_START}\n\n{table}\n{TABLE_END}{after}");
    fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// Lists lemmas of frequent words that no other source has, for each of `languages`, or for all that have a source. It needs
/// wordfreq from PyPI, and uses what else is installed (see the head of the script).
///
/// # Errors
/// When a program that it needs fails.
pub(crate) fn check(languages: &[&str]) -> Result<(), String> {
    shell::run(&mut shell::cargo("build --quiet --release -p wordify --example lemmas"))?;
    let example = shell::target_folder().join("release/examples/lemmas");
    shell::run(python("lemma_check.py").arg(example).args(languages))
}

/// The folder of simplemma's unpacked source distribution.
fn simplemma() -> Result<PathBuf, String> {
    let name = format!("simplemma-{SIMPLEMMA_VERSION}");
    let target = shell::target_folder().join("lemmas");
    let folder = target.join(&name);
    if !folder.is_dir() {
        fs::create_dir_all(&target).map_err(|error| format!("{}: {error}", target.display()))?;
        let mut pip = shell::command("python3");
        pip.args(["-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest"])
            .arg(&target);
        shell::run(pip.arg(format!("simplemma=={SIMPLEMMA_VERSION}")))?;
        let archive = target.join(format!("{name}.tar.gz"));
        shell::run(shell::command("tar").arg("xzf").arg(archive).arg("-C").arg(&target))?;
    }
    Ok(folder)
}

fn python(script: &str) -> Command {
    let mut python = shell::command("python3");
    python.arg(shell::root().join("xtask/python").join(script));
    python
}

/// Runs `command`, and reads lines of a name and figures, with tabs between, from its output.
fn lines(command: &mut Command) -> Result<BTreeMap<String, Vec<String>>, String> {
    let output = command.output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let rows = text.lines().filter_map(|line| line.split_once('\t'));
    Ok(rows.map(|(name, rest)| (name.to_owned(), rest.split('\t').map(str::to_owned).collect())).collect())
}
