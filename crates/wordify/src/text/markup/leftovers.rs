//! What other formats left in the texts of a corpus: looked for once, and removed from each text.

use super::{code_points, doubled_quotes, entities, line_escapes, without_tags, workbook_escapes};
use crate::count::counted;
use crate::text::draft::{Draft, Written};

/// A written line end is one only where several documents have it: "\n" may stand in a text about programs.
const LINE_ESCAPES_MIN: usize = 2;

/// Makes [`Leftover`] and the table behind it.
macro_rules! kinds {
    ($($variant:ident $name:literal $what:literal $function:ident;)*) => {
        /// A kind of leftover.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        enum Leftover { $($variant,)* }

        impl Leftover {
            const ALL: [Self; [$($name),*].len()] = [$(Self::$variant),*];

            /// What documents hold, and what was done with it.
            fn words(self) -> (&'static str, &'static str) {
                match self { $(Self::$variant => ($name, $what),)* }
            }

            /// The text without it; nothing where it has none.
            fn removed<W: Written>(self, text: &str) -> Option<W> {
                match self { $(Self::$variant => $function(text),)* }
            }
        }
    };
}

// In the order in which they are removed: entities may stand for tags, and tags hold quotation marks.
kinds! {
    WorkbookEscapes "escapes of Excel (_x000D_)" "read as what they stand for" workbook_escapes;
    CodePoints "characters written by their number (\\u00e9, <U+00E9>)" "read as the characters" code_points;
    Entities "HTML entities (&amp;)" "read as their characters" entities;
    Tags "HTML tags (<br>)" "left out" without_tags;
    LineEscapes "written line ends (\\n)" "read as spaces" line_escapes;
    DoubledQuotes "doubled quotation marks" "read as single ones" doubled_quotes;
}

/// Which kinds of leftovers the texts of a corpus hold.
#[derive(Debug, Clone, Default)]
pub(crate) struct Leftovers {
    /// Of each kind, the documents with it.
    documents: [usize; Leftover::ALL.len()],
    /// Whether written line ends are line ends.
    line_escapes: bool,
}

impl Leftovers {
    /// Looks for leftovers in `texts`.
    pub(crate) fn find(texts: &[String]) -> Self {
        let mut found = Self::default();
        let mut certain = 0;
        for text in texts.iter().filter(|text| can_hold(text)) {
            let mut draft = Draft::<String>::new(text);
            for kind in Leftover::ALL {
                let Some(without) = kind.removed(draft.text()) else { continue };
                found.documents[kind as usize] += 1;
                certain += usize::from(kind == Leftover::LineEscapes && has_certain_line_end(draft.text()));
                draft = draft.rewritten(without);
            }
        }
        let documents = found.documents[Leftover::LineEscapes as usize];
        found.line_escapes = certain >= LINE_ESCAPES_MIN && 2 * certain >= documents;
        found
    }

    /// `text` without the leftovers that the corpus holds.
    pub(crate) fn removed<'t, W: Written>(&self, text: &'t str) -> Draft<'t, W> {
        let draft = Draft::new(text);
        if !can_hold(text) {
            return draft;
        }
        let kinds = Leftover::ALL.into_iter().filter(|&kind| self.is_removed(kind));
        kinds.fold(draft, |draft, kind| draft.then(|text| kind.removed(text)))
    }

    fn is_removed(&self, kind: Leftover) -> bool {
        self.documents[kind as usize] > 0 && (kind != Leftover::LineEscapes || self.line_escapes)
    }

    /// A sentence for the user: what was removed, with the number of documents.
    pub(crate) fn note(&self) -> Option<String> {
        let parts: Vec<String> = Leftover::ALL
            .into_iter()
            .filter(|&kind| self.is_removed(kind))
            .map(|kind| {
                let (name, what) = kind.words();
                format!(
                    "{name} in {}: {what}",
                    counted(self.documents[kind as usize], "document", "documents")
                )
            })
            .collect();
        (!parts.is_empty()).then(|| format!("The texts hold traces of other formats. {}.", parts.join("; ")))
    }
}

/// Whether a text has a character that begins a leftover: most have none, and are looked through once.
fn can_hold(text: &str) -> bool {
    memchr::memchr3(b'&', b'<', b'\\', text.as_bytes()).is_some()
        || text.contains("_x")
        || text.contains("\"\"")
}

/// Commands of TeX that begin with n: only these can be meant where a backslash stands right behind a word.
const COMMANDS: [&str; 16] = [
    "nabla",
    "natural",
    "ne",
    "nearrow",
    "neg",
    "neq",
    "newcommand",
    "newline",
    "newpage",
    "ngeq",
    "ni",
    "nleq",
    "noindent",
    "nolimits",
    "notin",
    "nu",
];

/// Whether a written line end is surely one: at the end, before what no name of a command begins with, or right behind a word or a
/// mark that ends a sentence.
fn has_certain_line_end(text: &str) -> bool {
    text.match_indices("\\n").any(|(at, escape)| {
        let behind = &text[at + escape.len()..];
        let is_command = || {
            let name = &text[at + 1..];
            COMMANDS.contains(&&name[..name.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(name.len())])
        };
        let follows = |c: char| c.is_alphabetic() || matches!(c, '.' | '!' | '?' | ',' | ';' | ':' | '…');
        !behind.starts_with(char::is_lowercase) || text[..at].ends_with(follows) && !is_command()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &[&str], expected: &[&str], note: &[&str]) {
        let texts: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
        let leftovers = Leftovers::find(&texts);
        let removed: Vec<_> =
            texts.iter().map(|text| leftovers.removed::<String>(text).into_text()).collect();
        assert_eq!(removed, expected);
        let shown = leftovers.note().unwrap_or_default();
        assert_eq!(shown.is_empty(), note.is_empty(), "{shown}");
        for part in note {
            assert!(shown.contains(part), "{shown}");
        }
    }

    #[test]
    fn what_a_corpus_holds_is_removed_and_reported_with_its_count() {
        check(
            &["AT&amp;T &lt;br&gt; ok", "<p>good</p>", "nice_x000D_", "plain & simple <3"],
            &["AT&T   ok", " good ", "nice ", "plain & simple <3"],
            &["HTML entities (&amp;) in 1 document", "HTML tags (<br>) in 2 documents", "_x000D_"],
        );
        check(
            &["caf\\u00e9", "na<U+00EF>ve", "say \"\"hi\"\""],
            &["café", "naïve", "say \"hi\""],
            &["\\u00e9"],
        );
    }

    #[test]
    fn written_line_ends_are_spaces_where_several_documents_have_them() {
        check(&["one\\nTwo", "three\\n\\nFour"], &["one Two", "three  Four"], &["written line ends"]);
        check(&["print \\n", "plain"], &["print \\n", "plain"], &[]);
        check(
            &["$\\nabla x$", "$\\nu$ and \\tau", "$\\rho$"],
            &["$\\nabla x$", "$\\nu$ and \\tau", "$\\rho$"],
            &[],
        );
    }

    #[test]
    fn a_corpus_without_leftovers_stays_as_it_is() {
        check(
            &["a < b > c & d", "C:\\new\\table", "my_x and \"quotes\""],
            &["a < b > c & d", "C:\\new\\table", "my_x and \"quotes\""],
            &[],
        );
    }
}
