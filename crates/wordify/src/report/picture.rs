//! The picture of the best terms: horizontal bars by score, as SVG that needs nothing else.
//!
//! Colours and fonts are attributes, so that a saved picture looks right by itself; a page may restyle the
//! same picture through its classes (dark mode).

use std::fmt::Write;

use super::html::escaped;
use super::number;
use crate::analysis::Indicator;

/// Width of the drawing in user units; chosen so that the letters stay legible on a phone.
const WIDTH: f64 = 400.0;
/// Height of one bar with its space.
const ROW_HEIGHT: f64 = 24.0;
const BAR_HEIGHT: f64 = 12.0;
/// Space for the axis below the bars.
const AXIS_HEIGHT: f64 = 26.0;
/// Space for the score at the right of the longest bar.
const SCORE_WIDTH: f64 = 40.0;
const FONT_SIZE: f64 = 13.0;
/// Least and greatest share of the width that the terms may take.
const TERM_WIDTH: (f64, f64) = (48.0, 180.0);
/// Gap between a term and its bar.
const GAP: f64 = 8.0;

/// What a picture shows.
#[derive(Debug, Clone, Copy)]
pub struct Picture<'a> {
    /// What the picture is, for readers who cannot see it.
    pub title: &'a str,
    /// The terms from top to bottom.
    pub indicators: &'a [&'a Indicator],
    /// Score at the right end of the axis, above 0 and up to 1; see [`axis_end`].
    pub axis_end: f64,
    /// The threshold, drawn as a dashed line.
    pub threshold: f64,
    /// The bars' colour.
    pub colour: Colour,
}

/// The two colours, told apart by every kind of colour vision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// For the label; the first of two labels.
    Blue,
    /// Against the label; the second of two labels.
    Orange,
}

impl Colour {
    /// CSS class of the bars.
    pub fn class(self) -> &'static str {
        match self {
            Self::Blue => "blue",
            Self::Orange => "orange",
        }
    }

    fn hex(self) -> &'static str {
        match self {
            Self::Blue => "#1769aa",
            Self::Orange => "#c85a11",
        }
    }
}

/// The right end of an axis for scores up to `score_max`: the next tenth, at most 1.
pub fn axis_end(score_max: f64) -> f64 {
    ((score_max * 10.0 - 1e-9).ceil() / 10.0).clamp(0.1, 1.0)
}

/// Draws `picture` as one SVG element.
pub fn svg(picture: &Picture<'_>) -> String {
    let plot = Plot::new(picture);
    let mut svg = String::new();
    let title = escaped(picture.title);
    let height = plot.bottom + AXIS_HEIGHT;
    put(
        &mut svg,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"picture\" viewBox=\"0 0 {WIDTH} {height}\" \
             role=\"img\" aria-label=\"{title}\" font-family=\"system-ui, sans-serif\" \
             font-size=\"{FONT_SIZE}\" fill=\"#1c2024\">\n"
        ),
    );
    draw_axis(&mut svg, &plot, picture.axis_end);
    draw_bars(&mut svg, &plot, picture);
    draw_threshold(&mut svg, &plot, picture);
    svg.push_str("</svg>\n");
    svg
}

/// Where things stand.
struct Plot {
    left: f64,
    scale: f64,
    bottom: f64,
}

impl Plot {
    fn new(picture: &Picture<'_>) -> Self {
        let longest =
            picture.indicators.iter().map(|indicator| text_width(&indicator.term)).fold(0.0, f64::max);
        let left = longest.clamp(TERM_WIDTH.0, TERM_WIDTH.1) + GAP;
        Self {
            left,
            scale: (WIDTH - left - SCORE_WIDTH) / picture.axis_end,
            bottom: picture.indicators.len() as f64 * ROW_HEIGHT + 2.0,
        }
    }

    fn x(&self, score: f64) -> f64 {
        self.left + score * self.scale
    }
}

fn draw_axis(svg: &mut String, plot: &Plot, axis_end: f64) {
    let tenths = (axis_end * 10.0).round() as usize;
    let step = if tenths <= 5 { 1 } else { 2 };
    svg.push_str("<g class=\"axis\" fill=\"#66707a\" font-size=\"11\" text-anchor=\"middle\">");
    for tenth in (0..=tenths).step_by(step) {
        let score = tenth as f64 / 10.0;
        let (x, bottom, y) = (plot.x(score), plot.bottom, plot.bottom + 17.0);
        put(svg, format_args!("<path stroke=\"#dfe3e6\" d=\"M{x:.1} 0V{bottom:.0}\"/>"));
        put(svg, format_args!("<text x=\"{x:.1}\" y=\"{y:.0}\">{score}</text>"));
    }
    svg.push_str("</g>\n");
}

fn draw_bars(svg: &mut String, plot: &Plot, picture: &Picture<'_>) {
    for (row, indicator) in picture.indicators.iter().enumerate() {
        let middle = (row as f64 + 0.5) * ROW_HEIGHT;
        let baseline = middle + FONT_SIZE * 0.35;
        let term_x = plot.left - GAP;
        let width = (indicator.score * plot.scale).max(1.0);
        put(
            svg,
            format_args!(
                "<g><title>{}</title><text x=\"{term_x:.1}\" y=\"{baseline:.1}\" text-anchor=\"end\">{}</text>",
                escaped(&explanation(indicator)),
                escaped(&shortened(&indicator.term)),
            ),
        );
        put(
            svg,
            format_args!(
                "<rect class=\"{}\" fill=\"{}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{width:.1}\" \
                 height=\"{BAR_HEIGHT}\" rx=\"2\"/>",
                picture.colour.class(),
                picture.colour.hex(),
                plot.left,
                middle - BAR_HEIGHT / 2.0,
            ),
        );
        let score_x = plot.x(indicator.score) + 6.0;
        put(
            svg,
            format_args!(
                "<text class=\"score\" x=\"{score_x:.1}\" y=\"{baseline:.1}\" fill=\"#66707a\" \
                 font-size=\"12\">{:.2}</text></g>\n",
                indicator.score
            ),
        );
    }
}

fn draw_threshold(svg: &mut String, plot: &Plot, picture: &Picture<'_>) {
    if picture.threshold < picture.axis_end {
        let (x, bottom) = (plot.x(picture.threshold), plot.bottom);
        put(
            svg,
            format_args!(
                "<path class=\"threshold\" stroke=\"#66707a\" stroke-dasharray=\"2 3\" \
                 d=\"M{x:.1} 0V{bottom:.0}\"><title>threshold {}</title></path>\n",
                picture.threshold
            ),
        );
    }
}

/// What the pointer shows over a bar.
fn explanation(indicator: &Indicator) -> String {
    format!(
        "{}: score {:.3}. In {} of the label ({}), in {} of the rest ({}).",
        indicator.term,
        indicator.score,
        number::counted(indicator.documents_in_label as u64, "document", "documents"),
        number::percent(indicator.share_in_label),
        number::grouped(indicator.documents_in_rest as u64),
        number::percent(indicator.share_in_rest),
    )
}

/// `term`, cut with an ellipsis where it is wider than its place.
fn shortened(term: &str) -> String {
    if text_width(term) <= TERM_WIDTH.1 {
        return term.to_string();
    }
    let mut width = letter_width('…');
    let kept = term.chars().take_while(|&letter| {
        width += letter_width(letter);
        width <= TERM_WIDTH.1
    });
    kept.chain(['…']).collect()
}

/// Width of `text` in user units, estimated on the safe side for common sans-serif fonts.
fn text_width(text: &str) -> f64 {
    text.chars().map(letter_width).sum()
}

fn letter_width(letter: char) -> f64 {
    let em = match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | '\'' | ' ' => 0.32,
        'f' | 'r' | 't' => 0.42,
        'm' | 'w' | 'M' | 'W' => 0.9,
        'A'..='Z' => 0.72,
        '\u{2E80}'.. => 1.02,
        _ => 0.6,
    };
    em * FONT_SIZE
}

fn put(svg: &mut String, arguments: std::fmt::Arguments<'_>) {
    svg.write_fmt(arguments).expect("writing to a string cannot fail");
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn draw(report: &super::super::Report) -> String {
        let indicators: Vec<_> = report.analysis.selected().collect();
        svg(&Picture {
            title: "a <title>",
            indicators: &indicators,
            axis_end: 0.5,
            threshold: 0.3,
            colour: Colour::Blue,
        })
    }

    #[test]
    fn the_picture_has_one_bar_per_indicator_and_escapes_its_texts() {
        let report = sample::report();
        let picture = draw(&report);
        assert_eq!(picture.matches("<rect").count(), report.analysis.selected().count());
        assert!(picture.contains("a &lt;title&gt;"));
    }

    #[test]
    fn the_axis_ends_at_the_next_tenth() {
        let ends: Vec<_> = [0.0, 0.3, 0.31, 0.99, 1.0].into_iter().map(axis_end).collect();
        assert_eq!(ends, [0.1, 0.3, 0.4, 1.0, 1.0]);
    }

    #[test]
    fn a_term_too_wide_for_its_place_is_shortened() {
        let term = "拍照效果".repeat(20);
        let shown = shortened(&term);
        assert!(shown.ends_with('…') && text_width(&shown) <= TERM_WIDTH.1);
        assert_eq!(shortened("short"), "short");
    }
}
