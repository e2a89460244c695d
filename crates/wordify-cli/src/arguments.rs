//! The command line: its options, their help and their ranges.

use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgAction, Args, CommandFactory, Parser, Subcommand, value_parser};
use clap_complete::Shell;
use wordify::report::Format;
use wordify::report::dictionary::Format as DictionaryFormat;
use wordify::settings::THREADS_MAX;
use wordify::table::limits::{Limits, ROWS_MAX};
use wordify::text::language::Language;
use wordify::text::language::stop_words::Collection;

use crate::chosen::{Method, Reading};
use crate::paper_arguments::{DictionaryOptions, Plot, dictionary_format_parser};
use crate::part_arguments::Division;
use crate::shell::quoted;
#[cfg(unix)]
use crate::site_arguments;
use crate::style::ColourChoice;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "wordify",
    version,
    about = "Finds the words that tell labelled texts apart",
    long_about = "Finds the words that tell labelled texts apart.\n\n\
        Give it a spreadsheet with a column of texts and a column of labels: a label can be a brand, a party, a \
        rating, an author. Wordify finds the words and short phrases that speak for and against each label, and \
        says how dependable each of them is.",
    disable_version_flag = true,
    after_help = "Begin with:\n  wordify inspect reviews.xlsx\n  wordify analyze reviews.xlsx\n\n\
        “wordify help analyze” explains every option, with examples and exit codes.",
    arg_required_else_help = true,
    max_term_width = 100
)]
pub(crate) struct Arguments {
    /// Print the version
    #[arg(short = 'V', long = "version", short_alias = 'v', action = ArgAction::Version)]
    _version: Option<bool>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Find the terms that tell the labels of a file apart
    #[command(alias = "analyse")]
    Analyze(Box<Analyze>),
    /// Make a result again from its manifest, and say whether it is the same
    #[command(after_help = VERIFY_EXAMPLES)]
    Verify(Verify),
    /// Compare two results: which terms replicate, turn, vanish, or are new
    #[command(after_help = COMPARE_EXAMPLES)]
    Compare(Compare),
    /// Draw a figure for print from a result
    Plot(Plot),
    /// Write the terms of a result as a dictionary for LIWC, quanteda and others
    Dictionary(DictionaryOptions),
    /// Measure each text by a dictionary: the share of its words in each category
    Measure(Box<MeasureOptions>),
    /// Show all texts with a term, line by line, with what stands around it
    Texts(Box<Texts>),
    /// Show what is in a file: columns, labels, lengths, duplicates, encoding, and what to watch out for
    Inspect(Box<Inspect>),
    /// List the languages, with the stop words and lemmas that each has
    #[command(after_help = "Example:\n  wordify languages --json | jq '.[].code'")]
    Languages(Languages),
    /// List the cleaning steps for --clean-before and --clean-after
    Steps(Listing),
    /// Say where the dictionaries in the program come from, and print their licences
    #[command(after_help = "Example:\n  wordify licences all | less")]
    Licences(Licences),
    #[cfg(unix)]
    /// Serve the web application: pages, API and the analyses that visitors start
    Serve(site_arguments::Serving),
    #[cfg(unix)]
    /// Say whether the settings of a site can be used: file, folder, ports, mail server
    Check(site_arguments::Check),
    /// Print or write what a server needs around the program: nginx, systemd, static files
    #[command(subcommand)]
    Deploy(crate::deploy::Deploy),
    #[cfg(unix)]
    /// Say how a running site does: its workers, their load, the jobs
    Status(site_arguments::StatusOptions),
    #[cfg(unix)]
    /// Print the numbers of a running site for Prometheus
    Metrics(site_arguments::Metrics),
    #[cfg(unix)]
    /// Print the settings of a site that are in force, and where each comes from
    Config(site_arguments::Config),
    #[cfg(unix)]
    /// Have a running site load program and settings anew, without losing a request
    Reload(site_arguments::Reload),
    #[cfg(unix)]
    /// Serve or run jobs for a master, as a process of its own
    #[command(hide = true)]
    Worker {
        /// What to do
        kind: site_arguments::Duty,
    },
    #[cfg(unix)]
    /// Read or analyse one upload for the site, as a process of its own
    #[command(hide = true)]
    Analyst,
    /// Print the version
    #[command(hide = true)]
    Version,
    /// Print a completion script for a shell
    #[command(
        after_help = "Example:\n  wordify completions bash > ~/.local/share/bash-completion/completions/wordify"
    )]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page
    #[command(after_help = "Example:\n  wordify man analyze | man -l -")]
    Man {
        /// The command to explain; the program as a whole otherwise
        command: Option<String>,
    },
}

/// Options that name the file and its columns.
#[derive(Debug, Args)]
pub(crate) struct Input {
    /// The file: csv, tsv, xlsx, xlsm, xlsb, xls, ods, parquet, feather, jsonl, of SPSS (sav, zsav), Stata (dta), SAS
    /// (sas7bdat, xpt) or R (rds, RData), also as .zip, .gz, .zst, .xz, .bz2 or .lz4; a folder, or a zip of one, of tables with the same columns, or with a sub-folder of txt, md, html, docx or odt files for each
    /// label; “-” is standard input
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::AnyPath)]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Most bytes of the input, unpacked; K, M or G behind the number multiplies it by 1024
    #[arg(long, value_name = "BYTES", default_value = "1G", value_parser = bytes, help_heading = "Input")]
    bytes_max: usize,
    /// Most rows of the table
    #[arg(long, value_name = "ROWS", default_value_t = ROWS_MAX, value_parser = rows, help_heading = "Input")]
    rows_max: usize,
}

impl Input {
    /// How large the input may be.
    pub(crate) fn limits(&self) -> Limits {
        Limits { bytes: self.bytes_max, rows: self.rows_max }
    }
}

const ANALYZE_EXAMPLES: &str = "\
Examples:
  wordify analyze reviews.xlsx
      columns and language are guessed, and a line says so; writes reviews.wordify.xlsx into this folder
  wordify analyze reviews.csv --text review --label 3 --out terms.html
      another text column, the third column as label; a web page
  wordify analyze reviews.csv --out terms.xlsx --out terms.html
      two reports of one run
  gunzip -c tweets.jsonl.gz | wordify analyze - --out - --format csv | head
      from standard input to standard output: nothing but data there
  wordify analyze 2023.csv 2024.csv --out results/
      each file by itself, its report in an existing folder
  wordify analyze --together 2023.csv 2024.csv
  wordify analyze exports/
      one result from several files, or a folder of them, with the same columns; --label file compares the files
  wordify analyze speeches/
      a folder with a sub-folder of texts for each label
  wordify analyze reviews.csv --preset wordify-2021 --seed 7
      the published method, with another seed
  wordify analyze reviews.csv --max-false 1
      the terms of which one is expected to be there by chance
  wordify analyze reviews.csv --part 3/100 --out parts/3.part
  wordify analyze reviews.csv --parts parts/ --out terms.xlsx
      the third of a hundred parts, on any machine; and the report from all of them, with the bytes of a single run

Exit codes:
  0    done
  1    something unexpected, such as a report that cannot be written
  2    the command line is wrong: an option, a setting, a column that the file does not have
  3    the input cannot be used: missing, damaged, of an unknown format, with one label only
  4    the input or the work exceeds a limit
  130  canceled by Ctrl-C; nothing was written";

const VERIFY_EXAMPLES: &str = "\
Examples:
  wordify analyze reviews.xlsx --out terms.xlsx --out terms.manifest.json
      a workbook, and beside it what is needed to make it again
  wordify verify terms.manifest.json reviews.xlsx
      says identical, or what differs; ends with 1 where something differs";

/// Options of `wordify verify`.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The manifest that “wordify analyze --out NAME.manifest.json” wrote
    #[arg(value_name = "MANIFEST", value_hint = clap::ValueHint::FilePath)]
    pub(crate) manifest: PathBuf,
    /// The file that was analysed; “-” is standard input
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// Threads; the result is the same for any number
    #[arg(long, value_name = "N", value_parser = threads)]
    pub(crate) threads: Option<usize>,
    /// Show no progress
    #[arg(long, short)]
    pub(crate) quiet: bool,
    #[command(flatten)]
    pub(crate) colour: Colour,
}

const COMPARE_EXAMPLES: &str = "\
Examples:
  wordify compare 2023.wordify.json 2024.wordify.json
      two years, each analysed with --format json
  wordify compare all.json without-lemmas.json --out compared.html --out compared.csv
      two settings, as a web page and as a table";

/// Options of `wordify compare`.
#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// A result as json
    #[arg(value_name = "FIRST", value_hint = clap::ValueHint::FilePath)]
    pub(crate) first: PathBuf,
    /// The other
    #[arg(value_name = "SECOND", value_hint = clap::ValueHint::FilePath)]
    pub(crate) second: PathBuf,
    /// Write the comparison here too, as .csv or .html; may be given twice
    #[arg(long, short, alias = "output", value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(crate) out: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) colour: Colour,
}

/// Options of `wordify analyze`.
#[derive(Debug, Args)]
#[command(after_help = ANALYZE_EXAMPLES, allow_negative_numbers = true)]
pub(crate) struct Analyze {
    #[command(flatten)]
    pub(crate) input: Input,

    /// More files, each of which gets a result of its own, in a folder; with --together, all are one corpus
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::AnyPath)]
    pub(crate) more: Vec<PathBuf>,

    /// Take all files and folders together, as one corpus: tables with the same columns, in any order, are one table, and a
    /// column “file” says which file a row is from
    #[arg(long, help_heading = "Input")]
    pub(crate) together: bool,

    #[command(flatten)]
    pub(crate) method: Method,

    /// Format of the report [default: by the ending of --out, else xlsx; csv on standard output]
    #[arg(long, value_parser = format_parser(), help_heading = "Output")]
    pub(crate) format: Option<Format>,
    /// Where the report goes: a file, a folder, or “-” for standard output; may be given several times
    /// [default: NAME.wordify.xlsx in this folder]
    #[arg(long, short, alias = "output", value_name = "PATH", help_heading = "Output", value_hint = clap::ValueHint::AnyPath)]
    pub(crate) out: Vec<PathBuf>,
    /// Threads; they decide the time only [default: all cores]
    #[arg(long, value_name = "NUMBER", value_parser = threads, help_heading = "Output")]
    pub(crate) threads: Option<usize>,
    #[command(flatten)]
    pub(crate) division: Division,
    /// Write the seconds of each stage to this file, as JSON; for benchmarks
    #[arg(long, value_name = "FILE", help_heading = "Output", hide = true)]
    pub(crate) timings: Option<PathBuf>,
    /// Show errors only: no progress, no summary
    #[arg(long, short, help_heading = "Output")]
    pub(crate) quiet: bool,
    #[command(flatten)]
    pub(crate) colour: Colour,
}

const TEXTS_EXAMPLES: &str = "\
Examples:
  wordify texts reviews.xlsx oak “new york”
      every text with one of the terms, label by label, with what stands around it
  wordify texts reviews.xlsx wolf --only dogs --out wolf.csv
      those of one label, as a table with all of them
  wordify texts reviews.xlsx wolf --lemmas off
      as the texts are written: with the same options as “wordify analyze”, a term means the same";

/// Options of `wordify texts`.
#[derive(Debug, Args)]
#[command(after_help = TEXTS_EXAMPLES)]
pub(crate) struct Texts {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Terms as the report has them, or as they are written; quotes around several words
    #[arg(value_name = "TERM", required = true)]
    pub(crate) terms: Vec<String>,
    /// Only texts of this label; may be given several times
    #[arg(long, value_name = "LABEL", allow_negative_numbers = true, help_heading = "Output")]
    pub(crate) only: Vec<String>,
    #[command(flatten)]
    pub(crate) method: Method,
    /// Write all lines here too, as .csv, or to standard output with “-”
    #[arg(long, short, value_name = "FILE", help_heading = "Output", value_hint = clap::ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
    /// Threads; they decide the time only [default: all cores]
    #[arg(long, value_name = "NUMBER", value_parser = threads, help_heading = "Output")]
    pub(crate) threads: Option<usize>,
    /// Show no progress
    #[arg(long, short, help_heading = "Output")]
    pub(crate) quiet: bool,
    #[command(flatten)]
    pub(crate) colour: Colour,
}

const MEASURE_EXAMPLES: &str = "\
Examples:
  wordify measure reviews-2025.xlsx --dictionary reviews-2024.dic --out measured.csv
      the words of each category in each text, by the list of another year, and the means of each label
  wordify measure letters.csv --text body --dictionary list.csv --out - | head
      texts without labels, to standard output";

/// Options of `wordify measure`.
#[derive(Debug, Args)]
#[command(after_help = MEASURE_EXAMPLES)]
pub(crate) struct MeasureOptions {
    #[command(flatten)]
    pub(crate) input: Input,
    /// The dictionary, as “wordify dictionary” writes it: .dic, .yml, .json or .csv
    #[arg(long, value_name = "FILE", required = true, value_hint = clap::ValueHint::FilePath)]
    pub(crate) dictionary: PathBuf,
    /// Format of the dictionary [default: by its ending]
    #[arg(long, value_parser = dictionary_format_parser())]
    pub(crate) format: Option<DictionaryFormat>,
    #[command(flatten)]
    pub(crate) method: Method,
    /// Write a row for each text here, as .csv, or to standard output with “-”
    #[arg(long, short, value_name = "FILE", help_heading = "Output", value_hint = clap::ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
    /// Threads; they decide the time only [default: all cores]
    #[arg(long, value_name = "NUMBER", value_parser = threads, help_heading = "Output")]
    pub(crate) threads: Option<usize>,
    /// Show no progress
    #[arg(long, short, help_heading = "Output")]
    pub(crate) quiet: bool,
    #[command(flatten)]
    pub(crate) colour: Colour,
}

const INSPECT_EXAMPLES: &str = "\
Examples:
  wordify inspect reviews.xlsx
      columns, proposals for the texts and the labels, and what to watch out for
  wordify inspect reviews.xlsx --sheet 2 --text review --label stars
      another sheet, and these columns
  wordify inspect reviews.csv --json
      the same for programs

Exit codes: as wordify analyze. A file that can be read, but not analysed as it is, still gives code 0, with what stands in the way.";

/// Options of `wordify inspect`.
#[derive(Debug, Args)]
#[command(after_help = INSPECT_EXAMPLES)]
pub(crate) struct Inspect {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Print JSON
    #[arg(long, help_heading = "Output")]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) colour: Colour,
}

/// Options of the commands that list something.
#[derive(Debug, Args)]
pub(crate) struct Listing {
    /// Print JSON
    #[arg(long, help_heading = "Output")]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) colour: Colour,
}

/// Options of `wordify languages`.
#[derive(Debug, Args)]
pub(crate) struct Languages {
    /// Show this language only, by code or English name
    #[arg(value_name = "LANGUAGE", value_parser = Language::find)]
    pub(crate) language: Option<Language>,
    /// Print its stop words, one per line: of the list that is named, or of Wordify's
    #[arg(long, value_name = "LIST", num_args = 0..=1, default_missing_value = Collection::Wordify.name(),
          value_parser = collection_parser(), requires = "language", help_heading = "Output")]
    pub(crate) stop_words: Option<Collection>,
    #[command(flatten)]
    pub(crate) listing: Listing,
}

/// Options of `wordify licences`.
#[derive(Debug, Args)]
pub(crate) struct Licences {
    /// Print the text of this licence, or of all
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) listing: Listing,
}

/// The option for colour.
#[derive(Debug, Args)]
pub(crate) struct Colour {
    /// Colour on the terminal: auto, always or never; “auto” honours NO_COLOR
    #[arg(long, value_name = "WHEN", default_value = "auto", hide_possible_values = true,
          value_parser = value_parser!(ColourChoice), help_heading = "Output")]
    pub(crate) color: ColourChoice,
}

impl Arguments {
    /// When to colour.
    pub(crate) fn colour(&self) -> ColourChoice {
        match &self.command {
            Command::Analyze(analyze) => analyze.colour.color,
            Command::Inspect(inspect) => inspect.colour.color,
            Command::Verify(verify) => verify.colour.color,
            Command::Compare(compare) => compare.colour.color,
            Command::Texts(texts) => texts.colour.color,
            Command::Measure(measure) => measure.colour.color,
            Command::Languages(languages) => languages.listing.colour.color,
            Command::Steps(listing) => listing.colour.color,
            Command::Licences(licences) => licences.listing.colour.color,
            _ => ColourChoice::Auto,
        }
    }
}

/// Parses the command line, without the name of the program; on failure, or after help, the message is printed and the exit code
/// returned.
pub(crate) fn parse(words: &[OsString]) -> Result<Arguments, ExitCode> {
    let all = std::iter::once(OsStr::new("wordify")).chain(words.iter().map(OsString::as_os_str));
    Arguments::try_parse_from(all).map_err(|mut error| {
        hide_internal(&mut error);
        // With the output closed, nobody reads a message.
        let _ = error.print();
        if error.kind() == ErrorKind::InvalidSubcommand
            && let Some(file) = words.first().map(Path::new).filter(|word| looks_like_input(word))
        {
            let name = quoted(&file.display().to_string());
            let _ = writeln!(io::stderr(), "\n  Did you mean: wordify analyze {name}");
        }
        ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(crate::failure::USAGE))
    })
}

/// Whether somebody who wrote `word` in the place of a command meant a file or folder.
fn looks_like_input(word: &Path) -> bool {
    word.exists() || word.extension().is_some() || word.components().count() > 1
}

/// Takes away from what an error proposes the commands that only the program itself uses.
fn hide_internal(error: &mut clap::Error) {
    let proposed = match error.get(ContextKind::SuggestedSubcommand) {
        Some(ContextValue::Strings(names)) => names.clone(),
        Some(ContextValue::String(name)) => vec![name.clone()],
        _ => return,
    };
    let commands = Arguments::command();
    let is_hidden = |name: &String| commands.find_subcommand(name).is_some_and(clap::Command::is_hide_set);
    let shown: Vec<String> = proposed.into_iter().filter(|name| !is_hidden(name)).collect();
    if shown.is_empty() {
        error.remove(ContextKind::SuggestedSubcommand);
    } else {
        error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(shown));
    }
}

/// `Some` unless the path is the one that stands for a standard stream.
pub(crate) fn as_file(path: &Path) -> Option<&Path> {
    (path.as_os_str() != OsStr::new("-")).then_some(path)
}

fn collection_parser() -> impl TypedValueParser<Value = Collection> {
    PossibleValuesParser::new(Collection::ALL.map(Collection::name)).map(|name| {
        let collection = Collection::ALL.into_iter().find(|collection| collection.name() == name);
        collection.expect("the parser lets only names of collections pass")
    })
}

fn format_parser() -> impl TypedValueParser<Value = Format> {
    let values = Format::ALL.map(|format| PossibleValue::new(format.name()).help(format.words()));
    PossibleValuesParser::new(values).map(|name| {
        let format = Format::ALL.into_iter().find(|format| format.name() == name);
        format.expect("the parser lets only names of formats pass")
    })
}

/// Rows and documents are numbered with 32 bits.
const ROWS_MOST: usize = u32::MAX as usize / 2;

fn rows(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number) if (1..=ROWS_MOST).contains(&number) => Ok(number),
        _ => Err(format!("give a whole number from 1 to {ROWS_MOST}")),
    }
}

/// A number of bytes such as `500M`.
fn bytes(text: &str) -> Result<usize, String> {
    let (number, shift) = match text.char_indices().last() {
        Some((at, 'k' | 'K')) => (&text[..at], 10),
        Some((at, 'm' | 'M')) => (&text[..at], 20),
        Some((at, 'g' | 'G')) => (&text[..at], 30),
        _ => (text, 0),
    };
    let number = number.trim().parse::<usize>().ok().and_then(|number| number.checked_mul(1 << shift));
    number.filter(|&bytes| bytes > 0).ok_or_else(|| "give a number of bytes, such as 4G or 500M".to_owned())
}

fn threads(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number) if (1..=THREADS_MAX).contains(&number) => Ok(number),
        _ => Err(format!("give a whole number from 1 to {THREADS_MAX}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_bytes_may_have_a_unit() {
        assert_eq!((bytes("4G"), bytes("500m"), bytes("7")), (Ok(4 << 30), Ok(500 << 20), Ok(7)));
        for wrong in ["", "G", "-1", "0", "1T", "99999999999G", "é"] {
            assert!(bytes(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
