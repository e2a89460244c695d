//! The smallest program that serves pages with axum, to compare ours with: `smallest SOCKET PAGE…`.
//!
//! The pages are files, read once, at `/0`, `/1` and so on, over a unix socket.

#[cfg(unix)]
#[tokio::main]
async fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let socket = arguments.next().ok_or_else(|| std::io::Error::other("smallest SOCKET PAGE…"))?;
    let mut router = axum::Router::new();
    for (number, page) in arguments.enumerate() {
        let page = bytes::Bytes::from(std::fs::read(page)?);
        let show = || async move { axum::response::Html(page) };
        router = router.route(&format!("/{number}"), axum::routing::get(show));
    }
    axum::serve(tokio::net::UnixListener::bind(socket)?, router).await
}

#[cfg(not(unix))]
fn main() {
    eprintln!("there are no unix sockets here");
}
