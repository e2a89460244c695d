//! The PROXY protocol: a balancer that does not speak HTTP says, before all else on a connection, who the client is.
//!
//! Versions 1 (a line of text) and 2 (binary), as <https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt> defines them.
//! Nothing after the header is read.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use tokio::io::{AsyncRead, AsyncReadExt};

/// What version 2 begins with.
const SIGNATURE: [u8; 12] = *b"\r\n\r\n\0\r\nQUIT\n";
/// The longest line of version 1, with its end.
const LINE_BYTES_MAX: usize = 107;
/// Addresses and further facts of version 2. The definition lets a receiver want no more than 536 bytes in all; balancers in
/// clouds add some facts of their own.
const REST_BYTES_MAX: usize = 4096;

/// Reads the header. None where the balancer speaks for itself, to see whether we live, or does not know the client.
///
/// # Errors
/// When the connection begins otherwise, or ends.
pub(super) async fn read<S: AsyncRead + Unpin>(stream: &mut S) -> io::Result<Option<IpAddr>> {
    // The shortest header of either version is longer.
    let mut head = [0; SIGNATURE.len()];
    stream.read_exact(&mut head).await?;
    if head == SIGNATURE {
        let mut rest = [0; 4];
        stream.read_exact(&mut rest).await?;
        let [version_and_command, family, high, low] = rest;
        let mut body = vec![0; usize::from(u16::from_be_bytes([high, low]))];
        if body.len() > REST_BYTES_MAX {
            return Err(malformed());
        }
        stream.read_exact(&mut body).await?;
        return binary(version_and_command, family, &body).ok_or_else(malformed);
    }
    let mut line = head.to_vec();
    while !line.ends_with(b"\r\n") {
        if line.len() == LINE_BYTES_MAX || !line.starts_with(b"PROXY ") {
            return Err(malformed());
        }
        // Byte by byte, for what follows is not ours to read.
        line.push(stream.read_u8().await?);
    }
    std::str::from_utf8(&line).ok().and_then(|line| text(line.trim_end())).ok_or_else(malformed)
}

fn malformed() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        "the connection does not begin with a header of the PROXY protocol",
    )
}

/// `PROXY TCP4 192.0.2.1 198.51.100.1 56324 443`. The outer option is whether it is a header at all.
#[expect(clippy::option_option, reason = "a header may say that the client is not known")]
fn text(line: &str) -> Option<Option<IpAddr>> {
    let mut words = line.split(' ');
    if words.next() != Some("PROXY") {
        return None;
    }
    let family = words.next()?;
    if family == "UNKNOWN" {
        return Some(None);
    }
    let words: Vec<&str> = words.collect();
    let [source, target, source_port, target_port] = words[..] else { return None };
    let (source, target): (IpAddr, IpAddr) = (source.parse().ok()?, target.parse().ok()?);
    let is_port = |text: &str| text.parse::<u16>().is_ok();
    let is_right = match family {
        "TCP4" => source.is_ipv4() && target.is_ipv4(),
        "TCP6" => source.is_ipv6() && target.is_ipv6(),
        _ => false,
    };
    (is_right && is_port(source_port) && is_port(target_port)).then(|| Some(source.to_canonical()))
}

/// The bytes after the signature and the length.
#[expect(clippy::option_option, reason = "a header may say that the client is not known")]
fn binary(version_and_command: u8, family: u8, body: &[u8]) -> Option<Option<IpAddr>> {
    match version_and_command {
        // The balancer itself.
        0x20 => return Some(None),
        0x21 => {}
        _ => return None,
    }
    let address = match family >> 4 {
        1 if body.len() >= 12 => IpAddr::V4(Ipv4Addr::from(<[u8; 4]>::try_from(&body[..4]).ok()?)),
        2 if body.len() >= 36 => IpAddr::V6(Ipv6Addr::from(<[u8; 16]>::try_from(&body[..16]).ok()?)),
        // Unknown, or between unix sockets.
        0 | 3 => return Some(None),
        _ => return None,
    };
    Some(Some(address.to_canonical()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read of `bytes`, and how many of them.
    async fn read_all(bytes: &[u8]) -> (Result<Option<String>, io::ErrorKind>, usize) {
        let mut rest = bytes;
        let read = read(&mut rest).await;
        let read =
            read.map(|address| address.map(|address| address.to_string())).map_err(|error| error.kind());
        (read, bytes.len() - rest.len())
    }

    fn version_2(command: u8, family: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len()).expect("short").to_be_bytes();
        [&SIGNATURE[..], &[command, family], &length, body].concat()
    }

    #[tokio::test]
    async fn both_versions_name_the_client_and_nothing_behind_them_is_read() {
        let four = [&[192, 0, 2, 7, 198, 51, 100, 1, 0xdc, 4, 1, 0xbb][..], b"\x03\0\x04abcd"].concat();
        let six = [&Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 7).octets()[..], &[0; 20]].concat();
        for (header, client) in [
            (b"PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n".to_vec(), Some("192.0.2.7")),
            (b"PROXY TCP6 2001:db8::7 ::1 56324 443\r\n".to_vec(), Some("2001:db8::7")),
            (b"PROXY UNKNOWN\r\n".to_vec(), None),
            (b"PROXY UNKNOWN whatever 1 2\r\n".to_vec(), None),
            (version_2(0x21, 0x11, &four), Some("192.0.2.7")),
            (version_2(0x21, 0x21, &six), Some("2001:db8::7")),
            (version_2(0x20, 0, &[]), None),
            (version_2(0x21, 0, &[]), None),
        ] {
            let (read, length) = read_all(&[&header[..], b"GET / HTTP/1.1\r\n"].concat()).await;
            assert_eq!(read, Ok(client.map(str::to_owned)), "{header:?}");
            assert_eq!(length, header.len(), "{header:?}");
        }
    }

    #[tokio::test]
    async fn what_does_not_begin_with_a_header_is_refused_soon() {
        let long = format!("PROXY TCP4 {}", "1".repeat(200));
        for bytes in [
            &b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"[..],
            b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\0\0\0\0",
            b"PROXY TCP4 192.0.2.7 198.51.100.1 56324\r\n",
            b"PROXY TCP4 2001:db8::7 ::1 56324 443\r\n",
            b"PROXY TCP4 192.0.2.7 198.51.100.1 99999 443\r\n",
            b"PROXY UDP4 192.0.2.7 198.51.100.1 56324 443\r\n",
            long.as_bytes(),
            &version_2(0x31, 0x11, &[0; 12]),
            &version_2(0x21, 0x11, &[0; 11]),
            &version_2(0x21, 0x11, &[0; 5000]),
        ] {
            let (read, length) = read_all(bytes).await;
            assert_eq!(read, Err(io::ErrorKind::InvalidData), "{bytes:?}");
            assert!(length <= LINE_BYTES_MAX, "{bytes:?}");
        }
        assert_eq!(read_all(b"PROXY TC").await.0, Err(io::ErrorKind::UnexpectedEof));
    }
}
