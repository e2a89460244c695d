//! The table of terms: filtered, sorted and cut as its view says.

use wordify::count::{counted, grouped};
use wordify::report::number;

use super::pager::{self, Pager};
use super::place::Place;
use super::view_query::{By, Shown, View};
use super::words;
use crate::jobs::view::{FALSE_SHARES, LabelSummary, Summary, TermRow, Terms};

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
    /// Whether chance may give it as well.
    pub weak: bool,
    /// Where the texts behind it are; empty where there are none.
    pub href: String,
    /// Written forms, or terms that cannot be told apart from it.
    pub also: String,
    /// Score.
    pub score: String,
    /// Its bar, in per cent.
    pub width: String,
    /// Expected share of false terms up to it; none where there is no such column.
    pub q_value: Option<String>,
    /// Change of the share along an order, in percentage points; none where there is no such column.
    pub slope: Option<String>,
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
    /// How to see all.
    pub pager: Pager,
    /// Whether the rows have strength or score.
    pub has_rank: bool,
    /// Whether they have shares of documents.
    pub has_shares: bool,
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
        let has_search = |row: &&TermRow| view.matches(&row.term) || view.matches(row.shown());
        let mut rows: Vec<&TermRow> =
            of_side.clone().filter(|row| view.lists(row)).filter(has_search).collect();
        let is_weak = rows.is_empty() && view.most_false.is_none();
        if is_weak {
            // An empty table helps nobody: the strongest are shown for what they are.
            rows = of_side.filter(|row| !row.listed && view.is_wanted(row)).filter(has_search).collect();
        }
        rows.sort_by(|a, b| view.compare(a, b));
        let label = &summary.labels[side.label];
        let all = view.count(label, side.positive);
        let found = rows.len();
        let name = words::short_name(&label.name);
        let direction = if side.positive { "for" } else { "against" };
        let shown = pager::range(view, found);
        let which = if view.q.is_empty() { String::new() } else { format!(" with “{}”", view.q) };
        let of = if shown.len() < found {
            format!("{} of {} terms", pager::places(&shown), grouped(found))
        } else {
            counted(found, "term", "terms")
        };
        let is_calibrated = summary.calibration.is_some();
        let strongest = || side.terms.rows.iter().map(TermRow::rank).fold(0.0, f64::max);
        let longest = if is_calibrated { strongest().max(1.0) } else { 1.0 };
        let best = side.terms.rows.iter().find(|row| row.positive == side.positive);
        Self {
            columns: columns(summary, view, &name, side.terms.rows.iter().any(|row| row.slope.is_some())),
            rows: rows[shown]
                .iter()
                .map(|row| Row::new(place, side.label, row, (view.shown, longest)))
                .collect(),
            has_rank: view.shown.has(By::Score),
            has_shares: view.shown.has(By::Label),
            caption: if is_weak && found > 0 {
                format!(
                    "No term {direction} {name}{which} can be told from chance. These came nearest; chance may give them as well."
                )
            } else {
                caption(view, &format!("{of}{which} {direction} {name}"))
            },
            nothing: nothing(view, label, side.positive, best),
            pager: Pager::new(view, found, "terms"),
            limit: if all > stored {
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

fn caption(view: &View, terms: &str) -> String {
    let mut from = String::new();
    if view.has_threshold() {
        from.push_str(&format!(", from a score of {} on", view.threshold_shown()));
    }
    if let Some(step) = view.most_false {
        from.push_str(&format!(", q at most {}", FALSE_SHARES[step]));
    }
    if view.least > 0 {
        from.push_str(&format!(", in {} documents or more", view.least));
    }
    format!("{terms}{from}. Open a term to read the texts behind it.")
}

/// What stands in place of an empty table of a calibrated list.
fn nothing_listed(view: &View, label: &LabelSummary, positive: bool) -> String {
    if !view.q.is_empty() {
        return format!("No listed term has “{}”. Try a shorter search.", view.q);
    }
    if !positive || label.not_listed.is_empty() {
        return "No term can be told from chance, and none came near.".to_owned();
    }
    let name = |(term, own, rest): &(String, String, String)| {
        format!("“{}” ({own} of the texts, {rest} of the rest)", words::short_name(term))
    };
    let names: Vec<String> = label.not_listed.iter().map(name).collect();
    format!(
        "No term can be told from chance. The strongest, which chance may give as well: {}.",
        names.join(", ")
    )
}

fn nothing(view: &View, label: &LabelSummary, positive: bool, best: Option<&TermRow>) -> String {
    if !view.has_threshold() {
        return nothing_listed(view, label, positive);
    }
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

/// What the documents of `label` are compared with.
pub(in crate::http::pages) fn rest(summary: &Summary, label: &str) -> String {
    match summary.labels.len() {
        2 => {
            let mut others = summary.labels.iter().map(|other| words::short_name(&other.name));
            others.find(|other| other != label).unwrap_or_else(|| "the rest".to_owned())
        }
        // Each term is compared with another label, which its name gives.
        _ if summary.calibration.as_ref().is_some_and(|calibrated| calibrated.has_pairs) => {
            "the other label".to_owned()
        }
        _ => "the rest".to_owned(),
    }
}

fn columns(summary: &Summary, view: &View, label: &str, has_order: bool) -> Vec<Column> {
    let rest = rest(summary, label);
    let is_calibrated = summary.calibration.is_some();
    let score = if is_calibrated {
        ("Strength".to_owned(), "in units of chance".to_owned())
    } else {
        ("Score".to_owned(), format!("share of {} models that keep it", grouped(summary.fits)))
    };
    By::ALL
        .into_iter()
        .filter(|by| (is_calibrated || *by != By::Q) && (has_order || *by != By::Slope))
        .filter(|by| view.shown.has(*by))
        .map(|by| {
            let (name, help) = match by {
                By::Term => ("Term".to_owned(), "opens its texts".to_owned()),
                By::Score => score.clone(),
                By::Q => ("q".to_owned(), "share of false terms up to here".to_owned()),
                By::Slope => ("Per step".to_owned(), "points more or fewer".to_owned()),
                By::Label => (format!("In {}", words::shortened(label, 24)), "documents with it".to_owned()),
                By::Rest => (format!("In {}", words::shortened(&rest, 24)), "documents with it".to_owned()),
            };
            Column {
                name,
                help,
                href: view.href_sort(by),
                sorted: view.sorted(by),
                number: by != By::Term && by != By::Score,
                fewer: by == By::Q || by == By::Slope,
            }
        })
        .collect()
}

impl Row {
    /// With the columns `shown`; `longest` is what a bar over the whole width stands for.
    fn new(place: &Place, label: usize, row: &TermRow, (shown, longest): (Shown, f64)) -> Self {
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
            weak: !row.listed,
            href: if row.has_evidence { place.term(label, row.number) } else { String::new() },
            also: if also.is_empty() { also } else { format!("{more}{also}{ending}") },
            score: row.strength.map_or_else(|| words::score(row.score), words::strength),
            width: format!("{:.1}", row.rank() / longest * 100.0),
            q_value: row.strength.filter(|_| shown.has(By::Q)).map(|_| words::q_value(row.q_value)),
            slope: row.slope.filter(|_| shown.has(By::Slope)).map(|[slope, _, _]| words::points(slope)),
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
        let view = View::new("/jobs/0".into(), &fields, &sample::summary(2));
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
    fn a_label_without_a_listed_term_shows_the_strongest_as_what_they_are() {
        let mut summary = sample::summary(2);
        summary.labels[0].not_listed = vec![("meow".into(), "50.0%".into(), "25.0%".into())];
        let view = View::new("/jobs/0".into(), &[], &summary);
        let said = nothing_listed(&view, &summary.labels[0], true);
        assert!(said.starts_with("No term can be told from chance."), "{said}");
        assert!(
            said.ends_with("which chance may give as well: “meow” (50.0% of the texts, 25.0% of the rest)."),
            "{said}"
        );
        assert!(
            !nothing_listed(&view, &summary.labels[0], false).contains("meow"),
            "it speaks for the label"
        );
    }

    #[test]
    fn along_an_order_the_change_per_step_is_a_column_that_can_be_sorted_by() {
        assert!(!table(&[]).columns.iter().any(|column| column.name == "Per step"));
        let mut terms = sample::terms(0);
        for (place, row) in terms.rows.iter_mut().enumerate() {
            row.slope = Some([0.05 * place as f64 - 0.1, -0.2, 0.3]);
        }
        // All of them, not the first alone.
        let fields =
            [("sort", "slope"), ("page", "1")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        let view = View::new("/jobs/0".into(), &fields, &sample::summary(2));
        let side = Side { label: 0, positive: true, terms: &terms };
        let table = Table::new(&sample::place(), &sample::summary(2), &view, side);
        let column = table.columns.iter().find(|column| column.name == "Per step").expect("a column");
        assert_eq!(column.sorted, Some("descending"));
        let slopes: Vec<String> = table.rows.iter().filter_map(|row| row.slope.clone()).collect();
        assert_eq!(slopes.last().map(String::as_str), Some("−10.0"), "{slopes:?}");
        assert!(slopes[0].starts_with('+'), "{slopes:?}");
    }

    #[test]
    fn where_nothing_is_found_the_page_says_what_to_do() {
        assert!(table(&[("q", "zzz")]).nothing.contains("shorter search"));
        assert!(table(&[("threshold", "1")]).nothing.contains("the best is “college”"));
    }
}
