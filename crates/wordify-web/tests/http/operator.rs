//! What whoever runs a site has said in its settings: a path, legal texts, a notice, maintenance.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use wordify_web::config::{LegalText, Maintenance};

use crate::site::{Answer, Site, form};

/// As a browser asks.
async fn page(site: &Site, path: &str) -> Answer {
    let request = Request::get(path).header("accept", "text/html").body(Body::empty());
    site.send(request.expect("a request")).await
}

#[tokio::test]
async fn below_a_path_every_link_redirect_and_description_begins_with_it() {
    let site = Site::with(|config| config.root = "/wordify".into()).await;
    let unknown = format!("/jobs/{}", "0".repeat(32));
    let made = site.send(form("/api/v1/jobs", Some(("a.csv", b"text,label\n")), &[])).await;
    let job = made.json();
    let key = job["id"].as_str().expect("an id").to_owned();
    let paths = [
        "/",
        "/privacy",
        "/about",
        "/docs/api",
        "/deleted",
        "/accessibility",
        &unknown,
        &format!("/jobs/{key}"),
    ];
    for path in paths {
        let text = page(&site, path).await.text();
        for attribute in ["href=\"/", "src=\"/", "action=\"/", "data-events=\"/"] {
            for (at, _) in text.match_indices(attribute) {
                let link = &text[at + attribute.len() - 1..];
                assert!(link.starts_with("/wordify/"), "{path}: {}", &link[..link.len().min(60)]);
            }
        }
        assert!(text.contains("\"/wordify/assets/"), "{path}");
    }
    assert_eq!(made.header("location"), format!("/wordify/api/v1/jobs/{key}"));
    for (name, link) in job["links"].as_object().expect("links") {
        for link in link
            .as_str()
            .into_iter()
            .chain(link.as_object().into_iter().flatten().filter_map(|(_, l)| l.as_str()))
        {
            assert!(link.starts_with("/wordify/"), "{name}: {link}");
        }
    }
    let problem = site.get(&format!("/api/v1{unknown}")).await.json();
    assert_eq!(problem["type"], "/wordify/docs/api#unknown-job");
    let document = site.get("/api/v1/openapi.json").await.json();
    assert_eq!(document["servers"][0]["url"], "/wordify");
    let deleted = site.post(&format!("/jobs/{key}/delete")).await;
    assert_eq!((deleted.status, deleted.header("location")), (StatusCode::SEE_OTHER, "/wordify/deleted"));
    assert!(site.get("/robots.txt").await.text().contains("Disallow: /wordify/jobs/"));
}

#[tokio::test]
async fn what_the_institution_says_stands_on_every_page_and_what_it_has_written_is_a_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, content: &str| {
        std::fs::write(folder.path().join(name), content).expect("written");
        folder.path().join(name)
    };
    let imprint = file("imprint.md", "# Who\n\nExample **University**\n\n<script>alert(1)</script>\n");
    let logo = file("logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    let site = Site::with(|config| {
        config.legal.institution = Some("Example <University>".into());
        config.legal.imprint = Some(LegalText::File(imprint));
        config.legal.privacy = Some(LegalText::Address("https://example.edu/privacy".into()));
        config.legal.notice = Some("We move on <Friday>.".into());
        config.legal.logo = Some(logo);
        config.legal.security_contact = Some("mailto:security@example.edu".into());
    })
    .await;
    let unknown = format!("/jobs/{}", "0".repeat(32));
    for path in ["/", "/about", unknown.as_str(), "/imprint"] {
        let text = page(&site, path).await.text();
        for expected in [
            "run by Example &#60;University&#62;",
            "We move on &#60;Friday&#62;.",
            "href=\"/imprint\">Imprint</a>",
            "href=\"https://example.edu/privacy\">Privacy policy</a>",
            "href=\"/accessibility\">Accessibility</a>",
            "src=\"/logo\"",
        ] {
            assert!(text.contains(expected), "{path}: {expected}");
        }
        assert!(!text.contains("<script>"), "{path}");
    }
    assert!(page(&site, "/imprint").await.text().contains("Example <strong>University</strong>"));
    assert_eq!(page(&site, "/privacy-policy").await.status, StatusCode::NOT_FOUND, "it stands elsewhere");
    let logo = site.get("/logo").await;
    assert_eq!((logo.status, logo.header("content-type")), (StatusCode::OK, "image/svg+xml"));
    assert!(logo.header("content-security-policy").contains("default-src 'none'"));
    let security = site.get("/.well-known/security.txt").await.text();
    assert!(security.starts_with("Contact: mailto:security@example.edu\nExpires: 20"), "{security}");
}

#[tokio::test]
async fn without_settings_there_is_nothing_of_an_institution_but_our_statement_on_accessibility() {
    let site = Site::new().await;
    for path in ["/imprint", "/privacy-policy", "/logo", "/.well-known/security.txt"] {
        assert_eq!(page(&site, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(page(&site, "/accessibility").await.text().contains("axe-core"));
    assert!(!page(&site, "/").await.text().contains("class=\"banner\""));
}

#[tokio::test]
async fn during_maintenance_nothing_new_is_taken_in_and_the_rest_goes_on() {
    let site = Site::with(|config| {
        config.maintenance = Some(Maintenance { message: "We move the server.".into(), until_ms: None });
    })
    .await;
    for (request, is_page) in [
        (form("/api/v1/jobs", Some(("a.csv", b"text,label\n")), &[]), false),
        (form("/api/v1/uploads", Some(("a.csv", b"text,label\n")), &[]), false),
        (form("/jobs", Some(("a.csv", b"text,label\n")), &[]), true),
    ] {
        let mut request = request;
        if is_page {
            request.headers_mut().insert("accept", "text/html".parse().expect("a header"));
        }
        let answer = site.send(request).await;
        assert_eq!((answer.status, answer.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "600"));
        assert!(answer.text().contains("We move the server."), "{}", answer.text());
    }
    assert_eq!(site.post("/sample").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(site.job_folders(), 0, "nothing was stored");
    assert!(page(&site, "/").await.text().contains("We move the server."));
    assert_eq!(site.get("/readyz").await.status, StatusCode::OK);
    let over = Site::with(|config| {
        config.maintenance =
            Some(Maintenance { message: "We move the server.".into(), until_ms: Some(1000) });
    })
    .await;
    assert_eq!(
        over.send(form("/api/v1/jobs", Some(("a.csv", b"text,label\n")), &[])).await.status,
        StatusCode::CREATED
    );
    assert!(!page(&over, "/").await.text().contains("We move the server."));
}
