//! Bytes that are read where they lie, a part at a time, for files as large as the memory that is left.

use std::io;

use bytes::Bytes;

/// Bytes that stay where they are: a file, or memory.
pub trait Stored: Send + Sync {
    /// How many there are.
    fn length(&self) -> u64;

    /// The `length` bytes from `at` on; both lie within.
    ///
    /// # Errors
    /// Whatever keeps them from being read.
    fn part(&self, at: u64, length: usize) -> io::Result<Vec<u8>>;
}

impl Stored for Bytes {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn part(&self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        let start = usize::try_from(at).ok();
        let part = start.and_then(|start| self.get(start..)?.get(..length));
        part.map(<[u8]>::to_vec).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

/// A part of `stored`, where there is so much; room is made only after that is known.
pub(super) fn within(stored: &dyn Stored, at: u64, length: usize) -> io::Result<Vec<u8>> {
    match at.checked_add(length as u64) {
        Some(end) if end <= stored.length() => stored.part(at, length),
        _ => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_beyond_the_end_is_asked_for() {
        let stored = Bytes::from_static(b"abc");
        assert_eq!(within(&stored, 1, 2).expect("within"), b"bc");
        assert!(within(&stored, 1, 3).is_err());
        assert!(within(&stored, u64::MAX, 3).is_err());
        assert!(stored.part(u64::MAX, 3).is_err());
    }
}
