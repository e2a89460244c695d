//! Pages that need no job, and what a page says of a job that there is not.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::site::{Answer, Site};

async fn page(site: &Site, path: &str) -> Answer {
    let request = Request::get(path).header("accept", "text/html").body(Body::empty());
    site.send(request.expect("a request")).await
}

#[tokio::test]
async fn every_file_that_a_page_names_is_served_for_ever_under_its_name() {
    let site = Site::new().await;
    let home = page(&site, "/").await;
    assert_eq!(home.status, StatusCode::OK);
    let text = home.text();
    let paths: Vec<&str> = text.split('"').filter(|part| part.starts_with("/assets/")).collect();
    assert_eq!(paths.len(), 3, "{paths:?}");
    for path in paths {
        let file = site.get(path).await;
        assert_eq!(file.status, StatusCode::OK, "{path}");
        assert!(file.header("cache-control").contains("immutable"), "{path}");
    }
    assert_eq!(site.get("/assets/wordify-00000000.css").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_pages_without_a_job_are_there_and_light() {
    let site = Site::new().await;
    for path in
        ["/", "/help", "/words", "/words/en/iso", "/privacy", "/about", "/deleted", "/?text=a&fits=no+number"]
    {
        let page = page(&site, path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.body.len() < 60_000, "{path}: {} bytes", page.body.len());
    }
}

#[tokio::test]
async fn the_licences_that_the_page_about_names_can_be_read() {
    let site = Site::new().await;
    let page = page(&site, "/about").await.text();
    for name in ["AGPL-3.0", "CC-BY-SA-4.0", "GPL-3.0", "LGPLLR", "ODbL-1.0", "all"] {
        let path = format!("/licences/{name}");
        assert!(page.contains(&format!("\"{path}\"")), "{path}");
        let licence = site.get(&path).await;
        assert_eq!(licence.status, StatusCode::OK, "{path}");
        assert!(
            licence.header("content-type").starts_with("text/plain") && licence.body.len() > 10_000,
            "{path}"
        );
    }
    assert_eq!(site.get("/licences/none").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_job_that_is_not_there_has_a_page_that_says_what_to_do() {
    let site = Site::new().await;
    let job = format!("/jobs/{}", "0".repeat(32));
    for path in
        [job.clone(), format!("{job}/delete"), format!("{job}/labels/0/terms/1"), "/jobs/short".into()]
    {
        let page = page(&site, &path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.text().contains("There is no such analysis"), "{path}");
        assert!(page.text().contains("What to do"), "{path}");
    }
}

#[tokio::test]
async fn choices_of_an_earlier_job_stand_in_the_form() {
    let site = Site::new().await;
    let page = page(&site, "/?label=%3Cscript%3E&fits=20&preset=wordify-2021").await.text();
    assert!(page.contains("name=\"fits\" value=\"20\"") && page.contains("&#60;script&#62;"));
}
