//! What a run had measured, as bytes: for each batch its number and its paths, with all that is used of them.

use std::collections::BTreeMap;

use super::bytes::{push_number, take_float, take_number};
use crate::selection::measured::{Measured, Part};
use crate::selection::path::{ABREAST, Entry, LANES, Path};

/// Appends which batches are done, and their paths.
pub(super) fn push(out: &mut Vec<u8>, measured: &Measured) {
    // A program with batches of another size cannot use them.
    for number in [LANES, ABREAST, measured.extension, measured.replaced] {
        push_number(out, number as u64);
    }
    for parts in [&measured.shuffled, &measured.halved] {
        push_number(out, parts.len() as u64);
        for (&number, paths) in parts {
            push_number(out, number as u64);
            push_number(out, paths.len() as u64);
            paths.iter().for_each(|path| push_path(out, path));
        }
    }
}

/// What `rest` says was measured; nothing when it is damaged, or of batches of another size.
pub(super) fn take(mut rest: &[u8]) -> Option<Measured> {
    for size in [LANES, ABREAST] {
        if take_number(&mut rest)? != size as u64 {
            return None;
        }
    }
    let [extension, replaced] = [take_number(&mut rest)?, take_number(&mut rest)?];
    let [shuffled, halved] = [take_parts(&mut rest)?, take_parts(&mut rest)?];
    let measured = Measured { extension: extension as usize, replaced: replaced as usize, shuffled, halved };
    rest.is_empty().then_some(measured)
}

fn take_parts(rest: &mut &[u8]) -> Option<BTreeMap<usize, Part>> {
    let mut parts = BTreeMap::new();
    for _ in 0..take_number(rest)? {
        let number = take_number(rest)? as usize;
        let mut paths = Vec::new();
        for _ in 0..take_number(rest)? {
            paths.push(take_path(rest)?);
        }
        parts.insert(number, paths);
    }
    Some(parts)
}

fn push_path(out: &mut Vec<u8>, path: &Path) {
    let Path { entries, model, intercept, control, unit, unsolved, violation_max } = path;
    push_number(out, entries.len() as u64);
    for entry in entries {
        push_number(out, u64::from(entry.column) << 1 | u64::from(entry.positive));
        out.extend(entry.strength.to_le_bytes());
    }
    push_number(out, model.len() as u64);
    for (column, coefficient) in model {
        push_number(out, u64::from(*column));
        out.extend(coefficient.to_le_bytes());
    }
    push_number(out, *unsolved as u64);
    for number in [intercept, control, unit, violation_max] {
        out.extend(number.to_le_bytes());
    }
}

fn take_path(rest: &mut &[u8]) -> Option<Path> {
    let mut entries = Vec::new();
    for _ in 0..take_number(rest)? {
        let column = take_number(rest)?;
        entries.push(Entry {
            column: u32::try_from(column >> 1).ok()?,
            positive: column & 1 == 1,
            strength: take_float(rest)?,
        });
    }
    let mut model = Vec::new();
    for _ in 0..take_number(rest)? {
        model.push((u32::try_from(take_number(rest)?).ok()?, take_float(rest)?));
    }
    let unsolved = take_number(rest)? as usize;
    let [intercept, control] = [take_float(rest)?, take_float(rest)?];
    let [unit, violation_max] = [take_float(rest)?, take_float(rest)?];
    Some(Path { entries, model, intercept, control, unit, unsolved, violation_max })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_come_back_to_the_last_bit() {
        let path = Path {
            entries: vec![Entry { column: u32::MAX, strength: 0.1 + 0.2, positive: true }],
            model: vec![(3, -1.5e-300), (u32::MAX, 7.0)],
            intercept: -0.0,
            control: f64::MIN_POSITIVE,
            unit: 12.5,
            unsolved: 300,
            violation_max: 1e-9,
        };
        let shuffled = BTreeMap::from([(0, vec![path.clone(), path.clone()]), (200, Vec::new())]);
        let halved = BTreeMap::from([(5, vec![path])]);
        let measured = Measured { extension: 2, replaced: 9, shuffled, halved };
        let mut bytes = Vec::new();
        push(&mut bytes, &measured);
        assert_eq!(take(&bytes), Some(measured));
        for end in 0..bytes.len() {
            assert_eq!(take(&bytes[..end]), None, "cut to {end}");
        }
    }
}
