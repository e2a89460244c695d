//! The list of parts of the documents.

use super::{Table, Trial};
use crate::count::grouped;
use crate::growth::{DRAWS, Growth, Spread};
use crate::report::judged::Cell;
use crate::report::number::percent;

const HEADER: [&str; 12] = [
    "share of documents",
    "draws",
    "documents",
    "terms listed",
    "lowest",
    "highest",
    "found again",
    "lowest found again",
    "highest found again",
    "in the whole list",
    "lowest in it",
    "highest in it",
];

pub(super) fn trial(found: &Growth, has_groups: bool) -> Trial {
    let sentences = sentences(found, has_groups);
    Trial { name: "Enough texts?", short: "Enough", sentences, tables: vec![table(found)] }
}

fn sentences(found: &Growth, has_groups: bool) -> Vec<String> {
    let [.., half, three_quarters, whole] = &found.points[..] else { return Vec::new() };
    let Some(again) = half.found_again else {
        return vec![
            "No term is listed, and so nothing can be found again in fewer texts; more texts may show what these cannot."
                .to_owned(),
        ];
    };
    let terms = |spread: &Spread| grouped(spread.mean.round() as usize);
    let growth = if found.still_grows { "the list still grows" } else { "the list hardly grows any more" };
    vec![
        format!(
            "With half of your texts you would have found {} of these terms ({} to {} in {DRAWS} draws); {growth}: {} terms with three \
             quarters of the texts, {} with all.",
            percent(again.mean),
            percent(again.low),
            percent(again.high),
            terms(&three_quarters.terms),
            terms(&whole.terms),
        ),
        format!(
            "{} were drawn within each label; nine of eleven further draws lie between the lowest and the highest of {DRAWS}. Terms of one family are \
             counted each.",
            if has_groups { "Whole groups" } else { "Documents" }
        ),
    ]
}

fn table(found: &Growth) -> Table {
    let spread = |spread: Option<Spread>, cell: fn(f64) -> Cell| match spread {
        Some(Spread { mean, low, high }) => [mean, low, high].map(cell),
        None => [Cell::Empty, Cell::Empty, Cell::Empty],
    };
    let rows = found.points.iter().map(|point| {
        let first = [
            Cell::Share(point.share),
            Cell::Count(point.draws),
            Cell::Count(point.documents.mean.round() as usize),
        ];
        let terms = spread(Some(point.terms), Cell::Number);
        let rest = [spread(point.found_again, Cell::Share), spread(point.confirmed, Cell::Share)];
        first.into_iter().chain(terms).chain(rest.into_iter().flatten()).collect()
    });
    Table {
        name: "Enough",
        caption: "The list of parts of the texts".to_owned(),
        header: HEADER.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }
}
