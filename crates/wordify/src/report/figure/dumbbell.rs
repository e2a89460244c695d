//! Terms with the two shares, and the difference with its interval.

use super::canvas::{
    Anchor, Canvas, Drawing, FONT, GAP, GREY, INK, PALE, RADIUS, ROW, SMALL, fitted, widest,
};
use super::result::Found;
use super::scale::{Scale, percent, rounded_up};
use super::{Outcome, Request, listed_by_comparison};
use crate::error::Error;

/// Share of the width that terms may take.
const TERM_SHARE: f64 = 0.34;
/// Of what is left beside the terms, what the shares take where differences stand beside them.
const SHARES_SHARE: f64 = 0.55;

/// Where the two panels stand.
struct Panels {
    left: f64,
    shares: Scale,
    /// None where the result has no intervals.
    differences: Option<Scale>,
}

pub(super) fn draw(outcome: &Outcome, request: &Request) -> Result<Drawing, Error> {
    let comparisons = listed_by_comparison(outcome, request)?;
    let all: Vec<&Found> = comparisons.iter().flatten().copied().collect();
    let mut canvas = Canvas::new(request.width());
    let panels = Panels::new(canvas.width, &all);
    let mut y = legend(&mut canvas, outcome, panels.differences.is_some());
    let top = y;
    let rows: usize = comparisons.iter().map(|found| found.len() + 1).sum();
    let bottom = top + rows as f64 * ROW + GAP / 2.0;
    axes(&mut canvas, &panels, (top, bottom));
    for found in &comparisons {
        y += ROW / 2.0;
        // Two names need more room than a term.
        let room = if found[0].against.is_some() { canvas.width } else { panels.left - GAP };
        canvas.heading((0.0, y), &fitted(&found[0].comparison(), room, FONT));
        y += ROW / 2.0;
        for found in found {
            y += ROW / 2.0;
            row(&mut canvas, &panels, found, y);
            y += ROW / 2.0;
        }
    }
    let title = format!("Terms that tell the labels of {} apart", outcome.name());
    let description = "For each term the share of the label’s documents with it (filled) and of the documents that it is set against (hollow), in \
                       percent; beside it the difference in percentage points with its 95% interval.";
    canvas.finish(bottom + 2.0 * ROW, &title, description)
}

impl Panels {
    fn new(width: f64, all: &[&Found]) -> Self {
        let terms = widest(all.iter().map(|found| found.shown()), FONT, (20.0, width * TERM_SHARE));
        let left = terms + 2.0 * GAP;
        let most = all.iter().map(|found| found.share_in_label.max(found.share_in_rest)).fold(0.0, f64::max);
        let shares_end = rounded_up(most.max(0.001));
        let differences: Option<Vec<[f64; 3]>> = all.iter().map(|found| found.difference()).collect();
        let right = width - 2.0 * GAP;
        let Some(differences) = differences else {
            return Self { left, shares: Scale::linear((0.0, shares_end), (left, right)), differences: None };
        };
        let middle = left + (right - left) * SHARES_SHARE;
        let (low, high) = differences
            .iter()
            .fold((0.0_f64, 0.0_f64), |(low, high), interval| (low.min(interval[1]), high.max(interval[2])));
        Self {
            left,
            shares: Scale::linear((0.0, shares_end), (left, middle - 1.5 * GAP)),
            differences: Some(Scale::linear((low, high.max(0.001)), (middle + 1.5 * GAP, right))),
        }
    }
}

/// What the marks stand for; gives the height below.
fn legend(canvas: &mut Canvas, outcome: &Outcome, has_differences: bool) -> f64 {
    let y = ROW / 2.0;
    canvas.dot((RADIUS, y), RADIUS, INK);
    canvas.text((RADIUS + GAP, y), Anchor::Start, SMALL, "in the label");
    let second = RADIUS + GAP + 48.0;
    canvas.ring((second, y), RADIUS, INK);
    let is_one = outcome.labels().len() == 2 || outcome.has_pairs();
    let rest = if is_one { "in the other label" } else { "in the rest" };
    canvas.text((second + GAP, y), Anchor::Start, SMALL, rest);
    if has_differences {
        let right = canvas.width;
        canvas.text((right, y), Anchor::End, SMALL, "difference, 95% interval");
    }
    ROW * 1.5
}

fn axes(canvas: &mut Canvas, panels: &Panels, (top, bottom): (f64, f64)) {
    let mut axis = |scale: &Scale, name: &str, most: usize| {
        let marks = scale.marks(most);
        for &mark in &marks {
            let x = scale.place(mark);
            let is_zero = mark == 0.0;
            canvas.line((x, top), (x, bottom), if is_zero { GREY } else { PALE }, 0.6);
            canvas.text((x, bottom + ROW / 2.0), Anchor::Middle, SMALL, &percent(mark));
        }
        let ends = [marks.first(), marks.last()].map(|mark| mark.map_or(0.0, |&mark| scale.place(mark)));
        canvas.text(((ends[0] + ends[1]) / 2.0, bottom + 1.4 * ROW), Anchor::Middle, SMALL, name);
    };
    axis(&panels.shares, "% of documents", 4);
    if let Some(differences) = &panels.differences {
        axis(differences, "percentage points", 3);
    }
}

fn row(canvas: &mut Canvas, panels: &Panels, found: &Found, y: f64) {
    let term = fitted(found.shown(), panels.left - 2.0 * GAP, FONT);
    canvas.text((panels.left - 1.5 * GAP, y), Anchor::End, FONT, &term);
    let [label, rest] = [found.share_in_label, found.share_in_rest].map(|share| panels.shares.place(share));
    canvas.line((rest, y), (label, y), GREY, 1.1);
    canvas.ring((rest, y), RADIUS, INK);
    canvas.dot((label, y), RADIUS, INK);
    if let Some((scale, [value, low, high])) = panels.differences.as_ref().zip(found.difference()) {
        canvas.line((scale.place(low), y), (scale.place(high), y), INK, 0.9);
        canvas.dot((scale.place(value), y), RADIUS * 0.8, INK);
    }
}
