//! The files of the institution that runs a site: its logo and its legal texts, as they are when a process starts.

use std::fs;
use std::path::Path;

use crate::config::{Legal, LegalText};

/// A logo larger than this would be most of each page.
const LOGO_BYTES_MAX: usize = 200 << 10;
/// A legal text is some pages long.
const TEXT_BYTES_MAX: usize = 200 << 10;
/// What to do about a logo.
const LOGO_REMEDY: &str = "Name a picture in SVG, PNG, JPEG or WebP, of 200 kB at most.";
/// What to do about a text.
const TEXT_REMEDY: &str = "Name a file in Markdown that the user of the service may read, of 200 kB at most.";

/// All of them.
#[derive(Debug, Default)]
pub struct Texts {
    /// Who is responsible, in Markdown.
    pub imprint: Option<String>,
    /// How the institution treats personal data, in Markdown.
    pub privacy: Option<String>,
    /// The statement on accessibility, in Markdown.
    pub accessibility: Option<String>,
    /// Media type and bytes.
    pub logo: Option<(&'static str, Vec<u8>)>,
}

/// A file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextError {
    /// The setting that names it.
    pub key: &'static str,
    /// What is wrong: a sentence without a full stop.
    pub message: String,
    /// What would be right: a whole sentence.
    pub remedy: &'static str,
}

impl Texts {
    /// Reads the files that the settings name.
    ///
    /// # Errors
    /// For the first one that cannot be used.
    pub fn load(legal: &Legal) -> Result<Self, TextError> {
        Ok(Self {
            imprint: text("institution.imprint", legal.imprint.as_ref())?,
            privacy: text("institution.privacy", legal.privacy.as_ref())?,
            accessibility: text("institution.accessibility", legal.accessibility.as_ref())?,
            logo: legal.logo.as_deref().map(logo).transpose()?,
        })
    }
}

fn text(key: &'static str, text: Option<&LegalText>) -> Result<Option<String>, TextError> {
    let Some(LegalText::File(path)) = text else { return Ok(None) };
    let wrong =
        |what: &str| TextError { key, message: format!("{} {what}", path.display()), remedy: TEXT_REMEDY };
    let content = fs::read_to_string(path).map_err(|error| wrong(&format!("cannot be read: {error}")))?;
    match content.trim().len() {
        0 => Err(wrong("is empty")),
        bytes if bytes > TEXT_BYTES_MAX => Err(wrong("is too long")),
        _ => Ok(Some(content)),
    }
}

/// A picture, known by its first bytes: a browser must not take it for something else.
fn logo(path: &Path) -> Result<(&'static str, Vec<u8>), TextError> {
    let wrong = |what: &str| TextError {
        key: "institution.logo",
        message: format!("{} {what}", path.display()),
        remedy: LOGO_REMEDY,
    };
    let bytes = fs::read(path).map_err(|error| wrong(&format!("cannot be read: {error}")))?;
    if bytes.len() > LOGO_BYTES_MAX {
        return Err(wrong("is too large"));
    }
    let begins = |with: &[u8]| bytes.starts_with(with);
    let is_svg = || std::str::from_utf8(&bytes).is_ok_and(|text| text.contains("<svg"));
    let media_type = match () {
        () if begins(b"\x89PNG") => "image/png",
        () if begins(b"\xff\xd8\xff") => "image/jpeg",
        () if begins(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") => "image/webp",
        () if is_svg() => "image/svg+xml",
        () => return Err(wrong("is not a picture that browsers show")),
    };
    Ok((media_type, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_used_is_reported_with_the_setting_that_names_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = |name: &str, content: &[u8]| {
            let path = folder.path().join(name);
            fs::write(&path, content).expect("written");
            path
        };
        let missing =
            Legal { imprint: Some(LegalText::File("/nowhere/imprint.md".into())), ..Legal::default() };
        let empty = Legal { privacy: Some(LegalText::File(file("empty", b" \n"))), ..Legal::default() };
        let long = vec![b'a'; TEXT_BYTES_MAX + 1];
        let long = Legal { accessibility: Some(LegalText::File(file("long", &long))), ..Legal::default() };
        let script = Legal { logo: Some(file("logo.svg", b"<script>")), ..Legal::default() };
        for (legal, key, words) in [
            (missing, "institution.imprint", "cannot be read"),
            (empty, "institution.privacy", "is empty"),
            (long, "institution.accessibility", "is too long"),
            (script, "institution.logo", "not a picture"),
        ] {
            let error = Texts::load(&legal).expect_err(key);
            assert!(error.key == key && error.message.contains(words), "{error:?}");
        }
        let png = Legal { logo: Some(file("logo", b"\x89PNG\r\n")), ..Legal::default() };
        assert_eq!(Texts::load(&png).expect("a picture").logo.map(|(kind, _)| kind), Some("image/png"));
    }
}
