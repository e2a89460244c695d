//! gzip, zstd, xz, bzip2 and lz4 around any of the formats.

use std::borrow::Cow;
use std::cell::Cell;
use std::io::{BufRead, Read};

use super::ReadOptions;
use super::limits::{COMPRESSION_LAYERS_MAX, Limits};
use crate::error::{Error, ErrorKind};

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
const XZ: &[u8] = b"\xfd7zXZ\0";
const BZIP2: &[u8] = b"BZh";
const LZ4: &[u8] = &[0x04, 0x22, 0x4d, 0x18];
/// What a block of bzip2 begins with: "BZh" alone may be a word.
const BZIP2_BLOCK: &[u8] = &[0x31, 0x41, 0x59, 0x26, 0x53, 0x59];
/// Logarithm of the largest window of zstd for a caller with memory to spare: 2 GB, the most that the format allows on
/// these machines. Dumps of Reddit are packed so.
const WINDOW_LOG_LARGE: u32 = 31;
/// The same where memory is shared: 128 MB, the most that `zstd` itself unpacks unless an option allows more.
const WINDOW_LOG: u32 = 27;
/// Kilobytes that xz may take to unpack: its strongest setting takes 65 MB.
const XZ_MEMORY_KB: u32 = 256 << 10;

/// How the bytes are packed.
fn packing_of(bytes: &[u8]) -> Option<&'static str> {
    let is_bzip2 = bytes.starts_with(BZIP2) && bytes.get(4..10) == Some(BZIP2_BLOCK);
    match after_skipped(bytes) {
        _ if bytes.starts_with(GZIP) => Some("gzip"),
        rest if rest.starts_with(ZSTD) => Some("zstd"),
        rest if rest.starts_with(LZ4) => Some("lz4"),
        _ if bytes.starts_with(XZ) => Some("xz"),
        _ if is_bzip2 => Some("bzip2"),
        _ => None,
    }
}

/// What follows the frames at the beginning that zstd and lz4 skip; `pzstd` writes one.
fn after_skipped(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes;
    while let [0x50..=0x5f, 0x2a, 0x4d, 0x18, a, b, c, d, after @ ..] = rest {
        let length = u32::from_le_bytes([*a, *b, *c, *d]) as usize;
        match after.get(length..) {
            Some(after) => rest = after,
            None => return rest,
        }
    }
    rest
}

/// The bytes without compression, and the names of the layers that were taken off, the outermost first. `options` say
/// how much memory may be taken.
///
/// # Errors
/// [`ErrorKind::Limit`] as soon as too many bytes come out; [`ErrorKind::Input`] for damaged
/// data.
pub(super) fn expand<'a>(
    bytes: &'a [u8],
    options: &ReadOptions,
) -> Result<(Cow<'a, [u8]>, Vec<&'static str>), Error> {
    let mut plain = Cow::Borrowed(bytes);
    let mut layers = Vec::new();
    loop {
        let Some(name) = packing_of(&plain) else { return Ok((plain, layers)) };
        let next = unpack(name, &plain, options)?;
        layers.push(name);
        if layers.len() > COMPRESSION_LAYERS_MAX {
            return Err(Error::new(
                ErrorKind::Limit,
                format!("the file is compressed more than {COMPRESSION_LAYERS_MAX} times"),
            )
            .remedy("Unpack it first."));
        }
        plain = Cow::Owned(next);
    }
}

fn unpack(name: &'static str, bytes: &[u8], options: &ReadOptions) -> Result<Vec<u8>, Error> {
    let taken = Cell::new(0);
    let limits = options.limits;
    let counted = Counted { bytes, taken: &taken };
    match name {
        "gzip" => decode(name, Members(flate2::bufread::GzDecoder::new(counted)), &taken, limits),
        "xz" => {
            let reader = lzma_rust2::XzReader::new_mem_limit(counted, true, XZ_MEMORY_KB);
            decode(name, reader, &taken, limits)
        }
        "bzip2" => decode(name, bzip2::read::MultiBzDecoder::new(counted), &taken, limits),
        "lz4" => {
            let rest = after_skipped(bytes);
            let counted = Counted { bytes: rest, taken: &taken };
            decode(name, lz4_flex::frame::FrameDecoder::new(counted), &taken, limits)
        }
        _ => {
            let mut decoder =
                zstd::stream::read::Decoder::new(counted).map_err(|error| damaged(name, &error))?;
            let window_log = if options.large_windows { WINDOW_LOG_LARGE } else { WINDOW_LOG };
            decoder.window_log_max(window_log).map_err(|error| damaged(name, &error))?;
            decode(name, decoder, &taken, limits)
        }
    }
}

/// Packed bytes, and how many of them were taken.
#[derive(Clone, Copy)]
struct Counted<'a> {
    bytes: &'a [u8],
    taken: &'a Cell<usize>,
}

impl Read for Counted<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let read = self.bytes.read(out)?;
        self.taken.set(self.taken.get() + read);
        Ok(read)
    }
}

impl BufRead for Counted<'_> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        Ok(self.bytes)
    }

    fn consume(&mut self, count: usize) {
        self.bytes = self.bytes.get(count..).unwrap_or_default();
        self.taken.set(self.taken.get() + count);
    }
}

/// The members of a gzip file, one after the other. Zeros behind the last are no member: tapes and some programs fill up with them.
struct Members<'a>(flate2::bufread::GzDecoder<Counted<'a>>);

impl Read for Members<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        loop {
            let read = self.0.read(out)?;
            let Counted { bytes, taken } = *self.0.get_ref();
            if read > 0 || out.is_empty() || bytes.iter().all(|&byte| byte == 0) {
                return Ok(read);
            }
            self.0 = flate2::bufread::GzDecoder::new(Counted { bytes, taken });
        }
    }
}

/// Bytes taken from a decoder at once.
const CHUNK: usize = 256 << 10;

fn decode(name: &str, mut reader: impl Read, taken: &Cell<usize>, limits: Limits) -> Result<Vec<u8>, Error> {
    let mut plain = Vec::new();
    // Count what comes out: the declared size is not to be trusted.
    while reader.by_ref().take(CHUNK as u64).read_to_end(&mut plain).map_err(|error| damaged(name, &error))?
        > 0
    {
        limits.check_unpacked(plain.len(), taken.get())?;
    }
    Ok(plain)
}

fn damaged(name: &str, error: &std::io::Error) -> Error {
    // The library says so in words only.
    if name == "zstd" && error.to_string().contains("too much memory") {
        return Error::new(
            ErrorKind::Limit,
            "the zstd data needs a window of more memory than is given here",
        )
        .remedy("Unpack it with zstd -d --long=31, and pack it again without --long.");
    }
    let what =
        if error.kind() == std::io::ErrorKind::UnexpectedEof { "ends too early" } else { "is damaged" };
    Error::new(ErrorKind::Input, format!("the {name} data {what}"))
        .remedy("Download or copy the file again, or unpack it and save it anew.")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn expand(bytes: &[u8]) -> Result<(Cow<'_, [u8]>, Vec<&'static str>), Error> {
        super::expand(bytes, &ReadOptions::default())
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).expect("in memory");
        encoder.finish().expect("in memory")
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        ::zstd::encode_all(bytes, 1).expect("in memory")
    }

    #[test]
    fn members_and_frames_are_joined() {
        let two_members = [gzip(b"text,"), gzip(b"label")].concat();
        assert_eq!(expand(&two_members).expect("valid").0, b"text,label".as_slice());
        let two_frames = [zstd(b"text,"), zstd(b"label")].concat();
        let (plain, layers) = expand(&two_frames).expect("valid");
        assert_eq!((plain.as_ref(), layers), (b"text,label".as_slice(), vec!["zstd"]));
    }

    #[test]
    fn zeros_behind_gzip_are_passed_over_and_nothing_else_is() {
        let packed = [gzip(b"text,"), gzip(b"label")].concat();
        for zeros in [1, 511, 20_000] {
            let filled = [&packed[..], &vec![0; zeros]].concat();
            assert_eq!(expand(&filled).expect("valid").0, b"text,label".as_slice());
        }
        for wrong in [&b"\0\0x"[..], b"x", &GZIP[..1], GZIP] {
            let wrong = [&packed[..], wrong].concat();
            assert_eq!(expand(&wrong).expect_err("no member").kind(), ErrorKind::Input, "{wrong:?}");
        }
    }

    /// "text,label\na,x\n", packed by xz 5.4, and bzip2 1.0.8, through Python.
    const XZ_FILE: &[u8] = &[
        0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 0x00, 0x04, 0xe6, 0xd6, 0xb4, 0x46, 0x02, 0x00, 0x21, 0x01, 0x16,
        0x00, 0x00, 0x00, 0x74, 0x2f, 0xe5, 0xa3, 0x01, 0x00, 0x0e, 0x74, 0x65, 0x78, 0x74, 0x2c, 0x6c, 0x61,
        0x62, 0x65, 0x6c, 0x0a, 0x61, 0x2c, 0x78, 0x0a, 0x00, 0x00, 0xf6, 0x28, 0x86, 0x6f, 0x25, 0xab, 0x62,
        0xdf, 0x00, 0x01, 0x27, 0x0f, 0xdf, 0x1a, 0xfc, 0x6a, 0x1f, 0xb6, 0xf3, 0x7d, 0x01, 0x00, 0x00, 0x00,
        0x00, 0x04, 0x59, 0x5a,
    ];
    const BZIP2_FILE: &[u8] = &[
        0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, 0xb7, 0x24, 0xc1, 0x64, 0x00, 0x00, 0x06,
        0x51, 0x80, 0x00, 0x10, 0x00, 0x04, 0x32, 0x04, 0x04, 0x40, 0x20, 0x00, 0x22, 0x0d, 0x32, 0x7a, 0x84,
        0x30, 0x22, 0x04, 0x6d, 0x73, 0x00, 0x5b, 0xe2, 0xee, 0x48, 0xa7, 0x0a, 0x12, 0x16, 0xe4, 0x98, 0x2c,
        0x80,
    ];

    fn lz4(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = lz4_flex::frame::FrameEncoder::new(Vec::new());
        encoder.write_all(bytes).expect("in memory");
        encoder.finish().expect("in memory")
    }

    #[test]
    fn other_packings_are_taken_off_too() {
        let plain = b"text,label\na,x\n";
        for (name, packed) in [("xz", XZ_FILE.to_vec()), ("bzip2", BZIP2_FILE.to_vec()), ("lz4", lz4(plain))]
        {
            let (bytes, layers) = expand(&packed).expect(name);
            assert_eq!((bytes.as_ref(), layers), (plain.as_slice(), vec![name]));
            assert!(expand(&packed[..packed.len() - 9]).is_err(), "{name} cut off");
        }
        assert!(packing_of(b"BZhang,label\n").is_none());
    }

    #[test]
    fn frames_to_be_skipped_are_skipped() {
        let skipped = [0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4];
        let packed = [&skipped[..], &zstd(b"text,"), &skipped, &zstd(b"label")].concat();
        assert_eq!(expand(&packed).expect("valid").0, b"text,label".as_slice());
        let packed = [&skipped[..], &lz4(b"text")].concat();
        assert_eq!(expand(&packed).expect("valid").0, b"text".as_slice());
    }

    #[test]
    fn a_large_window_is_read_where_memory_is_to_spare_and_named_elsewhere() {
        // A frame with a window of 2 GB and one raw block, as the format lays it out.
        let packed = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 21 << 3, 0x29, 0, 0, b't', b'e', b'x', b't', b'.'];
        let error = expand(&packed).expect_err("too large a window");
        assert_eq!(error.kind(), ErrorKind::Limit);
        assert!(error.to_string().contains("--long=31"), "{error}");
        assert_eq!(
            super::expand(&packed, &ReadOptions { large_windows: true, ..ReadOptions::default() })
                .expect("valid")
                .0,
            b"text.".as_slice()
        );
    }

    #[test]
    fn compressed_data_that_ends_early_is_reported() {
        for packed in [gzip(&[7; 5000]), zstd(&[7; 5000])] {
            let error = expand(&packed[..packed.len() - 3]).expect_err("truncated");
            assert_eq!(error.kind(), ErrorKind::Input, "{error}");
        }
    }

    #[test]
    fn many_layers_are_refused() {
        let packed = gzip(&zstd(&gzip(b"text,label")));
        assert_eq!(expand(&packed).expect_err("three layers").kind(), ErrorKind::Limit);
    }
}
