//! What the subheaders say of the table: its rows, and the columns, each from four places.

use super::super::super::input::Input;
use super::super::super::letters::Letters;
use super::super::variable::Variable;
use super::ORIGIN;
use super::packing::Packing;
use super::pages::{Layout, Page, Subheader};
use crate::error::Error;
use crate::table::limits::check_table;

/// Kinds of subheaders, by the number that they begin with.
const ROW_SIZE: u32 = 0xf7f7_f7f7;
const COLUMN_SIZE: u32 = 0xf6f6_f6f6;
const TEXTS: u32 = 0xffff_fffd;
const NAMES: u32 = 0xffff_ffff;
const ATTRIBUTES: u32 = 0xffff_fffc;
const FORMATS: u32 = 0xffff_fbfe;
/// The order of columns, and counts of subheaders, which are not needed.
const LIST: u32 = 0xffff_fffe;
const COUNTS: u32 = 0xffff_fc00;
/// Bytes at the beginning of the first texts among which the name of the packing is.
const PACKING_BYTES: usize = 64;

/// A table as its file describes it.
#[derive(Debug, Default)]
pub(super) struct Description<'a> {
    pub(super) rows: usize,
    pub(super) row_length: usize,
    /// Rows on a page that has descriptions too.
    pub(super) mixed_rows: usize,
    pub(super) packing: Option<Packing>,
    columns: usize,
    /// Blocks of texts, which the names, formats and labels lie in.
    texts: Vec<&'a [u8]>,
    names: Vec<Text>,
    formats: Vec<[Text; 2]>,
    attributes: Vec<Attributes>,
}

/// A block of texts, and the first byte and the length in it.
#[derive(Debug, Clone, Copy)]
struct Text([u16; 3]);

#[derive(Debug, Clone, Copy)]
struct Attributes {
    at: usize,
    length: usize,
    is_text: bool,
}

impl<'a> Description<'a> {
    /// Gathers the descriptions of all pages.
    pub(super) fn of(layout: &Layout<'a>, pages: &[Page<'a>]) -> Result<Self, Error> {
        let mut description = Self::default();
        for subheader in pages.iter().flat_map(|page| &page.subheaders).filter(|part| part.is_description()) {
            description.add(layout, subheader)?;
        }
        let packing = description
            .texts
            .first()
            .and_then(|texts| Packing::named_in(&texts[..texts.len().min(PACKING_BYTES)]));
        description.packing = packing;
        if description.row_length == 0 {
            return Err(ORIGIN.damaged(0));
        }
        Ok(description)
    }

    fn add(&mut self, layout: &Layout<'a>, subheader: &Subheader<'a>) -> Result<(), Error> {
        let Some(kind) = kind(layout, subheader.bytes) else { return Ok(()) };
        let word = layout.word;
        let mut input = layout.input(subheader.bytes);
        match kind {
            ROW_SIZE => {
                input.seek(5 * word)?;
                (self.row_length, self.rows) = (layout.word(&mut input)?, layout.word(&mut input)?);
                input.seek(15 * word)?;
                self.mixed_rows = layout.word(&mut input)?;
            }
            COLUMN_SIZE => {
                input.seek(word)?;
                self.columns = layout.word(&mut input)?;
                check_table(0, self.columns)?;
            }
            TEXTS => self.texts.push(&subheader.bytes[word..]),
            NAMES => {
                for entry in entries(input, word, 8)? {
                    self.names.push(text(&mut entry?)?);
                    check_table(0, self.names.len())?;
                }
            }
            ATTRIBUTES => {
                for entry in entries(input, word, word + 8)? {
                    let mut entry = entry?;
                    let (at, length) = (layout.word(&mut entry)?, entry.length()?);
                    entry.take(2)?;
                    self.attributes.push(Attributes { at, length, is_text: entry.u8()? != 1 });
                    check_table(0, self.attributes.len())?;
                }
            }
            FORMATS => {
                input.seek(3 * word + 22)?;
                self.formats.push([text(&mut input)?, text(&mut input)?]);
                check_table(0, self.formats.len())?;
            }
            _ => {}
        }
        Ok(())
    }

    /// The variables, each from its name, its attributes, and its format and label.
    pub(super) fn variables(
        &self,
        layout: &Layout<'_>,
        letters: &mut Letters,
    ) -> Result<Vec<Variable>, Error> {
        let count = self.columns.min(self.attributes.len());
        if count < self.columns || self.names.len() < count {
            return Err(ORIGIN.damaged(0));
        }
        let mut variables = Vec::new();
        for (index, (name, attributes)) in self.names.iter().zip(&self.attributes).take(count).enumerate() {
            let &Attributes { at, length, is_text } = attributes;
            let end = at.checked_add(length);
            if end.is_none_or(|end| end > self.row_length) || !is_text && !(2..=8).contains(&length) {
                return Err(ORIGIN.damaged(0));
            }
            let mut shown =
                |text: Text| self.text(layout, text).map(|bytes| letters.trimmed(bytes).into_owned());
            let (format, label) = match self.formats.get(index) {
                Some(&[format, label]) => (shown(format)?, shown(label)?),
                None => (String::new(), String::new()),
            };
            variables.push(Variable { name: shown(*name)?, label, at, length, is_text, format });
        }
        Ok(variables)
    }

    fn text(&self, layout: &Layout<'_>, Text([block, at, length]): Text) -> Result<&'a [u8], Error> {
        if length == 0 {
            return Ok(b"");
        }
        let block = self.texts.get(usize::from(block)).copied().unwrap_or_default();
        let (at, length) = (usize::from(at), usize::from(length));
        block.get(at..at + length).ok_or_else(|| ORIGIN.damaged(layout.bytes_before(block)))
    }
}

/// Whether a subheader describes the table, by the number that it begins with.
pub(super) fn is_description(layout: &Layout<'_>, bytes: &[u8]) -> bool {
    const KINDS: [u32; 8] = [ROW_SIZE, COLUMN_SIZE, TEXTS, NAMES, ATTRIBUTES, FORMATS, LIST, COUNTS];
    kind(layout, bytes).is_some_and(|kind| KINDS.contains(&kind))
}

/// The number that a subheader begins with; files of eight bytes a word fill it up with zeros or ones.
fn kind(layout: &Layout<'_>, bytes: &[u8]) -> Option<u32> {
    let mut input = layout.input(bytes);
    let first = input.u32().ok()?;
    if layout.is_big && layout.word == 8 && matches!(first, 0 | u32::MAX) {
        return input.u32().ok();
    }
    Some(first)
}

/// Readers of the entries of a list, of `size` bytes each; a word and eight bytes stand before them, a word and four behind.
fn entries(
    input: Input<'_>,
    word: usize,
    size: usize,
) -> Result<impl Iterator<Item = Result<Input<'_>, Error>>, Error> {
    let count = input.rest().len().checked_sub(2 * word + 12).ok_or_else(|| input.damaged())? / size;
    Ok((0..count).map(move |number| {
        let mut entry = input;
        entry.seek(word + 8 + number * size).map(|()| entry)
    }))
}

fn text(input: &mut Input<'_>) -> Result<Text, Error> {
    Ok(Text([input.u16()?, input.u16()?, input.u16()?]))
}
