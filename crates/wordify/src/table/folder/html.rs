//! The text of a web page: what stands between its tags, without its head and its scripts.

use crate::table::text::charset::Charset;
use crate::text::draft::Draft;
use crate::text::markup::{entities, without_tags};

/// Bytes at the beginning in which a page says its character set, as browsers look.
const CHARSET_BYTES: usize = 1024;

/// The character set that a page names in its head.
pub(super) fn charset(bytes: &[u8]) -> Option<Charset> {
    let start = bytes[..bytes.len().min(CHARSET_BYTES)].to_ascii_lowercase();
    let at = memchr::memmem::find(&start, b"charset=")? + "charset=".len();
    let name: Vec<u8> = start[at..]
        .iter()
        .copied()
        .skip_while(|byte| b"\"' ".contains(byte))
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte))
        .collect();
    Charset::named(std::str::from_utf8(&name).ok()?)
}

/// The text of the page `html`.
pub(super) fn text(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    // A head that is not closed may be the whole page.
    let head = lower.find("<head").zip(lower.find("</head"));
    let page = match head {
        Some((start, end)) if start < end => format!("{}<br>{}", &html[..start], &html[end..]),
        _ => html.to_owned(),
    };
    let page = page.replacen("</head>", "", 1).replacen("</HEAD>", "", 1);
    Draft::<String>::new(&page).then(without_tags).then(entities).text().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_what_a_reader_sees() {
        let page = "<!DOCTYPE html>\n<html lang=\"de\"><HEAD><title>Titel</title><style>p { x: y }</style></HEAD>\
                    <body class=\"a\"><!-- note --><script>var a = '<p>';</script><h1>Gut</h1><p>K&ouml;ln ist <b>sch</b>ön\
                    &nbsp;&lt;3</p></body></html>";
        let words: Vec<String> = text(page).split_whitespace().map(str::to_owned).collect();
        assert_eq!(words.join(" "), "Gut Köln ist schön <3");
        assert_eq!(text("no tags, 1 < 2"), "no tags, 1 < 2");
    }

    #[test]
    fn a_page_names_its_character_set() {
        let named = |page: &str| charset(page.as_bytes()).map(Charset::name);
        assert_eq!(named("<meta charset='windows-1251'>"), Some("windows-1251"));
        assert_eq!(
            named("<META http-equiv=x content=\"text/html; charset=ISO-8859-2\">"),
            Some("ISO-8859-2")
        );
        assert_eq!(named("<p>charset"), None);
    }
}
