//! What an operator's signals do.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::process::Command;

use nix::sys::signal::Signal;
use wordify_server::Status;

use super::client::{connect, get};
use super::process::{Server, greeter};

#[test]
fn hup_reloads_and_ttin_and_ttou_change_the_number_of_workers() {
    let server = Server::start("workers = 1");
    server.signal(Signal::SIGTTIN);
    server.wait_for("2 workers of kind web");
    server.wait_for("is ready after");
    assert_eq!(server.pids("web", "ready").len(), 2);
    server.signal(Signal::SIGTTOU);
    server.wait_for("has left");
    server.signal(Signal::SIGHUP);
    server.wait_for("all workers are of generation 2");
    let status = server.status();
    assert_eq!((status.fleet.generation, status.fleet.state.as_str()), (2, "running"));
}

#[test]
fn term_finishes_what_has_begun_and_then_ends_with_success() {
    let mut server = Server::start(
        "bind = ['127.0.0.1:0', 'unix:FOLDER/http.sock']\nworkers = 1\npid_file = 'FOLDER/pid'",
    );
    let pid = fs::read_to_string(server.path("pid")).expect("it is written");
    assert_eq!(pid.trim().parse(), Ok(server.status().pid));
    let mut slow = connect(&server.address).expect("it listens");
    slow.send(b"GET /slow HTTP/1.1\r\nHost: test\r\n\r\n").expect("it is sent");
    let mut stream = connect(&server.address).expect("it listens");
    stream.send(b"GET /events HTTP/1.1\r\nHost: test\r\n\r\n").expect("it is sent");
    stream.head().expect("the stream has begun");
    server.signal(Signal::SIGTERM);
    let answer = slow.answer().expect("what has begun is finished");
    assert_eq!((answer.status, answer.header("connection")), (200, Some("close")));
    assert!(stream.rest().contains("data: bye"));
    assert_eq!(server.wait().code(), Some(0));
    for name in ["pid", "control.sock", "http.sock"] {
        assert!(!server.path(name).exists(), "{name} is removed");
    }
}

#[test]
fn int_ends_within_a_second_or_so_whatever_is_in_flight() {
    let mut server = Server::start("workers = 1");
    let mut idle = connect(&server.address).expect("it listens");
    idle.get("/").expect("an answer");
    let (status, took) = super::client::time(|| {
        server.signal(Signal::SIGINT);
        server.wait()
    });
    assert_eq!(status.code(), Some(0));
    assert!(took.as_secs_f64() < 2.0, "{took:?}");
}

#[test]
fn a_worker_that_does_not_leave_is_killed_at_the_deadline() {
    let mut server = Server::start("workers = 1\nthreads = 1\ntimeouts.drain = 0.5");
    let mut hung = connect(&server.address).expect("it listens");
    hung.send(b"GET /hang HTTP/1.1\r\nHost: test\r\n\r\n").expect("it is sent");
    server.wait_for("hanging, as asked");
    server.signal(Signal::SIGTERM);
    assert_eq!(server.wait().code(), Some(0));
    assert!(server.log().contains("did not leave in time and is killed"), "{}", server.log());
}

#[test]
fn usr1_opens_the_logs_anew_after_they_were_moved_away() {
    let log = "workers = 1\nerror_log = 'FOLDER/error.log'\naccess_log.file = 'FOLDER/access.log'";
    let server = Server::start_with_log(log);
    assert_eq!(get(&server.address, "/?secret=1").expect("it serves").status, 200);
    for name in ["error.log", "access.log"] {
        fs::rename(server.path(name), server.path(&format!("{name}.1"))).expect("it is there");
    }
    server.signal(Signal::SIGUSR1);
    server.wait_for_file("access.log", "");
    server.wait_for_file("error.log", "");
    assert_eq!(get(&server.address, "/new").expect("it serves").status, 404);
    server.wait_for_file("access.log", "GET /new HTTP/1.1\" 404");
    let old = fs::read_to_string(server.path("access.log.1")).expect("it is there");
    assert!(old.contains("127.0.0.0 - - [") && old.contains("\"GET / HTTP/1.1\" 200"), "{old}");
    server.signal(Signal::SIGTTIN);
    server.wait_for_file("error.log", "2 workers of kind web");
}

#[test]
fn only_the_owner_may_use_the_control_socket() {
    let server = Server::start("workers = 1");
    let mode = fs::metadata(server.path("control.sock")).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let mut client = connect(&server.path("control.sock").display().to_string()).expect("we own it");
    client.send(b"nonsense\n").expect("it is sent");
    assert_eq!(client.rest(), "{\"error\":\"ask status or reload\"}\n");
}

#[test]
fn a_group_may_be_let_in_to_ask_how_things_are_but_not_to_reload() {
    if !nix::unistd::geteuid().is_root() {
        assert!(std::env::var_os("TESTS_REQUIRE_ALL").is_none(), "only root can ask as another user");
        eprintln!("skipped: only root can ask as another user");
        return;
    }
    let nobody = nix::unistd::User::from_name("nobody").expect("it can be asked").expect("it is there");
    let group = nix::unistd::Group::from_gid(nobody.gid).expect("it can be asked").expect("it is there").name;
    let server = Server::start(&format!("workers = 1\ncontrol_group = '{group}'"));
    fs::set_permissions(server.folder.path(), fs::Permissions::from_mode(0o755)).expect("it is ours");
    let metadata = fs::metadata(server.path("control.sock")).expect("it is there");
    assert_eq!((metadata.mode() & 0o777, metadata.gid()), (0o660, nobody.gid.as_raw()));
    let ask = |question: &str| {
        let script = "import socket, sys\ns = socket.socket(socket.AF_UNIX)\ns.connect(sys.argv[1])\n\
                      s.sendall(sys.argv[2].encode() + b'\\n')\nprint(s.makefile().readline())";
        let mut python = Command::new("python3");
        python.args(["-c", script]).arg(server.path("control.sock")).arg(question);
        let output = python.uid(nobody.uid.as_raw()).gid(nobody.gid.as_raw()).output().expect("python runs");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let status = ask("status");
    assert!(status.contains("\"state\":\"running\""), "{status}");
    let refused = ask("reload");
    assert!(refused.contains("only root and the user of the server"), "{refused}");
    assert_eq!(server.status().fleet.generation, 1);
}

#[test]
fn a_second_server_takes_the_control_socket_over_when_the_first_is_gone() {
    let mut first = Server::start("workers = 1");
    let socket = first.path("control.sock");
    let second_settings = format!("control_socket = '{}'\nworkers = 1", socket.display());
    let mut second = Server::start_unready(&second_settings);
    second.wait_for("serving,");
    assert!(second.log().contains("another server answers at"), "{}", second.log());
    let of = |status: &Status| status.listeners.clone();
    assert_eq!(of(&first.status()), [first.address.clone()], "the first goes on to answer");
    first.signal(Signal::SIGTERM);
    first.wait();
    second.wait_for("answering at the control socket");
    let status = wordify_server::control::status(&socket).expect("the second answers");
    assert_eq!(of(&status), [second.address.clone()]);
    second.signal(Signal::SIGTERM);
    second.wait();
    assert!(!socket.exists(), "the last one removes it");
}

#[test]
fn workers_run_as_the_user_that_the_settings_name_and_the_master_does_not() {
    if !nix::unistd::geteuid().is_root() {
        assert!(
            std::env::var_os("TESTS_REQUIRE_ALL").is_none(),
            "only root can start workers as another user"
        );
        eprintln!("skipped: only root can start workers as another user");
        return;
    }
    // That user must be able to reach the program.
    let folder = tempfile::tempdir().expect("a folder");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("it is ours");
    let program = folder.path().join("greeter");
    // Another process copies it: what this one has open for writing cannot be run while a child of another test holds it too.
    let status = Command::new("cp").arg(greeter()).arg(&program).status();
    assert!(status.is_ok_and(|status| status.success()), "it is copied");
    let server =
        Server::spawn(folder, Command::new(program), "workers = 1\nuser = 'nobody'\n[greeter]\ncounters = 1");
    server.wait_for("serving,");
    let owner = |pid: u32| fs::metadata(format!("/proc/{pid}")).expect("it runs").uid();
    let nobody = nix::unistd::User::from_name("nobody").expect("it can be asked").expect("it is there");
    for kind in ["web", "count"] {
        assert_eq!(owner(server.pids(kind, "ready")[0]), nobody.uid.as_raw());
    }
    assert_eq!(owner(server.status().pid), 0);
}
