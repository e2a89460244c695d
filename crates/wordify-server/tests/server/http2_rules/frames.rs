//! What frames say, each by itself and in the state of its stream.

use super::Right::{Alive, Answered, Closed, Refused};
use super::{Case, POST, WHOLE, increment, post, request, reset, setting};
use crate::http2::{
    ACK, CONTINUATION, DATA, END_HEADERS, END_STREAM, GET, GOODBYE, HEADERS, PADDED, PING, PRIORITY, PUSH,
    RESET, SETTINGS, WINDOW_UPDATE, WITH_PRIORITY, frame,
};

/// Frames and their sizes: sections 4 and 5.5.
pub(super) fn frames() -> Vec<Case> {
    let half = || frame(HEADERS, END_STREAM, 1, GET);
    let mut reserved = frame(PING, 0, 0, &[7; 8]);
    reserved[5] |= 0x80;
    vec![
        ("4.1", "a frame of an unknown kind", frame(0xff, 0, 0, b"what"), Alive),
        ("4.1", "flags that mean nothing", frame(PING, 0xfe, 0, &[7; 8]), Alive),
        ("4.1", "a reserved bit that is set", reserved, Alive),
        ("4.2", "a body frame of the largest size", post(&[frame(DATA, 0, 1, &[b'x'; 16_384])]), Alive),
        ("4.2", "a body frame that is larger", post(&[frame(DATA, 0, 1, &[b'x'; 16_385])]), Refused),
        ("4.2", "a head frame that is larger", request(&[GET, &vec![0; 16_385]].concat()), Closed),
        ("4.2", "settings that are larger", frame(SETTINGS, 0, 0, &[0; 16_386]), Closed),
        ("4.3", "a head that cannot be unpacked", request(&[0x40, 0x01, 0x78, 0x82, 0x00]), Closed),
        (
            "4.3",
            "a priority within a head",
            [half(), frame(PRIORITY, 0, 1, &[0, 0, 0, 0, 1])].concat(),
            Closed,
        ),
        ("4.3", "another head within a head", [half(), frame(HEADERS, WHOLE, 3, GET)].concat(), Closed),
        ("4.3", "a body within a head", [half(), frame(DATA, 0, 1, b"x")].concat(), Closed),
        ("4.3", "settings within a head", [half(), frame(SETTINGS, 0, 0, &[])].concat(), Closed),
        ("4.3", "a reset within a head", [half(), reset(1)].concat(), Closed),
        ("4.3", "a window within a head", [half(), increment(0, 1)].concat(), Closed),
        ("5.5", "an unknown frame within a head", [half(), frame(0xff, 0, 1, b"what")].concat(), Closed),
        (
            "5.5",
            "an unknown frame of a stream",
            [frame(0xff, 0xff, 1, b"what"), request(GET)].concat(),
            Answered,
        ),
        ("5.5", "an empty frame of an unknown kind", frame(0x10, 0, 77, &[]), Alive),
        (
            "7",
            "a goodbye with an unknown code",
            [request(GET), frame(GOODBYE, 0, 0, &[0, 0, 0, 0, 0, 0, 0, 0xff])].concat(),
            Answered,
        ),
        ("7", "a reset with an unknown code", post(&[frame(RESET, 0, 1, &[0, 0, 0, 0xff])]), Alive),
    ]
}

/// What may come on a stream, by its state: section 5.1.
pub(super) fn states() -> Vec<Case> {
    let done = || request(GET);
    let over = || post(&[reset(1)]);
    vec![
        ("5.1", "idle: a body", frame(DATA, END_STREAM, 1, b"x"), Closed),
        ("5.1", "idle: a reset", reset(1), Closed),
        ("5.1", "idle: a window", increment(1, 100), Closed),
        ("5.1", "idle: more head", frame(CONTINUATION, END_HEADERS, 1, GET), Closed),
        ("5.1", "idle: a priority", frame(PRIORITY, 0, 1, &[0, 0, 0, 0, 15]), Alive),
        ("5.1", "half closed: a body", [done(), frame(DATA, END_STREAM, 1, b"x")].concat(), Refused),
        ("5.1", "half closed: a head", [done(), done()].concat(), Refused),
        (
            "5.1",
            "half closed: more head",
            [done(), frame(CONTINUATION, END_HEADERS, 1, GET)].concat(),
            Closed,
        ),
        ("5.1", "half closed: a window", [done(), increment(1, 1)].concat(), Answered),
        (
            "5.1",
            "half closed: a priority",
            [done(), frame(PRIORITY, 0, 1, &[0, 0, 0, 0, 1])].concat(),
            Answered,
        ),
        ("5.1", "half closed: a reset", [done(), reset(1)].concat(), Alive),
        ("5.1", "closed: a head", [over(), frame(HEADERS, WHOLE, 1, GET)].concat(), Refused),
        ("5.1", "closed: more head", [over(), frame(CONTINUATION, END_HEADERS, 1, GET)].concat(), Closed),
        ("5.1", "closed: a priority", [over(), frame(PRIORITY, 0, 1, &[0, 0, 0, 0, 1])].concat(), Alive),
        ("5.1", "closed: a window", [over(), increment(1, 1)].concat(), Alive),
        ("5.1", "closed: a second reset", [over(), reset(1)].concat(), Alive),
        ("5.1.1", "an even number", frame(HEADERS, WHOLE, 2, GET), Closed),
        (
            "5.1.1",
            "a number that was passed over",
            [frame(HEADERS, WHOLE, 5, GET), frame(HEADERS, WHOLE, 3, GET)].concat(),
            Closed,
        ),
        ("5.1.2", "more streams at once than are allowed", many(), Refused),
        (
            "5.3",
            "a priority of every weight",
            [frame(PRIORITY, 0, 3, &[0x80, 0, 0, 1, 255]), done()].concat(),
            Answered,
        ),
    ]
}

/// More requests that never end than the server says it takes.
fn many() -> Vec<u8> {
    (0..300).flat_map(|number| frame(HEADERS, END_HEADERS, 2 * number + 1, POST)).collect()
}

/// Bodies, heads, priorities, resets and settings: sections 6.1 to 6.5.
pub(super) fn kinds() -> Vec<Case> {
    let head = || frame(HEADERS, END_HEADERS, 1, POST);
    vec![
        ("6.1", "a body of no stream", frame(DATA, 0, 0, b"x"), Closed),
        ("6.1", "padding longer than the body", post(&[frame(DATA, PADDED, 1, b"\x06hi")]), Closed),
        ("6.1", "padding without its length", post(&[frame(DATA, PADDED, 1, b"")]), Closed),
        ("6.2", "a head of no stream", frame(HEADERS, WHOLE, 0, GET), Closed),
        (
            "6.2",
            "padding longer than the head",
            frame(HEADERS, WHOLE | PADDED, 1, &[&[200], GET].concat()),
            Closed,
        ),
        (
            "6.2",
            "a head that is shorter than its priority",
            frame(HEADERS, WHOLE | WITH_PRIORITY, 1, &[0; 4]),
            Closed,
        ),
        ("6.3", "a priority of no stream", frame(PRIORITY, 0, 0, &[0, 0, 0, 0, 1]), Closed),
        ("6.3", "a priority of four bytes", [head(), frame(PRIORITY, 0, 1, &[0; 4])].concat(), Refused),
        ("6.4", "a reset of no stream", reset(0), Closed),
        ("6.4", "a reset of a stream that was not", reset(7), Closed),
        ("6.4", "a reset of three bytes", [head(), frame(RESET, 0, 1, &[0; 3])].concat(), Closed),
        ("6.4", "a reset", [head(), reset(1)].concat(), Alive),
        ("6.5", "an acknowledgement that says more", frame(SETTINGS, ACK, 0, &[0; 6]), Closed),
        ("6.5", "settings of a stream", frame(SETTINGS, 0, 1, &[]), Closed),
        ("6.5", "settings of three bytes", frame(SETTINGS, 0, 0, &[0; 3]), Closed),
        ("6.5.2", "push neither on nor off", setting(2, 2), Closed),
        ("6.5.2", "push switched off", setting(2, 0), Alive),
        ("6.5.2", "a window beyond the largest", setting(4, 0x8000_0000), Closed),
        ("6.5.2", "the largest window", setting(4, 0x7fff_ffff), Alive),
        ("6.5.2", "frames smaller than the smallest", setting(5, 16_383), Closed),
        ("6.5.2", "frames larger than the largest", setting(5, 0x0100_0000), Closed),
        ("6.5.2", "the largest frames", setting(5, 0x00ff_ffff), Alive),
        ("6.5.2", "a setting that nobody knows", setting(0xff, 1), Alive),
        ("6.5.2", "no heads but small ones", setting(6, 100), Alive),
        ("6.5.3", "a table of nothing, then a request", [setting(1, 0), request(GET)].concat(), Answered),
        (
            "6.5.3",
            "two values of one setting: the last counts",
            [setting(4, 0), setting(4, 100_000), request(GET)].concat(),
            Answered,
        ),
    ]
}

/// Pushes, pings, goodbyes and windows: sections 6.6 to 6.9.
pub(super) fn flow() -> Vec<Case> {
    let head = || frame(HEADERS, END_HEADERS, 1, POST);
    vec![
        ("6.6", "a push from a client", frame(PUSH, END_HEADERS, 1, &[0, 0, 0, 2, 0x82]), Closed),
        ("6.7", "a ping that is an answer", frame(PING, ACK, 0, &[7; 8]), Alive),
        ("6.7", "a ping of a stream", frame(PING, 0, 1, &[7; 8]), Closed),
        ("6.7", "a ping of nine bytes", frame(PING, 0, 0, &[7; 9]), Closed),
        ("6.8", "a goodbye of a stream", frame(GOODBYE, 0, 1, &[0; 8]), Closed),
        ("6.8", "a goodbye that is too short", frame(GOODBYE, 0, 0, &[0; 7]), Closed),
        ("6.9", "a window that grows by nothing", increment(0, 0), Closed),
        ("6.9", "a stream's window that grows by nothing", [head(), increment(1, 0)].concat(), Refused),
        ("6.9", "a window of three bytes", frame(WINDOW_UPDATE, 0, 0, &[0; 3]), Closed),
        ("6.9", "a window that grows", [increment(0, 1), request(GET)].concat(), Answered),
        (
            "6.9.1",
            "a window beyond the largest",
            [increment(0, 0x7fff_ffff), increment(0, 0x7fff_ffff)].concat(),
            Closed,
        ),
        (
            "6.9.1",
            "a stream's window beyond the largest",
            [head(), increment(1, 0x7fff_ffff), increment(1, 0x7fff_ffff)].concat(),
            Refused,
        ),
        (
            "6.9.2",
            "a window that is opened later",
            [setting(4, 0), request(GET), increment(1, 1_000_000)].concat(),
            Answered,
        ),
        (
            "6.9.2",
            "windows that grow with their setting",
            [setting(4, 1), request(GET), setting(4, 100_000)].concat(),
            Answered,
        ),
        (
            "6.9.2",
            "a setting that makes a window too large",
            [head(), increment(1, 0x7fff_0000), setting(4, 0x7fff_ffff)].concat(),
            Closed,
        ),
    ]
}

/// What belongs to a head that was begun: section 6.10.
pub(super) fn continuations() -> Vec<Case> {
    let head = || frame(HEADERS, END_HEADERS, 1, POST);
    vec![
        (
            "6.10",
            "more head of no stream",
            [frame(HEADERS, END_STREAM, 1, &GET[..2]), frame(CONTINUATION, END_HEADERS, 0, &GET[2..])]
                .concat(),
            Closed,
        ),
        (
            "6.10",
            "more head of another stream",
            [frame(HEADERS, END_STREAM, 1, &GET[..2]), frame(CONTINUATION, END_HEADERS, 3, &GET[2..])]
                .concat(),
            Closed,
        ),
        (
            "6.10",
            "more head after its end",
            [head(), frame(CONTINUATION, END_HEADERS, 1, GET)].concat(),
            Closed,
        ),
        (
            "6.10",
            "more head after the end of more",
            [
                frame(HEADERS, 0, 1, &POST[..2]),
                frame(CONTINUATION, END_HEADERS, 1, &POST[2..]),
                frame(CONTINUATION, END_HEADERS, 1, &[]),
            ]
            .concat(),
            Closed,
        ),
        (
            "6.10",
            "more head after a body",
            post(&[frame(DATA, 0, 1, b"x"), frame(CONTINUATION, END_HEADERS, 1, GET)]),
            Closed,
        ),
    ]
}
