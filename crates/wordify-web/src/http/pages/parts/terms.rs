//! The table of terms: filtered, sorted and cut as its view says.

use wordify::count::{counted, grouped};
use wordify::report::number;

use super::picture::reaches;
use super::place::Place;
use super::view_query::{By, View};
use super::words;
use crate::jobs::view::{LabelSummary, Summary, TERMS_MAX, TermRow, Terms};

/// Forms and twins that stand below a term.
const ALSO_MAX: usize = 4;

/// A tab above the table.
#[derive(Debug)]
pub struct Tab {
    /// Its name.
    pub name: String,
    /// Terms from the threshold on.
    pub count: String,
    /// Where it leads.
    pub href: String,
    /// Whether it is shown.
    pub current: bool,
}

/// A column of the table.
#[derive(Debug)]
pub struct Column {
    /// Heading.
    pub name: String,
    /// What the number means.
    pub help: String,
    /// Where a press on the heading leads.
    pub href: String,
    /// How it is sorted.
    pub sorted: Option<&'static str>,
    /// Whether it holds numbers.
    pub number: bool,
    /// Whether it is left out on a phone.
    pub fewer: bool,
}

/// A row of the table.
#[derive(Debug)]
pub struct Row {
    /// The term.
    pub term: String,
    /// Where the texts behind it are; empty where there are none.
    pub href: String,
    /// Written forms, or terms that cannot be told apart from it.
    pub also: String,
    /// Score.
    pub score: String,
    /// Its bar, in per cent.
    pub width: String,
    /// Shares and numbers of documents.
    pub share_in_label: String,
    /// See there.
    pub documents_in_label: String,
    /// See there.
    pub share_in_rest: String,
    /// See there.
    pub documents_in_rest: String,
}

/// The table of one side.
#[derive(Debug)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// What it is.
    pub caption: String,
    /// What is said where there are no rows.
    pub nothing: String,
    /// How to see more.
    pub more: Option<(String, String)>,
    /// What is left out, if anything.
    pub limit: String,
}

/// Where the terms of a table come from.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The label whose terms they are: its place.
    pub label: usize,
    /// For the label, or against it.
    pub positive: bool,
    /// All stored terms of the label.
    pub terms: &'a Terms,
}

impl Table {
    /// The table of `side` as `view` asks for it.
    pub fn new(place: &Place, summary: &Summary, view: &View, side: Side<'_>) -> Self {
        let of_side = side.terms.rows.iter().filter(|row| row.positive == side.positive);
        let stored = of_side.clone().count();
        let mut rows: Vec<&TermRow> = of_side
            .filter(|row| {
                reaches(row.score, view.threshold()) && (view.matches(&row.term) || view.matches(row.shown()))
            })
            .collect();
        rows.sort_by(|a, b| view.compare(a, b));
        let label = &summary.labels[side.label];
        let all = count_at(label, side.positive, view.hundredths);
        let found = rows.len();
        let name = words::short_name(&label.name);
        let direction = if side.positive { "for" } else { "against" };
        let shown = found.min(view.rows);
        let which = if view.q.is_empty() { String::new() } else { format!(" with “{}”", view.q) };
        let of = if shown < found {
            format!("{} of {} terms", grouped(shown), grouped(found))
        } else {
            counted(found, "term", "terms")
        };
        let best = side.terms.rows.iter().find(|row| row.positive == side.positive);
        Self {
            columns: columns(summary, view, &name),
            rows: rows.iter().take(view.rows).map(|row| Row::new(place, side.label, row)).collect(),
            caption: format!(
                "{of}{which} {direction} {name}, from a score of {} on. Open a term to read the texts behind it.",
                view.threshold_shown()
            ),
            nothing: nothing(view, best),
            more: view
                .href_more(found)
                .map(|href| (format!("Show more of the {} terms", grouped(found)), href)),
            limit: if stored >= TERMS_MAX && all > stored {
                format!(
                    "These pages hold the {} best terms of {}; the downloads have all.",
                    grouped(stored),
                    grouped(all)
                )
            } else {
                String::new()
            },
        }
    }
}

fn nothing(view: &View, best: Option<&TermRow>) -> String {
    if !view.q.is_empty() {
        return format!(
            "No term with “{}” has a score of {} or more. Try a shorter search or a lower threshold.",
            view.q,
            view.threshold_shown()
        );
    }
    match best {
        Some(best) => format!(
            "No term has a score of {} or more; the best is “{}” with {}. Lower the threshold to see it.",
            view.threshold_shown(),
            words::short_name(best.shown()),
            words::score(best.score)
        ),
        None => "No term was kept in any model.".to_owned(),
    }
}

/// Terms from a threshold on, as the summary counts them.
pub fn count_at(label: &LabelSummary, positive: bool, hundredths: usize) -> usize {
    let counts = if positive { &label.positive_at } else { &label.negative_at };
    counts.get(hundredths).copied().unwrap_or(0)
}

fn columns(summary: &Summary, view: &View, label: &str) -> Vec<Column> {
    let rest = match summary.labels.len() {
        2 => {
            let other = summary.labels.iter().map(|other| words::short_name(&other.name));
            other.clone().find(|other| other != label).unwrap_or_else(|| "the rest".to_owned())
        }
        _ => "the rest".to_owned(),
    };
    let fits = grouped(summary.fits);
    By::ALL
        .into_iter()
        .map(|by| {
            let (name, help) = match by {
                By::Term => ("Term".to_owned(), "opens its texts".to_owned()),
                By::Score => ("Score".to_owned(), format!("share of {fits} models that keep it")),
                By::Label => (format!("In {}", words::shortened(label, 24)), "documents with it".to_owned()),
                By::Rest => (format!("In {}", words::shortened(&rest, 24)), "documents with it".to_owned()),
            };
            Column {
                name,
                help,
                href: view.href_sort(by),
                sorted: view.sorted(by),
                number: matches!(by, By::Label | By::Rest),
                fewer: false,
            }
        })
        .collect()
}

impl Row {
    fn new(place: &Place, label: usize, row: &TermRow) -> Self {
        let (of, more) = if row.twins.is_empty() {
            let shown = row.shown().to_lowercase();
            let forms = row.forms.iter().filter(|(form, _)| *form != shown);
            let forms: Vec<String> = forms.map(|(form, _)| words::short_name(form)).collect();
            (forms, "also ")
        } else {
            (row.twins.iter().map(|twin| words::short_name(twin)).collect(), "always with ")
        };
        let ending = if of.len() > ALSO_MAX { ", …" } else { "" };
        let also = of.into_iter().take(ALSO_MAX).collect::<Vec<_>>().join(", ");
        Self {
            term: row.shown().to_owned(),
            href: if row.has_evidence { place.term(label, row.number) } else { String::new() },
            also: if also.is_empty() { also } else { format!("{more}{also}{ending}") },
            score: words::score(row.score),
            width: format!("{:.1}", row.score * 100.0),
            share_in_label: number::percent(row.share_in_label),
            documents_in_label: grouped(row.documents_in_label),
            share_in_rest: number::percent(row.share_in_rest),
            documents_in_rest: grouped(row.documents_in_rest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    fn table(query: &[(&str, &str)]) -> Table {
        let fields: Vec<_> = query.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let view = View::new("/jobs/0".into(), &fields, 0.3);
        let terms = sample::terms(0);
        let side = Side { label: 0, positive: true, terms: &terms };
        Table::new(&sample::place(), &sample::summary(2), &view, side)
    }

    #[test]
    fn rows_follow_threshold_search_and_order() {
        let all = table(&[("threshold", "0.01")]);
        let high = table(&[("threshold", "0.6")]);
        assert!(!high.rows.is_empty() && high.rows.len() < all.rows.len());
        let care = table(&[("q", "CARE")]);
        assert!(!care.rows.is_empty() && care.rows.iter().all(|row| row.term.contains("care")));
        let by_term = table(&[("sort", "term"), ("threshold", "0.01")]);
        assert!(by_term.rows.is_sorted_by_key(|row| row.term.to_lowercase()));
    }

    #[test]
    fn where_nothing_is_found_the_page_says_what_to_do() {
        assert!(table(&[("q", "zzz")]).nothing.contains("shorter search"));
        assert!(table(&[("threshold", "1")]).nothing.contains("the best is “college”"));
    }
}
