//! Workers that crash, hang, or never come up.

use std::process::Command;
use std::time::Duration;

use nix::sys::signal::Signal;

use super::client::{get, time};
use super::process::{Server, greeter, send};

#[test]
fn a_killed_worker_is_replaced_within_300_milliseconds() {
    let server = Server::start("workers = 2\n[greeter]\ncounters = 1\ntickers = 1");
    for kind in ["web", "count", "tick"] {
        let victim = server.pids(kind, "ready")[0];
        let (_, took) = time(|| {
            send(victim, Signal::SIGKILL);
            server.wait_for("was ended by signal 9");
            server.wait_for("is ready after")
        });
        assert!(took < Duration::from_millis(300), "{kind}: {took:?}");
        assert!(!server.pids(kind, "ready").contains(&victim));
    }
    assert_eq!(get(&server.address, "/").expect("it serves").status, 200);
}

#[test]
fn the_numbers_of_the_master_tell_starts_failures_and_reloads() {
    let server = Server::start("workers = 2\n[greeter]\ncounters = 1");
    let numbers = || wordify_server::metrics::text(&server.status());
    for line in [
        "wordify_workers{kind=\"web\",state=\"ready\"} 2",
        "wordify_workers{kind=\"web\",state=\"draining\"} 0",
        "wordify_workers_wanted{kind=\"count\"} 1",
        "wordify_worker_starts_total{kind=\"web\"} 2",
        "wordify_worker_failures_total{kind=\"web\"} 0",
        "wordify_crash_loop 0",
        "wordify_reloads_total{result=\"done\"} 0",
    ] {
        assert!(numbers().contains(&format!("\n{line}\n")), "{line}: {}", numbers());
    }
    send(server.pids("web", "ready")[0], Signal::SIGKILL);
    server.wait_for("was ended by signal 9");
    server.wait_for("is ready after");
    assert_eq!(server.reload(), Ok(2));
    server.write_settings("worker = 2");
    assert!(server.reload().is_err());
    for line in [
        "wordify_worker_failures_total{kind=\"web\"} 1",
        "wordify_worker_starts_total{kind=\"web\"} 5",
        "wordify_reloads_total{result=\"done\"} 1",
        "wordify_reloads_total{result=\"refused\"} 1",
        "wordify_last_reload_refused 1",
        "wordify_generation 2",
    ] {
        assert!(numbers().contains(&format!("\n{line}\n")), "{line}: {}", numbers());
    }
}

#[test]
fn a_stopped_worker_is_replaced_within_its_timeout_and_a_second() {
    let server = Server::start("workers = 2\ntimeouts.heartbeat = 1\n[greeter]\ncounters = 1\ntickers = 1");
    for kind in ["web", "count", "tick"] {
        let victim = server.pids(kind, "ready")[0];
        let (_, took) = time(|| {
            send(victim, Signal::SIGSTOP);
            server.wait_for("gave no heartbeat");
            server.wait_for("is ready after")
        });
        assert!(took < Duration::from_secs(2), "{kind}: {took:?}");
    }
}

#[test]
fn a_worker_whose_threads_all_hang_is_replaced() {
    let server = Server::start("workers = 1\nthreads = 1\ntimeouts.heartbeat = 0.5");
    let before = server.pids("web", "ready");
    let _ = get(&server.address, "/hang");
    server.wait_for("is ready after");
    assert_ne!(server.pids("web", "ready"), before);
    assert_eq!(get(&server.address, "/").expect("it serves").status, 200);
}

#[test]
fn a_panic_costs_its_own_request_only() {
    let server = Server::start("workers = 1");
    let before = server.pids("web", "ready");
    let mut client = super::client::connect(&server.address).expect("it listens");
    assert_eq!(client.get("/panic").expect("an answer").status, 500);
    assert_eq!(client.get("/").expect("the connection goes on").status, 200);
    assert_eq!(server.pids("web", "ready"), before);
}

#[test]
fn a_crash_loop_backs_off_and_is_logged() {
    let server = Server::start_unready("workers = 1\n[greeter]\nfault = 'crash'");
    server.wait_for("crash loop: 5 failures in a row");
    let status = server.status();
    assert!(status.fleet.crash_loop);
    assert!(status.summary().contains("CRASH LOOP"));
    let line = server.wait_for("crash loop: 6 failures in a row");
    assert!(line.ends_with("the next starts in 1.6 s"), "{line}");
}

#[test]
fn a_program_that_cannot_start_ends_with_the_reason_instead_of_trying_for_ever() {
    let mut server = Server::start_unready("workers = 2\n[greeter]\nfault = 'cannot-start'");
    assert_eq!(server.wait().code(), Some(1));
    let log = server.log();
    assert!(log.contains("the worker cannot start: there is no database"), "{log}");
    assert!(log.contains("giving up"), "{log}");
}

#[test]
fn workers_drain_when_their_master_is_killed() {
    let mut server = Server::start("workers = 2\n[greeter]\ncounters = 1\ntickers = 1");
    server.signal(Signal::SIGKILL);
    // The log ends when the last worker has.
    server.wait();
    assert_eq!(server.log().matches("the master is gone; draining").count(), 4, "{}", server.log());
}

#[test]
fn a_new_master_waits_for_the_workers_of_one_that_was_killed() {
    let first = Server::start("workers = 2\nbind = ['127.0.0.1:0', 'unix:FOLDER/http.sock']");
    // Workers that hang hold the sockets for as long as we like.
    let workers = first.pids("web", "ready");
    workers.iter().for_each(|worker| send(*worker, Signal::SIGSTOP));
    first.signal(Signal::SIGKILL);
    let settings = format!("bind = ['{}', 'unix:{}']", first.address, first.path("http.sock").display());
    let folder = tempfile::tempdir().expect("a folder");
    let second = Server::spawn(folder, Command::new(greeter()), &settings);
    second.wait_for("is taken; waiting");
    workers.iter().for_each(|worker| send(*worker, Signal::SIGKILL));
    second.wait_for("serving,");
}
