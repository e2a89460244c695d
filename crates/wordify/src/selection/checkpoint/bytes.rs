//! Whole numbers as LEB128, and what has a length.

/// Seven bits to a byte, the lowest first; the highest bit says that more follow.
pub(crate) fn push_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// What [`push_number`] wrote; nothing where it ends too early or is larger than a number can be.
pub(crate) fn take_number(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let byte = *rest.split_off_first()?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// Bytes behind their number.
pub(crate) fn push_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    push_number(out, bytes.len() as u64);
    out.extend(bytes);
}

/// At most this many bytes, behind their number.
pub(crate) fn take_bytes<'b>(rest: &mut &'b [u8], most: usize) -> Option<&'b [u8]> {
    let length = usize::try_from(take_number(rest)?).ok().filter(|&length| length <= most)?;
    rest.split_off(..length)
}

/// A text behind the number of its bytes.
pub(crate) fn take_text<'b>(rest: &mut &'b [u8]) -> Option<&'b str> {
    std::str::from_utf8(take_bytes(rest, usize::MAX)?).ok()
}

/// A floating-point number, in its eight bytes.
pub(crate) fn take_float(rest: &mut &[u8]) -> Option<f64> {
    Some(f64::from_le_bytes(*rest.split_off(..8)?.first_chunk()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for number in [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX] {
            let mut bytes = Vec::new();
            push_number(&mut bytes, number);
            assert_eq!(take_number(&mut bytes.as_slice()), Some(number));
        }
    }
}
