//! Naming a webhook: what is taken, and what is refused before anything is stored.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use wordify_web::config::{Config, Webhooks};
use wordify_web::jobs::key::JobKey;

use crate::site::{Answer, Site, form};

const FILE: (&str, &[u8]) = ("wine.csv", b"text,label\nred,a\n");
const ADDRESS: &str = "https://hooks.example.org/wordify?for=me";

fn permit(config: &mut Config) {
    config.webhooks = Some(Webhooks {
        hosts: vec!["hooks.example.org".into()],
        networks: Vec::new(),
        secret: String::new(),
        ca: None,
    });
}

async fn send(site: &Site, webhook: &str) -> Answer {
    site.send(form("/api/v1/jobs", Some(FILE), &[("webhook", webhook)])).await
}

fn check_refused(answer: &Answer, detail: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
    let problem = answer.json();
    assert_eq!(problem["place"], "webhook", "{problem}");
    assert!(problem["detail"].as_str().is_some_and(|said| said.contains(detail)), "{problem}");
    assert!(problem["remedy"].as_str().is_some_and(|remedy| remedy.contains("events")), "{problem}");
}

/// The address that is stored of the job in an answer.
async fn stored(site: &Site, job: &Value) -> Option<String> {
    let key: JobKey = job["id"].as_str().expect("an id").parse().expect("a key");
    site.app.storage.job(&key.id()).await.expect("read").expect("there").webhook
}

#[tokio::test]
async fn a_site_whose_settings_have_no_webhooks_takes_none() {
    let site = Site::new().await;
    check_refused(&send(&site, ADDRESS).await, "calls no webhooks");
    assert_eq!(site.job_folders(), 0);
}

#[tokio::test]
async fn a_listed_host_is_taken_and_shown_to_nobody() {
    let site = Site::with(permit).await;
    let answer = send(&site, ADDRESS).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    assert!(!answer.text().contains("hooks.example.org"));
    let job = answer.json();
    assert_eq!(stored(&site, &job).await.as_deref(), Some(ADDRESS));
    let page = site.get(job["links"]["page"].as_str().expect("a page")).await;
    assert!(page.status.is_success() && !page.text().contains("hooks.example.org"));
}

#[tokio::test]
async fn an_upload_is_started_with_a_webhook() {
    let site = Site::with(permit).await;
    let key = site.waiting_job().await;
    let body = json!({ "webhook": "https://127.0.0.1/" }).to_string();
    let start = |body: String| {
        Request::post(format!("/api/v1/uploads/{key}/start"))
            .header("content-type", "application/json")
            .header("content-length", body.len())
            .body(Body::from(body))
            .expect("a request")
    };
    check_refused(&site.send(start(body)).await, "does not call this host");
    assert_eq!(site.app.storage.job(&key.id()).await.expect("read").expect("there").webhook, None);
}

#[tokio::test]
async fn hosts_that_are_not_listed_and_addresses_of_machines_of_ours_are_refused() {
    let site = Site::with(permit).await;
    for webhook in
        ["https://example.org/", "http://127.0.0.1:8080/", "https://169.254.169.254/latest", "https://[::1]/"]
    {
        check_refused(&send(&site, webhook).await, "does not call this host");
    }
    check_refused(&send(&site, "http://hooks.example.org/").await, "https://");
    check_refused(&send(&site, "hooks.example.org").await, "whole");
    assert_eq!(site.job_folders(), 0);
}

#[tokio::test]
async fn the_page_on_data_tells_of_webhooks_where_there_are_any() {
    let (with, without) = (Site::with(permit).await, Site::new().await);
    assert!(with.get("/privacy").await.text().contains("Webhooks"));
    assert!(!without.get("/privacy").await.text().contains("ebhook"));
}
