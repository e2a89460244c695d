//! nginx in front, with the site that we print.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::time::Duration;

use super::has;
use super::instance::{END, Instance};
use super::program::Folder;
use super::proxy::{Answer, DOMAIN, Nginx, check, log_with};

const PATIENCE: Duration = Duration::from_secs(30);
const PROGRAMS: [&str; 3] = ["nginx", "openssl", "curl"];

#[test]
fn nginx_finds_nothing_to_mend_in_the_site() {
    if !has(&PROGRAMS) {
        return;
    }
    for (upstreams, options) in [
        (vec![], vec![]),
        (vec!["unix:/run/a.sock", "127.0.0.1:81", "[::1]:82"], vec!["--alias", "www.wordify.example"]),
        (vec![], vec!["--upload-bytes-max", "1", "--requests-per-second", "1", "--writes-per-minute", "1"]),
        (vec![], vec!["--behind", "10.0.0.0/8", "--behind", "2001:db8::/32", "--proxy-protocol"]),
        (vec![], vec!["--path", "/tools/words", "--name", "second-site"]),
    ] {
        let nginx = Nginx::prepare(&upstreams, &options);
        let output = nginx.command().arg("-t").output().expect("nginx runs");
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !text.contains("[warn]"), "{text}");
    }
}

#[test]
fn each_nginx_gets_the_spelling_of_http_2_that_it_knows() {
    let folder = Folder::new();
    let site = |version: &str| {
        folder.run(&["deploy", "nginx", "--domain", "a.org", "--nginx-version", version]).ok().text()
    };
    for old in ["1.22", "1.25.0", "nginx version: nginx/1.22.1"] {
        let site = site(old);
        assert!(site.contains("listen 443 ssl http2;") && !site.contains("http2 on;"), "{old}");
    }
    for new in ["1.25.1", "nginx version: nginx/1.26.3 (Debian)"] {
        let site = site(new);
        assert!(site.contains("listen 443 ssl;\n") && site.contains("    http2 on;\n"), "{new}");
    }
    folder.run(&["deploy", "nginx", "--domain", "a.org", "--nginx-version", "new"]).failed(2, &["1.26.3"]);
}

#[test]
fn behind_a_balancer_visitors_keep_their_addresses_and_nobody_else_can_choose_one() {
    if !has(&PROGRAMS) {
        return;
    }
    let instance = Instance::tcp("one");
    let trusted =
        Nginx::start(&[&instance.address], &["--behind", "127.0.0.0/8", "--writes-per-minute", "1"]);
    let forwarded = |client: &str| format!("X-Forwarded-For: 203.0.113.9, {client}, 127.0.0.5");
    let answer = trusted.ask("/", &["-H", &forwarded("192.0.2.7")]);
    check(&answer, 200, &["X-Forwarded-For: 192.0.2.7\r"]);
    assert!(!answer.body.contains("203.0.113.9"), "{}", answer.body);
    // Each visitor has limits of their own.
    for number in 1..=4 {
        let header = forwarded(&format!("192.0.2.{number}"));
        check(&trusted.ask("/start", &["-X", "POST", "-H", &header]), 200, &[]);
    }
    log_with(&trusted.folder, "192.0.2.0 [");
    let stranger = Nginx::start(&[&instance.address], &["--behind", "10.0.0.0/8"]);
    check(&stranger.ask("/", &["-H", &forwarded("192.0.2.7")]), 200, &["X-Forwarded-For: 127."]);
}

#[test]
fn a_balancer_that_speaks_the_proxy_protocol_names_the_visitor_and_without_it_nobody_is_answered() {
    if !has(&PROGRAMS) {
        return;
    }
    let instance = Instance::tcp("one");
    let nginx = Nginx::start(&[&instance.address], &["--behind", "127.0.0.0/8", "--proxy-protocol"]);
    // curl says its own address, by version 1. What it says besides is a visitor's word.
    let named = nginx.ask("/", &["--haproxy-protocol", "-H", "X-Forwarded-For: 192.0.2.7"]);
    check(&named, 200, &["X-Forwarded-For: 127."]);
    assert!(!named.body.contains("192.0.2.7"), "{}", named.body);
    let plain = nginx.curl("/").output().expect("curl runs");
    assert!(!plain.status.success());
}

#[test]
fn below_a_path_the_program_gets_the_whole_path_and_files_come_from_nginx() {
    if !has(&PROGRAMS) {
        return;
    }
    let instance = Instance::tcp("one");
    let nginx = Nginx::start(&[&instance.address], &["--path", "/words"]);
    check(&nginx.get("/words/jobs/a?b=c"), 200, &["GET /words/jobs/a?b=c HTTP"]);
    check(&nginx.get("/words"), 308, &["/words/"]);
    check(&nginx.get("/words/metrics"), 404, &[]);
    let root = nginx.get("/");
    assert!(root.status == 404 && !root.head.contains("x-of-the-program"), "{}", root.head);
    let mut names =
        std::fs::read_dir(nginx.folder.path("static/assets")).expect("the folder is there").flatten();
    let style =
        names.find(|name| name.path().extension().is_some_and(|ending| ending == "css")).expect("a style");
    let answer = nginx.get(&format!("/words/assets/{}", style.file_name().display()));
    check(&answer, 200, &["text/css; charset=utf-8", "immutable"]);
    assert!(!answer.head.contains("x-of-the-program"), "{}", answer.head);
    check(&nginx.get("/words/assets/wordify-89abcdef.js"), 200, &["GET /words/assets/wordify-89abcdef.js"]);
    log_with(&nginx.folder, "GET /words/jobs/* ");
    let down = Nginx::start(&["unix:/run/there-is-no-such.sock"], &["--path", "/words"]);
    check(&down.get("/words/"), 502, &["text/html", "Your link stays valid"]);
    check(&down.get("/words/api/v1/version"), 502, &["application/problem+json"]);
}

#[test]
fn lines_of_the_machine_are_included_in_the_https_server() {
    if !has(&PROGRAMS) {
        return;
    }
    let instance = Instance::tcp("one");
    let folder = Folder::new();
    folder.write("own.conf", "set $wordify_user ada;\nlocation = /own { return 204; }\nauth_request /who;\nlocation = /who { auth_request off; internal; if ($http_x_signed_on = yes) { return 204; } return 401; }\n");
    let include = folder.path("").display().to_string();
    let nginx = Nginx::start(&[&instance.address], &["--include", include.trim_end_matches('/')]);
    check(&nginx.ask("/own", &["-H", "X-Signed-On: yes"]), 204, &[]);
    check(&nginx.get("/"), 401, &[]);
    check(&nginx.ask("/", &["-H", "X-Signed-On: yes"]), 200, &["x-of-the-program", "X-Remote-User: ada\r"]);
    // Uploads and event streams pass through what asks for a sign-on.
    folder.write("small", END);
    let file = format!("@{}", folder.path("small").display());
    check(&nginx.ask("/api/v1/jobs", &["-H", "X-Signed-On: yes", "--data-binary", &file]), 200, &["taken"]);
    instance.go_on.send(()).expect("the instance waits");
    let events = nginx.ask("/api/v1/jobs/secret/events", &["-N", "-H", "X-Signed-On: yes"]);
    check(&events, 200, &["data: first", "data: second"]);
}

#[test]
fn a_wrong_name_or_path_is_refused_with_what_would_be_right() {
    let folder = Folder::new();
    let run = |arguments: &[&str]| folder.run(&[&["deploy", "nginx"], arguments].concat());
    run(&["--domain", "https://a.org"]).failed(2, &["without “https://”"]);
    run(&["--domain", "a.org;"]).failed(2, &["wordify.example.org"]);
    run(&["--domain", "a.org", "--static", "files"]).failed(2, &["whole path"]);
    run(&["--domain", "a.org", "--path", "words"]).failed(2, &["/wordify"]);
    run(&["--domain", "a.org", "--behind", "balancer"]).failed(2, &["10.20.0.0/16"]);
    run(&["--domain", "a.org", "--proxy-protocol"]).failed(2, &["--behind"]);
    run(&["--domain", "a.org", "--upstream", "unix"]).failed(2, &["unix:/run/wordify.sock"]);
    run(&[]).failed(2, &["--domain"]);
}

#[test]
fn plain_http_leads_to_https_but_certificates_can_be_renewed() {
    if !has(&PROGRAMS) {
        return;
    }
    let instance = Instance::tcp("one");
    let nginx = Nginx::start(&[&instance.address], &[]);
    nginx.folder.write(".well-known/acme-challenge/token", "answer");
    let plain = format!("http://{DOMAIN}:{}", nginx.http);
    let curl = |path: &str| {
        let output = nginx.curl_to(&format!("{plain}{path}")).args(["-D", "-"]).output().expect("curl runs");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let redirected = curl("/jobs/a?b=c");
    assert!(redirected.starts_with("HTTP/1.1 308"), "{redirected}");
    assert!(
        redirected.contains(&format!("Location: https://{DOMAIN}:{}/jobs/a?b=c\r\n", nginx.https)),
        "{redirected}"
    );
    let renewed = curl("/.well-known/acme-challenge/token");
    assert!(renewed.starts_with("HTTP/1.1 200") && renewed.ends_with("answer"), "{renewed}");
}

#[test]
fn browsers_speak_http_2_over_modern_tls_only() {
    if !has(&PROGRAMS) {
        return;
    }
    let instance = Instance::tcp("one");
    let nginx = Nginx::start(&[&instance.address], &[]);
    let answer = nginx.get("/");
    check(&answer, 200, &["http/2 200", "x-of-the-program", "strict-transport-security: max-age=31536000"]);
    assert_eq!(answer.head.matches("strict-transport-security").count(), 1, "{}", answer.head);
    for version in ["1.0", "1.1"] {
        let old = nginx.curl("/").args(["--ciphers", "DEFAULT@SECLEVEL=0", "--tls-max", version]).output();
        assert!(!old.expect("curl runs").status.success(), "TLS {version}");
    }
    check(&nginx.ask("/", &["--tls-max", "1.2"]), 200, &[]);
}

#[test]
fn static_files_come_from_nginx_and_missing_ones_from_the_program() {
    if !has(&PROGRAMS) {
        return;
    }
    let instance = Instance::tcp("one");
    let nginx = Nginx::start(&[&instance.address], &[]);
    let mut names =
        std::fs::read_dir(nginx.folder.path("static/assets")).expect("the folder is there").flatten();
    let style = names
        .find(|name| name.path().extension().is_some_and(|ending| ending == "css"))
        .expect("a style sheet");
    let path = format!("/assets/{}", style.file_name().display());
    let answer = nginx.ask(&path, &["--compressed"]);
    check(&answer, 200, &["text/css; charset=utf-8", "immutable", "content-encoding: gzip", "nosniff"]);
    assert_eq!(answer.body, std::fs::read_to_string(style.path()).expect("it can be read"));
    assert!(!answer.head.contains("x-of-the-program"), "{}", answer.head);
    check(
        &nginx.get("/assets/wordify-89abcdef.js"),
        200,
        &["x-of-the-program", "GET /assets/wordify-89abcdef.js"],
    );
    check(&nginx.get("/errors/502.html"), 404, &[]);
    check(&nginx.get("/metrics"), 404, &[]);
}

#[test]
fn an_upload_beyond_the_limit_is_refused_before_it_is_sent() {
    if !has(&PROGRAMS) {
        return;
    }
    let instance = Instance::tcp("one");
    let nginx = Nginx::start(&[&instance.address], &["--upload-bytes-max", "1000"]);
    nginx.folder.write("large", vec![b'x'; 5 << 20]);
    nginx.folder.write("small", END);
    let send = |path: &str, file: &str| nginx.ask(path, &["--data-binary", &format!("@{file}")]);
    check(&send("/api/v1/jobs", "large"), 413, &["application/problem+json", "/docs/api#too-large"]);
    check(&send("/jobs", "large"), 413, &["text/html", "The file is too large"]);
    check(&send("/api/v1/jobs", "small"), 200, &["taken"]);
    assert_eq!(instance.pieces.try_iter().filter(|piece| piece.contains("xxx")).count(), 0);
}

#[test]
fn an_upload_reaches_the_program_as_it_comes() {
    if !has(&PROGRAMS) {
        return;
    }
    let instance = Instance::tcp("one");
    let nginx = Nginx::start(&[&instance.address], &[]);
    let mut curl = nginx.curl("/api/v1/jobs");
    let mut child = curl
        .args(["-X", "POST", "-T", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("curl runs");
    let mut input = child.stdin.take().expect("piped");
    input.write_all(b"first half, ").expect("taken");
    while !instance.pieces.recv_timeout(PATIENCE).expect("the first half comes").contains("first half") {}
    input.write_all(END.as_bytes()).expect("taken");
    drop(input);
    let output = child.wait_with_output().expect("curl ends");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "taken\n");
}

#[test]
fn events_pass_at_once() {
    if !has(&PROGRAMS) {
        return;
    }
    let instance = Instance::tcp("one");
    let nginx = Nginx::start(&[&instance.address], &[]);
    for version in ["--http1.1", "--http2"] {
        let mut curl = nginx.curl("/api/v1/jobs/secret/events");
        let mut child = curl.args(["-N", version]).stdout(Stdio::piped()).spawn().expect("curl runs");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines().map_while(Result::ok);
        assert_eq!(lines.next().as_deref(), Some("data: first"));
        // Only now is there a second event: the first was not held back for it.
        instance.go_on.send(()).expect("the instance waits");
        assert!(lines.any(|line| line == "data: second"));
        assert!(child.wait().expect("curl ends").success());
    }
}

#[test]
fn the_program_learns_the_true_address_and_name() {
    if !has(&PROGRAMS) {
        return;
    }
    let folder = Folder::new();
    let instance = Instance::unix("one", &folder.path("a.sock"));
    let nginx = Nginx::start(&[&instance.address], &[]);
    let invented =
        ["-H", "X-Forwarded-For: 192.0.2.1", "-H", "X-Forwarded-Proto: http", "-H", "X-Remote-User: eve"];
    let answer = nginx.ask("/", &invented);
    assert!(!answer.body.contains("eve"), "{}", answer.body);
    check(&answer, 200, &["X-Forwarded-For: 127.0.0.1\r", "X-Forwarded-Proto: https\r"]);
    check(&answer, 200, &[&format!("Host: {DOMAIN}\r")]);
    assert!(!answer.body.contains("192.0.2.1"), "{}", answer.body);
}

#[test]
fn pages_share_a_connection_and_changes_have_their_own() {
    if !has(&PROGRAMS) {
        return;
    }
    let instance = Instance::tcp("one");
    let nginx = Nginx::start(&[&instance.address], &[]);
    check(&nginx.get("/"), 200, &["connection 0"]);
    check(&nginx.get("/"), 200, &["connection 0"]);
    check(&nginx.ask("/start", &["-X", "POST"]), 200, &["connection 1"]);
    check(&nginx.ask("/start", &["-X", "POST"]), 200, &["connection 2"]);
    check(&nginx.get("/"), 200, &["connection 0"]);
}

#[test]
fn an_instance_that_fails_is_passed_over() {
    if !has(&PROGRAMS) {
        return;
    }
    let (one, two) = (Instance::tcp("one"), Instance::tcp("two"));
    // A port where nobody listens any more.
    let gone = std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a port");
    let nginx = Nginx::start(&[&gone.to_string(), &one.address, &two.address], &[]);
    let answers: Vec<String> = (0..6)
        .map(|_| nginx.get("/"))
        .map(|answer| {
            check(&answer, 200, &[]);
            answer.body
        })
        .collect();
    for name in ["one", "two"] {
        assert!(answers.iter().any(|body| body.contains(&format!("instance {name}"))), "{answers:?}");
    }
    one.kill();
    for _ in 0..20 {
        check(&nginx.get("/"), 200, &["instance two"]);
    }
    for _ in 0..5 {
        check(&nginx.ask("/start", &["-X", "POST"]), 200, &["instance two"]);
    }
}

#[test]
fn when_the_program_is_down_people_and_programs_get_an_answer() {
    if !has(&PROGRAMS) {
        return;
    }
    let nginx = Nginx::start(&["unix:/run/there-is-no-such.sock"], &[]);
    check(
        &nginx.get("/"),
        502,
        &["text/html", "retry-after: 10", "Your link stays valid", "strict-transport"],
    );
    check(&nginx.get("/api/v1/version"), 502, &["application/problem+json", "/docs/api#unreachable"]);
    check(&nginx.get("/api/v1/jobs/secret/events"), 502, &["application/problem+json"]);
}

#[test]
fn whoever_asks_too_often_is_asked_to_wait() {
    if !has(&PROGRAMS) {
        return;
    }
    let instance = Instance::tcp("one");
    let nginx = Nginx::start(&[&instance.address], &["--writes-per-minute", "3"]);
    let statuses: Vec<u16> = (0..6).map(|_| nginx.ask("/api/v1/start", &["-X", "POST"]).status).collect();
    assert_eq!(statuses[..4], [200; 4], "{statuses:?}");
    check(&nginx.ask("/api/v1/start", &["-X", "POST"]), 429, &["/docs/api#too-many-requests", "retry-after"]);
    check(&nginx.ask("/start", &["-X", "POST"]), 429, &["Too many requests at once"]);
    check(&nginx.get("/"), 200, &[]);
}

#[test]
fn the_log_holds_neither_links_nor_addresses() {
    if !has(&PROGRAMS) {
        return;
    }
    let instance = Instance::tcp("one");
    let nginx = Nginx::start(&[&instance.address], &[]);
    for path in [
        "/jobs/secret/terms/secret?secret=1",
        "/api/v1/jobs/secret",
        "/api/v1/uploads/secret/start",
        "/about?secret",
    ] {
        nginx.get(path);
    }
    let log = log_with(&nginx.folder, "\"GET /about HTTP");
    assert!(!log.contains("secret") && !log.contains("127.0.0.1"), "{log}");
    for line in ["127.0.0.0 [", "\"GET /jobs/* HTTP/2.0\" 200", "\"GET /api/v1/uploads/* "] {
        assert!(log.contains(line), "{line}: {log}");
    }
}

/// The program itself, on a port of its own; ends with the test.
pub(crate) struct Program {
    child: std::process::Child,
    pub(crate) address: String,
}

/// Looks at the site below `/words` of a host: page, file, redirect of a form, page of a job, and the API.
pub(crate) fn look_below_words(ask: impl Fn(&str, &[&str]) -> Answer) {
    let home = ask("/words/", &[]);
    check(&home, 200, &["href=\"/words/privacy\"", "action=\"/words/jobs\""]);
    let file = home.body.split('"').find(|part| part.ends_with(".css")).expect("a style sheet").to_owned();
    assert!(file.starts_with("/words/assets/"), "{file}");
    check(&ask(&file, &[]), 200, &["text/css"]);
    let made = ask("/words/sample", &["-X", "POST"]);
    assert_eq!(made.status, 303, "{}", made.head);
    let place = made
        .head
        .lines()
        .find_map(|line| line.strip_prefix("location: "))
        .expect("a place")
        .trim()
        .to_owned();
    assert!(place.starts_with("/words/jobs/"), "{place}");
    check(&ask(&place, &[]), 200, &["action=\"/words/jobs/"]);
    check(&ask("/words/api/v1/openapi.json", &[]), 200, &["\"url\":\"/words\""]);
    check(&ask("/words/api/v1/jobs/none", &[]), 404, &["/words/docs/api#unknown-job"]);
}

impl Program {
    pub(crate) fn start_with(folder: &Folder, arguments: &[&str]) -> Self {
        let serve = ["serve", "--bind", "127.0.0.1:0", "--data", "data"];
        let mut command = folder.command(&[&serve, arguments].concat());
        let mut child = command.stderr(Stdio::null()).spawn().expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines().map_while(Result::ok);
        let address = lines.find_map(|line| Some(line.split_once("http://")?.1.to_owned()));
        Self { child, address: address.expect("it says its address") }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_program_itself_is_served_below_a_path_through_nginx() {
    if !has(&PROGRAMS) {
        return;
    }
    let folder = Folder::new();
    folder.write("wordify.toml", format!("public_url = 'https://{DOMAIN}/words'\n"));
    let program = Program::start_with(&folder, &["-c", "wordify.toml"]);
    let nginx = Nginx::start(&[&program.address], &["--path", "/words"]);
    look_below_words(|path, arguments| nginx.ask(path, arguments));
}

#[test]
fn the_program_itself_answers_through_nginx_and_by_two_instances() {
    if !has(&PROGRAMS) {
        return;
    }
    let folder = Folder::new();
    // A program that knows no public address answers to the machine's own names only.
    folder.write("wordify.toml", format!("public_url = 'https://{DOMAIN}'\n"));
    let start = || Program::start_with(&folder, &["-c", "wordify.toml"]);
    let (one, two) = (start(), start());
    let nginx = Nginx::start(&[&one.address, &two.address], &[]);
    check(&nginx.get("/"), 200, &["<title>"]);
    for _ in 0..4 {
        check(&nginx.get("/healthz"), 200, &["ok\n", "x-request-id"]);
    }
    drop(one);
    for _ in 0..10 {
        check(&nginx.get("/healthz"), 200, &["ok\n"]);
        check(&nginx.get("/api/v1/jobs/unknown"), 404, &["application/problem+json"]);
    }
}
