//! A site in process, on a temporary folder.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::Value;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;
use wordify_web::config::Config;
use wordify_web::http::router::router;
use wordify_web::jobs::key::JobKey;
use wordify_web::jobs::record::NewJob;
use wordify_web::metrics;
use wordify_web::state::App;
use wordify_web::visitor::Peer;

/// The boundary of [`form`].
const BOUNDARY: &str = "a-boundary";

/// A site; its folder is deleted with it.
pub(crate) struct Site {
    pub(crate) app: App,
    _folder: TempDir,
    router: Router,
    peer: Peer,
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Site {
    /// A site with the settings that `change` makes of the default ones.
    pub(crate) async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut config = Config::new(folder.path().join("data"));
        change(&mut config);
        let app = App::open(config, "no-analyst".into(), CancellationToken::new()).await.expect("a site");
        let peer =
            Peer { address: Some([192, 0, 2, 1].into()), is_direct: true, is_tls: false, account: None };
        Self { router: router(app.clone()), app, _folder: folder, peer }
    }

    pub(crate) async fn new() -> Self {
        Self::with(|_| ()).await
    }

    pub(crate) async fn send(&self, mut request: Request<Body>) -> Answer {
        request.extensions_mut().insert(self.peer);
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body").to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// The answer to a GET whose body is not read yet.
    pub(crate) async fn open(&self, path: &str) -> axum::response::Response {
        let mut request = Request::get(path).body(Body::empty()).expect("a request");
        request.extensions_mut().insert(self.peer);
        self.router.clone().oneshot(request).await.expect("an answer")
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    /// What Prometheus reads.
    pub(crate) async fn metrics(&self) -> String {
        let request = Request::get("/").body(Body::empty()).expect("a request");
        let response =
            metrics::router(self.app.clone(), std::sync::Arc::new(|| Box::pin(async { String::new() })))
                .oneshot(request)
                .await
                .expect("an answer");
        String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.expect("a body").to_vec())
            .expect("text")
    }

    pub(crate) async fn post(&self, path: &str) -> Answer {
        self.send(Request::post(path).body(Body::empty()).expect("a request")).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Request::delete(path).body(Body::empty()).expect("a request")).await
    }

    /// A job that waits to be started, with `a.csv` of one row as its file.
    pub(crate) async fn waiting_job(&self) -> JobKey {
        let key = JobKey::random().expect("a key");
        self.app.folder.make_job(&key.id()).expect("a folder");
        std::fs::write(self.app.folder.upload(&key.id()), "text,label\nred,a\n").expect("a file");
        let now = wordify_web::jobs::job::now_ms();
        let job = NewJob {
            key: key.clone(),
            visitor: "0123456789abcdef".into(),
            file_name: Some("a.csv".into()),
            file_bytes: 17,
            site: "http://localhost".into(),
            expires_at: now + 3_600_000,
        };
        self.app.storage.create(job, self.app.bounds(false), now).await.expect("there is room");
        key
    }

    /// Folders of jobs on the disk.
    pub(crate) fn job_folders(&self) -> usize {
        self.app.folder.jobs().expect("listed").len()
    }
}

/// A form with a file and further fields.
pub(crate) fn form(path: &str, file: Option<(&str, &[u8])>, fields: &[(&str, &str)]) -> Request<Body> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend_from_slice(
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                .as_bytes(),
        );
    }
    if let Some((name, bytes)) = file {
        body.extend_from_slice(
            format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
            )
            .as_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    post_form(path, body)
}

/// A form whose body is given.
pub(crate) fn post_form(path: &str, body: Vec<u8>) -> Request<Body> {
    Request::post(path)
        .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))
        .header("content-length", body.len())
        .body(Body::from(body))
        .expect("a request")
}

/// A form without files, as a browser sends it.
pub(crate) fn post_urlencoded(path: &str, fields: &str) -> Request<Body> {
    let request = Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", "text/html");
    request.body(Body::from(fields.to_owned())).expect("a request")
}
