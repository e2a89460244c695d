//! What all figures are drawn with: lines, marks and real text, in points, as SVG that needs nothing else.
//!
//! One ink and its greys, filled and hollow marks: what a figure says does not hang on colour, in print or on a screen.

use crate::report::markup::{escaped, put};
use crate::report::picture::{shortened, text_width};

/// Points in a millimetre.
pub(super) const POINTS_PER_MM: f64 = 72.0 / 25.4;
/// Size of letters in points: what journals ask for at least is 6 to 7.
pub(super) const FONT: f64 = 7.5;
/// Size of the letters of axes and notes.
pub(super) const SMALL: f64 = 6.5;
/// Height of a row of text.
pub(super) const ROW: f64 = 10.5;
/// Space between things.
pub(super) const GAP: f64 = 5.0;
/// The ink; a dark blue that stays dark in grey.
pub(super) const INK: &str = "#16324f";
/// Letters and axes.
pub(super) const TEXT: &str = "#1c2024";
/// What stands back.
pub(super) const GREY: &str = "#8a929a";
/// Lines behind the data.
pub(super) const PALE: &str = "#dfe3e6";
/// Radius of a mark.
pub(super) const RADIUS: f64 = 2.1;

/// On which side of its place a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// A figure in the making; places are in points from the upper left corner.
#[derive(Debug)]
pub(super) struct Canvas {
    pub(super) width: f64,
    body: String,
}

impl Canvas {
    pub(super) fn new(width: f64) -> Self {
        Self { width, body: String::new() }
    }

    /// A text whose middle is at the height `y`.
    pub(super) fn text(&mut self, (x, y): (f64, f64), anchor: Anchor, size: f64, text: &str) {
        self.styled((x, y), anchor, size, text, "");
    }

    /// The same in bold letters.
    pub(super) fn heading(&mut self, place: (f64, f64), text: &str) {
        self.styled(place, Anchor::Start, FONT, text, " font-weight=\"600\"");
    }

    /// The same, turned about its place by so many degrees.
    pub(super) fn turned(&mut self, (x, y): (f64, f64), anchor: Anchor, degrees: f64, text: &str) {
        let turn = format!(" transform=\"rotate({degrees} {x:.2} {y:.2})\"");
        self.styled((x, y), anchor, SMALL, text, &turn);
    }

    /// White letters, for dark ground.
    pub(super) fn light(&mut self, place: (f64, f64), text: &str) {
        self.styled(place, Anchor::Middle, SMALL, text, " fill=\"#ffffff\"");
    }

    fn styled(&mut self, (x, y): (f64, f64), anchor: Anchor, size: f64, text: &str, style: &str) {
        // From the middle of small letters to the line that they stand on.
        let base = y + size * 0.35;
        let (anchor, text) = (anchor.name(), escaped(text));
        put(
            &mut self.body,
            format_args!(
                "<text x=\"{x:.2}\" y=\"{base:.2}\" font-size=\"{size}\" text-anchor=\"{anchor}\"{style}>{text}</text>\n"
            ),
        );
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), colour: &str, width: f64) {
        let ((x, y), (x2, y2)) = (from, to);
        put(
            &mut self.body,
            format_args!(
                "<path d=\"M{x:.2} {y:.2}L{x2:.2} {y2:.2}\" stroke=\"{colour}\" stroke-width=\"{width}\" fill=\"none\"/>\n"
            ),
        );
    }

    /// A filled mark.
    pub(super) fn dot(&mut self, (x, y): (f64, f64), radius: f64, colour: &str) {
        put(
            &mut self.body,
            format_args!("<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"{radius:.2}\" fill=\"{colour}\"/>\n"),
        );
    }

    /// A hollow mark.
    pub(super) fn ring(&mut self, (x, y): (f64, f64), radius: f64, colour: &str) {
        put(
            &mut self.body,
            format_args!(
                "<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"{radius:.2}\" fill=\"#ffffff\" stroke=\"{colour}\" stroke-width=\"0.9\"/>\n"
            ),
        );
    }

    /// A filled area, with a frame where `frame` is a colour.
    pub(super) fn area(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), fill: &str, frame: &str) {
        put(
            &mut self.body,
            format_args!(
                "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{width:.2}\" height=\"{height:.2}\" fill=\"{fill}\" stroke=\"{frame}\" \
                 stroke-width=\"0.9\"/>\n"
            ),
        );
    }

    /// The whole, `height` points high; `title` and `description` are for those who cannot see it.
    pub(super) fn finish(self, height: f64, title: &str, description: &str) -> String {
        let (width, body) = (self.width, self.body);
        let (title, description) = (escaped(title), escaped(description));
        let [wide, high] = [width, height].map(|points| points / POINTS_PER_MM);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide:.2}mm\" height=\"{high:.2}mm\" viewBox=\"0 0 {width:.2} {height:.2}\" \
             role=\"img\" font-family=\"Inter, Helvetica, Arial, 'Liberation Sans', 'Noto Sans', sans-serif\" fill=\"{TEXT}\">\n\
             <title>{title}</title>\n<desc>{description}</desc>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{body}</svg>\n"
        )
    }
}

/// `text` in at most `width` points.
pub(super) fn fitted(text: &str, width: f64, size: f64) -> String {
    shortened(text, width, size)
}

/// The width of the widest of `texts`, between bounds.
pub(super) fn widest<'a>(texts: impl Iterator<Item = &'a str>, size: f64, (least, most): (f64, f64)) -> f64 {
    texts.map(|text| text_width(text, size)).fold(0.0, f64::max).clamp(least, most)
}

/// The width of a text, on the safe side.
pub(super) fn width_of(text: &str, size: f64) -> f64 {
    text_width(text, size)
}
