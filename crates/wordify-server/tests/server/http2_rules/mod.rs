//! The rules of RFC 9113, and of RFC 7541 for heads, section by section, as conformance suites try them: what a server must answer,
//! must refuse to one stream, and must close the connection for.

mod frames;
mod messages;

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::client::get;
use super::http2::{
    ACK, DATA, END_HEADERS, END_STREAM, GET, GOODBYE, HEADERS, PING, PREFACE, RESET, SETTINGS, WINDOW_UPDATE,
    frame, open,
};
use super::process::Server;

/// What is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Right {
    /// Stream 1 is answered 200.
    Answered,
    /// A stream is reset, or answered 400, or the connection is closed with an error.
    Refused,
    /// The connection is closed with an error.
    Closed,
    /// Nothing is wrong: a ping that follows is answered.
    Alive,
}

use Right::{Alive, Answered, Closed, Refused};

/// Section, what is tried, what is sent after the settings, and what is right.
type Case = (&'static str, &'static str, Vec<u8>, Right);

/// `POST /upload` at `http://a`.
const POST: &[u8] = &[0x83, 0x86, 0x01, 1, b'a', 0x04, 7, b'/', b'u', b'p', b'l', b'o', b'a', b'd'];
const WHOLE: u8 = END_STREAM | END_HEADERS;
/// The ping that is sent last.
const LAST: &[u8] = b"the last";
/// An answer comes at once, or not at all.
const TIME_MAX: Duration = Duration::from_secs(5);

fn request(head: &[u8]) -> Vec<u8> {
    frame(HEADERS, WHOLE, 1, head)
}

fn post(then: &[Vec<u8>]) -> Vec<u8> {
    [frame(HEADERS, END_HEADERS, 1, POST), then.concat()].concat()
}

/// A header with a name and a value of their own, in HPACK.
fn header(name: &str, value: &str) -> Vec<u8> {
    let length = |text: &str| u8::try_from(text.len()).expect("short");
    [&[0, length(name)], name.as_bytes(), &[length(value)], value.as_bytes()].concat()
}

fn with(name: &str, value: &str) -> Vec<u8> {
    request(&[GET, &header(name, value)].concat())
}

fn setting(name: u16, value: u32) -> Vec<u8> {
    frame(SETTINGS, 0, 0, &[&name.to_be_bytes()[..], &value.to_be_bytes()].concat())
}

fn increment(stream: u32, by: u32) -> Vec<u8> {
    frame(WINDOW_UPDATE, 0, stream, &by.to_be_bytes())
}

fn reset(stream: u32) -> Vec<u8> {
    frame(RESET, 0, stream, &[0, 0, 0, 8])
}

/// A body with an announced length.
fn post_of(length: &str, pieces: &[&[u8]]) -> Vec<u8> {
    let head = [POST, &header("content-length", length)].concat();
    let last = pieces.len().wrapping_sub(1);
    let flags = if pieces.is_empty() { WHOLE } else { END_HEADERS };
    let pieces = pieces.iter().enumerate();
    let frames = pieces.map(|(number, piece)| frame(DATA, u8::from(number == last), 1, piece));
    [frame(HEADERS, flags, 1, &head), frames.collect::<Vec<_>>().concat()].concat()
}

/// What came back, as far as the rules ask.
#[derive(Debug, Default)]
struct Seen {
    status: Option<u8>,
    is_reset: bool,
    is_closed: bool,
    has_pinged: bool,
}

impl Seen {
    fn is(&self, right: Right) -> bool {
        match right {
            Answered => self.status == Some(0x88),
            Refused => self.is_reset || self.is_closed || self.status == Some(0x8c),
            Closed => self.is_closed,
            Alive => self.has_pinged,
        }
    }

    /// Takes one frame; none is left where the connection has ended.
    fn take(&mut self, stream: &mut TcpStream) -> bool {
        let mut head = [0; 9];
        let mut payload = Vec::new();
        let read = stream.read_exact(&mut head).and_then(|()| {
            payload.resize(usize::from(u16::from_be_bytes([head[1], head[2]])), 0);
            stream.read_exact(&mut payload)
        });
        if let Err(error) = read {
            self.is_closed |= error.kind() == ErrorKind::ConnectionReset;
            return false;
        }
        match head[3] {
            HEADERS if head[5..] == [0, 0, 0, 1] && self.status.is_none() => {
                // A new size of the table may come before.
                self.status = payload.iter().copied().find(|byte| !(0x20..0x40).contains(byte));
            }
            RESET => self.is_reset = true,
            GOODBYE => self.is_closed |= payload[4..8] != [0; 4],
            PING if head[4] & ACK != 0 => self.has_pinged |= payload == LAST,
            _ => {}
        }
        true
    }
}

fn try_case(address: &str, sent: &[u8], right: Right) -> Seen {
    let mut stream = open(address);
    // It may be refused before all is sent.
    let _ = stream.write_all(&[sent, &frame(PING, 0, 0, LAST)].concat());
    let (mut seen, start) = (Seen::default(), Instant::now());
    while !seen.is(right) && start.elapsed() < TIME_MAX && seen.take(&mut stream) {}
    seen
}

#[test]
fn the_rules_of_http_2_are_kept_section_by_section() {
    let server = Server::start("workers = 1");
    let before = server.pids("web", "ready");
    let cases = [
        messages::requests(),
        messages::fields(),
        frames::frames(),
        frames::states(),
        frames::kinds(),
        frames::flow(),
        frames::continuations(),
        messages::messages(),
        messages::heads(),
    ]
    .concat();
    let mut names: Vec<_> = cases.iter().map(|(section, name, ..)| (*section, *name)).collect();
    names.sort_unstable();
    names.dedup();
    assert!(names.len() == cases.len() && cases.len() >= 146, "{} cases", cases.len());
    let address = &server.address;
    let try_all = |cases: &[Case]| -> Vec<String> {
        let tried = cases.iter().map(|(section, name, sent, right)| {
            let seen = try_case(address, sent, *right);
            (!seen.is(*right)).then(|| format!("{section}, {name}: {right:?} is right, but {seen:?}"))
        });
        tried.flatten().collect()
    };
    // Most of the time one waits for the other side.
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let all: Vec<_> = cases.chunks(20).map(|some| scope.spawn(|| try_all(some))).collect();
        all.into_iter().flat_map(|some| some.join().expect("no panic")).collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(get(&server.address, "/").expect("it serves").status, 200);
    assert_eq!(server.pids("web", "ready"), before, "no worker died");
}

#[test]
fn a_connection_begins_with_the_preface_and_settings_on_both_sides() {
    let server = Server::start("workers = 1");
    let settings = frame(SETTINGS, 0, 0, &[]);
    let mut stream = open(&server.address);
    let mut head = [0; 9];
    stream.read_exact(&mut head).expect("a frame");
    assert_eq!(
        (head[3], head[4] & ACK, &head[5..]),
        (SETTINGS, 0, &[0; 4][..]),
        "the first frame are settings"
    );
    for (name, sent) in [
        ("a preface that is cut", [&PREFACE[..20], &settings].concat()),
        ("another end of the preface", [b"PRI * HTTP/2.0\r\n\r\nSN\r\n\r\n", &settings[..]].concat()),
    ] {
        let mut stream = TcpStream::connect(&server.address).expect("it listens");
        stream.set_read_timeout(Some(TIME_MAX)).expect("it is a socket");
        stream.write_all(&[&sent, &request(GET)[..]].concat()).expect("it is sent");
        let mut seen = Seen::default();
        while seen.take(&mut stream) {}
        assert_eq!(seen.status, None, "{name}");
    }
    assert_eq!(get(&server.address, "/").expect("it serves").status, 200);
}
