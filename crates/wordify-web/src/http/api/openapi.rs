//! `GET /api/v1/openapi.json`: the description of the API, made from the code.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use utoipa::OpenApi;
use utoipa::openapi::Server;

use crate::fixed::Fixed;
use crate::state::App;

/// The whole API.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Wordify",
        description = "Finds the words that tell labelled texts apart. Send a spreadsheet with a column of texts and \
                       a column of labels, follow the analysis, fetch the result. No account is needed: the id of \
                       an analysis is its key.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    paths(
        super::create_job::handle,
        super::show_job::handle,
        super::events::handle,
        super::result::handle,
        super::cancel_job::handle,
        super::delete_job::handle,
        super::create_upload::handle,
        super::show_upload::handle,
        super::start_upload::handle,
        super::languages::handle,
        super::version::handle,
    ),
    components(schemas(super::problems::ProblemDocument, super::result::FormatName)),
    tags(
        (name = "Jobs", description = "An analysis, from the file to the result"),
        (name = "Uploads", description = "The same in two steps: look at what was read, then choose and start"),
        (name = "About", description = "What this server offers"),
    )
)]
pub(crate) struct Document;

pub(crate) async fn handle(State(app): State<App>, headers: HeaderMap) -> Response {
    let make = || {
        let mut document = Document::openapi();
        if !app.config.root.is_empty() {
            // The paths of the document are below it.
            document.servers = Some(vec![Server::new(&app.config.root)]);
        }
        let text = document.to_json().expect("our own document has no keys that JSON could not have");
        Fixed::new("application/json", text)
    };
    app.pages.openapi.get_or_init(make).answer(&headers)
}
