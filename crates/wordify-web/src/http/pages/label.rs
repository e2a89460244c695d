//! The page of one label of many: its terms, for and against it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Redirect, Response};
use wordify::count::{counted, grouped};

use super::html;
use super::parts::choices_form::{Control, Field};
use super::parts::picture::{self, BARS, Chart, Shown};
use super::parts::place::Place;
use super::parts::reading::{self, Choice};
use super::parts::stored::{Elsewhere, Stored, nothing_here};
use super::parts::terms::{Side, Tab, Table};
use super::parts::view_query::View;
use super::parts::words;
use super::results::{best_score, file_name};
use crate::http::error::Problem;
use crate::jobs::view::{Summary, Terms};
use crate::state::App;

/// `GET /jobs/{key}/labels/{label}`.
pub(crate) async fn handle(
    State(app): State<App>,
    Path((key, label)): Path<(String, usize)>,
    Query(fields): Query<Vec<(String, String)>>,
) -> Result<Response, Elsewhere> {
    let stored = Stored::find(&app, &key).await?;
    let terms = stored.terms(&app, label).await?;
    if stored.summary.is_mirrored {
        // Both of two labels stand on the page of the result.
        return Ok(Redirect::to(&format!("{}?side={label}", stored.place.job)).into_response());
    }
    Ok(Html(html(&LabelPage::new(&stored.place, &stored.summary, label, &terms, &fields))).into_response())
}

/// `GET /jobs/{key}/labels/{label}/picture.svg`: a picture as a file that needs nothing else.
pub(crate) async fn picture(
    State(app): State<App>,
    Path((key, label)): Path<(String, usize)>,
    Query(fields): Query<Vec<(String, String)>>,
) -> Result<Response, Elsewhere> {
    let Stored { summary, .. } = Stored::find(&app, &key).await?;
    Ok(as_svg(&summary, label, &fields)?)
}

/// The picture of a label as `fields` of an address ask for it.
pub(super) fn as_svg(
    summary: &Summary,
    label: usize,
    fields: &[(String, String)],
) -> Result<Response, Problem> {
    let view = View::new(String::new(), fields, summary);
    let name = &summary.labels.get(label).ok_or_else(nothing_here)?.name;
    let mut chart = chart(summary, label, &view, view.side == 1);
    if summary.is_mirrored {
        chart.heading.clone_from(name);
        chart.is_b = label == 1;
    }
    let drawing = picture::draw(&[chart], None).concat();
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"wordify.svg\""),
    ];
    Ok((headers, drawing).into_response())
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "label.html")]
pub struct LabelPage {
    job: String,
    /// Its terms in further pictures, where there are any.
    pub(super) pictures_href: Option<String>,
    file_name: String,
    name_short: String,
    name_long: Option<String>,
    lead: String,
    lang: String,
    view: View,
    pictures: Vec<Shown>,
    choices: Vec<Choice>,
    /// Settings that need a run are changed on the page of the result.
    again: Vec<Field>,
    is_at_hand: bool,
    tabs: Vec<Tab>,
    side_is_b: bool,
    table: Table,
    before: Option<(String, String)>,
    after: Option<(String, String)>,
}

impl LabelPage {
    /// The page of the label at `number`, which must be one of the summary's.
    pub fn new(
        place: &Place,
        summary: &Summary,
        number: usize,
        terms: &Terms,
        fields: &[(String, String)],
    ) -> Self {
        let label = &summary.labels[number];
        let mut view = View::new(place.label(number), fields, summary);
        view.end_slider_at(best_score(std::slice::from_ref(label)));
        let name_short = words::short_name(&label.name);
        let neighbour = |number: usize| {
            let label = summary.labels.get(number)?;
            Some((words::shortened(&label.name, 40), place.label(number)))
        };
        let side = Side { label: number, positive: view.side == 0, terms };
        let table = Table::new(place, summary, &view, side);
        Self {
            job: place.job.clone(),
            pictures_href: Some(format!("{}/pictures?label={number}", place.job)),
            file_name: file_name(summary),
            name_long: (name_short != label.name).then(|| words::shortened(&label.name, 20_000)),
            lead: format!(
                "{} of {} have this label.",
                grouped(label.documents),
                counted(summary.documents, "document", "documents")
            ),
            lang: words::lang_attribute(&summary.language.0),
            pictures: picture::shown(&charts(summary, number, &view), place, &view),
            choices: reading::choices(summary, &view),
            again: Vec::new(),
            is_at_hand: false,
            tabs: tabs(summary, number, &view),
            side_is_b: view.side == 1,
            name_short,
            view,
            table,
            before: number.checked_sub(1).and_then(neighbour),
            after: neighbour(number + 1),
        }
    }
}

fn charts<'a>(summary: &'a Summary, number: usize, view: &View) -> Vec<Chart<'a>> {
    if !view.shows_pictures() {
        return Vec::new();
    }
    [false, true].map(|is_b| chart(summary, number, view, is_b)).into()
}

/// The chart of one side of a label, as a page shows it and as a file.
pub fn chart<'a>(summary: &'a Summary, number: usize, view: &View, is_against: bool) -> Chart<'a> {
    let label = &summary.labels[number];
    let (word, rows) =
        if is_against { ("Against", &label.best_negative) } else { ("For", &label.best_positive) };
    Chart::new(format!("{word} {}", label.name), number, rows, view, BARS, is_against)
}

fn tabs(summary: &Summary, number: usize, view: &View) -> Vec<Tab> {
    let label = &summary.labels[number];
    let tab = |(side, word): (usize, &str)| Tab {
        name: format!("{word} {}", words::shortened(&label.name, 40)),
        count: grouped(view.count(label, side == 0)),
        href: view.href_side(side),
        current: view.side == side,
    };
    [(0, "For"), (1, "Against")].map(tab).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    #[test]
    fn a_label_has_both_sides_and_its_neighbours() {
        let summary = sample::summary(5);
        let page = html(&LabelPage::new(&sample::place(), &summary, 1, &sample::terms(1), &[]));
        for expected in ["For Republican", "Against Republican", "rel=\"prev\"", "rel=\"next\""] {
            assert!(page.contains(expected), "{expected}");
        }
        sample::check_page("label", &page);
    }

    #[test]
    fn a_label_of_ten_thousand_characters_is_shown_short_and_kept_whole() {
        let mut summary = sample::summary(5);
        sample::make_summary_hostile(&mut summary);
        let page = html(&LabelPage::new(&sample::place(), &summary, 1, &sample::terms(1), &[]));
        assert!(page.contains("The whole label"));
        sample::check_page("label-hostile", &page);
    }
}
