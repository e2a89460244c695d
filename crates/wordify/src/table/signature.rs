//! Binary formats by their first bytes: those that Wordify reads, and those that researchers try.

use super::columns::parquet;
use super::sheet::{archive, ods, xls, xlsb, xlsx};
use super::{Format, READABLE, ReadOptions, Table};
use crate::error::{Error, ErrorKind};

/// A binary format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signature {
    /// A zip archive: xlsx, xlsb or ods, or something else.
    Zip,
    /// An OLE compound file: xls, an encrypted workbook, or something else.
    Compound,
    /// Parquet.
    Parquet,
    /// A format that is not read, by its name.
    Foreign(&'static str),
}

const KNOWN: [(&[u8], Signature); 18] = [
    (b"PK\x03\x04", Signature::Zip),
    (b"PK\x05\x06", Signature::Zip),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Signature::Compound),
    (b"PAR1", Signature::Parquet),
    (b"PARE", Signature::Foreign("an encrypted Parquet file")),
    (b"%PDF", Signature::Foreign("a PDF document")),
    (b"{\\rtf", Signature::Foreign("an RTF document")),
    (b"$FL2", Signature::Foreign("an SPSS file")),
    (b"$FL3", Signature::Foreign("an SPSS file")),
    (b"<stata_dta>", Signature::Foreign("a Stata file")),
    (b"RDX", Signature::Foreign("an R data file")),
    (b"ARROW1", Signature::Foreign("an Arrow or Feather file")),
    (b"SQLite format 3\0", Signature::Foreign("an SQLite database")),
    (b"\x89PNG", Signature::Foreign("a picture")),
    (b"\xff\xd8\xff", Signature::Foreign("a picture")),
    (b"7z\xbc\xaf\x27\x1c", Signature::Foreign("a 7z archive")),
    (b"Rar!", Signature::Foreign("a RAR archive")),
    (b"BZh", Signature::Foreign("a bzip2 file")),
];

/// The binary format that `bytes` begin with; `None` for what can only be text.
pub(super) fn of(bytes: &[u8]) -> Option<Signature> {
    let known = KNOWN.iter().find(|(start, _)| bytes.starts_with(start)).map(|&(_, signature)| signature);
    known.or_else(|| is_web_page(bytes).then_some(Signature::Foreign("a web page or XML document")))
}

/// Shops and survey tools offer "Excel files" that are web pages.
fn is_web_page(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = bytes[..bytes.len().min(200)].trim_ascii_start().to_ascii_lowercase();
    [&b"<!doctype"[..], b"<html", b"<?xml", b"<table"].iter().any(|tag| start.starts_with(tag))
}

impl Signature {
    /// Reads `bytes`, which begin with this signature.
    pub(super) fn read(self, bytes: &[u8], options: &ReadOptions) -> Result<Table, Error> {
        match self {
            Self::Zip => match archive::check(bytes)? {
                Format::Ods => ods::read(bytes, options),
                Format::Xlsb => xlsb::read(bytes, options),
                _ => xlsx::read(bytes, options),
            },
            Self::Compound => xls::read(bytes, options),
            Self::Parquet => parquet::read(bytes),
            Self::Foreign(name) => Err(Error::new(
                ErrorKind::Input,
                format!("the file is {name}, not a table that Wordify can read"),
            )
            .remedy(READABLE)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_table_is_called_by_its_name() {
        let error = Signature::read(of(b"%PDF-1.7").expect("known"), b"%PDF-1.7", &ReadOptions::default());
        assert!(error.expect_err("no table").message().contains("a PDF document"));
        assert_eq!(of(b" \n<html><table>"), Some(Signature::Foreign("a web page or XML document")));
        assert_eq!(of(b"text,label\n"), None);
        assert_eq!(of(b""), None);
    }
}
