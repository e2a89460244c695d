//! A figure as PNG of 300 dots to the inch, the least that journals ask of pictures.
//!
//! Areas become pixels without vector instructions, and nothing is read from the machine: the bytes are the same everywhere.

use std::io::Write;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use tiny_skia::{FillRule, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, Transform};
use ttf_parser::OutlineBuilder;

use super::canvas::{Anchor, Colour, Drawing, RIM, Shape, Text, WHITE};
use super::font::{Font, Line, lines};
use crate::error::{Error, ErrorKind};

/// Dots to the inch.
const DPI: f64 = 300.0;
/// The same to the metre, as PNG has it.
const DOTS_PER_METRE: u32 = 11_811;
/// Points of an inch.
const POINTS_PER_INCH: f64 = 72.0;
/// The first bytes of every PNG.
const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
/// Eight bits a channel, red, green and blue, no interlacing.
const FORM: [u8; 5] = [8, 2, 0, 0, 0];
/// Each row as its difference to the one above, which for figures is mostly nothing.
const FILTER_UP: u8 = 2;

/// Writes the figure.
///
/// # Errors
/// [`ErrorKind::Setting`] for a letter that the font lacks; [`ErrorKind::Report`] where there is no memory for it.
pub(super) fn write(drawing: &Drawing) -> Result<Vec<u8>, Error> {
    let fonts = Font::both();
    let lines = lines(drawing, &fonts)?;
    let pixels = |points: f64| (points * DPI / POINTS_PER_INCH).round() as u32;
    let (width, height) = (pixels(drawing.width), pixels(drawing.height));
    let mut pixmap = Pixmap::new(width, height).ok_or_else(|| unmade("it has no pixel"))?;
    pixmap.fill(colour(WHITE));
    let scale = (DPI / POINTS_PER_INCH) as f32;
    let mut lines = lines.iter();
    for shape in &drawing.shapes {
        match shape {
            Shape::Text(_) => {
                if let Some((text, line)) = lines.next() {
                    draw_text(&mut pixmap, text, line, &fonts[usize::from(text.is_bold)], scale);
                }
            }
            // Only a shape without extent has no path, and nothing of it would be seen.
            shape => draw(&mut pixmap, shape, Transform::from_scale(scale, scale)).unwrap_or_default(),
        }
    }
    encode(&pixmap)
}

fn draw(pixmap: &mut Pixmap, shape: &Shape, place: Transform) -> Option<()> {
    let fill = |pixmap: &mut Pixmap, path: &Path, colour: Colour| {
        pixmap.fill_path(path, &paint(colour), FillRule::Winding, place, None);
    };
    let stroke = |pixmap: &mut Pixmap, path: &Path, colour: Colour, width: f64| {
        let stroke = Stroke { width: width as f32, ..Stroke::default() };
        pixmap.stroke_path(path, &paint(colour), &stroke, place, None);
    };
    match shape {
        Shape::Text(_) => (),
        Shape::Line { from, to, colour, width } => {
            let mut path = PathBuilder::new();
            path.move_to(from.0 as f32, from.1 as f32);
            path.line_to(to.0 as f32, to.1 as f32);
            stroke(pixmap, &path.finish()?, *colour, *width);
        }
        Shape::Mark { at, radius, fill: inside, rim, .. } => {
            let path = PathBuilder::from_circle(at.0 as f32, at.1 as f32, *radius as f32)?;
            fill(pixmap, &path, *inside);
            if let Some(rim) = rim {
                stroke(pixmap, &path, *rim, RIM);
            }
        }
        Shape::Area { at, size, fill: inside, rim } => {
            let rect = Rect::from_xywh(at.0 as f32, at.1 as f32, size.0 as f32, size.1 as f32)?;
            let path = PathBuilder::from_rect(rect);
            if let Some(inside) = inside {
                fill(pixmap, &path, *inside);
            }
            stroke(pixmap, &path, *rim, RIM);
        }
    }
    Some(())
}

fn draw_text(pixmap: &mut Pixmap, text: &Text, line: &Line, font: &Font, scale: f32) {
    let width = font.width(line, text.size);
    let back = match text.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => width / 2.0,
        Anchor::End => width,
    };
    let mut outline = Outline { path: PathBuilder::new(), left: 0.0 };
    let mut left = 0.0;
    for (glyph, _) in &line.glyphs {
        outline.left = (left * font.units()) as f32;
        // A space has no outline.
        font.face.outline_glyph(*glyph, &mut outline);
        left += font.advance(*glyph);
    }
    let Some(path) = outline.path.finish() else { return };
    // Fonts count upwards, pictures downwards.
    let size = (text.size / font.units()) as f32;
    let (x, y) = text.base;
    let place = Transform::from_scale(size, -size).post_translate((x - back) as f32, y as f32);
    let place = match text.turned_at {
        Some((pivot_x, pivot_y)) => {
            let (pivot_x, pivot_y) = (pivot_x as f32, pivot_y as f32);
            // A quarter of a turn, in whole numbers, about the pivot.
            let quarter = Transform::from_row(0.0, -1.0, 1.0, 0.0, pivot_x - pivot_y, pivot_y + pivot_x);
            place.post_concat(quarter)
        }
        None => place,
    };
    let place = place.post_scale(scale, scale);
    pixmap.fill_path(&path, &paint(text.colour), FillRule::Winding, place, None);
}

/// The letters of a line, one after the other.
struct Outline {
    path: PathBuilder,
    left: f32,
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.left + x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.left + x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.path.quad_to(self.left + x1, y1, self.left + x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let left = self.left;
        self.path.cubic_to(left + x1, y1, left + x2, y2, left + x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

fn paint(of: Colour) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(colour(of));
    paint
}

fn colour(Colour([red, green, blue]): Colour) -> tiny_skia::Color {
    tiny_skia::Color::from_rgba8(red, green, blue, u8::MAX)
}

fn encode(pixmap: &Pixmap) -> Result<Vec<u8>, Error> {
    let row_bytes = pixmap.width() as usize * 3;
    let mut above = vec![0; row_bytes];
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    let mut row = Vec::with_capacity(row_bytes + 1);
    for pixels in pixmap.data().chunks_exact(pixmap.width() as usize * 4) {
        // The ground is opaque, so that the channels are as they are seen.
        let channels: Vec<u8> =
            pixels.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        row.clear();
        row.push(FILTER_UP);
        row.extend(channels.iter().zip(&above).map(|(here, above)| here.wrapping_sub(*above)));
        packer.write_all(&row).map_err(unmade)?;
        above = channels;
    }
    let packed = packer.finish().map_err(unmade)?;
    let mut bytes = SIGNATURE.to_vec();
    let [wide, high, dots] = [pixmap.width(), pixmap.height(), DOTS_PER_METRE].map(u32::to_be_bytes);
    chunk(&mut bytes, *b"IHDR", &[&wide[..], &high, &FORM].concat());
    chunk(&mut bytes, *b"pHYs", &[&dots[..], &dots, &[1]].concat());
    chunk(&mut bytes, *b"IDAT", &packed);
    chunk(&mut bytes, *b"IEND", &[]);
    Ok(bytes)
}

/// A part of the file, with its length before and its sum of check behind.
fn chunk(bytes: &mut Vec<u8>, name: [u8; 4], content: &[u8]) {
    bytes.extend((content.len() as u32).to_be_bytes());
    let mut sum = Crc::new();
    for part in [&name[..], content] {
        sum.update(part);
        bytes.extend(part);
    }
    bytes.extend(sum.sum().to_be_bytes());
}

fn unmade(reason: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Report, format!("no PNG: {reason}"))
}
