//! The real program as a web server, asked over HTTP.
#![cfg(unix)]

mod program;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use program::{Folder, pets};
use serde_json::Value;

const TIME_MAX: Duration = Duration::from_secs(60);

/// `wordify serve` on a port of its own.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(folder: &Folder) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_wordify"))
            .args(["serve", "--bind", "127.0.0.1:0", "--data"])
            .arg(folder.path("data"))
            .stdout(Stdio::piped())
            .stderr(fs::File::create(folder.path("log")).expect("a log"))
            .spawn()
            .expect("a server");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        let address = line.trim().rsplit_once("//").expect("an address").1.to_owned();
        Self { child, address }
    }

    /// Status and body of one request.
    fn ask(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> (u16, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).expect("connected");
        stream.set_read_timeout(Some(TIME_MAX)).expect("a limit");
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {kind}\r\n\
             Content-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(&[head.as_bytes(), body].concat()).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, answer[end + 4..].to_vec())
    }

    fn get(&self, path: &str) -> (u16, Vec<u8>) {
        self.ask("GET", path, "", b"")
    }

    fn json(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> (u16, Value) {
        let (status, body) = self.ask(method, path, kind, body);
        (
            status,
            serde_json::from_slice(&body).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&body))),
        )
    }

    /// The job once it has ended: its events end with it.
    fn ended(&self, links: &Value) -> Value {
        let (_, events) = self.get(links["events"].as_str().expect("a link"));
        assert!(String::from_utf8_lossy(&events).contains("id: end"));
        self.json("GET", links["self"].as_str().expect("a link"), "", b"").1
    }

    /// Asks it to stop, and waits until it has.
    fn stop(&mut self) -> i32 {
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().expect("kill");
        assert!(told.success());
        self.child.wait().expect("ended").code().unwrap_or(-1)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn form(file: &str, fields: &[(&str, &str)]) -> (String, Vec<u8>) {
    let mut body = String::new();
    for (name, value) in fields {
        body += &format!("--x-x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    body += "--x-x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"pets.csv\"\r\n\r\n";
    body += file;
    body += "\r\n--x-x--\r\n";
    ("multipart/form-data; boundary=x-x".to_owned(), body.into_bytes())
}

#[test]
fn the_api_gives_the_same_bytes_as_the_command_line() {
    let folder = Folder::new();
    folder.write("pets.csv", pets());
    let mut server = Server::start(&folder);
    let (kind, body) = form(&pets(), &[("fits", "20"), ("seed", "7")]);
    let (status, job) = server.json("POST", "/api/v1/jobs", &kind, &body);
    assert_eq!(status, 201, "{job}");
    let job = server.ended(&job["links"]);
    assert_eq!(job["state"], "succeeded", "{job}");
    for format in ["csv", "json", "xlsx", "html"] {
        let out = format!("out.{format}");
        folder.run(&["analyze", "pets.csv", "--fits", "20", "--seed", "7", "--out", &out, "--quiet"]).ok();
        let (status, bytes) = server.get(job["links"]["result"][format].as_str().expect("a link"));
        assert_eq!(status, 200);
        assert!(bytes == folder.read(&out), "the {format} differs from the command line's");
    }
    let id = job["id"].as_str().expect("an id").to_owned();
    assert_eq!(server.ask("DELETE", &format!("/api/v1/jobs/{id}"), "", b"").0, 204);
    assert_eq!(server.stop(), 0);
    let log = String::from_utf8(folder.read("log")).expect("text");
    assert!(log.contains("/api/v1/jobs/{id}"), "{log}");
    for secret in [id.as_str(), "pets.csv", "127.0.0.1"] {
        assert!(!log.contains(secret), "“{secret}” is in the log: {log}");
    }
}

#[test]
fn an_upload_is_looked_at_before_it_is_started() {
    let folder = Folder::new();
    let server = Server::start(&folder);
    let (kind, body) = form(&pets(), &[]);
    let (status, upload) = server.json("POST", "/api/v1/uploads", &kind, &body);
    assert_eq!(status, 201, "{upload}");
    assert_eq!(upload["inspection"]["columns"].as_array().map(Vec::len), Some(2));
    let this = upload["links"]["self"].as_str().expect("a link");
    assert_eq!(server.json("GET", this, "", b"").1["inspection"], upload["inspection"]);
    let start = upload["links"]["start"].as_str().expect("a link");
    let choices = br#"{"choices": {"fits": 10, "text": "text", "label": "label"}}"#;
    let (status, job) = server.json("POST", start, "application/json", choices);
    assert_eq!(status, 202, "{job}");
    assert_eq!(server.ended(&job["links"])["state"], "succeeded");
    assert_eq!(server.get(this).0, 409);
    let (kind, body) = form("\u{0}no table", &[]);
    let (status, problem) = server.json("POST", "/api/v1/uploads", &kind, &body);
    assert_eq!((status, &problem["status"]), (422, &422.into()), "{problem}");
}

#[test]
fn a_server_that_is_stopped_and_started_goes_on_with_its_jobs() {
    let folder = Folder::new();
    let mut server = Server::start(&folder);
    let (kind, body) = form(&pets(), &[("fits", "2000")]);
    let (_, job) = server.json("POST", "/api/v1/jobs", &kind, &body);
    assert_eq!(server.stop(), 0);
    let server = Server::start(&folder);
    assert_eq!(server.ended(&job["links"])["state"], "succeeded");
}

/// The examples of `docs/api.md` in `language`, in their order.
fn examples(language: &str) -> Vec<String> {
    let document = include_str!("../../../docs/api.md");
    let begin = format!("```{language}\n");
    let blocks = document.split(begin.as_str()).skip(1);
    blocks.map(|rest| rest.split("```").next().unwrap_or_default().to_owned()).collect()
}

/// Runs a script as a user would; its output. None where there is no such program.
fn run_example(server: &Server, folder: &Folder, program: &str, script: &str) -> Option<String> {
    let output = Command::new(program)
        .args(["-c", script])
        .current_dir(folder.path(""))
        .env("WORDIFY", format!("http://{}", server.address))
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) => {
            eprintln!("skipped: {program}: {error}");
            return None;
        }
    };
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}\n{script}");
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn the_examples_of_the_documentation_run_as_they_stand() {
    let folder = Folder::new();
    folder.write("reviews.csv", pets());
    let server = Server::start(&folder);
    if Command::new("curl").arg("--version").stdout(Stdio::null()).status().is_err() {
        eprintln!("skipped: there is no curl");
        return;
    }
    let shell = examples("sh");
    assert!(shell.len() >= 6, "{shell:?}");
    let script = format!("set -eu\n{}", shell.join("\n"));
    let Some(output) = run_example(&server, &folder, "sh", &script) else { return };
    for expected in ["event: status", "\"state\":\"succeeded\"", "cannot be read as a number", "term"] {
        assert!(output.contains(expected), "“{expected}” is not in {output}");
    }
    for script in examples("python") {
        let Some(output) = run_example(&server, &folder, "python3", &script) else { return };
        assert!(output.contains("analysis"), "{output}");
    }
}
