//! What holds for every request, whatever it asks for.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::site::Site;

#[tokio::test]
async fn every_answer_has_the_headers_that_keep_links_secret() {
    let site = Site::new().await;
    for path in ["/healthz", "/no-such-page", "/api/v1/none"] {
        let answer = site.get(path).await;
        assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("x-request-id").len(), 16, "{path}");
    }
}

#[tokio::test]
async fn a_browser_gets_a_page_and_a_program_gets_problem_json() {
    let site = Site::new().await;
    let browser = Request::get("/none").header("accept", "text/html,*/*;q=0.8").body(Body::empty());
    let page = site.send(browser.expect("a request")).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.text().contains("There is nothing at this address"));
    for path in ["/none", "/api/v1/none"] {
        let problem = site.get(path).await;
        assert_eq!(problem.status, StatusCode::NOT_FOUND);
        assert_eq!(problem.header("content-type"), "application/problem+json");
        assert_eq!(problem.json()["type"], "/docs/api#not-found");
        assert_eq!(problem.json()["status"], 404);
    }
}

#[tokio::test]
async fn a_wrong_method_is_answered_with_the_right_ones() {
    let site = Site::new().await;
    let answer = site.send(Request::delete("/healthz").body(Body::empty()).expect("a request")).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(answer.header("allow").contains("GET"), "{:?}", answer.headers);
    assert_eq!(answer.json()["type"], "/docs/api#method-not-allowed");
}

#[tokio::test]
async fn pages_of_other_sites_cannot_post() {
    let site = Site::new().await;
    let request = Request::post("/healthz").header("sec-fetch-site", "cross-site").body(Body::empty());
    let answer = site.send(request.expect("a request")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}
