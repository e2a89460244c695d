//! XML of workbooks, event by event, as it streams out of an archive.

use std::io::{BufRead, BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::archive::unreadable;
use crate::error::Error;

/// An XML file under way.
pub(in crate::table) struct Xml<R> {
    reader: Reader<R>,
    buffer: Vec<u8>,
}

impl<R: Read> Xml<BufReader<R>> {
    /// The XML in `file`. An empty element comes as a start and an end, like any other.
    pub(in crate::table) fn new(file: R) -> Self {
        let mut reader = Reader::from_reader(BufReader::new(file));
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new() }
    }
}

impl<R: BufRead> Xml<R> {
    /// The next event.
    pub(in crate::table) fn next(&mut self) -> Result<Event<'_>, Error> {
        self.buffer.clear();
        self.reader.read_event_into(&mut self.buffer).map_err(|_| damaged())
    }

    /// Steps over the rest of the element that has just begun.
    pub(in crate::table) fn skip(&mut self) -> Result<(), Error> {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.next()? {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(damaged()),
                _ => {}
            }
        }
        Ok(())
    }

    /// Appends the text of the element that has just begun to `text`, without that of elements inside it.
    pub(in crate::table) fn text(&mut self, text: &mut String) -> Result<(), Error> {
        let mut depth = 1_usize;
        loop {
            match self.next()? {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 1 => return Ok(()),
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(damaged()),
                event if depth == 1 => append(&event, text)?,
                _ => {}
            }
            crate::table::limits::check_bytes(text.len())?;
        }
    }
}

/// Appends what `event` says as text, if anything.
pub(in crate::table) fn append(event: &Event<'_>, text: &mut String) -> Result<(), Error> {
    match event {
        Event::Text(part) => text.push_str(&part.xml10_content()),
        Event::CData(part) => text.push_str(&part.xml10_content()),
        Event::GeneralRef(entity) => text.push_str(&resolved(entity).ok_or_else(damaged)?),
        _ => {}
    }
    Ok(())
}

/// The character that an entity stands for.
fn resolved(entity: &BytesRef<'_>) -> Option<String> {
    let named = quick_xml::escape::resolve_predefined_entity(&entity.xml10_content()).map(str::to_owned);
    named.or_else(|| entity.resolve_char_ref().ok().flatten().map(String::from))
}

/// The error for XML that is not what it should be.
pub(in crate::table) fn damaged() -> Error {
    unreadable("it is damaged or ends too early")
}

/// The value of an attribute, by its name without prefix.
pub(in crate::table) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found =
        element.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    quick_xml::escape::unescape(&found.value).ok().map(|value| value.into_owned())
}
