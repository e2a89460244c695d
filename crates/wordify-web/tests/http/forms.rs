//! The form of an upload: what it says of a value that cannot be used, and of an analysis that was started before.

use axum::http::StatusCode;
use serde_json::json;
use wordify_web::jobs::job::State;
use wordify_web::jobs::key::JobKey;

use crate::jobs::{finish, queued, sample_summary};
use crate::site::{Answer, Site, post_urlencoded};

/// Sends the form to be started, as a browser does.
async fn start(site: &Site, key: &JobKey, fields: &str) -> Answer {
    site.send(post_urlencoded(&format!("/jobs/{key}/start"), fields)).await
}

/// What an analyst read of the file of [`Site::waiting_job`].
fn read() -> serde_json::Value {
    let column = |number: usize, name: &str| json!({"number": number, "name": name, "filled": 1, "distinct": 1, "distinct_is_more": false, "chars_mean": 3.0, "example": "a"});
    json!({"choices": {}, "inspection": {
        "format": "csv", "facts": [], "rows": 1, "columns": [column(1, "text"), column(2, "label")], "text": 1, "label": 2,
        "looks_double_encoded": false, "corpus": null, "corpus_failure": null, "warnings": []
    }})
}

#[tokio::test]
async fn a_value_that_cannot_be_used_brings_the_form_again_with_what_was_entered() {
    let site = Site::new().await;
    let key = site.waiting_job().await;
    std::fs::write(site.app.folder.inspection(&key.id()), read().to_string()).expect("a file");
    for (field, value, title) in
        [("confirm", "2", "Set aside to confirm the list"), ("min_df", "abc", "Rarest term")]
    {
        let page = start(&site, &key, &format!("{field}={value}&email=&robust=true")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        let text = page.text();
        assert!(
            text.contains("id=\"choices\"") && text.contains("One of the choices cannot be used"),
            "{text}"
        );
        assert!(text.contains(&format!("(“{title}”)")), "{text}");
        assert!(text.contains(&format!("name=\"{field}\" value=\"{value}\"")), "{text}");
        assert!(text.contains("name=\"robust\" value=\"true\" checked"), "{text}");
        assert!(!text.contains("name=\"enough\" value=\"true\" checked"), "{text}");
    }
}

#[tokio::test]
async fn what_has_run_already_leads_to_its_result() {
    let site = Site::new().await;
    let key = queued(&site).await;
    let early = start(&site, &key, "confirm=2").await;
    assert!(early.text().contains("This analysis has already been started."), "{}", early.text());
    finish(&site, &key, State::Succeeded, &[("summary", sample_summary().as_bytes())], None).await;
    let page = start(&site, &key, "confirm=2").await;
    assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.text());
    assert!(page.text().contains("This analysis has already run."), "{}", page.text());
    assert!(page.text().contains(&format!("href=\"/jobs/{key}\">To the result</a>")), "{}", page.text());
    let usual = start(&site, &key, "").await;
    assert_eq!((usual.status, usual.header("location")), (StatusCode::SEE_OTHER, &*format!("/jobs/{key}")));
}

#[tokio::test]
async fn what_is_no_link_to_a_result_leads_back_to_the_one_that_was_compared() {
    let site = Site::new().await;
    let key = queued(&site).await;
    finish(&site, &key, State::Succeeded, &[("summary", sample_summary().as_bytes())], None).await;
    for from in ["no-link", &"0".repeat(32)] {
        let request = post_urlencoded(&format!("/jobs/{key}/difference"), &format!("from={from}"));
        let page = site.send(request).await.text();
        assert!(page.contains(&format!("href=\"/jobs/{key}\">Back to the result</a>")), "{page}");
        assert!(!page.contains("(from)"), "{page}");
    }
}
