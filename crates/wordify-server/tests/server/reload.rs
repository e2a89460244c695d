//! New code and settings without a lost request.

use super::client::get;
use super::crowd::Crowd;
use super::process::{Server, greeter};

#[test]
fn thousands_of_requests_during_reloads_and_none_fails() {
    const REQUESTS: u64 = 4000;
    const RELOADS: u64 = 10;
    let settings =
        "bind = ['127.0.0.1:0', 'unix:FOLDER/http.sock']\nworkers = 2\n[greeter]\ngreeting = 'hello'";
    let server = Server::start(settings);
    let socket = server.path("http.sock").display().to_string();
    let crowd = Crowd::default();
    std::thread::scope(|scope| {
        let mut visitors = vec![scope.spawn(|| crowd.http2(&server.address))];
        for address in [&server.address, &socket] {
            visitors.push(scope.spawn(|| crowd.keep_alive(address)));
            visitors.push(scope.spawn(|| crowd.keep_alive(address)));
            visitors.push(scope.spawn(|| crowd.one_by_one(address)));
            visitors.push(scope.spawn(|| crowd.upload(address)));
            visitors.push(scope.spawn(|| crowd.events(address)));
        }
        let mut reloads = 0;
        while visitors.iter().any(|visitor| !visitor.is_finished()) {
            assert_eq!(server.reload(), Ok(reloads + 2));
            reloads += 1;
            if reloads >= RELOADS && crowd.answered() >= REQUESTS {
                // The last streams end with the workers of further reloads. A stop would reset whoever just connects.
                crowd.disperse();
            }
        }
    });
    crowd.assert_that_all_was_answered();
}

#[test]
fn a_reload_brings_the_program_that_is_installed_now() {
    let server = Server::start("workers = 2\n[greeter]\ngreeting = 'old'");
    assert!(get(&server.address, "/").expect("it serves").body.starts_with("old"));
    // The new version is another file at the same path; it brings its own greeting.
    let program = server.path("greeter");
    let script =
        format!("#!/bin/sh\nGREETER='{{\"greeting\":\"new\"}}' exec {} \"$@\"\n", greeter().display());
    let new = server.path("greeter.new");
    std::fs::write(&new, script).expect("a file");
    std::fs::set_permissions(&new, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("it is ours");
    std::fs::rename(&new, &program).expect("it is ours");
    assert!(get(&server.address, "/").expect("it serves").body.starts_with("old"));
    assert_eq!(server.reload(), Ok(2));
    assert!(get(&server.address, "/").expect("it serves").body.starts_with("new"));
}

#[test]
fn settings_that_are_wrong_are_refused_with_the_reason_and_nothing_changes() {
    let server = Server::start("workers = 1\n[greeter]\ngreeting = 'old'");
    let before = server.pids("web", "ready");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let taken = taken.local_addr().expect("it is bound");
    for (settings, words) in [
        ("worker = 2", "unknown field `worker`, expected one of"),
        ("workers = 2\nuser = 'nobody-of-this-name'", "adduser"),
        (&format!("bind = ['{taken}']"), "ss -ltnp"),
        ("bind = ['127.0.0.1:0', 'unix:FOLDER/missing/a.sock']", "make the folder"),
        ("[greeter]\nfault = 'cannot-start'", "the application cannot be made"),
        ("[greeter]\nfault = 'crash'", "exited with code 1"),
        (
            "bind = [{ address = '127.0.0.1:0', tls = { certificate = '/missing', key = '/missing' } }]",
            "the application cannot be made",
        ),
        ("[[server.mounts]]\napplication = 'sight'", "the application cannot be made"),
    ] {
        server.write_settings(settings);
        let refused = server.reload().expect_err(settings);
        assert!(refused.contains(words), "{settings}: {refused}");
        let status = server.status();
        assert!(status.last_reload.expect("there was one").refused.is_some());
        assert_eq!(status.fleet.generation, 1);
    }
    assert_eq!(server.pids("web", "ready"), before);
    assert!(get(&server.address, "/").expect("it serves").body.starts_with("old"));
    assert!(server.log().contains("name one of: site, metrics"), "{}", server.log());
}

#[test]
fn a_new_version_that_never_gets_ready_leaves_the_old_one_in_place() {
    let server = Server::start("workers = 1\ntimeouts.ready = 0.5\n[greeter]\ngreeting = 'old'");
    server.write_settings("workers = 1\ntimeouts.ready = 0.5\n[greeter]\nfault = 'never-ready'");
    let refused = server.reload().expect_err("it never gets ready");
    assert!(refused.contains("was not ready after 0.5 s"), "{refused}");
    assert!(get(&server.address, "/").expect("it serves").body.starts_with("old"));
}

#[test]
fn listeners_can_be_added_and_removed_by_a_reload() {
    let server = Server::start("workers = 1");
    let first = server.address.clone();
    let socket = server.path("http.sock");
    server.write_settings("bind = ['127.0.0.1:0', 'unix:FOLDER/http.sock']\nworkers = 1");
    assert_eq!(server.reload(), Ok(2));
    assert_eq!(get(&socket.display().to_string(), "/").expect("it listens").status, 200);
    assert_eq!(get(&first, "/").expect("the old address is kept").status, 200);
    server.write_settings("workers = 1");
    assert_eq!(server.reload(), Ok(3));
    assert!(!socket.exists(), "the file of a socket that nobody wants is removed");
    assert_eq!(get(&first, "/").expect("it is kept").status, 200);
}

#[test]
fn a_worker_is_replaced_after_so_many_requests_and_none_is_lost() {
    let server = Server::start("workers = 1\nrestart.requests = 50\ntimeouts.heartbeat = 0.4");
    let before = server.pids("web", "ready");
    let mut answered = 0;
    while server.pids("web", "ready") == before {
        assert_eq!(get(&server.address, "/").expect("it serves").status, 200);
        answered += 1;
        assert!(answered < 100_000, "the worker is never replaced");
    }
    assert!(answered >= 49, "{answered}");
    assert!(server.log().contains("requests and is replaced"), "{}", server.log());
}
