//! Bytes of any supported format, or the files of a folder, to a [`Table`] of text cells.
//!
//! Content decides the format; the file's name is a hint for delimited text only. [`read`] is the way in for
//! every format, [`load`] for folders and several files as well: it takes off compression, finds the format, lets one reader gather columns, and
//! looks for double-encoded text. All readers keep to the limits in [`limits`] and count what comes out of a decoder,
//! never what a file declares.
//!
//! A cell is missing when it is empty or white space, null in JSON and Parquet, NA without quotation marks among texts that
//! have them, or what the user says stands for it. The words "NA" and "nan", typed by someone, are text.

mod bytes;
pub mod choice;
mod column;
mod columns;
mod compression;
mod ends;
mod folder;
mod foreign;
mod grid;
mod guard;
mod header;
mod heading;
mod input;
pub mod limits;
pub mod several;
mod sheet;
mod signature;
mod statistics;
mod stored;
mod text;
mod totals;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use ::bytes::Bytes;
use serde::{Deserialize, Serialize};

use self::folder::packed::{self, Packed};
use self::input::FolderDigest;
use self::limits::Limits;
use self::several::Joined;
use self::sheet::archive::{self, Contents};
use self::signature::Signature;
use self::text::charset::Charset;
use self::text::{damage, delimited, double_encoding, encoding, fasttext, jsonl, misread};
use crate::count::{counted, grouped};
use crate::error::{Error, ErrorKind};

pub use column::Column;
pub use guard::panic_is_caught;
pub use input::{Entries, Entry, Fingerprint, Input, NamedFile};
pub use several::Together;
pub use stored::Stored;

/// What to give instead of an unreadable file.
const READABLE: &str = "Save it as csv or xlsx; \
     Wordify reads csv, tsv, xlsx, xlsm, xlsb, xls, ods, parquet, feather, jsonl, SPSS (sav, zsav), Stata (dta), \
     SAS (sas7bdat, xpt) and R (rds, RData), also packed by gzip, zstd, xz, bzip2 or lz4.";

/// A table as it was read: named columns of text cells, all of the same length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The format of the file, such as `csv` or `xlsx`.
    pub format: Format,
    /// How the file was understood, for the report: name and value, such as (`encoding`, `UTF-8`),
    /// (`delimiter`, `,`), (`sheet`, `Data`), (`compression`, `gzip`).
    pub facts: Vec<(&'static str, String)>,
    /// The columns, in the order of the file. Those that [`ReadOptions::columns`] leave out have no cells where the format
    /// stores columns apart.
    pub columns: Vec<Column>,
    /// Rows, the header not counted.
    pub rows: usize,
    /// Row number, as the user's program shows it, of the first data row (2 with a header).
    pub first_row: usize,
    /// Rows of the file that are no data, by their number as the user's program shows it. Header rows are not among
    /// `rows`, the cells of totals and of repeated headers are missing.
    pub set_aside: BTreeMap<usize, SetAside>,
    /// The column whose cells name the rows better than their numbers do: the paths of the files of a folder.
    pub named_by: Option<usize>,
    /// The files, where there are several.
    pub together: Together,
    /// Whether cells were encoded twice ("schÃ¶n"), repaired or not.
    pub is_double_encoded: bool,
    /// What the user should know about the reading.
    pub warnings: Vec<String>,
}

impl Table {
    /// A table whose file has neither header nor rows of another kind: its records are its rows, counted from 1.
    fn of_records(
        format: Format,
        facts: Vec<(&'static str, String)>,
        columns: Vec<Column>,
        rows: usize,
        warnings: Vec<String>,
    ) -> Self {
        Self {
            format,
            facts,
            columns,
            rows,
            first_row: 1,
            set_aside: BTreeMap::new(),
            named_by: None,
            together: Together::default(),
            is_double_encoded: false,
            warnings,
        }
    }

    /// Number of the row at `place` (from 0), as the user's program shows it; of several files, counted through all of them.
    pub fn row(&self, place: usize) -> usize {
        self.together.row(place).unwrap_or(self.first_row + place)
    }

    /// Whether rows are called something that says more than their numbers.
    pub fn names_rows(&self) -> bool {
        self.named_by.is_some() || self.together.is_several()
    }

    /// What `row`, as [`Table::row`] numbers it, is called, where that says more than the number: the path of a file in a
    /// folder, or file and row of several tables. Empty otherwise.
    pub fn name_of_row(&self, row: usize) -> String {
        if let Some(name) = self.together.name(row) {
            return name;
        }
        let column = self.named_by.and_then(|column| self.columns.get(column));
        let place = row.checked_sub(self.first_row).filter(|&place| place < self.rows);
        column.zip(place).map_or_else(String::new, |(column, place)| column.cell(place).to_owned())
    }
}

/// Why a row of the file is not data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetAside {
    /// A title above the header, or a further header row below it, as survey programs write them.
    Header,
    /// The header once more, where files were joined; its cells are missing.
    Repeated,
    /// Totals below a table; its cells are missing.
    Totals,
    /// A file of a folder that could not be read; its text is missing.
    Unreadable,
}

impl SetAside {
    fn rows(headers: &[usize], repeated: &[usize], totals: &[usize]) -> BTreeMap<usize, Self> {
        let each = |rows: &[usize], why: Self| -> Vec<(usize, Self)> {
            rows.iter().map(|&row| (row, why)).collect()
        };
        let all = [each(headers, Self::Header), each(totals, Self::Totals), each(repeated, Self::Repeated)];
        all.concat().into_iter().collect()
    }
}

/// The formats that Wordify reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Delimited text: comma, semicolon, tab, pipe.
    Csv,
    /// One JSON object per line.
    Jsonl,
    /// Excel workbook, Office Open XML (xlsx, xlsm).
    Xlsx,
    /// Excel binary workbook.
    Xlsb,
    /// Excel 97–2003 workbook.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// Apache Parquet.
    Parquet,
    /// A folder of texts, as it is or in a zip archive.
    Folder,
    /// SPSS.
    Sav,
    /// SPSS, packed by zlib.
    Zsav,
    /// Stata.
    Dta,
    /// A SAS transport file.
    Xpt,
    /// A SAS data set.
    Sas7bdat,
    /// One object of R.
    Rds,
    /// A workspace of R.
    RData,
    /// Arrow's own form: a file (Feather) or a stream.
    Arrow,
    /// Several files of more than one format.
    Several,
}

impl Format {
    /// The name in reports and on the terminal: the usual file extension.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
            Self::Xlsx => "xlsx",
            Self::Xlsb => "xlsb",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Parquet => "parquet",
            Self::Folder => "folder",
            Self::Sav => "sav",
            Self::Zsav => "zsav",
            Self::Dta => "dta",
            Self::Xpt => "xpt",
            Self::Sas7bdat => "sas7bdat",
            Self::Rds => "rds",
            Self::RData => "RData",
            Self::Arrow => "arrow",
            Self::Several => "several formats",
        }
    }
}

/// How bytes are read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReadOptions {
    /// The file's name, a hint only: content decides where it can. It belongs to the file and is not written with the rest.
    #[serde(skip)]
    pub file_name: Option<String>,
    /// Sheet to read, by name in any case or by number from 1; the first with data otherwise.
    pub sheet: Option<String>,
    /// Whether double-encoded UTF-8 ("schÃ¶n") is repaired; detected and reported in any case.
    pub repair_encoding: bool,
    /// Row with the names of the columns, from 1 as a spreadsheet program counts; 0 says that there is none. Found
    /// by its looks otherwise. Means delimited text and workbooks only.
    pub header_row: Option<usize>,
    /// Rows at the top that are not looked at. Means delimited text and workbooks only.
    pub skip_rows: usize,
    /// Character set of a text file, by its usual name, such as `windows-1252`, `macintosh` or `CP850`; found by its
    /// letters otherwise.
    pub encoding: Option<String>,
    /// What stands between the cells of delimited text, ASCII; found otherwise.
    pub delimiter: Option<char>,
    /// Whether cells of delimited text may be in quotation marks; found otherwise.
    pub quoting: Option<bool>,
    /// Cells that stand for a missing value, exactly as they are written but for white space around them.
    pub missing: Vec<String>,
    /// Whether zstd may take 2 GB of memory to unpack, as dumps of Reddit need it. It belongs to the machine and is not
    /// written with the rest.
    #[serde(skip)]
    pub large_windows: bool,
    /// The columns that are wanted, each by its name, in any case, or by its number from 1; all where none is named. Parquet
    /// leaves the others unread.
    #[serde(skip)]
    pub columns: Vec<String>,
    /// How large the input may be. It belongs to the machine and is not written with the rest.
    #[serde(skip)]
    pub limits: Limits,
}

impl ReadOptions {
    /// Rows above the header, as far as the user has said.
    fn rows_above(&self) -> usize {
        self.skip_rows.max(self.header_row.unwrap_or(0).saturating_sub(1))
    }

    /// The header as the user has chosen it, or `guess`.
    fn header(&self, guess: grid::Header) -> grid::Header {
        match self.header_row {
            Some(0) => grid::Header::Absent,
            Some(_) => grid::Header::Chosen,
            None => guess,
        }
    }
}

/// Reads the table in `input`, and returns what distinguishes it from any other input.
///
/// # Errors
/// As [`read`]; and what the files of a folder end with.
pub fn load(input: Input<'_>, options: &ReadOptions) -> Result<(Table, Fingerprint), Error> {
    match input {
        Input::Bytes(bytes) => {
            let bytes = Bytes::from(bytes);
            if let Some(files) = bundled(&bytes)? {
                return load(Input::Several(files), options);
            }
            let table = read_packed(&bytes, options, Place::Outside)?;
            Ok((finished(table, options), Fingerprint::of(&bytes)))
        }
        Input::Stored(stored) => load_stored(&stored, options),
        Input::Several(files) => {
            let (table, fingerprint) = several::load(files, options)?;
            Ok((finished(table, options), fingerprint))
        }
        Input::Folder(entries) => {
            let mut digest = FolderDigest::default();
            let entries = entries.inspect(|entry| entry.iter().for_each(|entry| digest.add(entry)));
            let table = folder::gather(entries, chosen_charset(options)?, options.limits)?;
            Ok((finished(table, options), digest.finish()))
        }
    }
}

fn load_stored(stored: &Arc<dyn Stored>, options: &ReadOptions) -> Result<(Table, Fingerprint), Error> {
    if let Some(table) = parquet_in_place(stored, options)? {
        let fingerprint = Fingerprint::of_stored(&**stored).map_err(|error| unreadable(&error))?;
        return Ok((finished(table, options), fingerprint));
    }
    load(Input::Bytes(whole(stored)?), options)
}

/// The table in `stored`, one among several, without what is repaired in the end.
fn table_of_stored(stored: &Arc<dyn Stored>, options: &ReadOptions) -> Result<Table, Error> {
    match parquet_in_place(stored, options)? {
        Some(table) => Ok(table),
        None => read_packed(&whole(stored)?.into(), options, Place::Outside),
    }
}

/// The table in `stored`, if it is Parquet.
fn parquet_in_place(stored: &Arc<dyn Stored>, options: &ReadOptions) -> Result<Option<Table>, Error> {
    let length = usize::try_from(stored.length()).unwrap_or(usize::MAX);
    options.limits.check_bytes(length)?;
    let start = stored.part(0, length.min(signature::LENGTH)).map_err(|error| unreadable(&error))?;
    let is_parquet = signature::of(&start) == Some(Signature::Parquet);
    is_parquet.then(|| columns::parquet::read(Arc::clone(stored), options)).transpose()
}

fn whole(stored: &Arc<dyn Stored>) -> Result<Vec<u8>, Error> {
    let length = usize::try_from(stored.length()).unwrap_or(usize::MAX);
    stored.part(0, length).map_err(|error| unreadable(&error))
}

/// The files in `bytes`, if these are a bundle of several.
fn bundled(bytes: &Bytes) -> Result<Option<Vec<NamedFile>>, Error> {
    let stored: Arc<dyn Stored> = Arc::new(bytes.clone());
    several::bundle::open(&stored)
}

fn unreadable(error: &io::Error) -> Error {
    Error::new(ErrorKind::Input, format!("the file cannot be read: {error}"))
        .remedy("See that nothing changes or moves it meanwhile, or copy it to a disk of this machine.")
}

/// Reads the table in `bytes`, of which it makes a copy; [`load`] makes none.
///
/// # Errors
/// [`ErrorKind::Input`] for bytes that are no table, damaged, encrypted or wrongly quoted;
/// [`ErrorKind::Limit`] beyond the [`limits`]; [`ErrorKind::Column`] for a sheet that does not exist.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Table, Error> {
    let bytes = Bytes::copy_from_slice(bytes);
    if let Some(files) = bundled(&bytes)? {
        return load(Input::Several(files), options).map(|(table, _)| table);
    }
    Ok(finished(read_packed(&bytes, options, Place::Outside)?, options))
}

/// Where bytes come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// From the user.
    Outside,
    /// From an archive, which holds no further one.
    InArchive,
}

fn read_packed(bytes: &Bytes, options: &ReadOptions, place: Place) -> Result<Table, Error> {
    options.limits.check_bytes(bytes.len())?;
    let (plain, layers) = compression::expand(bytes, options)?;
    let mut table = match signature::of(&plain) {
        Some(Signature::Zip) => read_archive(&plain, options, place)?,
        Some(Signature::Tar) => {
            read_files(packed::open_tar(&plain, options.limits)?, "tar archive", options, place)?
        }
        Some(Signature::Parquet) => {
            // Shared, since the file may be as large as the memory that is left.
            let shared = match plain {
                Cow::Borrowed(_) => bytes.clone(),
                Cow::Owned(plain) => plain.into(),
            };
            columns::parquet::read(Arc::new(shared), options)?
        }
        Some(signature) => signature.read(&plain, options)?,
        None => read_text(&plain, options)?,
    };
    if !layers.is_empty() {
        table.facts.push(("compression", layers.join(", ")));
    }
    Ok(table)
}

/// A zip archive: a workbook, a packed table, or a folder of texts.
fn read_archive(bytes: &[u8], options: &ReadOptions, place: Place) -> Result<Table, Error> {
    match archive::check(bytes)? {
        Contents::Workbook(Format::Ods) => sheet::ods::read(bytes, options),
        Contents::Workbook(Format::Xlsb) => sheet::xlsb::read(bytes, options),
        Contents::Workbook(_) => sheet::xlsx::read(bytes, options),
        Contents::Files => {
            read_files(packed::open_zip(bytes, options.limits)?, "zip archive", options, place)
        }
    }
}

/// The files of an archive of a kind, which is not a workbook: a table, several, or a folder of texts.
fn read_files(
    files: Packed<'_>,
    kind: &'static str,
    options: &ReadOptions,
    place: Place,
) -> Result<Table, Error> {
    if place == Place::InArchive {
        return Err(Error::new(ErrorKind::Input, format!("the archive holds another archive, a {kind}"))
            .remedy("Unpack it first."));
    }
    match files {
        Packed::Table { name, bytes } => {
            let inside = ReadOptions { file_name: Some(name.clone()), ..options.clone() };
            let mut table = read_packed(&bytes.into(), &inside, Place::InArchive)?;
            table.facts.push((kind, name));
            Ok(table)
        }
        Packed::Tables { files, others } => {
            let mut joined = Joined::new(options);
            for file in files {
                let (name, bytes) = file?;
                joined.add(&name, |inside| read_packed(&bytes.into(), inside, Place::InArchive))?;
            }
            joined.leave_out(others.into_iter());
            joined.finish()
        }
        Packed::Files(files) => folder::gather(files, chosen_charset(options)?, options.limits),
    }
}

/// Repairs what the cells of any format may need.
fn finished(mut table: Table, options: &ReadOptions) -> Table {
    let mut columns = std::mem::take(&mut table.columns);
    let repaired = double_encoding::treat(&mut columns, |place| table.row(place), options.repair_encoding);
    let misread = misread::warning(&columns, |place| table.row(place));
    // Where decoding lost letters itself, its warning says so.
    let has_reported = table.warnings.iter().any(|warning| warning.contains('\u{fffd}'));
    let lost = if has_reported { None } else { damage::lost(&columns, |place| table.row(place)) };
    table.columns = columns;
    table.is_double_encoded = repaired.is_some();
    table.warnings.extend(damage::treat(&mut table.columns, options.repair_encoding));
    mark_missing(&mut table.columns, &options.missing);
    table.warnings.extend(repaired.into_iter().chain(misread).chain(lost));
    table
}

/// Takes the cells that the user says are missing for missing.
fn mark_missing(columns: &mut [Column], signs: &[String]) {
    if signs.is_empty() {
        return;
    }
    for column in columns {
        let is_sign =
            |cell: &str| !cell.trim().is_empty() && signs.iter().any(|sign| sign.trim() == cell.trim());
        let rows: Vec<usize> =
            column.cells().enumerate().filter(|(_, cell)| is_sign(cell)).map(|(row, _)| row).collect();
        if !rows.is_empty() {
            column.mark_missing(rows);
        }
    }
}

fn read_text(bytes: &[u8], options: &ReadOptions) -> Result<Table, Error> {
    let decoded = encoding::decode(bytes, chosen_charset(options)?);
    let mut facts = vec![("encoding", decoded.encoding)];
    let mut warnings: Vec<String> = decoded.warning.into_iter().collect();
    options.limits.check_bytes(decoded.text.len())?;
    let file_name = options.file_name.as_deref();
    let text = without_nuls(decoded.text, file_name, &mut warnings)?;
    check_is_text(&text, file_name)?;
    let text = without_marks(text);
    // The end of a file, as DOS marked it.
    let text = text.trim_end_matches('\u{1a}');
    // A byte order mark that was encoded twice.
    let text = text.strip_prefix("ï»¿").unwrap_or(text);
    if text.trim().is_empty() {
        return Err(empty_file());
    }
    if jsonl::looks_like_json(text) {
        let jsonl::Json { columns, rows, facts: of_form, warnings: of_rows } =
            jsonl::read(text, options.limits)?;
        facts.extend(of_form);
        warnings.extend(of_rows);
        return Ok(Table::of_records(Format::Jsonl, facts, columns, rows, warnings));
    }
    if let Some(error) = jsonl::refusal(text) {
        return Err(error);
    }
    if fasttext::looks_like_it(text) {
        let fasttext::Lines { columns, rows, warnings: of_lines } = fasttext::read(text, options.limits)?;
        facts.push(("form", "fastText".to_owned()));
        warnings.extend(of_lines);
        return Ok(Table::of_records(Format::Csv, facts, columns, rows, warnings));
    }
    let read = delimited::read(text, name_promises_tabs(options), options)?;
    facts.extend(read.facts);
    warnings.extend(read.warnings);
    let grid::Gathered { columns, rows, first_row, header, set_aside, repeated, warnings: of_header, .. } =
        read.gathered;
    facts.push(("header", if header == "row 1" { "first row".to_owned() } else { header }));
    warnings.extend(of_header);
    Ok(Table {
        format: Format::Csv,
        facts,
        columns,
        rows,
        first_row,
        set_aside: SetAside::rows(&set_aside, &repeated, &[]),
        named_by: None,
        together: Together::default(),
        is_double_encoded: false,
        warnings,
    })
}

/// Some programs pad with NULs; much more of them means that this is not text.
fn without_nuls<'a>(
    text: Cow<'a, str>,
    file_name: Option<&str>,
    warnings: &mut Vec<String>,
) -> Result<Cow<'a, str>, Error> {
    let nuls = memchr::memchr_iter(0, text.as_bytes()).count();
    if nuls == 0 {
        return Ok(text);
    }
    if nuls > text.len() / 10 {
        return Err(foreign::noise(file_name));
    }
    let line = text.split('\0').next().map_or(0, |before| before.matches('\n').count()) + 1;
    warnings.push(format!(
        "{} left out; the first was in line {}.",
        counted(nuls, "NUL byte was", "NUL bytes were"),
        grouped(line)
    ));
    Ok(Cow::Owned(text.replace('\0', "")))
}

/// The character set that the user has chosen.
fn chosen_charset(options: &ReadOptions) -> Result<Option<Charset>, Error> {
    options.encoding.as_deref().map(charset).transpose()
}

/// The character set that the user calls `name`.
fn charset(name: &str) -> Result<Charset, Error> {
    Charset::named(name).ok_or_else(|| {
        Error::new(ErrorKind::Setting, format!("there is no encoding \"{}\"", choice::shortened(name))).remedy(
            "Name one as programs do, such as utf-8, windows-1252, windows-1250, iso-8859-15, macintosh, CP850, \
             shift_jis, gbk or big5.",
        )
    })
}

/// Characters at the beginning in which control characters are counted.
const CONTROLS_SAMPLE: usize = 8192;
/// One control character in this many is more than any text has.
const CHARS_PER_CONTROL: usize = 50;
/// Control characters that a text may have whatever its length.
const CONTROLS_FREE: usize = 4;

/// # Errors
/// [`ErrorKind::Input`] for what holds control characters as only programs and compressed data do.
fn check_is_text(text: &str, file_name: Option<&str>) -> Result<(), Error> {
    // Those from 80 to 9F come of a wrong encoding, which the caller is warned of.
    let is_wrong = |c: char| c.is_ascii_control() && !"\t\n\r\u{b}\u{c}\u{1a}\u{1b}".contains(c);
    let (mut chars, mut controls) = (0, 0);
    for c in text.chars().take(CONTROLS_SAMPLE) {
        chars += 1;
        controls += usize::from(is_wrong(c));
    }
    if controls > CONTROLS_FREE && controls > chars / CHARS_PER_CONTROL {
        return Err(foreign::noise(file_name));
    }
    Ok(())
}

/// Byte order marks where files were joined, each with its own.
fn without_marks(text: Cow<'_, str>) -> Cow<'_, str> {
    const JOINED: &str = "\n\u{feff}";
    if text.contains(JOINED) { Cow::Owned(text.replace(JOINED, "\n")) } else { text }
}

fn name_promises_tabs(options: &ReadOptions) -> bool {
    let name = options.file_name.as_deref().unwrap_or_default().to_lowercase();
    let packings = [".gz", ".zst", ".xz", ".bz2", ".lz4"];
    let name = packings.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
    name.ends_with(".tsv") || name.ends_with(".tab")
}

fn empty_file() -> Error {
    Error::new(ErrorKind::Input, "the file is empty")
        .remedy("Give a table with a text and a label in each row, and a header such as text,label.")
}
