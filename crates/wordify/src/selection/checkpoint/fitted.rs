//! What a run had fitted, as bytes: on how many kinds of labels, the true ones first and then each shuffle of them; of each, the fits done,
//! as one bit each; the counts of the tally; the selections, as pairs of cells left out (they are zero) and a count.

use super::bytes::{push_bytes, push_number, take_bytes, take_float, take_number};
use crate::selection::plan::Plan;
use crate::selection::tally::Fitted;

/// Appends what [`as_bytes`] gave of each kind of labels.
pub(super) fn push(out: &mut Vec<u8>, of_labels: &[Vec<u8>]) {
    push_number(out, of_labels.len() as u64);
    of_labels.iter().for_each(|bytes| push_bytes(out, bytes));
}

/// What `rest` has of the labels of this `number`, 0 for the true ones.
pub(super) fn of_labels(mut rest: &[u8], number: usize) -> Option<&[u8]> {
    let mut found = None;
    for place in 0..take_number(&mut rest)? {
        let bytes = take_bytes(&mut rest, usize::MAX)?;
        if place == number as u64 {
            found = Some(bytes);
        }
    }
    found.filter(|_| rest.is_empty())
}

/// Which fits are done on labels of one kind, and what came out of them.
pub(crate) fn as_bytes(fitted: &Fitted) -> Vec<u8> {
    let mut bytes = Vec::new();
    let out = &mut bytes;
    let Fitted { done, tally } = fitted;
    out.extend(done.chunks(8).map(|fits| {
        fits.iter().enumerate().fold(0, |byte, (bit, &is_done)| byte | u8::from(is_done) << bit)
    }));
    for &count in tally.fits.iter().chain(&tally.selected) {
        push_number(out, count as u64);
    }
    for count in [tally.empty, tally.not_converged, tally.label_absent] {
        push_number(out, count as u64);
    }
    out.extend(tally.violation_max.to_le_bytes());
    push_counts(out, &tally.positive);
    push_counts(out, &tally.negative);
    bytes
}

/// Which fits of `plan` are done, by what `rest` begins with.
pub(super) fn done(mut rest: &[u8], plan: &Plan) -> Option<Vec<bool>> {
    let bits = rest.split_off(..plan.fits.len().div_ceil(8))?;
    Some((0..plan.fits.len()).map(|fit| bits[fit / 8] >> (fit % 8) & 1 == 1).collect())
}

/// What `rest` says was fitted; nothing when it is not of this plan and design. `none` is what a new run starts from.
pub(super) fn take(mut rest: &[u8], plan: &Plan, none: &Fitted) -> Option<Fitted> {
    let mut fitted = none.clone();
    fitted.done = done(rest, plan)?;
    rest.split_off(..plan.fits.len().div_ceil(8))?;
    let tally = &mut fitted.tally;
    for count in tally.fits.iter_mut().chain(&mut tally.selected) {
        *count = take_number(&mut rest)? as usize;
    }
    for count in [&mut tally.empty, &mut tally.not_converged, &mut tally.label_absent] {
        *count = take_number(&mut rest)? as usize;
    }
    tally.violation_max = take_float(&mut rest)?;
    take_counts(&mut rest, &mut tally.positive)?;
    take_counts(&mut rest, &mut tally.negative)?;
    let mut done_per_c = vec![0; plan.c_values.len()];
    for (fit, _) in plan.fits.iter().zip(&fitted.done).filter(|&(_, &is_done)| is_done) {
        done_per_c[fit.c] += 1;
    }
    (rest.is_empty() && fitted.tally.fits == done_per_c).then_some(fitted)
}

/// Pairs of the zeros in front and the count, for each count that is not zero; a pair of the zeros at the end and a
/// zero closes the list.
fn push_counts(out: &mut Vec<u8>, counts: &[u32]) {
    let mut zeros = 0;
    for &count in counts {
        if count == 0 {
            zeros += 1;
        } else {
            push_number(out, zeros);
            push_number(out, u64::from(count));
            zeros = 0;
        }
    }
    push_number(out, zeros);
    push_number(out, 0);
}

fn take_counts(rest: &mut &[u8], counts: &mut [u32]) -> Option<()> {
    let mut at = 0_usize;
    loop {
        at = at.checked_add(usize::try_from(take_number(rest)?).ok()?)?;
        let count = u32::try_from(take_number(rest)?).ok()?;
        if count == 0 {
            return (at == counts.len()).then_some(());
        }
        *counts.get_mut(at)? = count;
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_labels_comes_back_and_nothing_comes_of_less() {
        let mut bytes = Vec::new();
        push(&mut bytes, &[vec![1, 2], vec![], vec![3]]);
        let of = |number| of_labels(&bytes, number);
        assert_eq!([of(0), of(1), of(2), of(3)], [Some(&[1, 2][..]), Some(&[]), Some(&[3]), None]);
        for end in 0..bytes.len() {
            assert_eq!(of_labels(&bytes[..end], 0), None, "cut to {end}");
        }
    }

    #[test]
    fn counts_come_back() {
        for counts in [vec![], vec![0, 0], vec![3, 0, 0, 500, 0], vec![0, u32::MAX]] {
            let mut bytes = Vec::new();
            push_counts(&mut bytes, &counts);
            let mut back = vec![0; counts.len()];
            assert_eq!(take_counts(&mut bytes.as_slice(), &mut back), Some(()));
            assert_eq!(back, counts);
            assert_eq!(take_counts(&mut bytes.as_slice(), &mut vec![0; counts.len() + 1]), None);
        }
    }
}
