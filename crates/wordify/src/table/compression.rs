//! gzip and zstd around any of the formats.

use std::borrow::Cow;
use std::cell::Cell;
use std::io::Read;

use super::limits::{COMPRESSION_LAYERS_MAX, check_unpacked};
use crate::error::{Error, ErrorKind};

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// The bytes without compression, and the names of the layers that were taken off, the outermost first.
///
/// # Errors
/// [`ErrorKind::Limit`] as soon as too many bytes come out; [`ErrorKind::Input`] for damaged
/// data.
pub(super) fn expand(bytes: &[u8]) -> Result<(Cow<'_, [u8]>, Vec<&'static str>), Error> {
    let mut plain = Cow::Borrowed(bytes);
    let mut layers = Vec::new();
    loop {
        let (name, next) = if plain.starts_with(GZIP) {
            ("gzip", gunzip(&plain)?)
        } else if plain.starts_with(ZSTD) {
            ("zstd", unzstd(&plain)?)
        } else {
            return Ok((plain, layers));
        };
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

fn gunzip(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let taken = Cell::new(0);
    decode("gzip", flate2::read::MultiGzDecoder::new(Counted { bytes, taken: &taken }), &taken)
}

fn unzstd(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let taken = Cell::new(0);
    let decoder = zstd::stream::read::Decoder::new(Counted { bytes, taken: &taken });
    decode("zstd", decoder.map_err(|error| damaged("zstd", &error))?, &taken)
}

/// Packed bytes, and how many of them were taken.
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

/// Bytes taken from a decoder at once.
const CHUNK: usize = 256 << 10;

fn decode(name: &str, mut reader: impl Read, taken: &Cell<usize>) -> Result<Vec<u8>, Error> {
    let mut plain = Vec::new();
    // Count what comes out: the declared size is not to be trusted.
    while reader.by_ref().take(CHUNK as u64).read_to_end(&mut plain).map_err(|error| damaged(name, &error))?
        > 0
    {
        check_unpacked(plain.len(), taken.get())?;
    }
    Ok(plain)
}

fn damaged(name: &str, error: &std::io::Error) -> Error {
    let what =
        if error.kind() == std::io::ErrorKind::UnexpectedEof { "ends too early" } else { "is damaged" };
    Error::new(ErrorKind::Input, format!("the {name} data {what}"))
        .remedy("Download or copy the file again, or unpack it and save it anew.")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

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
    fn compressed_data_that_ends_early_is_told() {
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
