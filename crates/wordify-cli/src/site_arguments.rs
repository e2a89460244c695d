//! The options of the commands around a site.

use std::path::PathBuf;

use clap::Args;
use wordify_server::settings::Address;

const SERVE_EXAMPLES: &str = "\
Examples:
  wordify serve
      on this machine only: open http://127.0.0.1:8080 in a browser
  wordify serve --open
      the same, and opens the browser
  wordify serve --bind 0.0.0.0:8080 --data /srv/wordify
      for others too, with the data in another folder
  WORDIFY_LIMITS_UPLOAD_MAX='20 MB' wordify serve -c wordify.toml
      settings from a file and from the environment, which takes precedence

It stops on Ctrl-C, or on SIGTERM once open requests have been answered. Analyses under way are continued at the next start.
SIGHUP, or `wordify reload`, brings new settings and a new version of the program without losing a request.";

/// Options of a site that is served.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Serve {
    /// Where to listen: an address, or unix:/PATH; may be given several times [default: 127.0.0.1:8080]
    #[arg(long, value_name = "HOST:PORT", value_parser = address)]
    pub(crate) bind: Vec<Address>,
    #[command(flatten)]
    pub(crate) site: SiteOptions,
}

/// Options of `wordify serve` alone.
#[derive(Debug, Clone, Args)]
#[command(after_help = SERVE_EXAMPLES)]
pub(crate) struct Serving {
    #[command(flatten)]
    pub(crate) serve: Serve,
    /// Open the site in the browser of this desktop as soon as it serves; one that serves already is opened again
    #[arg(long)]
    pub(crate) open: bool,
}

/// Options that name the settings of a site.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct SiteOptions {
    /// Folder of the queue, the uploads and the results; made when absent
    /// [default: the folder “wordify” among your programs' data]
    #[arg(long, value_name = "FOLDER", value_hint = clap::ValueHint::DirPath)]
    pub(crate) data: Option<PathBuf>,
    /// File of settings in TOML; “deploy/wordify.toml” is an example with all of them
    #[arg(long, short, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,
}

/// What a worker does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Duty {
    /// Serves pages and API
    Web,
    /// Runs analyses and sends mail
    Jobs,
    /// Obtains and renews the certificate
    Certificates,
}

/// Options of `wordify status`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  sudo wordify status -c /etc/wordify/wordify.toml")]
pub(crate) struct StatusOptions {
    #[command(flatten)]
    pub(crate) site: SiteOptions,
    /// Ask at this control socket, without reading settings: for whoever may only ask
    #[arg(long, value_name = "SOCKET", value_hint = clap::ValueHint::FilePath, conflicts_with_all = ["config", "data"])]
    pub(crate) control: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Options of `wordify metrics`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  sudo wordify metrics -c /etc/wordify/wordify.toml > /var/lib/prometheus/node-exporter/wordify.prom
  wordify metrics --control /run/wordify/control.sock
      without the numbers that stand in the database")]
pub(crate) struct Metrics {
    #[command(flatten)]
    pub(crate) site: SiteOptions,
    /// Ask at this control socket, without reading settings: for whoever may only ask
    #[arg(long, value_name = "SOCKET", value_hint = clap::ValueHint::FilePath, conflicts_with_all = ["config", "data"])]
    pub(crate) control: Option<PathBuf>,
}

/// Options of `wordify config`.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  wordify config -c /etc/wordify/wordify.toml
      each setting with the line, the variable or the default that it comes from; passwords are not shown")]
pub(crate) struct Config {
    #[command(flatten)]
    pub(crate) serve: Serve,
}

/// Options of `wordify reload`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  sudo wordify reload -c /etc/wordify/wordify.toml")]
pub(crate) struct Reload {
    #[command(flatten)]
    pub(crate) site: SiteOptions,
}

const CHECK_EXAMPLES: &str = "\
Examples:
  wordify check -c /etc/wordify/wordify.toml
      before a new file of settings is put to use
  wordify check -c wordify.toml --mail
      whether the mail server takes our mail; nothing is sent

Exit codes: 0 when all is well, 2 when something is wrong.";

/// Options of `wordify check`.
#[derive(Debug, Args)]
#[command(after_help = CHECK_EXAMPLES)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) serve: Serve,
    /// Ask the mail server as well
    #[arg(long)]
    pub(crate) mail: bool,
}

/// An address to listen at, as an option.
fn address(text: &str) -> Result<Address, String> {
    text.parse()
}
