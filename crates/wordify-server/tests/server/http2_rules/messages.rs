//! What requests say, and how their heads are packed.

use super::Right::{Answered, Closed, Refused};
use super::{Case, WHOLE, header, post, post_of, request, with};
use crate::http2::{
    CONTINUATION, DATA, END_HEADERS, END_STREAM, GET, HEADERS, PADDED, PUSH, WITH_PRIORITY, frame,
};

/// Requests that are right, however they are put.
pub(super) fn requests() -> Vec<Case> {
    let (first, second) = GET.split_at(2);
    let padded = [&[3], GET, &[0; 3]].concat();
    let with_priority = [&[0, 0, 0, 0, 15], GET].concat();
    let both = [&[3, 0, 0, 0, 0, 15], GET, &[0; 3]].concat();
    vec![
        ("3.1", "a request", request(GET), Answered),
        ("8.3.1", "a request with another method", post(&[frame(DATA, END_STREAM, 1, b"hello")]), Answered),
        (
            "8.1",
            "a body of two frames",
            post(&[frame(DATA, 0, 1, b"he"), frame(DATA, END_STREAM, 1, b"llo")]),
            Answered,
        ),
        (
            "8.1",
            "an empty last frame",
            post(&[frame(DATA, 0, 1, b"hello"), frame(DATA, END_STREAM, 1, b"")]),
            Answered,
        ),
        (
            "8.1",
            "a body with trailers",
            post(&[frame(DATA, 0, 1, b"hello"), frame(HEADERS, WHOLE, 1, &header("x", "y"))]),
            Answered,
        ),
        ("8.1", "trailers without a body", post(&[frame(HEADERS, WHOLE, 1, &header("x", "y"))]), Answered),
        ("6.1", "a padded body", post(&[frame(DATA, END_STREAM | PADDED, 1, b"\x02hi\0\0")]), Answered),
        (
            "6.1",
            "a body that is padding only",
            post(&[frame(DATA, END_STREAM | PADDED, 1, b"\x02\0\0")]),
            Answered,
        ),
        ("6.2", "a padded head", frame(HEADERS, WHOLE | PADDED, 1, &padded), Answered),
        ("6.2", "a head with a priority", frame(HEADERS, WHOLE | WITH_PRIORITY, 1, &with_priority), Answered),
        (
            "6.2",
            "a padded head with a priority",
            frame(HEADERS, WHOLE | WITH_PRIORITY | PADDED, 1, &both),
            Answered,
        ),
        (
            "6.10",
            "a head in two frames",
            [frame(HEADERS, END_STREAM, 1, first), frame(CONTINUATION, END_HEADERS, 1, second)].concat(),
            Answered,
        ),
        (
            "6.10",
            "a head in three frames",
            [
                frame(HEADERS, END_STREAM, 1, first),
                frame(CONTINUATION, 0, 1, &[]),
                frame(CONTINUATION, END_HEADERS, 1, second),
            ]
            .concat(),
            Answered,
        ),
        (
            "8.3.1",
            "a path with a question",
            request(&[0x82, 0x86, 0x01, 1, b'a', 0x04, 4, b'/', b'?', b'a', b'b']),
            Answered,
        ),
    ]
}

/// Fields that are right, however they are packed.
pub(super) fn fields() -> Vec<Case> {
    let kept = [&[0x82, 0x84, 0x86, 0x41, 1, b'a'][..], &[0x40, 1, b'x', 1, b'y', 0xbe]].concat();
    vec![
        ("8.2.2", "trailers are welcome", with("te", "trailers"), Answered),
        (
            "8.2.3",
            "cookies in two fields",
            request(&[GET, &header("cookie", "a=b"), &header("cookie", "c=d")].concat()),
            Answered,
        ),
        ("8.1.1", "a length that is right", post_of("5", &[b"hello"]), Answered),
        ("8.1.1", "a length that is right over two frames", post_of("5", &[b"he", b"llo"]), Answered),
        (
            "5.1.1",
            "numbers of streams that leave gaps",
            [frame(HEADERS, WHOLE, 1, GET), frame(HEADERS, WHOLE, 77, GET)].concat(),
            Answered,
        ),
        ("RFC 7541 6.2.1", "fields that are kept and named again", request(&kept), Answered),
        ("RFC 7541 6.2.2", "fields that are not kept", request(&[GET, &header("x", "y")].concat()), Answered),
        (
            "RFC 7541 6.2.3",
            "fields that nobody may keep",
            request(&[GET, &[0x10, 1, b'x', 1, b'y']].concat()),
            Answered,
        ),
        (
            "RFC 7541 6.2.3",
            "the same with a known name",
            request(&[GET, &[0x1f, 0x04, 1, b'y']].concat()),
            Answered,
        ),
        (
            "RFC 7541 5.2",
            "a value in Huffman's code",
            request(&[&[0x82, 0x84, 0x86, 0x01, 0x81, 0x1f][..]].concat()),
            Answered,
        ),
        (
            "RFC 7541 6.3",
            "a table made smaller at the beginning",
            request(&[&[0x20], GET].concat()),
            Answered,
        ),
        (
            "RFC 7541 6.3",
            "a table made smaller and larger again",
            request(&[&[0x20, 0x3f, 0x01], GET].concat()),
            Answered,
        ),
    ]
}

/// What a request must and must not say: section 8.
pub(super) fn messages() -> Vec<Case> {
    // The parts of the head, without one of them or with one twice.
    let (method, path, scheme, authority): (&[u8], &[u8], &[u8], &[u8]) =
        (&[0x82], &[0x84], &[0x86], &[1, 1, b'a']);
    let head = |parts: &[&[u8]]| request(&parts.concat());
    let trailers = |fields: &[u8]| post(&[frame(HEADERS, WHOLE, 1, fields)]);
    let of = |name: &str, value: &str| header(name, value);
    vec![
        (
            "8.1",
            "trailers that do not end it",
            post(&[frame(HEADERS, END_HEADERS, 1, &of("x", "y"))]),
            Refused,
        ),
        ("8.1.1", "a length that is too large", post_of("9", &[b"hello"]), Refused),
        ("8.1.1", "a length that is too large, over two frames", post_of("9", &[b"he", b"llo"]), Refused),
        ("8.1.1", "a length that is too small", post_of("2", &[b"hello"]), Refused),
        ("8.1.1", "a length without a body", post_of("5", &[]), Refused),
        ("8.1.1", "a length that is no number", post_of("five", &[b"hello"]), Refused),
        ("8.2.1", "a name in capitals", with("X-Name", "y"), Refused),
        ("8.2.1", "a name with a space", with("x name", "y"), Refused),
        ("8.2.1", "a name with a colon", with("x:y", "z"), Refused),
        ("8.2.1", "a name of nothing", with("", "y"), Refused),
        ("8.2.1", "a name with a zero", with("x\0", "y"), Refused),
        ("8.2.1", "a value with a zero", with("x", "a\0b"), Refused),
        ("8.2.1", "a value with a new line", with("x", "a\nb"), Refused),
        ("8.2.1", "a value with a return", with("x", "a\rb"), Refused),
        ("8.2.2", "a connection field", with("connection", "keep-alive"), Refused),
        ("8.2.2", "a field that keeps alive", with("keep-alive", "5"), Refused),
        ("8.2.2", "a field of proxies", with("proxy-connection", "close"), Refused),
        ("8.2.2", "an upgrade", with("upgrade", "h2c"), Refused),
        ("8.2.2", "an encoding of the transfer", with("transfer-encoding", "chunked"), Refused),
        ("8.2.2", "something else than trailers", with("te", "gzip"), Refused),
        ("8.3", "an unknown field with a colon", with(":name", "x"), Refused),
        ("8.3", "a field of answers", with(":status", "200"), Refused),
        (
            "8.3",
            "a field with a colon after others",
            head(&[method, path, &of("x", "y"), scheme, authority]),
            Refused,
        ),
        // To be refused by the letter. The library leaves such fields out, so that nobody takes them for the request's.
        ("8.3", "a field with a colon in trailers", trailers(&of(":path", "/")), Answered),
        ("8.3", "an answer's field in trailers", trailers(&of(":status", "200")), Answered),
        ("8.3.1", "an empty path", head(&[method, &[4, 0], scheme, authority]), Refused),
        ("8.3.1", "no method", head(&[path, scheme, authority]), Refused),
        ("8.3.1", "no scheme", head(&[method, path, authority]), Refused),
        ("8.3.1", "no path", head(&[method, scheme, authority]), Refused),
        ("8.3.1", "two methods", head(&[method, method, path, scheme, authority]), Refused),
        ("8.3.1", "two schemes", head(&[method, path, scheme, scheme, authority]), Refused),
        ("8.3.1", "two paths", head(&[method, path, path, scheme, authority]), Refused),
        ("8.3.1", "two authorities", head(&[method, path, scheme, authority, authority]), Refused),
        (
            "8.3.1",
            "an authority that is none",
            head(&[method, path, scheme, &of(":authority", "a b")]),
            Refused,
        ),
        (
            "8.3.1",
            "a path that is none",
            head(&[method, &of(":path", "no path"), scheme, authority]),
            Refused,
        ),
        (
            "8.4",
            "a push from a client, after a request",
            [request(GET), frame(PUSH, END_HEADERS, 1, &[0, 0, 0, 2, 0x82])].concat(),
            Closed,
        ),
    ]
}

/// How heads are packed: RFC 7541.
pub(super) fn heads() -> Vec<Case> {
    let head = |bytes: &[u8]| request(&[GET, bytes].concat());
    vec![
        ("RFC 7541 2.3.3", "an entry that there is not", head(&[0xbe]), Closed),
        ("RFC 7541 2.3.3", "a name that there is not", head(&[0x7f, 0x20, 1, b'y']), Closed),
        ("RFC 7541 4.2", "a new size at the end", head(&[0x20]), Closed),
        ("RFC 7541 5.1", "a number without end", head(&[0xff; 12]), Closed),
        ("RFC 7541 5.1", "a string longer than its head", head(&[0, 1, b'x', 100, b'y']), Closed),
        ("RFC 7541 5.2", "padding of Huffman's code with zeros", head(&[0, 1, b'x', 0x81, 0x18]), Closed),
        ("RFC 7541 5.2", "padding of a whole byte", head(&[0, 1, b'x', 0x82, 0x1f, 0xff]), Closed),
        (
            "RFC 7541 5.2",
            "the sign for the end of a string",
            head(&[0, 1, b'x', 0x84, 0xff, 0xff, 0xff, 0xff]),
            Closed,
        ),
        ("RFC 7541 6.1", "the entry of number 0", head(&[0x80]), Closed),
        (
            "RFC 7541 6.3",
            "a table larger than allowed",
            request(&[&[0x3f, 0xe2, 0x1f], GET].concat()),
            Closed,
        ),
    ]
}
