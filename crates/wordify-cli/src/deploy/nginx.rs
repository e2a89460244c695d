//! `wordify deploy nginx`: a site for nginx.

use std::fmt::Write;
use std::net::SocketAddr;

use clap::{Args, value_parser};

use super::site::{self, Site};
use crate::failure::Failure;
use crate::writing;

const TEMPLATE: &str = include_str!("../../../../deploy/nginx/wordify.conf");
/// From this version on HTTP/2 is a line of its own, and a flag of `listen` is warned of.
const HTTP2_LINE: Version = Version(1, 25, 1);

/// Options of `wordify deploy nginx`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  wordify deploy nginx --domain wordify.example.org > /etc/nginx/conf.d/wordify.conf
  wordify deploy static --to /var/cache/wordify/static
  nginx -t && systemctl reload nginx

Below a path of a host:
  wordify deploy nginx --domain www.example.edu --path /wordify

Behind a balancer of the computing centre:
  wordify deploy nginx --domain wordify.example.edu --behind 10.20.0.0/16

Two instances on this machine, of which one that fails is passed over:
  wordify deploy nginx --domain wordify.example.org --upstream unix:/run/wordify.sock --upstream unix:/run/second.sock")]
pub(crate) struct Nginx {
    #[command(flatten)]
    site: Site,
    /// Where the program listens: unix:/PATH or HOST:PORT; may be given several times, for instances that share a data
    /// folder of one machine [default: unix:/run/NAME.sock]
    #[arg(long, value_name = "ADDRESS", value_parser = site::upstream)]
    upstream: Vec<String>,
    /// Folder of the logs
    #[arg(long, value_name = "FOLDER", default_value = "/var/log/nginx", value_parser = site::path)]
    logs: String,
    /// Folder whose files are included in the https server, for lines of this machine [default: /etc/nginx/NAME.d]
    #[arg(long, value_name = "FOLDER", value_parser = site::path)]
    include: Option<String>,
    /// The nginx that is to read it, as a number or as “nginx -v” prints it: later ones spell HTTP/2 differently
    #[arg(long, value_name = "VERSION", default_value = "1.22", value_parser = version)]
    nginx_version: Version,
    /// Requests of one address per second, on average
    #[arg(long, value_name = "NUMBER", default_value_t = 50, value_parser = value_parser!(u32).range(1..=100_000))]
    requests_per_second: u32,
    /// Uploads and other changes of one address per minute, on average
    #[arg(long, value_name = "NUMBER", default_value_t = 120, value_parser = value_parser!(u32).range(1..=100_000))]
    writes_per_minute: u32,
}

/// A version of nginx.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Version(u32, u32, u32);

pub(super) fn print(nginx: &Nginx) -> Result<(), Failure> {
    writing::print(text(nginx).as_bytes())
}

fn text(nginx: &Nginx) -> String {
    let site = &nginx.site;
    let upstream = match &nginx.upstream[..] {
        [] => vec![format!("unix:/run/{}.sock", site.name)],
        given => given.to_vec(),
    };
    let names: Vec<&str> = std::iter::once(&site.domain).chain(&site.alias).map(String::as_str).collect();
    let is_new = nginx.nginx_version >= HTTP2_LINE;
    let proxied = if site.proxy_protocol { " proxy_protocol" } else { "" };
    let flags = format!(" ssl{}{proxied}", if is_new { "" } else { " http2" });
    let http2 = if is_new { "\n    http2 on;" } else { "" };
    let text = site::fill(
        TEMPLATE,
        &[
            ("version", if is_new { "1.25.1" } else { "1.22" }.to_owned()),
            ("servers", servers(&upstream)),
            ("listen_http", listen(site, site.http_port, proxied)),
            ("listen_https", listen(site, site.https_port, &flags) + http2),
            ("names", names.join(" ")),
            ("behind", behind(site)),
            ("below", below(site)),
            ("include", nginx.include.clone().unwrap_or_else(|| format!("/etc/nginx/{}.d", site.name))),
            ("requests_per_second", nginx.requests_per_second.to_string()),
            ("requests_burst", (4 * nginx.requests_per_second).to_string()),
            ("writes_per_minute", nginx.writes_per_minute.to_string()),
            ("writes_burst", nginx.writes_per_minute.to_string()),
        ],
    );
    site.fill(&text, &nginx.logs)
}

/// The instances. One that fails is left alone for some seconds, as long as there are others.
fn servers(upstream: &[String]) -> String {
    let lines: Vec<String> =
        upstream.iter().map(|address| format!("    server {address} max_fails=1 fail_timeout=5s;")).collect();
    lines.join("\n")
}

fn listen(site: &Site, port: u16, flags: &str) -> String {
    let line = |address: &dyn std::fmt::Display| format!("    listen {address}{flags};");
    match site.socket(port) {
        Some(address) => line(&address),
        None => format!("{}\n{}", line(&port), line(&SocketAddr::from(([0_u16; 8], port)))),
    }
}

/// Whom to believe about the visitor's address.
fn behind(site: &Site) -> String {
    let mut text = String::new();
    for network in &site.behind {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "    set_real_ip_from {network};");
    }
    if !text.is_empty() {
        let header = if site.proxy_protocol { "proxy_protocol" } else { "X-Forwarded-For" };
        let _ = writeln!(text, "    real_ip_header {header};\n    real_ip_recursive on;");
    }
    text
}

/// What a path needs besides: its own name without a slash at the end leads to it.
fn below(site: &Site) -> String {
    if site.path.is_empty() {
        return String::new();
    }
    format!("    location = {path} {{\n        return 308 {path}/;\n    }}\n", path = site.path)
}

/// `1.26.3`, or the line that `nginx -v` prints.
fn version(text: &str) -> Result<Version, String> {
    let number = text.rsplit('/').next().unwrap_or_default();
    let number = number.split([' ', '\n', '-']).next().unwrap_or_default();
    let mut parts = number.split('.').map(str::parse);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(Ok(major)), Some(Ok(minor)), third) => {
            let patch = third.unwrap_or(Ok(0)).map_err(|_| "write it as 1.26.3".to_owned())?;
            Ok(Version(major, minor, patch))
        }
        _ => Err("write it as 1.26.3, or as “nginx -v” prints it".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_as_a_number_and_as_nginx_prints_it() {
        for (text, expected) in [
            ("1.22", Version(1, 22, 0)),
            ("1.25.1", Version(1, 25, 1)),
            ("nginx version: nginx/1.26.3", Version(1, 26, 3)),
            ("nginx version: nginx/1.22.1 (Ubuntu)\n", Version(1, 22, 1)),
        ] {
            assert_eq!(version(text), Ok(expected), "{text}");
        }
        for text in ["", "1", "new", "1.x"] {
            assert!(version(text).is_err(), "{text}");
        }
        assert!(Version(1, 25, 0) < HTTP2_LINE && Version(1, 26, 0) > HTTP2_LINE);
    }
}
