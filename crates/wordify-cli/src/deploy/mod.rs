//! `wordify deploy`: what a server needs around the program, made from the program's own knowledge of itself.

mod apache;
mod files;
mod nginx;
mod site;
mod systemd;

use clap::Subcommand;

use crate::failure::Failure;

/// What to make.
#[derive(Debug, Subcommand)]
pub(crate) enum Deploy {
    /// Print a site for nginx: static files, HTTP/2, TLS, limits, event streams
    Nginx(Box<nginx::Nginx>),
    /// Print a site for Apache: HTTP/2, TLS, limits, event streams
    Apache(Box<apache::Apache>),
    /// Write the files that nginx serves by itself into a folder; files of earlier versions stay
    Static(files::Static),
    /// Print the unit of systemd that runs the program, or one that holds its sockets
    Systemd(systemd::Unit),
}

/// Does it.
pub(crate) fn run(deploy: &Deploy) -> Result<(), Failure> {
    match deploy {
        Deploy::Nginx(nginx) => nginx::print(nginx),
        Deploy::Apache(apache) => apache::print(apache),
        Deploy::Static(folder) => files::write_static(folder),
        Deploy::Systemd(unit) => systemd::print(unit),
    }
}
