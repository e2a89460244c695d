//! `GET /api/v1/openapi.json`: the description of the API, made from the code.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::Value;
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
    components(schemas(
        super::problems::ProblemDocument,
        super::result::FormatName,
        super::result::Binary
    )),
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
        let mut document =
            serde_json::to_value(document).expect("our own document has no keys that JSON could not have");
        close_lists(&mut document);
        Fixed::new("application/json", document.to_string())
    };
    app.pages.openapi.get_or_init(make).answer(&headers)
}

/// For lists with a fixed number of items, gives their length instead of saying that there are no further items: both are the same to JSON
/// Schema, but openapi-python-client 0.29.1 reads no document that has the latter.
fn close_lists(document: &mut Value) {
    match document {
        Value::Object(fields) => {
            let items = fields.get("prefixItems").and_then(Value::as_array).map(Vec::len);
            if let Some(items) = items
                && fields.get("items") == Some(&Value::Bool(false))
            {
                fields.remove("items");
                fields.insert("minItems".into(), items.into());
                fields.insert("maxItems".into(), items.into());
            }
            fields.values_mut().for_each(close_lists);
        }
        Value::Array(items) => items.iter_mut().for_each(close_lists),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_of_such_items_have_that_length_and_others_stay() {
        let mut document = json!({"a": {"prefixItems": [{}, {}], "items": false}, "b": [{"items": {}}]});
        close_lists(&mut document);
        let expected =
            json!({"a": {"prefixItems": [{}, {}], "minItems": 2, "maxItems": 2}, "b": [{"items": {}}]});
        assert_eq!(document, expected);
    }
}
