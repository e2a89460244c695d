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
