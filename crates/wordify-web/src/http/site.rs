//! The address of this site as the visitor sees it.

use axum::http::{HeaderMap, header};

use crate::state::App;
use crate::visitor::Peer;

/// Such as `https://wordify.example`: as the settings say, else as the request says.
pub(crate) fn site_of(app: &App, headers: &HeaderMap, peer: Option<Peer>) -> String {
    if let Some(url) = &app.config.public_url {
        return url.trim_end_matches('/').to_owned();
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST.as_str()).filter(|host| is_host(host)).unwrap_or("localhost");
    let scheme = if peer.is_some_and(|peer| peer.is_tls) { "https" } else { "http" };
    format!("{scheme}://{host}{}", app.config.root)
}

/// A name or an address, with a port or without: nothing that could end a link or begin another.
fn is_host(host: &str) -> bool {
    !host.is_empty()
        && host.len() <= 255
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_and_not_a_piece_of_a_link() {
        for host in ["localhost:8080", "wordify.example", "[::1]:80"] {
            assert!(is_host(host), "{host}");
        }
        for host in ["", "a/b", "a b", "a\"b", "user@host", "<b>"] {
            assert!(!is_host(host), "{host}");
        }
    }
}
