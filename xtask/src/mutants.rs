//! `cargo xtask mutants`: faults put into the code one at a time, and how many of them the tests notice. cargo-mutants makes the faults
//! (“mutants”): a function that returns zero, `<` for `<=`, `+` for `-`. All of them would take days, so each run takes one in so many.
//!
//! A mutant meets the tests of its own folder first, which take seconds, and only where these miss it all those of its room.
//!
//! A mutant that no test can notice, since the program does the same with it, is left out by name in `.cargo/mutants.toml`, with the reason.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::{shell, tidy, tools};

/// Of the mutants that compile, so many in a hundred must be caught.
const CAUGHT_PERCENT_MIN: usize = 85;
/// One in so many unless another number is asked for: some 145 mutants.
const ONE_IN: usize = 40;
/// Seconds of the tests on a mutant: all those of a room took 220 on a busy machine, without optimisation. A mutant that goes on longer
/// never ends.
const SECONDS_MAX: &str = "600";
/// What is compiled anew for each mutant is compiled in pieces, and no other crate is built again.
const PROFILE: [&str; 2] = ["profile.dev.incremental=true", "profile.dev.debug=false"];
/// How the engine and the site are optimised: not at all. A mutant is then some 8 seconds to build; slightly optimised, up to four minutes.
const LEVEL: u8 = 0;

/// Code whose faults would hurt, and the tests that ought to notice them.
struct Room {
    name: &'static str,
    package: &'static str,
    files: &'static [&'static str],
    /// What the names of the tests of its own folder begin with.
    own: &'static str,
    /// Test programs, beside all tests in the crate itself. Each is linked anew for each mutant, and there are no more than that.
    tests: &'static [&'static str],
}

const ROOMS: [Room; 5] = [
    Room {
        name: "selection",
        package: "wordify",
        files: &["crates/wordify/src/selection/**"],
        own: "selection::",
        tests: &["checkpoint", "logistic", "selection_golden", "strength"],
    },
    Room {
        name: "indicators",
        package: "wordify",
        files: &["crates/wordify/src/indicators/**"],
        own: "indicators::",
        tests: &[
            "analysis",
            "background",
            "concordance",
            "confirm",
            "contrasts",
            "evidence",
            "measured",
            "notices",
            "peers",
            "quoted",
        ],
    },
    Room {
        name: "validity",
        package: "wordify",
        files: &[
            "crates/wordify/src/contrasts/**",
            "crates/wordify/src/generalisation/**",
            "crates/wordify/src/growth/**",
            "crates/wordify/src/robustness/**",
        ],
        // Four folders have no more in common than that.
        own: "",
        tests: &["contrasts", "enough", "robust"],
    },
    Room {
        name: "queue",
        package: "wordify-web",
        files: &["crates/wordify-web/src/jobs/queue/**"],
        own: "jobs::",
        tests: &["http", "mail", "storage", "webhook"],
    },
    Room {
        name: "storage",
        package: "wordify-web",
        files: &["crates/wordify-web/src/jobs/storage/**"],
        own: "jobs::",
        tests: &["http", "mail", "storage", "webhook"],
    },
];

/// What became of the mutants of one folder.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Tally {
    caught: usize,
    missed: usize,
    /// They do not compile.
    unviable: usize,
}

/// Puts mutants into all rooms, or into the one called so, one mutant in `--one-in N`.
///
/// # Errors
/// When the arguments are others, when something cannot be built, and when too few mutants are caught; the others have been named.
pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    let (room, one_in) = match *arguments {
        [] => (None, ONE_IN),
        [room] => (Some(room), ONE_IN),
        ["--one-in", count] => (None, number(count)?),
        [room, "--one-in", count] => (Some(room), number(count)?),
        _ => return Err("mutants [ROOM] [--one-in N]".to_owned()),
    };
    let rooms: Vec<&Room> = ROOMS.iter().filter(|known| room.is_none_or(|room| room == known.name)).collect();
    if rooms.is_empty() {
        return Err(format!("no such room; there are {}", ROOMS.map(|room| room.name).join(", ")));
    }
    tools::ensure_postgresql()?;
    let tree = shell::target_folder().join("mutants/tree");
    copy_tree(&tree)?;
    let mut whole = Tally::default();
    for room in rooms {
        println!("{}, one mutant in {one_in}", room.name);
        for (name, tally) in put_into(room, one_in, &tree)? {
            println!("  {:40} {}", name, tally.words());
            whole.add(tally);
        }
    }
    println!("in all {}", whole.words());
    let is_enough = 100 * whole.caught >= CAUGHT_PERCENT_MIN * (whole.caught + whole.missed);
    if is_enough { Ok(()) } else { Err(format!("fewer than {CAUGHT_PERCENT_MIN} % are caught")) }
}

fn number(count: &str) -> Result<usize, String> {
    count.parse().ok().filter(|count| *count > 0).ok_or_else(|| format!("not a number of mutants: {count}"))
}

/// Brings a copy of the repository up to date, in a folder that stays: what was built of it is built again only where it has changed, also
/// where an earlier run left a mutant.
fn copy_tree(tree: &Path) -> Result<(), String> {
    let listed = shell::command("git").args(["ls-files", "-z"]).output();
    let listed = listed.map_err(|error| format!("git: {error}"))?.stdout;
    let names: Vec<&str> = std::str::from_utf8(&listed)
        .map_err(|error| format!("git ls-files: {error}"))?
        .split_terminator('\0')
        .collect();
    for name in &names {
        let (from, to) = (shell::root().join(name), tree.join(name));
        let problem = |error: std::io::Error| format!("{}: {error}", to.display());
        let bytes = fs::read(&from).map_err(|error| format!("{}: {error}", from.display()))?;
        if fs::read(&to).is_ok_and(|there| there == bytes) {
            continue;
        }
        fs::create_dir_all(to.parent().unwrap_or(tree)).map_err(problem)?;
        fs::copy(&from, &to).map_err(problem)?;
    }
    for file in tidy::files_of(tree)? {
        if !names.contains(&file.path.as_str()) {
            let gone = tree.join(&file.path);
            fs::remove_file(&gone).map_err(|error| format!("{}: {error}", gone.display()))?;
        }
    }
    Ok(())
}

/// Puts mutants into `room`, in the copy `tree`, and says what became of them, by the folder that their files are in. Those that were missed
/// are printed.
fn put_into(room: &Room, one_in: usize, tree: &Path) -> Result<BTreeMap<String, Tally>, String> {
    let folder = shell::target_folder().join("mutants").join(room.name);
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut first = command(room, tree, &folder)?;
    first.args(["--sharding", "round-robin", "--shard"]).arg(format!("0/{one_in}"));
    first.args(room.files.iter().flat_map(|file| ["--file", file]));
    first.arg("--cargo-arg=--lib").arg(format!("--cargo-test-arg={}", room.own));
    let mut found = outcomes(first, room, &folder)?;
    if found.is_empty() {
        return Err("no mutant is among one in so many: give a smaller number".to_owned());
    }
    let missed: Vec<String> =
        found.iter().filter(|(_, tally)| tally.missed > 0).map(|(mutant, _)| mutant.clone()).collect();
    if !missed.is_empty() {
        let mut second = command(room, tree, &folder)?;
        second.args(missed.iter().flat_map(|mutant| ["--file", file_of(mutant)]));
        second.args(missed.iter().flat_map(|mutant| ["--re".to_owned(), format!("^{}$", escaped(mutant))]));
        second.arg("--cargo-arg=--lib");
        second.args(room.tests.iter().map(|test| format!("--cargo-arg=--test={test}")));
        let all = outcomes(second, room, &folder)?;
        // cargo-mutants 27.1 asks `--re` about no field that it deletes: those that were not among the missed are left out here.
        found.extend(all.into_iter().filter(|(mutant, _)| missed.contains(mutant)));
    }
    let mut of_folders: BTreeMap<String, Tally> = BTreeMap::new();
    for (mutant, tally) in found {
        if tally.missed > 0 {
            println!("  missed: {mutant}");
        }
        of_folders.entry(folder_of(&mutant)).or_default().add(tally);
    }
    Ok(of_folders)
}

/// cargo-mutants on `room`, without what chooses mutants and tests.
fn command(room: &Room, tree: &Path, folder: &Path) -> Result<Command, String> {
    let mut command = shell::command(tools::cargo_mutants()?);
    command.args(["mutants", "--package", room.package, "--no-shuffle", "--colors=never"]);
    command.args(["--caught", "--unviable", "--timeout", SECONDS_MAX, "--output"]).arg(folder);
    command.arg("--in-place").arg("--dir").arg(tree).env("CARGO_TARGET_DIR", shell::target_folder());
    // It would be stronger than the profile.
    command.env_remove("CARGO_INCREMENTAL");
    for setting in PROFILE {
        command.arg(format!("--cargo-arg=--config={setting}"));
    }
    // Both in every room, so that what is built for one serves the others.
    for package in ["wordify", "wordify-web"] {
        command.arg(format!("--cargo-arg=--config=profile.dev.package.{package}.opt-level={LEVEL}"));
    }
    Ok(command)
}

/// What became of each mutant that `command` makes.
fn outcomes(mut command: Command, room: &Room, folder: &Path) -> Result<BTreeMap<String, Tally>, String> {
    let status = command.status().map_err(|error| format!("cargo-mutants: {error}"))?;
    // All caught; some missed; some without an end. Anything else leaves nothing, or a part, to be counted.
    if !matches!(status.code(), Some(0 | 2 | 3)) {
        return Err(format!("cargo-mutants on {}: {status}", room.name));
    }
    let mut outcomes = BTreeMap::new();
    for (name, one) in FOUND {
        outcomes.extend(lines(folder, name)?.into_iter().map(|mutant| (mutant, one)));
    }
    Ok(outcomes)
}

/// Files with mutants, and what a line of each counts as. A mutant that never ends is noticed as well.
const FOUND: [(&str, Tally); 4] = [
    ("caught.txt", Tally { caught: 1, missed: 0, unviable: 0 }),
    ("timeout.txt", Tally { caught: 1, missed: 0, unviable: 0 }),
    ("missed.txt", Tally { caught: 0, missed: 1, unviable: 0 }),
    ("unviable.txt", Tally { caught: 0, missed: 0, unviable: 1 }),
];

/// The mutants in a file of what was found in `folder`.
fn lines(folder: &Path, name: &str) -> Result<Vec<String>, String> {
    let path = folder.join("mutants.out").join(name);
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(text.lines().map(str::to_owned).collect())
}

/// `text` as a regular expression for itself.
fn escaped(text: &str) -> String {
    let sign = |c: char| if r"\.+*?()|[]{}^$".contains(c) { format!("\\{c}") } else { c.to_string() };
    text.chars().map(sign).collect()
}

/// The file of a line such as `crates/wordify/src/selection/tally.rs:12:3: replace + with -`.
fn file_of(mutant: &str) -> &str {
    mutant.split(':').next().unwrap_or(mutant)
}

/// The folder of the file that a mutant is in, of a line such as `crates/wordify/src/selection/tally.rs:12:3: replace + with -`.
fn folder_of(mutant: &str) -> String {
    let path = file_of(mutant);
    let folder = path.rsplit_once('/').map_or(path, |(folder, _)| folder);
    folder.split_once("/src/").map_or(folder, |(_, inside)| inside).to_owned()
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.caught += other.caught;
        self.missed += other.missed;
        self.unviable += other.unviable;
    }

    fn words(self) -> String {
        let Self { caught, missed, unviable } = self;
        let share = 100.0 * caught as f64 / (caught + missed).max(1) as f64;
        format!("{caught:4} caught, {missed:3} missed, {unviable:3} do not compile: {share:5.1} %")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mutant_belongs_to_the_folder_of_its_file() {
        assert_eq!(
            folder_of("crates/wordify/src/selection/path/lane.rs:1:2: replace + with -"),
            "selection/path"
        );
        assert_eq!(
            folder_of("crates/wordify/src/selection/tally.rs:1:2: replace a -> b with 0"),
            "selection"
        );
    }

    #[test]
    fn a_name_is_sought_as_it_is() {
        assert_eq!(escaped("a_b.rs:1:2: replace + -> b in f"), r"a_b\.rs:1:2: replace \+ -> b in f");
    }

    #[test]
    fn what_does_not_compile_is_no_part_of_the_share() {
        let tally = Tally { caught: 3, missed: 1, unviable: 6 };
        assert!(tally.words().contains("75.0 %"), "{}", tally.words());
    }
}
