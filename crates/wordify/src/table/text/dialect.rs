//! Which delimiter and which quoting a text has.

use super::records::{Dialect, QuoteFault, Quoting, Records};
use crate::table::ReadOptions;

/// Delimiters, the most usual first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Records looked at to find the delimiter.
const SAMPLE_RECORDS: usize = 200;
/// Bytes looked at to find the delimiter, whatever the records are.
const SAMPLE_BYTES: usize = 1 << 20;

/// The dialect of `text`: what the user chose or Excel's first line has `named`, or the delimiter under which most records have as
/// many fields as the first, which must have two.
pub(super) fn find(text: &str, options: &ReadOptions, named: Option<u8>, tabs_hinted: bool) -> Dialect {
    let mut end = text.len().min(SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let quoting = if options.quoting == Some(false) { Quoting::Absent } else { Quoting::Doubled };
    let chosen = options.delimiter.and_then(|delimiter| u8::try_from(delimiter).ok()).or(named);
    let candidates: &[u8] = chosen.as_ref().map_or(&DELIMITERS, std::slice::from_ref);
    let sample = &text[..end];
    let above = options.rows_above();
    let mut best: Option<Look> = None;
    for &delimiter in candidates {
        let look = look(sample, above, Dialect { quoting, ..Dialect::usual(delimiter) });
        if tabs_hinted && delimiter == b'\t' && look.share > 0.0 {
            return look.dialect;
        }
        if best.is_none_or(|best| look.is_better(best)) {
            best = Some(look);
        }
    }
    best.map_or(Dialect::usual(DELIMITERS[0]), |best| best.dialect)
}

/// Other dialects to try where the usual quoting of `usual` is wrong.
pub(super) fn others(text: &str, usual: Dialect) -> Vec<Dialect> {
    let mut others = Vec::new();
    if memchr::memmem::find(text.as_bytes(), b"\\\"").is_some() {
        others.push(Dialect { quoting: Quoting::Backslash, ..usual });
    }
    if is_plain(usual) {
        others.push(Dialect { quoting: Quoting::Absent, ..usual });
    }
    others
}

/// The dialect of MySQL with the delimiter of `usual`, where lines of `text` end with backslashes.
pub(super) fn escaped(text: &str, usual: Dialect) -> Option<Dialect> {
    let has = |end: &[u8]| memchr::memmem::find(text.as_bytes(), end).is_some();
    (has(b"\\\n") || has(b"\\\r")).then_some(Dialect { quoting: Quoting::Escaped, ..usual })
}

/// Dialects with blanks between the fields of `text`: those of R, which writes marks inside quoted fields in one of two ways.
pub(super) fn by_blanks(text: &str) -> Vec<Dialect> {
    let usual = Dialect::usual(b' ');
    let has_quoted = text.trim_start().starts_with('"');
    let all = std::iter::once(usual).chain(others(text, usual));
    all.filter(|_| has_quoted).collect()
}

/// Whether files with this delimiter often have no quoted fields.
pub(super) fn is_plain(dialect: Dialect) -> bool {
    matches!(dialect.delimiter, b'\t' | b'|')
}

/// The dialect in words.
pub(super) fn facts(dialect: Dialect) -> Vec<(&'static str, String)> {
    let mut facts = vec![("delimiter", delimiter_name(dialect.delimiter))];
    match dialect.quoting {
        Quoting::Doubled => {}
        Quoting::Backslash => facts.push(("quoting", "with backslashes".to_owned())),
        Quoting::Absent => facts.push(("quoting", "none".to_owned())),
        Quoting::Escaped => facts.push(("quoting", "none, backslashes before line ends".to_owned())),
    }
    facts
}

fn delimiter_name(delimiter: u8) -> String {
    match delimiter {
        b',' => "comma".to_owned(),
        b';' => "semicolon".to_owned(),
        b'\t' => "tab".to_owned(),
        b'|' => "pipe".to_owned(),
        b' ' => "blank".to_owned(),
        other => char::from(other).to_string(),
    }
}

/// What the beginning of a text is like in one dialect.
#[derive(Debug, Clone, Copy)]
struct Look {
    dialect: Dialect,
    /// Records with as many fields as the first, of those looked at.
    share: f64,
    /// Fields after the first that begin with a blank, of those looked at: a delimiter that belongs to the text has one
    /// behind it.
    blank: f64,
}

impl Look {
    fn is_better(self, other: Self) -> bool {
        self.share > other.share || self.share > 0.0 && self.share >= other.share && self.blank < other.blank
    }
}

/// How `sample` looks in `dialect`, or in the same with blanks before quotation marks.
fn look(sample: &str, above: usize, dialect: Dialect) -> Look {
    let (plain, ..) = count(sample, above, dialect);
    let (blanks, after_blanks, is_right) = count(sample, above, Dialect { blanks: true, ..dialect });
    // What looks like quoting must quote well, or the marks belong to the texts.
    if after_blanks > 0 && is_right && blanks.share >= plain.share { blanks } else { plain }
}

/// The look, how many quoted fields stand after blanks, and whether all quotation marks are right.
fn count(sample: &str, above: usize, dialect: Dialect) -> (Look, usize, bool) {
    let mut records = Records::new(sample, dialect);
    records.skip(above);
    let (mut first, mut same, mut all) = (0, 0, 0);
    let (mut blank, mut later) = (0, 0);
    let mut is_right = true;
    while !records.is_done() && all < SAMPLE_RECORDS {
        let fields = records.next(|number, field, quoted| {
            later += usize::from(number > 0);
            blank += usize::from(number > 0 && !quoted && field.starts_with(' '));
            Ok::<(), QuoteFault>(())
        });
        // A wrong quotation mark ends the sample; the reading itself will report it.
        let Ok(fields) = fields else {
            is_right = false;
            break;
        };
        if fields == 0 {
            continue;
        }
        if first == 0 {
            first = fields;
        }
        same += usize::from(fields == first);
        all += 1;
    }
    let share = if first < 2 { 0.0 } else { same as f64 / all as f64 };
    let blank = blank as f64 / later.max(1) as f64;
    (Look { dialect, share, blank }, records.after_blanks, is_right)
}
