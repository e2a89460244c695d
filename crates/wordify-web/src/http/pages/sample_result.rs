//! The pages of the sample's result, as those of any other: its labels, its terms and the texts behind them, and a picture for the first
//! page. There is no job behind them; the worked example holds what they show.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Response};

use super::behind::{self, Behind, Wish};
use super::html;
use super::label::{self, LabelPage};
use super::parts::picture::{self, Chart};
use super::parts::stored::nothing_here;
use super::parts::view_query::View;
use super::term::TermPage;
use super::worked::{place, surest_label, texts_of, worked};
use crate::fixed::Fixed;
use crate::http::error::Problem;
use crate::jobs::view::{TermRow, TermTexts, Worked};
use crate::state::App;

/// Terms in the picture on the first page: as high as the form beside it.
const PICTURE_BARS: usize = 9;
/// Width and height of that picture, so that the page keeps its room until it comes.
pub(super) const PICTURE_SIZE: (usize, usize) = (400, 288);
/// How long browsers keep it: another version of the program may find something else.
const PICTURE_KEPT: &str = "public, max-age=3600";
/// Colours where the visitor's screen is dark, those of our style sheet: an image knows nothing of that.
const DARK: &str = "<style>@media (prefers-color-scheme: dark) { svg { fill: #e7eaef; } .muted { fill: #a6afbb; } path { stroke: #2e3540; } \
     .blue { fill: #82bbf8; } .rest { fill: #12151b; stroke: #a6afbb; } .line { stroke: #7f8995; } }</style>";

/// `GET /example/picture.svg`: the terms of one label, for the first page.
pub(crate) async fn first_picture(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    let worked = worked(&app).await?;
    let picture = app.pages.sample_picture.get_or_init(|| Fixed::new("image/svg+xml", drawn(worked)));
    Ok(([(header::CACHE_CONTROL, PICTURE_KEPT)], picture.answer(&headers)).into_response())
}

/// The terms of the label with the surest one, in the colours of light and dark screens.
fn drawn(worked: &Worked) -> String {
    let summary = &worked.summary;
    let view = View::new(String::new(), &[], summary);
    let Some(number) = surest_label(summary) else { return String::new() };
    let label = &summary.labels[number];
    let chart = Chart::new(label.name.clone(), number, &label.best_positive, &view, PICTURE_BARS, false);
    // Behind the first tag, which is that of the drawing.
    picture::draw(&[chart], None).concat().replacen('>', &format!(">{DARK}"), 1)
}

/// `GET /example/labels/{label}`.
pub(crate) async fn label(
    State(app): State<App>,
    Path(number): Path<usize>,
    Query(fields): Query<Vec<(String, String)>>,
) -> Result<Html<String>, Problem> {
    let worked = worked(&app).await?;
    let terms = worked.terms.get(number).ok_or_else(nothing_here)?;
    let mut page = LabelPage::new(&place(), &worked.summary, number, terms, &fields);
    page.pictures_href = None;
    Ok(Html(html(&page)))
}

/// `GET /example/labels/{label}/picture.svg`.
pub(crate) async fn label_picture(
    State(app): State<App>,
    Path(number): Path<usize>,
    Query(fields): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    label::as_svg(&worked(&app).await?.summary, number, &fields)
}

/// `GET /example/labels/{label}/terms/{term}`.
pub(crate) async fn term(
    State(app): State<App>,
    Path(numbers): Path<(usize, usize)>,
) -> Result<Html<String>, Problem> {
    let worked = worked(&app).await?;
    let row = row(worked, numbers)?;
    let (label, term) = numbers;
    let passages = worked.passages[label].get(term).map_or(&[][..], Vec::as_slice);
    let mut page = TermPage::new(&place(), &worked.summary, label, &worked.terms[label], row, passages);
    page.without = None;
    Ok(Html(html(&page)))
}

/// `GET /example/labels/{label}/terms/{term}/texts`.
pub(crate) async fn texts(
    State(app): State<App>,
    Path(numbers): Path<(usize, usize)>,
    Query(fields): Query<Vec<(String, String)>>,
) -> Result<Html<String>, Problem> {
    let worked = worked(&app).await?;
    let row = row(worked, numbers)?;
    let nothing = TermTexts::default();
    let of = (&place(), &worked.summary);
    let texts = texts_of(worked, row).unwrap_or(&nothing);
    Ok(Html(html(&Behind::new(of, (numbers.0, row), texts, &Wish::new(&fields)))))
}

/// `GET /example/labels/{label}/terms/{term}/texts.csv`.
pub(crate) async fn texts_csv(
    State(app): State<App>,
    Path(numbers): Path<(usize, usize)>,
) -> Result<Response, Problem> {
    let worked = worked(&app).await?;
    let texts = texts_of(worked, row(worked, numbers)?).ok_or_else(nothing_here)?;
    Ok(behind::as_csv(&worked.summary, texts))
}

fn row(worked: &Worked, (label, term): (usize, usize)) -> Result<&TermRow, Problem> {
    worked.terms.get(label).and_then(|terms| terms.rows.get(term)).ok_or_else(nothing_here)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;
    use crate::jobs::analyst::sample::work;

    #[test]
    fn a_term_of_the_sample_leads_to_its_texts_as_that_of_any_result() {
        let worked = work(2).expect("analysed");
        let terms = &worked.terms[0];
        let row = row(&worked, (0, 0)).expect("a term");
        let page = TermPage::new(&place(), &worked.summary, 0, terms, row, &worked.passages[0][0]);
        let page = html(&page);
        sample::check_page("example-term", &page);
        assert!(page.contains("<mark>") && page.contains("/example/labels/0/terms/0/texts"), "{page}");
        let kept = |(label, terms): (usize, &crate::jobs::view::Terms)| {
            terms.rows.iter().all(|row| row.has_evidence != worked.passages[label][row.number].is_empty())
        };
        assert!(worked.terms.iter().enumerate().all(kept), "passages stand at the place of their term");
        assert!(super::row(&worked, (99, 0)).is_err() && super::row(&worked, (0, 99_999)).is_err());
    }

    #[test]
    fn the_picture_of_the_first_page_is_the_engines_and_has_the_room_that_the_page_keeps_for_it() {
        let worked = work(2).expect("analysed");
        let drawing = drawn(&worked);
        let (width, height) = PICTURE_SIZE;
        assert!(drawing.contains(&format!("viewBox=\"0 0 {width} {height}\"")), "{drawing}");
        assert!(drawing.matches("class=\"blue\"").count() >= PICTURE_BARS, "{drawing}");
    }
}
