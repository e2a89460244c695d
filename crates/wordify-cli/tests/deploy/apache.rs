//! Apache in front, with the site that we print.

use std::fs;
use std::net::TcpStream;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::has;
use super::instance::{END, Instance};
use super::nginx::{Program, look_below_words};
use super::program::Folder;
use super::proxy::{Answer, DOMAIN, answer, certify, check, log_with, own_address};

const DEADLINE: Duration = Duration::from_secs(30);
const PROGRAMS: [&str; 3] = ["apache2", "openssl", "curl"];
const MODULES: [&str; 16] = [
    "mpm_event",
    "alias",
    "authz_core",
    "authz_host",
    "env",
    "headers",
    "http2",
    "mime",
    "proxy",
    "proxy_http",
    "remoteip",
    "reqtimeout",
    "rewrite",
    "setenvif",
    "socache_shmcb",
    "ssl",
];

struct Apache {
    folder: Folder,
    address: String,
    https: u16,
    child: Child,
}

impl Apache {
    fn start(upstream: &str, options: &[&str]) -> Self {
        let folder = Folder::new();
        let address = own_address();
        let port = || {
            std::net::TcpListener::bind((address, 0)).and_then(|it| it.local_addr()).expect("a port").port()
        };
        let (http, https) = (port(), port());
        certify(&folder);
        folder.run(&["deploy", "static", "--to", "static"]).ok();
        let home = folder.path("").display().to_string();
        let home = home.trim_end_matches('/');
        let (certificate, key, files) =
            (format!("{home}/c.pem"), format!("{home}/k.pem"), format!("{home}/static"));
        let (listen, http_port, https_port) = (address.to_string(), http.to_string(), https.to_string());
        let mut arguments =
            vec!["deploy", "apache", "--domain", DOMAIN, "--listen", &listen, "--upstream", upstream];
        arguments.extend([
            "--http-port",
            &http_port,
            "--https-port",
            &https_port,
            "--logs",
            home,
            "--acme",
            home,
        ]);
        arguments.extend([
            "--certificate",
            &certificate,
            "--key",
            &key,
            "--static",
            &files,
            "--include",
            home,
        ]);
        arguments.extend(options);
        let site = folder.run(&arguments).ok().text();
        let modules: String = MODULES
            .iter()
            .map(|name| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"))
            .collect();
        let main = format!(
            "ServerRoot {home}\nPidFile {home}/pid\nServerName {DOMAIN}\nErrorLog {home}/error.log\nDefaultRuntimeDir {home}\n\
             Mutex file:{home}\nListen {address}:{http}\nListen {address}:{https}\n{modules}\
             User nobody\nGroup nogroup\nTypesConfig /dev/null\n{site}"
        );
        folder.write("main", main);
        // Its workers are nobody.
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(folder.path(""), open).expect("it is ours");
        let mut command = Command::new("apache2");
        command.args(["-X", "-f"]).arg(folder.path("main")).stdin(Stdio::null()).stdout(Stdio::null());
        let child = command.stderr(Stdio::inherit()).spawn().expect("Apache starts");
        let apache = Self { folder, address: address.to_string(), https, child };
        let begin = Instant::now();
        while TcpStream::connect((address, https)).is_err() {
            assert!(begin.elapsed() < DEADLINE, "Apache does not listen: {}", apache.read("error.log"));
            thread::yield_now();
        }
        apache
    }

    fn curl(&self, path: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new("curl");
        command.args(["-sSk", "--max-time", "30", "-D", "-", "--resolve"]);
        command.arg(format!("{DOMAIN}:{}:{}", self.https, self.address));
        command.arg(format!("https://{DOMAIN}:{}{path}", self.https)).args(arguments);
        command.current_dir(self.folder.path("")).output().expect("curl runs")
    }

    fn ask(&self, path: &str, arguments: &[&str]) -> Answer {
        answer(&self.curl(path, arguments))
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path(name)).unwrap_or_default()
    }
}

impl Drop for Apache {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn apache_passes_pages_uploads_and_events_on_with_the_true_address() {
    if !has(&PROGRAMS) {
        return;
    }
    let instance = Instance::tcp("one");
    let apache = Apache::start(&instance.address, &[]);
    let page = apache.ask(
        "/jobs/secret?x",
        &["-H", "X-Forwarded-For: 192.0.2.1", "-H", "X-Forwarded-Proto: http", "-H", "X-Remote-User: eve"],
    );
    check(
        &page,
        200,
        &["http/2 200", "x-of-the-program", "X-Forwarded-For: 127.", "X-Forwarded-Proto: https\r"],
    );
    assert!(!page.body.contains("192.0.2.1") && !page.body.contains("eve"), "{}", page.body);
    assert_eq!(page.head.matches("strict-transport-security").count(), 1, "{}", page.head);
    apache.folder.write("small", END);
    check(&apache.ask("/api/v1/jobs", &["--data-binary", "@small"]), 200, &["taken"]);
    instance.go_on.send(()).expect("the instance waits");
    check(&apache.ask("/api/v1/jobs/secret/events", &["-N"]), 200, &["data: first", "data: second"]);
    check(&apache.ask("/metrics", &[]), 404, &[]);
    let log = log_with(&apache.folder, "GET /metrics ");
    assert!(!log.contains("secret") && log.contains("GET /jobs/* HTTP/2.0\" 200"), "{log}");
}

#[test]
fn when_the_program_is_down_apache_says_so_to_people_and_programs() {
    if !has(&PROGRAMS) {
        return;
    }
    let apache = Apache::start("127.0.0.1:1", &[]);
    check(&apache.ask("/", &[]), 503, &["text/html", "retry-after: 10", "Your link stays valid"]);
    check(&apache.ask("/api/v1/version", &[]), 503, &["application/problem+json", "/docs/api#unreachable"]);
}

#[test]
fn apache_believes_balancers_in_the_networks_that_it_is_behind_and_serves_below_a_path() {
    if !has(&PROGRAMS) {
        return;
    }
    let instance = Instance::tcp("one");
    let apache = Apache::start(&instance.address, &["--behind", "127.0.0.0/8", "--path", "/words"]);
    let forwarded = ["-H", "X-Forwarded-For: 192.0.2.7"];
    check(
        &apache.ask("/words/jobs/a", &forwarded),
        200,
        &["GET /words/jobs/a HTTP", "X-Forwarded-For: 192.0.2.7"],
    );
    check(&apache.ask("/words", &[]), 308, &["/words/"]);
    assert!(!apache.ask("/", &[]).head.contains("x-of-the-program"));
}

#[test]
fn the_program_itself_is_served_below_a_path_through_apache() {
    if !has(&PROGRAMS) {
        return;
    }
    let folder = Folder::new();
    folder.write("wordify.toml", format!("public_url = 'https://{DOMAIN}/words'\n"));
    let program = Program::start_with(&folder, &["-c", "wordify.toml"]);
    let apache = Apache::start(&program.address, &["--path", "/words"]);
    look_below_words(|path, arguments| apache.ask(path, arguments));
}
