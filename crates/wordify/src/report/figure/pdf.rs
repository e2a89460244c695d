//! A figure as PDF of one page: vectors, and text that can be selected, in a font of which the used letters are embedded.
//!
//! The bytes hang on the figure alone: no date, no random name. The ground is not painted, so that a figure can lie on any.

use std::collections::BTreeMap;
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};
use subsetter::GlyphRemapper;
use ttf_parser::{GlyphId, RawFace, Tag};

use super::canvas::{Anchor, Colour, Drawing, RIM, Shape, Text};
use super::font::{Font, Line, lines};
use crate::error::{Error, ErrorKind};

/// What letters are called on the page: each face under a name of its own.
const FACES: [Name<'static>; 2] = [Name(b"F0"), Name(b"F1")];
/// How codes of letters are numbered: as they come.
const SYSTEM: SystemInfo<'static> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
/// The name of that numbering for strings of two bytes a letter, from left to right.
const IDENTITY: Name<'static> = Name(b"Identity-H");
/// How far the handles of a curve stand from its ends, so that four make a circle.
const HANDLE: f64 = 0.552_284_75;
/// Objects of a font: itself, its descendant, its descriptor, its file, and what its codes mean.
const FONT_OBJECTS: i32 = 5;

/// The used letters of a face, numbered anew.
struct Used {
    font: Font,
    numbers: GlyphRemapper,
    /// By their new numbers: letter and place in the font.
    letters: BTreeMap<u16, (char, GlyphId)>,
}

/// Writes the figure.
///
/// # Errors
/// [`ErrorKind::Setting`] for a letter that the font lacks; [`ErrorKind::Report`] where no part of the font can be made.
pub(super) fn write(drawing: &Drawing) -> Result<Vec<u8>, Error> {
    let fonts = Font::both();
    let lines = lines(drawing, &fonts)?;
    let mut used = fonts.map(Used::new);
    let content = content(drawing, &lines, &mut used);
    let (catalog, pages, page, contents, info) =
        (Ref::new(1), Ref::new(2), Ref::new(3), Ref::new(4), Ref::new(5));
    let font_objects = |face: usize| Ref::new(6 + FONT_OBJECTS * face as i32);
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(pages).viewer_preferences().display_doc_title(true);
    pdf.pages(pages).kids([page]).count(1);
    let mut sheet = pdf.page(page);
    sheet.media_box(Rect::new(0.0, 0.0, number(drawing.width), number(drawing.height)));
    sheet.parent(pages).contents(contents);
    let mut resources = sheet.resources();
    let mut names = resources.fonts();
    let is_used = |used: &&(usize, &Used)| !used.1.letters.is_empty();
    for (face, _) in used.iter().enumerate().filter(|used| is_used(&used)) {
        names.pair(FACES[face], font_objects(face));
    }
    names.finish();
    resources.finish();
    sheet.finish();
    let packed = packed(&content)?;
    pdf.stream(contents, &packed).filter(Filter::FlateDecode);
    let producer = concat!("Wordify ", env!("CARGO_PKG_VERSION"));
    pdf.document_info(info)
        .title(TextStr(&drawing.title))
        .subject(TextStr(&drawing.description))
        .producer(TextStr(producer));
    for (face, used) in used.iter().enumerate().filter(|used| is_used(&used)) {
        embed(&mut pdf, font_objects(face), used)?;
    }
    Ok(pdf.finish())
}

impl Used {
    fn new(font: Font) -> Self {
        Self { font, numbers: GlyphRemapper::new(), letters: BTreeMap::new() }
    }

    /// The codes of a line, two bytes for each letter.
    fn codes(&mut self, line: &Line) -> Vec<u8> {
        let code = |&(glyph, letter): &(GlyphId, char)| {
            let number = self.numbers.remap(glyph.0);
            self.letters.insert(number, (letter, glyph));
            number.to_be_bytes()
        };
        line.glyphs.iter().flat_map(code).collect()
    }
}

/// What is drawn on the page, whose lower left corner is the origin.
fn content(drawing: &Drawing, lines: &[(&Text, Line)], used: &mut [Used; 2]) -> Vec<u8> {
    let mut content = Content::new();
    let mut lines = lines.iter();
    let up = |(x, y): (f64, f64)| (number(x), number(drawing.height - y));
    for shape in &drawing.shapes {
        match shape {
            Shape::Text(_) => {
                if let Some((text, line)) = lines.next() {
                    write_text(
                        &mut content,
                        text,
                        line,
                        drawing.height,
                        &mut used[usize::from(text.is_bold)],
                    );
                }
            }
            Shape::Line { from, to, colour, width } => {
                stroke(&mut content, *colour).set_line_width(number(*width));
                let ((x, y), (x2, y2)) = (up(*from), up(*to));
                content.move_to(x, y).line_to(x2, y2).stroke();
            }
            Shape::Mark { at: (x, y), radius, fill, rim, .. } => {
                fill_colour(&mut content, *fill);
                circle(&mut content, (*x, drawing.height - y), *radius);
                match rim {
                    Some(rim) => {
                        stroke(&mut content, *rim).set_line_width(number(RIM));
                        content.fill_nonzero_and_stroke();
                    }
                    None => {
                        content.fill_nonzero();
                    }
                }
            }
            Shape::Area { at: (x, y), size: (width, height), fill, rim } => {
                stroke(&mut content, *rim).set_line_width(number(RIM));
                if let Some(fill) = fill {
                    fill_colour(&mut content, *fill);
                }
                let (left, bottom) = up((*x, y + height));
                content.rect(left, bottom, number(*width), number(*height));
                match fill {
                    Some(_) => content.fill_nonzero_and_stroke(),
                    None => content.stroke(),
                };
            }
        }
    }
    content.finish().into_vec()
}

fn write_text(content: &mut Content, text: &Text, line: &Line, height: f64, used: &mut Used) {
    let width = used.font.width(line, text.size);
    let back = match text.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => width / 2.0,
        Anchor::End => width,
    };
    let (x, y) = text.base;
    let matrix = match text.turned_at {
        // Upwards is to the right, turned by a quarter; the middle of letters stays where it is.
        Some((pivot_x, pivot_y)) => {
            let (x, y) = (pivot_x + (y - pivot_y), pivot_y - (x - pivot_x) + back);
            [0.0, 1.0, -1.0, 0.0, number(x), number(height - y)]
        }
        None => [1.0, 0.0, 0.0, 1.0, number(x - back), number(height - y)],
    };
    fill_colour(content, text.colour);
    content.begin_text().set_font(FACES[usize::from(text.is_bold)], text.size as f32);
    content.set_text_matrix(matrix).show(Str(&used.codes(line))).end_text();
}

fn circle(content: &mut Content, (x, y): (f64, f64), radius: f64) {
    let at = |across: f64, up: f64| (number(x + across * radius), number(y + up * radius));
    let start = at(1.0, 0.0);
    content.move_to(start.0, start.1);
    let quarters = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0), (1.0, 0.0)];
    for ends in quarters.windows(2) {
        let ((a, b), (c, d)) = (ends[0], ends[1]);
        let (first, second) = (at(a + c * HANDLE, b + d * HANDLE), at(c + a * HANDLE, d + b * HANDLE));
        let end = at(c, d);
        content.cubic_to(first.0, first.1, second.0, second.1, end.0, end.1);
    }
    content.close_path();
}

fn stroke(content: &mut Content, Colour(channels): Colour) -> &mut Content {
    let [red, green, blue] = channels.map(channel);
    content.set_stroke_rgb(red, green, blue)
}

fn fill_colour(content: &mut Content, Colour(channels): Colour) {
    let [red, green, blue] = channels.map(channel);
    content.set_fill_rgb(red, green, blue);
}

fn channel(value: u8) -> f32 {
    (f32::from(value) / 255.0 * 1000.0).round() / 1000.0
}

/// To a thousandth of a point, as finer as any printer.
fn number(points: f64) -> f32 {
    ((points * 1000.0).round() / 1000.0) as f32
}

/// A face with the letters that are used, and what they mean.
fn embed(pdf: &mut Pdf, first: Ref, used: &Used) -> Result<(), Error> {
    let object = |number: i32| Ref::new(first.get() + number);
    let [descendant, descriptor, file, meaning] = [1, 2, 3, 4].map(object);
    let part = subsetter::subset(used.font.bytes, 0, &used.numbers).map_err(unmade)?;
    // A PDF has the letters without the tables around them.
    let raw = RawFace::parse(&part, 0).map_err(unmade)?;
    let letters = raw.table(Tag::from_bytes(b"CFF ")).ok_or_else(|| unmade("it has no outlines"))?;
    let name = name(&part, &used.font);
    let name = Name(name.as_bytes());
    pdf.type0_font(first)
        .base_font(name)
        .encoding_predefined(IDENTITY)
        .descendant_font(descendant)
        .to_unicode(meaning);
    let face = &used.font.face;
    let share = |units: i16| number(f64::from(units) * 1000.0 / used.font.units());
    let mut cid = pdf.cid_font(descendant);
    cid.subtype(CidFontType::Type0).base_font(name).system_info(SYSTEM).font_descriptor(descriptor);
    let widths = used.letters.values().map(|(_, glyph)| number(used.font.advance(*glyph) * 1000.0));
    // The used letters are numbered from 1 on without a gap.
    cid.default_width(0.0).widths().consecutive(1, widths);
    cid.finish();
    let bounds = face.global_bounding_box();
    pdf.font_descriptor(descriptor)
        .name(name)
        .flags(FontFlags::SYMBOLIC)
        .bbox(Rect::new(share(bounds.x_min), share(bounds.y_min), share(bounds.x_max), share(bounds.y_max)))
        .italic_angle(0.0)
        .ascent(share(face.ascender()))
        .descent(share(face.descender()))
        .cap_height(share(face.capital_height().unwrap_or(face.ascender())))
        // Printers no longer ask for the width of stems, but the format does.
        .stem_v(80.0)
        .font_file3(file);
    let packed_letters = packed(letters)?;
    pdf.stream(file, &packed_letters)
        .filter(Filter::FlateDecode)
        .pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
    let mut meanings = UnicodeCmap::new(IDENTITY, SYSTEM);
    used.letters.iter().for_each(|(&code, (letter, _))| meanings.pair(code, *letter));
    let packed_meanings = packed(&meanings.finish().into_vec())?;
    pdf.cmap(meaning, &packed_meanings).filter(Filter::FlateDecode);
    Ok(())
}

/// The name of the face behind six letters that stand for what is embedded of it.
fn name(part: &[u8], font: &Font) -> String {
    use sha2::{Digest, Sha256};
    let letters =
        Sha256::digest(part).iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect::<String>();
    let style = if font.bytes == wordify_data::font() { "Regular" } else { "SemiBold" };
    format!("{letters}+Inter-{style}")
}

fn packed(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).map_err(unmade)
}

fn unmade(reason: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Report, format!("no PDF: {reason}"))
}
