//! The log of the server, on standard error: text on a terminal, JSON elsewhere.

use std::io::{self, IsTerminal};

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Begins the log. Records of the libraries below us are kept only where they warn.
pub(crate) fn begin(as_json: Option<bool>, level: LevelFilter) {
    let is_terminal = io::stderr().is_terminal();
    let filter = Targets::new()
        .with_default(LevelFilter::WARN)
        .with_target("wordify", level)
        .with_target("wordify_web", level)
        .with_target("wordify_server", level);
    let registry = tracing_subscriber::registry().with(filter);
    if as_json.unwrap_or(!is_terminal) {
        let layer = tracing_subscriber::fmt::layer().json().flatten_event(true).with_current_span(true);
        registry.with(layer.with_span_list(false).with_writer(io::stderr)).init();
    } else {
        let layer = tracing_subscriber::fmt::layer().compact().with_target(false).with_ansi(is_terminal);
        registry.with(layer.with_writer(io::stderr)).init();
    }
}
