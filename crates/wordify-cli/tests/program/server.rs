//! `wordify serve` and its visitors.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::Folder;

const TIME_MAX: Duration = Duration::from_secs(60);

/// `wordify serve` on a port of its own.
pub struct Server {
    child: Child,
    pub address: String,
}

impl Server {
    pub fn start(folder: &Folder) -> Self {
        Self::start_with(folder, &[])
    }

    /// With further arguments.
    pub fn start_with(folder: &Folder, arguments: &[&str]) -> Self {
        Self::start_program(folder, Path::new(env!("CARGO_BIN_EXE_wordify")), arguments)
    }

    /// With a copy of the program.
    pub fn start_program(folder: &Folder, program: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(program)
            .args(["serve", "--bind", "127.0.0.1:0", "--data"])
            .arg(folder.path("data"))
            .args(arguments)
            .current_dir(folder.path(""))
            .stdout(Stdio::piped())
            .stderr(fs::File::create(folder.path("log")).expect("a log"))
            .spawn()
            .expect("a server");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        let address = line.trim().rsplit_once("//").expect("an address").1.to_owned();
        Self { child, address }
    }

    /// On a socket that it gets as systemd passes it, with none in its own settings.
    pub fn start_on(folder: &Folder, listener: TcpListener) -> Self {
        let address = listener.local_addr().expect("it is bound").to_string();
        // systemd names the process that it starts, which only that process itself can do here.
        let mut child = Command::new("sh")
            .args(["-c", "exec 3<&0 </dev/null; LISTEN_FDS=1 LISTEN_PID=$$ exec \"$0\" serve --data data"])
            .arg(env!("CARGO_BIN_EXE_wordify"))
            .current_dir(folder.path(""))
            .stdin(std::os::fd::OwnedFd::from(listener))
            .stdout(Stdio::piped())
            .stderr(fs::File::create(folder.path("log")).expect("a log"))
            .spawn()
            .expect("a server");
        BufReader::new(child.stdout.take().expect("its output"))
            .read_line(&mut String::new())
            .expect("a line");
        Self { child, address }
    }

    /// The answer to one request, byte for byte.
    fn answer(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> Vec<u8> {
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
        answer
    }

    /// Status and body of one request.
    pub fn ask(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> (u16, Vec<u8>) {
        let answer = self.answer(method, path, kind, body);
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, answer[end + 4..].to_vec())
    }

    pub fn get(&self, path: &str) -> (u16, Vec<u8>) {
        self.ask("GET", path, "", b"")
    }

    pub fn json(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> (u16, Value) {
        let (status, body) = self.ask(method, path, kind, body);
        (
            status,
            serde_json::from_slice(&body).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&body))),
        )
    }

    /// The job once it has ended: its events end with it.
    pub fn ended(&self, links: &Value) -> Value {
        let (_, events) = self.get(links["events"].as_str().expect("a link"));
        assert!(String::from_utf8_lossy(&events).contains("id: end"));
        self.json("GET", links["self"].as_str().expect("a link"), "", b"").1
    }

    /// The page of a new job that a form of the site makes.
    pub fn upload_page(&self, kind: &str, body: &[u8]) -> String {
        let answer = self.answer("POST", "/jobs", kind, body);
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
        let location = answer.lines().find_map(|line| line.strip_prefix("location: "));
        location.expect("where it leads").trim().to_owned()
    }

    /// Sends the form that starts the job of this page, as a browser would that nobody has touched but for `changes`. The page
    /// that follows: that of the job.
    pub fn start_page(&self, page: &str, changes: &[(&str, &str)]) -> (u16, String) {
        let (_, html) = self.get(page);
        let html = String::from_utf8(html).expect("UTF-8");
        let mut fields = untouched(&html);
        for &(name, value) in changes {
            match fields.iter_mut().find(|(field, _)| field == name) {
                Some(field) => field.1 = value.to_owned(),
                // A box that nobody has ticked.
                None => {
                    assert!(html.contains(&format!("name=\"{name}\"")), "the form has no field {name}");
                    fields.push((name.to_owned(), value.to_owned()));
                }
            }
        }
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let kind = "application/x-www-form-urlencoded";
        let (status, answer) = self.ask("POST", &format!("{page}/start"), kind, body.join("&").as_bytes());
        (status, String::from_utf8_lossy(&answer).into_owned())
    }

    /// The process id of the master.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to stop, and waits until it has.
    pub fn stop(&mut self) -> i32 {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &id]).status().expect("kill");
        assert!(sent.success());
        self.child.wait().expect("ended").code().unwrap_or(-1)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A form with a file and fields: its content type and its bytes.
pub fn form(file: &str, fields: &[(&str, &str)]) -> (String, Vec<u8>) {
    let mut body = String::new();
    for (name, value) in fields {
        body += &format!("--x-x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    body += "--x-x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"pets.csv\"\r\n\r\n";
    body += file;
    body += "\r\n--x-x--\r\n";
    ("multipart/form-data; boundary=x-x".to_owned(), body.into_bytes())
}

/// What the choices of a check page say as they stand: its lists, inputs and text areas.
fn untouched(html: &str) -> Vec<(String, String)> {
    let form =
        html.split("id=\"choices\"").nth(1).and_then(|rest| rest.split("</form>").next()).expect("a form");
    let attribute = |tag: &str, name: &str| {
        let value = tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
        Some(value.to_owned())
    };
    let mut fields = Vec::new();
    for piece in form.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        match tag.split(' ').next() {
            Some("select") => fields.push((attribute(tag, "name").expect("a name"), String::new())),
            Some("option") if tag.ends_with(" selected") => {
                fields.last_mut().expect("a list").1 = attribute(tag, "value").expect("a value");
            }
            Some("input") if !tag.contains("type=\"checkbox\"") || tag.contains(" checked") => {
                fields.push((
                    attribute(tag, "name").expect("a name"),
                    attribute(tag, "value").unwrap_or_default(),
                ));
            }
            Some("textarea") => fields.push((attribute(tag, "name").expect("a name"), text.to_owned())),
            _ => {}
        }
    }
    fields
}

/// A value as forms send it.
fn encoded(value: &str) -> String {
    value
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
