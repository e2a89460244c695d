//! The text of a file, by the ending of its name.

use super::{TABLES, docx, html, odt};
use crate::table::text::charset::Charset;
use crate::table::text::encoding;

/// A document as it was read.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) text: String,
    /// The usual ending of its kind.
    pub(super) kind: &'static str,
    /// The character set, where the file does not say it itself.
    pub(super) encoding: Option<String>,
}

/// Reads the file at `path`; `chosen` is the character set of text files, where the user has named it.
///
/// # Errors
/// In a few words, why it is not a document.
pub(super) fn read(path: &str, bytes: &[u8], chosen: Option<Charset>) -> Result<Document, String> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    let is_number = ending.bytes().all(|byte| byte.is_ascii_digit());
    match ending.as_str() {
        "docx" | "docm" => {
            let text = docx::text(bytes).map_err(|error| error.message().to_owned())?;
            Ok(Document { text, kind: "docx", encoding: None })
        }
        "odt" => {
            let text = odt::text(bytes).map_err(|error| error.message().to_owned())?;
            Ok(Document { text, kind: "odt", encoding: None })
        }
        "html" | "htm" | "xhtml" => {
            let named = chosen.or_else(|| html::charset(bytes));
            let Document { text, encoding, .. } = plain(bytes, named)?;
            Ok(Document { text: html::text(&text), kind: "html", encoding })
        }
        "md" | "markdown" => {
            let document = plain(bytes, chosen)?;
            Ok(Document { text: without_front_matter(&document.text).to_owned(), kind: "md", ..document })
        }
        "txt" | "text" => plain(bytes, chosen),
        // Old collections of news and mails give their files numbers for names.
        _ if is_number => plain(bytes, chosen),
        _ => Err(refusal(&ending)),
    }
}

fn plain(bytes: &[u8], chosen: Option<Charset>) -> Result<Document, String> {
    let decoded = encoding::decode(bytes, chosen);
    crate::table::check_is_text(&decoded.text, None).map_err(|_| "holding no text".to_owned())?;
    let text = decoded.text.trim_start_matches('\u{feff}').trim_end_matches('\u{1a}').to_owned();
    Ok(Document { text, kind: "txt", encoding: Some(decoded.encoding) })
}

/// A Markdown text without the settings that many programs put in front of it: lines of YAML between two lines of hyphens. They often
/// name authors and tags, and so give the labels away.
fn without_front_matter(text: &str) -> &str {
    let mut lines = text.split_inclusive('\n');
    let mut length = match lines.next() {
        Some(first) if first.trim_end() == "---" => first.len(),
        _ => return text,
    };
    for (number, line) in lines.enumerate() {
        let key = line.split_once(':').map_or("", |(key, _)| key);
        let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-".contains(c));
        // A text may begin with a rule, which is drawn in the same way.
        if number == 0 && !is_key {
            return text;
        }
        length += line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return &text[length..];
        }
    }
    text
}

/// Why files with the ending `ending` are not read.
fn refusal(ending: &str) -> String {
    let remedy = match ending {
        "pdf" => "make texts of pdf files with pdftotext",
        "doc" | "rtf" | "pages" | "wpd" | "wps" => "save the document as docx",
        table if TABLES.iter().any(|known| known.strip_prefix('.') == Some(table)) => {
            "a table is given by itself"
        }
        "zip" | "gz" | "tar" | "7z" | "rar" => "unpack it",
        _ => "documents end in txt, md, html, docx or odt",
    };
    format!("ending in .{ending} ({remedy})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_in_front_of_markdown_are_not_text_but_a_rule_is() {
        let text = |text: &str| read("a.md", text.as_bytes(), None).map(|document| document.text);
        let post = "---\r\ntitle: Ferry\ntags:\n  - sea\n---\n\n# Late\nagain\n";
        assert_eq!(text(post).as_deref(), Ok("\n# Late\nagain\n"));
        for whole in
            ["---\nOne: two\nthree\n", "---\nA rule stands above.\n---\n", "--- a: b\n---\n", "a: b\n---\n"]
        {
            assert_eq!(text(whole).as_deref(), Ok(whole));
        }
    }

    #[test]
    fn text_files_are_decoded_as_tables_are() {
        let text = |path: &str, bytes: &[u8]| read(path, bytes, None).map(|document| document.text);
        assert_eq!(text("a.txt", "\u{feff}schön".as_bytes()).as_deref(), Ok("schön"));
        assert_eq!(text("a.TXT", b"\xff\xfea\0\xf6\0").as_deref(), Ok("aö"));
        assert_eq!(text("alt.atheism/51060", b"news").as_deref(), Ok("news"));
        let html = b"<meta charset=\"iso-8859-2\"><p>\xb3\xf3d\xbc</p>";
        assert_eq!(text("a.htm", html).map(|text| text.trim().to_owned()).as_deref(), Ok("łódź"));
        assert!(text("a.csv", b"text,label").is_err_and(|reason| reason.contains("a table")));
        assert!(text("a.xyz", b"text").is_err_and(|reason| reason.starts_with("ending in .xyz")));
    }
}
