//! How the list grows with the documents.

use super::canvas::{Anchor, Canvas, Drawing, GAP, GREY, INK, PALE, RADIUS, ROW, SMALL, width_of};
use super::result::GrowthPoint;
use super::scale::{Scale, percent, rounded_up};
use super::{Outcome, Request};
use crate::count::grouped;
use crate::error::Error;

/// Height of the area with the points, as a share of the width of a panel.
const HEIGHT_SHARE: f64 = 0.8;
/// Half the width of the ends of an interval.
const CAP: f64 = 1.6;

/// A number at each share of the documents: mean, lowest, highest.
type Points = Vec<(f64, [f64; 3])>;

pub(super) fn draw(outcome: &Outcome, request: &Request) -> Result<Drawing, Error> {
    let growth = outcome.growth()?;
    let terms: Points = growth.iter().map(|point| (point.share, point.terms())).collect();
    let again: Points = growth.iter().filter_map(|point| Some((point.share, point.found_again()?))).collect();
    let mut canvas = Canvas::new(request.width());
    let middle = canvas.width / 2.0;
    let most = terms.iter().map(|(_, number)| number[2]).fold(1.0, f64::max);
    let bottom = panel(&mut canvas, (0.0, middle - GAP), "Terms listed", &terms, rounded_up(most), |mark| {
        grouped(mark.round() as usize)
    });
    let right = (middle + GAP, canvas.width);
    panel(&mut canvas, right, "Of the whole list (%)", &again, 1.0, percent);
    let title = format!("The list of parts of {}", outcome.name());
    let draws = growth.iter().map(GrowthPoint::draws).max().unwrap_or(1);
    let description = format!(
        "Terms that are listed of a quarter, half, three quarters and all of the documents, and the share of the whole list that is found \
         again: mean, lowest and highest of {draws} draws."
    );
    canvas.finish(bottom, &title, &description)
}

/// One panel; gives the height below it.
fn panel(
    canvas: &mut Canvas,
    (left, right): (f64, f64),
    heading: &str,
    points: &Points,
    most: f64,
    shown: impl Fn(f64) -> String,
) -> f64 {
    let (top, bottom) = (1.5 * ROW, 1.5 * ROW + (right - left) * HEIGHT_SHARE);
    canvas.text((left, ROW / 2.0), Anchor::Start, SMALL, heading);
    let marks = Scale::linear((0.0, most), (bottom, top)).marks(4);
    let room = marks.iter().map(|&mark| width_of(&shown(mark), SMALL)).fold(0.0, f64::max);
    let start = left + room + GAP;
    // Room for half of "100" on the right.
    let x = Scale::linear((0.0, 1.0), (start, right - 1.5 * GAP));
    let y = Scale::linear((0.0, most), (bottom, top));
    for mark in marks {
        let place = y.place(mark);
        canvas.line((start, place), (x.place(1.0), place), if mark == 0.0 { GREY } else { PALE }, 0.6);
        canvas.text((start - GAP / 2.0, place), Anchor::End, SMALL, &shown(mark));
    }
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
        canvas.text((x.place(share), bottom + ROW * 0.6), Anchor::Middle, SMALL, &percent(share));
    }
    let name = "% of the documents";
    canvas.text(((start + x.place(1.0)) / 2.0, bottom + 1.6 * ROW), Anchor::Middle, SMALL, name);
    for pair in points.windows(2) {
        let place = |(share, number): (f64, [f64; 3])| (x.place(share), y.place(number[0]));
        canvas.line(place(pair[0]), place(pair[1]), GREY, 0.9);
    }
    for &(share, [mean, low, high]) in points {
        let at = x.place(share);
        if high > low {
            canvas.line((at, y.place(low)), (at, y.place(high)), INK, 0.9);
            for end in [low, high] {
                canvas.line((at - CAP, y.place(end)), (at + CAP, y.place(end)), INK, 0.9);
            }
        }
        canvas.dot((at, y.place(mean)), RADIUS, INK);
    }
    bottom + 2.2 * ROW
}
