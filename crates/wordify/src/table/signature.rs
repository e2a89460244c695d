//! Binary formats by their first bytes: those that Wordify reads, and those that researchers try.

use super::columns::arrow;
use super::foreign::{self, Foreign};
use super::sheet::xls;
use super::statistics::{dta, rdata, sas, sav};
use super::{ReadOptions, Table};
use crate::error::Error;

/// A binary format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signature {
    /// A zip archive: xlsx, xlsb or ods, or something else, for the caller to see.
    Zip,
    /// A tar archive, for the caller to look into.
    Tar,
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
    /// A format that is not read.
    Foreign(Foreign),
}

/// Bytes by which a file of Parquet is recognized.
pub(super) const LENGTH: usize = 4;

const KNOWN: [(&[u8], Signature); 22] = [
    (b"PK\x03\x04", Signature::Zip),
    (b"PK\x05\x06", Signature::Zip),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Signature::Compound),
    (b"PAR1", Signature::Parquet),
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
    (b"\xff\xff\xff\xff", Signature::Arrow),
];

/// The binary format that `bytes` begin with; `None` for what can only be text.
pub(super) fn of(bytes: &[u8]) -> Option<Signature> {
    let known = KNOWN.iter().find(|(start, _)| bytes.starts_with(start)).map(|&(_, signature)| signature);
    let is_tar = bytes.get(257..262) == Some(b"ustar");
    known
        .or_else(|| is_tar.then_some(Signature::Tar))
        .or_else(|| stata(bytes))
        .or_else(|| foreign::of(bytes).map(Signature::Foreign))
}

/// Stata before version 13: its version, the order of bytes, 1, 0.
fn stata(bytes: &[u8]) -> Option<Signature> {
    matches!(bytes, [104..=115, 1 | 2, 1, 0, ..]).then_some(Signature::Dta)
}

impl Signature {
    /// Reads `bytes`, which begin with this signature and are no archive.
    pub(super) fn read(self, bytes: &[u8], options: &ReadOptions) -> Result<Table, Error> {
        match self {
            Self::Zip | Self::Tar | Self::Parquet => Err(super::sheet::archive::damaged()),
            Self::Compound => xls::read(bytes, options),
            Self::Sav => sav::read(bytes, options),
            Self::Dta => dta::read(bytes, options),
            Self::Xpt => sas::xpt::read(bytes, options),
            Self::Sas7bdat => sas::data::read(bytes, options),
            Self::R => rdata::read(bytes, options),
            Self::Arrow => arrow::read(bytes, options),
            Self::Foreign(foreign) => Err(foreign.error()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_files_of_stata_have_no_word_at_the_beginning() {
        assert_eq!(of(b"r\x02\x01\0"), Some(Signature::Dta));
        assert_eq!(of(b"text,label\n"), None);
        assert_eq!(of(b""), None);
    }
}
