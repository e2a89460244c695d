//! What is served: any tower service, under a name.

use std::error::Error;
use std::fmt;
use std::future::{Future, poll_fn};
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::BodyExt;
use http_body_util::combinators::UnsyncBoxBody;
use tower_service::Service;

use super::Upload;

/// Any error.
pub type BoxError = Box<dyn Error + Send + Sync>;
/// The body of any response.
pub type ResponseBody = UnsyncBoxBody<Bytes, BoxError>;

type Answer = Pin<Box<dyn Future<Output = Result<Response<ResponseBody>, BoxError>> + Send>>;

/// An application: a name, by which settings mount it, and a service.
#[derive(Clone)]
pub struct Application {
    name: String,
    call: Arc<dyn Fn(Request<Upload>) -> Answer + Send + Sync>,
}

impl Application {
    /// From any tower service, such as axum's router.
    ///
    /// Each request carries as extensions: [`Client`], [`Mounted`], and the [`CancellationToken`](crate::CancellationToken) that
    /// is canceled when the worker drains, by which event streams should end themselves.
    pub fn new<S, B>(name: &str, service: S) -> Self
    where
        S: Service<Request<Upload>, Response = Response<B>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let call = move |request| {
            let mut service = service.clone();
            let answer: Answer = Box::pin(async move {
                poll_fn(|task| service.poll_ready(task)).await.map_err(Into::into)?;
                let response = service.call(request).await.map_err(Into::into)?;
                Ok(response.map(|body| body.map_err(Into::into).boxed_unsync()))
            });
            answer
        };
        Self { name: name.to_owned(), call: Arc::new(call) }
    }

    /// From an asynchronous function, for programs without a framework. It gets what [`Application::new`] says.
    pub fn from_fn<F, R, B>(name: &str, answer: F) -> Self
    where
        F: Fn(Request<Upload>) -> R + Send + Sync + 'static,
        R: Future<Output = Response<B>> + Send + 'static,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let call = move |request| {
            let response = answer(request);
            let answer: Answer =
                Box::pin(
                    async move { Ok(response.await.map(|body| body.map_err(Into::into).boxed_unsync())) },
                );
            answer
        };
        Self { name: name.to_owned(), call: Arc::new(call) }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn call(&self, request: Request<Upload>) -> Answer {
        (self.call)(request)
    }
}

impl fmt::Debug for Application {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Application({})", self.name)
    }
}

/// An extension of each request: who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client {
    /// The address of the client, as our own proxy says it where there is one. None over a unix socket without a proxy.
    pub address: Option<IpAddr>,
    /// Whether the client speaks TLS, to us or to our own proxy.
    pub is_tls: bool,
    /// Whether our own proxy is between.
    pub is_forwarded: bool,
}

/// An extension of a request: the name of who is signed on, as a proxy of ours says it. Absent where none says one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User(pub Arc<str>);

/// An extension of each request: the part of the path that the settings have mounted the application at, without a slash at
/// the end. The request's path is what comes after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mounted(pub Arc<str>);

/// An extension of a response: what the access log shows as the path. Without it the log shows a dash, because a path may hold a
/// secret, and only the application knows which ones do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedPath(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_router_of_axum_is_an_application() {
        let router: axum::Router = axum::Router::new().route("/", axum::routing::get(|| async { "hello" }));
        assert_eq!(Application::new("site", router).name(), "site");
    }
}
