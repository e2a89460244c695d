//! `GET /docs/api`: the documentation of the API as a page, made from its OpenAPI document.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::Value;
use utoipa::OpenApi;

use super::openapi::Document;
use crate::http::error::ProblemKind;
use crate::http::pages;
use crate::state::App;

/// The page.
#[derive(Debug, Template)]
#[template(path = "api.html")]
pub(crate) struct Docs {
    groups: Vec<Group>,
    /// Programs that do all of it, with the names of their languages.
    examples: Vec<(&'static str, &'static str)>,
    problems: Vec<(u16, &'static str, &'static str)>,
}

/// What belongs together.
#[derive(Debug)]
struct Group {
    name: &'static str,
    /// What it is about.
    lead: &'static str,
    operations: Vec<Operation>,
}

/// The groups in their order: the tag in the document, and what they are about.
const GROUPS: [(&str, &str); 3] = [
    ("Jobs", "From a file to its result. A job is one analysis."),
    ("Uploads", "In two steps, to see what was read before anything runs."),
    ("About", "What this site can do."),
];

/// The page in the repository whose examples are run by a test.
const EXAMPLES: &str = include_str!("../../../../../docs/api.md");

/// One thing that can be done.
#[derive(Debug)]
struct Operation {
    name: String,
    method: String,
    path: String,
    summary: String,
    /// In pieces: those of code are marked.
    description: Vec<(String, bool)>,
    fields: Vec<Field>,
    answers: Vec<(String, String)>,
}

/// One field of a body.
#[derive(Debug)]
struct Field {
    name: String,
    is_required: bool,
    description: String,
}

pub(crate) async fn handle(State(app): State<App>, headers: HeaderMap) -> Response {
    app.pages.docs.answer(|| pages::html(&page()), &headers)
}

fn page() -> Docs {
    // Our own document is data like any other.
    let document = serde_json::to_value(Document::openapi()).unwrap_or_default();
    let mut groups = GROUPS.map(|(name, lead)| Group { name, lead, operations: Vec::new() });
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            let tag = operation["tags"][0].as_str();
            if let Some(group) = groups.iter_mut().find(|group| tag == Some(group.name)) {
                group.operations.push(describe(&document, path, method, operation));
            }
        }
    }
    let problems =
        ProblemKind::ALL.map(ProblemKind::facts).map(|(status, name, title)| (status.as_u16(), name, title));
    let examples = [("Python", "python"), ("R", "r")];
    let examples = examples.map(|(language, fence)| (language, example(fence)));
    Docs { groups: groups.into(), examples: examples.into(), problems: problems.into() }
}

/// The first block of code of a language.
fn example(fence: &str) -> &'static str {
    let block = EXAMPLES.split("```").find_map(|block| block.strip_prefix(fence)?.strip_prefix('\n'));
    block.unwrap_or_default().trim_end()
}

fn describe(document: &Value, path: &str, method: &str, operation: &Value) -> Operation {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let content = operation["requestBody"]["content"].as_object();
    let schema =
        content.and_then(|content| content.values().next()).map(|body| resolve(document, &body["schema"]));
    let responses = operation["responses"].as_object();
    let answers = responses.into_iter().flatten();
    Operation {
        name: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        description: pieces(operation["description"].as_str().unwrap_or_default()),
        fields: schema.map(fields).unwrap_or_default(),
        answers: answers
            .map(|(status, answer)| (status.clone(), text(&answer["description"]).replace('`', "")))
            .collect(),
    }
}

/// The pieces of a text in which code stands between back quotes.
fn pieces(text: &str) -> Vec<(String, bool)> {
    let pieces = text.split('`').enumerate().filter(|(_, piece)| !piece.is_empty());
    pieces.map(|(place, piece)| (piece.to_owned(), place % 2 == 1)).collect()
}

fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let pointer = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    pointer.and_then(|pointer| document.pointer(pointer)).unwrap_or(schema)
}

fn fields(schema: &Value) -> Vec<Field> {
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let properties = schema["properties"].as_object().into_iter().flatten();
    let field = |(name, property): (&String, &Value)| Field {
        name: name.clone(),
        is_required: required.contains(&name.as_str()),
        description: property["description"].as_str().unwrap_or_default().replace('`', ""),
    };
    properties.map(field).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_every_operation_with_its_fields_and_every_problem() {
        let html = pages::html(&page());
        for expected in [
            "/api/v1/jobs/{id}/events",
            "Analyse a file",
            "stop_words_keep",
            "id=\"too-large\"",
            "openapi.json",
        ] {
            assert!(html.contains(expected), "“{expected}” is not on the page");
        }
        let document = serde_json::to_value(Document::openapi()).expect("a document");
        let operations = document["paths"].as_object().expect("paths").values();
        for operation in operations.flat_map(|methods| methods.as_object().expect("methods").values()) {
            let name = operation["operationId"].as_str().expect("a name");
            assert!(html.contains(&format!("id=\"{name}\"")), "{name} is in no group");
        }
        assert!(html.contains("urllib.request") && html.contains("handle_setform"), "Python and R");
        assert!(html.len() < 60_000, "{} bytes", html.len());
        assert!(!html.contains('`') && html.contains("<code>id</code>"), "code is set as code");
    }
}
