//! Texts of any length (`strL`), which stand behind the rows and are named by variable and observation.

use std::collections::HashMap;

use super::super::input::Input;
use crate::error::Error;

/// Texts by the number that the rows name them by.
#[derive(Debug, Default)]
pub(super) struct LongTexts<'a> {
    texts: HashMap<(u64, u64), &'a [u8]>,
}

impl<'a> LongTexts<'a> {
    /// Reads the section of a file of this `release`.
    pub(super) fn read(mut input: Input<'a>, release: u16) -> Result<Self, Error> {
        let mut texts = HashMap::new();
        while input.rest().starts_with(b"GSO") {
            input.take(3)?;
            let variable = u64::from(input.u32()?);
            let observation = if release == 117 { u64::from(input.u32()?) } else { input.u64()? };
            let _kind = input.u8()?;
            let length = input.length()?;
            texts.insert((variable, observation), input.take(length)?);
        }
        Ok(Self { texts })
    }

    /// The text that the eight bytes of a cell name, of which so many are the variable; empty where they name none.
    pub(super) fn named(&self, cell: &[u8], variable_bytes: usize, is_big: bool) -> &'a [u8] {
        let (variable, observation) = cell.split_at(variable_bytes);
        let number = |bytes: &[u8]| {
            let add = |sum: u64, &byte: &u8| sum << 8 | u64::from(byte);
            if is_big { bytes.iter().fold(0, add) } else { bytes.iter().rev().fold(0, add) }
        };
        self.texts.get(&(number(variable), number(observation))).copied().unwrap_or_default()
    }
}
