//! The two ways in which SAS packs a row: runs (`COMPRESS=CHAR`), and patterns that came before (`COMPRESS=BINARY`).

/// How rows are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    /// Run lengths, which files call `SASYZCRL`.
    Runs,
    /// Ross's data compression, `SASYZCR2`.
    Patterns,
}

impl Packing {
    /// The way that is named near the beginning of the names of a file.
    pub(super) fn named_in(texts: &[u8]) -> Option<Self> {
        let has = |name: &[u8]| memchr::memmem::find(texts, name).is_some();
        if has(b"SASYZCRL") { Some(Self::Runs) } else { has(b"SASYZCR2").then_some(Self::Patterns) }
    }
}

/// Bytes that are unpacked, never more than a row has.
struct Row {
    bytes: Vec<u8>,
    length: usize,
}

impl Row {
    fn copy(&mut self, bytes: Option<&[u8]>) -> Option<()> {
        let bytes = bytes?;
        (self.bytes.len() + bytes.len() <= self.length).then(|| self.bytes.extend_from_slice(bytes))
    }

    fn repeat(&mut self, byte: u8, count: usize) -> Option<()> {
        let length = self.bytes.len() + count;
        (length <= self.length).then(|| self.bytes.resize(length, byte))
    }

    /// Repeats so many bytes that stand so far back.
    fn copy_back(&mut self, back: usize, count: usize) -> Option<()> {
        let start = self.bytes.len().checked_sub(back)?;
        // A pattern does not reach into what it makes.
        let pattern = self.bytes.get(start..start.checked_add(count)?)?.to_vec();
        self.copy(Some(&pattern))
    }

    fn finish(self) -> Option<Vec<u8>> {
        (self.bytes.len() == self.length).then_some(self.bytes)
    }
}

/// The row of `length` bytes that is packed in runs; none where it is damaged. The high half of a control byte says what follows,
/// the low half how much of it.
pub(super) fn runs(packed: &[u8], length: usize) -> Option<Vec<u8>> {
    let mut row = Row { bytes: Vec::new(), length };
    let mut at = 0;
    while let Some(&control) = packed.get(at) {
        at += 1;
        let low = usize::from(control & 0x0f);
        let next = || packed.get(at).copied();
        let long = || Some(low << 8 | usize::from(next()?));
        let (copied, used) = match control >> 4 {
            0x0 => (long()? + 64, 1),
            0x1 => (long()? + 64 + 4096, 1),
            0x2 => (low + 96, 0),
            kind @ 0x8..=0xb => (low + 1 + 16 * usize::from(kind - 8), 0),
            0x4 => {
                row.repeat(*packed.get(at + 1)?, long()? + 18)?;
                (0, 2)
            }
            kind @ 0x5..=0x7 => {
                row.repeat(b"@ \0"[usize::from(kind - 5)], long()? + 17)?;
                (0, 1)
            }
            0xc => {
                row.repeat(next()?, low + 3)?;
                (0, 1)
            }
            kind @ 0xd..=0xf => {
                row.repeat(b"@ \0"[usize::from(kind - 0xd)], low + 2)?;
                (0, 0)
            }
            _ => return None,
        };
        at += used;
        row.copy(packed.get(at..at + copied))?;
        at += copied;
    }
    row.finish()
}

/// The same for patterns: each of 16 bits, the highest first, says whether a byte follows or a command. (E. Ross, "Simple Data
/// Compression", The C Users Journal, October 1992.)
pub(super) fn patterns(packed: &[u8], length: usize) -> Option<Vec<u8>> {
    let mut row = Row { bytes: Vec::new(), length };
    let mut rest = packed.iter().copied();
    let (mut bits, mut left) = (0_u16, 0);
    loop {
        if left == 0 {
            // What is left after the last command may be one byte to fill up.
            let (Some(high), Some(low)) = (rest.next(), rest.next()) else { return row.finish() };
            (bits, left) = (u16::from_be_bytes([high, low]), 16);
        }
        let is_command = bits & 0x8000 != 0;
        bits <<= 1;
        left -= 1;
        let Some(first) = rest.next() else { return row.finish() };
        if !is_command {
            row.repeat(first, 1)?;
            continue;
        }
        let (command, low) = (first >> 4, usize::from(first & 0x0f));
        let mut next = || rest.next().map(usize::from);
        match command {
            0 => row.repeat(rest.next()?, low + 3)?,
            1 => {
                let count = low + (next()? << 4) + 19;
                row.repeat(rest.next()?, count)?;
            }
            2 => {
                let back = low + 3 + (next()? << 4);
                row.copy_back(back, next()? + 16)?;
            }
            count => {
                let back = low + 3 + (next()? << 4);
                row.copy_back(back, count.into())?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_what_their_control_bytes_say() {
        let letters: Vec<u8> = (0..=255).cycle().take(5000).collect();
        let cases: [(Vec<u8>, Vec<u8>); 12] = [
            ([&[0x01, 2][..], &letters[..322]].concat(), letters[..322].to_vec()),
            ([&[0x10, 5][..], &letters[..4165]].concat(), letters[..4165].to_vec()),
            ([&[0x23][..], &letters[..99]].concat(), letters[..99].to_vec()),
            (vec![0x41, 2, b'x'], vec![b'x'; 276]),
            (vec![0x50, 3], vec![b'@'; 20]),
            (vec![0x61, 0], vec![b' '; 273]),
            (vec![0x70, 0], vec![0; 17]),
            (vec![0x82, b'a', b'b', b'c'], b"abc".to_vec()),
            ([&[0xb0][..], &letters[..49]].concat(), letters[..49].to_vec()),
            (vec![0xc1, b'y'], b"yyyy".to_vec()),
            (vec![0xd0, 0xe1], b"@@   ".to_vec()),
            (vec![0xf2], vec![0; 4]),
        ];
        for (packed, plain) in cases {
            assert_eq!(runs(&packed, plain.len()).as_ref(), Some(&plain), "{:x}", packed[0]);
            assert_eq!(runs(&packed, plain.len() + 1), None, "too short");
            assert_eq!(runs(&packed, plain.len() - 1), None, "too long");
        }
    }

    #[test]
    fn patterns_are_what_their_bits_say() {
        // Four bytes; three of a kind; 36 of a kind; six from seven back; 16 from 42 back.
        let packed = [0b0000_1111, 0, b'a', b'b', b'c', b'd', 0x00, b'x', 0x11, 1, b'-', 0x64, 0, 0x27, 2, 0];
        let plain = ["abcdxxx", &"-".repeat(36), "------", "xx", &"-".repeat(14)].concat();
        let row = patterns(&packed, plain.len()).expect("sound");
        assert_eq!(String::from_utf8(row).expect("letters").len(), plain.len());
        assert_eq!(patterns(&packed, plain.len() - 1), None);
        assert_eq!(patterns(&[0x80, 0, 0x30, 0], 3), None, "nothing stands there");
        assert_eq!(patterns(&[0, 0, b'a', b'b'], 2).as_deref(), Some(&b"ab"[..]));
    }
}
