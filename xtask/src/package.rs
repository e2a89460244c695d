//! `cargo xtask package`: the Debian package, and the same as a plain archive.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{sbom, shell, tools};

/// Commands with a manual page of their own.
const COMMANDS: &[&str] = &[
    "analyze",
    "inspect",
    "languages",
    "licences",
    "steps",
    "serve",
    "check",
    "config",
    "deploy",
    "status",
    "metrics",
    "reload",
];
/// Shells, and the name that each wants its completions under.
const COMPLETIONS: &[(&str, &str)] = &[("bash", "wordify"), ("zsh", "_wordify"), ("fish", "wordify.fish")];
/// Of the package, of the one with the names of its functions, and of the archive.
const ENDINGS: [&str; 3] = ["deb", "ddeb", "gz"];
/// Folders with the texts of the licences of what is in the program.
const LICENCES: &[&str] = &["crates/wordify-data/lemmas/licenses", "crates/wordify-data/fonts/licenses"];
/// Units of systemd, as `wordify deploy systemd` calls them, and their files.
const UNITS: &[(&str, &str)] =
    &[("service", "wordify.service"), ("socket", "wordify.socket"), ("https-socket", "wordify-https.socket")];

/// Builds the program with `profile` (`release` or `dev`) and both packages from it, into `target/package`.
///
/// # Errors
/// When something cannot be built.
pub(crate) fn build(profile: &str) -> Result<(), String> {
    let cargo_deb = tools::cargo_deb()?;
    shell::run(shell::cargo("build --quiet --locked --package wordify-cli --profile").arg(profile))?;
    let built = if profile == "dev" { "debug" } else { profile };
    let program = shell::target_folder().join(built).join("wordify");
    let folder = shell::root().join("target/package");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    make_files(&program, &folder)?;
    let mut deb = shell::command(cargo_deb);
    deb.args([
        "--quiet",
        "--no-build",
        // Stripped, as Debian wants it; the names of functions for backtraces come in a package of their own.
        "--dbgsym",
        "--package",
        "wordify-cli",
        "--profile",
        profile,
    ]);
    shell::run(deb.arg("--output").arg(&folder))?;
    archive(&program, &folder)
}

/// The package that was built last, by the ending of its name: `deb`, or `gz` for the archive.
///
/// # Errors
/// When there is none.
pub(crate) fn built(ending: &str) -> Result<PathBuf, String> {
    let found = all()?.into_iter().find(|path| path.extension().is_some_and(|found| found == ending));
    found.ok_or_else(|| format!("there is no package that ends in .{ending}"))
}

/// What was built last: the package, the one with the names of its functions, and the archive.
///
/// # Errors
/// When there is none.
pub(crate) fn all() -> Result<Vec<PathBuf>, String> {
    let folder = shell::root().join("target/package");
    let mut found = shell::sorted(&folder)?;
    found.retain(|path| path.extension().is_some_and(|found| ENDINGS.iter().any(|ending| found == *ending)));
    if found.is_empty() { Err(format!("{}: there is no package", folder.display())) } else { Ok(found) }
}

/// What the program makes of itself.
fn make_files(program: &Path, folder: &Path) -> Result<(), String> {
    write(&folder.join("man/wordify.1"), &output(program, &["man"])?)?;
    for command in COMMANDS {
        write(&folder.join(format!("man/wordify-{command}.1")), &output(program, &["man", command])?)?;
    }
    for (shell, name) in COMPLETIONS {
        write(&folder.join("completions").join(name), &output(program, &["completions", shell])?)?;
    }
    for (kind, name) in UNITS {
        write(&folder.join("systemd").join(name), &output(program, &["deploy", "systemd", kind])?)?;
    }
    let site = output(program, &["deploy", "nginx", "--domain", "wordify.example.org"])?;
    write(&folder.join("nginx/wordify.conf"), &site)?;
    let site = output(program, &["deploy", "apache", "--domain", "wordify.example.org"])?;
    write(&folder.join("apache/wordify.conf"), &site)?;
    sbom::write(&folder.join("sbom.cdx.json"))?;
    write(&folder.join("debian/changelog"), changelog(program)?.as_bytes())?;
    let settings = shell::root().join("deploy/debian/wordify.toml");
    let settings = fs::read(&settings).map_err(|error| format!("{}: {error}", settings.display()))?;
    write(&folder.join("settings/wordify.toml"), &settings)
}

/// What Debian wants to know of a version; what users notice is in the project's own list.
fn changelog(program: &Path) -> Result<String, String> {
    let version = output(program, &["--version"])?;
    let version = String::from_utf8_lossy(&version).trim().replace("wordify ", "");
    // That of the commit, so that the same commit gives the same package.
    let mut git = shell::command("git");
    let date = git.args(["-C", &shell::root().display().to_string(), "log", "-1", "--format=%aD"]).output();
    let date = date.map_err(|error| format!("git log: {error}"))?.stdout;
    Ok(format!(
        "wordify ({version}-1) unstable; urgency=medium\n\n  * What users notice stands in NEWS.md beside this file.\n\n \
         -- The Wordify authors <wordify@example.org>  {}\n",
        String::from_utf8_lossy(&date).trim()
    ))
}

/// The archive for systems without Debian's packages: unpacked, it is a folder with all that one needs.
fn archive(program: &Path, folder: &Path) -> Result<(), String> {
    let version = output(program, &["--version"])?;
    let version = String::from_utf8_lossy(&version).trim().replace(' ', "-");
    let name = format!("{version}-{}-linux", std::env::consts::ARCH);
    let home = folder.join(&name);
    for part in ["man", "completions", "nginx", "apache", "settings", "systemd"] {
        copy_folder(&folder.join(part), &home.join(part))?;
    }
    for part in ["logrotate", "prometheus", "container"] {
        copy_folder(&shell::root().join("deploy").join(part), &home.join(part))?;
    }
    for part in LICENCES {
        copy_folder(&shell::root().join(part), &home.join("licences"))?;
    }
    for file in [
        "crates/wordify-data/lemmas/NOTICE.md",
        "deploy/README.md",
        "deploy/put-live",
        "CHANGELOG.md",
        "LICENSE",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "THIRD-PARTY.md",
    ] {
        let path = shell::root().join(file);
        copy(&path, &home.join(path.file_name().unwrap_or_default()))?;
    }
    copy(&folder.join("sbom.cdx.json"), &home.join("sbom.cdx.json"))?;
    copy(program, &home.join("wordify"))?;
    let mut tar = shell::command("tar");
    tar.args(["--owner=0", "--group=0", "--sort=name", "-czf"]).arg(folder.join(format!("{name}.tar.gz")));
    shell::run(tar.arg("-C").arg(folder).arg(&name))
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), String> {
    let entries = fs::read_dir(from).map_err(|error| format!("{}: {error}", from.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| format!("{}: {error}", from.display()))?.path();
        copy(&path, &to.join(path.file_name().unwrap_or_default()))?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let parent = to.parent().unwrap_or(to);
    let copied = fs::create_dir_all(parent).and_then(|()| fs::copy(from, to));
    copied.map(drop).map_err(|error| format!("{}: {error}", from.display()))
}

fn write(path: &Path, content: &[u8]) -> Result<(), String> {
    let parent = path.parent().unwrap_or(path);
    let written = fs::create_dir_all(parent).and_then(|()| fs::write(path, content));
    written.map_err(|error| format!("{}: {error}", path.display()))
}

fn output(program: &Path, arguments: &[&str]) -> Result<Vec<u8>, String> {
    let what = || format!("{} {}", program.display(), arguments.join(" "));
    let output =
        shell::command(program).args(arguments).output().map_err(|error| format!("{}: {error}", what()))?;
    if output.status.success() { Ok(output.stdout) } else { Err(format!("{}: {}", what(), output.status)) }
}
