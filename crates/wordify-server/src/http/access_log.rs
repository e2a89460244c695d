//! One line per request, written by a thread of its own, so that a slow disk slows nobody.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::net::IpAddr;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::time::Duration;

use serde_json::json;

use crate::Problem;
use crate::clock::Moment;
use crate::level::Level;
use crate::log;
use crate::settings::{AccessFormat, AccessLog, AddressDetail};

/// Lines that may wait for the disk. What comes then is counted and left out.
const LINES_WAITING: usize = 8192;
/// This many bytes go into one write.
const BYTES_PER_WRITE: usize = 64 << 10;

static WRITER: OnceLock<Writer> = OnceLock::new();

struct Writer {
    settings: AccessLog,
    jobs: SyncSender<Job>,
    lost: AtomicU64,
}

enum Job {
    Line(String),
    Reopen,
    Flush(Sender<()>),
}

/// What is known about a request when its response has ended.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) client: Option<IpAddr>,
    /// Who is signed on.
    pub(super) user: Option<String>,
    pub(super) method: http::Method,
    /// What the application names; empty where it names nothing, or did not answer.
    pub(super) path: String,
    pub(super) version: http::Version,
    pub(super) host: String,
    pub(super) referer: String,
    pub(super) agent: String,
    pub(super) status: u16,
    pub(super) bytes: u64,
    pub(super) time: Duration,
    /// Whether the client got the whole response.
    pub(super) is_complete: bool,
}

/// Opens the log that the settings want, once in the life of a process.
///
/// # Errors
/// When the file cannot be opened.
pub(super) fn open(settings: &AccessLog) -> Result<(), Problem> {
    let Some(path) = settings.file.clone() else { return Ok(()) };
    let file = open_file(&path).map_err(|error| {
        Problem::new(
            format!("cannot open the access log {}: {error}", path.display()),
            "make its folder, and let the user that workers run as write to it",
        )
    })?;
    let (jobs, waiting) = sync_channel(LINES_WAITING);
    let thread = std::thread::Builder::new().name("access log".to_owned());
    thread.spawn(move || write_all(&path, file, &waiting)).map_err(|error| {
        Problem::new(format!("no thread for the access log: {error}"), "see the limits of the system")
    })?;
    let _ = WRITER.set(Writer { settings: settings.clone(), jobs, lost: AtomicU64::new(0) });
    Ok(())
}

/// Whether anyone wants entries.
pub(super) fn is_on() -> bool {
    WRITER.get().is_some()
}

/// Opens the file anew, after someone has moved it away.
pub(crate) fn reopen() {
    if let Some(writer) = WRITER.get() {
        let _ = writer.jobs.send(Job::Reopen);
    }
}

/// Waits until all that was put is written.
pub(super) fn flush() {
    if let Some(writer) = WRITER.get() {
        let (done, wait) = channel();
        if writer.jobs.send(Job::Flush(done)).is_ok() {
            // A disk that hangs must not keep the worker from leaving.
            let _ = wait.recv_timeout(Duration::from_secs(1));
        }
    }
}

pub(super) fn put(entry: &Entry) {
    let Some(writer) = WRITER.get() else { return };
    let line = line(entry, &writer.settings, Moment::now());
    // Never waits: a line is worth less than the request that is being answered.
    if writer.jobs.try_send(Job::Line(line)).is_err() {
        writer.lost.fetch_add(1, Ordering::Relaxed);
    } else if writer.lost.load(Ordering::Relaxed) > 0 {
        let lost = writer.lost.swap(0, Ordering::Relaxed);
        log::write(
            Level::Warning,
            format!("the disk was too slow: {lost} lines are missing in the access log"),
        );
    }
}

fn open_file(path: &Path) -> io::Result<Option<File>> {
    if path == Path::new("stderr") {
        return Ok(None);
    }
    OpenOptions::new().append(true).create(true).open(path).map(Some)
}

fn write_all(path: &Path, mut file: Option<File>, waiting: &Receiver<Job>) {
    let mut lines = String::new();
    let mut next = waiting.recv().ok();
    while let Some(job) = next.take() {
        if let Job::Line(line) = &job {
            lines.push_str(line);
        }
        next = waiting.try_recv().ok();
        let is_line = matches!(job, Job::Line(_));
        if !is_line || next.is_none() || lines.len() >= BYTES_PER_WRITE {
            // Whole lines in one write, so that those of several workers do not mix. A full disk must not end the service.
            let _ = match &mut file {
                Some(file) => file.write_all(lines.as_bytes()),
                None => io::stderr().lock().write_all(lines.as_bytes()),
            };
            lines.clear();
        }
        match job {
            Job::Line(_) => {}
            Job::Reopen => match open_file(path) {
                Ok(opened) => file = opened,
                Err(error) => {
                    log::write(Level::Error, format!("cannot open {} anew: {error}", path.display()));
                }
            },
            Job::Flush(done) => drop(done.send(())),
        }
        next = next.or_else(|| waiting.recv().ok());
    }
}

fn line(entry: &Entry, settings: &AccessLog, now: Moment) -> String {
    let client = shown_address(entry.client, settings.addresses);
    // A name says more than an address: it is written only where the whole address is.
    let user = entry.user.as_deref().filter(|_| settings.addresses == AddressDetail::Full);
    // A query or the path of a referer may hold what a visitor has typed.
    let path = entry.path.split('?').next().filter(|path| !path.is_empty()).unwrap_or("-");
    let referer = origin(&entry.referer);
    match settings.format {
        AccessFormat::Combined => format!(
            "{} - {} [{}] \"{} {} {:?}\" {} {} \"{}\" \"{}\"\n",
            client.as_deref().unwrap_or("-"),
            user.map_or_else(|| "-".to_owned(), |user| escaped(user).replace(' ', "\\x20")),
            now.common(),
            entry.method,
            escaped(path),
            entry.version,
            entry.status,
            entry.bytes,
            escaped(if referer.is_empty() { "-" } else { referer }),
            escaped(if entry.agent.is_empty() { "-" } else { &entry.agent }),
        ),
        AccessFormat::Json => {
            let mut line = json!({
                "time": now.iso(),
                "client": client,
                "user": user,
                "method": entry.method.as_str(),
                "host": entry.host,
                "path": path,
                "version": format!("{:?}", entry.version),
                "status": entry.status,
                "bytes": entry.bytes,
                "milliseconds": u64::try_from(entry.time.as_micros()).unwrap_or(u64::MAX) as f64 / 1000.0,
                "complete": entry.is_complete,
                "referer": referer,
                "agent": entry.agent,
            })
            .to_string();
            line.push('\n');
            line
        }
    }
}

/// `https://example.org` of `https://example.org/secret?text`.
fn origin(referer: &str) -> &str {
    let host = referer.find("://").map_or(0, |at| at + 3);
    let end = referer[host..].find(['/', '?', '#']).map_or(referer.len(), |at| host + at);
    &referer[..end]
}

fn shown_address(address: Option<IpAddr>, detail: AddressDetail) -> Option<String> {
    let address = address?;
    match (detail, address) {
        (AddressDetail::None, _) => None,
        (AddressDetail::Full, _) => Some(address.to_string()),
        (AddressDetail::Network, IpAddr::V4(v4)) => {
            let [a, b, c, _] = v4.octets();
            Some(format!("{a}.{b}.{c}.0"))
        }
        (AddressDetail::Network, IpAddr::V6(v6)) => {
            let [a, b, c, ..] = v6.segments();
            Some(std::net::Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0).to_string())
        }
    }
}

/// Nothing that a client sends can end a line or a field.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter == '"' || letter == '\\' || letter.is_control() {
            safe.push_str(&format!("\\x{:02x}", u32::from(letter)));
        } else {
            safe.push(letter);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            client: Some("192.0.2.77".parse().expect("an address")),
            user: Some("ada [lovelace\"".to_owned()),
            method: http::Method::GET,
            path: "/a\"b?text=secret".to_owned(),
            version: http::Version::HTTP_11,
            host: "example.org".to_owned(),
            referer: "https://example.org/secret".to_owned(),
            agent: "curl/8\nfake".to_owned(),
            status: 200,
            bytes: 5,
            time: Duration::from_micros(1500),
            is_complete: true,
        }
    }

    #[test]
    fn a_combined_line_has_all_fields_and_no_way_out_of_them() {
        let line = line(&entry(), &AccessLog::default(), Moment::now());
        let (start, rest) = line.split_once('[').expect("a time");
        assert_eq!(start, "192.0.2.0 - - ");
        let (_, rest) = rest.split_once(']').expect("a time");
        assert_eq!(rest, " \"GET /a\\x22b HTTP/1.1\" 200 5 \"https://example.org\" \"curl/8\\x0afake\"\n");
    }

    #[test]
    fn a_name_is_written_where_the_whole_address_is_and_has_no_way_out_of_its_field() {
        let settings = |addresses| AccessLog { addresses, ..AccessLog::default() };
        let begin = |addresses| line(&entry(), &settings(addresses), Moment::now());
        let full = begin(AddressDetail::Full);
        assert!(full.starts_with("192.0.2.77 - ada\\x20[lovelace\\x22 ["), "{full}");
        for addresses in [AddressDetail::Network, AddressDetail::None] {
            assert!(!begin(addresses).contains("ada"));
        }
    }

    #[test]
    fn where_no_application_names_a_path_there_is_none() {
        let unnamed = || Entry { path: String::new(), ..entry() };
        let combined = line(&unnamed(), &AccessLog::default(), Moment::now());
        assert!(combined.contains("\"GET - HTTP/1.1\" 200"), "{combined}");
        let settings = AccessLog { format: AccessFormat::Json, ..AccessLog::default() };
        assert!(line(&unnamed(), &settings, Moment::now()).contains(r#""path":"-""#));
    }

    #[test]
    fn a_json_line_can_be_read_back() {
        let settings =
            AccessLog { format: AccessFormat::Json, addresses: AddressDetail::Full, ..AccessLog::default() };
        let line = line(&entry(), &settings, Moment::now());
        assert_eq!(line.lines().count(), 1);
        let value: serde_json::Value = serde_json::from_str(&line).expect("it is JSON");
        assert_eq!((&value["client"], &value["milliseconds"]), (&json!("192.0.2.77"), &json!(1.5)));
        assert!(!line.contains("secret"));
    }

    #[test]
    fn addresses_are_shortened_to_their_network() {
        let shown = |address: &str, detail| shown_address(address.parse().ok(), detail);
        assert_eq!(shown("2001:db8:1:2::3", AddressDetail::Network).as_deref(), Some("2001:db8:1::"));
        assert_eq!(shown("192.0.2.77", AddressDetail::None), None);
    }
}
