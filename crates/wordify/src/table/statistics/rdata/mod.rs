//! Objects of R: `.rds` with a data frame, `.RData` with one or several, in R's binary form.
//!
//! `serial` reads objects, `vector` shows cells. Tibbles and data tables are data frames.
//! The form is described in R's manual "R Internals", section "Serialization Formats".

mod serial;
mod vector;

use self::serial::{Object, Value};
use self::vector::{Shown, Vector};
use super::gathering::Gathering;
use super::input::{Input, Origin};
use super::letters::Letters;
use crate::error::{Error, ErrorKind};
use crate::table::limits::Limits;
use crate::table::{Format, ReadOptions, Table};

const ORIGIN: Origin = Origin {
    name: "the R data file",
    remedy: "In R: saveRDS(as.data.frame(data), \"data.rds\") or write.csv(data, \"data.csv\", row.names = FALSE).",
};

/// Columns named in a warning.
const NAMED_MAX: usize = 20;

/// Reads the table in `bytes`.
pub(in crate::table) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Table, Error> {
    let is_workspace = bytes.starts_with(b"RD");
    let mut input = Input::new(bytes, ORIGIN);
    input.is_big = true;
    // `RDX3` and a line feed stand before several objects.
    input.seek(if is_workspace { 5 } else { 0 })?;
    let (object, native) = serial::read(&mut input)?;
    let mut letters = Letters::new(native.as_deref(), options)?;
    let mut warnings = Vec::new();
    let mut facts = Vec::new();
    let chosen = if is_workspace {
        let (name, chosen) = choose(&object, options, &mut warnings)?;
        facts.push(("object", name));
        chosen
    } else if is_frame(&object) {
        &object
    } else {
        return Err(ORIGIN.holds("an object that is not a data frame"));
    };
    let gathering = gather(chosen, (bytes.len(), options.limits), &mut letters, &mut warnings)?;
    facts.insert(0, ("encoding", letters.name()));
    warnings.extend(letters.warnings());
    Ok(gathering.finish(if is_workspace { Format::RData } else { Format::Rds }, facts, warnings))
}

fn is_frame(object: &Object<'_>) -> bool {
    matches!(object.value, Value::List(_)) && object.has_class("data.frame")
}

/// The data frame that `options` name, or else the first.
fn choose<'a, 'b>(
    workspace: &'b Object<'a>,
    options: &ReadOptions,
    warnings: &mut Vec<String>,
) -> Result<(String, &'b Object<'a>), Error> {
    let Value::Pairs(objects) = &workspace.value else { return Err(ORIGIN.holds("no objects")) };
    let named = objects.iter().filter(|(_, object)| is_frame(object));
    let frames: Vec<(String, &Object<'_>)> =
        named.map(|(name, object)| (String::from_utf8_lossy(name).into_owned(), object)).collect();
    let names: Vec<String> = frames.iter().take(NAMED_MAX).map(|(name, _)| format!("\"{name}\"")).collect();
    let Some((name, first)) = frames.first() else { return Err(ORIGIN.holds("no data frame")) };
    let Some(wanted) = options.sheet.as_deref().map(str::trim) else {
        if frames.len() > 1 {
            warnings.push(format!(
                "The file holds several data frames ({}); \"{name}\" is read. Choose another by its name (--sheet NAME).",
                names.join(", ")
            ));
        }
        return Ok((name.clone(), first));
    };
    let by_name = frames.iter().find(|(name, _)| name == wanted);
    let number = wanted.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    match by_name.or_else(|| number.and_then(|number| frames.get(number))) {
        Some((name, object)) => Ok((name.clone(), object)),
        None => Err(Error::new(ErrorKind::Column, "the file has no data frame of this name")
            .remedy(format!("Choose one of {}.", names.join(", ")))),
    }
}

fn gather(
    frame: &Object<'_>,
    (packed, limits): (usize, Limits),
    letters: &mut Letters,
    warnings: &mut Vec<String>,
) -> Result<Gathering, Error> {
    let Value::List(columns) = &frame.value else { return Err(ORIGIN.holds("no data frame")) };
    limits.check_table(0, columns.len())?;
    let names = frame.attribute("names").map(|names| vector::texts(names, letters)).unwrap_or_default();
    let rows = columns.iter().filter_map(Vector::of).map(|vector| vector.len()).max().unwrap_or(0);
    let (mut vectors, mut left_out) = (Vec::new(), Vec::new());
    for (index, column) in columns.iter().enumerate() {
        let name = names.get(index).cloned().unwrap_or_default();
        match Vector::of(column).filter(|vector| vector.len() == rows) {
            Some(vector) => vectors.push((name, vector.described(letters))),
            None => left_out.push(format!("\"{name}\"")),
        }
    }
    // Names of rows often say who wrote a text; numbers are R's own.
    let row_names = frame.attribute("row.names").filter(|names| matches!(names.value, Value::Texts(_)));
    if let Some(vector) = row_names.and_then(Vector::of).filter(|vector| vector.len() == rows) {
        vectors.push(("row names".to_owned(), vector.described(letters)));
    }
    if vectors.is_empty() {
        return Err(ORIGIN.holds("a data frame without columns of texts or numbers"));
    }
    if !left_out.is_empty() {
        left_out.truncate(NAMED_MAX);
        warnings.push(format!(
            "Columns that hold lists, tables, raw bytes or complex numbers are left out: {}.",
            left_out.join(", ")
        ));
    }
    warnings.extend(warning_of_zones(&vectors));
    let named = vectors.iter().map(|(name, vector)| (name.as_str(), vector.description.as_str()));
    let mut gathering = Gathering::new(named, packed, limits)?;
    gathering.check_rows(rows)?;
    for (index, (_, vector)) in vectors.iter().enumerate() {
        for row in 0..rows {
            match vector.show(row, letters) {
                Shown::Cell(cell) => gathering.push(index, &cell)?,
                Shown::DeclaredMissing => gathering.push_marked(index),
            }
        }
    }
    Ok(gathering)
}

/// R stores moments in UTC and shows them in a time zone, which may be that of its machine.
fn warning_of_zones(vectors: &[(String, Vector<'_, '_>)]) -> Option<String> {
    let elsewhere: Vec<String> = vectors
        .iter()
        .filter(|(_, vector)| vector.is_shown_elsewhere())
        .take(NAMED_MAX)
        .map(|(name, _)| format!("\"{name}\""))
        .collect();
    (!elsewhere.is_empty()).then(|| {
        format!(
            "Times are shown in UTC, in R in the time zone of the data or of its machine: {}.",
            elsewhere.join(", ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(bytes: &[u8]) -> Error {
        read(bytes, &ReadOptions::default()).expect_err("no data frame")
    }

    #[test]
    fn what_is_no_data_frame_is_refused_by_its_name() {
        // A vector of one whole number, 7, as `saveRDS(7L)` writes it, and of its length only.
        let start = b"X\n\0\0\0\x02\0\x04\x02\x02\0\x02\x03\0";
        let whole = [&start[..], b"\0\0\0\x0d", b"\0\0\0\x01", b"\0\0\0\x07"].concat();
        assert!(refusal(&whole).message().contains("not a data frame"), "{}", refusal(&whole));
        assert!(refusal(&whole[..whole.len() - 2]).message().contains("ends too early"));
        let version = [b"X\n\0\0\0\x09".as_slice(), &start[6..]].concat();
        assert!(refusal(&version).message().contains("version 9"));
        assert!(refusal(b"A\n3\n262658\n197888\n5\nUTF-8\n").message().contains("as text"));
        assert!(refusal(b"B\n\x03\0\0\0").message().contains("order of this machine"));
        let nothing = [b"RDX2\n".as_slice(), start, b"\0\0\0\xfe"].concat();
        assert!(refusal(&nothing).message().contains("no objects"));
    }

    #[test]
    fn objects_within_objects_end_somewhere() {
        let start = b"X\n\0\0\0\x02\0\x04\x02\x02\0\x02\x03\0";
        let nested = [&start[..], &b"\0\0\0\x13\0\0\0\x01".repeat(10_000)].concat();
        assert!(refusal(&nested).remedy_text().is_some());
        // A list that says it has four billion objects, and one of a sequence that long.
        let long = [&start[..], b"\0\0\0\x13\xff\xff\xff\xfe"].concat();
        assert!(refusal(&long).message().contains("ends too early"));
    }
}
