//! `wordify deploy apache`: a site for Apache.

use std::fmt::Write;

use clap::Args;

use super::site::{self, Site};
use crate::failure::Failure;
use crate::writing;

const TEMPLATE: &str = include_str!("../../../../deploy/apache/wordify.conf");

/// Options of `wordify deploy apache`.
#[derive(Debug, Args)]
#[command(after_help = "\
Example, on Debian:
  a2enmod headers http2 proxy_http remoteip reqtimeout rewrite ssl
  wordify deploy apache --domain wordify.example.org > /etc/apache2/sites-available/wordify.conf
  a2ensite wordify && apachectl configtest && systemctl restart apache2")]
pub(crate) struct Apache {
    #[command(flatten)]
    site: Site,
    /// Where the program listens: unix:/PATH or HOST:PORT [default: unix:/run/NAME.sock]
    #[arg(long, value_name = "ADDRESS", value_parser = site::upstream)]
    upstream: Option<String>,
    /// Folder of the logs
    #[arg(long, value_name = "FOLDER", default_value = "/var/log/apache2", value_parser = site::path)]
    logs: String,
    /// Folder whose files are included in the https server, for lines of this machine [default: /etc/apache2/NAME.d]
    #[arg(long, value_name = "FOLDER", value_parser = site::path)]
    include: Option<String>,
}

pub(super) fn print(apache: &Apache) -> Result<(), Failure> {
    writing::print(text(apache).as_bytes())
}

fn text(apache: &Apache) -> String {
    let site = &apache.site;
    let upstream = apache.upstream.clone().unwrap_or_else(|| format!("unix:/run/{}.sock", site.name));
    let upstream = if upstream.starts_with("unix:") {
        // The host tells workers of several sites apart and reaches nobody.
        format!("{upstream}|http://{}", site.name)
    } else {
        format!("http://{upstream}")
    };
    let listen = |port| site.socket(port).map_or_else(|| format!("*:{port}"), |address| address.to_string());
    let aliases: String = site.alias.iter().map(|alias| format!("    ServerAlias {alias}\n")).collect();
    let text = site::fill(
        TEMPLATE,
        &[
            ("listen_http", listen(site.http_port)),
            ("listen_https", listen(site.https_port)),
            ("aliases", aliases),
            ("behind", behind(site)),
            ("below", below(site)),
            ("forget", forget(site).to_owned()),
            ("own", own(site)),
            ("include", apache.include.clone().unwrap_or_else(|| format!("/etc/apache2/{}.d", site.name))),
            ("upstream", upstream),
        ],
    );
    site.fill(&text, &apache.logs)
}

/// Whom to believe about the visitor's address.
fn behind(site: &Site) -> String {
    if site.behind.is_empty() {
        return String::new();
    }
    let mut text = match site.proxy_protocol {
        // Only balancers connect here, and each of them says who the visitor is.
        true => "    RemoteIPProxyProtocol On\n".to_owned(),
        false => "    RemoteIPHeader X-Forwarded-For\n".to_owned(),
    };
    if !site.proxy_protocol {
        for network in &site.behind {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "    RemoteIPInternalProxy {network}");
        }
    }
    text
}

/// What a visitor invents does not reach the program: Apache adds the address that it has seen. Behind a proxy, Apache reads the header
/// first, and takes it away.
fn forget(site: &Site) -> &'static str {
    if !site.behind.is_empty() && !site.proxy_protocol {
        return "";
    }
    "    # What a visitor invents does not reach the program: Apache adds the address that it has seen.\n    \
     RequestHeader unset X-Forwarded-For early\n"
}

/// What a path needs besides: its own name without a slash at the end leads to it.
fn below(site: &Site) -> String {
    if site.path.is_empty() {
        return String::new();
    }
    format!("    RedirectMatch 308 \"^{path}$\" \"{path}/\"\n", path = site.path)
}

/// At the root, what the machine serves itself for the renewal of certificates is not the program's.
fn own(site: &Site) -> String {
    if site.path.is_empty() {
        "    ProxyPass \"/.well-known/acme-challenge/\" \"!\"\n".to_owned()
    } else {
        String::new()
    }
}
