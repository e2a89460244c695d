//! Any bytes as what a client sends on one connection: heads, forms with files, JSON, queries, through the whole application.
#![no_main]

use std::cell::RefCell;

use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;
use wordify_fuzz::{abort_on_uncaught_panics, fuzz_target};
use wordify_web::config::Config;
use wordify_web::http::router::router;
use wordify_web::state::App;

/// After so many connections there is a new site, so that what they have left there does not slow the others.
const CONNECTIONS_PER_SITE: u32 = 2000;
/// Bytes that wait between client and server.
const PIPE_BYTES: usize = 64 << 10;

struct Site {
    runtime: Runtime,
    app: App,
    connections: u32,
    _folder: TempDir,
}

thread_local! {
    static SITE: RefCell<Option<Site>> = const { RefCell::new(None) };
}

fn make_site() -> Site {
    let folder = tempfile::tempdir().expect("a folder");
    let mut config = Config::new(folder.path().join("data"));
    config.limits.jobs_per_visitor_max = usize::MAX;
    config.limits.uploads_bytes_max = u64::MAX >> 1;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let app =
        runtime.block_on(App::open(config, "no-analyst".into(), CancellationToken::new())).expect("a site");
    Site { runtime, app, connections: 0, _folder: folder }
}

/// Sends `bytes` and the end, and takes whatever is answered.
async fn talk(app: &App, bytes: &[u8]) {
    let (client, server) = tokio::io::duplex(PIPE_BYTES);
    let service = TowerToHyperService::new(router(app.clone()));
    let mut builder = hyper::server::conn::http1::Builder::new();
    builder.half_close(true);
    let serve = builder.serve_connection(TokioIo::new(server), service);
    let (mut answers, mut requests) = tokio::io::split(client);
    let send = async {
        // A server that has refused takes no more.
        let _ = requests.write_all(bytes).await;
        let _ = requests.shutdown().await;
    };
    let read = async {
        let mut text = Vec::new();
        let _ = answers.read_to_end(&mut text).await;
        assert!(text.is_empty() || text.starts_with(b"HTTP/1."), "not an answer");
    };
    let _ = tokio::join!(serve, send, read);
}

fuzz_target!(init: abort_on_uncaught_panics(), |bytes: &[u8]| {
    SITE.with_borrow_mut(|site| {
        if site.as_ref().is_none_or(|site| site.connections == CONNECTIONS_PER_SITE) {
            *site = Some(make_site());
        }
        let site = site.as_mut().expect("it was just made");
        site.connections += 1;
        site.runtime.block_on(talk(&site.app, bytes));
    });
});
