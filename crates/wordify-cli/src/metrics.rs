//! `wordify metrics`: the numbers of a site for Prometheus, for a program that collects files or asks commands.

use wordify_server::{control, metrics as of_server};
use wordify_web::metrics as of_site;

use crate::failure::Failure;
use crate::site_arguments::Metrics;
use crate::{site, writing};

/// Prints them: of the master, and of the site where its data may be read.
///
/// # Errors
/// When the site does not run, or may not be asked.
pub(crate) fn run(options: &Metrics) -> Result<(), Failure> {
    let (socket, config) = match &options.control {
        Some(socket) => (socket.clone(), None),
        None => site::control(&options.site).map(|(socket, config)| (socket, Some(config)))?,
    };
    let status = control::status(&socket).map_err(site::failure)?;
    let mut text = match config {
        Some(config) => {
            let numbers = site::runtime()?.block_on(of_site::of(&config));
            numbers.map_err(|error| Failure::input(error.to_string()))?
        }
        None => String::new(),
    };
    text.push_str(&of_server::text(&status));
    writing::print(text.as_bytes())
}
