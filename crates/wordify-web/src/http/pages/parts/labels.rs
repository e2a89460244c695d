//! The overview of many labels.

use std::cmp::Reverse;

use wordify::count::{counted, grouped};
use wordify::selection::strength::LABEL_DOCUMENTS_MIN;

use super::pager::{self, Pager};
use super::place::Place;
use super::view_query::{By, View};
use super::words;
use crate::jobs::view::Summary;

/// Best terms that are named beside a label.
const BEST: usize = 5;
/// Terms that are named of a label for which none is listed.
const NEAREST: usize = 3;
/// Labels from which on those without a term are left out.
const LABELS_FOLDED_FROM: usize = 12;

/// A label in the overview.
#[derive(Debug)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// Documents.
    pub documents: String,
    /// Terms for it from the threshold on.
    pub positive: String,
    /// Terms against it.
    pub negative: String,
    /// The best ones for it.
    pub best: Vec<String>,
    /// Where there is none, those that came nearest and that chance may give as well.
    pub nearest: Vec<String>,
    /// Whether it has too few documents to be judged.
    pub few: bool,
}

/// The overview as the view asks for it.
#[derive(Debug)]
pub struct Overview {
    /// The labels shown.
    pub rows: Vec<Row>,
    /// What it is.
    pub caption: String,
    /// How to see all.
    pub pager: Pager,
    /// How to see those without a term and those too small to be judged, where they are left out.
    pub empty: Option<(String, String)>,
}

impl Overview {
    /// The labels whose name, or one of whose best terms, has what was searched for.
    pub fn new(place: &Place, summary: &Summary, view: &View) -> Self {
        let mut found: Vec<usize> = (0..summary.labels.len())
            .filter(|&label| {
                let label = &summary.labels[label];
                view.matches(&label.name) || label.best_positive.iter().any(|row| view.matches(row.shown()))
            })
            .collect();
        let terms = |label: usize| {
            let label = &summary.labels[label];
            view.count(label, true) + view.count(label, false)
        };
        let is_folded = view.q.is_empty() && !view.empty;
        let keep = |found: &mut Vec<usize>, is_kept: &dyn Fn(usize) -> bool| {
            let before = found.len();
            // Where none would stay, the labels themselves are what there is to see.
            if is_folded && found.iter().any(|&label| is_kept(label)) {
                found.retain(|&label| is_kept(label));
            }
            before - found.len()
        };
        let small = keep(&mut found, &|label| !is_few(summary, label));
        let without =
            if found.len() > LABELS_FOLDED_FROM { keep(&mut found, &|label| terms(label) > 0) } else { 0 };
        match view.by {
            By::Term => {}
            By::Label => found.sort_by_key(|&label| Reverse(summary.labels[label].documents)),
            _ => found.sort_by_key(|&label| Reverse(terms(label))),
        }
        if view.reversed {
            found.reverse();
        }
        let shown = pager::range(view, found.len());
        let rows: Vec<Row> =
            found[shown.clone()].iter().map(|&label| row(place, summary, view, label)).collect();
        let number = if rows.len() < found.len() {
            format!("{} of {} labels", pager::places(&shown), grouped(found.len()))
        } else {
            counted(found.len(), "label", "labels")
        };
        Self {
            rows,
            caption: if view.has_threshold() {
                format!("{number}, with terms from a score of {} on", view.threshold_shown())
            } else {
                format!("{number}, with the terms that can be told from chance")
            },
            pager: Pager::new(view, found.len(), "labels"),
            empty: folded_words(small, without).map(|words| (words, view.href_empty())),
        }
    }
}

/// What is left out: labels too small to be judged, and others without a term.
fn folded_words(small: usize, without: usize) -> Option<String> {
    let labels = |number: usize| counted(number, "label", "labels");
    let small_words = format!("too small to be judged (fewer than {LABEL_DOCUMENTS_MIN} documents)");
    Some(match (small, without) {
        (0, 0) => return None,
        (0, _) => format!("Show the {} without a term as well", labels(without)),
        (_, 0) => format!("Show the {} {small_words} as well", labels(small)),
        _ => format!(
            "Show the {} without a term and {} {small_words} as well",
            labels(without),
            grouped(small)
        ),
    })
}

/// Whether the label at `number` has too few documents to be judged; the published tools list what they find for any.
fn is_few(summary: &Summary, number: usize) -> bool {
    summary.calibration.is_some() && summary.labels[number].documents < LABEL_DOCUMENTS_MIN
}

fn row(place: &Place, summary: &Summary, view: &View, number: usize) -> Row {
    let label = &summary.labels[number];
    let best: Vec<String> = label
        .best_positive
        .iter()
        .filter(|row| view.lists(row))
        .take(BEST)
        .map(|row| words::shortened(row.shown(), 40))
        .collect();
    let is_unchanged = view.most_false.is_none() && view.least == 0;
    let nearest = label.not_listed.iter().take(NEAREST).map(|(term, ..)| words::shortened(term, 40));
    let nearest = if best.is_empty() && is_unchanged { nearest.collect() } else { Vec::new() };
    Row {
        name: words::short_name(&label.name),
        href: View { action: place.label(number), ..view.of_label() }.href(),
        documents: grouped(label.documents),
        positive: grouped(view.count(label, true)),
        negative: grouped(view.count(label, false)),
        best,
        nearest,
        few: is_few(summary, number),
    }
}
