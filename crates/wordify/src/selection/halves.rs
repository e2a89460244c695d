//! Complementary halves of the documents (Shah & Samworth 2013): each document is in one of the two.

use super::random::{Random, Stream};

/// One of the two halves of pair `number`; the other is its complement.
///
/// `unit_of` says what is kept whole: the group of each document, or the document itself where none is given. `class_of` is
/// the stratum that both halves share evenly: label and stratum; a unit has that of its first document.
pub fn half(class_of: &[u32], unit_of: Option<&[u32]>, seed: u64, number: usize) -> Vec<bool> {
    let mut random = Random::new(seed, Stream::Half(number));
    let documents = class_of.len();
    let unit = |document: usize| unit_of.map_or(document, |units| units[document] as usize);
    let units = (0..documents).map(unit).max().map_or(0, |last| last + 1);
    let mut class_of_unit = vec![None; units];
    for (document, &class) in class_of.iter().enumerate() {
        class_of_unit[unit(document)].get_or_insert(class);
    }
    let mut order: Vec<(u32, usize)> = class_of_unit
        .iter()
        .enumerate()
        .filter_map(|(unit, class)| class.map(|class| (class, unit)))
        .collect();
    random.shuffle(&mut order);
    order.sort_by_key(|&(class, _)| class);
    // Taken in turns over all classes, so that odd ones even out.
    let mut takes = vec![false; units];
    let first = random.below(2);
    for (place, &(_, unit)) in order.iter().enumerate() {
        takes[unit] = place % 2 == first;
    }
    (0..documents).map(|document| takes[unit(document)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_has_half_of_each_class() {
        let class_of: Vec<u32> = (0..1000).map(|i| u32::from(i % 10 == 0)).collect();
        for number in 0..20 {
            let half = half(&class_of, None, 7, number);
            let taken = |class| (0..1000).filter(|&i| half[i] && class_of[i] == class).count();
            assert!(taken(0).abs_diff(450) <= 1 && taken(1).abs_diff(50) <= 1);
        }
    }

    #[test]
    fn groups_stay_whole() {
        let group_of: Vec<u32> = (0..300).map(|i| i / 10).collect();
        let half = half(&vec![0; 300], Some(&group_of), 7, 1);
        assert!(half.chunks(10).all(|group| group.iter().all(|&takes| takes == group[0])));
        assert_eq!(half.iter().filter(|&&takes| takes).count(), 150);
    }
}
