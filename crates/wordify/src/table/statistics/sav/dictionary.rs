//! The dictionary of an SPSS file: records of variables, labels and what later versions added.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::input::Input;
use super::super::letters::Letters;
use super::super::moments::plain;
use super::super::value_labels::ValueLabels;
use super::cases::{ELEMENT, Form};
use super::extensions::Extensions;
use super::variable::{CellPlace, Meaning, Missing, Variable, number_at};
use crate::error::Error;
use crate::table::ReadOptions;

/// Bytes of the header before its numbers: the sign and the name of the program.
const PROGRAM: usize = 4 + 60;
/// Bytes of the header after them: date, time, title, padding.
const TITLE: usize = 9 + 8 + 64 + 3;
/// Widest text that is in one piece.
const PIECE_MAX: usize = 255;
/// Bytes of a longer text that a further piece stands for when pieces are counted.
const PIECE_COUNTED: usize = 252;

/// What is known of the cases before they are read.
#[derive(Debug)]
pub(super) struct Dictionary {
    pub(super) variables: Vec<Variable>,
    /// Elements of a case.
    pub(super) elements: usize,
    pub(super) form: Form,
    /// Cases, where the file says it.
    pub(super) cases: Option<usize>,
    /// The variable that weights cases.
    pub(super) weight: Option<String>,
    pub(super) letters: Letters,
}

/// A variable as its record has it; a text of more than 255 bytes is several of them.
#[derive(Debug)]
struct Piece<'a> {
    short: &'a [u8],
    /// Bytes of a text; 0 for a number.
    width: usize,
    /// First element in a case.
    element: usize,
    format: u32,
    label: &'a [u8],
    missing: &'a [u8],
    /// As the record has it: how many, below zero for a range.
    missing_kind: i32,
}

/// Labels of values, and the elements that they belong to.
type Labelled<'a> = (Vec<(&'a [u8], &'a [u8])>, Vec<usize>);

/// Reads up to the first case.
pub(super) fn read(input: &mut Input<'_>, options: &ReadOptions) -> Result<Dictionary, Error> {
    input.take(PROGRAM)?;
    let mut layout = *input;
    // The layout is 2 or 3 in the order of the file's machine.
    input.is_big = !matches!(layout.u32()?, 2 | 3);
    if !matches!(input.u32()?, 2 | 3) {
        return Err(input.damaged());
    }
    let _elements = input.u32()?;
    let compression = input.u32()?;
    let weight = input.length()?;
    let cases = usize::try_from(input.i32()?).ok();
    let form = Form { has_codes: compression > 0, is_packed: compression == 2, bias: input.f64()? };
    input.take(TITLE)?;
    let (mut pieces, mut labelled, mut extensions) = (Vec::new(), Vec::new(), Extensions::default());
    let mut elements = 0;
    loop {
        match input.u32()? {
            2 => {
                pieces.extend(piece(input, elements)?);
                elements += 1;
            }
            3 => labelled.push(value_labels(input)?),
            6 => {
                let lines = input.length()?;
                input.take(lines.checked_mul(80).ok_or_else(|| input.damaged())?)?;
            }
            7 => extensions.read(input)?,
            999 => break,
            _ => return Err(input.damaged()),
        }
    }
    input.take(4)?;
    let mut letters = Letters::new(extensions.encoding().as_deref(), options)?;
    let weight = pieces.iter().find(|piece| weight > 0 && piece.element == weight - 1);
    let names = extensions.long_names(&mut letters);
    let records = Records {
        elements,
        pieces: &pieces,
        labelled: &labelled,
        extensions: &extensions,
        names,
        input: *input,
    };
    let weight = weight.map(|piece| records.name(piece, &mut letters));
    let variables = records.variables(&mut letters)?;
    Ok(Dictionary { variables, elements, form, cases, weight, letters })
}

/// A record of type 2; none where it only fills up the text before it.
fn piece<'a>(input: &mut Input<'a>, element: usize) -> Result<Option<Piece<'a>>, Error> {
    let width = input.i32()?;
    let has_label = input.u32()? == 1;
    let missing_kind = input.i32()?;
    let format = input.u32()?;
    let _write_format = input.u32()?;
    let short = input.take(8)?;
    let mut label: &[u8] = &[];
    if has_label {
        let length = input.length()?;
        label = input.take(length)?;
        input.take(length.wrapping_neg() % 4)?;
    }
    if missing_kind.unsigned_abs() > 3 {
        return Err(input.damaged());
    }
    let missing = input.take(missing_kind.unsigned_abs() as usize * ELEMENT)?;
    let Ok(width) = usize::try_from(width) else { return Ok(None) };
    if width > PIECE_MAX {
        return Err(input.damaged());
    }
    Ok(Some(Piece { short, width, element, format, label, missing, missing_kind }))
}

/// A record of type 3 and the one of type 4 that follows it.
fn value_labels<'a>(input: &mut Input<'a>) -> Result<Labelled<'a>, Error> {
    let mut pairs = Vec::new();
    for _ in 0..input.length()? {
        let value = input.take(ELEMENT)?;
        let length = usize::from(input.u8()?);
        let label = input.take(length)?;
        input.take((length + 1).wrapping_neg() % 8)?;
        pairs.push((value, label));
    }
    if input.u32()? != 4 {
        return Err(input.damaged());
    }
    let mut elements = Vec::new();
    for _ in 0..input.length()? {
        elements.push(input.length()?);
    }
    Ok((pairs, elements))
}

/// All that was read of a dictionary.
struct Records<'a> {
    elements: usize,
    pieces: &'a [Piece<'a>],
    labelled: &'a [Labelled<'a>],
    extensions: &'a Extensions<'a>,
    names: BTreeMap<String, String>,
    input: Input<'a>,
}

impl Records<'_> {
    fn name(&self, piece: &Piece<'_>, letters: &mut Letters) -> String {
        let short = letters.trimmed(piece.short);
        self.names.get(short.as_ref()).cloned().unwrap_or_else(|| short.into_owned())
    }

    /// Puts together what the records say about each variable.
    fn variables(&self, letters: &mut Letters) -> Result<Vec<Variable>, Error> {
        let widths = self.extensions.long_widths();
        let [texts_labelled, texts_missing] = self.extensions.of_long_texts(letters)?;
        let sets = self.sets();
        // Variables share their labels, as they do in the file.
        let mut shared: BTreeMap<(usize, bool), Rc<ValueLabels>> = BTreeMap::new();
        let mut variables = Vec::new();
        let mut rest = self.pieces;
        while let [first, ..] = rest {
            let width = widths.get(letters.trimmed(first.short).as_ref()).copied();
            let width = width.filter(|&width| width > PIECE_MAX);
            let count = width.map_or(1, |width| width.div_ceil(PIECE_COUNTED));
            let (own, after) = rest.split_at_checked(count).ok_or_else(|| self.input.damaged())?;
            rest = after;
            let kind = kind(own, width, self.elements).ok_or_else(|| self.input.damaged())?;
            let name = self.name(first, letters);
            let labels = match (texts_labelled.get(&name), sets.get(&first.element)) {
                (Some(pairs), _) => Rc::new(ValueLabels::new(pairs.iter().cloned())),
                (None, Some(&set)) => {
                    let make = || Rc::new(self.labels(set, &kind, letters));
                    Rc::clone(shared.entry((set, first.width > 0)).or_insert_with(make))
                }
                (None, None) => Rc::default(),
            };
            let mut missing = missing(first, self.input.is_big, letters);
            let declared = texts_missing.get(&name).into_iter().flatten();
            missing.texts.extend(declared.map(|(value, _)| value.clone()));
            let description = letters.trimmed(first.label).into_owned();
            variables.push(Variable { name, description, kind, labels, missing });
        }
        Ok(variables)
    }

    /// The set of labels of each element that has one.
    fn sets(&self) -> BTreeMap<usize, usize> {
        let mut sets = BTreeMap::new();
        for (set, (_, elements)) in self.labelled.iter().enumerate() {
            // Counted from 1.
            sets.extend(elements.iter().map(|&element| (element.wrapping_sub(1), set)));
        }
        sets
    }

    fn labels(&self, set: usize, kind: &CellPlace, letters: &mut Letters) -> ValueLabels {
        let pairs = self.labelled[set].0.iter();
        ValueLabels::new(pairs.map(|(value, label)| {
            let label = letters.trimmed(label).into_owned();
            (code(value, kind, self.input.is_big, letters), label)
        }))
    }
}

/// Where the cells of a variable are; none where a case does not reach so far.
fn kind(own: &[Piece<'_>], width: Option<usize>, elements: usize) -> Option<CellPlace> {
    let first = own.first()?;
    let reaches = |piece: &Piece<'_>| {
        piece.element * ELEMENT + piece.width.max(1).next_multiple_of(ELEMENT) <= elements * ELEMENT
    };
    if !own.iter().all(reaches) || own.iter().skip(1).any(|piece| piece.width == 0) {
        return None;
    }
    if first.width == 0 {
        let meaning = Meaning::of(first.format);
        return width.is_none().then_some(CellPlace::Number { at: first.element * ELEMENT, meaning });
    }
    let mut left = width.unwrap_or(first.width);
    let mut pieces = Vec::new();
    for piece in own {
        // The last piece is wider than what is left for it.
        let length = piece.width.min(left);
        left -= length;
        pieces.push((piece.element * ELEMENT, length));
    }
    Some(CellPlace::Text { pieces })
}

/// A value as [`ValueLabels`] knows it.
fn code(value: &[u8], kind: &CellPlace, is_big: bool, letters: &mut Letters) -> String {
    match kind {
        CellPlace::Number { .. } => plain(number_at(value, 0, is_big)),
        CellPlace::Text { .. } => letters.trimmed(value).into_owned(),
    }
}

fn missing(piece: &Piece<'_>, is_big: bool, letters: &mut Letters) -> Missing {
    let mut missing = Missing::default();
    let values = piece.missing.chunks_exact(ELEMENT);
    if piece.width > 0 {
        missing.texts = values.map(|value| letters.trimmed(value).into_owned()).collect();
        return missing;
    }
    let mut numbers: Vec<f64> = values.map(|value| number_at(value, 0, is_big)).collect();
    if let (true, &[low, high, ..]) = (piece.missing_kind < -1, &numbers[..]) {
        missing.range = Some((low, high));
        numbers.drain(..2);
    }
    missing.numbers = numbers;
    missing
}
