//! Texts of a file in the character set that it declares, that the user names, or that its bytes look like.

use std::borrow::Cow;

use crate::count::counted;
use crate::error::Error;
use crate::table::ReadOptions;
use crate::table::text::charset::Charset;

/// What a file without a declared character set is read in where it is not UTF-8: the one that the packages wrote in on
/// most machines of their time.
const USUAL: &str = "windows-1252";

/// The character set of a file, and what went wrong with it.
#[derive(Debug)]
pub(in crate::table) struct Letters {
    charset: Option<Charset>,
    /// Texts that are not UTF-8 though nothing else is declared.
    guessed: usize,
    /// Texts with bytes that the character set does not have.
    wrong: usize,
}

impl Letters {
    /// The character set that `options` name, or else the one that the file calls `declared`.
    pub(in crate::table) fn new(declared: Option<&str>, options: &ReadOptions) -> Result<Self, Error> {
        let chosen = options.encoding.as_deref().map(crate::table::charset).transpose()?;
        Ok(Self { charset: chosen.or_else(|| declared.and_then(Charset::named)), guessed: 0, wrong: 0 })
    }

    /// The text of `bytes` without the blanks and NULs behind it.
    pub(in crate::table) fn trimmed<'a>(&mut self, bytes: &'a [u8]) -> Cow<'a, str> {
        let used = bytes.iter().rposition(|&byte| byte != b' ' && byte != 0).map_or(0, |last| last + 1);
        self.decode(&bytes[..used])
    }

    /// The text of `bytes` up to the first NUL, as C has them.
    pub(in crate::table) fn terminated<'a>(&mut self, bytes: &'a [u8]) -> Cow<'a, str> {
        self.trimmed(&bytes[..memchr::memchr(0, bytes).unwrap_or(bytes.len())])
    }

    /// The text of `bytes`.
    pub(in crate::table) fn decode<'a>(&mut self, bytes: &'a [u8]) -> Cow<'a, str> {
        if bytes.is_ascii()
            && let Ok(text) = std::str::from_utf8(bytes)
        {
            return Cow::Borrowed(text);
        }
        let charset = match (self.charset, std::str::from_utf8(bytes)) {
            (None, Ok(text)) => return Cow::Borrowed(text),
            (None, Err(_)) => {
                self.guessed += 1;
                Charset::named(USUAL)
            }
            (known, _) => known,
        };
        let Some(charset) = charset else { return String::from_utf8_lossy(bytes) };
        let (text, is_wrong) = charset.decode(bytes);
        self.wrong += usize::from(is_wrong);
        text
    }

    /// The name of the character set, for the report.
    pub(in crate::table) fn name(&self) -> String {
        match self.charset {
            Some(charset) => charset.name().to_owned(),
            None if self.guessed > 0 => format!("{USUAL} (not declared)"),
            None => "UTF-8 (not declared)".to_owned(),
        }
    }

    /// What the user should know.
    pub(in crate::table) fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if self.guessed > 0 {
            warnings.push(format!(
                "The file does not say its encoding; {} not UTF-8 and taken for {USUAL}. If accents look wrong, name it \
                 (--encoding windows-1251).",
                counted(self.guessed, "text is", "texts are")
            ));
        }
        if self.wrong > 0 {
            warnings.push(format!(
                "{} bytes that the encoding of the file does not have, shown as \u{fffd}. If many look wrong, name the \
                 encoding (--encoding windows-1252).",
                counted(self.wrong, "text has", "texts have")
            ));
        }
        warnings
    }
}
