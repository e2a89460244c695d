//! Further pictures of a result, as `wordify plot` draws them: frequency against frequency, terms by labels, stability against strength.
//! Each is an image of its own, so that the page stays light whatever it shows.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use wordify::report;
use wordify::report::figure::{self, Chart, Outcome, ROWS_MAX, Request};

use super::parts::place::Place;
use super::parts::stored::{Elsewhere, Stored, nothing_here};
use super::parts::words;
use super::results::file_name;
use super::{Entry, html};
use crate::http::error::Problem;
use crate::jobs::seal;
use crate::jobs::view::{Summary, result_part};
use crate::state::App;

/// Width of the images in millimetres: that of the page, with letters of their usual size.
const WIDTH_MM: f64 = 230.0;
/// Labels of the table of terms by labels: more have no room beside each other. Those with most terms are taken.
const HEATMAP_LABELS_MAX: usize = 16;
/// Terms of each label in that table, where there is room for this many.
const HEATMAP_TERMS_MAX: usize = 5;
/// Labels that can be chosen; the first by the number of their terms.
const LABELS_OFFERED_MAX: usize = 200;

/// `GET /jobs/{key}/pictures`.
pub(crate) async fn handle(
    State(app): State<App>,
    Path(key): Path<String>,
    Query(fields): Query<Vec<(String, String)>>,
) -> Result<Html<String>, Elsewhere> {
    let stored = Stored::find(&app, &key).await?;
    let label = wanted(&stored.summary, &fields);
    Ok(Html(html(&Pictures::new(&stored.place, &stored.summary, label))))
}

/// `GET /jobs/{key}/pictures/{name}`: one of them, as SVG, PDF or PNG by its ending; as a file with `?save`.
pub(crate) async fn image(
    State(app): State<App>,
    Path((key, name)): Path<(String, String)>,
    Query(fields): Query<Vec<(String, String)>>,
) -> Result<Response, Elsewhere> {
    let stored = Stored::find(&app, &key).await?;
    let format = figure::Format::of_name(&name).ok_or_else(nothing_here)?;
    let is_meant = |kind: &Chart| name == format!("{}.{}", kind.name(), format.name());
    let kind = Chart::ALL.into_iter().find(is_meant).ok_or_else(nothing_here)?;
    let request = request(&stored.summary, kind, wanted(&stored.summary, &fields)).map_err(Problem::from)?;
    let part = result_part(report::Format::Json);
    let sealed = app
        .storage
        .part(&stored.key.id(), &part)
        .await
        .map_err(Problem::from)?
        .ok_or_else(Problem::unknown_job)?;
    let key = stored.key.clone();
    // On another thread: a report may have megabytes, and other requests wait meanwhile.
    let drawn = tokio::task::spawn_blocking(move || {
        let json = seal::open(&key, &part, &sealed).map_err(Problem::internal)?;
        let outcome = Outcome::from_json(&json).map_err(Problem::from)?;
        figure::file(&outcome, &request, format).map_err(Problem::from)
    });
    let bytes = drawn.await.map_err(Problem::internal)??;
    let disposition = if fields.iter().any(|(name, _)| name == "save") { "attachment" } else { "inline" };
    let headers = [
        (header::CONTENT_TYPE, format.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, format!("{disposition}; filename=\"wordify-{name}\"")),
    ];
    Ok((headers, bytes).into_response())
}

/// The label that the address names, else the one with most terms.
fn wanted(summary: &Summary, fields: &[(String, String)]) -> usize {
    let named = fields.iter().find(|(name, _)| name == "label").and_then(|(_, label)| label.parse().ok());
    let most = by_terms(summary).first().copied().unwrap_or(0);
    named.filter(|label| *label < summary.labels.len()).unwrap_or(most)
}

/// Terms that speak for a label.
fn terms_of(summary: &Summary, label: usize) -> usize {
    let at = match summary.calibration {
        Some(_) => 0,
        None => (summary.threshold * 100.0).round() as usize,
    };
    summary.labels[label].positive_at.get(at).copied().unwrap_or(0)
}

/// The labels, those with most terms first.
pub(super) fn by_terms(summary: &Summary) -> Vec<usize> {
    let mut labels: Vec<usize> = (0..summary.labels.len()).collect();
    labels.sort_by_key(|&label| std::cmp::Reverse(terms_of(summary, label)));
    labels
}

/// The labels of the table of terms by labels; none where it would be empty, or the result does not have what it shows.
fn heatmap_labels(summary: &Summary) -> Vec<usize> {
    // Documents of each label with each term are counted by the default method alone, and follow where there are two labels.
    if summary.calibration.is_none() && summary.labels.len() > 2 {
        return Vec::new();
    }
    let mut labels: Vec<usize> =
        by_terms(summary).into_iter().filter(|&label| terms_of(summary, label) > 0).collect();
    labels.truncate(HEATMAP_LABELS_MAX);
    labels
}

/// The figure of a `kind`, and of a `label` where it is about one.
///
/// # Errors
/// As [`Request::new`].
pub(super) fn request(summary: &Summary, kind: Chart, label: usize) -> Result<Request, wordify::Error> {
    let names = |labels: &[usize]| labels.iter().map(|&label| summary.labels[label].name.clone()).collect();
    let (terms, only) = match kind {
        Chart::Frequency => (None, names(&[label])),
        Chart::Heatmap | Chart::Dumbbell => {
            let labels = heatmap_labels(summary);
            let terms = (ROWS_MAX / labels.len().max(1)).min(HEATMAP_TERMS_MAX);
            (Some(if summary.is_mirrored { 2 * HEATMAP_TERMS_MAX } else { terms }), names(&labels))
        }
        Chart::Stability | Chart::Enough => (None, Vec::new()),
    };
    // All of them stand in the order of the result; to name each would leave out those without a term.
    let only: Vec<String> = only;
    let only = if kind != Chart::Frequency && summary.labels.len() <= HEATMAP_LABELS_MAX {
        Vec::new()
    } else {
        only
    };
    Request::new(kind, WIDTH_MM, terms, only)
}

/// The figures beside that of one label against the rest, as far as the result has what they show.
pub(super) fn further(summary: &Summary) -> Vec<Chart> {
    let found = (0..summary.labels.len()).map(|label| terms_of(summary, label)).sum::<usize>();
    let heatmap = (!heatmap_labels(summary).is_empty()).then_some(Chart::Heatmap);
    let stability = (summary.calibration.is_some() && found > 0).then_some(Chart::Stability);
    heatmap.into_iter().chain(stability).collect()
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pictures.html")]
struct Pictures {
    job: String,
    file_name: String,
    /// The label that the first of them is about, as the drawing names it.
    label: String,
    labels: Vec<Entry>,
    pictures: Vec<Picture>,
}

/// An image on it.
#[derive(Debug)]
struct Picture {
    heading: String,
    words: String,
    source: String,
    /// Where the terms of its points are looked for, and those for the other of two labels; empty where points have no terms.
    points: [String; 2],
    /// By the names of formats; PDF and PNG are refused, with what to do, for scripts that their font lacks.
    files: Vec<(String, String)>,
}

/// Where the terms for a label are looked for, and those against it, which of two labels are those for the other.
fn points(place: &Place, summary: &Summary, label: usize) -> [String; 2] {
    if summary.is_mirrored {
        // Both stand on the same page.
        return [label, 1 - label.min(1)].map(|side| format!("{}?side={side}&q=", place.job));
    }
    [0, 1].map(|side| format!("{}?side={side}&q=", place.label(label)))
}

/// What the label called `name` is set against.
fn other_than(name: &str, summary: &Summary) -> String {
    if !summary.is_mirrored {
        return summary.other_words().to_owned();
    }
    let mut names = summary.labels.iter().map(|label| words::short_name(&label.name));
    names.find(|other| other != name).unwrap_or_default()
}

impl Pictures {
    fn new(place: &Place, summary: &Summary, label: usize) -> Self {
        let job = &place.job;
        let points = points(place, summary, label);
        let name = words::short_name(summary.labels.get(label).map_or("", |label| label.name.as_str()));
        let other = other_than(&name, summary);
        let address = |kind: Chart, format: figure::Format, fields: &[String]| {
            let fields = if fields.is_empty() { String::new() } else { format!("?{}", fields.join("&")) };
            format!("{job}/pictures/{}.{}{fields}", kind.name(), format.name())
        };
        let picture = |kind: Chart, heading: String, words: String| {
            let mut fields = match kind {
                Chart::Frequency => vec![format!("label={label}")],
                _ => Vec::new(),
            };
            let source = address(kind, figure::Format::Svg, &fields);
            fields.push("save".to_owned());
            let file =
                |format: figure::Format| (format.name().to_ascii_uppercase(), address(kind, format, &fields));
            let points = if kind == Chart::Frequency { points.clone() } else { <[String; 2]>::default() };
            Picture { heading, words, source, points, files: figure::Format::ALL.map(file).to_vec() }
        };
        let further = further(summary);
        let mut pictures = vec![picture(
            Chart::Frequency,
            format!("{name} against {other}"),
            format!(
                "Each point is a term: the share of the documents of {name} with it against that of {other}, on logarithmic axes. \
                 Listed terms are dark, some of them named; on the line both shares are the same. Point at one for its numbers."
            ),
        )];
        if further.contains(&Chart::Heatmap) {
            let labels = heatmap_labels(summary);
            let which = if summary.labels.len() > labels.len() && summary.labels.len() > HEATMAP_LABELS_MAX {
                format!(" The {} labels with most terms are shown.", labels.len())
            } else {
                String::new()
            };
            pictures.push(picture(
                Chart::Heatmap,
                "Terms by labels".to_owned(),
                format!(
                    "Each cell is the share of a label’s documents with a term, in per cent; the darker, the nearer to the largest of \
                     its row. A frame marks the label that the term is listed for.{which}"
                ),
            ));
        }
        if further.contains(&Chart::Stability) {
            pictures.push(picture(
                Chart::Stability,
                "Stability against strength".to_owned(),
                "Each point is a term of a label: the share of half-samples that keep it, against its strength. Listed terms are \
                 filled."
                    .to_owned(),
            ));
        }
        let entry = |number: usize| Entry {
            value: number.to_string(),
            name: words::short_name(&summary.labels[number].name),
            chosen: number == label,
        };
        let mut offered = by_terms(summary);
        offered.truncate(LABELS_OFFERED_MAX);
        Self {
            job: job.clone(),
            file_name: file_name(summary),
            label: summary.labels.get(label).map_or_else(String::new, |label| label.name.clone()),
            labels: if summary.is_mirrored { Vec::new() } else { offered.into_iter().map(entry).collect() },
            pictures,
        }
    }
}

impl From<wordify::Error> for Elsewhere {
    fn from(error: wordify::Error) -> Self {
        Self::Problem(Problem::from(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    fn page(name: &str, summary: &Summary, label: usize) -> String {
        let page = html(&Pictures::new(&sample::place(), summary, label));
        sample::check_page(name, &page);
        page
    }

    #[test]
    fn two_labels_have_one_against_the_other_and_many_can_be_chosen_from() {
        let two = page("pictures", &sample::summary(2), 0);
        assert!(two.contains("Democratic against Republican") && !two.contains("<select"));
        assert!(two.contains("heatmap.svg") && !two.contains("stability.svg"), "scores have no strength");
        let mut summary = sample::summary(176);
        summary.calibration = Some(sample::calibration());
        let many = page("pictures-many", &summary, 3);
        assert!(many.contains("frequency.svg?label=3") && many.contains("The 16 labels with most terms"));
        assert!(many.contains("stability.svg") && many.contains("Label 3 against the rest"));
        summary.calibration.as_mut().expect("calibrated").has_pairs = true;
        assert!(page("pictures-pairs", &summary, 3).contains("Label 3 against each label set against it"));
    }

    #[test]
    fn a_table_of_many_labels_has_room_for_all_its_rows() {
        let mut summary = sample::summary(176);
        summary.calibration = Some(sample::calibration());
        let labels = heatmap_labels(&summary);
        assert_eq!(labels.len(), HEATMAP_LABELS_MAX);
        assert!(labels.len() * (ROWS_MAX / labels.len()).min(HEATMAP_TERMS_MAX) <= ROWS_MAX);
        summary.calibration = None;
        assert!(heatmap_labels(&summary).is_empty(), "the published tools count no documents by label");
    }

    #[test]
    fn labels_are_shown_and_do_no_harm() {
        let mut summary = sample::summary(5);
        sample::make_summary_hostile(&mut summary);
        assert!(
            page("pictures-hostile", &summary, 1).contains("alert(1)") || summary.labels[1].name.len() > 80
        );
    }
}
