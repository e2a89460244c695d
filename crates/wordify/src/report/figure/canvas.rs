//! What all figures are drawn with: lines, marks and text, in points from the upper left corner.
//!
//! One ink and its greys, filled and hollow marks: what a figure says does not hang on colour, in print or on a screen.

use std::fmt;

use super::HEIGHT_MM_MAX;
use crate::error::{Error, ErrorKind};
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
pub(super) const INK: Colour = Colour([0x16, 0x32, 0x4f]);
/// Letters and axes.
pub(super) const TEXT: Colour = Colour([0x1c, 0x20, 0x24]);
/// What stands back.
pub(super) const GREY: Colour = Colour([0x8a, 0x92, 0x9a]);
/// Lines behind the data.
pub(super) const PALE: Colour = Colour([0xdf, 0xe3, 0xe6]);
/// Ground, and letters on a dark one.
pub(super) const WHITE: Colour = Colour([0xff; 3]);
/// Radius of a mark.
pub(super) const RADIUS: f64 = 2.1;
/// Width of the line around a mark or an area.
pub(super) const RIM: f64 = 0.9;
/// From the middle of small letters to the line that they stand on, as a share of their size.
const BASE: f64 = 0.35;

/// Red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Colour(pub(super) [u8; 3]);

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self([red, green, blue]) = self;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// On which side of its place a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// Something that is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    Text(Text),
    Line {
        from: (f64, f64),
        to: (f64, f64),
        colour: Colour,
        width: f64,
    },
    /// A circle; hollow where it has a rim.
    Mark {
        at: (f64, f64),
        radius: f64,
        fill: Colour,
        rim: Option<Colour>,
        /// What it stands for, where a screen tells whoever points at it; empty for nothing.
        name: String,
    },
    /// A rectangle from its upper left corner.
    Area {
        at: (f64, f64),
        size: (f64, f64),
        fill: Option<Colour>,
        rim: Colour,
    },
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    /// Where it is anchored, on the line that the letters stand on; a turned one is turned about `turned_at`.
    pub(super) base: (f64, f64),
    pub(super) anchor: Anchor,
    pub(super) size: f64,
    pub(super) colour: Colour,
    pub(super) is_bold: bool,
    /// The point about which it is turned to run upwards, where it is.
    pub(super) turned_at: Option<(f64, f64)>,
    pub(super) text: String,
}

/// A figure in the making.
#[derive(Debug)]
pub(super) struct Canvas {
    pub(super) width: f64,
    shapes: Vec<Shape>,
}

/// A whole figure, whatever it is written as.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Drawing {
    /// In points.
    pub(super) width: f64,
    pub(super) height: f64,
    /// For those who cannot see it.
    pub(super) title: String,
    pub(super) description: String,
    /// What covers others comes after them.
    pub(super) shapes: Vec<Shape>,
}

impl Canvas {
    pub(super) fn new(width: f64) -> Self {
        Self { width, shapes: Vec::new() }
    }

    /// A text whose middle is at the height of its place.
    pub(super) fn text(&mut self, place: (f64, f64), anchor: Anchor, size: f64, text: &str) {
        self.shapes.push(Shape::Text(Text::new(place, anchor, size, text)));
    }

    /// The same in bold letters.
    pub(super) fn heading(&mut self, place: (f64, f64), text: &str) {
        let text = Text::new(place, Anchor::Start, FONT, text);
        self.shapes.push(Shape::Text(Text { is_bold: true, ..text }));
    }

    /// The same, turned about its place so that it runs upwards.
    pub(super) fn turned(&mut self, place: (f64, f64), anchor: Anchor, text: &str) {
        let text = Text::new(place, anchor, SMALL, text);
        self.shapes.push(Shape::Text(Text { turned_at: Some(place), ..text }));
    }

    /// White letters, for dark ground.
    pub(super) fn light(&mut self, place: (f64, f64), text: &str) {
        let text = Text::new(place, Anchor::Middle, SMALL, text);
        self.shapes.push(Shape::Text(Text { colour: WHITE, ..text }));
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), colour: Colour, width: f64) {
        self.shapes.push(Shape::Line { from, to, colour, width });
    }

    /// A filled mark.
    pub(super) fn dot(&mut self, at: (f64, f64), radius: f64, colour: Colour) {
        self.named_dot(at, radius, colour, String::new());
    }

    /// A filled mark that says what it stands for.
    pub(super) fn named_dot(&mut self, at: (f64, f64), radius: f64, colour: Colour, name: String) {
        self.shapes.push(Shape::Mark { at, radius, fill: colour, rim: None, name });
    }

    /// A hollow mark.
    pub(super) fn ring(&mut self, at: (f64, f64), radius: f64, colour: Colour) {
        self.shapes.push(Shape::Mark { at, radius, fill: WHITE, rim: Some(colour), name: String::new() });
    }

    /// An area with a rim, filled where `fill` is a colour.
    pub(super) fn area(&mut self, at: (f64, f64), size: (f64, f64), fill: Option<Colour>, rim: Colour) {
        self.shapes.push(Shape::Area { at, size, fill, rim });
    }

    /// The whole, `height` points high; `title` and `description` are for those who cannot see it.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`] where no page is so high.
    pub(super) fn finish(self, height: f64, title: &str, description: &str) -> Result<Drawing, Error> {
        let high = height / POINTS_PER_MM;
        if high > HEIGHT_MM_MAX {
            let message =
                format!("the figure would be {high:.0} mm high, and {HEIGHT_MM_MAX:.0} mm are the most");
            return Err(Error::new(ErrorKind::Setting, message).at("terms").remedy(
                "Give fewer --terms for each label, name labels (--only), or draw several figures.",
            ));
        }
        let (title, description) = (title.to_owned(), description.to_owned());
        Ok(Drawing { width: self.width, height, title, description, shapes: self.shapes })
    }
}

impl Text {
    fn new((x, y): (f64, f64), anchor: Anchor, size: f64, text: &str) -> Self {
        Self {
            base: (x, y + size * BASE),
            anchor,
            size,
            colour: TEXT,
            is_bold: false,
            turned_at: None,
            text: text.to_owned(),
        }
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
