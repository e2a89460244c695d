//! The description of the API against the application itself.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use serde_json::Value;

use crate::site::Site;

#[tokio::test]
async fn every_documented_path_is_routed_and_documents_what_it_answers() {
    let site = Site::new().await;
    let document = site.get("/api/v1/openapi.json").await.json();
    let paths = document["paths"].as_object().expect("paths");
    assert!(paths.len() >= 8, "only {} paths", paths.len());
    for (template, operations) in paths {
        let path = template.replace("{id}", &"0".repeat(32)).replace("{format}", "csv");
        for (method, operation) in operations.as_object().expect("operations") {
            let method: Method = method.to_uppercase().parse().expect("a method");
            let request = Request::builder().method(&method).uri(&path).body(Body::empty());
            let answer = site.send(request.expect("a request")).await;
            assert_ne!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            assert!(!answer.text().contains("#not-found"), "{method} {path} is not routed");
            let status = answer.status.as_u16().to_string();
            assert!(operation["responses"].get(&status).is_some(), "{method} {path} answers {status}");
        }
    }
}

#[tokio::test]
async fn every_reference_of_the_document_leads_somewhere() {
    let site = Site::new().await;
    let document = site.get("/api/v1/openapi.json").await.json();
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 10);
    for reference in references {
        let pointer = reference.strip_prefix('#').expect("a reference into the document");
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if name == "$ref" => references.push(text.clone()),
                    value => collect(value, references),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        _ => {}
    }
}

#[tokio::test]
async fn languages_and_version_are_those_of_the_engine() {
    let site = Site::new().await;
    let languages = site.get("/api/v1/languages").await.json();
    assert!(languages.as_array().is_some_and(|list| list.iter().any(|language| language["code"] == "en")));
    assert_eq!(site.get("/api/v1/version").await.json()["version"], env!("CARGO_PKG_VERSION"));
}
