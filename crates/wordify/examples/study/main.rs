//! What is promised about a list, beside what is measured: `cargo xtask study`.
//!
//! ```text
//! study [--short | --quick | --full] [--seed N] [--authors FILE] [--out FILE] [--sets FOLDER | --peers FOLDER] [PART…] [FILE…]
//! ```
//! Parts are chance (T1), recall (T2), contrasts (T1 and T2 of pairs, baselines, bins and orders), seeds (T3), authors (T4) and
//! length (T6), which are done when none is named, peers (other methods; done as well, but where a run is short, when `--peers` is given), and
//! scales, which compares ways to weigh rare and frequent terms. Files are csv with the columns `text` and `label`; without any,
//! the examples of the repository and generated texts serve. `--authors` names a file whose labels are authors. The same seed
//! gives the same tables. `--sets` writes what the programs of others are given into a folder, if they are asked for, and does
//! nothing else; `--peers` reads their lists from there, with a picture beside the file of `--out`. Ends with failure when a
//! promise is broken.

mod authors;
mod chance;
mod contrasts;
mod corpus;
mod draws;
mod generated;
mod judge;
mod length;
mod means;
mod peers;
mod random;
mod recall;
mod seeds;
mod setup;
mod table;
mod truth;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use setup::{Extent, Setup};
use table::Part;

/// A part: its name, whether it is done when none is named, and what does it.
type Named = (&'static str, bool, fn(&Setup) -> Part);

const PARTS: [Named; 7] = [
    ("chance", true, chance::run),
    ("recall", true, recall::run),
    ("contrasts", true, contrasts::run),
    ("seeds", true, seeds::run),
    ("authors", true, authors::run),
    ("length", true, length::run),
    ("scales", false, recall::scales),
];

/// The part that compares methods. Its lists come by an option, so it stands in no table.
const PEERS: &str = "peers";

/// What the arguments say.
struct Order {
    extent: Extent,
    seed: u64,
    authors: Option<String>,
    out: Option<String>,
    sets: Option<String>,
    peers: Option<String>,
    parts: Vec<String>,
    files: Vec<String>,
}

impl Order {
    /// Other methods are compared where that is asked for, or nothing else is and the run is not a short one.
    fn asks_for_peers(&self) -> bool {
        let is_usual = self.parts.is_empty() && self.extent != Extent::Short;
        is_usual || self.parts.iter().any(|part| part == PEERS)
    }
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let order = order(std::env::args().skip(1))?;
    if order.sets.is_some() && !order.asks_for_peers() {
        return Ok(ExitCode::SUCCESS);
    }
    let setup = Setup::new(order.extent, &order.files, order.authors.as_deref(), order.seed)?;
    if let Some(folder) = order.sets {
        peers::write_sets(&setup, Path::new(&folder))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut text = head(order.extent, order.seed);
    let mut broken = Vec::new();
    print!("{text}");
    let mut add = |mut part: Part| {
        println!("{}", part.text());
        text.push_str(part.text());
        text.push('\n');
        broken.extend_from_slice(part.broken());
    };
    for (name, is_usual, run) in PARTS {
        let is_named = order.parts.iter().any(|part| part == name);
        if is_named || (order.parts.is_empty() && is_usual) {
            let start = Instant::now();
            add(run(&setup));
            eprintln!("{name}: {} s", start.elapsed().as_secs());
        }
    }
    let picture = order.peers.map(|folder| peers::run(&setup, Path::new(&folder))).transpose()?.map(
        |(mut part, picture)| {
            if let Some(out) = &order.out {
                part.text_line(&picture_line(out));
            }
            add(part);
            picture
        },
    );
    if let Some(out) = order.out {
        if let Some(picture) = picture {
            std::fs::write(Path::new(&out).with_extension("svg"), picture)?;
        }
        std::fs::write(out, text)?;
    }
    broken.iter().for_each(|promise| eprintln!("broken: {promise}"));
    Ok(if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The picture of the methods, beside the page.
fn picture_line(page: &str) -> String {
    let name = Path::new(page).with_extension("svg");
    let name = name.file_name().unwrap_or_default().to_string_lossy();
    format!(
        "![Recall against the share of false terms, of each method, for true terms in 1–10 % of the documents]({name})"
    )
}

/// For whom the tables are, how they are made again, and what they cannot show.
fn head(extent: Extent, seed: u64) -> String {
    let option = format!("{extent:?}").to_lowercase();
    format!(
        "# What the default method promises, and what was measured\n\n\
         For reviewers. Made by `cargo xtask study --{option} --seed {seed}`: the same seed gives the same tables. Each part says what \
         is asked and how; below a table stand the promises with their limits, which hold three standard errors of so many draws where \
         a mean or a share is promised.\n\n\
         Limits: the corpora are the examples of the repository and texts generated from them, so other kinds of text may behave \
         otherwise; name files of your own to see. `--short` makes few draws, to notice what breaks rather than to measure; `--quick` \
         and `--full` make more. Truths are made by a logistic model, as the method is.\n\n"
    )
}

fn order(mut arguments: impl Iterator<Item = String>) -> Result<Order, String> {
    let mut order = Order {
        extent: Extent::Quick,
        seed: 2021,
        authors: None,
        out: None,
        sets: None,
        peers: None,
        parts: Vec::new(),
        files: Vec::new(),
    };
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--short" => order.extent = Extent::Short,
            "--quick" => order.extent = Extent::Quick,
            "--full" => order.extent = Extent::Full,
            "--seed" => order.seed = value()?.parse().map_err(|_| "--seed needs a number")?,
            "--authors" => order.authors = Some(value()?),
            "--sets" => order.sets = Some(value()?),
            "--peers" => order.peers = Some(value()?),
            "--out" => order.out = Some(value()?),
            option if option.starts_with('-') => return Err(format!("no such option: {option}")),
            part if part == PEERS || PARTS.iter().any(|(name, ..)| *name == part) => {
                order.parts.push(argument);
            }
            _ => order.files.push(argument),
        }
    }
    Ok(order)
}
