//! `wordify deploy systemd`: the units, as the package installs them.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::failure::Failure;
use crate::writing;

const SERVICE: &str = include_str!("../../../../deploy/systemd/wordify.service");
const SOCKET: &str = include_str!("../../../../deploy/systemd/wordify.socket");
const HTTPS_SOCKET: &str = include_str!("../../../../deploy/systemd/wordify-https.socket");
/// Where the package puts the program, and the units look for it.
const PROGRAM: &str = "/usr/bin/wordify";

/// Options of `wordify deploy systemd`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  wordify deploy systemd service --program /usr/local/bin/wordify > /etc/systemd/system/wordify.service"
)]
pub(crate) struct Unit {
    /// Which unit
    kind: Kind,
    /// Where the program is installed; an upgrade replaces the file there
    #[arg(long, value_name = "PATH", default_value = PROGRAM)]
    program: PathBuf,
}

/// A unit of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Runs the program
    Service,
    /// Holds its socket
    Socket,
    /// Holds ports 80 and 443 too, for a site that does https by itself
    HttpsSocket,
}

pub(super) fn print(unit: &Unit) -> Result<(), Failure> {
    writing::print(text(unit.kind, &unit.program)?.as_bytes())
}

fn text(kind: Kind, program: &Path) -> Result<String, Failure> {
    let plain = |path: &&str| {
        path.starts_with('/') && !path.contains(|c: char| c.is_whitespace() || "\"'\\%$;".contains(c))
    };
    let program = program.to_str().filter(plain).ok_or_else(|| {
        Failure::usage("systemd wants an absolute path without blanks, quotes, “%”, “$”, “;” and “\\”")
            .at(format!("--program {}", program.display()))
            .remedy("Give one such as /usr/local/bin/wordify.")
    })?;
    Ok(match kind {
        Kind::Service => SERVICE.replace(PROGRAM, program),
        Kind::Socket => SOCKET.to_owned(),
        Kind::HttpsSocket => HTTPS_SOCKET.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_service_starts_the_program_where_it_is() {
        let service = text(Kind::Service, Path::new("/usr/local/bin/wordify")).expect("a unit");
        assert!(service.contains("\nExecStart=/usr/local/bin/wordify serve ") && !service.contains(PROGRAM));
        for path in ["wordify", "/a b", "/a%b"] {
            assert!(text(Kind::Service, Path::new(path)).is_err(), "{path}");
        }
    }
}
