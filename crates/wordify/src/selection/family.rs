//! Terms that contain each other and stand for one finding: "make america", "america great", "make america great".

use rustc_hash::FxHashMap;

use super::logistic::Twins;

/// A longer term stands for the same finding as a term that it contains when it has at least this share of the documents
/// of that term.
const SHARE_MIN: f64 = 0.5;

/// The family of each merged column, by the number of its first column.
///
/// `terms` are sorted as the columns before twins were merged, n-grams of tokens with single spaces; `frequency` holds the
/// documents with each. Families are a matter of the texts alone, the labels have no part in them.
pub fn families(terms: &[String], frequency: &[u32], twins: &Twins) -> Vec<u32> {
    let number_of: FxHashMap<&str, usize> =
        terms.iter().enumerate().map(|(number, term)| (term.as_str(), number)).collect();
    let mut family_of: Vec<u32> = (0..twins.members.len() as u32).collect();
    for (number, term) in terms.iter().enumerate() {
        for part in parts(term) {
            let Some(&shorter) = number_of.get(part) else { continue };
            if f64::from(frequency[number]) >= SHARE_MIN * f64::from(frequency[shorter]) {
                join(&mut family_of, twins.merged_of[number], twins.merged_of[shorter]);
            }
        }
    }
    (0..family_of.len() as u32).map(|column| head(&mut family_of, column)).collect()
}

/// The shorter n-grams in an n-gram.
fn parts(term: &str) -> impl Iterator<Item = &str> {
    let mut bounds = vec![0];
    bounds.extend(term.match_indices(' ').map(|(place, _)| place + 1));
    bounds.push(term.len() + 1);
    let count = bounds.len();
    (0..count - 1)
        .flat_map(move |first| (first + 1..count).map(move |last| (first, last)))
        .filter(move |&(first, last)| last - first < count - 1)
        .map(move |(first, last)| &term[bounds[first]..bounds[last] - 1])
}

fn head(family_of: &mut [u32], column: u32) -> u32 {
    let mut head = column;
    while family_of[head as usize] != head {
        let above = family_of[family_of[head as usize] as usize];
        family_of[head as usize] = above;
        head = above;
    }
    head
}

fn join(family_of: &mut [u32], one: u32, other: u32) {
    let (one, other) = (head(family_of, one), head(family_of, other));
    let (first, second) = (one.min(other), one.max(other));
    family_of[second as usize] = first;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_an_n_gram_are_all_shorter_ones() {
        let found: Vec<&str> = parts("make america great").collect();
        assert_eq!(found, ["make", "make america", "america", "america great", "great"]);
        assert_eq!(parts("great").count(), 0);
    }

    #[test]
    fn n_grams_that_nearly_always_stand_together_are_one_family() {
        let terms =
            ["america", "america great", "great", "make america", "make america great"].map(String::from);
        let twins =
            Twins { merged_of: vec![0, 1, 2, 3, 4], members: (0..5).map(|term| vec![term]).collect() };
        let families = families(&terms, &[100, 11, 50, 12, 10], &twins);
        assert_eq!(families, [0, 1, 2, 1, 1]);
    }
}
