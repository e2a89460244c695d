//! `wordify deploy nginx`: a site for nginx; `wordify deploy static`: the files that it serves by itself.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, value_parser};
use wordify_web::config::Limits;
use wordify_web::http::pages::asset;
use wordify_web::http::upload::FORM_BYTES_MAX;

use crate::failure::Failure;
use crate::writing;

const TEMPLATE: &str = include_str!("../../../../deploy/nginx/wordify.conf");

/// Pages for when the program cannot answer, for people and for programs.
const ERRORS: [(&str, &str); 6] = [
    ("413.html", include_str!("../../../../deploy/nginx/errors/413.html")),
    ("413.json", include_str!("../../../../deploy/nginx/errors/413.json")),
    ("429.html", include_str!("../../../../deploy/nginx/errors/429.html")),
    ("429.json", include_str!("../../../../deploy/nginx/errors/429.json")),
    ("502.html", include_str!("../../../../deploy/nginx/errors/502.html")),
    ("502.json", include_str!("../../../../deploy/nginx/errors/502.json")),
];

/// Longest name of a host.
const NAME_BYTES_MAX: usize = 253;

/// Options of `wordify deploy nginx`.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  wordify deploy nginx --domain wordify.example.org > /etc/nginx/conf.d/wordify.conf
  wordify deploy static --to /var/cache/wordify/static
  nginx -t && systemctl reload nginx

Several instances, of which those that fail are passed over:
  wordify deploy nginx --domain wordify.example.org --upstream 10.0.0.2:8080 --upstream 10.0.0.3:8080")]
pub(crate) struct Site {
    /// Name of the site
    #[arg(long, value_name = "NAME", value_parser = domain)]
    domain: String,
    /// Another name, under which the site answers too; may be given several times
    #[arg(long, value_name = "NAME", value_parser = domain)]
    alias: Vec<String>,
    /// Where the program listens: unix:/PATH or HOST:PORT; may be given several times, for instances that share a data
    /// folder
    #[arg(long, value_name = "ADDRESS", default_value = "unix:/run/wordify.sock", value_parser = upstream)]
    upstream: Vec<String>,
    /// The certificate with its chain [default: where certbot puts it, /etc/letsencrypt/live/NAME/fullchain.pem]
    #[arg(long, value_name = "FILE", value_parser = path)]
    certificate: Option<String>,
    /// Its key [default: privkey.pem beside the certificate]
    #[arg(long, value_name = "FILE", value_parser = path)]
    key: Option<String>,
    /// The folder that “wordify deploy static” fills
    #[arg(long = "static", value_name = "FOLDER", default_value = "/var/cache/wordify/static", value_parser = path)]
    folder: String,
    /// Where the renewal of certificates puts its answers
    #[arg(long, value_name = "FOLDER", default_value = "/var/www/html", value_parser = path)]
    acme: String,
    /// Folder of the logs
    #[arg(long, value_name = "FOLDER", default_value = "/var/log/nginx", value_parser = path)]
    logs: String,
    /// Largest upload in bytes, as the program's settings have it
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().upload_bytes_max,
          value_parser = value_parser!(u64).range(1..=1 << 40))]
    upload_bytes_max: u64,
    /// Requests of one address per second, on average
    #[arg(long, value_name = "NUMBER", default_value_t = 50, value_parser = value_parser!(u32).range(1..=100_000))]
    requests_per_second: u32,
    /// Uploads and other changes of one address per minute, on average
    #[arg(long, value_name = "NUMBER", default_value_t = 120, value_parser = value_parser!(u32).range(1..=100_000))]
    writes_per_minute: u32,
    /// Address of this machine to listen at [default: all, of IPv4 and IPv6]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<std::net::IpAddr>,
    /// Port of plain http, which leads to https
    #[arg(long, value_name = "PORT", default_value_t = 80, value_parser = value_parser!(u16).range(1..))]
    http_port: u16,
    /// Port of https
    #[arg(long, value_name = "PORT", default_value_t = 443, value_parser = value_parser!(u16).range(1..))]
    https_port: u16,
}

/// Options of `wordify deploy static`.
#[derive(Debug, Args)]
pub(crate) struct Static {
    /// The folder; made when absent. Every user of the machine may read what is in it
    #[arg(long, value_name = "FOLDER", value_hint = clap::ValueHint::DirPath)]
    to: PathBuf,
}

pub(super) fn print(site: &Site) -> Result<(), Failure> {
    writing::print(text(site).as_bytes())
}

fn text(site: &Site) -> String {
    let certificate = site
        .certificate
        .clone()
        .unwrap_or_else(|| format!("/etc/letsencrypt/live/{}/fullchain.pem", site.domain));
    let key = site.key.clone().unwrap_or_else(|| {
        Path::new(&certificate).with_file_name("privkey.pem").to_string_lossy().into_owned()
    });
    let names: Vec<&str> = std::iter::once(&site.domain).chain(&site.alias).map(String::as_str).collect();
    let fields = [
        ("servers", servers(&site.upstream)),
        ("listen_http", listen(site.listen, site.http_port, "")),
        ("listen_https", listen(site.listen, site.https_port, " ssl http2")),
        ("names", names.join(" ")),
        ("domain", with_port(&site.domain, site.https_port)),
        ("certificate", certificate),
        ("key", key),
        ("static", site.folder.clone()),
        ("acme", site.acme.clone()),
        ("log", format!("{}/wordify.access.log", site.logs)),
        ("error_log", format!("{}/wordify.error.log", site.logs)),
        ("body_bytes", (site.upload_bytes_max + FORM_BYTES_MAX).to_string()),
        ("requests_per_second", site.requests_per_second.to_string()),
        ("requests_burst", (4 * site.requests_per_second).to_string()),
        ("writes_per_minute", site.writes_per_minute.to_string()),
        ("writes_burst", site.writes_per_minute.to_string()),
    ];
    fields.iter().fold(TEMPLATE.to_owned(), |text, (name, value)| text.replace(&format!("@{name}@"), value))
}

/// The instances. One that fails is left alone for some seconds, as long as there are others.
fn servers(upstream: &[String]) -> String {
    let lines: Vec<String> =
        upstream.iter().map(|address| format!("    server {address} max_fails=1 fail_timeout=5s;")).collect();
    lines.join("\n")
}

fn listen(address: Option<std::net::IpAddr>, port: u16, more: &str) -> String {
    match address {
        Some(address) => format!("    listen {}{more};", std::net::SocketAddr::new(address, port)),
        None => format!("    listen {port}{more};\n    listen [::]:{port}{more};"),
    }
}

fn with_port(domain: &str, port: u16) -> String {
    if port == 443 { domain.to_owned() } else { format!("{domain}:{port}") }
}

/// Name of a host: nothing that means something to nginx.
fn domain(text: &str) -> Result<String, String> {
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    if text.len() <= NAME_BYTES_MAX && text.split('.').all(is_label) {
        return Ok(text.to_ascii_lowercase());
    }
    let remedy = if text.contains("//") {
        "without “https://”"
    } else {
        "in ASCII letters, such as wordify.example.org"
    };
    Err(format!("not the name of a host; write it {remedy}"))
}

/// An absolute path of characters that nginx does not read otherwise.
fn path(text: &str) -> Result<String, String> {
    let special = |c: char| c.is_whitespace() || c.is_control() || "\"'\\;{}$#@".contains(c);
    if !text.starts_with('/') {
        return Err("write the whole path, beginning with “/”".to_owned());
    }
    if text.contains(special) {
        return Err("nginx wants a path without blanks and without \" ' \\ ; { } $ # @".to_owned());
    }
    let trimmed = text.trim_end_matches('/');
    Ok(if trimmed.is_empty() { text.to_owned() } else { trimmed.to_owned() })
}

fn upstream(text: &str) -> Result<String, String> {
    if let Some(socket) = text.strip_prefix("unix:") {
        return path(socket).map(|socket| format!("unix:{socket}"));
    }
    if text.parse::<std::net::SocketAddr>().is_ok() {
        return Ok(text.to_owned());
    }
    let parts =
        text.rsplit_once(':').and_then(|(host, port)| Some((domain(host).ok()?, port.parse::<u16>().ok()?)));
    parts
        .filter(|(_, port)| *port > 0)
        .map(|(host, port)| format!("{host}:{port}"))
        .ok_or_else(|| "write unix:/run/wordify.sock, 127.0.0.1:8080 or host:8080".to_owned())
}

pub(super) fn write_static(folder: &Static) -> Result<(), Failure> {
    let written = write_all(&folder.to).map_err(|(path, error)| Failure::write(path.display(), &error))?;
    writing::print(format!("{} holds {written} files of this version\n", folder.to.display()).as_bytes())
}

fn write_all(folder: &Path) -> Result<usize, (PathBuf, io::Error)> {
    let errors = ERRORS.iter().map(|(name, content)| (format!("errors/{name}"), content.as_bytes()));
    let assets =
        asset::ALL.iter().map(|asset| (asset.path().trim_start_matches('/').to_owned(), asset.bytes));
    let files: Vec<(String, &[u8])> = errors.chain(assets).collect();
    for (name, content) in &files {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        make_readable(parent).map_err(|error| (parent.to_owned(), error))?;
        write_readable(&path, content).map_err(|error| (path, error))?;
    }
    Ok(files.len())
}

/// Makes a folder that nginx can enter, however private our other files are.
fn make_readable(folder: &Path) -> io::Result<()> {
    let is_named = |folder: &&Path| !folder.as_os_str().is_empty();
    let missing: Vec<&Path> =
        folder.ancestors().filter(is_named).take_while(|folder| !folder.exists()).collect();
    fs::create_dir_all(folder)?;
    missing.into_iter().try_for_each(|folder| set_mode(folder, 0o755))
}

/// Writes a file in one step, because nginx may read it at any time.
fn write_readable(path: &Path, content: &[u8]) -> io::Result<()> {
    let new = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(Path::new(".")))?;
    fs::write(new.path(), content)?;
    set_mode(new.path(), 0o644)?;
    new.persist(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

/// Elsewhere, files are readable as their folder says.
#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_to_nginx_does_not_get_into_the_site() {
        for text in ["a;b", "a b.org", "https://a.org", "", "a..b", "-a.org", "a.org}", &"a".repeat(300)] {
            assert!(domain(text).is_err(), "{text}");
        }
        assert_eq!(domain("Wordify.Example.org"), Ok("wordify.example.org".to_owned()));
        for text in ["relative", "/a b", "/a;b", "/a{b", "/a$b", "/a\nb", "/a@key@"] {
            assert!(path(text).is_err(), "{text}");
        }
        assert_eq!(path("/a/b/"), Ok("/a/b".to_owned()));
        for text in ["unix:run", "8080", "host", "host:0", "host:99999", "a b:80", "unix:/a;b"] {
            assert!(upstream(text).is_err(), "{text}");
        }
        for text in ["unix:/run/a.sock", "127.0.0.1:8080", "[::1]:8080", "inner.example:8080"] {
            assert_eq!(upstream(text).as_deref(), Ok(text));
        }
    }
}
