//! The text of an OpenDocument text (odt): its paragraphs and headings, without notes, comments and what was deleted.

use std::io::{BufRead, Cursor, Read};

use quick_xml::events::Event;
use zip::ZipArchive;

use super::PART_BYTES_MAX;
use crate::error::{Error, ErrorKind};
use crate::table::limits::CELL_BYTES_MAX;
use crate::table::sheet::xml::{Xml, append, attribute};

/// Blanks that an element may stand for: a line of them.
const BLANKS_MAX: usize = 1000;

/// The text of the document in `bytes`.
///
/// # Errors
/// [`ErrorKind::Input`] for one that is damaged, encrypted or too large.
pub(super) fn text(bytes: &[u8]) -> Result<String, Error> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let part = archive.by_name("content.xml").map_err(|_| damaged())?;
    paragraphs(&mut Xml::new(part.take(PART_BYTES_MAX)))
}

fn damaged() -> Error {
    Error::new(ErrorKind::Input, "damaged, encrypted, too large or no OpenDocument text")
}

fn paragraphs(xml: &mut Xml<impl BufRead>) -> Result<String, Error> {
    let mut text = String::new();
    let mut has_body = false;
    // Elements open in all, and paragraphs among them: white space between paragraphs is layout.
    let (mut open, mut inside) = (0_usize, 0_usize);
    // A text box stands inside a paragraph, and what follows the box in it is no part of the box.
    let mut is_behind_box = false;
    loop {
        match xml.next().map_err(|_| damaged())? {
            Event::Start(element) => match element.local_name().as_ref() {
                "note" | "annotation" | "ruby-text" | "tracked-changes" | "font-face-decls"
                | "automatic-styles" | "scripts" => xml.skip().map_err(|_| damaged())?,
                name => {
                    open += 1;
                    match name {
                        "text" if element.name().as_ref() == "office:text" => has_body = true,
                        "p" | "h" if element.name().as_ref().starts_with("text:") => {
                            (inside, is_behind_box) = (inside + 1, false);
                            if !text.is_empty() {
                                text.push('\n');
                            }
                        }
                        "s" if inside > 0 => {
                            let written = attribute(&element, "c").and_then(|count| count.parse().ok());
                            text.extend(std::iter::repeat_n(' ', written.unwrap_or(1).min(BLANKS_MAX)));
                        }
                        "tab" if inside > 0 => text.push('\t'),
                        "line-break" if inside > 0 => text.push('\n'),
                        _ => {}
                    }
                }
            },
            Event::End(element) => {
                open = open.saturating_sub(1);
                if matches!(element.name().as_ref(), "text:p" | "text:h") {
                    inside = inside.saturating_sub(1);
                    is_behind_box = inside > 0;
                }
            }
            Event::Eof if has_body && open == 0 => return Ok(text),
            Event::Eof => return Err(damaged()),
            event if inside > 0 => {
                if std::mem::take(&mut is_behind_box) && !text.is_empty() {
                    text.push('\n');
                }
                append(&event, &mut text).map_err(|_| damaged())?;
            }
            _ => {}
        }
        if text.len() > CELL_BYTES_MAX {
            return Err(damaged());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<String, Error> {
        let document = format!(
            "<office:document-content><office:body><office:text>{body}</office:text></office:body></office:document-content>"
        );
        paragraphs(&mut Xml::new(document.as_bytes()))
    }

    #[test]
    fn paragraphs_and_headings_stand_on_lines_of_their_own() {
        let text = read(
            "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>\n<text:h>Head</text:h>\n\
             <text:p>a<text:s text:c=\"2\"/>b<text:tab/><text:span>c</text:span><text:line-break/>d<text:note><text:p>foot</text:p>\
             </text:note></text:p><table:table><table:table-cell><text:p>cell &amp; é</text:p></table:table-cell></table:table>",
        );
        assert_eq!(text.expect("well formed"), "Head\na  b\tc\nd\ncell & é");
    }

    #[test]
    fn what_follows_a_text_box_is_not_joined_to_it() {
        let text = read(
            "<text:p>a <draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame>y<text:span>z</text:span></text:p>\
             <text:p>next</text:p>",
        );
        assert_eq!(text.expect("well formed"), "a \nboxed\nyz\nnext");
    }

    #[test]
    fn what_ends_early_or_is_no_text_is_refused() {
        assert!(paragraphs(&mut Xml::new(&b"<office:text><text:p>a"[..])).is_err());
        assert!(paragraphs(&mut Xml::new(&b"<office:spreadsheet/>"[..])).is_err());
        assert!(text(b"PK\x03\x04").is_err());
    }
}
