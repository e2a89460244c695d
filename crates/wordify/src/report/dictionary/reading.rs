//! Dictionaries that are read back, to measure texts by them.

use std::collections::{BTreeMap, BTreeSet};

use super::{CATEGORIES_MAX, Dictionary, Format};
use crate::error::{Error, ErrorKind};

/// The categories as they are read.
type Categories = BTreeMap<String, BTreeSet<String>>;

impl Dictionary {
    /// Reads a dictionary of `format` in UTF-8: one that [`Dictionary::write`] made, or another's of the same form. An entry of another
    /// may end in `*`, which stands for any end of the word.
    ///
    /// # Errors
    /// [`ErrorKind::Input`] with the line where the bytes are none, and where no category has an entry; [`ErrorKind::Limit`] beyond
    /// [`CATEGORIES_MAX`].
    pub fn read(bytes: &[u8], format: Format) -> Result<Self, Error> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let line = 1 + bytes[..error.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count();
            Error::new(ErrorKind::Input, "the dictionary is not in UTF-8")
                .at(format!("line {line}"))
                .remedy("Save it as text in UTF-8.")
        })?;
        let text = text.trim_start_matches('\u{feff}');
        let mut categories = match format {
            Format::Liwc => liwc(text)?,
            Format::Quanteda => quanteda(text)?,
            Format::Json => serde_json::from_str(text).map_err(|error| wrong(format, error.line()))?,
            Format::Csv => csv(text)?,
        };
        categories.values_mut().for_each(|entries| entries.retain(|entry| !entry.trim().is_empty()));
        categories.retain(|_, entries| !entries.is_empty());
        if categories.is_empty() {
            return Err(Error::new(ErrorKind::Input, "the dictionary has no entry").remedy(remedy(format)));
        }
        if categories.len() > CATEGORIES_MAX {
            let message = format!("a dictionary has at most {CATEGORIES_MAX} categories");
            return Err(Error::new(ErrorKind::Limit, message).remedy("Measure by a part of it at a time."));
        }
        Ok(Self { categories })
    }
}

fn remedy(format: Format) -> &'static str {
    match format {
        Format::Liwc => {
            "It begins with %, a line “1<tab>category” for each category, and %; then comes a line “entry<tab>1” for each entry."
        }
        Format::Quanteda => {
            "Each category is a line “name:”, with a line “  - entry” below it for each entry; categories inside others are not read."
        }
        Format::Json => {
            "It is one object with a list of entries for each category: {\"category\": [\"entry\"]}."
        }
        Format::Csv => "It has the columns category and entry.",
    }
}

fn wrong(format: Format, line: usize) -> Error {
    Error::new(ErrorKind::Input, format!("this is not a dictionary of the form {}", format.name()))
        .at(format!("line {line}"))
        .remedy(remedy(format))
}

fn liwc(text: &str) -> Result<Categories, Error> {
    let mut categories = Categories::new();
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    // Before the first percent sign, between both, behind the second.
    let mut part = 0;
    for (number, line) in (1..).zip(text.lines()) {
        let is_wrong = || wrong(Format::Liwc, number);
        let line = line.trim_end();
        if line == "%" {
            part += 1;
            continue;
        }
        if line.trim().is_empty() {
            continue;
        }
        let mut cells = line.split('\t').map(str::trim).filter(|cell| !cell.is_empty());
        let first = cells.next().ok_or_else(is_wrong)?;
        match part {
            1 => {
                names.insert(first, cells.next().ok_or_else(is_wrong)?);
            }
            2 => {
                let mut numbers = cells.peekable();
                numbers.peek().ok_or_else(is_wrong)?;
                for number in numbers {
                    let name = names.get(number).ok_or_else(is_wrong)?;
                    categories.entry((*name).to_owned()).or_default().insert(first.to_owned());
                }
            }
            _ => return Err(is_wrong()),
        }
    }
    Ok(categories)
}

/// Block lists below the keys of one mapping: what [`Dictionary::write`] writes, with or without quotes. The rest of YAML is refused.
fn quanteda(text: &str) -> Result<Categories, Error> {
    let mut categories = Categories::new();
    let mut entries: Option<&mut BTreeSet<String>> = None;
    for (number, line) in (1..).zip(text.lines()) {
        let is_wrong = || wrong(Format::Quanteda, number);
        let content = line.trim();
        if content.is_empty() || content.starts_with('#') || matches!(content, "---" | "...") {
            continue;
        }
        if let Some(entry) = content.strip_prefix("- ") {
            let entry = scalar(entry.trim()).ok_or_else(is_wrong)?;
            entries.as_mut().ok_or_else(is_wrong)?.insert(entry);
            continue;
        }
        let is_inside = line.starts_with([' ', '\t']);
        let name = content.strip_suffix(':').filter(|_| !is_inside).and_then(|name| scalar(name.trim()));
        entries = Some(categories.entry(name.ok_or_else(is_wrong)?).or_default());
    }
    Ok(categories)
}

/// A scalar of YAML on one line; none where it is something else.
fn scalar(text: &str) -> Option<String> {
    if let Some(inner) = text.strip_prefix('"') {
        // All that YAML escapes in our dictionaries is escaped in JSON the same way.
        return serde_json::from_str(&format!("\"{inner}")).ok();
    }
    if let Some(inner) = text.strip_prefix('\'') {
        let inner = inner.strip_suffix('\'')?.replace("''", "\n");
        return (!inner.contains('\'')).then(|| inner.replace('\n', "'"));
    }
    let is_other = text.starts_with(['[', '{', '&', '*', '!', '|', '>', '%', '@', '`', '?'])
        || text.contains(": ")
        || text.contains(" #")
        || text.ends_with(':');
    (!text.is_empty() && !is_other).then(|| text.to_owned())
}

fn csv(text: &str) -> Result<Categories, Error> {
    let mut reader = ::csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|_| wrong(Format::Csv, 1))?;
    let place = |name: &str| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
    let (Some(category), Some(entry)) = (place("category"), place("entry")) else {
        return Err(wrong(Format::Csv, 1));
    };
    let mut categories = Categories::new();
    for (number, row) in (2..).zip(reader.records()) {
        let row = row.map_err(|_| wrong(Format::Csv, number))?;
        let (Some(category), Some(entry)) = (row.get(category), row.get(entry)) else {
            return Err(wrong(Format::Csv, number));
        };
        categories.entry(unguarded(category).to_owned()).or_default().insert(unguarded(entry).to_owned());
    }
    Ok(categories)
}

/// A cell without the apostrophe that keeps a spreadsheet from running it.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => cell,
    }
}
