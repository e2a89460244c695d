//! The pictures of a result: the engine's bar charts, with links to the texts behind each bar.

use wordify::indicators::{Indicator, Sign};
use wordify::report::picture::{self, Colour, Measure};

use super::place::Place;
use super::view_query::View;
use super::words;
use crate::jobs::view::TermRow;

/// Bars per picture.
pub const BARS: usize = 15;

/// What a picture shows.
#[derive(Debug, Clone)]
pub struct Chart<'a> {
    /// Its heading.
    pub heading: String,
    /// The label that the terms belong to: its place.
    pub label: usize,
    /// The terms, best first.
    pub rows: Vec<&'a TermRow>,
    /// Colour of the second side.
    pub is_b: bool,
    /// Whether it shows strength or score, not the shares of documents.
    pub by_rank: bool,
}

impl<'a> Chart<'a> {
    /// The best of `rows` that `view` lists, at most `bars`.
    pub fn new(
        heading: String,
        label: usize,
        rows: &'a [TermRow],
        view: &View,
        bars: usize,
        is_b: bool,
    ) -> Self {
        let rows = rows.iter().filter(|row| view.lists(row)).take(bars).collect();
        Self { heading, label, rows, is_b, by_rank: view.by_rank }
    }
}

/// A picture on a page.
#[derive(Debug)]
pub struct Shown {
    /// The drawing.
    pub svg: String,
    /// Where the drawing can be had as a file.
    pub href: String,
    /// Name of the file without ending.
    pub file: String,
}

/// Draws `charts` with bars that begin at the same place and have the same scale. With `place`, the bars are links.
pub fn draw(charts: &[Chart<'_>], place: Option<&Place>) -> Vec<String> {
    let indicators: Vec<Vec<Indicator>> =
        charts.iter().map(|chart| chart.rows.iter().copied().map(indicator).collect()).collect();
    let borrowed: Vec<Vec<&Indicator>> =
        indicators.iter().map(|of_chart| of_chart.iter().collect()).collect();
    let width = borrowed.iter().map(|of_chart| picture::term_width(of_chart)).fold(0.0, f64::max);
    let best = charts.iter().flat_map(|chart| &chart.rows).map(|row| row.rank()).fold(0.0, f64::max);
    let rows = || charts.iter().flat_map(|chart| &chart.rows);
    let largest = rows().map(|row| row.share_in_label.max(row.share_in_rest)).fold(0.0, f64::max);
    let (measure, best) = if !charts.iter().any(|chart| chart.by_rank) {
        (Measure::Shares, largest)
    } else if rows().any(|row| row.strength.is_some()) {
        (Measure::Strength, best)
    } else {
        (Measure::Score, best)
    };
    charts
        .iter()
        .zip(&borrowed)
        .map(|(chart, indicators)| {
            let links: Vec<String> = place.map_or_else(Vec::new, |place| {
                chart.rows.iter().map(|row| place.term(chart.label, row.number)).collect()
            });
            let value = |row: &&TermRow| if chart.by_rank { row.rank() } else { row.share_in_label };
            let values: Vec<f64> = chart.rows.iter().map(value).collect();
            picture::svg(&picture::Picture {
                heading: &words::short_name(&chart.heading),
                indicators,
                values: &values,
                measure,
                term_width: width,
                axis_end: measure.axis_end(best),
                colour: if chart.is_b { Colour::Orange } else { Colour::Blue },
                links: &links,
            })
        })
        .collect()
}

/// Draws `charts` for a page; those without a bar are left out.
pub fn shown(charts: &[Chart<'_>], place: &Place, view: &View) -> Vec<Shown> {
    let threshold = view.has_threshold().then(|| format!("threshold={}", view.threshold_shown()));
    let fields = |side: usize| -> String {
        let side = format!("side={side}");
        [side].into_iter().chain(threshold.clone()).chain(view.changes()).collect::<Vec<_>>().join("&")
    };
    draw(charts, Some(place))
        .into_iter()
        .zip(charts)
        .filter(|(_, chart)| !chart.rows.is_empty())
        .map(|(svg, chart)| {
            let side = usize::from(chart.rows.first().is_some_and(|row| !row.positive));
            Shown {
                svg,
                href: format!("{}/picture.svg?{}", place.label(chart.label), fields(side)),
                file: format!("wordify-{}-{}", chart.label + 1, if side == 0 { "for" } else { "against" }),
            }
        })
        .collect()
}

fn indicator(row: &TermRow) -> Indicator {
    Indicator {
        label: String::new(),
        term: row.term.clone(),
        shown: row.shown.clone(),
        sign: if row.positive { Sign::Positive } else { Sign::Negative },
        score: row.score,
        documents_in_label: row.documents_in_label,
        share_in_label: row.share_in_label,
        documents_in_rest: row.documents_in_rest,
        share_in_rest: row.share_in_rest,
        twins: Vec::new(),
        twins_more: 0,
        twin_group: None,
        forms: Vec::new(),
        calibration: None,
        peers: None,
        confirmed: None,
        staying: None,
        texts: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    #[test]
    fn a_bar_leads_to_the_texts_behind_its_term() {
        let summary = sample::summary(2);
        let rows = &summary.labels[0].best_positive;
        let view = View::new(String::new(), &[("threshold".into(), "0.5".into())], &summary);
        let chart = Chart::new("For it".into(), 0, rows, &view, BARS, false);
        assert!(chart.rows.len() < rows.len());
        let pictures = shown(&[chart], &sample::place(), &view);
        assert!(pictures[0].svg.contains(&format!("{}/labels/0/terms/0\"", sample::place().job)));
        assert!(pictures[0].href.ends_with("/labels/0/picture.svg?side=0&threshold=0.50"));
    }
}
