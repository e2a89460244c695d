//! Records and strings of xls workbooks ([MS-XLS], BIFF8, and BIFF5 of Excel 95).

use encoding_rs::{Encoding, UTF_16LE, WINDOWS_1252};

use crate::table::bytes::{u16_at, u32_at};

/// A record that goes on in the next one.
const CONTINUE: u16 = 0x003c;

/// One record: its kind, where it begins in the stream, and its bytes in one or more parts.
#[derive(Debug)]
pub(in crate::table) struct Record<'a> {
    pub(in crate::table) kind: u16,
    pub(in crate::table) data: &'a [u8],
    /// The parts in continuing records.
    pub(in crate::table) more: Vec<&'a [u8]>,
}

/// The records of `stream` from byte `at` on, up to its end or the first that is cut off.
pub(in crate::table) fn records(stream: &[u8], at: usize) -> impl Iterator<Item = Record<'_>> {
    let mut at = at;
    let part = |at: usize| -> Option<(u16, &[u8])> {
        let length = usize::from(u16_at(stream, at.checked_add(2)?)?);
        Some((u16_at(stream, at)?, stream.get(at + 4..at + 4 + length)?))
    };
    std::iter::from_fn(move || {
        let (kind, data) = part(at)?;
        at += 4 + data.len();
        let mut more = Vec::new();
        while let Some((CONTINUE, data)) = part(at) {
            more.push(data);
            at += 4 + data.len();
        }
        Some(Record { kind, data, more })
    })
}

/// The encoding of a code page number in a workbook before Unicode.
pub(in crate::table) fn encoding_of(code_page: u16) -> &'static Encoding {
    match code_page {
        874 => encoding_rs::WINDOWS_874,
        932 => encoding_rs::SHIFT_JIS,
        936 => encoding_rs::GBK,
        949 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        1200 => UTF_16LE,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1253 => encoding_rs::WINDOWS_1253,
        1254 => encoding_rs::WINDOWS_1254,
        1255 => encoding_rs::WINDOWS_1255,
        1256 => encoding_rs::WINDOWS_1256,
        1257 => encoding_rs::WINDOWS_1257,
        1258 => encoding_rs::WINDOWS_1258,
        10000 | 32768 => encoding_rs::MACINTOSH,
        _ => WINDOWS_1252,
    }
}

/// A string of BIFF8 whose length takes `length_bytes` (1 or 2) and which lies within one record.
pub(in crate::table) fn unicode_string(data: &[u8], length_bytes: usize) -> Option<String> {
    let characters =
        if length_bytes == 1 { usize::from(*data.first()?) } else { usize::from(u16_at(data, 0)?) };
    let wide = data.get(length_bytes)? & 1 != 0;
    let from = length_bytes + 1;
    let bytes = data.get(from..from + characters * if wide { 2 } else { 1 })?;
    Some(characters_of(bytes, wide))
}

/// A string of BIFF5, in the code page of the workbook.
pub(in crate::table) fn byte_string(
    data: &[u8],
    length_bytes: usize,
    encoding: &'static Encoding,
) -> Option<String> {
    let length = if length_bytes == 1 { usize::from(*data.first()?) } else { usize::from(u16_at(data, 0)?) };
    let bytes = data.get(length_bytes..length_bytes + length)?;
    Some(encoding.decode_without_bom_handling(bytes).0.into_owned())
}

fn characters_of(bytes: &[u8], wide: bool) -> String {
    if wide {
        UTF_16LE.decode_without_bom_handling(bytes).0.into_owned()
    } else {
        bytes.iter().map(|&byte| char::from(byte)).collect()
    }
}

/// The shared strings of a workbook, end to end.
#[derive(Debug, Default)]
pub(in crate::table) struct SharedStrings {
    text: String,
    ends: Vec<usize>,
}

impl SharedStrings {
    /// Reads the record SST. Each part may cut a string anywhere between two characters, and the next part
    /// then begins with a byte that says how wide its characters are.
    pub(in crate::table) fn read(record: &Record<'_>) -> Self {
        let mut strings = Self::default();
        let mut parts = Parts { parts: record, part: 0, at: 8 };
        while strings.read_one(&mut parts).is_some() {}
        strings
    }

    fn read_one(&mut self, parts: &mut Parts<'_, '_>) -> Option<()> {
        let characters = usize::from(parts.u16()?);
        let flags = parts.u8()?;
        let runs = if flags & 8 != 0 { usize::from(parts.u16()?) } else { 0 };
        let extension = if flags & 4 != 0 { parts.u32()? as usize } else { 0 };
        let mut wide = flags & 1 != 0;
        let mut left = characters;
        while left > 0 {
            let rest = parts.rest();
            let width = if wide { 2 } else { 1 };
            let here = left.min(rest.len() / width);
            self.text.push_str(&characters_of(&rest[..here * width], wide));
            parts.at += here * width;
            left -= here;
            if left > 0 {
                wide = parts.next_part()? & 1 != 0;
            }
        }
        parts.skip(runs * 4 + extension)?;
        self.ends.push(self.text.len());
        Some(())
    }

    /// The string with this number.
    pub(in crate::table) fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)?;
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        self.text.get(start..end)
    }
}

/// A place in the parts of a record.
struct Parts<'r, 'a> {
    parts: &'r Record<'a>,
    /// 0 is the record itself, then its continuations.
    part: usize,
    at: usize,
}

impl<'a> Parts<'_, 'a> {
    fn current(&self) -> Option<&'a [u8]> {
        if self.part == 0 { Some(self.parts.data) } else { self.parts.more.get(self.part - 1).copied() }
    }

    fn rest(&self) -> &'a [u8] {
        self.current().and_then(|part| part.get(self.at..)).unwrap_or_default()
    }

    /// Goes to the next part where this one is used up; no number is cut in two.
    fn fill(&mut self) -> Option<()> {
        while self.rest().is_empty() {
            self.part += 1;
            self.at = 0;
            self.current()?;
        }
        Some(())
    }

    /// Goes to the next part and takes its first byte.
    fn next_part(&mut self) -> Option<u8> {
        self.part += 1;
        self.at = 0;
        self.current()?;
        self.u8()
    }

    fn u8(&mut self) -> Option<u8> {
        self.fill()?;
        let byte = *self.rest().first()?;
        self.at += 1;
        Some(byte)
    }

    fn u16(&mut self) -> Option<u16> {
        self.fill()?;
        let number = u16_at(self.rest(), 0)?;
        self.at += 2;
        Some(number)
    }

    fn u32(&mut self) -> Option<u32> {
        self.fill()?;
        let number = u32_at(self.rest(), 0)?;
        self.at += 4;
        Some(number)
    }

    fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            self.fill()?;
            let here = bytes.min(self.rest().len());
            self.at += here;
            bytes -= here;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_strings_are_joined_across_records() {
        // "héllo" narrow, cut after two characters and continued wide; then "x" with a formatting run.
        let mut first = vec![2, 0, 0, 0, 2, 0, 0, 0];
        first.extend([5, 0, 0, b'h', 0xe9]);
        let second = [1, b'l', 0, b'l', 0, 0x3a, 0x26, 1, 0, 8, 1, 0, b'x', 9, 9, 9, 9];
        let record = Record { kind: 0x00fc, data: &first, more: vec![&second] };
        let strings = SharedStrings::read(&record);
        assert_eq!((strings.get(0), strings.get(1), strings.get(2)), (Some("héll☺"), Some("x"), None));
    }

    #[test]
    fn records_that_are_cut_off_end_the_walk() {
        let stream = [0x0a, 0, 1, 0, 7, 0x3c, 0, 1, 0, 8, 0x0a, 0, 9, 0, 1];
        let found: Vec<(u16, usize, usize)> =
            records(&stream, 0).map(|record| (record.kind, record.data.len(), record.more.len())).collect();
        assert_eq!(found, [(10, 1, 1)]);
    }
}
