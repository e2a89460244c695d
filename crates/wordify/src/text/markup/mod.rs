//! What was left of other formats in a text: HTML entities and tags, and the escapes that programs write.
//!
//! Texts from the web and from exports hold `&amp;`, `<br>`, `_x000D_` or `\n` where a reader should see a sign or a line end. They
//! would be terms, and often the best ones: they say which program a text came through. Each function here is linear in the
//! length of its text and gives nothing where there is nothing to do.

mod entities;
pub(crate) mod leftovers;

use self::entities::character_of;
use super::draft::{Draft, Written};

/// Texts from the web are often escaped twice (`&amp;nbsp;`), hardly more often.
const ROUNDS_MAX: usize = 3;
/// Longest name or number of an entity, in bytes.
const ENTITY_BYTES_MAX: usize = 10;
/// Entities that browsers accept without a semicolon, and that exports leave so.
const WITHOUT_SEMICOLON: [&str; 5] = ["amp", "gt", "lt", "nbsp", "quot"];
/// Tags whose content is not text.
const NO_TEXT: [&str; 2] = ["script", "style"];
/// Tags that stand inside words without dividing them.
pub(crate) const INSIDE_WORDS: [&str; 13] =
    ["b", "i", "u", "s", "em", "strong", "mark", "small", "big", "sub", "sup", "wbr", "tt"];
/// The other tags of HTML. `<` before anything else is a sign: "a <b or c> d" has the tag `b`, "x <y> z" none.
const OTHER_TAGS: [&str; 92] = [
    "a",
    "abbr",
    "acronym",
    "address",
    "article",
    "aside",
    "audio",
    "base",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "meta",
    "nav",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "p",
    "param",
    "picture",
    "pre",
    "q",
    "samp",
    "section",
    "select",
    "source",
    "span",
    "strike",
    "summary",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "ul",
    "var",
    "video",
    "xml",
];

/// HTML entities become the characters that they stand for: `&amp;`, `&#39;`, `&#x2019;`; also those that were escaped again.
///
/// ```
/// use wordify::text::markup::entities;
/// assert_eq!(entities("AT&amp;T don&#39;t caf&eacute;&nbsp;&amp;lt;3"), Some("AT&T don't café\u{a0}<3".to_owned()));
/// assert_eq!(entities::<String>("R&D; &unknown; ?a=1&lang=de &"), None);
/// ```
pub fn entities<W: Written>(text: &str) -> Option<W> {
    let mut draft = Draft::new(text);
    for _ in 0..ROUNDS_MAX {
        let Some(decoded) = escapes(draft.text(), "&", entity) else { break };
        draft = draft.rewritten(decoded);
    }
    draft.into_written()
}

/// The character of the entity whose name begins `rest`, and the bytes of the name with its semicolon.
fn entity(rest: &str) -> Option<(char, usize)> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '#';
    let end =
        rest.bytes().take(ENTITY_BYTES_MAX + 1).position(|byte| !is_name(byte.into())).unwrap_or(rest.len());
    let name = rest.get(..end).filter(|name| !name.is_empty() && name.len() <= ENTITY_BYTES_MAX)?;
    let closed = rest[end..].starts_with(';');
    let character = match name.strip_prefix('#') {
        Some(number) => number_of(number)?,
        None if closed || WITHOUT_SEMICOLON.contains(&name) => character_of(name)?,
        None => return None,
    };
    Some((character, end + usize::from(closed)))
}

/// The character of a number, decimal or with `x` hexadecimal. Numbers of control characters mean Windows-1252, as in browsers.
fn number_of(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
        None => number.parse().ok()?,
    };
    match u8::try_from(code) {
        Ok(byte @ 0x80..=0x9f) => {
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next()
        }
        Ok(byte @ (0..=8 | 0xb..=0x1f)) if byte != b'\r' => Some(' '),
        _ => char::from_u32(code),
    }
}

/// Tags of HTML and its comments go: one inside a word leaves nothing, any other a space, and scripts and styles go with what
/// is in them. A sign that something is less stays.
///
/// ```
/// use wordify::text::markup::without_tags;
/// let text = "one<br/>two <p class=\"x\">three</p>f<b>o</b>ur<!-- five -->";
/// assert_eq!(without_tags(text), Some("one two  three four ".to_owned()));
/// assert_eq!(without_tags::<String>("1 < 2 > 0 <3 <me@home> a<b"), None);
/// assert_eq!(without_tags("a<script>var b = 1;</script>c"), Some("a c".to_owned()));
/// ```
pub fn without_tags<W: Written>(text: &str) -> Option<W> {
    let mut out = W::default();
    let mut kept = 0;
    let mut at = 0;
    let mut open = Unclosed::default();
    while let Some(start) = text[at..].find('<').map(|found| at + found) {
        at = start + 1;
        let Some(tag) = tag(&text[start..], &mut open) else { continue };
        out.keep(text, kept..start);
        at = start + tag.length;
        out.put(tag.instead, start..at);
        kept = at;
    }
    out.finished(text, kept)
}

struct Tag {
    /// Bytes, with the content that goes with it.
    length: usize,
    /// What stays in its place.
    instead: &'static str,
}

/// What was searched for and not found, so that it is not searched for again: this keeps the work linear.
#[derive(Debug, Default)]
struct Unclosed {
    comments: bool,
    no_text: [bool; NO_TEXT.len()],
}

/// The tag that begins `rest`, which begins with `<`.
fn tag(rest: &str, open: &mut Unclosed) -> Option<Tag> {
    if let Some(comment) = rest.strip_prefix("<!--").filter(|_| !open.comments) {
        let end = comment.find("-->");
        open.comments = end.is_none();
        let end = end?;
        return Some(Tag { length: "<!--".len() + end + "-->".len(), instead: " " });
    }
    let inside = &rest[1..];
    let end = inside.find(['<', '>']).filter(|&end| inside[end..].starts_with('>'))?;
    let length = end + "<>".len();
    let closing = inside.starts_with('/');
    let body = inside[..end].trim_start_matches('/');
    let is_name = |c: char| c.is_ascii_alphanumeric();
    let name = &body[..body.find(|c| !is_name(c)).unwrap_or(body.len())];
    let behind = &body[name.len()..];
    if inside.starts_with("!DOCTYPE") || inside.starts_with("!doctype") || inside.starts_with("?xml") {
        return Some(Tag { length, instead: " " });
    }
    let is = |tags: &[&str]| tags.iter().any(|tag| tag.eq_ignore_ascii_case(name));
    // Behind its name a tag has attributes: "<b or c>" has none.
    let is_whole = behind.trim_matches(['/', ' ', '\t', '\r', '\n']).is_empty()
        || behind.starts_with(char::is_whitespace) && behind.contains('=');
    if !is_whole {
        return None;
    }
    if is(&INSIDE_WORDS) {
        return Some(Tag { length, instead: "" });
    }
    if let Some(kind) = NO_TEXT.iter().position(|tag| tag.eq_ignore_ascii_case(name)) {
        let content = if closing || open.no_text[kind] {
            Some(0)
        } else {
            content_length(&rest[length..], NO_TEXT[kind])
        };
        open.no_text[kind] |= content.is_none();
        return Some(Tag { length: length + content.unwrap_or(0), instead: " " });
    }
    is(&OTHER_TAGS).then_some(Tag { length, instead: " " })
}

/// Bytes up to the end of the tag that closes `name`.
fn content_length(content: &str, name: &str) -> Option<usize> {
    let start = content.match_indices("</").map(|(at, _)| at).find(|at| {
        content.as_bytes()[at + 2..]
            .get(..name.len())
            .is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()))
    })?;
    Some(start + content[start..].find('>')? + 1)
}

/// Escapes of Excel become what they stand for: `_x000D_` a space, as all control characters; `_x005F_` the low line that
/// protects another escape.
///
/// ```
/// use wordify::text::markup::workbook_escapes;
/// assert_eq!(workbook_escapes("nice_x000D_ day_x000d_\n_x005F_x000D_"), Some("nice  day \n_x000D_".to_owned()));
/// assert_eq!(workbook_escapes("a_x00e9_b my_x_y"), Some("aéb my_x_y".to_owned()));
/// ```
pub fn workbook_escapes<W: Written>(text: &str) -> Option<W> {
    escapes(text, "_x", |rest| {
        let digits = rest.get(..4)?;
        let code = hexadecimal(digits)?;
        rest[4..].starts_with('_').then_some(())?;
        Some((if code < 0x20 { ' ' } else { char::from_u32(code)? }, 5))
    })
}

/// Line ends and tabs that are written as `\n`, `\r` and `\t` become a space, as do they behind a second backslash.
///
/// ```
/// use wordify::text::markup::line_escapes;
/// assert_eq!(line_escapes(r"one\r\ntwo\\nthree \t four"), Some("one  two three   four".to_owned()));
/// assert_eq!(line_escapes::<String>(r"C:\new\table \alpha"), None);
/// ```
pub fn line_escapes<W: Written>(text: &str) -> Option<W> {
    let mut out = W::default();
    let (mut kept, mut at) = (0, 0);
    while let Some(start) = text[at..].find('\\').map(|found| at + found) {
        let backslashes = text[start..].len() - text[start..].trim_start_matches('\\').len();
        let letter = text[start + backslashes..].chars().next();
        let is_end =
            matches!(letter, Some('n' | 'r' | 't')) && backslashes <= 2 && !is_in_path(&text[..start]);
        at = start + backslashes + usize::from(is_end);
        if is_end {
            out.keep(text, kept..start);
            out.push(' ', start..at);
            kept = at;
        }
    }
    out.finished(text, kept)
}

/// Whether a backslash behind `before` divides the folders of a path: after a drive, or in a run with another backslash.
fn is_in_path(before: &str) -> bool {
    let near = &before[before.floor_char_boundary(before.len().saturating_sub(PATH_BYTES_MAX))..];
    let run = near.rsplit(char::is_whitespace).next().unwrap_or_default();
    let drive = run.find(":\\").map_or(run.ends_with(':'), |_| true);
    drive && run.contains(|c: char| c.is_ascii_alphabetic()) || run.starts_with("\\\\")
}

/// Bytes of a path that are looked at: keeps the work linear.
const PATH_BYTES_MAX: usize = 120;

/// Characters that are written by their number: `\u00e9` of JSON, `<U+00E9>` of R.
///
/// ```
/// use wordify::text::markup::code_points;
/// assert_eq!(code_points(r"caf\u00e9 na<U+00EF>ve \ud83d\ude00"), Some("café naïve 😀".to_owned()));
/// assert_eq!(code_points::<String>(r"\user <U+ZZ> \ud83d"), None);
/// ```
pub fn code_points<W: Written>(text: &str) -> Option<W> {
    let json = |rest: &str| {
        let code = hexadecimal(rest.get(..4)?)?;
        if let Some(character) = char::from_u32(code) {
            return Some((character, 4));
        }
        let low = hexadecimal(rest.get(4..)?.strip_prefix("\\u")?.get(..4)?)?;
        let pair = [u16::try_from(code).ok()?, u16::try_from(low).ok()?];
        let character = char::decode_utf16(pair).next()?.ok()?;
        Some((character, "d83d\\ude00".len()))
    };
    let r = |rest: &str| {
        let end = rest.bytes().take(9).position(|byte| byte == b'>')?;
        Some((char::from_u32(hexadecimal(&rest[..end])?)?, end + 1))
    };
    let draft = Draft::new(text).then(|text| escapes(text, "\\u", json));
    draft.then(|text| escapes(text, "<U+", r)).into_written()
}

/// Quotation marks that a csv file doubled, and a second reading left double, become single ones.
///
/// ```
/// use wordify::text::markup::doubled_quotes;
/// let text = "a \"\"good\"\" day, \"fine\" \"\"";
/// assert_eq!(doubled_quotes(text), Some("a \"good\" day, \"fine\" \"".to_owned()));
/// ```
pub fn doubled_quotes<W: Written>(text: &str) -> Option<W> {
    escapes(text, "\"\"", |_| Some(('"', 0)))
}

fn hexadecimal(digits: &str) -> Option<u32> {
    let all = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    all.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

/// Replaces what begins with `start` and goes on as `read` says: the character instead, and the bytes behind the start.
fn escapes<W: Written>(text: &str, start: &str, read: impl Fn(&str) -> Option<(char, usize)>) -> Option<W> {
    let mut out = W::default();
    let mut kept = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find(start).map(|found| at + found) {
        at = found + start.len();
        if let Some((character, length)) = read(&text[at..]) {
            at += length;
            out.keep(text, kept..found);
            out.push(character, found..at);
            kept = at;
        }
    }
    out.finished(text, kept)
}
