//! Every route of the application, in one list.

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use wordify::report::Format;

use crate::http::error::{Problem, ProblemKind};
use crate::http::middleware::{self, timeout};
use crate::http::pages;
use crate::http::{api, health};
use crate::state::App;

/// The application. Each response names its route as a [`Route`](super::route::Route).
pub fn router(app: App) -> Router {
    let quick = Router::new()
        // Operations.
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(health::ready))
        // Pages.
        .route("/", get(pages::home::handle))
        .route("/help", get(pages::help::handle))
        .route("/words", get(pages::word_lists::all))
        .route("/words/{language}/{collection}", get(pages::word_lists::one))
        .route("/privacy", get(pages::privacy::handle))
        .route("/about", get(pages::about::handle))
        .route("/changes", get(pages::changes::handle))
        .route("/licences/{name}", get(pages::about::licence))
        .route("/imprint", get(pages::legal::imprint))
        .route("/privacy-policy", get(pages::legal::privacy_policy))
        .route("/accessibility", get(pages::legal::accessibility))
        .route("/logo", get(pages::legal::logo))
        .route("/robots.txt", get(pages::robots::robots))
        .route("/.well-known/security.txt", get(pages::robots::security))
        .route("/assets/{name}", get(pages::asset::handle))
        .route("/deleted", get(pages::actions::deleted))
        .route("/jobs/{key}", get(pages::job::handle))
        .route("/jobs/{key}/cancel", post(pages::actions::cancel))
        .route("/jobs/{key}/delete", get(pages::actions::ask_to_delete).post(pages::actions::delete))
        .route("/jobs/{key}/difference", get(pages::difference::handle).post(pages::difference::against))
        .route("/jobs/{key}/everything.zip", get(pages::everything::handle))
        .route("/jobs/{key}/forget", post(pages::again::forget))
        .route("/jobs/{key}/labels/{label}", get(pages::label::handle))
        .route("/jobs/{key}/labels/{label}/picture.svg", get(pages::label::picture))
        .route("/jobs/{key}/labels/{label}/terms/{term}", get(pages::term::handle))
        .route("/jobs/{key}/labels/{label}/terms/{term}/texts", get(pages::behind::handle))
        .route("/jobs/{key}/labels/{label}/terms/{term}/texts.csv", get(pages::behind::csv))
        .route("/jobs/{key}/pictures", get(pages::pictures::handle))
        .route("/jobs/{key}/pictures/{name}", get(pages::pictures::image))
        // API.
        .route("/api/v1/jobs/{id}", get(api::show_job::handle).delete(api::delete_job::handle))
        .route("/api/v1/jobs/{id}/events", get(api::events::handle))
        .route("/api/v1/jobs/{id}/cancel", post(api::cancel_job::handle))
        .route("/api/v1/jobs/{id}/result.xlsx", get(api::result::handle))
        .route("/api/v1/jobs/{id}/result.csv", get(api::result::handle))
        .route("/api/v1/jobs/{id}/result.json", get(api::result::handle))
        .route("/api/v1/jobs/{id}/result.html", get(api::result::handle))
        .route("/api/v1/jobs/{id}/result.manifest.json", get(api::result::handle))
        .route("/api/v1/jobs/{id}/result.md", get(api::result::handle))
        .route("/api/v1/jobs/{id}/result.tex", get(api::result::handle))
        .route("/api/v1/jobs/{id}/result.docx", get(api::result::handle))
        .route("/api/v1/languages", get(api::languages::handle))
        .route("/api/v1/version", get(api::version::handle))
        .route("/api/v1/openapi.json", get(api::openapi::handle))
        .route("/docs/api", get(api::docs::handle))
        .layer(from_fn(timeout::limit_time));
    // Uploads and their inspection take longer than a quick page may, and have time limits of their own.
    let uploads = Router::new()
        .route("/jobs", post(pages::actions::upload))
        // Whoever asks first waits until the sample is analysed.
        .route("/example", get(pages::worked::handle))
        .route("/example/picture.svg", get(pages::sample_result::first_picture))
        .route("/example/labels/{label}", get(pages::sample_result::label))
        .route("/example/labels/{label}/picture.svg", get(pages::sample_result::label_picture))
        .route("/example/labels/{label}/terms/{term}", get(pages::sample_result::term))
        .route("/example/labels/{label}/terms/{term}/texts", get(pages::sample_result::texts))
        .route("/example/labels/{label}/terms/{term}/texts.csv", get(pages::sample_result::texts_csv))
        .route("/sample", post(pages::actions::sample))
        .route("/paste", post(pages::actions::paste))
        .route("/jobs/{key}/again", post(pages::again::handle))
        .route("/jobs/{key}/check", post(pages::actions::check))
        .route("/jobs/{key}/start", post(pages::actions::start))
        .route("/api/v1/jobs", post(api::create_job::handle))
        .route("/api/v1/uploads", post(api::create_upload::handle))
        .route("/api/v1/uploads/{id}", get(api::show_upload::handle))
        .route("/api/v1/uploads/{id}/start", post(api::start_upload::handle));
    quick
        .merge(uploads)
        .fallback(|| async { Problem::new(ProblemKind::NotFound, "There is nothing at this address.") })
        // From the inside out: the last one sees a request first.
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(app.clone(), middleware::around))
        .layer(
            CompressionLayer::new().compress_when(
                // A workbook is compressed already, and so is an archive.
                DefaultPredicate::new()
                    .and(NotForContentType::const_new(Format::Xlsx.media_type()))
                    .and(NotForContentType::const_new(pages::everything::MEDIA_TYPE)),
            ),
        )
        .with_state(app)
}
