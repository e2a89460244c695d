//! The worked example: the sample from file to result, as this program reads and analyses it, and the arithmetic of the published tools
//! on five made-up texts.

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use wordify::count::{counted, grouped};

use super::example::{EXAMPLE, Example};
use super::parts::grid::Grid;
use super::parts::labels::{Overview, Row};
use super::parts::place::Place;
use super::parts::view_query::View;
use super::parts::{picture, said, words};
use super::{Fact, html, results, term};
use crate::frame;
use crate::http::error::Problem;
use crate::http::sample;
use crate::jobs::sample_file;
use crate::jobs::view::{Summary, TermRow, TermTexts, TextLine, Worked};
use crate::state::App;

/// Texts of a label that are shown.
const TEXTS_SHOWN: usize = 4;

/// `GET /example`. Whoever asks first on a site waits until the sample is analysed.
pub(crate) async fn handle(State(app): State<App>) -> Result<Html<String>, Problem> {
    Ok(Html(html(&WorkedExample::new(worked(&app).await?))))
}

/// The sample as it was read and analysed, opened once in a process.
pub(super) async fn worked(app: &App) -> Result<&Worked, Problem> {
    app.worked.get_or_try_init(|| sample::of(app)).await
}

/// Where the pages of its result are.
pub(super) fn place() -> Place {
    Place { site: String::new(), job: frame::path("/example") }
}

/// The label with the surest term.
pub(super) fn surest_label(summary: &Summary) -> Option<usize> {
    let best = |label: &usize| summary.labels[*label].best_positive.first().map_or(0.0, TermRow::rank);
    (0..summary.labels.len()).max_by(|a, b| best(a).total_cmp(&best(b)))
}

/// All texts behind a term of it, where they are kept.
pub(super) fn texts_of<'a>(worked: &'a Worked, row: &TermRow) -> Option<&'a TermTexts> {
    let (chunk, place) = row.texts?;
    worked.texts.get(chunk)?.terms.get(place)
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "worked.html")]
struct WorkedExample {
    file_name: String,
    rows: String,
    grid: Grid,
    read: Vec<Fact>,
    headline: String,
    numbers: String,
    pictures: Vec<String>,
    labels: Vec<Row>,
    term: Option<Term>,
    method: String,
    made_up: &'static Example,
}

/// A term with some of its texts.
#[derive(Debug)]
struct Term {
    name: String,
    href: String,
    numbers: String,
    forms: String,
    texts: Vec<(String, Vec<TextLine>)>,
}

impl WorkedExample {
    fn new(worked: &Worked) -> Self {
        let Worked { inspection, summary, .. } = worked;
        let place = place();
        let view = View::new(String::new(), &[], summary);
        let role = |number: usize| match number {
            number if Some(number) == inspection.text => ("the texts", "as-text"),
            number if Some(number) == inspection.label => ("the labels", "as-label"),
            _ => ("", ""),
        };
        let corpus = inspection.corpus.as_ref();
        let read = corpus.map_or_else(Vec::new, |corpus| {
            vec![
                ("Words in a typical text".to_owned(), grouped(corpus.words_median)),
                ("Texts of each label".to_owned(), spread(&corpus.labels)),
                ("Rows left out".to_owned(), grouped(corpus.dropped.iter().map(|(_, rows)| rows).sum())),
                (
                    "Language".to_owned(),
                    corpus.language.as_ref().map_or_else(|| "–".to_owned(), |(_, name)| name.clone()),
                ),
            ]
        });
        Self {
            file_name: sample_file::NAME.to_owned(),
            rows: counted(inspection.rows, "row", "rows"),
            grid: Grid::new(inspection, role, |place| inspection.columns[place].name.clone()),
            read,
            headline: said::headline(summary, &view),
            numbers: said::numbers(summary, &view),
            pictures: picture::draw(&results::charts(summary, &view), Some(&place)),
            labels: Overview::new(&place, summary, &view).rows,
            term: Term::new(worked),
            method: summary.method.clone(),
            made_up: &EXAMPLE,
        }
    }
}

/// The numbers of documents of some labels, from the least to the most.
fn spread(labels: &[(String, usize)]) -> String {
    let counts = || labels.iter().map(|(_, documents)| *documents);
    match (counts().min(), counts().max()) {
        (Some(least), Some(most)) if least == most => grouped(least),
        (Some(least), Some(most)) => format!("{} to {}", grouped(least), grouped(most)),
        _ => String::new(),
    }
}

impl Term {
    /// The surest term, with texts of its label and of others.
    fn new(worked: &Worked) -> Option<Self> {
        let summary = &worked.summary;
        let label = surest_label(summary)?;
        let row = summary.labels[label].best_positive.first()?;
        let texts = texts_of(worked, worked.terms[label].rows.get(row.number)?)?;
        let name = |label: usize| words::short_name(&summary.labels[label].name);
        let of = |wanted: fn(usize, usize) -> bool| -> Vec<TextLine> {
            let lines = texts.lines.iter().filter(|line| wanted(line.label, label));
            lines.take(TEXTS_SHOWN).cloned().collect()
        };
        let groups = [
            (format!("Of {}", name(label)), of(|a, b| a == b)),
            ("Of the others, against which to check it".to_owned(), of(|a, b| a != b)),
        ];
        Some(Self {
            name: row.shown().to_owned(),
            href: place().term(label, row.number),
            numbers: term::numbers(summary, row, &name(label)),
            forms: row
                .forms
                .iter()
                .map(|(form, times)| format!("{form} ({})", grouped(*times)))
                .collect::<Vec<_>>()
                .join(", "),
            texts: groups.into_iter().filter(|(_, lines)| !lines.is_empty()).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;
    use crate::jobs::analyst::sample::work;

    #[test]
    fn the_example_is_what_this_program_finds_in_the_sample() {
        let worked = work(2).expect("analysed");
        // Some explanations stand twice in WordNet.
        assert_eq!((worked.inspection.rows, worked.summary.labels.len()), (4200, 6));
        let page = html(&WorkedExample::new(&worked));
        for expected in [
            "4,200 rows",
            "wordnet-topics.csv",
            "terms tell 6 labels apart",
            "<svg",
            "We identified the terms that tell the labels apart with Wordify (Hovy et al., 2021)",
            "substance: n = ",
        ] {
            assert!(page.contains(expected), "{expected}");
        }
        let term = Term::new(&worked).expect("a term");
        assert!(page.contains(&format!("<mark>{}", term.texts[0].1[0].written)), "{term:?}");
        assert!(page.contains("4 of 4 = 1.00"), "and the arithmetic of the published tools");
        assert!(page.contains(&format!("href=\"{}\" data-evidence", term.href)), "a bar leads to its texts");
        sample::check_page("example", &page);
    }
}
