//! The overview of many labels.

use wordify::count::{counted, grouped};

use super::place::Place;
use super::terms::count_at;
use super::view_query::View;
use super::words;
use crate::jobs::view::Summary;

/// Best terms that are named beside a label.
const BEST: usize = 5;

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
}

/// The overview as the view asks for it.
#[derive(Debug)]
pub struct Overview {
    /// The labels shown.
    pub rows: Vec<Row>,
    /// What it is.
    pub caption: String,
    /// How to see more.
    pub more: Option<(String, String)>,
}

impl Overview {
    /// The labels whose name, or one of whose best terms, has what was searched for.
    pub fn new(place: &Place, summary: &Summary, view: &View) -> Self {
        let found: Vec<usize> = (0..summary.labels.len())
            .filter(|&label| {
                let label = &summary.labels[label];
                view.matches(&label.name) || label.best_positive.iter().any(|row| view.matches(row.shown()))
            })
            .collect();
        let rows: Vec<Row> =
            found.iter().take(view.rows).map(|&label| row(place, summary, view, label)).collect();
        let number = if rows.len() < found.len() {
            format!("{} of {} labels", grouped(rows.len()), grouped(found.len()))
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
            more: view
                .href_more(found.len())
                .map(|href| (format!("Show more of the {} labels", grouped(found.len())), href)),
        }
    }
}

fn row(place: &Place, summary: &Summary, view: &View, number: usize) -> Row {
    let label = &summary.labels[number];
    let best = label.best_positive.iter().filter(|row| row.score >= view.threshold()).take(BEST);
    Row {
        name: words::short_name(&label.name),
        href: if view.has_threshold() {
            format!("{}?threshold={}", place.label(number), view.threshold_shown())
        } else {
            place.label(number)
        },
        documents: grouped(label.documents),
        positive: grouped(count_at(label, true, view.hundredths)),
        negative: grouped(count_at(label, false, view.hundredths)),
        best: best.map(|row| words::shortened(row.shown(), 40)).collect(),
    }
}
