//! Which reports are made of a run, and where they are written.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use wordify::Error;
use wordify::report::{Format, Report};

use crate::arguments::{self, Analyze};
use crate::failure::Failure;
use crate::interrupt;
use crate::writing::{folder_of, print, write_whole};

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

/// Decides before the work begins where the reports of each of `files` are written, so that a mistake is reported at once.
pub(crate) fn plan(options: &Analyze, files: &[&PathBuf]) -> Result<Vec<Vec<Output>>, Failure> {
    let wanted = if options.out.is_empty() { vec![PathBuf::from(".")] } else { options.out.clone() };
    if let Some(one) = wanted.iter().find(|path| files.len() > 1 && !path.is_dir()) {
        return Err(Failure::usage("each of several files gets a result of its own")
            .at(format!("--out {}", one.display()))
            .remedy("Name a folder that exists, and the formats by --format; or leave --out away."));
    }
    let of_file = |file: &&PathBuf| -> Result<Vec<Output>, Failure> {
        wanted.iter().map(|path| plan_one(options, file, path)).collect()
    };
    let plans = files.iter().map(of_file).collect::<Result<Vec<_>, _>>()?;
    let outputs: Vec<&Output> = plans.iter().flatten().collect();
    for (index, output) in outputs.iter().enumerate() {
        if outputs[..index].iter().any(|earlier| earlier.path == output.path) {
            let remedy = if files.len() > 1 {
                "Analyse the files one by one, or give them other names."
            } else {
                "Give each --out another path."
            };
            return Err(Failure::usage("two reports would be written to the same place")
                .at(shown(output))
                .remedy(remedy));
        }
    }
    Ok(plans)
}

fn plan_one(options: &Analyze, file: &Path, path: &Path) -> Result<Output, Failure> {
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
        Output { format, path: Some(folder.join(default_name(file, format))) }
    } else {
        let format = options.format.or_else(|| path.to_str().and_then(Format::of_name)).ok_or_else(|| {
            Failure::usage("the format of the report is not clear")
                .at(format!("--out {}", path.display()))
                .remedy("End the name in .xlsx, .csv, .json, .jsonl, .html, .docx, .tex, .md or .manifest.json, or give --format.")
        })?;
        Output { format, path: Some(path.to_path_buf()) }
    };
    if let Some(path) = &output.path {
        check_path(path, file)?;
    }
    Ok(output)
}

/// `data/reviews.csv.gz` becomes `reviews.wordify.xlsx`.
fn default_name(input: &Path, format: Format) -> String {
    let name = arguments::as_file(input).and_then(Path::file_name).map(OsStr::to_string_lossy);
    format.file_name(name.as_deref())
}

/// The folder must exist, and what is written must not replace the input.
pub(crate) fn check_path(path: &Path, input: &Path) -> Result<(), Failure> {
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
}
