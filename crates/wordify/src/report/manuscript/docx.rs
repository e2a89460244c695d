//! Methods paragraph and table as a Word document: the three parts that WordprocessingML needs (ECMA-376, part 1).
//!
//! Why not a crate: those tried carry forty others for a table and two headings.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{BIBTEX, Manuscript};
use crate::error::{Error, ErrorKind};
use crate::report::Report;
use crate::report::markup::{escaped, put};

const TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Override PartName=\"/word/document.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
const RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
    Target=\"word/document.xml\"/></Relationships>";
/// Half points: headings, and the table, which is wide.
const HEADING_SIZE: usize = 28;
const TABLE_SIZE: usize = 18;

/// Paragraphs, table, note and references as a Word document; landscape, because the table is wide.
///
/// # Errors
/// [`ErrorKind::Report`] when it cannot be written to memory.
pub fn docx(report: &Report) -> Result<Vec<u8>, Error> {
    let document = document(&Manuscript::new(report));
    let failed = |error: &dyn std::fmt::Display| Error::new(ErrorKind::Report, format!("no docx: {error}"));
    // A fixed time, so that the same report gives the same bytes.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in
        [("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", document.as_str())]
    {
        archive.start_file(name, options).map_err(|error| failed(&error))?;
        archive.write_all(content.as_bytes()).map_err(|error| failed(&error))?;
    }
    Ok(archive.finish().map_err(|error| failed(&error))?.into_inner())
}

fn document(manuscript: &Manuscript) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>",
    );
    for (style, paragraph) in &manuscript.paragraphs {
        heading(&mut xml, &format!("Method ({style})"));
        put(&mut xml, format_args!("<w:p>{}</w:p>", run(paragraph, "")));
    }
    heading(&mut xml, "Results");
    put(&mut xml, format_args!("<w:p>{}</w:p>", run(&manuscript.title, "<w:i/>")));
    table(&mut xml, manuscript);
    put(&mut xml, format_args!("<w:p>{}</w:p>", run(&manuscript.note, "")));
    heading(&mut xml, "References (BibTeX)");
    for line in BIBTEX.lines() {
        put(&mut xml, format_args!("<w:p>{}</w:p>", run(line, "")));
    }
    xml.push_str("<w:sectPr><w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/></w:sectPr></w:body></w:document>");
    xml
}

fn heading(xml: &mut String, text: &str) {
    put(xml, format_args!("<w:p>{}</w:p>", run(text, &format!("<w:b/><w:sz w:val=\"{HEADING_SIZE}\"/>"))));
}

/// A table with rules above, below the header and below, as APA has it; the header repeats on each page.
fn table(xml: &mut String, manuscript: &Manuscript) {
    xml.push_str(
        "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/><w:tblBorders><w:top w:val=\"single\" w:sz=\"8\"/>\
         <w:bottom w:val=\"single\" w:sz=\"8\"/></w:tblBorders></w:tblPr><w:tblGrid>",
    );
    for _ in &manuscript.header {
        xml.push_str("<w:gridCol/>");
    }
    xml.push_str("</w:tblGrid><w:tr><w:trPr><w:tblHeader/></w:trPr>");
    for name in &manuscript.header {
        let rule = "<w:tcPr><w:tcBorders><w:bottom w:val=\"single\" w:sz=\"4\"/></w:tcBorders></w:tcPr>";
        put(xml, format_args!("<w:tc>{rule}<w:p>{}</w:p></w:tc>", cell(name, "<w:b/>")));
    }
    xml.push_str("</w:tr>");
    for cells in &manuscript.rows {
        xml.push_str("<w:tr>");
        for text in cells {
            put(xml, format_args!("<w:tc><w:p>{}</w:p></w:tc>", cell(text, "")));
        }
        xml.push_str("</w:tr>");
    }
    xml.push_str("</w:tbl>");
}

fn cell(text: &str, properties: &str) -> String {
    run(text, &format!("{properties}<w:sz w:val=\"{TABLE_SIZE}\"/>"))
}

/// A run of text; a tab is an element of its own, and other control characters are none that XML takes.
fn run(text: &str, properties: &str) -> String {
    let text: Vec<String> = text.split('\t').map(escaped).collect();
    format!(
        "<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
        text.join("</w:t><w:tab/><w:t xml:space=\"preserve\">")
    )
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::report::sample;

    #[test]
    fn the_document_is_well_formed_xml_with_all_terms_whatever_a_label_holds() {
        let report = sample::report_with_label("R&D <b>\u{1}\ttab");
        let bytes = docx(&report).expect("a document");
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a zip");
        let mut xml = String::new();
        archive.by_name("word/document.xml").expect("the part").read_to_string(&mut xml).expect("UTF-8");
        let mut reader = quick_xml::Reader::from_str(&xml);
        let mut rows = 0;
        loop {
            match reader.read_event().expect("well-formed") {
                quick_xml::events::Event::Start(start) if start.name().as_ref() == "w:tr" => rows += 1,
                quick_xml::events::Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(rows, 1 + report.analysis.selected().count());
        assert!(xml.contains("R&amp;D &lt;b&gt;\u{fffd}</w:t><w:tab/>"), "{xml}");
    }

    #[test]
    fn the_same_report_gives_the_same_bytes() {
        let report = sample::report();
        assert_eq!(docx(&report).expect("a document"), docx(&report).expect("a document"));
    }
}
