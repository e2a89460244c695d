//! The text of a Word document (docx): its paragraphs, without what was deleted, notes, headers and footers.
//!
//! Read as it streams out of the archive. No crate of the right size was found for it.

use std::io::{BufRead, Cursor, Read};

use quick_xml::events::Event;
use zip::ZipArchive;

use super::PART_BYTES_MAX;
use crate::error::{Error, ErrorKind};
use crate::table::limits::CELL_BYTES_MAX;
use crate::table::sheet::xml::{Xml, attribute};

/// The text of the document in `bytes`.
///
/// # Errors
/// [`ErrorKind::Input`] for one that is damaged, encrypted or too large.
pub(super) fn text(bytes: &[u8]) -> Result<String, Error> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    // Some programs number the part: document2.xml.
    let is_text = |name: &str| {
        let name = name.replace('\\', "/").to_lowercase();
        name.trim_start_matches('/').starts_with("word/document") && name.ends_with(".xml")
    };
    let number = archive.file_names().position(|name| name.is_ok_and(|name| is_text(&name)));
    let number = number.ok_or_else(damaged)?;
    let part = archive.by_index(number).map_err(|_| damaged())?;
    paragraphs(&mut Xml::new(part.take(PART_BYTES_MAX)))
}

fn damaged() -> Error {
    Error::new(ErrorKind::Input, "damaged, encrypted, too large or no Word document")
}

fn paragraphs(xml: &mut Xml<impl BufRead>) -> Result<String, Error> {
    let mut text = String::new();
    let mut has_body = false;
    let mut open = 0_usize;
    // Paragraphs open: a text box stands inside one, and what follows the box in it is no part of the box.
    let (mut inside, mut is_behind_box) = (0_usize, false);
    loop {
        match xml.next().map_err(|_| damaged())? {
            Event::Start(element) => match element.local_name().as_ref() {
                "t" => {
                    if std::mem::take(&mut is_behind_box) && !text.is_empty() {
                        text.push('\n');
                    }
                    xml.text(&mut text).map_err(|_| damaged())?;
                }
                // What was deleted or moved away, the second form of a drawing for older programs, and the reading of a word above it.
                "del" | "moveFrom" | "Fallback" | "rt" => xml.skip().map_err(|_| damaged())?,
                "rPr" => {
                    if is_hidden(xml)? {
                        // The rest of the run, which was counted when it began.
                        xml.skip().map_err(|_| damaged())?;
                        open = open.saturating_sub(1);
                    }
                }
                name if name.ends_with("Pr") => xml.skip().map_err(|_| damaged())?,
                name => {
                    open += 1;
                    match name {
                        "body" => has_body = true,
                        "p" => {
                            (inside, is_behind_box) = (inside + 1, false);
                            text.push_str(if text.is_empty() { "" } else { "\n" });
                        }
                        "tab" => text.push('\t'),
                        "br" | "cr" => text.push('\n'),
                        "noBreakHyphen" => text.push('-'),
                        _ => {}
                    }
                }
            },
            Event::End(element) => {
                open = open.saturating_sub(1);
                if element.local_name().as_ref() == "p" {
                    inside = inside.saturating_sub(1);
                    is_behind_box = inside > 0;
                }
            }
            Event::Eof if has_body && open == 0 => return Ok(text),
            Event::Eof => return Err(damaged()),
            _ => {}
        }
        if text.len() > CELL_BYTES_MAX {
            return Err(damaged());
        }
    }
}

/// Whether the properties of a run, which are read to their end, hide its text.
fn is_hidden(xml: &mut Xml<impl BufRead>) -> Result<bool, Error> {
    let mut is_hidden = false;
    loop {
        match xml.next().map_err(|_| damaged())? {
            Event::Start(element) => {
                if element.local_name().as_ref() == "vanish" {
                    let value = attribute(&element, "val");
                    is_hidden = !matches!(value.as_deref(), Some("0" | "false" | "off"));
                }
                // Also how the run was before a change that is tracked.
                xml.skip().map_err(|_| damaged())?;
            }
            Event::End(_) => return Ok(is_hidden),
            Event::Eof => return Err(damaged()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<String, Error> {
        let document = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
        paragraphs(&mut Xml::new(document.as_bytes()))
    }

    #[test]
    fn paragraphs_stand_on_lines_of_their_own_and_runs_are_joined() {
        let text = read(
            "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">one \
             </w:t></w:r><w:r><w:t>two</w:t><w:tab/><w:t>three</w:t><w:br/><w:t>&amp; four</w:t></w:r></w:p>\
             <w:tbl><w:tr><w:tc><w:p><w:r><w:t>five</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
             <w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>six</w:t></w:r></w:ins>\
             <w:r><w:instrText>HYPERLINK</w:instrText><w:noBreakHyphen/></w:r></w:p>",
        );
        assert_eq!(text.expect("well formed"), "one two\tthree\n& four\nfive\nsix-");
    }

    #[test]
    fn what_follows_a_text_box_is_not_joined_to_it() {
        let text = read(
            "<w:p><w:r><w:drawing><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></w:drawing></w:r>\
             <w:r><w:t>ma</w:t></w:r><w:r><w:t>in</w:t></w:r></w:p><w:p><w:r><w:t>next</w:t></w:r></w:p>",
        );
        assert_eq!(text.expect("well formed"), "box\nmain\nnext");
    }

    #[test]
    fn readings_above_words_and_hidden_runs_are_not_text() {
        let text = read(
            "<w:p><w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>とうきょう</w:t></w:r></w:rt><w:rubyBase><w:r><w:rPr><w:b/></w:rPr><w:t>東京</w:t></w:r>\
             </w:rubyBase></w:ruby></w:r><w:r><w:rPr><w:b/><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>\
             <w:r><w:rPr><w:vanish w:val=\"0\"/><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>!</w:t></w:r></w:p>",
        );
        assert_eq!(text.expect("well formed"), "東京!");
    }

    #[test]
    fn what_ends_early_or_is_no_document_is_refused() {
        assert!(paragraphs(&mut Xml::new(&b"<w:document><w:body><w:p>"[..])).is_err());
        assert!(paragraphs(&mut Xml::new(&b"<html/>"[..])).is_err());
        assert!(text(b"PK\x03\x04").is_err());
    }
}
