//! The picture of the best terms: horizontal bars by score or strength, as SVG that needs nothing else.
//!
//! Colours and fonts are attributes, so that a saved picture looks right by itself; a page may restyle the
//! same picture through its classes (dark mode).

use super::markup::{escaped, put};
use super::number;
use crate::count::{counted, grouped};
use crate::indicators::Indicator;

/// Width of the drawing in user units; chosen so that the letters stay legible on a phone.
const WIDTH: f64 = 400.0;
/// Height of the heading and of the names of the columns.
const HEAD_HEIGHT: f64 = 46.0;
/// Height of one bar with its space.
const ROW_HEIGHT: f64 = 24.0;
/// The same where bars are links: enough for a finger, also where a phone shows the picture smaller.
const LINK_HEIGHT: f64 = 30.0;
const BAR_HEIGHT: f64 = 11.0;
/// Space for the axis below the bars.
const AXIS_HEIGHT: f64 = 24.0;
/// Space for the score at the right of the longest bar.
const SCORE_WIDTH: f64 = 36.0;
/// Space for each of the two shares at the right.
const SHARE_WIDTH: f64 = 46.0;
const FONT_SIZE: f64 = 13.0;
const HEADING_SIZE: f64 = 15.0;
/// Least and greatest share of the width that the terms may take. The name of the axis, which stands below them, needs the least.
const TERM_WIDTH: (f64, f64) = (72.0, 168.0);
/// Gap between a term and its bar.
const GAP: f64 = 8.0;
/// Ink for what is not the data.
const MUTED: &str = "#5c6670";

/// What a picture shows.
#[derive(Debug, Clone, Copy)]
pub struct Picture<'a> {
    /// The heading in the picture, such as the label.
    pub heading: &'a str,
    /// The terms from top to bottom.
    pub indicators: &'a [&'a Indicator],
    /// The length of each bar, above 0.
    pub values: &'a [f64],
    /// What these are.
    pub measure: Measure,
    /// Width set aside for the terms; see [`term_width`]. The same for pictures that stand side by side.
    pub term_width: f64,
    /// Value at the right end of the axis; see [`Measure::axis_end`].
    pub axis_end: f64,
    /// The bars' colour.
    pub colour: Colour,
    /// The address of what is behind each bar; empty for a picture that is looked at only.
    pub links: &'a [String],
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
    /// CSS class of what has the colour.
    pub fn class(self) -> &'static str {
        match self {
            Self::Blue => "blue",
            Self::Orange => "orange",
        }
    }

    fn hex(self) -> &'static str {
        match self {
            Self::Blue => "#1769aa",
            Self::Orange => "#b8500c",
        }
    }
}

/// What the bars of a picture show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Selection frequency, 0 to 1.
    Score,
    /// Strength in noise units, without a ceiling.
    Strength,
    /// Share of the label's documents, 0 to 1: beside it, on the same axis, stands the share of the rest.
    Shares,
}

/// Steps of an axis of strengths, of which the least is taken that gives at most six marks.
const STRENGTH_STEPS: [f64; 7] = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0];
/// Ends of an axis of shares.
const SHARE_ENDS: [f64; 11] = [0.01, 0.02, 0.04, 0.06, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0];
/// Radius of the points in the key.
const KEY_RADIUS: f64 = 3.0;
/// Radius of the points of shares.
const POINT_RADIUS: f64 = 4.5;
/// Steps between the marks of an axis of strengths at most.
const STRENGTH_MARKS_MAX: f64 = 6.0;

impl Measure {
    /// Its name below the axis.
    fn name(self) -> &'static str {
        match self {
            Self::Score => "score",
            Self::Strength => "strength",
            Self::Shares => "documents",
        }
    }

    /// Space between the end of the axis and the shares.
    fn value_width(self) -> f64 {
        if self == Self::Shares { 2.0 * POINT_RADIUS } else { SCORE_WIDTH }
    }

    /// A mark of the axis for reading.
    fn mark(self, mark: f64) -> String {
        // Half of a per cent is the finest.
        if self == Self::Shares { format!("{}%", (mark * 1000.0).round() / 10.0) } else { mark.to_string() }
    }

    /// The value for reading.
    fn shown(self, value: f64) -> String {
        match self {
            Self::Score => format!("{value:.2}"),
            Self::Strength => format!("{value:.1}"),
            Self::Shares => number::percent(value),
        }
    }

    /// The right end of an axis for values up to `most`: for scores the next tenth, at most 1; for strengths the next whole
    /// number.
    pub fn axis_end(self, most: f64) -> f64 {
        match self {
            Self::Score => ((most * 10.0 - 1e-9).ceil() / 10.0).clamp(0.1, 1.0),
            Self::Strength => (most - 1e-9).ceil().max(1.0),
            Self::Shares => SHARE_ENDS.into_iter().find(|end| *end >= most - 1e-9).unwrap_or(1.0),
        }
    }

    /// Where the axis has marks.
    fn marks(self, end: f64) -> Vec<f64> {
        if self == Self::Shares {
            return [0.0, 0.5, 1.0].map(|part| part * end).to_vec();
        }
        let (step, unit) = match self {
            Self::Score => (if end < 0.35 { 1.0 } else { 2.0 }, 10.0),
            Self::Strength | Self::Shares => {
                let fits = |step: &&f64| end / **step <= STRENGTH_MARKS_MAX;
                (STRENGTH_STEPS.iter().find(fits).copied().unwrap_or(end.max(1.0)), 1.0)
            }
        };
        let marks = (end * unit / step + 1e-9).floor() as usize;
        (0..=marks).map(|mark| mark as f64 * step / unit).collect()
    }
}

/// The width that the widest of the terms takes, within what a picture can spare.
pub fn term_width(indicators: &[&Indicator]) -> f64 {
    let widths = indicators.iter().map(|indicator| text_width(indicator.shown(), FONT_SIZE));
    widths.fold(0.0, f64::max).clamp(TERM_WIDTH.0, TERM_WIDTH.1)
}

/// Draws `picture` as one SVG element: per term a bar, and the shares of documents with it.
pub fn svg(picture: &Picture<'_>) -> String {
    let plot = Plot::new(picture);
    let mut svg = String::new();
    let title = format!(
        "{}, {}: the {} best terms by {}",
        if picture.measure == Measure::Shares { "Dumb-bell chart" } else { "Bar chart" },
        picture.heading,
        picture.indicators.len(),
        if picture.measure == Measure::Shares { "their shares of documents" } else { picture.measure.name() }
    );
    let height = plot.bottom + AXIS_HEIGHT;
    // What is an image to assistive technology has no links in it.
    let role = if picture.links.is_empty() { "img" } else { "group" };
    put(
        &mut svg,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"picture\" viewBox=\"0 0 {WIDTH} {height}\" \
             role=\"{role}\" aria-label=\"{}\" font-family=\"system-ui, sans-serif\" \
             font-size=\"{FONT_SIZE}\" fill=\"#1c2024\">\n",
            escaped(&title)
        ),
    );
    draw_head(&mut svg, picture);
    draw_axis(&mut svg, &plot, picture);
    for (row, (indicator, &value)) in picture.indicators.iter().zip(picture.values).enumerate() {
        let link = picture.links.get(row);
        if let Some(link) = link {
            let (y, height) = (HEAD_HEIGHT + row as f64 * plot.row_height, plot.row_height);
            put(
                &mut svg,
                format_args!(
                    "<a href=\"{}\" data-evidence=\"\"><rect fill=\"none\" pointer-events=\"all\" y=\"{y}\" \
                     width=\"{WIDTH}\" height=\"{height}\"/>",
                    escaped(link)
                ),
            );
        }
        draw_row(&mut svg, &plot, row, indicator, value, picture);
        if link.is_some() {
            svg.push_str("</a>\n");
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// Where things stand.
struct Plot {
    left: f64,
    scale: f64,
    row_height: f64,
    bottom: f64,
}

impl Plot {
    fn new(picture: &Picture<'_>) -> Self {
        let left = picture.term_width + GAP;
        let row_height = if picture.links.is_empty() { ROW_HEIGHT } else { LINK_HEIGHT };
        Self {
            left,
            scale: (WIDTH - left - picture.measure.value_width() - 2.0 * SHARE_WIDTH) / picture.axis_end,
            row_height,
            bottom: HEAD_HEIGHT + picture.indicators.len() as f64 * row_height + 2.0,
        }
    }

    fn x(&self, value: f64) -> f64 {
        self.left + value * self.scale
    }
}

fn draw_head(svg: &mut String, picture: &Picture<'_>) {
    let heading = escaped(&shortened(picture.heading, WIDTH, HEADING_SIZE));
    let (class, hex) = (picture.colour.class(), picture.colour.hex());
    put(
        svg,
        format_args!(
            "<text class=\"{class}\" fill=\"{hex}\" y=\"15\" font-size=\"{HEADING_SIZE}\" \
             font-weight=\"650\">{heading}</text>\n"
        ),
    );
    let (in_label, y) = (WIDTH - SHARE_WIDTH, HEAD_HEIGHT - 6.0);
    if picture.measure == Measure::Shares {
        // Which point is which, beside the names of the columns.
        let before = |end: f64, name: &str| end - text_width(name, 11.0) - 2.0;
        let (own, rest, middle) = (before(in_label, "in label"), before(WIDTH, "in rest"), y - 4.0);
        put(
            svg,
            format_args!(
                "<circle class=\"{class}\" fill=\"{hex}\" cx=\"{own:.1}\" cy=\"{middle}\" r=\"{KEY_RADIUS}\"/>\
                 <circle class=\"rest\" fill=\"#fff\" stroke=\"{MUTED}\" cx=\"{rest:.1}\" cy=\"{middle}\" r=\"{KEY_RADIUS}\"/>\n"
            ),
        );
    }
    put(
        svg,
        format_args!(
            "<g class=\"muted\" fill=\"{MUTED}\" font-size=\"11\" text-anchor=\"end\">\
             <text x=\"{in_label}\" y=\"{y}\">in label</text><text x=\"{WIDTH}\" y=\"{y}\">in rest</text></g>\n"
        ),
    );
}

fn draw_axis(svg: &mut String, plot: &Plot, picture: &Picture<'_>) {
    put(svg, format_args!("<g class=\"muted\" fill=\"{MUTED}\" font-size=\"11\" text-anchor=\"middle\">"));
    let (bottom, y) = (plot.bottom, plot.bottom + 16.0);
    for mark in picture.measure.marks(picture.axis_end) {
        let x = plot.x(mark);
        put(svg, format_args!("<path stroke=\"#e0e3e5\" d=\"M{x:.1} {HEAD_HEIGHT}V{bottom:.0}\"/>"));
        put(svg, format_args!("<text x=\"{x:.1}\" y=\"{y:.0}\">{}</text>", picture.measure.mark(mark)));
    }
    // The first mark of shares is wider than a number.
    let x = if picture.measure == Measure::Shares { plot.left - 2.0 * GAP } else { plot.left - GAP };
    let name = picture.measure.name();
    put(svg, format_args!("<text x=\"{x:.1}\" y=\"{y:.0}\" text-anchor=\"end\">{name}</text></g>\n"));
}

fn draw_row(
    svg: &mut String,
    plot: &Plot,
    row: usize,
    indicator: &Indicator,
    value: f64,
    picture: &Picture<'_>,
) {
    let middle = HEAD_HEIGHT + (row as f64 + 0.5) * plot.row_height;
    let y = middle + FONT_SIZE * 0.35;
    let (term_x, left, top) = (plot.left - GAP, plot.left, middle - BAR_HEIGHT / 2.0);
    let (class, hex) = (picture.colour.class(), picture.colour.hex());
    put(
        svg,
        format_args!(
            "<g><title>{}</title><text x=\"{term_x:.1}\" y=\"{y:.1}\" text-anchor=\"end\">{}</text>",
            escaped(&explanation(indicator)),
            escaped(&shortened(indicator.shown(), plot.left - GAP, FONT_SIZE)),
        ),
    );
    if picture.measure == Measure::Shares {
        draw_shares(svg, plot, middle, indicator, picture.colour);
        svg.push_str("<g font-size=\"12\">");
    } else {
        let width = (value * plot.scale).max(1.0);
        let score_x = left + width + 5.0;
        put(
            svg,
            format_args!(
                "<rect class=\"{class}\" fill=\"{hex}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" \
                 height=\"{BAR_HEIGHT}\" rx=\"2\"/><g font-size=\"12\"><text x=\"{score_x:.1}\" y=\"{y:.1}\">{}</text>",
                picture.measure.shown(value),
            ),
        );
    }
    let in_label = WIDTH - SHARE_WIDTH;
    put(
        svg,
        format_args!(
            "<g class=\"muted\" fill=\"{MUTED}\" text-anchor=\"end\"><text x=\"{in_label}\" y=\"{y:.1}\">{}</text>\
             <text x=\"{WIDTH}\" y=\"{y:.1}\">{}</text></g></g></g>\n",
            number::percent(indicator.share_in_label),
            number::percent(indicator.share_in_rest),
        ),
    );
}

/// The two shares as points with a line between them: the label's is full, the other's hollow, so that they differ without colour.
fn draw_shares(svg: &mut String, plot: &Plot, middle: f64, indicator: &Indicator, colour: Colour) {
    let (own, rest) = (plot.x(indicator.share_in_label), plot.x(indicator.share_in_rest));
    let (class, hex) = (colour.class(), colour.hex());
    put(
        svg,
        format_args!(
            "<path class=\"line\" stroke=\"{MUTED}\" stroke-width=\"2\" d=\"M{rest:.1} {middle}H{own:.1}\"/>\
             <circle class=\"rest\" fill=\"#fff\" stroke=\"{MUTED}\" stroke-width=\"1.5\" cx=\"{rest:.1}\" \
             cy=\"{middle}\" r=\"{POINT_RADIUS}\"/><circle class=\"{class}\" fill=\"{hex}\" cx=\"{own:.1}\" \
             cy=\"{middle}\" r=\"{POINT_RADIUS}\"/>"
        ),
    );
}

/// What the pointer shows over a bar: the whole term, and the numbers that are not in the picture.
fn explanation(indicator: &Indicator) -> String {
    format!(
        "{}: in {} of the label, {} of the rest",
        indicator.shown(),
        counted(indicator.documents_in_label, "document", "documents"),
        grouped(indicator.documents_in_rest),
    )
}

/// `text`, cut with an ellipsis where it is wider than `width`.
pub(super) fn shortened(text: &str, width: f64, font_size: f64) -> String {
    if text_width(text, font_size) <= width {
        return text.to_string();
    }
    let mut used = text_width("…", font_size);
    let kept = text.chars().take_while(|&letter| {
        used += letter_ems(letter) * font_size;
        used <= width
    });
    kept.chain(['…']).collect()
}

/// Width of `text` in user units, estimated on the safe side for common sans-serif fonts.
pub(super) fn text_width(text: &str, font_size: f64) -> f64 {
    text.chars().map(letter_ems).sum::<f64>() * font_size
}

fn letter_ems(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | '\'' | ' ' => 0.33,
        'f' | 'r' | 't' => 0.42,
        'm' | 'w' | 'M' | 'W' => 0.95,
        'A'..='Z' => 0.72,
        'ж' | 'ш' | 'щ' | 'ю' | 'Ж' | 'Ш' | 'Щ' | 'Ю' => 1.04,
        'м' | 'ы' | 'ф' | 'ъ' | 'ω' | 'φ' | 'ψ' => 0.89,
        'Α'..='Ω' | 'А'..='Я' => 0.88,
        '\u{2E80}'.. => 1.02,
        _ => 0.63,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn the_name_of_an_axis_has_room_below_the_shortest_terms() {
        let end = TERM_WIDTH.0 - GAP;
        for measure in [Measure::Score, Measure::Strength, Measure::Shares] {
            assert!(text_width(measure.name(), 11.0) <= end, "{measure:?}");
        }
    }

    fn draw(report: &super::super::Report) -> String {
        let indicators: Vec<_> = report.analysis.selected().collect();
        let values: Vec<f64> = indicators.iter().map(|indicator| indicator.score).collect();
        svg(&Picture {
            heading: "a <heading>",
            indicators: &indicators,
            values: &values,
            measure: Measure::Score,
            term_width: term_width(&indicators),
            axis_end: 0.5,
            colour: Colour::Blue,
            links: &[],
        })
    }

    #[test]
    fn a_picture_with_links_is_no_image_and_escapes_them() {
        let report = sample::report();
        let indicators: Vec<_> = report.analysis.selected().take(1).collect();
        let links = ["/a?b=\"&c".to_string()];
        let picture = svg(&Picture {
            heading: "",
            indicators: &indicators,
            values: &[7.5],
            measure: Measure::Strength,
            term_width: 60.0,
            axis_end: 8.0,
            colour: Colour::Orange,
            links: &links,
        });
        assert!(picture.contains("<a href=\"/a?b=&quot;&amp;c\"") && !picture.contains("role=\"img\""));
    }

    #[test]
    fn the_picture_has_one_bar_per_indicator_and_escapes_its_texts() {
        let report = sample::report();
        let picture = draw(&report);
        assert_eq!(picture.matches("<rect").count(), report.analysis.selected().count());
        assert!(picture.contains("a &lt;heading&gt;"));
    }

    #[test]
    fn the_axis_ends_at_the_next_tenth_of_a_score_and_at_the_next_whole_strength() {
        let ends: Vec<_> = [0.0, 0.3, 0.31, 0.99, 1.0].map(|most| Measure::Score.axis_end(most)).into();
        assert_eq!(ends, [0.1, 0.3, 0.4, 1.0, 1.0]);
        let ends: Vec<_> = [0.0, 3.0, 3.1, 62.4].map(|most| Measure::Strength.axis_end(most)).into();
        assert_eq!(ends, [1.0, 3.0, 4.0, 63.0]);
    }

    #[test]
    fn an_axis_has_few_marks_at_round_numbers() {
        assert_eq!(Measure::Score.marks(0.3), [0.0, 0.1, 0.2, 0.3]);
        assert_eq!(Measure::Score.marks(1.0), [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]);
        assert_eq!(Measure::Strength.marks(4.0), [0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(Measure::Strength.marks(7.0), [0.0, 2.0, 4.0, 6.0]);
        assert_eq!(Measure::Strength.marks(63.0), [0.0, 20.0, 40.0, 60.0]);
        assert!(Measure::Strength.marks(4000.0).len() <= 2);
    }

    #[test]
    fn shares_are_drawn_as_two_points_at_their_places_on_one_axis() {
        let report = sample::report();
        let mut indicator = report.analysis.selected().next().expect("an indicator").clone();
        (indicator.share_in_label, indicator.share_in_rest) = (0.4, 0.1);
        let picture = svg(&Picture {
            heading: "",
            indicators: &[&indicator],
            values: &[0.4],
            measure: Measure::Shares,
            term_width: 60.0,
            axis_end: Measure::Shares.axis_end(0.4),
            colour: Colour::Blue,
            links: &[],
        });
        let points: Vec<f64> =
            picture.split(" cx=\"").skip(3).filter_map(|rest| rest.split('"').next()?.parse().ok()).collect();
        // The plot goes from 68 to 400 - 9 - 92; a share of 0.1 is a quarter of it.
        assert_eq!(points, [68.0 + 231.0 / 4.0, 68.0 + 231.0].map(|x: f64| (x * 10.0).round() / 10.0));
        assert!(picture.contains(">20%</text>") && !picture.contains("<rect"));
    }

    #[test]
    fn a_term_too_wide_for_its_place_is_shortened() {
        let term = "拍照效果".repeat(20);
        let shown = shortened(&term, 168.0, FONT_SIZE);
        assert!(shown.ends_with('…') && text_width(&shown, FONT_SIZE) <= 168.0);
        assert_eq!(shortened("short", 168.0, FONT_SIZE), "short");
    }
}
