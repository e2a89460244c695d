//! The log of the server, on standard error: text on a terminal, JSON elsewhere.

use std::io::{self, IsTerminal};

use tracing_subscriber::filter::{LevelFilter, Targets};
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
    let default = if is_terminal { LogFormat::Text } else { LogFormat::Json };
    match log.format.unwrap_or(default) {
        LogFormat::Json => {
            let layer = tracing_subscriber::fmt::layer().json().flatten_event(true).with_current_span(true);
            registry.with(layer.with_span_list(false).with_writer(io::stderr)).init();
        }
        LogFormat::Text => {
            let layer = tracing_subscriber::fmt::layer().compact().with_target(false).with_ansi(is_terminal);
            registry.with(layer.with_writer(io::stderr)).init();
        }
    }
}
