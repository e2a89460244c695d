//! A text under way from the original to its tokens, and where its characters came from.
//!
//! Every step that changes a text is written once, for whatever it writes into ([`Written`]): a `String` where tokens are
//! counted, which costs nothing beside the text, or a [`Traced`] text where they are shown, which keeps the origin of each
//! character through all steps. So the tokens that are counted and those that are shown come of the same code, and each of the
//! latter knows where it stands in the original.

use std::borrow::Cow;
use std::ops::Range;

/// What a step writes into, from the beginning to the end, while it reads a text in the same order.
///
/// All ranges are in bytes of the text that is read, between characters, and never go back.
pub trait Written: Default {
    /// Nothing, with room for about this many bytes.
    fn with_capacity(bytes: usize) -> Self;

    /// What was written so far.
    fn text(&self) -> &str;

    /// Takes over `range` of `text`, the text that is read, as it stands.
    fn keep(&mut self, text: &str, range: Range<usize>);

    /// Writes `piece` in place of `from`; an empty range where it comes between two characters.
    fn put(&mut self, piece: &str, from: Range<usize>);

    /// As [`Written::put`], for one character.
    fn push(&mut self, c: char, from: Range<usize>) {
        self.put(c.encode_utf8(&mut [0; 4]), from);
    }

    /// Writes `range` of `text` in lowercase, by the rules of Unicode.
    fn push_lowercase(&mut self, text: &str, range: Range<usize>);

    /// Takes back all behind the first `length` bytes.
    fn truncate(&mut self, length: usize);

    /// Writes `c` in place of the last `bytes` bytes and of what was read for them up to `end`.
    fn replace_last(&mut self, bytes: usize, c: char, end: usize);

    /// This text with all that stands behind the first `kept` bytes of `text`, up to which a step has got; nothing, and no copy, where
    /// that is none of it: the step had nothing to change.
    fn finished(mut self, text: &str, kept: usize) -> Option<Self> {
        (kept > 0).then(|| {
            self.keep(text, kept..text.len());
            self
        })
    }

    /// This text, which was written from `before`, as written from what `before` was written from.
    fn behind(self, before: &Self) -> Self;
}

impl Written for String {
    fn with_capacity(bytes: usize) -> Self {
        String::with_capacity(bytes)
    }

    #[inline]
    fn text(&self) -> &str {
        self
    }

    #[inline]
    fn keep(&mut self, text: &str, range: Range<usize>) {
        self.push_str(&text[range]);
    }

    #[inline]
    fn put(&mut self, piece: &str, _: Range<usize>) {
        self.push_str(piece);
    }

    #[inline]
    fn push(&mut self, c: char, _: Range<usize>) {
        String::push(self, c);
    }

    fn push_lowercase(&mut self, text: &str, range: Range<usize>) {
        let piece = &text[range];
        if piece.is_ascii() {
            let start = self.len();
            self.push_str(piece);
            self[start..].make_ascii_lowercase();
        } else if self.is_empty() {
            *self = piece.to_lowercase();
        } else {
            self.push_str(&piece.to_lowercase());
        }
    }

    #[inline]
    fn truncate(&mut self, length: usize) {
        String::truncate(self, length);
    }

    fn replace_last(&mut self, bytes: usize, c: char, _: usize) {
        String::truncate(self, self.len() - bytes);
        String::push(self, c);
    }

    fn behind(self, _: &Self) -> Self {
        self
    }
}

/// A text that knows where each of its characters came from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Traced {
    text: String,
    /// From the first byte of the text to the last.
    runs: Vec<Run>,
}

/// A stretch of a text that came from one stretch of another; it reaches to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    at: usize,
    from: usize,
    to: usize,
    /// Byte for byte, so that each character came from the one in its place. Else each of its characters came from the whole.
    even: bool,
}

impl Traced {
    /// Where the characters in `range` came from: from the beginning of the first to the end of the last.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        let start = match self.run_of(range.start) {
            Some(run) if range.start >= self.text.len() => self.end_of(run, self.text.len()),
            Some(run) if run.even => run.from + range.start - run.at,
            Some(run) => run.from,
            None => 0,
        };
        if range.is_empty() {
            return start..start;
        }
        start..self.run_of(range.end - 1).map_or(start, |run| self.end_of(run, range.end))
    }

    /// The run that holds the byte `at`; the last behind the end.
    fn run_of(&self, at: usize) -> Option<&Run> {
        self.runs.get(self.runs.partition_point(|run| run.at <= at).checked_sub(1)?)
    }

    /// Where what stands before `end` in `run` came to its end.
    fn end_of(&self, run: &Run, end: usize) -> usize {
        if run.even { run.from + end - run.at } else { run.to }
    }

    /// The next `length` bytes that are written came from `from`.
    fn trace(&mut self, length: usize, from: Range<usize>, even: bool) {
        let goes_on = |last: &&mut Run| match (last.even, even) {
            (true, true) => last.to == from.start,
            (false, false) => last.from == from.start && last.to == from.end,
            _ => false,
        };
        if length == 0 {
            return;
        }
        match self.runs.last_mut().filter(goes_on) {
            Some(last) => last.to = from.end,
            None => self.runs.push(Run { at: self.text.len(), from: from.start, to: from.end, even }),
        }
    }
}

impl Written for Traced {
    fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), runs: Vec::new() }
    }

    fn text(&self) -> &str {
        &self.text
    }

    fn keep(&mut self, text: &str, range: Range<usize>) {
        self.trace(range.len(), range.clone(), true);
        self.text.push_str(&text[range]);
    }

    fn put(&mut self, piece: &str, from: Range<usize>) {
        self.trace(piece.len(), from, false);
        self.text.push_str(piece);
    }

    fn push_lowercase(&mut self, text: &str, range: Range<usize>) {
        let piece = &text[range.clone()];
        // As a whole, because the sigma at the end of a word has its own form; that is as long as the other.
        let lowered = piece.to_lowercase();
        let mut at = 0;
        for (index, c) in piece.char_indices() {
            let length: usize = c.to_lowercase().map(char::len_utf8).sum();
            let from = range.start + index;
            self.trace(length, from..from + c.len_utf8(), length == c.len_utf8());
            self.text.push_str(&lowered[at..at + length]);
            at += length;
        }
    }

    fn truncate(&mut self, length: usize) {
        self.text.truncate(length);
        self.runs.truncate(self.runs.partition_point(|run| run.at < length));
        if let Some(last) = self.runs.last_mut().filter(|last| last.even) {
            last.to = last.from + length - last.at;
        }
    }

    fn replace_last(&mut self, bytes: usize, c: char, end: usize) {
        let start = self.text.len() - bytes;
        let from = self.origin(start..self.text.len()).start;
        self.truncate(start);
        self.push(c, from..end);
    }

    fn behind(self, before: &Self) -> Self {
        let ends = self.runs.iter().skip(1).map(|next| next.at).chain([self.text.len()]);
        let mut whole = Self::with_capacity(self.text.len());
        let mut written = |piece: &str, from: Range<usize>, even: bool| {
            whole.trace(piece.len(), from, even);
            whole.text.push_str(piece);
        };
        for (run, end) in self.runs.iter().zip(ends) {
            if !run.even {
                written(&self.text[run.at..end], before.origin(run.from..run.to), false);
                continue;
            }
            let first = before.runs.partition_point(|inner| inner.at <= run.from).saturating_sub(1);
            let mut at = run.from;
            for (place, inner) in before.runs.iter().enumerate().skip(first) {
                if at == run.to {
                    break;
                }
                let inner_end = before.runs.get(place + 1).map_or(before.text.len(), |next| next.at);
                let end = inner_end.min(run.to);
                let piece = &self.text[run.at + at - run.from..run.at + end - run.from];
                let from = if inner.even {
                    inner.from + at - inner.at..inner.from + end - inner.at
                } else {
                    inner.from..inner.to
                };
                written(piece, from, inner.even);
                at = end;
            }
        }
        whole
    }
}

/// A text on its way through the steps: as it came, until one of them changes it.
///
/// ```
/// use wordify::text::draft::{Draft, Traced, Written};
/// // A step gives nothing where it has nothing to change.
/// fn without_hyphens<W: Written>(text: &str) -> Option<W> {
///     let mut out = W::with_capacity(text.len());
///     let mut kept = 0;
///     for (at, _) in text.match_indices('-') {
///         out.keep(text, kept..at);
///         kept = at + 1;
///     }
///     out.finished(text, kept)
/// }
/// let draft = Draft::<Traced>::new("a co-op").then(without_hyphens);
/// assert_eq!((draft.text(), draft.origin(2..6)), ("a coop", 2..7));
/// assert_eq!(Draft::<String>::new("a co-op").then(without_hyphens).text(), "a coop");
/// ```
#[derive(Debug, Clone)]
pub struct Draft<'t, W> {
    came: &'t str,
    written: Option<W>,
}

impl<'t, W: Written> Draft<'t, W> {
    /// The text as it came.
    pub fn new(text: &'t str) -> Self {
        Self { came: text, written: None }
    }

    /// The text as it is now.
    pub fn text(&self) -> &str {
        self.written.as_ref().map_or(self.came, W::text)
    }

    /// The text behind one more step; the step gives nothing where nothing changes.
    #[must_use]
    pub fn then(self, step: impl FnOnce(&str) -> Option<W>) -> Self {
        match step(self.text()) {
            Some(written) => self.rewritten(written),
            None => self,
        }
    }

    /// The text when a step has made `written` of it.
    #[must_use]
    pub(crate) fn rewritten(self, written: W) -> Self {
        let written = match &self.written {
            Some(before) => written.behind(before),
            None => written,
        };
        Self { written: Some(written), ..self }
    }

    /// What was written; nothing where the text is as it came.
    pub fn into_written(self) -> Option<W> {
        self.written
    }
}

impl<'t> Draft<'t, String> {
    /// The text as it is now.
    pub fn into_text(self) -> Cow<'t, str> {
        self.written.map_or(Cow::Borrowed(self.came), Cow::Owned)
    }
}

impl Draft<'_, Traced> {
    /// Where `range` of the text as it is now came from.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        self.written.as_ref().map_or(range.clone(), |written| written.origin(range))
    }
}

/// Where `part` stands in `text`, of which it is a slice.
pub(crate) fn range_in(text: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    debug_assert!(start + part.len() <= text.len(), "no slice of the text");
    start..start + part.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lowercase<W: Written>(text: &str) -> Option<W> {
        let mut out = W::default();
        out.push_lowercase(text, 0..text.len());
        Some(out)
    }

    fn exchanged<W: Written>(text: &str, what: &str, with: &str) -> Option<W> {
        let mut out = W::default();
        let mut kept = 0;
        for (at, found) in text.match_indices(what) {
            out.keep(text, kept..at);
            kept = at + found.len();
            out.put(with, at..kept);
        }
        out.keep(text, kept..text.len());
        Some(out)
    }

    #[test]
    fn a_part_of_a_text_leads_back_through_all_steps() {
        let original = "ΟΔΟΣ İstanbul &amp; www.x.de Straße";
        let draft = Draft::<Traced>::new(original)
            .then(|text| exchanged(text, "&amp;", "&"))
            .then(lowercase)
            .then(|text| exchanged(text, "www.x.de", "_url_"))
            .then(|text| exchanged(text, "ß", "ss"))
            .then(|text| exchanged(text, " ", ""));
        assert_eq!(draft.text(), "οδοςi\u{307}stanbul&_url_strasse");
        let written = |part: &str| {
            let at = draft.text().find(part).expect("a part");
            &original[draft.origin(at..at + part.len())]
        };
        for (part, expected) in [
            ("οδος", "ΟΔΟΣ"),
            ("i\u{307}stanbul", "İstanbul"),
            ("\u{307}s", "İs"),
            ("&", "&amp;"),
            ("_url_", "www.x.de"),
            ("rl", "www.x.de"),
            ("strasse", "Straße"),
            ("sse", "ße"),
            ("ul&", "ul &amp;"),
        ] {
            assert_eq!(written(part), expected, "{part}");
        }
        let end = draft.text().len();
        assert_eq!((draft.origin(0..0), draft.origin(end..end)), (0..0, original.len()..original.len()));
    }

    #[test]
    fn what_is_taken_back_leaves_no_trace() {
        let mut out = Traced::default();
        out.keep("ab cde", 0..2);
        out.put("!", 2..3);
        out.keep("ab cde", 3..6);
        out.truncate(4);
        out.replace_last(1, 'x', 6);
        assert_eq!((out.text(), out.origin(3..4), out.origin(0..4)), ("ab!x", 3..6, 0..6));
        out.truncate(1);
        out.keep("ab cde", 4..6);
        assert_eq!((out.text(), out.origin(0..2)), ("ade", 0..5));
        out.truncate(0);
        assert_eq!(out, Traced::default());
    }

    #[test]
    fn a_text_that_no_step_changes_is_not_copied() {
        let draft = Draft::<String>::new("plain").then(|_| None);
        assert!(matches!(draft.into_text(), Cow::Borrowed("plain")));
    }
}
