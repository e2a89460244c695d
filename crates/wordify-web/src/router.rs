//! Every route of the application, in one list.

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

use crate::error::{Kind, Problem};
use crate::middleware::{origin, problems, request, security, timeout};
use crate::state::App;
use crate::view::Download;

/// The application.
pub fn router(app: App) -> Router {
    let quick = Router::new()
        // Operations.
        .route("/healthz", get(|| async { "ok\n" }))
        // Pages.
        // API.
        .layer(from_fn(timeout::limit_time));
    // Uploads have a time limit of their own.
    let uploads = Router::new();
    quick
        .merge(uploads)
        .fallback(|| async { Problem::new(Kind::NotFound, "There is nothing at this address.") })
        // From the inside out: the last one sees a request first.
        .layer(from_fn_with_state(app.clone(), origin::refuse_cross_origin))
        .layer(CatchPanicLayer::new())
        .layer(from_fn(problems::present))
        .layer(from_fn_with_state(app.clone(), security::add_headers))
        .layer(from_fn(request::note))
        .layer(CompressionLayer::new().compress_when(
            // A workbook is compressed already.
            DefaultPredicate::new().and(NotForContentType::const_new(Download::Xlsx.media_type())),
        ))
        .with_state(app)
}
