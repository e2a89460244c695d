//! Figures for print, made from a report as json: SVG and PDF with real text, PNG of 300 dots to the inch.
//!
//! Sizes are those of the page: letters of 6.5 and 7.5 points, whatever the width. Filled and hollow marks and shades of one ink say
//! everything, so that a figure is the same to every kind of colour vision and in grey. SVG shows text in any script; PDF and PNG have a
//! font of their own, with Latin, Greek and Cyrillic letters, and are refused for others.

mod canvas;
mod dumbbell;
mod enough;
mod font;
mod format;
mod heatmap;
mod pdf;
mod png;
mod result;
mod scale;
mod scatter;
mod svg;

use self::canvas::{Drawing, POINTS_PER_MM};
pub use self::format::Format;
use self::result::Found;
pub use self::result::Outcome;
use crate::error::{Error, ErrorKind};
use crate::table::choice::some_names;

/// Narrowest and widest figure in millimetres: half a column, and a poster.
pub const WIDTH_MM: (f64, f64) = (50.0, 420.0);
/// Highest figure in millimetres: as the widest.
pub const HEIGHT_MM_MAX: f64 = WIDTH_MM.1;
/// Rows of a figure: about what a page holds.
pub const ROWS_MAX: usize = 80;

/// What a figure shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chart {
    /// Terms with the two shares, and the difference with its interval.
    Dumbbell,
    /// Share in a label against share in the rest.
    Frequency,
    /// Terms by labels.
    Heatmap,
    /// Stability against strength.
    Stability,
    /// The list of parts of the documents.
    Enough,
}

impl Chart {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Dumbbell, Self::Frequency, Self::Heatmap, Self::Stability, Self::Enough];

    /// Its name, as options have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dumbbell => "dumbbell",
            Self::Frequency => "frequency",
            Self::Heatmap => "heatmap",
            Self::Stability => "stability",
            Self::Enough => "enough",
        }
    }

    /// What it shows, in a few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Dumbbell => {
                "Terms with their shares in label and rest, and the difference with its interval"
            }
            Self::Frequency => "Share in a label against share in the rest, listed terms marked",
            Self::Heatmap => "Terms by labels, the share of documents in each cell",
            Self::Stability => "Stability of terms against their strength",
            Self::Enough => "The list of a quarter to all of the documents, of a result with --enough",
        }
    }

    /// Terms of each label where no number is given; names in the whole figure where terms are points.
    fn terms(self) -> usize {
        match self {
            Self::Dumbbell => 10,
            Self::Heatmap => 5,
            // Enough has no names, so any number serves.
            Self::Frequency | Self::Stability | Self::Enough => 25,
        }
    }
}

/// A figure that is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    kind: Chart,
    width_mm: f64,
    terms: usize,
    only: Vec<String>,
}

impl Request {
    /// A figure of a `kind`, `width_mm` wide, with this many `terms` of each label (or this many names, where terms are points), of the labels
    /// `only`, or all where none is named.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`] for a width beyond [`WIDTH_MM`], and for no terms.
    pub fn new(kind: Chart, width_mm: f64, terms: Option<usize>, only: Vec<String>) -> Result<Self, Error> {
        let (least, most) = WIDTH_MM;
        if !(least..=most).contains(&width_mm) {
            return Err(Error::new(ErrorKind::Setting, "a figure cannot have this width")
                .at("width")
                .remedy(format!(
                    "Give a width from {least}mm to {most}mm, such as 85mm for a column and 170mm for a page."
                )));
        }
        let terms = terms.unwrap_or(kind.terms());
        if terms == 0 {
            return Err(Error::new(ErrorKind::Setting, "a figure without terms is empty")
                .at("terms")
                .remedy("Give a number from 1 on."));
        }
        Ok(Self { kind, width_mm, terms, only })
    }

    /// Its width in points.
    fn width(&self) -> f64 {
        self.width_mm * POINTS_PER_MM
    }
}

/// The figure as a file: the same bytes for the same result, on any machine.
///
/// # Errors
/// [`ErrorKind::Setting`] for a label that is not there, for more than [`ROWS_MAX`] rows or [`HEIGHT_MM_MAX`], and, but for SVG, for letters
/// that are not Latin, Greek or Cyrillic; [`ErrorKind::Input`] where the result lacks what the figure shows.
pub fn file(outcome: &Outcome, request: &Request, format: Format) -> Result<Vec<u8>, Error> {
    let drawing = draw(outcome, request)?;
    match format {
        Format::Svg => Ok(svg::write(&drawing).into_bytes()),
        Format::Pdf => pdf::write(&drawing),
        Format::Png => png::write(&drawing),
    }
}

fn draw(outcome: &Outcome, request: &Request) -> Result<Drawing, Error> {
    match request.kind {
        Chart::Dumbbell => dumbbell::draw(outcome, request),
        Chart::Frequency => scatter::frequency(outcome, request),
        Chart::Heatmap => heatmap::draw(outcome, request),
        Chart::Stability => scatter::stability(outcome, request),
        Chart::Enough => enough::draw(outcome, request),
    }
}

/// The terms of each wanted label that has any; of each of its comparisons, where it is set against several labels.
fn listed_by_comparison<'a>(outcome: &'a Outcome, request: &Request) -> Result<Vec<Vec<&'a Found>>, Error> {
    let labels = outcome.chosen(&request.only)?.into_iter();
    let mut listed: Vec<Vec<&Found>> = labels
        .flat_map(|label| {
            let against = outcome.set_against(label).into_iter();
            against.map(move |against| outcome.best(label, against, request.terms))
        })
        .collect();
    listed.retain(|found| !found.is_empty());
    let rows: usize = listed.iter().map(Vec::len).sum();
    if rows == 0 {
        return Err(Error::new(ErrorKind::Input, "the result lists no term for these labels")
            .remedy("Choose other labels (--only), or give a result with terms."));
    }
    if rows > ROWS_MAX {
        return Err(Error::new(
            ErrorKind::Setting,
            format!("{rows} terms do not fit into a figure, of {ROWS_MAX} at most"),
        )
        .at("terms")
        .remedy(format!(
            "Give fewer --terms for each label, or name labels (--only): {}.",
            some_names(outcome.labels())
        )));
    }
    Ok(listed)
}
