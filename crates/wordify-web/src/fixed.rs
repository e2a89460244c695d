//! Answers that stay the same while the program runs: made once, compressed once in each way, and sent as they lie in memory.

use std::io::Write;
use std::sync::OnceLock;

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

use crate::frame;

/// Of brotli, 0 to 11: beyond, a page takes longer to compress than to send.
const BROTLI_QUALITY: i32 = 9;
/// The logarithm of brotli's window; that of browsers.
const BROTLI_WINDOW: i32 = 22;

/// The pages of a site that stay the same, each made when it is first asked for.
#[derive(Debug, Default)]
pub(crate) struct FixedPages {
    /// Without choices that are carried over.
    pub(crate) home: FixedPage,
    pub(crate) privacy: FixedPage,
    pub(crate) about: FixedPage,
    pub(crate) changes: FixedPage,
    pub(crate) docs: FixedPage,
    pub(crate) openapi: OnceLock<Fixed>,
    /// The picture of a result on the first page.
    pub(crate) sample_picture: OnceLock<Fixed>,
}

/// A page that stays the same, but for what is being done to the site now.
#[derive(Debug, Default)]
pub(crate) struct FixedPage(OnceLock<Fixed>);

impl FixedPage {
    /// The answer to a request with `headers`.
    pub(crate) fn answer(&self, make: impl FnOnce() -> String, headers: &HeaderMap) -> Response {
        if frame::current().may_change() {
            return Fixed::page(make()).answer(headers);
        }
        self.0.get_or_init(|| Fixed::page(make())).answer(headers)
    }
}

/// One answer.
#[derive(Debug)]
pub(crate) struct Fixed {
    media_type: &'static str,
    plain: Bytes,
    gzip: OnceLock<Bytes>,
    brotli: OnceLock<Bytes>,
}

impl Fixed {
    pub(crate) fn new(media_type: &'static str, plain: impl Into<Bytes>) -> Self {
        Self { media_type, plain: plain.into(), gzip: OnceLock::new(), brotli: OnceLock::new() }
    }

    pub(crate) fn page(html: String) -> Self {
        Self::new("text/html; charset=utf-8", html)
    }

    /// The answer to a request with `headers`.
    pub(crate) fn answer(&self, headers: &HeaderMap) -> Response {
        let media_type = (header::CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        let (encoding, bytes) = match wanted(headers) {
            Encoding::Plain => return ([media_type], self.plain.clone()).into_response(),
            Encoding::Gzip => ("gzip", self.gzip.get_or_init(|| gzip(&self.plain))),
            Encoding::Brotli => ("br", self.brotli.get_or_init(|| brotli(&self.plain))),
        };
        let encoding = (header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        let vary = (header::VARY, HeaderValue::from_static("accept-encoding"));
        ([media_type, encoding, vary], bytes.clone()).into_response()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Plain,
    Gzip,
    Brotli,
}

/// The smallest that the client takes.
fn wanted(headers: &HeaderMap) -> Encoding {
    let lines = headers.get_all(header::ACCEPT_ENCODING).into_iter();
    let mut best = Encoding::Plain;
    for part in lines.filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(',')) {
        let (name, parameters) = part.split_once(';').unwrap_or((part, ""));
        let quality = parameters.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>);
        if quality.is_ok_and(|quality| quality > 0.0) {
            match name.trim() {
                name if name.eq_ignore_ascii_case("br") => return Encoding::Brotli,
                name if name.eq_ignore_ascii_case("gzip") => best = Encoding::Gzip,
                _ => {}
            }
        }
    }
    best
}

fn gzip(plain: &[u8]) -> Bytes {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let written = encoder.write_all(plain).and_then(|()| encoder.finish());
    written.expect("writing to memory cannot fail").into()
}

fn brotli(plain: &[u8]) -> Bytes {
    let options = brotli::enc::BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW,
        size_hint: plain.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*plain, &mut compressed, &options).expect("writing to memory cannot fail");
    compressed.into()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn accepting(text: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(text))])
    }

    #[test]
    fn the_client_gets_what_it_takes() {
        for (accept, expected) in [
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip, deflate", Encoding::Gzip),
            ("BR;q=0.1", Encoding::Brotli),
            ("br;q=0, gzip;q=0.5", Encoding::Gzip),
            ("gzip;q=0.0", Encoding::Plain),
            ("gzip;q=often", Encoding::Plain),
            ("identity", Encoding::Plain),
            ("", Encoding::Plain),
        ] {
            assert_eq!(wanted(&accepting(accept)), expected, "{accept}");
        }
        assert_eq!(wanted(&HeaderMap::new()), Encoding::Plain);
    }

    #[test]
    fn what_is_compressed_is_the_same_and_smaller() {
        let text = "the same words again and again ".repeat(100);
        let mut read = String::new();
        let small = gzip(text.as_bytes());
        flate2::read::GzDecoder::new(&small[..]).read_to_string(&mut read).expect("gzip");
        assert!(read == text && small.len() < text.len() / 5);
        let mut read = Vec::new();
        let small = brotli(text.as_bytes());
        brotli::BrotliDecompress(&mut &small[..], &mut read).expect("brotli");
        assert!(read == text.as_bytes() && small.len() < text.len() / 5);
    }

    #[test]
    fn a_compressed_answer_says_so() {
        let answer = Fixed::page("words ".repeat(100)).answer(&accepting("br"));
        assert_eq!(answer.headers()[header::CONTENT_ENCODING], "br");
        assert_eq!(answer.headers()[header::VARY], "accept-encoding");
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
    }
}
