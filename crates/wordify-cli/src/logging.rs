//! The log of the server, on standard error: text on a terminal, JSON elsewhere.

use std::env;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::os::unix::fs::MetadataExt;

use tracing::Metadata;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use wordify_server::Level;
use wordify_web::settings::{Log, LogFormat, LogLevel};

/// Begins the log. Records of the libraries below us are kept only where they warn.
///
/// `is_file` says that standard error becomes a file before long.
pub(crate) fn begin(log: &Log, is_file: bool) {
    wordify_server::log_to(|level, text| match level {
        Level::Error => tracing::error!(target: "wordify_server", "{text}"),
        Level::Warning => tracing::warn!(target: "wordify_server", "{text}"),
        Level::Info => tracing::info!(target: "wordify_server", "{text}"),
    });
    let is_terminal = !is_file && io::stderr().is_terminal();
    let level = match log.level {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
    };
    let filter = Targets::new()
        .with_default(level.min(LevelFilter::WARN))
        .with_target("wordify", level)
        .with_target("wordify_web", level)
        .with_target("wordify_server", level);
    let registry = tracing_subscriber::registry().with(filter);
    let output = Output { is_journal: !is_file && is_journal() };
    let default = if is_terminal { LogFormat::Text } else { LogFormat::Json };
    match log.format.unwrap_or(default) {
        LogFormat::Json => {
            let layer = tracing_subscriber::fmt::layer().json().flatten_event(true).with_current_span(true);
            registry.with(layer.with_span_list(false).with_writer(output)).init();
        }
        LogFormat::Text => {
            let layer = tracing_subscriber::fmt::layer().compact().with_target(false).with_ansi(is_terminal);
            registry.with(layer.with_writer(output)).init();
        }
    }
}

/// Whether standard error goes to systemd's journal: it says so by device and inode.
fn is_journal() -> bool {
    let Ok(stream) = env::var("JOURNAL_STREAM") else { return false };
    fs::metadata("/proc/self/fd/2").is_ok_and(|file| stream == format!("{}:{}", file.dev(), file.ino()))
}

/// Standard error.
#[derive(Debug, Clone, Copy)]
struct Output {
    is_journal: bool,
}

/// Standard error for one line, with the priority before it where the journal reads it (`sd-daemon(3)`).
struct Line(Option<u8>);

impl<'a> MakeWriter<'a> for Output {
    type Writer = Line;

    fn make_writer(&'a self) -> Line {
        Line(None)
    }

    fn make_writer_for(&'a self, metadata: &Metadata<'_>) -> Line {
        let priority = match *metadata.level() {
            tracing::Level::ERROR => 3,
            tracing::Level::WARN => 4,
            tracing::Level::INFO => 6,
            _ => 7,
        };
        Line(self.is_journal.then_some(priority))
    }
}

impl Write for Line {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let Some(priority) = self.0 else { return io::stderr().write(line) };
        // In one piece, so that lines of several processes do not mix.
        io::stderr().write_all(&[format!("<{priority}>").as_bytes(), line].concat())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}
