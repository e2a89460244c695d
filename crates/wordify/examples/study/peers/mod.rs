//! Other methods beside the default one, on the same matrices and labels, judged alike.
//!
//! The sets follow from the seed. `--sets FOLDER` writes them for the programs of others (`xtask/python/study/lists.py`), `--peers
//! FOLDER` reads the lists that these made; methods of our own make theirs here.

mod exchange;
mod own;
mod picture;
mod sets;
mod tables;

pub(crate) use exchange::write_sets;

use std::error::Error;
use std::path::Path;

use crate::draws::each;
use crate::setup::Setup;
use crate::table::Part;

/// A term in a list: label, column, whether it speaks for the label.
type Entry = (usize, u32, bool);

/// The tables of all methods, and a picture of them as SVG, from the lists of others in `folder`.
///
/// # Errors
/// When `folder` has no lists, or lists of other sets.
pub(crate) fn run(setup: &Setup, folder: &Path) -> Result<(Part, String), Box<dyn Error>> {
    let corpora = sets::corpora(setup)?;
    let sets = sets::sets(setup, &corpora);
    let mut others = exchange::read_lists(folder)?;
    let own = each(sets.len(), |number| {
        let set = &sets[number];
        match set.question {
            sets::Question::HeldOut(_) => Default::default(),
            _ => own::lists(&corpora[set.corpus].documents, set, &setup.judge),
        }
    });
    let (own, seconds): (Vec<_>, Vec<_>) = own.into_iter().unzip();
    // Seconds differ from run to run, so they stand in no table.
    own::times(&seconds).iter().for_each(|line| eprintln!("{line}"));
    let mut outcomes = Vec::new();
    for (set, mut lists) in sets.iter().zip(own) {
        let found = others
            .remove(&set.name)
            .ok_or_else(|| format!("{}: no lists of {}", folder.display(), set.name))?;
        lists.extend(found.lists);
        outcomes.push(tables::Outcome { set, lists, areas: found.areas });
    }
    let (part, points) = tables::part(&corpora, &outcomes);
    Ok((part, picture::draw(&points)))
}
