//! What nginx and Apache must both know of a site.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;

use clap::{Args, value_parser};
use wordify_web::config::Limits;
use wordify_web::http::upload::FORM_BYTES_MAX;

/// Longest name of a host.
const NAME_BYTES_MAX: usize = 253;

/// Options of `wordify deploy nginx` and `wordify deploy apache`.
#[derive(Debug, Args)]
pub(super) struct Site {
    /// Name of the host
    #[arg(long, value_name = "NAME", value_parser = domain)]
    pub(super) domain: String,
    /// Another name, under which the site answers too; may be given several times
    #[arg(long, value_name = "NAME", value_parser = domain)]
    pub(super) alias: Vec<String>,
    /// Serve the site below this path, such as /wordify; the program's settings need it too, in public_url
    #[arg(long, value_name = "PATH", default_value = "", hide_default_value = true, value_parser = prefix)]
    pub(super) path: String,
    /// Name of the site, as “wordify deploy systemd” has it: two sites in one web server need two
    #[arg(long, value_name = "NAME", default_value = "wordify", value_parser = super::systemd::name)]
    pub(super) name: String,
    /// The certificate with its chain [default: where certbot puts it, /etc/letsencrypt/live/DOMAIN/fullchain.pem]
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
    /// Largest upload in bytes, as the program's settings have it
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().upload_bytes_max,
          value_parser = value_parser!(u64).range(1..=1 << 40))]
    upload_bytes_max: u64,
    /// A proxy or balancer stands in front, in this network: visitors' addresses come from it, and from nobody else; may be given
    /// several times
    #[arg(long, value_name = "NETWORK", value_parser = network)]
    pub(super) behind: Vec<String>,
    /// The balancer in front does not speak HTTP: it says by the PROXY protocol who the visitor is
    #[arg(long, requires = "behind")]
    pub(super) proxy_protocol: bool,
    /// Address of this machine to listen at [default: all, of IPv4 and IPv6]
    #[arg(long, value_name = "ADDRESS")]
    pub(super) listen: Option<IpAddr>,
    /// Port of plain http, which leads to https
    #[arg(long, value_name = "PORT", default_value_t = 80, value_parser = value_parser!(u16).range(1..))]
    pub(super) http_port: u16,
    /// Port of https
    #[arg(long, value_name = "PORT", default_value_t = 443, value_parser = value_parser!(u16).range(1..))]
    pub(super) https_port: u16,
}

impl Site {
    /// Fills the places of a template that both have; `logs` is the folder of the logs.
    pub(super) fn fill(&self, template: &str, logs: &str) -> String {
        let certificate = self
            .certificate
            .clone()
            .unwrap_or_else(|| format!("/etc/letsencrypt/live/{}/fullchain.pem", self.domain));
        let key = self.key.clone().unwrap_or_else(|| {
            Path::new(&certificate).with_file_name("privkey.pem").to_string_lossy().into_owned()
        });
        let origin = match self.https_port {
            443 => self.domain.clone(),
            port => format!("{}:{port}", self.domain),
        };
        fill(
            template,
            &[
                ("domain", self.domain.clone()),
                ("origin", origin),
                ("path", self.path.clone()),
                // Names of variables have no hyphen.
                ("id", self.name.replace('-', "_")),
                ("certificate", certificate),
                ("key", key),
                ("static", self.folder.clone()),
                ("acme", self.acme.clone()),
                ("log", format!("{logs}/{}.access.log", self.name)),
                ("error_log", format!("{logs}/{}.error.log", self.name)),
                ("body_bytes", (self.upload_bytes_max + FORM_BYTES_MAX).to_string()),
            ],
        )
    }

    /// The address to listen at, where it is not all of them.
    pub(super) fn socket(&self, port: u16) -> Option<SocketAddr> {
        self.listen.map(|address| SocketAddr::new(address, port))
    }
}

/// Puts values into the places `@name@` of a template.
pub(super) fn fill(template: &str, fields: &[(&str, String)]) -> String {
    fields.iter().fold(template.to_owned(), |text, (name, value)| text.replace(&format!("@{name}@"), value))
}

/// Name of a host: nothing that means something to a web server.
pub(super) fn domain(text: &str) -> Result<String, String> {
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

/// An absolute path of characters that web servers do not read otherwise.
pub(super) fn path(text: &str) -> Result<String, String> {
    let special = |c: char| c.is_whitespace() || c.is_control() || "\"'\\;{}$#@<>%*?[]".contains(c);
    if !text.starts_with('/') {
        return Err("write the whole path, beginning with “/”".to_owned());
    }
    if text.contains(special) {
        return Err(
            "web servers want a path without blanks, quotes and signs such as \\ ; { } $ # @ *".to_owned()
        );
    }
    let trimmed = text.trim_end_matches('/');
    Ok(if trimmed.is_empty() { text.to_owned() } else { trimmed.to_owned() })
}

/// The path that a site is below: plain, for it stands in patterns too. The root is the empty one.
fn prefix(text: &str) -> Result<String, String> {
    let trimmed = text.trim_end_matches('/');
    let is_plain = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    if trimmed.is_empty() || trimmed.strip_prefix('/').is_some_and(|rest| rest.split('/').all(is_plain)) {
        return Ok(trimmed.to_owned());
    }
    Err("write it as /wordify, in letters, digits, “-” and “_”".to_owned())
}

/// Addresses that begin alike, or one address.
fn network(text: &str) -> Result<String, String> {
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    let bits_max = match address.parse::<IpAddr>() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => return Err("write it as 10.20.0.0/16, 2001:db8::/32 or one address".to_owned()),
    };
    if bits.is_some_and(|bits| bits.parse::<u8>().map_or(true, |bits| bits > bits_max)) {
        return Err(format!("after the slash comes a number up to {bits_max}"));
    }
    Ok(text.to_owned())
}

/// Where a program listens: `unix:/PATH` or `HOST:PORT`.
pub(super) fn upstream(text: &str) -> Result<String, String> {
    if let Some(socket) = text.strip_prefix("unix:") {
        return path(socket).map(|socket| format!("unix:{socket}"));
    }
    if text.parse::<SocketAddr>().is_ok() {
        return Ok(text.to_owned());
    }
    let parts =
        text.rsplit_once(':').and_then(|(host, port)| Some((domain(host).ok()?, port.parse::<u16>().ok()?)));
    parts
        .filter(|(_, port)| *port > 0)
        .map(|(host, port)| format!("{host}:{port}"))
        .ok_or_else(|| "write unix:/run/wordify.sock, 127.0.0.1:8080 or host:8080".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_to_a_web_server_does_not_get_into_the_site() {
        for text in ["a;b", "a b.org", "https://a.org", "", "a..b", "-a.org", "a.org}", &"a".repeat(300)] {
            assert!(domain(text).is_err(), "{text}");
        }
        assert_eq!(domain("Wordify.Example.org"), Ok("wordify.example.org".to_owned()));
        for text in ["relative", "/a b", "/a;b", "/a{b", "/a$b", "/a\nb", "/a@key@", "/a>", "/a%{b}"] {
            assert!(path(text).is_err(), "{text}");
        }
        assert_eq!(path("/a/b/"), Ok("/a/b".to_owned()));
        for text in ["unix:run", "8080", "host", "host:0", "host:99999", "a b:80", "unix:/a;b"] {
            assert!(upstream(text).is_err(), "{text}");
        }
        for text in ["unix:/run/a.sock", "127.0.0.1:8080", "[::1]:8080", "inner.example:8080"] {
            assert_eq!(upstream(text).as_deref(), Ok(text));
        }
        for text in ["", "10.0.0/8", "10.0.0.0/33", "10.0.0.0/x", "::/129", "example.org", "10.0.0.0/8;"] {
            assert!(network(text).is_err(), "{text}");
        }
        for text in ["10.0.0.0/8", "192.0.2.1", "2001:db8::/32"] {
            assert_eq!(network(text).as_deref(), Ok(text));
        }
        for text in ["wordify", "/a.b", "/a//b", "/a b", "/(a)"] {
            assert!(prefix(text).is_err(), "{text}");
        }
        for (text, path) in [("/", ""), ("", ""), ("/wordify/", "/wordify"), ("/tools/words", "/tools/words")]
        {
            assert_eq!(prefix(text).as_deref(), Ok(path));
        }
    }
}
