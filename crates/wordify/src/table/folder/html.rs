//! The text of a web page: what stands between its tags, without its head and its scripts.

use crate::table::text::charset::Charset;
use crate::text::draft::Draft;
use crate::text::markup::{INSIDE_WORDS, entities};

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
    Draft::<String>::new(&shown(html)).then(entities).text().trim().to_owned()
}

/// Elements whose content is not shown. A reading beside a word of Chinese or Japanese (`rt`) is shown, but says the word once more.
const NOT_SHOWN: [&str; 9] = ["head", "noscript", "rp", "rt", "script", "style", "svg", "template", "title"];
/// Tags that end what is not shown where its own end is left out, as the standard allows: (what, by an opening tag, by a closing one).
const ENDED_BY: [(&str, &[&str], &[&str]); 3] = [
    ("head", &["body"], &[]),
    ("rp", &["rb", "rp", "rt"], &["ruby"]),
    ("rt", &["rb", "rp", "rt"], &["ruby"]),
];

/// `html` without its tags, as browsers find them (WHATWG HTML, “Tokenization”): in a page, unlike in a text, each `<` before a letter
/// begins one. What is not closed stays as text, so that nothing is lost by it.
fn shown(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut missing = Missing::default();
    let (mut kept, mut at) = (0, 0);
    while let Some(start) = html[at..].find('<').map(|found| at + found) {
        at = start + 1;
        let Some(tag) = Tag::read(&html[start..], &mut missing) else { continue };
        out.push_str(&html[kept..start]);
        at = start + tag.length;
        let kind = NOT_SHOWN.iter().position(|name| tag.is_opening && name.eq_ignore_ascii_case(tag.name));
        match kind {
            Some(kind) if !tag.is_empty && !missing.ends[kind] => {
                match end_of(NOT_SHOWN[kind], &html[at..]) {
                    Some(length) => at += length,
                    None => missing.ends[kind] = true,
                }
            }
            _ => {}
        }
        out.push_str(if tag.is_inside_words() { "" } else { " " });
        kept = at;
    }
    out + &html[kept..]
}

/// What was looked for and is not in the rest of the page, so that it is not looked for again: this keeps the work linear.
#[derive(Debug, Default)]
struct Missing {
    comment_end: bool,
    /// The sign `>`.
    tag_end: bool,
    /// Tags whose end is in no place that quoted values leave.
    unended: usize,
    /// The quotation marks `"` and `'`.
    quotes: [bool; 2],
    ends: [bool; NOT_SHOWN.len()],
}

/// A tag or a comment.
#[derive(Debug, Default, Clone, Copy)]
struct Tag<'h> {
    /// In bytes.
    length: usize,
    /// Nothing for comments and declarations.
    name: &'h str,
    is_opening: bool,
    /// Whether it closes itself, as tags of XML do.
    is_empty: bool,
}

impl<'h> Tag<'h> {
    /// What `rest`, which begins with `<`, begins with.
    fn read(rest: &'h str, missing: &mut Missing) -> Option<Self> {
        if let Some(comment) = rest.strip_prefix("<!--") {
            let end = if missing.comment_end { None } else { comment.find("-->") };
            missing.comment_end = end.is_none();
            return Some(Self { length: "<!--".len() + end? + "-->".len(), ..Self::default() });
        }
        let inside = &rest[1..];
        let is_opening = inside.starts_with(|c: char| c.is_ascii_alphabetic());
        if !is_opening && !inside.starts_with(['/', '!', '?']) {
            return None;
        }
        let end = if is_opening { end_of_tag(inside, missing) } else { next_end(inside, missing) }?;
        let body = inside[..end].trim_start_matches('/');
        let name = &body[..body.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(body.len())];
        let is_empty = inside[..end].ends_with('/');
        Some(Self { length: end + "<>".len(), name, is_opening, is_empty })
    }

    /// Whether it divides no words. Tags with a colon are those that Word writes into pages.
    fn is_inside_words(&self) -> bool {
        let is = |tags: &[&str]| tags.iter().any(|tag| tag.eq_ignore_ascii_case(self.name));
        is(&INSIDE_WORDS) || is(&["ruby", "rb", "rp", "rt"]) || self.name.contains(':')
    }
}

/// Tags without an end beside quoted values that are looked through to the end of the page: of more, the page is broken, and the next `>`
/// will do.
const UNENDED_MAX: usize = 16;

/// Where the `>` of an opening tag is in `inside`, which follows its `<`; one in a quoted value is not meant, unless there is no other.
fn end_of_tag(inside: &str, missing: &mut Missing) -> Option<usize> {
    let next = next_end(inside, missing)?;
    if missing.unended > UNENDED_MAX {
        return Some(next);
    }
    let end = end_beside_values(inside.as_bytes(), missing);
    missing.unended += usize::from(end.is_none());
    end.or(Some(next))
}

/// Where the next `>` is.
fn next_end(inside: &str, missing: &mut Missing) -> Option<usize> {
    let next = if missing.tag_end { None } else { memchr::memchr(b'>', inside.as_bytes()) };
    missing.tag_end |= next.is_none();
    next
}

fn end_beside_values(bytes: &[u8], missing: &mut Missing) -> Option<usize> {
    let mut is_value = false;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => return Some(at),
            b'"' | b'\'' if is_value => {
                let kind = usize::from(byte == b'\'');
                let rest = bytes.get(at + 1..).filter(|_| !missing.quotes[kind]).unwrap_or_default();
                let close = memchr::memchr(byte, rest);
                missing.quotes[kind] |= close.is_none();
                // Without its end a value ends with the tag.
                at += close.map_or(0, |length| length + 1);
                is_value = false;
            }
            _ if byte.is_ascii_whitespace() => {}
            _ => is_value = byte == b'=',
        }
        at += 1;
    }
    None
}

/// Bytes of `content` up to where the element `name` ends, with its closing tag.
fn end_of(name: &str, content: &str) -> Option<usize> {
    let ended_by = ENDED_BY.iter().find(|(of, ..)| *of == name);
    let (openings, closings) =
        ended_by.map_or((&[][..], &[][..]), |(_, openings, closings)| (*openings, *closings));
    content.match_indices('<').find_map(|(at, _)| {
        let inside = &content[at + 1..];
        let (body, is_closing) = inside.strip_prefix('/').map_or((inside, false), |body| (body, true));
        let begins = |name: &str| {
            let is_name = body.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name));
            is_name && !body[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
        };
        if is_closing && begins(name) {
            return inside.find('>').map(|end| at + end + "<>".len());
        }
        let others = if is_closing { closings } else { openings };
        others.iter().any(|other| begins(other)).then_some(at)
    })
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
    fn tags_without_values_those_of_word_and_what_is_not_shown_leave_nothing() {
        let words = |page: &str| text(page).split_whitespace().collect::<Vec<_>>().join(" ");
        for (page, expected) in [
            ("<table border><tr><td nowrap>Zelle</td><td class=x>zwei</table>", "Zelle zwei"),
            ("<span hidden>a</span><details open>b</details><my-tag>c</my-tag>", "a b c"),
            (
                "<p>in <st1:place w:st=\"on\">Par</st1:place>is<o:p>&nbsp;</o:p></p><![if !mso]>x<![endif]>",
                "in Paris x",
            ),
            ("<a title=\"a > b\" href='c>d'>link</a> <i title=x\"y>z</i>", "link z"),
            ("a<noscript><img src=b>no</noscript><template><p>t</template><svg><text>s</text></svg>b", "a b"),
            (
                "<ruby>東京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby>へ <ruby>漢<rt>kan<rb>字<rt>ji</ruby>!",
                "東京へ 漢字!",
            ),
            ("<header>top</header><p>text</p>", "top text"),
            ("<head><title>t</title><body>text", "text"),
            ("<script src=a /><p>text</p><script>b</script>", "text"),
        ] {
            assert_eq!(words(page), expected, "{page}");
        }
    }

    #[test]
    fn broken_pages_take_no_more_time_than_others() {
        // A quarter of a million tags each: looked through to the end of the page, they would take minutes.
        for broken in
            ["</", "<a ", "<a=\"", "<!--", "<style>", "<rt>", "<head", "<a href=\"x>", "<svg><p title='>"]
        {
            let page = broken.repeat(250_000);
            assert!(text(&page).len() <= page.len());
            assert!(text(&(page + "<p title=\">\">end</p>")).ends_with("end"), "{broken}");
        }
    }

    #[test]
    fn what_is_not_closed_stays() {
        assert_eq!(text("one <!-- two three"), "one <!-- two three");
        assert_eq!(text("a < b <3 c<d"), "a < b <3 c<d");
        assert_eq!(text("<style>one two"), "one two");
        assert_eq!(text("<p title=\"x>one two</p>"), "one two");
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
