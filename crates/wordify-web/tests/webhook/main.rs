//! Webhooks against a real little server on this machine, which the settings permit by its network.

mod server;

use std::time::Duration;

use serde_json::{Value, json};
use server::{Answer, Server};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use wordify_web::config::{Config, Webhooks};
use wordify_web::jobs::job::State;
use wordify_web::jobs::key::JobKey;
use wordify_web::jobs::record::{Bounds, FinalState, MailBounds, NewJob, Start};
use wordify_web::state::App;
use wordify_web::webhook::call::{CALL_TIMEOUT, Caller};
use wordify_web::webhook::outbox::{Notices, PAUSES_SECONDS};

const BOUNDS: Bounds = Bounds {
    per_visitor: 9,
    queued: 9,
    uploads_bytes: 1 << 30,
    kept_bytes: 1 << 30,
    mails: MailBounds { per_recipient: 100, per_visitor: 100, per_day: 100 },
};
/// 32 bytes.
const SECRET: &[u8] = b"thirty-two bytes, as a key is...";
const SECRET_TEXT: &str = "whsec_dGhpcnR5LXR3byBieXRlcywgYXMgYSBrZXkgaXMuLi4=";
const HOUR_MS: i64 = 3_600_000;
/// When the jobs of the tests end.
const ENDED_AT: i64 = 1_800_000_000_000;

fn settings() -> Webhooks {
    Webhooks {
        hosts: vec!["localhost".into()],
        networks: vec!["127.0.0.0/8".parse().expect("a network"), "::1".parse().expect("a network")],
        secret: SECRET_TEXT.into(),
        ca: None,
    }
}

/// A site with one job that has ended, and wants its webhook notified.
struct Site {
    app: App,
    key: JobKey,
    settings: Webhooks,
    timeout: Duration,
    _folder: TempDir,
}

impl Site {
    async fn new(address: &str, state: State) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let config = Config::new(folder.path().join("data"));
        let app = App::open(config, "none".into(), CancellationToken::new()).await.expect("a site");
        let key = JobKey::random().expect("random");
        let job = NewJob {
            key: key.clone(),
            visitor: "v".into(),
            file_name: Some("wine.csv".into()),
            file_bytes: 1,
            site: "https://wordify.example/below".into(),
            expires_at: i64::MAX,
        };
        app.storage.create(job, BOUNDS, 0).await.expect("created");
        let start = Start { webhook: Some(address.to_owned()), ..Start::default() };
        app.storage.start(&key.id(), start, BOUNDS, i64::MAX, 0).await.expect("started");
        let (job, lease) = app.storage.claim("w", HOUR_MS, 0).await.expect("claimed").expect("a job");
        let end = FinalState {
            state,
            failure: None,
            parts: Vec::new(),
            share: None,
            mails: Vec::new(),
            webhook: job.webhook,
            expires_at: i64::MAX,
        };
        assert!(app.storage.finish(&lease, end, ENDED_AT).await.expect("stored"));
        Self { app, key, settings: settings(), timeout: CALL_TIMEOUT, _folder: folder }
    }

    /// Whether a notice was due at `now`.
    async fn send_at(&self, now: i64) -> bool {
        let caller = Caller::new(&self.settings, self.timeout).expect("a caller");
        let notices = Notices { storage: &self.app.storage, settings: &self.settings, caller: &caller };
        notices.send_next("worker", now).await.expect("the database works")
    }

    async fn left(&self) -> usize {
        self.app.storage.notices().await.expect("counted")
    }

    /// How often calls ended like this.
    async fn count(&self, outcome: &str) -> f64 {
        let counters = self.app.storage.counters().await.expect("read");
        let labels = format!("outcome=\"{outcome}\"");
        let of = counters.iter().find(|(name, of, _)| name == "wordify_notices_total" && *of == labels);
        of.map_or(0.0, |(_, _, count)| *count)
    }
}

/// HMAC-SHA256 as RFC 2104 says.
fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let padded = |with: u8| (0..64).map(|at| key.get(at).copied().unwrap_or(0) ^ with).collect::<Vec<u8>>();
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(text).finalize();
    Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize().to_vec()
}

fn base64(bytes: &[u8]) -> String {
    use base64::prelude::{BASE64_STANDARD, Engine};
    BASE64_STANDARD.encode(bytes)
}

async fn check_notice(state: State, name: &str) {
    let mut server = Server::start(vec![Answer::Status(204)]).await;
    let site = Site::new(&server.address("/hooks?for=me"), state).await;
    assert!(site.send_at(ENDED_AT + 1500).await);
    let request = server.request().await;
    assert_eq!(request.line, "POST /hooks?for=me HTTP/1.1");
    assert_eq!(request.field("content-type"), "application/json");
    assert_eq!(request.field("host"), server.authority());
    let expected = json!({
        "type": format!("job.{name}"),
        "timestamp": "2027-01-15T08:00:00Z",
        "data": {
            "id": site.key.to_string(),
            "reference": site.key.id().as_str(),
            "state": name,
            "link": format!("https://wordify.example/below/api/v1/jobs/{}", site.key),
        },
    });
    assert_eq!(serde_json::from_str::<Value>(&request.body).expect("JSON"), expected);
    let (id, seconds) = (request.field("webhook-id"), request.field("webhook-timestamp"));
    assert_eq!((id, seconds), (format!("msg_{}", site.key.id()).as_str(), "1800000001"));
    let signed = format!("{id}.{seconds}.{}", request.body);
    let signature = format!("v1,{}", base64(&hmac(SECRET, signed.as_bytes())));
    assert_eq!(request.field("webhook-signature"), signature);
    assert_eq!((site.left().await, site.count("taken").await), (0, 1.0));
    assert!(!site.send_at(ENDED_AT + HOUR_MS).await, "once is enough");
}

#[tokio::test]
async fn a_result_is_sent_once_with_its_link_and_a_signature() {
    check_notice(State::Succeeded, "succeeded").await;
}

#[tokio::test]
async fn a_failure_is_sent_in_the_same_way() {
    check_notice(State::Failed, "failed").await;
}

#[tokio::test]
async fn a_server_that_fails_is_tried_again_later_by_the_same_id() {
    let mut server = Server::start(vec![Answer::Status(500), Answer::Closed, Answer::Status(200)]).await;
    let site = Site::new(&server.address("/"), State::Succeeded).await;
    let mut now = ENDED_AT;
    let mut requests = Vec::new();
    for pause in &PAUSES_SECONDS[..2] {
        assert!(site.send_at(now).await);
        requests.push(server.request().await);
        now += pause * 1000;
        assert!(!site.send_at(now - 1).await, "not before its time");
    }
    assert!(site.send_at(now).await);
    requests.push(server.request().await);
    assert!(requests.iter().all(|request| request.field("webhook-id") == requests[0].field("webhook-id")));
    assert_ne!(
        requests[2].field("webhook-signature"),
        requests[0].field("webhook-signature"),
        "of another time"
    );
    assert_eq!((site.left().await, site.count("later").await, site.count("taken").await), (0, 2.0, 1.0));
}

#[tokio::test]
async fn a_server_that_always_fails_is_given_up_after_the_last_pause() {
    let mut server = Server::start(vec![Answer::Status(503); PAUSES_SECONDS.len() + 1]).await;
    let site = Site::new(&server.address("/"), State::Succeeded).await;
    let mut now = ENDED_AT;
    for pause in PAUSES_SECONDS {
        assert!(site.send_at(now).await);
        server.request().await;
        now += pause * 1000;
    }
    assert_eq!(site.left().await, 1);
    assert!(site.send_at(now).await);
    assert_eq!((site.left().await, site.count("given_up").await), (0, 1.0));
}

#[tokio::test]
async fn a_server_that_says_gone_is_not_called_again() {
    let server = Server::start(vec![Answer::Status(410)]).await;
    let site = Site::new(&server.address("/"), State::Succeeded).await;
    assert!(site.send_at(ENDED_AT).await);
    assert_eq!((site.left().await, site.count("given_up").await), (0, 1.0));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let mut aim = Server::start(vec![Answer::Status(200)]).await;
    let mut server = Server::start(vec![Answer::Redirect(aim.address("/"))]).await;
    let site = Site::new(&server.address("/"), State::Succeeded).await;
    assert!(site.send_at(ENDED_AT).await);
    server.request().await;
    assert_eq!((site.left().await, site.count("later").await), (1, 1.0));
    assert!(aim.has_no_request(), "nothing leads elsewhere");
}

#[tokio::test]
async fn a_server_that_does_not_answer_in_time_is_left() {
    let mut server = Server::start(vec![Answer::Never]).await;
    let mut site = Site::new(&server.address("/"), State::Succeeded).await;
    site.timeout = Duration::from_millis(300);
    assert!(site.send_at(ENDED_AT).await);
    server.request().await;
    assert_eq!((site.left().await, site.count("later").await), (1, 1.0));
}

#[tokio::test]
async fn an_answer_whose_head_does_not_end_is_left() {
    let mut server = Server::start(vec![Answer::EndlessHead]).await;
    let site = Site::new(&server.address("/"), State::Succeeded).await;
    assert!(site.send_at(ENDED_AT).await);
    server.request().await;
    assert_eq!((site.left().await, site.count("later").await), (1, 1.0));
}

#[tokio::test]
async fn what_the_settings_permit_no_more_is_given_up_without_a_call() {
    let mut server = Server::start(vec![Answer::Status(200)]).await;
    let mut site = Site::new(&server.address("/"), State::Succeeded).await;
    site.settings.networks.clear();
    assert!(site.send_at(ENDED_AT).await);
    assert_eq!((site.left().await, site.count("given_up").await), (0, 1.0));
    assert!(server.has_no_request());
}

#[tokio::test]
async fn a_listed_name_that_stands_for_this_machine_is_not_called_where_its_network_is_not_listed() {
    let server = Server::start(vec![Answer::Status(200)]).await;
    let address = server.address("/").replace("http://127.0.0.1", "https://localhost");
    let mut site = Site::new(&address, State::Succeeded).await;
    site.settings.networks.clear();
    assert!(site.send_at(ENDED_AT).await);
    assert_eq!(
        (site.left().await, site.count("later").await),
        (1, 1.0),
        "a name may stand for another one later"
    );
    assert!(server.has_no_connection());
}

#[tokio::test]
async fn by_tls_a_server_is_called_whose_authority_is_known_and_no_other() {
    let (mut server, pem) = Server::start_tls(vec![Answer::Status(200), Answer::Status(200)]).await;
    let address = server.address("/").replace("http://127.0.0.1", "https://localhost");
    let mut site = Site::new(&address, State::Succeeded).await;
    assert!(site.send_at(ENDED_AT).await);
    assert_eq!((site.left().await, site.count("later").await), (1, 1.0));
    assert!(server.has_no_request(), "nothing is sent to an unknown authority");
    site.settings.ca = Some(pem);
    assert!(site.send_at(ENDED_AT + PAUSES_SECONDS[0] * 1000).await);
    server.request().await;
    assert_eq!((site.left().await, site.count("taken").await), (0, 1.0));
}
