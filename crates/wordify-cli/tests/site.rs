//! A running site as its administrator handles it: check, status, reload, and what happens when its processes fall.
#![cfg(unix)]

mod program;

use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::process::Command;
use std::time::{Duration, Instant};

use program::{Folder, Run, pets, server::Server, server::form};
use serde_json::Value;

const TIME_MAX: Duration = Duration::from_secs(60);

fn status(folder: &Folder) -> Value {
    let run = folder.run(&["status", "--data", "data", "--json"]);
    serde_json::from_slice(&run.ok().stdout).expect("JSON")
}

fn workers(folder: &Folder, kind: &str) -> Vec<u64> {
    let status = status(folder);
    let workers = status["workers"].as_array().expect("workers").iter();
    let ready = workers.filter(|worker| worker["kind"] == kind && worker["state"] == "ready");
    ready.map(|worker| worker["pid"].as_u64().expect("a process")).collect()
}

/// Waits for what a condition says; asks again and again, and fails after a minute.
fn until(what: &str, condition: impl Fn() -> bool) {
    let end = Instant::now() + TIME_MAX;
    while !condition() {
        assert!(Instant::now() < end, "waited in vain until {what}");
        std::thread::yield_now();
    }
}

fn refused(run: &Run, words: &[&str]) {
    let said = format!("{}{}", String::from_utf8_lossy(&run.stdout), run.stderr);
    assert_ne!(run.code, 0, "{said}");
    for word in words {
        assert!(said.contains(word), "“{word}” is not in: {said}");
    }
}

#[test]
fn the_example_of_the_settings_passes_the_check() {
    let folder = Folder::new();
    let text = include_str!("../../../deploy/wordify.toml").replace("127.0.0.1:8080", "127.0.0.1:0");
    folder.write("wordify.toml", text);
    let run = folder.run(&["check", "-c", "wordify.toml", "--data", "data"]);
    let said = String::from_utf8_lossy(&run.ok().stdout).into_owned();
    assert!(said.contains("made at the first start"), "{said}");
    assert!(!folder.path("data").exists(), "a check makes nothing");
}

#[test]
fn a_wrong_setting_of_the_server_is_reported_with_its_line_and_the_nearest_name() {
    let folder = Folder::new();
    let check = |text: &str, words: &[&str]| {
        folder.write("wordify.toml", text);
        refused(&folder.run(&["check", "-c", "wordify.toml", "--data", "data"]), words);
    };
    check("[server]\nworker = 2\n", &["worker", "line 2", "Did you mean “workers”?"]);
    check("[server.timeouts]\ndrian = 2\n", &["drian", "line 2", "Did you mean “drain”?"]);
    check("[server]\nbind = [\"localhost\"]\n", &["localhost", "line 2", "127.0.0.1:8000"]);
    check("[server.access_log]\nformat = \"xml\"\n", &["xml", "line 2", "combined"]);
    let long = format!("[server]\nbind = [\"unix:/run/{}\"]\n", "a".repeat(200));
    check(&long, &["bytes", "choose a shorter folder"]);
    let tls =
        "[[server.bind]]\naddress = \"127.0.0.1:0\"\ntls = { certificate = \"a.pem\", key = \"a.key\" }\n";
    check(tls, &["a.pem"]);
    check("[[server.mounts]]\napplication = \"sight\"\n", &["sight", "name one of: site, metrics"]);
}

#[test]
fn the_check_tells_a_port_that_another_holds_from_one_that_the_site_itself_holds() {
    let folder = Folder::new();
    let other = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = other.local_addr().expect("its number").to_string();
    refused(
        &folder.run(&["check", "--data", "data", "--bind", &address]),
        &[&address, "it is taken", "ss -ltnp"],
    );
    let server = Server::start(&folder);
    let run = folder.run(&["check", "--data", "data", "--bind", &server.address]);
    let said = String::from_utf8_lossy(&run.ok().stdout).into_owned();
    assert!(said.contains("held by the running site"), "{said}");
}

#[test]
fn a_site_tells_its_workers_and_jobs_and_one_that_does_not_run_says_so() {
    let folder = Folder::new();
    refused(&folder.run(&["status", "--data", "data"]), &["cannot ask the server", "Is the server running"]);
    let server = Server::start(&folder);
    let (kind, body) = form(&pets(), &[("preset", "wordify-2021"), ("fits", "10")]);
    let (_, job) = server.json("POST", "/api/v1/jobs", &kind, &body);
    server.ended(&job["links"]);
    let status = status(&folder);
    assert_eq!(status["pid"], server.id());
    assert_eq!((&status["state"], &status["jobs"]["succeeded"]), (&"running".into(), &1.into()), "{status}");
    let said = folder.run(&["status", "--data", "data"]).ok().stdout.clone();
    let said = String::from_utf8(said).expect("text");
    for words in ["generation 1", &server.address, "web", "jobs", "1 succeeded"] {
        assert!(said.contains(words), "“{words}” is not in: {said}");
    }
}

#[test]
fn a_reload_brings_new_settings_and_a_wrong_one_leaves_everything_as_it_is() {
    let folder = Folder::new();
    folder.write("wordify.toml", "contact = \"before@example.org\"\n");
    let server = Server::start_with(&folder, &["-c", "wordify.toml"]);
    let shown = |contact: &str| String::from_utf8_lossy(&server.get("/privacy").1).contains(contact);
    assert!(shown("before@example.org"));
    folder.write("wordify.toml", "contact = \"after@example.org\"\n");
    folder.run(&["reload", "--data", "data"]).ok();
    assert!(shown("after@example.org"));
    folder.write("wordify.toml", "contact = \"never@example.org\"\n[server]\nworker = 1\n");
    let reload = folder.run(&["reload", "--data", "data"]);
    refused(&reload, &["refused", "worker", "wordify.toml, line 3", "workers", "The old workers stay"]);
    assert!(shown("after@example.org"));
    assert!(
        status(&folder)["last_reload"]["refused"].as_str().is_some_and(|reason| reason.contains("line 3"))
    );
}

#[test]
fn a_site_on_sockets_from_systemd_makes_no_others_when_it_reloads_or_is_checked() {
    let folder = Folder::new();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let server = Server::start_on(&folder, listener);
    for _ in 0..2 {
        assert_eq!(server.get("/healthz").0, 200);
        assert_eq!(status(&folder)["listeners"], serde_json::json!([server.address]));
        folder.run(&["reload", "--data", "data"]).ok();
    }
    let said = folder.run(&["check", "--data", "data"]).ok().text();
    assert!(said.contains(&format!("{}: held by the running site", server.address)), "{said}");
    assert!(!said.contains("8080"), "{said}");
}

#[test]
fn a_job_goes_on_over_reloads_and_gives_the_same_bytes() {
    let folder = Folder::new();
    folder.write("pets.csv", pets());
    let server = Server::start(&folder);
    let (kind, body) = form(&pets(), &[("preset", "wordify-2021"), ("fits", "20000"), ("seed", "7")]);
    let (_, job) = server.json("POST", "/api/v1/jobs", &kind, &body);
    let this = job["links"]["self"].as_str().expect("a link");
    let job_now = || server.json("GET", this, "", b"").1;
    for _ in 0..3 {
        let done = || job_now()["progress"]["done"].as_u64().unwrap_or(0);
        let before = done();
        until("some fits are done", || job_now()["state"] != "running" || done() > before);
        folder.run(&["reload", "--data", "data"]).ok();
    }
    let job = server.ended(&job["links"]);
    assert_eq!((&job["state"], &job["attempt"]), (&"succeeded".into(), &Value::Null), "{job}");
    let arguments = [
        "analyze",
        "pets.csv",
        "--preset",
        "wordify-2021",
        "--fits",
        "20000",
        "--seed",
        "7",
        "--language",
        "en",
        "--out",
        "out.csv",
        "--quiet",
    ];
    folder.run(&arguments).ok();
    let (_, bytes) = server.get(job["links"]["result"]["csv"].as_str().expect("a link"));
    assert!(bytes == folder.read("out.csv"), "the bytes differ from those of one run");
}

#[test]
#[cfg(target_os = "linux")]
fn what_is_installed_meanwhile_does_not_touch_a_site_before_it_reloads() {
    let folder = Folder::new();
    let installed = folder.copy(env!("CARGO_BIN_EXE_wordify"), "wordify");
    let server = Server::start_program(&folder, &installed, &[]);
    folder.write("wordify.next", "no program");
    std::fs::rename(folder.path("wordify.next"), &installed).expect("replaced");
    let (kind, body) = form(&pets(), &[("preset", "wordify-2021"), ("fits", "10")]);
    let (_, job) = server.json("POST", "/api/v1/jobs", &kind, &body);
    assert_eq!(server.ended(&job["links"])["state"], "succeeded");
    refused(&folder.run(&["reload", "--data", "data"]), &["refused", "The old workers stay"]);
    let (_, job) = server.json("POST", "/api/v1/jobs", &kind, &body);
    assert_eq!(server.ended(&job["links"])["state"], "succeeded");
}

#[test]
fn a_worker_that_is_killed_is_replaced_and_the_site_answers() {
    let folder = Folder::new();
    folder.write("wordify.toml", "[server]\nworkers = 2\n");
    let server = Server::start_with(&folder, &["-c", "wordify.toml"]);
    for (kind, count) in [("web", 2), ("jobs", 1)] {
        // One of each kind suffices to serve.
        until("all are ready", || workers(&folder, kind).len() == count);
        let before = workers(&folder, kind);
        let killed = Command::new("kill").args(["-KILL", &before[0].to_string()]).status().expect("kill");
        assert!(killed.success());
        until("there is another", || {
            let now = workers(&folder, kind);
            now.len() == before.len() && !now.contains(&before[0])
        });
        assert_eq!(server.get("/readyz").0, 200);
    }
    let (kind, body) = form(&pets(), &[("preset", "wordify-2021"), ("fits", "10")]);
    let (_, job) = server.json("POST", "/api/v1/jobs", &kind, &body);
    assert_eq!(server.ended(&job["links"])["state"], "succeeded");
}

#[test]
fn workers_run_as_the_user_that_the_settings_name_and_write_the_logs() {
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    if !is_root {
        assert!(
            std::env::var_os("TESTS_REQUIRE_ALL").is_none(),
            "only root may start workers as somebody else"
        );
        eprintln!("skipped: only root may start workers as somebody else");
        return;
    }
    let folder = Folder::new();
    let run = |program: &str, arguments: &[&str]| {
        let status = Command::new(program).args(arguments).current_dir(folder.path("")).status();
        assert!(status.is_ok_and(|status| status.success()), "{program} {arguments:?}");
    };
    // Where nobody may look into the folder of the tests.
    run("chmod", &["711", "."]);
    run("cp", &[env!("CARGO_BIN_EXE_wordify"), "wordify"]);
    let log = |name: &str| folder.path(name).display().to_string();
    let settings = format!(
        "[server]\nuser = \"nobody\"\nerror_log = {:?}\n[server.access_log]\nfile = {:?}\n",
        log("error.log"),
        log("access.log")
    );
    folder.write("wordify.toml", settings);
    let arguments = ["check", "-c", "wordify.toml", "--data", "data", "--bind", "127.0.0.1:0"];
    refused(&folder.run(&arguments), &["there is no folder", "install -d -m 700 -o nobody"]);
    run("install", &["-d", "-m", "700", "data"]);
    refused(&folder.run(&arguments), &["nobody may not write", "chown -R nobody"]);
    run("chown", &["nobody", "data"]);
    folder.run(&arguments).ok();
    let mut server = Server::start_program(&folder, &folder.path("wordify"), &["-c", "wordify.toml"]);
    assert_eq!(server.get("/about").0, 200);
    for kind in ["web", "jobs"] {
        for pid in workers(&folder, kind) {
            let process = std::fs::metadata(format!("/proc/{pid}")).expect("it runs");
            let data = std::fs::metadata(folder.path("data")).expect("a folder");
            assert_eq!(process.uid(), data.uid());
        }
    }
    folder.write("old.log", "");
    run("mv", &["access.log", "old.log"]);
    run("kill", &["-USR1", &server.id().to_string()]);
    until("the access log is opened anew", || {
        server.get("/privacy");
        folder.path("access.log").exists() && !folder.read("access.log").is_empty()
    });
    assert_eq!(server.stop(), 0);
    assert!(String::from_utf8_lossy(&folder.read("old.log")).contains("GET /about"));
    assert!(String::from_utf8_lossy(&folder.read("error.log")).contains("has left"));
}

#[test]
fn the_journal_learns_how_serious_each_line_is() {
    let folder = Folder::new();
    // A database that cannot be opened ends the site at once.
    std::fs::create_dir_all(folder.path("data/wordify.db")).expect("a folder");
    let log = std::fs::File::create(folder.path("log")).expect("a file");
    let place = log.metadata().expect("it is there");
    let ended = Command::new(env!("CARGO_BIN_EXE_wordify"))
        .args(["serve", "--bind", "127.0.0.1:0", "--data"])
        .arg(folder.path("data"))
        .env("JOURNAL_STREAM", format!("{}:{}", place.dev(), place.ino()))
        .stderr(log)
        .status();
    assert!(ended.is_ok_and(|status| !status.success()));
    let log = String::from_utf8(folder.read("log")).expect("text");
    for line in ["<6>{", "<3>{"] {
        assert!(log.lines().any(|other| other.starts_with(line)), "{line}: {log}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_worker_has_all_its_threads_from_the_beginning_and_needs_no_more() {
    let folder = Folder::new();
    let server = Server::start(&folder);
    let threads = || {
        let pids = ["web", "jobs"].into_iter().flat_map(|kind| workers(&folder, kind));
        let of = |pid: u64| std::fs::read_dir(format!("/proc/{pid}/task")).map_or(0, Iterator::count);
        pids.map(|pid| (pid, of(pid))).collect::<Vec<_>>()
    };
    let before = threads();
    assert!(before.iter().all(|(_, count)| *count > 12), "some for what blocks: {before:?}");
    let (kind, body) = form(&pets(), &[("preset", "wordify-2021"), ("fits", "10")]);
    for _ in 0..3 {
        let (status, job) = server.json("POST", "/api/v1/jobs", &kind, &body);
        assert_eq!(status, 201, "{job}");
        server.ended(&job["links"]);
    }
    assert_eq!(threads(), before);
}

#[cfg(target_os = "linux")]
#[test]
fn the_password_for_mails_is_known_to_those_who_send_them_only() {
    let folder = Folder::new();
    folder.write(
        "wordify.toml",
        "public_url = \"http://127.0.0.1\"\n[mail]\nhost = \"127.0.0.1\"\nport = 9\nsecurity = \"none\"\nuser = \"u\"\n\
         password = \"open sesame\"\nfrom = \"Wordify <wordify@example.org>\"\n",
    );
    let _server = Server::start_with(&folder, &["-c", "wordify.toml"]);
    for (kind, knows) in [("web", false), ("jobs", true)] {
        for pid in workers(&folder, kind) {
            let environment = std::fs::read(format!("/proc/{pid}/environ")).expect("a process of ours");
            let text = String::from_utf8_lossy(&environment);
            assert!(text.contains("WORDIFY_SITE="), "{kind}: {text}");
            assert_eq!(text.contains("open sesame"), knows, "{kind}");
        }
    }
}
