//! Where reports go, and how they get there: whole or not at all.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;
use wordify::Error;
use wordify::report::{self, Report};

use crate::arguments::{self, Analyze};
use crate::failure::Failure;
use crate::interrupt;

/// The formats of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// Excel workbook
    Xlsx,
    /// Comma-separated values
    Csv,
    /// The whole report as one JSON document
    Json,
    /// One JSON object per line and term
    Jsonl,
    /// A web page with pictures
    Html,
}

impl Format {
    const ALL: [Self; 5] = [Self::Xlsx, Self::Csv, Self::Json, Self::Jsonl, Self::Html];

    fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Html => "html",
        }
    }

    fn of_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        let known = Self::ALL.into_iter().find(|format| format.extension() == extension);
        known.or((extension == "htm").then_some(Self::Html))
    }

    fn make(self, report: &Report) -> Result<Vec<u8>, Error> {
        match self {
            Self::Xlsx => report::xlsx(report),
            Self::Csv => report::csv(report),
            Self::Json => report::json(report),
            Self::Jsonl => report::jsonl(report),
            Self::Html => report::html(report),
        }
    }
}

/// One report to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    format: Format,
    /// None for standard output.
    pub(crate) path: Option<PathBuf>,
}

/// A report that was made.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) path: PathBuf,
    pub(crate) bytes: u64,
}

/// Decides before the work begins where the reports go, so that a mistake is told at once.
pub(crate) fn plan(options: &Analyze) -> Result<Vec<Output>, Failure> {
    let wanted = if options.out.is_empty() { vec![PathBuf::from(".")] } else { options.out.clone() };
    let outputs =
        wanted.iter().map(|path| plan_one(options, path)).collect::<Result<Vec<Output>, Failure>>()?;
    for (index, output) in outputs.iter().enumerate() {
        if outputs[..index].iter().any(|earlier| earlier.path == output.path) {
            return Err(Failure::usage("two reports would go to the same place")
                .at(shown(output))
                .remedy("Give each --out another path."));
        }
    }
    Ok(outputs)
}

fn plan_one(options: &Analyze, path: &Path) -> Result<Output, Failure> {
    let Some(path) = arguments::as_file(path) else {
        let format = options.format.unwrap_or(Format::Csv);
        if format == Format::Xlsx && io::stdout().is_terminal() {
            return Err(Failure::usage("a workbook cannot be shown on a terminal")
                .remedy("Send the output to a file or a program, or choose --format csv."));
        }
        return Ok(Output { format, path: None });
    };
    let output = if path.is_dir() {
        let format = options.format.unwrap_or(Format::Xlsx);
        let folder = if path == Path::new(".") { Path::new("") } else { path };
        Output { format, path: Some(folder.join(default_name(&options.input.file, format))) }
    } else {
        let format = options.format.or_else(|| Format::of_path(path)).ok_or_else(|| {
            Failure::usage("the format of the report is not clear")
                .at(format!("--out {}", path.display()))
                .remedy("End the name in .xlsx, .csv, .json, .jsonl or .html, or give --format.")
        })?;
        Output { format, path: Some(path.to_path_buf()) }
    };
    check_place(&output, &options.input.file)?;
    Ok(output)
}

/// `data/reviews.csv.gz` becomes `reviews.wordify.xlsx`.
fn default_name(input: &Path, format: Format) -> String {
    let name = arguments::as_file(input).and_then(Path::file_name).map(OsStr::to_string_lossy);
    let extension = format.extension();
    let Some(name) = name else { return format!("wordify.{extension}") };
    let plain = [".gz", ".zst"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
    let stem = Path::new(plain).file_stem().map_or(plain.into(), OsStr::to_string_lossy);
    format!("{stem}.wordify.{extension}")
}

/// The folder must exist, and the report must not replace the input.
fn check_place(output: &Output, input: &Path) -> Result<(), Failure> {
    let Some(path) = &output.path else { return Ok(()) };
    if !folder_of(path).is_dir() {
        return Err(Failure::usage("the folder for the report does not exist")
            .at(folder_of(path).display().to_string())
            .remedy("Create it, or choose another --out."));
    }
    let is_input = arguments::as_file(input).is_some_and(|input| {
        matches!((fs::canonicalize(input), fs::canonicalize(path)), (Ok(input), Ok(path)) if input == path)
    });
    if is_input {
        return Err(Failure::usage("the report would replace the input")
            .at(path.display().to_string())
            .remedy("Choose another --out."));
    }
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

fn shown(output: &Output) -> String {
    output.path.as_ref().map_or_else(|| "standard output".into(), |path| path.display().to_string())
}

/// Makes all reports, then writes them; what goes to standard output is not listed.
pub(crate) fn write_all(outputs: &[Output], report: &Report) -> Result<Vec<Written>, Failure> {
    let made: Vec<(&Output, Vec<u8>)> = outputs
        .iter()
        .map(|output| Ok((output, output.format.make(report)?)))
        .collect::<Result<_, Error>>()?;
    // A large workbook takes seconds; who pressed Ctrl-C meanwhile wants no file.
    interrupt::check()?;
    let mut written = Vec::new();
    for (output, bytes) in made {
        match &output.path {
            Some(path) => {
                write_whole(path, &bytes)?;
                written.push(Written { path: path.clone(), bytes: bytes.len() as u64 });
            }
            None => print(&bytes)?,
        }
    }
    Ok(written)
}

/// Writes `bytes` to `path`, whole or not at all.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_file(path, bytes).map_err(|error| Failure::write(path.display(), &error))
}

/// Writes `bytes` to standard output; a reader that has seen enough (`| head`) is no error.
pub(crate) fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    match output.write_all(bytes).and_then(|()| output.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::write("standard output", &error))
        }
        _ => Ok(()),
    }
}

/// Writes a temporary file beside `path` and renames it, so that the name always stands for a whole file.
fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let is_special = fs::metadata(path).is_ok_and(|metadata| !metadata.is_file());
    if is_special {
        return fs::write(path, bytes); // A pipe or a device, which no rename may replace.
    }
    // A link stays a link: what it points to is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let folder = folder_of(&target);
    let mut file = temporary_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(&target).map_err(|error| error.error)?;
    // The new name is safe on disk once the folder is; some file systems cannot sync folders.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

fn temporary_in(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".wordify-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new file: the user's umask decides. The default would hide it from everyone else.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_name_drops_folder_format_and_compression() {
        let name = |input: &str| default_name(Path::new(input), Format::Xlsx);
        assert_eq!(name("data/reviews.csv.gz"), "reviews.wordify.xlsx");
        assert_eq!(name("my reviews.xlsx"), "my reviews.wordify.xlsx");
        assert_eq!(name("a.b.tsv"), "a.b.wordify.xlsx");
        assert_eq!(name("-"), "wordify.xlsx");
    }

    #[test]
    fn the_format_follows_the_ending() {
        assert_eq!(Format::of_path(Path::new("A.HTML")), Some(Format::Html));
        assert_eq!(Format::of_path(Path::new("a.htm")), Some(Format::Html));
        assert_eq!(Format::of_path(Path::new("a.txt")), None);
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_else_is_left_in_the_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.csv");
        fs::write(&path, "old and longer").expect("written");
        write_file(&path, b"new").expect("written");
        assert_eq!(fs::read(&path).expect("read"), b"new");
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_others_may_read_the_file() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let (file, link) = (folder.path().join("a.csv"), folder.path().join("link.csv"));
        fs::write(&file, "old").expect("written");
        std::os::unix::fs::symlink(&file, &link).expect("linked");
        write_file(&link, b"new").expect("written");
        assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
        assert_eq!(fs::read(&file).expect("read"), b"new");
        let mode = fs::metadata(&file).expect("there").permissions().mode();
        assert_ne!(mode & 0o044, 0, "mode {mode:o}");
    }
}
