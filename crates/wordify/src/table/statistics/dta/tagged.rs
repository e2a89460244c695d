//! The layout of the releases 117 to 119: sections between tags, and a map of where they begin.

use super::super::input::Input;
use super::long_texts::LongTexts;
use super::value::Storage;
use super::{Description, Variable, labels, unknown};
use crate::error::Error;
use crate::table::limits::check_table;

/// Bytes of the fields of a release.
struct Widths {
    name: usize,
    format: usize,
    label: usize,
}

/// Sections as the map counts them.
const SECTIONS: usize = 14;

/// Reads the description.
pub(super) fn read(mut input: Input<'_>) -> Result<Description<'_>, Error> {
    expect(&mut input, b"<stata_dta><header><release>")?;
    let release = match input.take(3)? {
        b"117" => 117,
        b"118" => 118,
        b"119" => 119,
        other => return Err(unknown(&String::from_utf8_lossy(other))),
    };
    let widths = if release == 117 {
        Widths { name: 33, format: 49, label: 81 }
    } else {
        Widths { name: 129, format: 57, label: 321 }
    };
    expect(&mut input, b"</release><byteorder>")?;
    input.is_big = input.take(3)? == b"MSF";
    expect(&mut input, b"</byteorder><K>")?;
    let count = if release == 119 { input.length()? } else { usize::from(input.u16()?) };
    check_table(0, count)?;
    expect(&mut input, b"</K><N>")?;
    let rows = if release == 117 { input.length()? } else { input.long_length()? };
    expect(&mut input, b"</N><label>")?;
    let title = if release == 117 { usize::from(input.u8()?) } else { usize::from(input.u16()?) };
    input.take(title)?;
    expect(&mut input, b"</label><timestamp>")?;
    let date = usize::from(input.u8()?);
    input.take(date)?;
    expect(&mut input, b"</timestamp></header><map>")?;
    let mut map = [0; SECTIONS];
    for at in &mut map {
        *at = input.long_length()?;
    }
    let section = |number: usize, tag: &[u8]| {
        let mut section = input;
        section.seek(map[number])?;
        expect(&mut section, tag)?;
        Ok::<_, Error>(section)
    };
    let mut types = section(2, b"<variable_types>")?;
    let names = section(3, b"<varnames>")?.take(count * widths.name)?;
    let formats = section(5, b"<formats>")?.take(count * widths.format)?;
    let label_names = section(6, b"<value_label_names>")?.take(count * widths.name)?;
    let variable_labels = section(7, b"<variable_labels>")?.take(count * widths.label)?;
    let mut variables = Vec::new();
    for index in 0..count {
        let of = |all| labels::field(all, index);
        let kind = types.u16()?;
        variables.push(Variable {
            name: of((names, widths.name)),
            storage: Storage::of_tagged(kind, release).ok_or_else(|| types.damaged())?,
            format: of((formats, widths.format)),
            labels: of((label_names, widths.name)),
            label: of((variable_labels, widths.label)),
        });
    }
    let data = section(9, b"<data>")?;
    let width: usize = variables.iter().map(|variable| variable.storage.width()).sum();
    if rows.checked_mul(width).is_none_or(|length| length > data.rest().len()) {
        return Err(data.damaged());
    }
    let long_texts = LongTexts::read(section(10, b"<strls>")?, release)?;
    let labels = tables(section(11, b"<value_labels>")?, widths.name)?;
    Ok(Description { release, variables, rows, data, long_texts, labels })
}

fn tables(mut input: Input<'_>, name: usize) -> Result<labels::Tables<'_>, Error> {
    let mut tables = labels::Tables::new();
    while input.rest().starts_with(b"<lbl>") {
        expect(&mut input, b"<lbl>")?;
        let (name, pairs) = labels::read(&mut input, name)?;
        tables.insert(name, pairs);
        expect(&mut input, b"</lbl>")?;
    }
    Ok(tables)
}

fn expect(input: &mut Input<'_>, tag: &[u8]) -> Result<(), Error> {
    if !input.rest().starts_with(tag) {
        return Err(input.damaged());
    }
    input.take(tag.len()).map(|_| ())
}
