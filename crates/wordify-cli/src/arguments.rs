//! The command line: its options, their help and their ranges.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand, value_parser};
use clap_complete::Shell;
use wordify::settings::{
    DocumentFrequency, FITS_DEFAULT, FITS_MAX, NGRAM_MAX, Preset, SEED_DEFAULT, THREADS_MAX,
    THRESHOLD_DEFAULT,
};
use wordify::table::limits::ROWS_MAX;
use wordify::text::clean::steps::Step;
use wordify::text::language::Language;

use crate::format::Format;
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
    after_help = "Begin with:\n  wordify inspect reviews.xlsx\n  wordify analyze reviews.xlsx\n\n\
        “wordify help analyze” explains every option, with examples and exit codes.",
    arg_required_else_help = true,
    max_term_width = 100
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Find the terms that tell the labels of a file apart
    Analyze(Box<Analyze>),
    /// Show what is in a file: columns, labels, lengths, duplicates, encoding, and what to watch out for
    Inspect(Box<Inspect>),
    /// List the languages, with the stop words and lemmas that each has
    #[command(after_help = "Example:\n  wordify languages --json | jq '.[].code'")]
    Languages(Listing),
    /// List the cleaning steps for --clean-before and --clean-after
    Steps(Listing),
    #[cfg(unix)]
    /// Serve the web application: pages, API and the analyses that visitors start
    Serve(site_arguments::Serve),
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
        kind: site_arguments::WorkerKind,
    },
    #[cfg(unix)]
    /// Read or analyse one upload for the site, as a process of its own
    #[command(hide = true)]
    Analyst,
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
    /// The file: csv, tsv, xlsx, xlsm, xlsb, xls, ods, parquet or jsonl, also as .gz or .zst; “-” is
    /// standard input
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// The column with the texts, by name or by number from 1
    #[arg(long, value_name = "COLUMN", help_heading = "Input")]
    pub(crate) text: Option<String>,
    /// The column with the labels, by name or by number from 1
    #[arg(long, value_name = "COLUMN", help_heading = "Input")]
    pub(crate) label: Option<String>,
    /// The sheet of a workbook, by name or by number from 1 [default: the first with data]
    #[arg(long, value_name = "SHEET", help_heading = "Input")]
    pub(crate) sheet: Option<String>,
    /// The row with the names of the columns, from 1, in delimited text and workbooks; 0 where there is none
    /// [default: found by its looks]
    #[arg(long, value_name = "NUMBER", value_parser = row, help_heading = "Input")]
    pub(crate) header_row: Option<usize>,
    /// Rows at the top of a delimited text or a sheet that are not looked at
    #[arg(long, value_name = "NUMBER", default_value_t = 0, value_parser = row, hide_default_value = true,
          help_heading = "Input")]
    pub(crate) skip_rows: usize,
    /// The encoding of a text file, such as windows-1252, macintosh or CP850 [default: found by its letters]
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    pub(crate) encoding: Option<String>,
    /// What stands between the cells of delimited text: one sign of ASCII, or “tab” [default: found by its looks]
    #[arg(long, value_name = "SIGN", value_parser = delimiter, help_heading = "Input")]
    pub(crate) delimiter: Option<char>,
    /// Whether cells of delimited text may be in quotation marks [default: found by its looks]
    #[arg(long, value_name = "on|off", value_parser = switch_parser(), help_heading = "Input")]
    pub(crate) quoting: Option<bool>,
    /// Cells that stand for a missing value, with commas between them, such as NA,NULL,[deleted]
    #[arg(long, value_name = "LIST", value_delimiter = ',', help_heading = "Input")]
    pub(crate) missing: Vec<String>,
    /// Repair texts that were decoded wrongly once before (“schÃ¶n” becomes “schön”)
    #[arg(long, help_heading = "Input")]
    pub(crate) repair_encoding: bool,
}

const ANALYZE_EXAMPLES: &str = "\
Examples:
  wordify analyze reviews.xlsx
      the columns “text” and “label”; writes reviews.wordify.xlsx into this folder
  wordify analyze reviews.csv --text review --label 3 --out terms.html
      another text column, the third column as label; a web page
  wordify analyze reviews.csv --out terms.xlsx --out terms.html
      two reports of one run
  gunzip -c tweets.jsonl.gz | wordify analyze - --out - --format csv | head
      from standard input to standard output: nothing but data there
  wordify analyze reviews.csv --preset wordify-2021 --seed 7
      the published method, with another seed

Exit codes:
  0    done
  1    something unexpected, such as a report that cannot be written
  2    the command line is wrong: an option, a setting, a column that the file does not have
  3    the input cannot be used: missing, damaged, of an unknown format, with one label only
  4    the input or the work exceeds a limit
  130  canceled by Ctrl-C; nothing was written";

/// Options of `wordify analyze`.
#[derive(Debug, Args)]
#[command(after_help = ANALYZE_EXAMPLES, allow_negative_numbers = true)]
pub(crate) struct Analyze {
    #[command(flatten)]
    pub(crate) input: Input,

    /// The method
    #[arg(long, default_value = Preset::Wordify.name(), value_parser = preset_parser(), help_heading = "Method")]
    pub(crate) preset: Preset,
    /// The language of the texts, by code or English name (“wordify languages” lists them); “auto” guesses it
    #[arg(long, value_name = "CODE", default_value = "en", hide_possible_values = true,
          value_parser = LanguageParser, help_heading = "Method")]
    pub(crate) language: LanguageChoice,
    /// Words to leave out: the list of spaCy, NLTK or Stopwords ISO for the language, none, or a file with
    /// one word per line [default: spacy]
    #[arg(long, value_name = "spacy|nltk|iso|none|FILE", help_heading = "Method")]
    pub(crate) stop_words: Option<PathBuf>,
    /// Further words to leave out: a file, or words with commas between them
    #[arg(long, value_name = "WORDS|FILE", help_heading = "Method")]
    pub(crate) stop_words_add: Option<String>,
    /// Words to keep although they are in the list: a file, or words with commas between them
    #[arg(long, value_name = "WORDS|FILE", help_heading = "Method")]
    pub(crate) stop_words_keep: Option<String>,
    /// Whether words count by their dictionary form, “wolves” as “wolf” [default: on where the language has them]
    #[arg(long, value_name = "on|off", value_parser = switch_parser(), help_heading = "Method")]
    pub(crate) lemmas: Option<bool>,
    /// Cleaning steps instead of the preset's, in this order, with commas between them; “wordify steps” lists them
    #[arg(long, value_name = "STEPS", value_delimiter = ',', value_parser = Step::find, help_heading = "Method")]
    pub(crate) clean_before: Vec<Step>,
    /// Cleaning steps that are done on the lemmas
    #[arg(long, value_name = "STEPS", value_delimiter = ',', value_parser = Step::find, help_heading = "Method")]
    pub(crate) clean_after: Vec<Step>,
    /// What is a term besides words: emojis, hashtags, or both with a comma between them
    #[arg(long, value_name = "KINDS", value_delimiter = ',', help_heading = "Method")]
    pub(crate) keep: Vec<Kept>,
    /// Shortest and longest term in words, such as 1-3 or 2
    #[arg(long, value_name = "FROM-TO", default_value = "1-3", value_parser = ngrams, help_heading = "Method")]
    pub(crate) ngrams: (usize, usize),
    /// Leave out terms in fewer documents: a share with a point (0.001), or a number of documents (5)
    #[arg(long, value_name = "SHARE|COUNT", default_value = "0.001", value_parser = document_frequency,
          help_heading = "Method")]
    pub(crate) min_df: DocumentFrequency,
    /// Leave out terms in more documents: a share with a point (0.75), or a number of documents (500)
    #[arg(long, value_name = "SHARE|COUNT", default_value = "0.75", value_parser = document_frequency,
          help_heading = "Method")]
    pub(crate) max_df: DocumentFrequency,
    /// Regressions per label, each on another random sample
    #[arg(long, value_name = "NUMBER", default_value_t = FITS_DEFAULT, value_parser = fits, help_heading = "Method")]
    pub(crate) fits: usize,
    /// Score from which a term is shown, above 0 and up to 1
    #[arg(long, value_name = "SCORE", default_value_t = THRESHOLD_DEFAULT, value_parser = threshold,
          help_heading = "Method")]
    pub(crate) threshold: f64,
    /// Seed of the random samples: the same seed gives the same result on any machine
    #[arg(long, value_name = "NUMBER", default_value_t = SEED_DEFAULT, help_heading = "Method")]
    pub(crate) seed: u64,

    /// Format of the report [default: by the ending of --out, else xlsx; csv on standard output]
    #[arg(long, help_heading = "Output")]
    pub(crate) format: Option<Format>,
    /// Where the report goes: a file, a folder, or “-” for standard output; may be given several times
    /// [default: NAME.wordify.xlsx in this folder]
    #[arg(long, value_name = "PATH", help_heading = "Output", value_hint = clap::ValueHint::AnyPath)]
    pub(crate) out: Vec<PathBuf>,
    /// Threads; they decide the time only [default: all cores]
    #[arg(long, value_name = "NUMBER", value_parser = threads, help_heading = "Output")]
    pub(crate) threads: Option<usize>,
    /// Write the seconds of each stage to this file, as JSON; for benchmarks
    #[arg(long, value_name = "FILE", help_heading = "Output", hide = true)]
    pub(crate) timings: Option<PathBuf>,
    /// Show errors only: no progress, no summary
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

Exit codes: as wordify analyze. A file that can be read, but not analysed as it is, is told so with code 0.";

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

/// What can be a term besides words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Kept {
    /// Each emoji as a term
    Emojis,
    /// Hashtags with their sign
    Hashtags,
}

/// A language, or the wish to have it guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LanguageChoice {
    Auto,
    Given(Language),
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
            Command::Languages(listing) | Command::Steps(listing) => listing.colour.color,
            _ => ColourChoice::Auto,
        }
    }
}

/// Parses the command line; on failure, or after help, the message is printed and the exit code returned.
pub(crate) fn parse() -> Result<Arguments, ExitCode> {
    Arguments::try_parse().map_err(|error| {
        // A closed output leaves nobody to tell.
        let _ = error.print();
        if error.kind() == ErrorKind::InvalidSubcommand
            && let Some(file) = std::env::args_os().nth(1).filter(|word| Path::new(word).is_file())
        {
            let _ =
                writeln!(io::stderr(), "\n  Did you mean: wordify analyze {}", Path::new(&file).display());
        }
        ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(crate::failure::USAGE))
    })
}

/// `Some` unless the path is the one that stands for a standard stream.
pub(crate) fn as_file(path: &Path) -> Option<&Path> {
    (path.as_os_str() != OsStr::new("-")).then_some(path)
}

fn preset_parser() -> impl TypedValueParser<Value = Preset> {
    let values = Preset::ALL.map(|preset| PossibleValue::new(preset.name()).help(preset.summary()));
    PossibleValuesParser::new(values).map(|name| {
        let preset = Preset::ALL.into_iter().find(|preset| preset.name() == name);
        preset.expect("the parser lets only names of presets pass")
    })
}

/// Reads a language by code or name; completions offer the codes, and errors name the nearest.
#[derive(Debug, Clone)]
struct LanguageParser;

impl TypedValueParser for LanguageParser {
    type Value = LanguageChoice;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<LanguageChoice, clap::Error> {
        let parse = |text: &str| match text {
            "auto" => Ok(LanguageChoice::Auto),
            text => Language::find(text).map(LanguageChoice::Given),
        };
        parse.parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let values = Language::ALL.map(|language| PossibleValue::new(language.code()).help(language.name()));
        Some(Box::new(std::iter::once(PossibleValue::new("auto")).chain(values)))
    }
}

fn switch_parser() -> impl TypedValueParser<Value = bool> {
    PossibleValuesParser::new(["on", "off"]).map(|word| word == "on")
}

fn whole_number(text: &str, max: usize) -> Result<usize, String> {
    match text.parse() {
        Ok(number) if (1..=max).contains(&number) => Ok(number),
        _ => Err(format!("give a whole number from 1 to {max}")),
    }
}

fn row(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number) if number <= ROWS_MAX => Ok(number),
        _ => Err(format!("give a whole number from 0 to {ROWS_MAX}")),
    }
}

fn delimiter(text: &str) -> Result<char, String> {
    let mut signs = text.chars();
    match (text, signs.next(), signs.next()) {
        ("tab" | "\\t", ..) => Ok('\t'),
        (_, Some(sign), None) if sign.is_ascii() && !"\"\r\n".contains(sign) => Ok(sign),
        _ => Err("give one sign of ASCII, such as ; or |, or the word tab".into()),
    }
}

fn fits(text: &str) -> Result<usize, String> {
    whole_number(text, FITS_MAX)
}

fn threads(text: &str) -> Result<usize, String> {
    whole_number(text, THREADS_MAX)
}

fn threshold(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(score) if score > 0.0 && score <= 1.0 => Ok(score),
        _ => Err("give a number above 0 and up to 1, such as 0.3".into()),
    }
}

fn ngrams(text: &str) -> Result<(usize, usize), String> {
    let (shortest, longest) = text.split_once('-').unwrap_or((text, text));
    match (shortest.trim().parse(), longest.trim().parse()) {
        (Ok(shortest), Ok(longest)) if 1 <= shortest && shortest <= longest && longest <= NGRAM_MAX => {
            Ok((shortest, longest))
        }
        _ => Err(format!("give two numbers from 1 to {NGRAM_MAX}, the smaller first, such as 1-3")),
    }
}

/// As scikit-learn: with a decimal point a share, without a number of documents.
fn document_frequency(text: &str) -> Result<DocumentFrequency, String> {
    if let Ok(documents) = text.parse() {
        return Ok(DocumentFrequency::Count(documents));
    }
    match text.parse() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(DocumentFrequency::Share(share)),
        _ => {
            Err("give a share from 0.0 to 1.0, such as 0.001, or a whole number of documents, such as 5"
                .into())
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_document_frequency_with_a_point_is_a_share_and_without_a_count() {
        assert_eq!(document_frequency("1"), Ok(DocumentFrequency::Count(1)));
        assert_eq!(document_frequency("1.0"), Ok(DocumentFrequency::Share(1.0)));
        assert!(document_frequency("1.5").is_err() && document_frequency("nan").is_err());
        assert!(document_frequency("-1").is_err());
    }

    #[test]
    fn ngrams_are_one_number_or_two_in_order() {
        assert_eq!(ngrams("1-3"), Ok((1, 3)));
        assert_eq!(ngrams("2"), Ok((2, 2)));
        for wrong in ["0-1", "3-1", "1-6", "", "-", "a"] {
            assert!(ngrams(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_threshold_is_above_zero_and_up_to_one() {
        assert_eq!(threshold("1"), Ok(1.0));
        for wrong in ["0", "1.01", "nan", "inf", "-0.3", "x"] {
            assert!(threshold(wrong).is_err(), "{wrong}");
        }
    }
}
