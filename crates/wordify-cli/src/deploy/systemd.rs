//! `wordify deploy systemd`: the units, as the package installs them, or under another name and for another proxy.

use std::path::Path;

use clap::{Args, ValueEnum};

use crate::failure::Failure;
use crate::writing;

const SERVICE: &str = include_str!("../../../../deploy/systemd/wordify.service");
const SOCKET: &str = include_str!("../../../../deploy/systemd/wordify.socket");
const HTTPS_SOCKET: &str = include_str!("../../../../deploy/systemd/wordify-https.socket");

/// Longest name of a site or an account: what the system takes for accounts.
const NAME_BYTES_MAX: usize = 32;

/// Options of `wordify deploy systemd`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  wordify deploy systemd service --program /usr/local/bin/wordify > /etc/systemd/system/wordify.service
  wordify deploy systemd socket --proxy-group nginx > /etc/systemd/system/wordify.socket
      where nginx runs as nginx, as in Fedora and Red Hat Enterprise Linux; http in Arch
  wordify deploy systemd service --name staging --program /usr/local/bin/staging > /etc/systemd/system/staging.service
      a second site beside the first, with its own user, settings, data and socket")]
pub(crate) struct Unit {
    /// Which unit
    kind: UnitName,
    /// Where the program is installed; an upgrade replaces the file there
    #[arg(long, value_name = "PATH", default_value = "/usr/bin/wordify", value_parser = path)]
    program: String,
    /// Name of the site: of its units and socket, and of its folders in /etc, /var/lib, /var/log and /run
    #[arg(long, value_name = "NAME", default_value = "wordify", value_parser = name)]
    name: String,
    /// User and group that run it [default: the name of the site]
    #[arg(long, value_name = "NAME", value_parser = name)]
    user: Option<String>,
    /// Settings; the folder “secrets” beside them holds passwords and keys [default: /etc/NAME/wordify.toml]
    #[arg(long, value_name = "FILE", value_parser = path)]
    config: Option<String>,
    /// Group of the web server in front, which may connect to the socket
    #[arg(long, value_name = "NAME", default_value = "www-data", value_parser = name)]
    proxy_group: String,
}

/// A unit of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum UnitName {
    /// Runs the program
    Service,
    /// Holds its socket
    Socket,
    /// Holds ports 80 and 443 too, for a site that does https by itself
    HttpsSocket,
}

pub(super) fn print(unit: &Unit) -> Result<(), Failure> {
    writing::print(text(unit).as_bytes())
}

fn text(unit: &Unit) -> String {
    let name = &unit.name;
    let config = unit.config.clone().unwrap_or_else(|| format!("/etc/{name}/wordify.toml"));
    let secrets = Path::new(&config).with_file_name("secrets").to_string_lossy().into_owned();
    let fields = [
        ("name", name),
        ("program", &unit.program),
        ("user", unit.user.as_ref().unwrap_or(name)),
        ("config", &config),
        ("secrets", &secrets),
        ("proxy_group", &unit.proxy_group),
    ];
    let template = match unit.kind {
        UnitName::Service => SERVICE,
        UnitName::Socket => SOCKET,
        UnitName::HttpsSocket => HTTPS_SOCKET,
    };
    fields.iter().fold(template.to_owned(), |text, (field, value)| text.replace(&format!("@{field}@"), value))
}

/// A name that is one for systemd, for accounts and for files.
pub(super) fn name(text: &str) -> Result<String, String> {
    let is_plain =
        text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte));
    let begins_well = text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if is_plain && begins_well && text.len() <= NAME_BYTES_MAX {
        return Ok(text.to_owned());
    }
    Err(format!("write it in at most {NAME_BYTES_MAX} small letters, digits, “-” and “_”, a letter first"))
}

/// An absolute path that systemd reads as it stands.
fn path(text: &str) -> Result<String, String> {
    let special = |c: char| c.is_whitespace() || c.is_control() || "\"'\\%$;:@".contains(c);
    if text.starts_with('/') && !text.ends_with('/') && !text.contains(special) {
        return Ok(text.to_owned());
    }
    Err("systemd wants an absolute path without blanks, quotes, “%”, “$”, “;”, “:”, “@” and “\\”".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Command {
        #[command(flatten)]
        unit: Unit,
    }

    fn unit(arguments: &[&str]) -> String {
        let words = ["systemd"].iter().chain(arguments);
        text(&Command::try_parse_from(words).expect("they are right").unit)
    }

    #[test]
    fn the_service_starts_the_program_where_it_is_and_shares_its_sockets_without_waiting_on_them() {
        let service = unit(&["service", "--program", "/usr/local/bin/wordify"]);
        assert!(service.contains("\nExecStart=/usr/local/bin/wordify serve -c /etc/wordify/wordify.toml\n"));
        assert!(service.contains("\nNonBlocking=yes\n") && service.contains("\nLogsDirectory=wordify\n"));
        for kind in ["service", "socket", "https-socket"] {
            assert!(
                !unit(&[kind]).contains('@'.to_string().as_str())
                    || unit(&[kind]).contains("@system-service")
            );
        }
    }

    #[test]
    fn a_site_of_another_name_shares_nothing_with_the_first() {
        let options = ["--name", "staging", "--program", "/srv/staging/program", "--proxy-group", "nginx"];
        for kind in ["service", "socket", "https-socket"] {
            let text = unit(&[&[kind], &options[..]].concat());
            let shared: Vec<&str> = text
                .lines()
                .filter(|line| line.contains("wordify") && !line.starts_with('#'))
                .filter(|line| {
                    !line.starts_with("Documentation=") && !line.contains("/etc/staging/wordify.toml")
                })
                .collect();
            assert_eq!(shared, [""; 0], "{kind}");
        }
        let socket = unit(&[&["socket"], &options[..]].concat());
        assert!(
            socket.contains("\nListenStream=/run/staging.sock\n") && socket.contains("\nSocketGroup=nginx\n")
        );
    }

    #[test]
    fn user_and_settings_may_be_elsewhere() {
        let service = unit(&["service", "--user", "www", "--config", "/srv/site/settings.toml"]);
        for line in [
            "User=www",
            "Group=www",
            "LoadCredential=mail-password:/srv/site/secrets/mail-password",
            "ExecReload=/usr/bin/wordify reload -c /srv/site/settings.toml",
        ] {
            assert!(service.contains(&format!("\n{line}\n")), "{line}");
        }
    }

    #[test]
    fn what_means_something_to_systemd_does_not_get_into_a_unit() {
        for text in ["wordify", "/a b", "/a%b", "/a/", "/a\nb", "/a@b", "/a:b"] {
            assert!(path(text).is_err(), "{text}");
        }
        for text in ["", "-a", "1a", "a b", "A", "a/b", "a@b", "a\n", &"a".repeat(33)] {
            assert!(name(text).is_err(), "{text}");
        }
    }
}
