//! The dictionaries of lemmas: made from those of simplemma, and measured against it.
//!
//! All is done by hand when simplemma, a correction or our format changes; what it makes is committed. simplemma is taken from
//! PyPI into the target folder; Python reads its dictionaries, the example `lemma_files` of the engine packs them.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::{python, shell, tools};

/// The version whose dictionaries are committed.
const SIMPLEMMA_VERSION: &str = "2.0.0";
/// Debian's packages with analysers and dictionaries, by language.
const PACKAGES: &[(&str, &str)] = &[
    ("bg", "hunspell hunspell-bg apertium apertium-mkd-bul"),
    ("cs", "hunspell hunspell-cs"),
    ("da", "apertium apertium-swe-dan"),
    ("de", "hunspell hunspell-de-de"),
    ("es", "hunspell hunspell-es apertium apertium-spa-ita"),
    ("fi", "libvoikko1 voikko-fi"),
    ("hbs", "apertium apertium-hbs-slv"),
    ("hu", "hunspell hunspell-hu"),
    ("is", "hunspell hunspell-is apertium apertium-isl-swe"),
    ("it", "hunspell hunspell-it apertium apertium-spa-ita"),
    ("mk", "apertium apertium-mkd-bul"),
    ("nl", "hunspell hunspell-nl"),
    ("pl", "hunspell hunspell-pl"),
    ("pt", "hunspell hunspell-pt-pt apertium apertium-por-cat"),
    ("ro", "hunspell hunspell-ro apertium apertium-es-ro"),
    ("ru", "hunspell hunspell-ru"),
    ("sl", "hunspell hunspell-sl apertium apertium-hbs-slv"),
    ("sv", "hunspell hunspell-sv apertium apertium-swe-dan"),
];
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
    shell::run(script("pairs.py")?.arg(&folder).arg(&pairs))?;
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
    let ours = lines(shell::command(example("lemma_accuracy")?).arg(&treebanks))?;
    let theirs = lines(script("accuracy.py")?.arg(&treebanks).env("PYTHONPATH", simplemma()?))?;
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

/// Lists lemmas of frequent words that no other source has, for each of `languages`, or for all that have a source. Packages of
/// PyPI come into an environment of their own; those of Debian are installed, or done without where that cannot be.
///
/// # Errors
/// When a program that it needs fails.
pub(crate) fn check(languages: &[&str]) -> Result<(), String> {
    for (code, packages) in PACKAGES {
        let wanted = languages.is_empty() || languages.contains(code);
        for package in packages.split(' ').filter(|package| wanted && !is_installed(package)) {
            if let Err(problem) = tools::install(package) {
                eprintln!("without {package}: {problem}");
            }
        }
    }
    shell::run(script("check.py")?.arg(example("lemmas")?).args(languages))
}

/// The folder of simplemma's unpacked source distribution.
fn simplemma() -> Result<PathBuf, String> {
    let name = format!("simplemma-{SIMPLEMMA_VERSION}");
    let target = shell::target_folder().join("lemmas");
    let folder = target.join(&name);
    if !folder.is_dir() {
        fs::create_dir_all(&target).map_err(|error| format!("{}: {error}", target.display()))?;
        let mut pip =
            shell::command(python::environment("words-venv", "xtask/python/words/requirements.txt")?);
        pip.args(["-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest"])
            .arg(&target);
        shell::run(pip.arg(format!("simplemma=={SIMPLEMMA_VERSION}")))?;
        let archive = target.join(format!("{name}.tar.gz"));
        shell::run(shell::command("tar").arg("xzf").arg(archive).arg("-C").arg(&target))?;
    }
    Ok(folder)
}

/// A script about words, in the environment that has what it needs.
fn script(name: &str) -> Result<Command, String> {
    let mut script =
        shell::command(python::environment("words-venv", "xtask/python/words/requirements.txt")?);
    script.arg(shell::root().join("xtask/python/words").join(name)).env("PYTHONDONTWRITEBYTECODE", "1");
    Ok(script)
}

/// The program of an example of the engine. The profile for tests optimises the engine as well.
fn example(name: &str) -> Result<PathBuf, String> {
    shell::run(shell::cargo("build --quiet --locked --workspace --example").arg(name))?;
    Ok(shell::target_folder().join("debug/examples").join(name))
}

/// Whether Debian's package is installed.
fn is_installed(package: &str) -> bool {
    let mut query = shell::command("dpkg-query");
    let output = query.args(["-W", "-f", "${Status}", package]).output();
    output.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).ends_with(" installed"))
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
