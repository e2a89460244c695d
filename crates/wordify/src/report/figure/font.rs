//! The font that goes into figures as PDF and PNG: which letters it has, how wide they are, and their outlines.

use ttf_parser::{Face, GlyphId};
use unicode_normalization::UnicodeNormalization;

use super::canvas::{Drawing, Shape, Text};
use crate::error::{Error, ErrorKind};
use crate::table::choice::shortened;

/// A face of the font.
#[derive(Clone)]
pub(super) struct Font {
    pub(super) face: Face<'static>,
    /// The file that it was read from.
    pub(super) bytes: &'static [u8],
}

/// A text as letters of the font, from left to right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Each letter with its number in the font.
    pub(super) glyphs: Vec<(GlyphId, char)>,
}

impl Font {
    fn new(bytes: &'static [u8]) -> Self {
        let face = Face::parse(bytes, 0).expect("the font is part of the program, and a test reads it");
        Self { face, bytes }
    }

    /// The regular face, then that of headings.
    pub(super) fn both() -> [Self; 2] {
        [wordify_data::font(), wordify_data::font_semi_bold()].map(Self::new)
    }

    /// The letters of `text`, composed; none where the font lacks one.
    pub(super) fn line(&self, text: &str) -> Option<Line> {
        let glyph = |letter| Some((self.face.glyph_index(letter)?, letter));
        Some(Line { glyphs: text.nfc().map(glyph).collect::<Option<_>>()? })
    }

    /// Width of a letter as a share of the size.
    pub(super) fn advance(&self, glyph: GlyphId) -> f64 {
        f64::from(self.face.glyph_hor_advance(glyph).unwrap_or(0)) / self.units()
    }

    /// Width of a line in letters of a size.
    pub(super) fn width(&self, line: &Line, size: f64) -> f64 {
        line.glyphs.iter().map(|(glyph, _)| self.advance(*glyph)).sum::<f64>() * size
    }

    /// Units of the font in the size of letters.
    pub(super) fn units(&self) -> f64 {
        f64::from(self.face.units_per_em())
    }
}

/// Each text of a drawing as a line of its face, in their order.
///
/// # Errors
/// [`ErrorKind::Setting`] where the font lacks a letter of a text: a box in its place would be worse than no figure.
pub(super) fn lines<'a>(drawing: &'a Drawing, fonts: &[Font; 2]) -> Result<Vec<(&'a Text, Line)>, Error> {
    let texts = drawing.shapes.iter().filter_map(|shape| match shape {
        Shape::Text(text) => Some(text),
        _ => None,
    });
    texts
        .map(|text| {
            let line = fonts[usize::from(text.is_bold)].line(&text.text);
            line.map(|line| (text, line)).ok_or_else(|| missing(&text.text))
        })
        .collect()
}

fn missing(text: &str) -> Error {
    Error::new(ErrorKind::Setting, format!("the font of PDF and PNG does not have all letters of “{}”", shortened(text)))
        .at("format")
        .remedy(
            "It has those of Latin, Greek and Cyrillic. Take the figure as SVG, which shows every script with the fonts of the machine: \
             wordify plot RESULT --out NAME.svg.",
        )
}

#[cfg(test)]
mod tests {
    use super::super::canvas::width_of;
    use super::*;

    #[test]
    fn letters_of_latin_greek_and_cyrillic_are_there_and_no_others() {
        for font in Font::both() {
            let texts = [
                "Straße, çok, żółć, Đà Nẵng, ₀₁²³",
                "λόγος, ἄνθρωπος",
                "дом, ещё, їжак, ѣ",
                "≤ ≥ − → % “„‘ €",
                "e\u{301}t\u{e9}",
            ];
            for text in texts {
                assert!(font.line(text).is_some(), "{text}");
            }
            for text in ["拍照", "كتاب", "नमस्ते", "שלום", "🙂", "g\u{303}", "\u{7}"]
            {
                assert!(font.line(text).is_none(), "{text}");
            }
        }
    }

    #[test]
    fn a_decomposed_letter_is_the_composed_one() {
        let [font, _] = Font::both();
        assert_eq!(font.line("e\u{301}"), font.line("é"));
    }

    #[test]
    fn estimated_widths_are_on_the_safe_side() {
        let words = [
            "information",
            "wonderful",
            "Massachusetts",
            "Women",
            "wwwmmm",
            "Ärgernis",
            "λόγος",
            "ψηφοφόρος",
            "широкий",
            "жжжшшш",
            "электричество",
            "Щёлково",
            "% of documents",
            "0123456789",
            "difference, 95% interval",
        ];
        for font in Font::both() {
            for word in words {
                let width = font.width(&font.line(word).expect("letters"), 7.5);
                assert!(width <= width_of(word, 7.5), "{word}: {width} beyond {}", width_of(word, 7.5));
            }
        }
    }
}
