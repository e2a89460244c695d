//! A site on several hosts: two `wordify serve` with folders of their own on one PostgreSQL.
#![cfg(target_os = "linux")]

#[expect(dead_code, reason = "each test file uses its own part of this module")]
#[path = "../../wordify-web/tests/storage/postgres.rs"]
mod postgres;
mod program;

use std::process::Command;
use std::time::{Duration, Instant};

use program::Folder;
use program::process_tree::processes;
use program::server::{Server, form};
use serde_json::Value;

const TIME_MAX: Duration = Duration::from_secs(100);
/// How long a job must last at least: until its checkpoint is kept, after seven seconds, and longer.
const JOB_TIME_MIN: Duration = Duration::from_secs(10);
/// What the fits of the next try are to last, in seconds.
const JOB_SECONDS_AIMED: f64 = 13.0;
/// Fits of the first try.
const FITS_FIRST: usize = 500;
/// At most so many times as many fits as in the try before, whose time is mostly that of a start.
const FITS_TIMES_MAX: f64 = 8.0;
/// Documents, and words in each.
const DOCUMENTS: usize = 2000;
const WORDS: usize = 40;
/// The database that each server has from the beginning.
const DATABASE: &str = "postgres";

/// Waits for what a condition says; asks again and again, and fails in the end.
fn until<T>(what: &str, look: impl Fn() -> Option<T>) -> T {
    let end = Instant::now() + TIME_MAX;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "waited in vain until {what}");
        std::thread::yield_now();
    }
}

fn host(database: &postgres::Server) -> (Folder, Server) {
    let folder = Folder::new();
    folder.write("key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n");
    let url = database.url(DATABASE);
    let settings = format!(
        "storage = \"{url}\"\nstorage_key_file = \"{}\"\n[jobs]\nthreads = 1\nat_once = 1\n[server]\nworkers = 1\n",
        folder.path("key").display()
    );
    folder.write("wordify.toml", settings);
    let server = Server::start_with(&folder, &["-c", "wordify.toml"]);
    (folder, server)
}

fn submit(server: &Server, table: &str, fits: usize) -> Value {
    let (kind, body) = form(table, &[("preset", "wordify-2021"), ("fits", &fits.to_string())]);
    let (status, job) = server.json("POST", "/api/v1/jobs", &kind, &body);
    assert_eq!(status, 201, "{job}");
    job
}

/// Texts of words by lot, with labels by lot: no fit is quick.
fn texts() -> String {
    let mut state = 1_u64;
    let mut below = |bound: u64| {
        // The generator of the C standard's example.
        state = (state * 1_103_515_245 + 12_345) % (1 << 31);
        (state >> 8) % bound
    };
    let mut csv = String::from("text,label\n");
    for _ in 0..DOCUMENTS {
        let words: Vec<String> = (0..WORDS).map(|_| format!("w{}", below(997))).collect();
        csv.push_str(&format!("{},{}\n", words.join(" "), if below(5) < 2 { "cat" } else { "dog" }));
    }
    csv
}

fn csv(server: &Server, job: &Value) -> Vec<u8> {
    let address = job["links"]["result"]["csv"].as_str().expect("a result");
    let (status, csv) = server.get(address);
    assert_eq!(status, 200);
    csv
}

#[test]
fn a_job_of_one_host_goes_on_at_another_when_the_host_that_has_it_is_lost() {
    let Some(database) = postgres::Server::start("-c fsync=off") else { return };
    let [one, other] = [host(&database), host(&database)];
    let check = one.0.run(&["check", "-c", "wordify.toml", "--data", "data"]);
    let said = String::from_utf8_lossy(&check.stdout).into_owned();
    assert!(said.contains("the PostgreSQL database “postgres”") && said.contains("can be written"), "{said}");
    // Each host shows the jobs of all. Jobs grow until one lasts long enough: what a fit takes differs by machine and profile.
    let (table, mut fits) = (texts(), FITS_FIRST);
    let whole = loop {
        let begun = Instant::now();
        let job = submit(&one.1, &table, fits);
        let ended = other.1.ended(&job["links"]);
        assert_eq!(ended["state"], "succeeded", "{ended}");
        if begun.elapsed() >= JOB_TIME_MIN {
            break ended;
        }
        let times = JOB_SECONDS_AIMED / begun.elapsed().as_secs_f64();
        fits = (fits as f64 * times.min(FITS_TIMES_MAX)) as usize;
    };
    // The same, disturbed, must give the same.
    let job = submit(&one.1, &table, fits);
    let reference = job["reference"].as_str().expect("a reference").to_owned();
    let ask =
        |what: &str| database.psql(DATABASE, &format!("SELECT {what} FROM job WHERE id = '{reference}'"));
    until("a checkpoint is kept for other hosts", || {
        let sql = format!("SELECT count(*) FROM blob WHERE job = '{reference}' AND name = 'checkpoint'");
        (database.psql(DATABASE, &sql) == "1").then_some(())
    });
    assert_eq!(ask("state"), "running");
    let worker = ask("split_part(worker, '-', 1)").parse::<u32>().expect("a process");
    let (lost, left) = if processes(one.1.id()).contains(&worker) { (one, other) } else { (other, one) };
    // All at once, as where the power goes.
    let all: Vec<String> = processes(lost.1.id()).iter().map(u32::to_string).collect();
    assert!(Command::new("kill").arg("-KILL").args(&all).status().expect("kill").success());
    let begun = Instant::now();
    // A lease lasts 15 seconds; how long it takes depends on what else the machine does, and is printed in the end.
    let before = until("the other host has it", || {
        (ask("attempt || state") == "2running").then(|| begun.elapsed().as_millis())
    });
    let first = until("it fits again", || {
        let (_, status) = left.1.json("GET", job["links"]["self"].as_str()?, "", b"");
        (status["progress"]["stage"] == "fitting" || status["state"] == "succeeded").then_some(status)
    });
    assert!(
        first["state"] == "succeeded" || first["progress"]["done"].as_u64() > Some(0),
        "from its checkpoint"
    );
    let ended = left.1.ended(&job["links"]);
    assert_eq!(ended["state"], "succeeded", "{ended}");
    assert!(csv(&left.1, &ended) == csv(&left.1, &whole), "nothing is lost and nothing is counted twice");
    assert_eq!(database.psql(DATABASE, "SELECT count(*) FROM blob"), "0", "of files nothing is left");
    eprintln!("taken over after {before} ms");
}
