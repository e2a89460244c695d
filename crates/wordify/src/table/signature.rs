//! Binary formats by their first bytes: those that Wordify reads, and those that researchers try.

use super::columns::arrow;
use super::sheet::xls;
use super::statistics::{dta, rdata, sas, sav};
use super::{READABLE, ReadOptions, Table};
use crate::error::{Error, ErrorKind};

/// A binary format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signature {
    /// A zip archive: xlsx, xlsb or ods, or something else, for the caller to see.
    Zip,
    /// An OLE compound file: xls, an encrypted workbook, or something else.
    Compound,
    /// Parquet, for the caller to read.
    Parquet,
    /// SPSS.
    Sav,
    /// Stata.
    Dta,
    /// A SAS transport file.
    Xpt,
    /// A SAS data set.
    Sas7bdat,
    /// Arrow's own form, a file or a stream.
    Arrow,
    /// Objects of R, one or a workspace of them.
    R,
    /// A format that is not read, by its name, and how to export from the program that writes it.
    Foreign(&'static str, &'static str),
}

const SAVE: &str = "";
const SPSS: &str = "In SPSS: File, Save As, type Excel (xlsx), with value labels instead of values. ";
const PYTHON: &str =
    "In pandas: data.to_parquet(\"data.parquet\") or data.to_csv(\"data.csv\", index=False). ";
const ARROW: &str =
    "In R: arrow::write_parquet(data, \"data.parquet\"); in pandas: data.to_parquet(\"data.parquet\"). ";
const ARCHIVE: &str = "Unpack it, and give the table inside. ";

const KNOWN: [(&[u8], Signature); 46] = [
    (b"PK\x03\x04", Signature::Zip),
    (b"PK\x05\x06", Signature::Zip),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Signature::Compound),
    (b"PAR1", Signature::Parquet),
    (b"PARE", Signature::Foreign("an encrypted Parquet file", SAVE)),
    (b"%PDF", Signature::Foreign("a PDF document", SAVE)),
    (b"{\\rtf", Signature::Foreign("an RTF document", SAVE)),
    (b"$FL2", Signature::Sav),
    (b"$FL3", Signature::Sav),
    (b"<stata_dta>", Signature::Dta),
    (sas::data::SIGNATURE, Signature::Sas7bdat),
    (b"HEADER RECORD*******L", Signature::Xpt),
    (b"RDX2\n", Signature::R),
    (b"RDX3\n", Signature::R),
    (b"RDA2\n", Signature::R),
    (b"RDA3\n", Signature::R),
    (b"RDB2\n", Signature::R),
    (b"RDB3\n", Signature::R),
    (b"X\n\0\0\0", Signature::R),
    (b"A\n2\n", Signature::R),
    (b"A\n3\n", Signature::R),
    (b"B\n\x02\0\0\0", Signature::R),
    (b"B\n\x03\0\0\0", Signature::R),
    (b"ARROW1", Signature::Arrow),
    (b"FEA1", Signature::Foreign("a Feather file of version 1", ARROW)),
    (b"\xff\xff\xff\xff", Signature::Arrow),
    (b"Obj\x01", Signature::Foreign("an Avro file", PYTHON)),
    (b"\x80\x02", Signature::Foreign("a pickle of Python", PYTHON)),
    (b"\x80\x03", Signature::Foreign("a pickle of Python", PYTHON)),
    (b"\x80\x04", Signature::Foreign("a pickle of Python", PYTHON)),
    (b"\x80\x05", Signature::Foreign("a pickle of Python", PYTHON)),
    (b"\x93NUMPY", Signature::Foreign("an array of numpy", PYTHON)),
    (b"\x89HDF", Signature::Foreign("an HDF5 file", PYTHON)),
    (b"MATLAB 5.0", Signature::Foreign("a MATLAB file", "In MATLAB: writetable(data, \"data.csv\"). ")),
    (b"SQLite format 3\0", Signature::Foreign("an SQLite database", "Export the table or query as csv. ")),
    (
        b"\0\x01\0\0Standard ",
        Signature::Foreign("an Access database", "Export the table or query as csv or xlsx. "),
    ),
    (b"ID;PWXL", Signature::Foreign("a SYLK file", SAVE)),
    (b"ID;PSCALC", Signature::Foreign("a SYLK file", SAVE)),
    (b"TABLE\r\n0,1", Signature::Foreign("a DIF file", SAVE)),
    (b"TABLE\n0,1", Signature::Foreign("a DIF file", SAVE)),
    (b"\x89PNG", Signature::Foreign("a picture", SAVE)),
    (b"\xff\xd8\xff", Signature::Foreign("a picture", SAVE)),
    (b"GIF89a", Signature::Foreign("a picture", SAVE)),
    (b"7z\xbc\xaf\x27\x1c", Signature::Foreign("a 7z archive", ARCHIVE)),
    (b"Rar!", Signature::Foreign("a RAR archive", ARCHIVE)),
    (b"\x7fELF", Signature::Foreign("a program", SAVE)),
];

/// The binary format that `bytes` begin with; `None` for what can only be text.
pub(super) fn of(bytes: &[u8]) -> Option<Signature> {
    let known = KNOWN.iter().find(|(start, _)| bytes.starts_with(start)).map(|&(_, signature)| signature);
    let web_page = || {
        let name = "a web page or XML document";
        is_web_page(bytes)
            .then_some(Signature::Foreign(name, "Open it in a spreadsheet program: its ending may say xls. "))
    };
    known.or_else(web_page).or_else(|| inside(bytes))
}

/// Formats whose sign does not stand at the beginning, or whose beginning may be text.
fn inside(bytes: &[u8]) -> Option<Signature> {
    if bytes.get(257..262) == Some(b"ustar") {
        return Some(Signature::Foreign("a tar archive", ARCHIVE));
    }
    let start = &bytes[..bytes.len().min(300)];
    if memchr::memmem::find(start, b"SPSS PORT FILE").is_some() {
        return Some(Signature::Foreign("an SPSS portable file", SPSS));
    }
    // Stata before version 13: its version, the order of bytes, 1, 0.
    if let [104..=115, 1 | 2, 1, 0, ..] = bytes {
        return Some(Signature::Dta);
    }
    // ORC stands at both ends; at the beginning alone it may begin a name.
    if bytes.starts_with(b"ORC") && bytes.len() > 4 && bytes[..bytes.len() - 1].ends_with(b"ORC") {
        return Some(Signature::Foreign("an ORC file", PYTHON));
    }
    // dBase: its version, and a date whose month and day are such.
    if let [0x03 | 0x83 | 0xf5, _, 1..=12, 1..=31, ..] = bytes
        && bytes.get(12..28).is_some_and(|reserved| reserved.iter().all(|&byte| byte == 0))
    {
        return Some(Signature::Foreign("a dBase file", SAVE));
    }
    None
}

/// Shops and survey tools offer "Excel files" that are web pages.
fn is_web_page(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = bytes[..bytes.len().min(200)].trim_ascii_start().to_ascii_lowercase();
    [&b"<!doctype"[..], b"<html", b"<?xml", b"<table"].iter().any(|tag| start.starts_with(tag))
}

impl Signature {
    /// Reads `bytes`, which begin with this signature and are no archive.
    pub(super) fn read(self, bytes: &[u8], options: &ReadOptions) -> Result<Table, Error> {
        match self {
            Self::Zip | Self::Parquet => Err(super::sheet::archive::damaged()),
            Self::Compound => xls::read(bytes, options),
            Self::Sav => sav::read(bytes, options),
            Self::Dta => dta::read(bytes, options),
            Self::Xpt => sas::xpt::read(bytes, options),
            Self::Sas7bdat => sas::data::read(bytes, options),
            Self::R => rdata::read(bytes, options),
            Self::Arrow => arrow::read(bytes, options),
            Self::Foreign(name, export) => Err(Error::new(
                ErrorKind::Input,
                format!("the file is {name}, not a table that Wordify can read"),
            )
            .remedy(format!("{export}{READABLE}"))),
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
        let named = |bytes: &[u8]| match of(bytes) {
            Some(Signature::Foreign(name, _)) => Some(name),
            _ => None,
        };
        assert_eq!(named(b" \n<html><table>"), Some("a web page or XML document"));
        let mut tar = vec![b'a'; 257];
        tar.extend(b"ustar\0");
        assert_eq!(named(&tar), Some("a tar archive"));
        assert_eq!(of(b"r\x02\x01\0"), Some(Signature::Dta));
        let mut dbase = vec![3, 124, 5, 1];
        dbase.extend([0; 28]);
        assert_eq!(named(&dbase), Some("a dBase file"));
        let orc = [&b"ORC"[..], &[0; 40], b"ORC\x17"].concat();
        assert_eq!((named(&orc), named(b"ORCID,text\n")), (Some("an ORC file"), None));
        assert_eq!(of(b"text,label\n"), None);
        assert_eq!(of(b""), None);
    }
}
