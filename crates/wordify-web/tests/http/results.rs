//! The pages of a result: who may see them, and what they lead to.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use wordify_web::jobs::job::State;
use wordify_web::jobs::key::JobKey;
use wordify_web::jobs::seal::seal;
use wordify_web::jobs::view::EARLIER_PART;

use crate::jobs::{finish, path, queued, sample_summary, succeed};
use crate::site::{Answer, Site};

#[tokio::test]
async fn a_reader_sees_the_result_until_its_owner_deletes_it_and_can_change_nothing() {
    let site = Site::new().await;
    let key = queued(&site).await;
    let reader = key.reader();
    let early = site.get(&format!("/jobs/{reader}")).await;
    assert_eq!(early.status, StatusCode::NOT_FOUND, "there is no result yet");
    let summary = sample_summary().replace("\"is_mirrored\":true", "\"is_mirrored\":false");
    succeed(&site, &key, &summary).await;
    let page = site.get(&format!("/jobs/{reader}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(!page.text().contains(&key.to_string()), "the owner's link is shown to nobody");
    assert_eq!(site.get(&path(&reader, "/result.csv")).await.body, b"term\n");
    for refused in [
        site.delete(&path(&reader, "")).await,
        site.post(&format!("/jobs/{reader}/delete")).await,
        site.post(&format!("/jobs/{reader}/forget")).await,
    ] {
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{}", refused.text());
    }
    assert!(site.get(&format!("/jobs/{key}")).await.text().contains(&reader.to_string()));
    assert!(site.delete(&path(&key, "")).await.status.is_success());
    assert_eq!(site.get(&format!("/jobs/{reader}")).await.status, StatusCode::NOT_FOUND);
}

/// Sends the link of another result to be compared with.
async fn compare(site: &Site, key: &JobKey, from: &str) -> Answer {
    let request = Request::post(format!("/jobs/{key}/difference"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(format!("from={}", from.replace(':', "%3A").replace('/', "%2F"))));
    site.send(request.expect("a request")).await
}

#[tokio::test]
async fn two_results_are_compared_only_by_who_has_both_links() {
    let site = Site::new().await;
    let mut keys = Vec::new();
    for _ in 0..2 {
        let key = queued(&site).await;
        finish(&site, &key, State::Succeeded, &[("summary", sample_summary().as_bytes())], None).await;
        keys.push(key);
    }
    let page = compare(&site, &keys[0], &format!("http://localhost/jobs/{}", keys[1])).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.text().contains("0 new terms, 0 gone, 0 in both"), "{}", page.text());
    for (from, status) in [("", 422), ("no-link", 422), (&*"0".repeat(32), 404)] {
        assert_eq!(compare(&site, &keys[0], from).await.status.as_u16(), status, "{from}");
    }
}

#[tokio::test]
async fn a_result_that_was_run_again_leads_its_owner_alone_to_the_earlier_one_and_only_to_read_it() {
    let site = Site::new().await;
    let (earlier, now) = (queued(&site).await, queued(&site).await);
    let summary = sample_summary().replace("\"is_mirrored\":true", "\"is_mirrored\":false");
    let sealed = seal(&now, EARLIER_PART, earlier.reader().to_string().as_bytes()).expect("sealed");
    site.app.storage.keep_part(&now.id(), EARLIER_PART, sealed).await.expect("kept");
    for key in [&earlier, &now] {
        succeed(&site, key, &summary).await;
    }
    let page = site.get(&format!("/jobs/{now}/difference")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(
        page.text().contains(&earlier.reader().to_string()) && !page.text().contains(&earlier.to_string())
    );
    let result = site.get(&format!("/jobs/{now}")).await.text();
    assert!(result.contains(&format!("/jobs/{now}/difference\">See what changed")), "{result}");
    let fresh = site.get(&format!("/jobs/{now}?again")).await.text();
    assert!(fresh.contains("id=\"changed-here\"") && !fresh.contains(&earlier.to_string()));
    let reader = now.reader();
    assert_eq!(site.get(&format!("/jobs/{reader}/difference")).await.status, StatusCode::NOT_FOUND);
    for shown in
        [site.get(&format!("/jobs/{reader}?again")).await, site.get(&format!("/jobs/{reader}")).await]
    {
        assert!(!shown.text().contains(&earlier.reader().to_string()), "{}", shown.text());
    }
    assert!(site.delete(&path(&earlier, "")).await.status.is_success());
    assert_eq!(site.get(&format!("/jobs/{now}/difference")).await.status, StatusCode::NOT_FOUND);
    let alone = site.get(&format!("/jobs/{now}")).await;
    assert_eq!(alone.status, StatusCode::OK);
    assert!(!alone.text().contains("/difference\">See what changed"), "it would lead nowhere");
}

/// A summary with one label, whose first term has texts.
fn summary_with_a_term() -> String {
    let mut summary: serde_json::Value = serde_json::from_str(&sample_summary()).expect("JSON");
    summary["is_mirrored"] = false.into();
    summary["labels"] = serde_json::json!([{
        "name": "red", "documents": 3, "positive_at": vec![1; 101], "negative_at": vec![0; 101],
        "best_positive": [term()], "best_negative": []
    }]);
    summary.to_string()
}

fn term() -> serde_json::Value {
    serde_json::json!({
        "number": 0, "term": "oak", "positive": true, "score": 0.9, "documents_in_label": 2, "share_in_label": 0.5,
        "documents_in_rest": 1, "share_in_rest": 0.1, "has_evidence": true, "texts": [0, 0]
    })
}

/// A result with one term, three texts and every download.
async fn result_with_a_term(site: &Site) -> JobKey {
    let key = queued(site).await;
    let lines: Vec<_> = ["an ", "the ", "no "]
        .iter()
        .enumerate()
        .map(|(row, left)| serde_json::json!({"label": 0, "row": row + 2, "left": left, "written": "oak", "right": " here"}))
        .collect();
    let texts = serde_json::json!({"terms": [{"labels": [[0, 3]], "lines": lines}]}).to_string();
    let evidence = serde_json::json!({"terms": [[{"label": 0, "documents": 3, "excerpts": [
        {"row": 2, "cut_before": false, "pieces": [["an ", false], ["oak", true]], "cut_after": false}]}]]})
    .to_string();
    let (summary, terms) = (summary_with_a_term(), serde_json::json!({"rows": [term()]}).to_string());
    let parts = [
        ("summary", summary.as_bytes()),
        ("terms-0", terms.as_bytes()),
        ("evidence-0-0", evidence.as_bytes()),
        ("texts-0", texts.as_bytes()),
        ("result.csv", b"term\noak\n"),
        ("result.xlsx", b"PK-workbook"),
        ("result.manifest.json", b"{}"),
    ];
    finish(site, &key, State::Succeeded, &parts, None).await;
    key
}

#[tokio::test]
async fn no_page_for_readers_shows_the_owners_link() {
    let site = Site::new().await;
    let key = result_with_a_term(&site).await;
    let reader = key.reader();
    for page in [
        "",
        "?again",
        "/labels/0",
        "/labels/0/picture.svg",
        "/labels/0/terms/0",
        "/labels/0/terms/0/texts",
        "/labels/0/terms/0/texts.csv",
        "/pictures",
        "/everything.zip",
    ] {
        let answer = site.get(&format!("/jobs/{reader}{page}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}: {}", answer.text());
        let said = format!("{} {:?}", answer.text(), answer.headers);
        assert!(!said.contains(&key.to_string()), "{page}");
    }
    for api in ["", "/events", "/result.csv"] {
        let answer = site.get(&path(&reader, api)).await;
        assert!(!format!("{} {:?}", answer.text(), answer.headers).contains(&key.to_string()), "{api}");
    }
    let again = Request::post(format!("/jobs/{reader}/again"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("stop_words_add=oak"));
    let again = site.send(again.expect("a request")).await;
    assert_eq!(again.header("location"), "/?stop_words_add=oak", "on a file of their own");
}

#[tokio::test]
async fn all_texts_of_a_term_are_a_page_and_a_table() {
    let site = Site::new().await;
    let key = result_with_a_term(&site).await;
    let term = format!("/jobs/{key}/labels/0/terms/0");
    let page = site.get(&term).await.text();
    assert!(page.contains(&format!("{term}/texts\">All 3 texts, line by line")), "{page}");
    assert!(page.contains(&format!("{term}/texts?of=0\">and 2 more documents")), "{page}");
    let texts = site.get(&format!("{term}/texts?sort=left")).await.text();
    let at = |row: &str| texts.find(&format!("<th scope=\"row\">{row}</th>")).expect("a row");
    assert!(at("2") < at("4") && at("4") < at("3"), "an, no, the");
    let csv = site.get(&format!("{term}/texts.csv")).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(csv.text().contains("\"red\",3,\"\",\"the \",\"oak\",\" here\""), "{}", csv.text());
    assert_eq!(site.get(&format!("/jobs/{key}/labels/0/terms/7/texts")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn everything_of_a_result_is_one_archive_with_the_same_bytes_each_time() {
    let site = Site::new().await;
    let key = result_with_a_term(&site).await;
    let first = site.get(&format!("/jobs/{key}/everything.zip")).await;
    assert_eq!(first.header("content-type"), "application/zip");
    assert!(first.header("content-disposition").contains("filename=\"wine.wordify.zip\""));
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&first.body)).expect("an archive");
    let names: Vec<String> = archive.file_names().map(|name| name.expect("text").into_owned()).collect();
    let expected = ["README.txt", "wine.wordify.xlsx", "wine.wordify.csv", "wine.wordify.manifest.json"];
    assert_eq!(names, expected, "in this order");
    let mut csv = String::new();
    let mut file = archive.by_name("wine.wordify.csv").expect("the table");
    std::io::Read::read_to_string(&mut file, &mut csv).expect("read");
    assert_eq!(csv, "term\noak\n");
    let again = site.get(&format!("/jobs/{key}/everything.zip")).await;
    assert!(again.body == first.body, "no time and nothing by chance is in it");
}
