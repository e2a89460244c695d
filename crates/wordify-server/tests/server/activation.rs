//! Sockets from systemd, and messages to it.

use std::net::TcpListener;
use std::os::unix::net::UnixDatagram;
use std::process::Command;
use std::time::Duration;

use command_fds::{CommandFdExt, FdMapping};
use nix::sys::signal::Signal;

use super::client::{connect, get};
use super::process::{PATIENCE, Server, greeter};

/// Nobody waits longer for an answer that takes no work, however busy the machine.
const PROMPT: Duration = Duration::from_secs(2);

/// The program under its own name, with a socket as systemd passes it.
fn activated(
    listener: &TcpListener,
    settings: &str,
    extend: impl FnOnce(&std::path::Path, &mut Command),
) -> Server {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new("/bin/sh");
    // systemd names the process that it starts, which a test can only do from within.
    command.args(["-c", "LISTEN_PID=$$ exec \"$0\" \"$@\""]).arg(greeter());
    command.env("LISTEN_FDS", "1").env("LISTEN_FDNAMES", "web");
    let parent_fd = listener.try_clone().expect("a descriptor").into();
    command.fd_mappings(vec![FdMapping { parent_fd, child_fd: 3 }]).expect("one number");
    extend(folder.path(), &mut command);
    let mut server = Server::spawn(folder, command, settings);
    server.address = listener.local_addr().expect("it is bound").to_string();
    server
}

#[test]
fn a_socket_from_systemd_is_served_and_survives_a_restart() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    for _ in 0..2 {
        let mounts = "[[server.mounts]]\napplication = 'metrics'\npath = '/metrics'\nlisteners = ['web']\n\
                      [[server.mounts]]\napplication = 'site'";
        let mut server = activated(&listener, &format!("bind = []\nworkers = 1\n{mounts}"), |_, _| {});
        // Sent before anyone serves: it waits in the backlog.
        assert_eq!(get(&server.address, "/").expect("it serves").status, 200);
        assert!(get(&server.address, "/metrics").expect("its name is known").body.starts_with("worker "));
        assert_eq!(server.status().listeners, [server.address.clone()]);
        assert_eq!(server.reload(), Ok(2));
        assert_eq!(get(&server.address, "/").expect("it serves").status, 200);
        server.signal(Signal::SIGTERM);
        assert_eq!(server.wait().code(), Some(0));
    }
}

#[test]
fn systemd_hears_when_the_server_is_ready_reloads_lives_and_stops() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let mut socket = None;
    let server = activated(&listener, "bind = []\nworkers = 1", |folder, command| {
        let path = folder.join("notify.sock");
        let heard = UnixDatagram::bind(&path).expect("a socket");
        heard.set_read_timeout(Some(PATIENCE)).expect("it is a socket");
        socket = Some(heard);
        command.env("NOTIFY_SOCKET", path).env("WATCHDOG_USEC", "200000");
    });
    let socket = socket.expect("it was made");
    let mut heard = String::new();
    let mut wait_for = |words: &str| {
        let mut buffer = [0; 4096];
        loop {
            let bytes =
                socket.recv(&mut buffer).unwrap_or_else(|_| panic!("{words:?} did not come: {heard}"));
            let text = String::from_utf8_lossy(&buffer[..bytes]).into_owned();
            let found = text.contains(words);
            heard.push_str(&text);
            heard.push('\n');
            if found {
                return;
            }
        }
    };
    wait_for("READY=1");
    wait_for("STATUS=running, generation 1, workers ready: 1 web");
    wait_for("WATCHDOG=1");
    server.signal(Signal::SIGHUP);
    wait_for("RELOADING=1\nMONOTONIC_USEC=");
    wait_for("READY=1");
    wait_for("STATUS=running, generation 2");
    server.signal(Signal::SIGTERM);
    wait_for("STOPPING=1");
}

#[test]
fn workers_go_on_when_somebody_clears_the_flag_that_keeps_them_from_waiting_in_accept() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let server = activated(&listener, "bind = []\nworkers = 2", |_, _| {});
    server.wait_for("serving,");
    let mut kept = connect(&server.address).expect("it listens");
    assert_eq!(kept.get("/").expect("it serves").status, 200);
    // What systemd does when it starts a service again. Our copy shares the flag with all workers.
    listener.set_nonblocking(false).expect("it is a socket");
    for number in 0..20 {
        let ask = || get(&server.address, "/").expect("it serves");
        let (answer, took) = super::client::time(ask);
        assert!(answer.status == 200 && took < PROMPT, "request {number} took {took:?}");
    }
    let (answer, took) = super::client::time(|| kept.get("/").expect("it is still served"));
    assert!(answer.status == 200 && took < PROMPT, "on the kept connection: {took:?}");
}
