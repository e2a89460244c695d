//! Terms as points: frequency against frequency, stability against strength.

use super::canvas::{
    Anchor, Canvas, Drawing, FONT, GAP, GREY, INK, PALE, RADIUS, ROW, SMALL, fitted, width_of,
};
use super::result::Found;
use super::scale::{Scale, percent, rounded_up};
use super::{Outcome, Request};
use crate::error::{Error, ErrorKind};
use crate::indicators::Sign;
use crate::report::number;
use crate::table::choice::some_names;

/// Height of the plot over its width.
const HEIGHT_SHARE: f64 = 0.86;
/// Left of the plot: the marks of the axis and its name.
const LEFT: f64 = 30.0;
/// Widest name of a point.
const NAME_WIDTH: f64 = 90.0;
/// Points that are drawn at most: no eye tells more apart, and the file stays small.
const POINTS_MAX: usize = 3_000;

/// A term at its place.
struct Point<'a> {
    name: &'a str,
    place: (f64, f64),
    /// What is said of it where it is pointed at; empty for nothing.
    said: String,
}

/// A rectangle: left, top, right, bottom.
type Box4 = [f64; 4];

/// What a label is set against in a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Against<'a> {
    /// One other label.
    One(&'a str),
    /// Each of several labels: a term has the share of the one that it is of.
    Each,
    /// All others together.
    Rest,
}

/// The two axes of shares.
struct Sides<'a> {
    label: &'a str,
    against: Against<'a>,
    /// Documents of the label, and of what it is set against.
    size: usize,
    rest: usize,
}

fn sides<'a>(outcome: &'a Outcome, request: &Request) -> Result<Sides<'a>, Error> {
    let labels = outcome.labels();
    let chosen = outcome.chosen(&request.only)?;
    let has_pairs = outcome.has_pairs();
    let documents_of = |label: &str| {
        labels.iter().position(|other| other == label).map_or(0, |number| outcome.documents_of(number))
    };
    let others = |label: &'a str| labels.iter().map(String::as_str).filter(move |other| *other != label);
    let (label, against) = match (chosen.as_slice(), labels) {
        (&[label] | &[label, _], [_, _]) => (label, Against::One(others(label).next().unwrap_or(label))),
        (&[label, other], _) if has_pairs => (label, Against::One(other)),
        (&[label], _) if has_pairs => (label, Against::Each),
        (&[label], _) => (label, Against::Rest),
        _ => {
            return Err(Error::new(ErrorKind::Setting, "this figure shows one label against others")
                .at("only")
                .remedy(format!(
                    "Name the label (--only), or two that are set against each other: {}.",
                    some_names(labels)
                )));
        }
    };
    let rest = match against {
        Against::One(other) => documents_of(other),
        Against::Each => others(label).map(documents_of).max().unwrap_or(0),
        Against::Rest => others(label).map(documents_of).sum(),
    };
    Ok(Sides { label, against, size: documents_of(label), rest })
}

/// The share of the documents of a label with each term, against that of the rest.
pub(super) fn frequency(outcome: &Outcome, request: &Request) -> Result<Drawing, Error> {
    let Sides { label, against, size, rest } = sides(outcome, request)?;
    let mut canvas = Canvas::new(request.width());
    let (right, bottom) = (canvas.width - 2.0 * GAP, GAP + (canvas.width - LEFT) * HEIGHT_SHARE);
    // Half a document stands for none, which has no logarithm.
    let ends = |size: usize| (0.5 / size.max(1) as f64, 1.0);
    let (across, up) = (Scale::log(ends(rest), (LEFT, right)), Scale::log(ends(size), (bottom, GAP)));
    for (scale, is_across) in [(&across, true), (&up, false)] {
        let marks = scale.marks(6).into_iter().map(|mark| (scale.place(mark), percent(mark)));
        let none = (scale.place(0.0), "0".to_owned());
        axis(&mut canvas, [none].into_iter().chain(marks), is_across, (right, bottom));
    }
    let least = ends(size).0.max(ends(rest).0);
    canvas.line((across.place(least), up.place(least)), (right, GAP), GREY, 0.6);
    // Of two labels, what speaks for the other has its shares the other way round.
    let place = |found: &Found| {
        let (own, other) = (found.share_in_label, found.share_in_rest);
        let (own, other) = if found.label == label { (own, other) } else { (other, own) };
        (across.place(other), up.place(own))
    };
    let is_meant = |found: &&Found| match against {
        Against::One(other) => {
            let own = (found.label.as_str(), found.against.as_deref());
            let is_pair = |a, b| own == (a, Some(b)) || own == (a, None);
            is_pair(label, other) || is_pair(other, label)
        }
        Against::Each | Against::Rest => found.label == label,
    };
    outcome
        .not_listed()
        .filter(is_meant)
        .take(POINTS_MAX)
        .for_each(|found| canvas.named_dot(place(found), 0.8, GREY, said(found, "not listed")));
    let listed: Vec<&Found> = outcome.listed().filter(is_meant).take(POINTS_MAX).collect();
    let points: Vec<Point<'_>> = strongest(&listed)
        .into_iter()
        .map(|found| Point {
            name: found.shown(),
            place: place(found),
            said: said(found, &format!("{} {}", direction(found.sign), found.label)),
        })
        .collect();
    marked(&mut canvas, &points, request.terms, [LEFT, GAP, right, bottom]);
    let other = match against {
        Against::One(other) => other,
        Against::Each => "the label set against it",
        Against::Rest => "all other labels",
    };
    names(
        &mut canvas,
        (&format!("% of documents, {other}"), &format!("% of documents, {label}")),
        (right, bottom),
    );
    let title = format!("Terms of {}: {label} against {other}", outcome.name());
    let description = "Each point is a term: the share of the label’s documents with it against that of the others, both on \
                       logarithmic axes. Listed terms are dark, some of them named; terms that are not listed are grey. On the line both \
                       shares are the same.";
    canvas.finish(bottom + 2.1 * ROW, &title, description)
}

/// Whether a term speaks for its label.
fn direction(sign: Sign) -> &'static str {
    match sign {
        Sign::Positive => "for",
        Sign::Negative => "against",
    }
}

/// A term, and below it its shares of documents.
fn said(found: &Found, standing: &str) -> String {
    let [own, other] = [found.share_in_label, found.share_in_rest].map(number::percent);
    format!("{}\n{standing}: {own} against {other} of the documents", found.shown())
}

/// Stability of each term against its strength.
pub(super) fn stability(outcome: &Outcome, request: &Request) -> Result<Drawing, Error> {
    let labels = outcome.chosen(&request.only)?;
    let is_meant = |found: &&Found| labels.contains(&found.label.as_str());
    let listed: Vec<&Found> = outcome.listed().filter(is_meant).take(POINTS_MAX).collect();
    if listed.is_empty() || listed.iter().any(|found| found.strength.is_none()) {
        return Err(Error::new(ErrorKind::Input, "the result has no terms with a strength")
            .remedy("Give a result of the preset wordify; the published presets have scores only."));
    }
    let others: Vec<&Found> = outcome.not_listed().filter(is_meant).take(POINTS_MAX).collect();
    let strength = |found: &Found| found.strength.unwrap_or(0.0);
    let most = listed.iter().chain(&others).map(|found| strength(found)).fold(0.1, f64::max);
    let mut canvas = Canvas::new(request.width());
    let (right, bottom) = (canvas.width - 2.0 * GAP, GAP + (canvas.width - LEFT) * HEIGHT_SHARE);
    let across = Scale::linear((0.0, rounded_up(most)), (LEFT, right));
    let up = Scale::linear((0.0, 1.0), (bottom, GAP));
    axis(
        &mut canvas,
        across.marks(6).into_iter().map(|mark| (across.place(mark), format!("{mark}"))),
        true,
        (right, bottom),
    );
    axis(
        &mut canvas,
        up.marks(5).into_iter().map(|mark| (up.place(mark), percent(mark))),
        false,
        (right, bottom),
    );
    let place = |found: &Found| (across.place(strength(found)), up.place(found.score));
    others.iter().for_each(|found| canvas.ring(place(found), 1.1, GREY));
    let points: Vec<Point<'_>> = strongest(&listed)
        .into_iter()
        .map(|found| Point { name: found.shown(), place: place(found), said: String::new() })
        .collect();
    marked(&mut canvas, &points, request.terms, [LEFT, GAP, right, bottom]);
    names(&mut canvas, ("strength", "stability, % of half-samples"), (right, bottom));
    let title = format!("Terms of {}: stability against strength", outcome.name());
    let description = "Each point is a term of a label: the share of half-samples of the documents that have it in the model, against \
                       the penalty at which it enters, in units of what chance gives. Listed terms are filled, some of them named; others are \
                       hollow.";
    canvas.finish(bottom + 2.1 * ROW, &title, description)
}

/// The strongest first, where the result has strengths; else those with the best score.
fn strongest<'a>(listed: &[&'a Found]) -> Vec<&'a Found> {
    let mut sorted = listed.to_vec();
    let worth = |found: &Found| found.strength.unwrap_or(found.score);
    sorted.sort_by(|a, b| worth(b).total_cmp(&worth(a)));
    sorted
}

fn axis(
    canvas: &mut Canvas,
    marks: impl Iterator<Item = (f64, String)>,
    is_across: bool,
    (right, bottom): (f64, f64),
) {
    for (place, name) in marks {
        if is_across {
            canvas.line((place, GAP), (place, bottom), PALE, 0.6);
            canvas.text((place, bottom + ROW / 2.0), Anchor::Middle, SMALL, &name);
        } else {
            canvas.line((LEFT, place), (right, place), PALE, 0.6);
            canvas.text((LEFT - GAP / 2.0, place), Anchor::End, SMALL, &name);
        }
    }
}

/// The names of the axes.
fn names(canvas: &mut Canvas, (across, up): (&str, &str), (right, bottom): (f64, f64)) {
    let middle = (LEFT + right) / 2.0;
    canvas.text((middle, bottom + 1.5 * ROW), Anchor::Middle, SMALL, &fitted(across, right - LEFT, SMALL));
    let up = fitted(up, bottom - GAP, SMALL);
    canvas.turned((SMALL * 0.6, (GAP + bottom) / 2.0), Anchor::Middle, &up);
}

/// All points, and the names of the first `most` that find a place where they cover neither a point nor another name.
fn marked(canvas: &mut Canvas, points: &[Point<'_>], most: usize, frame: Box4) {
    points.iter().for_each(|point| canvas.named_dot(point.place, RADIUS * 0.75, INK, point.said.clone()));
    let around = |&Point { place: (x, y), .. }: &Point<'_>| {
        let radius = RADIUS * 0.75;
        [x - radius, y - radius, x + radius, y + radius]
    };
    let mut taken: Vec<Box4> = points.iter().map(around).collect();
    for point in points {
        if taken.len() == points.len() + most {
            break;
        }
        let name = fitted(point.name, NAME_WIDTH, FONT);
        let place = places(&name, point.place).into_iter().find(|(place, _, _)| {
            let is_inside =
                place[0] >= frame[0] && place[1] >= 0.0 && place[2] <= canvas.width && place[3] <= frame[3];
            is_inside && taken.iter().all(|other| !overlaps(place, other))
        });
        if let Some((area, at, anchor)) = place {
            taken.push(area);
            canvas.text(at, anchor, FONT, &name);
        }
    }
}

/// Where a name may stand beside its point: right, left, above, below.
fn places(name: &str, (x, y): (f64, f64)) -> [(Box4, (f64, f64), Anchor); 4] {
    let (width, half, off) = (width_of(name, FONT), FONT * 0.5, RADIUS + 0.8);
    let side = |left: f64, middle: f64| [left, middle - half, left + width, middle + half];
    [
        (side(x + off, y), (x + off, y), Anchor::Start),
        (side(x - off - width, y), (x - off, y), Anchor::End),
        (side(x - width / 2.0, y - off - half), (x, y - off - half), Anchor::Middle),
        (side(x - width / 2.0, y + off + half), (x, y + off + half), Anchor::Middle),
    ]
}

fn overlaps(a: &Box4, b: &Box4) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}
