//! `cargo xtask sbom`: the bill of materials of the program, as CycloneDX 1.6 in JSON: each crate that is built into it, with version,
//! licence, checksum and what it depends on. The dictionaries are works of others too: THIRD-PARTY.md names those.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::shell;

/// A crate of the lock file.
#[derive(Debug, Default)]
struct Locked {
    checksum: Option<String>,
    /// As the lock file names them: a name, with a version where there are several of one name.
    dependencies: Vec<String>,
}

/// Name and version.
type Crate = (String, String);

/// Writes the bill of materials to `path`.
///
/// # Errors
/// When the lock file and Cargo do not agree, or the file cannot be written.
pub(crate) fn write(path: &Path) -> Result<(), String> {
    let lock = shell::root().join("Cargo.lock");
    let text = fs::read_to_string(&lock).map_err(|error| format!("{}: {error}", lock.display()))?;
    let locked = read_lock(&text);
    let built = built_in()?;
    let missing = built.keys().find(|name| !locked.contains_key(*name));
    if let Some((name, version)) = missing {
        return Err(format!("Cargo.lock does not have {name} {version}"));
    }
    let parent = path.parent().unwrap_or(path);
    let written = fs::create_dir_all(parent).and_then(|()| fs::write(path, bill(&built, &locked)));
    written.map_err(|error| format!("{}: {error}", path.display()))
}

/// The crates that the program is made of on this system, with their licences.
fn built_in() -> Result<BTreeMap<Crate, String>, String> {
    let mut tree = shell::cargo("tree --locked --package wordify-cli --edges normal --prefix none --format");
    let output = tree.arg("{p}|{l}").output().map_err(|error| format!("cargo tree: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo tree: {}", String::from_utf8_lossy(&output.stderr)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().filter_map(read_line).collect())
}

/// A line of `cargo tree`: `name vVERSION (where)|licence (*)`.
fn read_line(line: &str) -> Option<(Crate, String)> {
    let (package, licence) = line.split_once('|')?;
    let mut words = package.split(' ');
    let name = words.next()?.to_owned();
    let version = words.next()?.trim_start_matches('v').to_owned();
    // A slash is how "or" was written before SPDX had expressions.
    let licence = licence.trim_end_matches("(*)").trim().replace('/', " OR ");
    Some(((name, version), licence))
}

/// The crates of a lock file.
fn read_lock(text: &str) -> BTreeMap<Crate, Locked> {
    let mut crates = BTreeMap::new();
    for block in text.split("[[package]]").skip(1) {
        let value = |key: &str| {
            let line = block.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
            line.map(|line| line.trim_matches('"').to_owned())
        };
        let (Some(name), Some(version)) = (value("name"), value("version")) else { continue };
        let list = block.split_once("dependencies = [").and_then(|(_, rest)| rest.split_once(']'));
        let names = list.map_or("", |(list, _)| list).lines().map(|line| line.trim().trim_end_matches(','));
        let dependencies =
            names.filter(|name| !name.is_empty()).map(|name| name.trim_matches('"').to_owned()).collect();
        crates.insert((name, version), Locked { checksum: value("checksum"), dependencies });
    }
    crates
}

fn bill(built: &BTreeMap<Crate, String>, locked: &BTreeMap<Crate, Locked>) -> String {
    let own = |name: &str| name == "wordify-cli";
    let components: Vec<String> = built
        .iter()
        .filter(|((name, _), _)| !own(name))
        .map(|(package, licence)| component("library", package, licence, locked[package].checksum.as_deref()))
        .collect();
    let program: String = built
        .iter()
        .filter(|((name, _), _)| own(name))
        .map(|(package, licence)| component("application", package, licence, None))
        .collect();
    let dependencies: Vec<String> = built
        .keys()
        .map(|package| {
            let on: BTreeSet<String> = locked[package]
                .dependencies
                .iter()
                .filter_map(|named| find(named, built))
                .map(|package| quoted(&reference(package)))
                .collect();
            let on: Vec<String> = on.into_iter().collect();
            format!("    {{\"ref\": {}, \"dependsOn\": [{}]}}", quoted(&reference(package)), on.join(", "))
        })
        .collect();
    format!(
        "{{\n  \"bomFormat\": \"CycloneDX\",\n  \"specVersion\": \"1.6\",\n  \"version\": 1,\n  \"metadata\": {{\"component\": {}}},\n  \
         \"components\": [\n{}\n  ],\n  \"dependencies\": [\n{}\n  ]\n}}\n",
        program.trim(),
        components.join(",\n"),
        dependencies.join(",\n")
    )
}

/// The crate that the lock file means by a name, or by name and version, if it is built in.
fn find<'a>(named: &str, built: &'a BTreeMap<Crate, String>) -> Option<&'a Crate> {
    let mut words = named.split(' ');
    let (name, version) = (words.next()?, words.next());
    built.keys().find(|(found, its)| found == name && version.is_none_or(|version| version == its))
}

fn component(kind: &str, package: &Crate, licence: &str, checksum: Option<&str>) -> String {
    let (name, version) = package;
    let licences = if licence.is_empty() {
        String::new()
    } else {
        format!(", \"licenses\": [{{\"expression\": {}}}]", quoted(licence))
    };
    let hashes = checksum.map_or_else(String::new, |checksum| {
        format!(", \"hashes\": [{{\"alg\": \"SHA-256\", \"content\": {}}}]", quoted(checksum))
    });
    format!(
        "    {{\"type\": \"{kind}\", \"bom-ref\": {}, \"name\": {}, \"version\": {}, \"purl\": {}{licences}{hashes}}}",
        quoted(&reference(package)),
        quoted(name),
        quoted(version),
        quoted(&reference(package)),
    )
}

/// A crate's address in the notation for packages of all kinds; a plus sign stands for a space there.
fn reference((name, version): &Crate) -> String {
    format!("pkg:cargo/{name}@{}", version.replace('+', "%2B"))
}

/// As JSON has text; there are no control characters in names and licences.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "version = 4\n\n[[package]]\nname = \"wordify-cli\"\nversion = \"0.1.0\"\ndependencies = [\n \"a\",\n \"b 2.0.0\",\n]\n\n\
        [[package]]\nname = \"a\"\nversion = \"1.0.0+x\"\nchecksum = \"00ff\"\n\n[[package]]\nname = \"b\"\nversion = \"1.0.0\"\n\n\
        [[package]]\nname = \"b\"\nversion = \"2.0.0\"\n";

    #[test]
    fn the_bill_has_what_is_built_in_with_licence_checksum_and_dependencies() {
        let locked = read_lock(LOCK);
        let lines =
            ["wordify-cli v0.1.0 (/x)|MIT", "a v1.0.0+x|MIT/Apache-2.0", "b v2.0.0 (proc-macro)| (*)"];
        let built = lines.into_iter().filter_map(read_line).collect();
        let text = bill(&built, &locked);
        for part in [
            "\"component\": {\"type\": \"application\", \"bom-ref\": \"pkg:cargo/wordify-cli@0.1.0\"",
            "\"purl\": \"pkg:cargo/a@1.0.0%2Bx\", \"licenses\": [{\"expression\": \"MIT OR Apache-2.0\"}], \
             \"hashes\": [{\"alg\": \"SHA-256\", \"content\": \"00ff\"}]}",
            "\"dependsOn\": [\"pkg:cargo/a@1.0.0%2Bx\", \"pkg:cargo/b@2.0.0\"]}",
            "\"name\": \"b\", \"version\": \"2.0.0\", \"purl\": \"pkg:cargo/b@2.0.0\"}",
        ] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        assert!(!text.contains("b@1.0.0"), "what is not built in is not listed");
    }
}
