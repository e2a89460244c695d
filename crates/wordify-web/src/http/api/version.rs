//! `GET /api/v1/version`: which Wordify this is.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use super::problems::OfReading;

/// The version of the program.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Version {
    /// As in results.
    #[schema(example = "0.1.0")]
    version: &'static str,
}

/// The version of Wordify
#[utoipa::path(get, path = "/api/v1/version", tag = "About", operation_id = "version",
    responses((status = 200, description = "The version", body = Version), OfReading))]
pub(crate) async fn handle() -> Json<Version> {
    Json(Version { version: env!("CARGO_PKG_VERSION") })
}
