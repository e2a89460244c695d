//! The smallest program that serves pages with axum, to compare ours with: `smallest SOCKET HEADERS PAGE…`.
//!
//! The pages are files, read once, at `/0`, `/1` and so on, over a unix socket. At `/headed/0` and so on they have the headers that the
//! file HEADERS has lines of, to tell what those cost whoever sends them and the proxy that passes them on.

#[cfg(unix)]
#[tokio::main]
async fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let usage = || std::io::Error::other("smallest SOCKET HEADERS PAGE…");
    let socket = arguments.next().ok_or_else(usage)?;
    let headers = headers(&std::fs::read_to_string(arguments.next().ok_or_else(usage)?)?)?;
    let mut router = axum::Router::new();
    for (number, page) in arguments.enumerate() {
        let page = bytes::Bytes::from(std::fs::read(page)?);
        let (headers, headed) = (headers.clone(), page.clone());
        let show = || async move { axum::response::Html(page) };
        let show_headed = || async move { (headers, axum::response::Html(headed)) };
        router = router
            .route(&format!("/{number}"), axum::routing::get(show))
            .route(&format!("/headed/{number}"), axum::routing::get(show_headed));
    }
    axum::serve(tokio::net::UnixListener::bind(socket)?, router).await
}

/// Those of a text with lines such as `name: value`.
#[cfg(unix)]
fn headers(lines: &str) -> std::io::Result<http::HeaderMap> {
    let mut headers = http::HeaderMap::new();
    for (name, value) in lines.lines().filter_map(|line| line.split_once(": ")) {
        let name = http::HeaderName::try_from(name).map_err(std::io::Error::other)?;
        headers.insert(name, http::HeaderValue::try_from(value).map_err(std::io::Error::other)?);
    }
    Ok(headers)
}

#[cfg(not(unix))]
fn main() {
    eprintln!("there are no unix sockets here");
}
