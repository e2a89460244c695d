//! `wordify deploy`: what a server needs around the program, made from the program's own knowledge of itself.

mod nginx;
mod systemd;

use clap::Subcommand;

use crate::failure::Failure;

/// What to make.
#[derive(Debug, Subcommand)]
pub(crate) enum Deploy {
    /// Print a site for nginx: static files, HTTP/2, TLS, limits, event streams
    Nginx(Box<nginx::Site>),
    /// Write the files that nginx serves by itself into a folder; files of earlier versions stay
    Static(nginx::Static),
    /// Print the unit of systemd that runs the program, or one that holds its sockets
    Systemd(systemd::Unit),
}

/// Does it.
pub(crate) fn run(deploy: &Deploy) -> Result<(), Failure> {
    match deploy {
        Deploy::Nginx(site) => nginx::print(site),
        Deploy::Static(folder) => nginx::write_static(folder),
        Deploy::Systemd(unit) => systemd::print(unit),
    }
}
