//! Floods and other unkindness in frames of HTTP/2, beside a client that means well.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::time::{Duration, Instant};

use super::client::{get, time};
use super::http2::{
    CONTINUATION, DATA, END_HEADERS, END_STREAM, GET, HEADERS, PING, PRIORITY, RESET, SETTINGS,
    WINDOW_UPDATE, frame, open,
};
use super::process::Server;

/// What a worker may use more than before, whatever is sent to it.
const MEMORY_BYTES_MAX: u64 = 48 << 20;
/// How long a flood goes on if it is not cut off.
const FLOOD_TIME: Duration = Duration::from_secs(1);
/// A flood: what comes first, and what then comes again and again, by number.
struct Flood {
    name: &'static str,
    first: Vec<u8>,
    next: fn(u32) -> Vec<u8>,
    /// Whether the attacker reads what comes back.
    is_reading: bool,
    /// Whether the server must cut it off by itself while it goes on.
    is_cut_off: bool,
}

fn floods() -> Vec<Flood> {
    let flood = |name, first: Vec<u8>, next, is_reading, is_cut_off| Flood {
        name,
        first,
        next,
        is_reading,
        is_cut_off,
    };
    let open =
        frame(HEADERS, 0, 1, &[0x83, 0x86, 0x01, 1, b'a', 0x04, 7, b'/', b'u', b'p', b'l', b'o', b'a', b'd']);
    vec![
        flood("rapid reset", Vec::new(), rapid_reset, true, true),
        flood("rapid reset by errors", Vec::new(), reset_by_error, true, true),
        flood(
            "endless head",
            frame(HEADERS, END_STREAM, 1, GET),
            |_| frame(CONTINUATION, 0, 1, &literal(4000)),
            true,
            true,
        ),
        flood(
            "endless empty head",
            frame(HEADERS, END_STREAM, 1, GET),
            |_| frame(CONTINUATION, 0, 1, &[]),
            true,
            true,
        ),
        flood("settings", Vec::new(), |_| frame(SETTINGS, 0, 0, &[0, 4, 0, 0, 0xff, 0xff]), false, false),
        flood("settings that are read", Vec::new(), |_| frame(SETTINGS, 0, 0, &[]), true, false),
        flood(
            "pings",
            Vec::new(),
            |number| frame(PING, 0, 0, &u64::from(number).to_be_bytes()),
            false,
            false,
        ),
        flood(
            "priorities",
            Vec::new(),
            |number| frame(PRIORITY, 0, 2 * number + 1, &[0, 0, 0, 0, 1]),
            true,
            false,
        ),
        flood("windows", Vec::new(), |_| frame(WINDOW_UPDATE, 0, 0, &[0x7f, 0xff, 0xff, 0xff]), true, true),
        flood("empty data", open.clone(), |_| frame(DATA, 0, 1, &[]), true, false),
        flood("unknown frames", Vec::new(), |_| frame(0xbb, 0xff, 0, &[7; 1000]), true, false),
        // A table entry of 4000 bytes, which then counts 4000 bytes each time that one byte names it.
        flood(
            "bomb of heads",
            frame(HEADERS, END_STREAM | END_HEADERS, 1, &[GET, &literal_kept(4000)].concat()),
            bomb,
            true,
            false,
        ),
        flood(
            "requests without end",
            Vec::new(),
            |number| frame(HEADERS, END_HEADERS, 2 * number + 1, GET),
            false,
            false,
        ),
    ]
}

fn rapid_reset(number: u32) -> Vec<u8> {
    let stream = 2 * number + 1;
    [frame(HEADERS, END_STREAM | END_HEADERS, stream, GET), frame(RESET, 0, stream, &[0, 0, 0, 8])].concat()
}

/// A request, and then what makes the server itself end it: a window that grows by nothing.
fn reset_by_error(number: u32) -> Vec<u8> {
    let stream = 2 * number + 1;
    [frame(HEADERS, END_HEADERS, stream, GET), frame(WINDOW_UPDATE, 0, stream, &[0; 4])].concat()
}

fn bomb(number: u32) -> Vec<u8> {
    let named = [GET, &[0xbe; 10_000]].concat();
    frame(HEADERS, END_STREAM | END_HEADERS, 2 * number + 3, &named)
}

/// A header `x` with a value of so many bytes, in HPACK.
fn literal(bytes: usize) -> Vec<u8> {
    value(&[0, 1, b'x'], bytes)
}

/// The same, to be kept in the table.
fn literal_kept(bytes: usize) -> Vec<u8> {
    value(&[0x40, 1, b'x'], bytes)
}

fn value(name: &[u8], bytes: usize) -> Vec<u8> {
    let rest = bytes - 127;
    let length =
        [0x7f, u8::try_from(rest % 128 + 128).expect("a byte"), u8::try_from(rest / 128).expect("a byte")];
    [name, &length, &vec![b'y'; bytes]].concat()
}

/// Floods until it is cut off or its time is over; says whether it was cut off, and how many frames went out.
fn run(address: &str, flood: &Flood) -> (bool, u32) {
    let mut stream = open(address);
    let reading = flood.is_reading.then(|| {
        let mut stream = stream.try_clone().expect("a descriptor");
        std::thread::spawn(move || while stream.read(&mut [0; 65_536]).is_ok_and(|bytes| bytes > 0) {})
    });
    let start = Instant::now();
    let mut is_cut_off = stream.write_all(&flood.first).is_err();
    let mut number = 0;
    while !is_cut_off && start.elapsed() < FLOOD_TIME {
        let frames: Vec<u8> = (number..number + 50).flat_map(flood.next).collect();
        number += 50;
        match stream.write_all(&frames) {
            Ok(()) => {}
            // The server has stopped to read because we do not.
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => break,
            Err(_) => is_cut_off = true,
        }
    }
    let _ = stream.shutdown(Shutdown::Both);
    if let Some(reading) = reading {
        reading.join().expect("it does not panic");
    }
    (is_cut_off, number)
}

fn memory(server: &Server) -> u64 {
    server.status().fleet.workers.iter().map(|worker| worker.memory_bytes).sum()
}

#[test]
fn no_flood_of_frames_kills_a_worker_fills_its_memory_or_keeps_honest_clients_waiting() {
    let server = Server::start(
        "workers = 1\nthreads = 1\ntimeouts.write = 1\ntimeouts.header = 1\ntimeouts.keep_alive = 1",
    );
    let before = (server.pids("web", "ready"), memory(&server));
    for flood in floods() {
        std::thread::scope(|scope| {
            let floods: Vec<_> = (0..3).map(|_| scope.spawn(|| run(&server.address, &flood))).collect();
            let (mut served, mut slowest) = (0, Duration::ZERO);
            while floods.iter().any(|flood| !flood.is_finished()) {
                let (answer, took) = time(|| get(&server.address, "/"));
                assert_eq!(answer.expect("an honest client is served").status, 200, "{}", flood.name);
                (served, slowest) = (served + 1, slowest.max(took));
            }
            let ended: Vec<(bool, u32)> =
                floods.into_iter().map(|flood| flood.join().expect("no panic")).collect();
            let used = memory(&server);
            eprintln!(
                "{}: {ended:?}, {served} honest requests, {slowest:?} at most, {} MiB",
                flood.name,
                used >> 20
            );
            assert!(slowest < Duration::from_secs(2), "{}: an honest client waited {slowest:?}", flood.name);
            assert!(used < before.1 + MEMORY_BYTES_MAX, "{}: {used} bytes, {} before", flood.name, before.1);
            assert!(
                !flood.is_cut_off || ended.iter().all(|(is_cut_off, _)| *is_cut_off),
                "{}: {ended:?}",
                flood.name
            );
        });
    }
    assert_eq!(server.pids("web", "ready"), before.0, "no worker died");
}

#[test]
fn a_client_that_takes_nothing_or_says_nothing_is_cut_off() {
    let server =
        Server::start("workers = 1\ntimeouts.write = 1\ntimeouts.header = 1\ntimeouts.keep_alive = 1");
    let requests: Vec<u8> =
        (0..100).flat_map(|number| frame(HEADERS, END_STREAM | END_HEADERS, 2 * number + 1, GET)).collect();
    let no_window = frame(SETTINGS, 0, 0, &[0, 4, 0, 0, 0, 0]);
    let request = frame(HEADERS, END_STREAM | END_HEADERS, 1, GET);
    for (name, sent) in [
        ("a window of zero", [no_window, requests].concat()),
        ("half a frame", vec![0, 0, 100, HEADERS, 0]),
        ("half a head", frame(HEADERS, END_STREAM, 1, GET)),
        ("half a frame after a request", [request.clone(), vec![0, 0, 100, HEADERS, 0]].concat()),
        ("half a head after a request", [request, frame(HEADERS, END_STREAM, 3, GET)].concat()),
    ] {
        let mut stream = open(&server.address);
        stream.write_all(&sent).expect("it is sent");
        let (_, took) = time(|| stream.read_to_end(&mut Vec::new()));
        assert!(took < Duration::from_secs(4), "{name}: kept for {took:?}");
        assert_eq!(get(&server.address, "/").expect("it serves").status, 200);
    }
}

#[test]
fn a_connection_with_wrong_frames_is_closed_and_others_go_on() {
    let server = Server::start("workers = 1\ntimeouts.header = 2\ntimeouts.keep_alive = 2");
    let before = server.pids("web", "ready");
    let request = frame(HEADERS, END_STREAM | END_HEADERS, 1, GET);
    let corpus: &[(&str, Vec<u8>)] = &[
        ("a frame that is too long", frame(DATA, 0, 1, &[0; 16_385])),
        ("data before a head", frame(DATA, 0, 1, b"a")),
        ("a head on stream 0", frame(HEADERS, END_STREAM | END_HEADERS, 0, GET)),
        ("a head on an even stream", frame(HEADERS, END_STREAM | END_HEADERS, 2, GET)),
        (
            "a stream that was before",
            [frame(HEADERS, END_STREAM | END_HEADERS, 5, GET), request.clone()].concat(),
        ),
        ("more head without a head", frame(CONTINUATION, END_HEADERS, 1, GET)),
        (
            "another frame within a head",
            [frame(HEADERS, END_STREAM, 1, GET), frame(PING, 0, 0, &[0; 8])].concat(),
        ),
        ("a table entry that there is not", frame(HEADERS, END_STREAM | END_HEADERS, 1, &[0xff, 0xff, 0x7f])),
        ("a length without end", frame(HEADERS, END_STREAM | END_HEADERS, 1, &[0xff; 20])),
        ("padding longer than its frame", frame(HEADERS, END_STREAM | END_HEADERS | 8, 1, &[200, 0x82])),
        ("a settings frame of five bytes", frame(SETTINGS, 0, 0, &[0; 5])),
        ("settings of a stream", frame(SETTINGS, 0, 1, &[])),
        ("a window larger than there are", frame(SETTINGS, 0, 0, &[0, 4, 0xff, 0xff, 0xff, 0xff])),
        ("frames smaller than allowed", frame(SETTINGS, 0, 0, &[0, 5, 0, 0, 0, 1])),
        ("a ping of seven bytes", frame(PING, 0, 0, &[0; 7])),
        ("a ping of a stream", frame(PING, 0, 1, &[0; 8])),
        ("a reset of nothing", frame(RESET, 0, 1, &[0; 4])),
        ("a push", frame(5, END_HEADERS, 1, &[0, 0, 0, 2, 0x82])),
    ];
    for (name, sent) in corpus {
        let mut stream = open(&server.address);
        let _ = stream.write_all(sent); // It may be refused before all is sent.
        let mut answer = Vec::new();
        let (_, took) = time(|| stream.read_to_end(&mut answer));
        assert!(took < Duration::from_secs(1), "{name}: kept for {took:?}");
        // The last frame says goodbye, with an error.
        let goodbye = answer.windows(9).any(|head| head[3] == 7 && head[5..] == [0; 4]);
        assert!(goodbye, "{name}: {answer:?}");
        assert_eq!(get(&server.address, "/").expect("it serves").status, 200);
    }
    assert_eq!(server.pids("web", "ready"), before);
}

/// The first byte of the answer's head: 0x88 is status 200 in HPACK, 0x8c is 400.
fn status_of(address: &str, head: &[u8]) -> u8 {
    let mut stream = open(address);
    stream.write_all(&frame(HEADERS, END_STREAM | END_HEADERS, 1, head)).expect("it is sent");
    loop {
        let mut start = [0; 9];
        stream.read_exact(&mut start).expect("a frame");
        let length = u32::from_be_bytes([0, start[0], start[1], start[2]]);
        let mut payload = vec![0; usize::try_from(length).expect("a length")];
        stream.read_exact(&mut payload).expect("a whole frame");
        if start[3] == HEADERS {
            return payload[0];
        }
    }
}

#[test]
fn a_host_that_contradicts_the_authority_is_refused_and_one_that_says_the_same_is_not() {
    let server = Server::start("workers = 1");
    let host = |name: &[u8]| [GET, &[0x0f, 0x17, u8::try_from(name.len()).expect("short")], name].concat();
    for (head, status) in [
        (GET.to_vec(), 0x88),
        (host(b"a"), 0x88),
        (host(b"A:80"), 0x88),
        (host(b"b"), 0x8c),
        (host(b"a:81"), 0x8c),
        (host(b"a.b"), 0x8c),
    ] {
        assert_eq!(status_of(&server.address, &head), status, "{}", String::from_utf8_lossy(&head));
    }
}
