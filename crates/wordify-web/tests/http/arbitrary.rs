//! Requests that nobody would write: those that people and programs send, with some bytes changed; the same ones in every run.
//! `cargo xtask fuzz http` looks for further ones.

use axum::body::Body;
use axum::http::{HeaderValue, Method, Request, Uri};

use crate::site::Site;

/// So many take some seconds, and reach each of these handlers a hundred times.
const REQUESTS: usize = 3_000;
/// After so many there is another job in state *waiting*: some of them start or delete it.
const REQUESTS_PER_JOB: usize = 20;
/// No answer is longer than the description of the API.
const ANSWER_BYTES_MAX: usize = 1 << 20;
const FORM: &str = "multipart/form-data; boundary=b";
const JSON: &str = "application/json";
const FILE: &str = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\ntext,label\nred,a\nblue,b\n\r\n\
                    --b\r\nContent-Disposition: form-data; name=\"shuffles\"\r\n\r\n27\r\n\
                    --b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\ntext\r\n--b--\r\n";
const CHOICES: &str = r#"{"choices":{"shuffles":27,"language":"en","keep":["a","b"]},"email":null}"#;
/// Method, path, type of the body, body. `KEY` is that of a job.
const SENT: &[(Method, &str, &str, &str)] = &[
    (Method::GET, "/?shuffles=3&label=%C3%A4", "", ""),
    (Method::GET, "/jobs/KEY", "", ""),
    (Method::GET, "/jobs/KEY/labels/0?score=0.5&sort=term", "", ""),
    (Method::GET, "/jobs/KEY/labels/0/picture.svg", "", ""),
    (Method::GET, "/jobs/KEY/labels/0/terms/0?page=2", "", ""),
    (Method::GET, "/jobs/KEY/delete", "", ""),
    (Method::GET, "/assets/style.css", "", ""),
    (Method::GET, "/licences/apache-2.0", "", ""),
    (Method::GET, "/api/v1/jobs/KEY", "", ""),
    (Method::GET, "/api/v1/jobs/KEY/result.json", "", ""),
    (Method::GET, "/api/v1/uploads/KEY", "", ""),
    (Method::GET, "/api/v1/openapi.json", "", ""),
    (Method::POST, "/jobs", FORM, FILE),
    (Method::POST, "/api/v1/jobs", FORM, FILE),
    (Method::POST, "/api/v1/uploads", FORM, FILE),
    (
        Method::POST,
        "/jobs/KEY/check",
        "application/x-www-form-urlencoded",
        "text=text&label=label&shuffles=3",
    ),
    (Method::POST, "/jobs/KEY/start", "application/x-www-form-urlencoded", "text=text&email=&min_df=2"),
    (Method::POST, "/api/v1/uploads/KEY/start", JSON, CHOICES),
    (Method::POST, "/api/v1/jobs/KEY/cancel", "", ""),
    (Method::DELETE, "/api/v1/jobs/KEY", "", ""),
];
/// What often does harm where it does not belong.
const PIECES: &[&[u8]] = &[
    b"%",
    b"%00",
    b"%ff%fe",
    b"%2e%2e%2f",
    b"..",
    b"//",
    b"\0",
    b"\r\n",
    b"\r\n\r\n",
    b"\xff",
    b"\xc3",
    b"&",
    b"=",
    b";",
    b"\"",
    b"--b",
    b"--b--",
    b"9999999999999999999999",
    b"-1",
    b"1e999",
    b"NaN",
    b"null",
    b"{",
    b"[[[[[[[[",
    b"\\ud800",
    b"<script>",
    b"\xef\xbb\xbf",
    b"text",
    b"filename=",
    b"name=\"file\"",
];

/// Numbers that look random: the same in every run (SplitMix64).
struct Draw(u64);

impl Draw {
    /// A number below `bound`, which is not 0.
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).expect("it is below a usize")
    }

    /// `bytes` after `count` changes.
    fn change(&mut self, bytes: &[u8], count: usize) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for _ in 0..count {
            let start = self.below(bytes.len() + 1);
            let end = start + self.below((bytes.len() - start).min(40) + 1);
            match self.below(4) {
                0 => drop(bytes.drain(start..end)),
                1 => {
                    let doubled = bytes[start..end].to_vec();
                    bytes.splice(start..start, doubled);
                }
                2 => drop(bytes.splice(start..end, PIECES[self.below(PIECES.len())].iter().copied())),
                _ => bytes[start..end].iter_mut().for_each(|byte| *byte ^= 1 << self.below(8)),
            }
        }
        bytes
    }

    /// One of those that are sent, with its path, type or body changed; none where HTTP itself cannot say it.
    fn request(&mut self, key: &str) -> Option<Request<Body>> {
        let (method, path, kind, body) = &SENT[self.below(SENT.len())];
        let mut parts =
            [path.replace("KEY", key), (*kind).to_owned(), (*body).to_owned()].map(String::into_bytes);
        // Behind a path or a type that is wrong no handler is reached, so these are changed more rarely.
        let part = if body.is_empty() { 0 } else { [0, 1, 2, 2, 2, 2][self.below(6)] };
        let count = if part == 2 { 1 + self.below(3) } else { self.below(2) };
        parts[part] = self.change(&parts[part], count);
        let [path, kind, body] = parts;
        let length = body.len();
        let mut request = Request::new(Body::from(body));
        *request.method_mut() = method.clone();
        *request.uri_mut() = Uri::try_from(path).ok()?;
        request.headers_mut().insert("content-type", HeaderValue::from_bytes(&kind).ok()?);
        request.headers_mut().insert("content-length", length.into());
        Some(request)
    }
}

#[tokio::test]
async fn no_request_whatever_it_holds_is_our_fault() {
    let site = Site::with(|config| {
        config.limits.jobs_per_visitor_max = usize::MAX;
        config.limits.queued_max = usize::MAX;
    })
    .await;
    let (mut draw, mut key, mut sent) = (Draw(7), String::new(), 0);
    for number in 0..REQUESTS {
        if number % REQUESTS_PER_JOB == 0 {
            key = site.waiting_job().await.to_string();
        }
        let Some(request) = draw.request(&key) else { continue };
        let line = format!("{} {}", request.method(), request.uri());
        let answer = site.send(request).await;
        // Here there is no program that could look at an upload.
        let is_ours = answer.status.is_server_error() && answer.header("retry-after").is_empty();
        assert!(!is_ours, "{number}: {line}: {} {}", answer.status, answer.text());
        assert!(answer.body.len() <= ANSWER_BYTES_MAX, "{number}: {line}: {} bytes", answer.body.len());
        sent += 1;
    }
    assert!(sent > REQUESTS / 2, "most of them are HTTP: {sent}");
}
