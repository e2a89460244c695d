//! What later versions of SPSS added to the dictionary: long names, long texts, the encoding.

use std::collections::BTreeMap;

use super::super::input::Input;
use super::super::letters::Letters;
use crate::error::Error;

/// Records of type 7, by what they are about.
#[derive(Debug, Default)]
pub(super) struct Extensions<'a> {
    /// The number of the character set, as Windows numbers them, or one of the first four.
    page: Option<u32>,
    encoding: Option<&'a [u8]>,
    /// `SHORT=long`, with tabs between.
    names: &'a [u8],
    /// `SHORT=width`, with NUL and tab between.
    widths: &'a [u8],
    labels: Option<Input<'a>>,
    missing: Option<Input<'a>>,
}

/// Values with their labels, by the name of the variable.
type Values = BTreeMap<String, Vec<(String, String)>>;

impl<'a> Extensions<'a> {
    /// Reads one record, after its type.
    pub(super) fn read(&mut self, input: &mut Input<'a>) -> Result<(), Error> {
        let kind = input.u32()?;
        let (size, count) = (input.length()?, input.length()?);
        let length = size.checked_mul(count).ok_or_else(|| input.damaged())?;
        let bytes = input.take(length)?;
        let mut inside = Input::new(bytes, input.origin);
        inside.is_big = input.is_big;
        match kind {
            // Eight numbers; the last is the character set.
            3 if length >= 32 => {
                inside.seek(28)?;
                self.page = Some(inside.u32()?);
            }
            13 => self.names = bytes,
            14 => self.widths = bytes,
            20 => self.encoding = Some(bytes),
            21 => self.labels = Some(inside),
            22 => self.missing = Some(inside),
            _ => {}
        }
        Ok(())
    }

    /// The name of the character set, if the file says one that means something: 1 to 4 are families.
    pub(super) fn encoding(&self) -> Option<String> {
        let named = self.encoding.map(|name| String::from_utf8_lossy(name).trim().to_owned());
        named.or_else(|| match self.page? {
            ..=4 => None,
            65_001 => Some("utf-8".to_owned()),
            28_591..=28_606 => self.page.map(|page| format!("iso-8859-{}", page - 28_590)),
            page @ 1250..=1258 => Some(format!("windows-{page}")),
            932 => Some("shift_jis".to_owned()),
            936 => Some("gbk".to_owned()),
            949 => Some("euc-kr".to_owned()),
            950 => Some("big5".to_owned()),
            page => Some(format!("cp{page}")),
        })
    }

    /// The long names of variables, by their short names.
    pub(super) fn long_names(&self, letters: &mut Letters) -> BTreeMap<String, String> {
        let mut names = BTreeMap::new();
        for pair in self.names.split(|&byte| byte == b'\t') {
            if let Some(at) = memchr::memchr(b'=', pair) {
                let [short, long] = [&pair[..at], &pair[at + 1..]].map(|name| letters.trimmed(name));
                names.insert(short.into_owned(), long.into_owned());
            }
        }
        names
    }

    /// Bytes of the texts of more than 255, by their short names.
    pub(super) fn long_widths(&self) -> BTreeMap<String, usize> {
        let text = String::from_utf8_lossy(self.widths);
        let pairs = text.split(['\t', '\0']).filter_map(|pair| pair.split_once('='));
        pairs.filter_map(|(name, width)| Some((name.trim().to_owned(), width.trim().parse().ok()?))).collect()
    }

    /// Labels of long texts, and long texts that are declared missing.
    pub(super) fn of_long_texts(&self, letters: &mut Letters) -> Result<[Values; 2], Error> {
        let (mut labels, mut missing) = (Values::new(), Values::new());
        if let Some(mut input) = self.labels {
            while !input.rest().is_empty() {
                let name = text(&mut input, letters)?;
                let _width = input.u32()?;
                let mut pairs = Vec::new();
                for _ in 0..input.length()? {
                    pairs.push((text(&mut input, letters)?, text(&mut input, letters)?));
                }
                labels.insert(name, pairs);
            }
        }
        if let Some(mut input) = self.missing {
            while !input.rest().is_empty() {
                let name = text(&mut input, letters)?;
                let count = input.u8()?;
                let length = input.length()?;
                let mut values = Vec::new();
                for _ in 0..count {
                    values.push((letters.trimmed(input.take(length)?).into_owned(), String::new()));
                }
                missing.insert(name, values);
            }
        }
        Ok([labels, missing])
    }
}

/// A text after its length.
fn text(input: &mut Input<'_>, letters: &mut Letters) -> Result<String, Error> {
    let length = input.length()?;
    Ok(letters.trimmed(input.take(length)?).into_owned())
}
