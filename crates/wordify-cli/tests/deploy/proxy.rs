//! A real nginx on ports and a folder of its own, with the site that `wordify deploy nginx` prints.

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::program::Folder;

/// Nothing here takes longer.
const DEADLINE: Duration = Duration::from_secs(30);
/// Name of the site.
pub(crate) const DOMAIN: &str = "wordify.example";

pub(crate) struct Nginx {
    pub(crate) folder: Folder,
    /// One of the loopback's addresses, ours alone, so that nobody can take a port that we found free.
    address: Ipv4Addr,
    pub(crate) http: u16,
    pub(crate) https: u16,
    child: Option<Child>,
}

/// An answer as curl got it.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// In lower case.
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Nginx {
    /// Prepares the folder, with certificate, static files and site.
    pub(crate) fn prepare(upstreams: &[&str], options: &[&str]) -> Self {
        let folder = Folder::new();
        let address = own_address();
        let port = || {
            TcpListener::bind((address, 0)).and_then(|listener| listener.local_addr()).expect("a port").port()
        };
        let nginx = Self { http: port(), https: port(), folder, address, child: None };
        certify(&nginx.folder);
        nginx.folder.run(&["deploy", "static", "--to", "static"]).ok();
        let path = |name: &str| nginx.folder.path(name).display().to_string();
        let address = nginx.address.to_string();
        let (http, https) = (nginx.http.to_string(), nginx.https.to_string());
        let (certificate, key, files, home) = (path("c.pem"), path("k.pem"), path("static"), path("."));
        let home = home.trim_end_matches("/.");
        let mut arguments = vec!["deploy", "nginx", "--domain", DOMAIN, "--listen", &address];
        arguments.extend(["--http-port", &http, "--https-port", &https, "--logs", home, "--acme", home]);
        arguments.extend(["--certificate", &certificate, "--key", &key, "--static", &files]);
        arguments.extend(upstreams.iter().flat_map(|upstream| ["--upstream", upstream]));
        arguments.extend(options);
        let site = nginx.folder.run(&arguments).ok().text();
        nginx.folder.write("site.conf", site);
        nginx.folder.write("nginx.conf", main_file());
        nginx
    }

    /// As [`Nginx::prepare`], and starts it.
    pub(crate) fn start(upstreams: &[&str], options: &[&str]) -> Self {
        let mut nginx = Self::prepare(upstreams, options);
        let child = nginx.command().stderr(Stdio::null()).spawn().expect("nginx starts");
        nginx.child = Some(child);
        let begin = Instant::now();
        while TcpStream::connect((nginx.address, nginx.https)).is_err() {
            assert!(begin.elapsed() < DEADLINE, "nginx does not listen: {}", nginx.read("error.log"));
            thread::yield_now();
        }
        nginx
    }

    /// nginx on this folder.
    pub(crate) fn command(&self) -> Command {
        let mut command =
            Command::new(if Path::new("/usr/sbin/nginx").is_file() { "/usr/sbin/nginx" } else { "nginx" });
        command.arg("-p").arg(self.folder.path("")).args(["-c", "nginx.conf", "-e", "error.log"]);
        command.stdin(Stdio::null());
        command
    }

    /// curl, to be given further arguments; the address is `path` over https.
    pub(crate) fn curl(&self, path: &str) -> Command {
        self.curl_to(&format!("https://{DOMAIN}:{}{path}", self.https))
    }

    /// curl for any address, which finds us under [`DOMAIN`].
    pub(crate) fn curl_to(&self, url: &str) -> Command {
        let mut command = Command::new("curl");
        command.args(["-sSk", "--max-time", "30"]);
        for port in [self.http, self.https] {
            command.args(["--resolve", &format!("{DOMAIN}:{port}:{}", self.address)]);
        }
        command.arg(url).current_dir(self.folder.path(""));
        command
    }

    /// What `path` answers over https.
    pub(crate) fn get(&self, path: &str) -> Answer {
        answer(&self.curl(path).args(["-D", "-"]).output().expect("curl runs"))
    }

    /// As [`Nginx::get`], with further arguments of curl.
    pub(crate) fn ask(&self, path: &str, arguments: &[&str]) -> Answer {
        answer(&self.curl(path).args(["-D", "-"]).args(arguments).output().expect("curl runs"))
    }

    pub(crate) fn read(&self, name: &str) -> String {
        let path: PathBuf = self.folder.path(name);
        fs::read_to_string(path).unwrap_or_default()
    }
}

/// The access log in `folder` once it has `line`: servers write what they have answered down after they have answered.
pub(crate) fn log_with(folder: &Folder, line: &str) -> String {
    let begin = Instant::now();
    loop {
        let log = fs::read_to_string(folder.path("wordify.access.log")).unwrap_or_default();
        if log.contains(line) {
            return log;
        }
        assert!(begin.elapsed() < DEADLINE, "{line}: {log}");
        thread::yield_now();
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Makes a certificate for [`DOMAIN`] in a folder.
pub(crate) fn certify(folder: &Folder) {
    let mut command = Command::new("openssl");
    command.args([
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
    ]);
    command.args(["-subj", &format!("/CN={DOMAIN}"), "-keyout"]).arg(folder.path("k.pem"));
    let output = command.arg("-out").arg(folder.path("c.pem")).output().expect("openssl runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

pub(crate) fn answer(output: &Output) -> Answer {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| {
        panic!("no answer: {}{text}", String::from_utf8_lossy(&output.stderr));
    });
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    Answer { status, head: head.to_lowercase(), body: body.to_owned() }
}

/// An address of the loopback's network that no other test uses.
pub(crate) fn own_address() -> Ipv4Addr {
    static NUMBER: AtomicU8 = AtomicU8::new(1);
    let process = std::process::id().to_le_bytes();
    Ipv4Addr::new(127, process[1] | 1, process[0], NUMBER.fetch_add(1, Ordering::SeqCst))
}

/// One process, so that it ends when we kill it.
fn main_file() -> String {
    let folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let folders: String = folders.iter().map(|name| format!("    {name}_temp_path temp_{name};\n")).collect();
    format!(
        "daemon off;\nmaster_process off;\npid nginx.pid;\nevents {{ worker_connections 256; }}\n\
         http {{\n{folders}    access_log off;\n    include site.conf;\n}}\n"
    )
}

/// Fails unless the answer has this status, and each of the words in its head or body.
#[track_caller]
pub(crate) fn check(answer: &Answer, status: u16, words: &[&str]) {
    assert_eq!(answer.status, status, "{}\n{}", answer.head, answer.body);
    for word in words {
        assert!(
            answer.head.contains(word) || answer.body.contains(word),
            "{word}:\n{}\n{}",
            answer.head,
            answer.body
        );
    }
}
