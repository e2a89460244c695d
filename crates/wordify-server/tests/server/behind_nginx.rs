//! A real nginx in front, as most sites have it.

use std::fs;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use nix::sys::signal::Signal;
use tempfile::TempDir;

use super::client::connect;
use super::crowd::Crowd;
use super::process::{PATIENCE, Server, send};

struct Nginx {
    child: Child,
    _folder: TempDir,
    address: String,
}

impl Nginx {
    /// In front of these upstream servers; none where nginx is not installed.
    fn start(upstream: &str) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port");
        // Its workers would be somebody else, who may not reach the folder of a test.
        let user = if nix::unistd::geteuid().is_root() { "user root;" } else { "" };
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let temporary = temporary.map(|name| format!("{name}_temp_path {name};")).join(" ");
        let settings = format!(
            "{user} worker_processes 1; pid nginx.pid; daemon off; error_log error.log;
            events {{ worker_connections 1024; }}
            http {{ access_log off; {temporary}
              upstream app {{ {upstream} keepalive 32; }}
              server {{ listen {port}; location / {{
                proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection \"\";
                proxy_set_header Host $host; proxy_buffering off; proxy_request_buffering off; }} }} }}"
        );
        fs::write(folder.path().join("nginx.conf"), settings).expect("a file");
        let mut nginx = Command::new("nginx");
        nginx
            .arg("-p")
            .arg(folder.path())
            .args(["-c", "nginx.conf", "-e", "error.log"])
            .stderr(Stdio::null());
        let Ok(child) = nginx.spawn() else {
            assert!(std::env::var_os("TESTS_REQUIRE_ALL").is_none(), "nginx is not installed");
            eprintln!("skipped: nginx is not installed");
            return None;
        };
        let nginx = Self { child, address: port.to_string(), _folder: folder };
        let start = Instant::now();
        while connect(&nginx.address).is_err() {
            assert!(start.elapsed() < PATIENCE, "nginx does not listen");
            std::thread::yield_now();
        }
        Some(nginx)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        send(self.child.id(), Signal::SIGTERM);
        let _ = self.child.wait();
    }
}

#[test]
fn reloads_behind_nginx_fail_no_request_upload_or_event_stream() {
    const REQUESTS: u64 = 2000;
    const RELOADS: u64 = 10;
    let server = Server::start(
        "bind = ['127.0.0.1:0', 'unix:FOLDER/http.sock']\nworkers = 2\n[greeter]\ngreeting = 'hello'",
    );
    let upstream = format!("server unix:{};", server.path("http.sock").display());
    let Some(nginx) = Nginx::start(&upstream) else { return };
    let crowd = Crowd::default();
    std::thread::scope(|scope| {
        scope.spawn(|| crowd.keep_alive(&nginx.address));
        scope.spawn(|| crowd.one_by_one(&nginx.address));
        scope.spawn(|| crowd.upload(&nginx.address));
        scope.spawn(|| crowd.events(&nginx.address));
        let mut reloads = 0;
        while reloads < RELOADS || crowd.answered() < REQUESTS {
            assert_eq!(server.reload(), Ok(reloads + 2));
            reloads += 1;
        }
        crowd.disperse();
        // One more, for the stream that is open now.
        assert_eq!(server.reload(), Ok(reloads + 2));
    });
    crowd.assert_that_all_was_answered();
}

#[test]
fn nginx_passes_over_an_instance_that_has_died() {
    const REQUESTS: u64 = 1000;
    let settings = "workers = 1\n[greeter]\ngreeting = 'hello'";
    let [one, two] = [(), ()].map(|()| Server::start(settings));
    let Some(nginx) = Nginx::start(&format!("server {}; server {};", one.address, two.address)) else {
        return;
    };
    let crowd = Crowd::default();
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| crowd.keep_alive(&nginx.address));
        }
        while crowd.answered() < REQUESTS {
            std::thread::yield_now();
        }
        let worker = one.pids("web", "ready")[0];
        one.signal(Signal::SIGKILL);
        send(worker, Signal::SIGKILL);
        while crowd.answered() < 2 * REQUESTS {
            std::thread::yield_now();
        }
        crowd.disperse();
    });
    crowd.assert_that_all_was_answered();
}
