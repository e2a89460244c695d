//! Terms by labels: the share of each label's documents with each term.

use std::collections::BTreeSet;

use super::canvas::{
    Anchor, Canvas, Colour, Drawing, FONT, GAP, ROW, SMALL, TEXT, WHITE, fitted, widest, width_of,
};
use super::scale::percent;
use super::{Outcome, Request, listed_by_comparison};
use crate::error::{Error, ErrorKind};

/// Share of the width that terms may take.
const TERM_SHARE: f64 = 0.34;
/// Height that the names of labels may take.
const NAMES_HEIGHT: f64 = 90.0;
/// Narrowest cell.
const CELL_LEAST: f64 = 6.0;
/// Widest cell.
const CELL_MOST: f64 = 42.0;
/// Darkness from which letters are white: there both colours have the same contrast, 4 to 1, and more on either side.
const DARK: f64 = 0.59;

pub(super) fn draw(outcome: &Outcome, request: &Request) -> Result<Drawing, Error> {
    let mut found: Vec<_> = listed_by_comparison(outcome, request)?.into_iter().flatten().collect();
    // A term of a label that is set against several labels has one row.
    let mut rows = BTreeSet::new();
    found.retain(|found| rows.insert((&found.label, found.shown())));
    let chosen = outcome.chosen(&request.only)?;
    let columns: Vec<usize> = (0..outcome.labels().len())
        .filter(|&label| request.only.len() < 2 || chosen.contains(&outcome.labels()[label].as_str()))
        .collect();
    let mut canvas = Canvas::new(request.width());
    let terms = widest(found.iter().map(|found| found.shown()), FONT, (20.0, canvas.width * TERM_SHARE));
    let left = terms + GAP;
    let cell = ((canvas.width - left - GAP) / columns.len() as f64).min(CELL_MOST);
    if cell < CELL_LEAST {
        return Err(Error::new(
            ErrorKind::Setting,
            format!("{} labels do not fit into this width", columns.len()),
        )
        .at("width")
        .remedy("Give a larger --width, or name the labels (--only, two or more)."));
    }
    let names = || columns.iter().map(|&label| outcome.labels()[label].as_str());
    let is_turned = names().any(|name| width_of(name, SMALL) > cell - 2.0);
    let top = if is_turned { widest(names(), SMALL, (ROW, NAMES_HEIGHT)) + GAP } else { ROW };
    for (column, name) in names().enumerate() {
        let x = left + (column as f64 + 0.5) * cell;
        if is_turned {
            canvas.turned((x, top - GAP / 2.0), Anchor::Start, &fitted(name, NAMES_HEIGHT, SMALL));
        } else {
            canvas.text((x, top - ROW / 2.0), Anchor::Middle, SMALL, name);
        }
    }
    let mut y = top;
    let mut frames = Vec::new();
    for found in found {
        let Some(shares) = outcome.shares(found) else { return Err(without_shares()) };
        canvas.text(
            (left - GAP / 2.0, y + ROW / 2.0),
            Anchor::End,
            FONT,
            &fitted(found.shown(), terms, FONT),
        );
        let most = columns.iter().map(|&label| shares[label]).fold(0.0, f64::max);
        for (column, &label) in columns.iter().enumerate() {
            let (x, share) = (left + column as f64 * cell, shares[label]);
            let darkness = if most > 0.0 { share / most } else { 0.0 };
            draw_cell(&mut canvas, (x, y), cell, share, darkness);
            if outcome.labels()[label] == found.label {
                frames.push((x, y));
            }
        }
        y += ROW;
    }
    // Above all cells, so that none covers a frame.
    frames.into_iter().for_each(|place| canvas.area(place, (cell, ROW), None, TEXT));
    let note =
        fitted("% of a label’s documents; darkest: most of the row; framed: listed", canvas.width, SMALL);
    canvas.text((0.0, y + ROW), Anchor::Start, SMALL, &note);
    let title = format!("Terms of {} by labels", outcome.name());
    let description = "Each cell is the share of a label’s documents with a term, in percent; the darker, the nearer to the largest share of \
                       its row. A frame marks the label that the term is listed for.";
    canvas.finish(y + 1.8 * ROW, &title, description)
}

/// A cell of this width at `place`, with its share where it fits.
fn draw_cell(canvas: &mut Canvas, place: (f64, f64), width: f64, share: f64, darkness: f64) {
    canvas.area(place, (width, ROW), Some(shade(darkness)), WHITE);
    let text = percent((share * 1000.0).round() / 1000.0);
    if width_of(&text, SMALL) > width {
        return;
    }
    let middle = (place.0 + width / 2.0, place.1 + ROW / 2.0);
    if darkness > DARK {
        canvas.light(middle, &text);
    } else {
        canvas.text(middle, Anchor::Middle, SMALL, &text);
    }
}

fn without_shares() -> Error {
    Error::new(ErrorKind::Input, "the result does not have the documents of each label with each term")
        .remedy("Analyse the file again with this version and the preset wordify; the published presets do not count them.")
}

/// White to dark blue, as even in grey as in colour.
fn shade(darkness: f64) -> Colour {
    let mix = |from: f64, to: f64| (from + (to - from) * darkness).round() as u8;
    Colour([mix(247.0, 18.0), mix(249.0, 48.0), mix(251.0, 84.0)])
}
