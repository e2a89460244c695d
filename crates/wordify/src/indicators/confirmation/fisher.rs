//! Fisher's exact test of a table of four counts, and the exact test of several such tables, one for each stratum.

/// Documents with the term and in all, in the label and in what it is set against.
pub(super) type Counts = [(usize, usize); 2];

/// Tables at most so much likelier than the observed one count as equally likely: what rounding can do.
const TIES: f64 = 1.0 + 1e-7;

/// The two-sided p-value of tables whose margins are given: of all sums of documents of the label with the term, the chance of those that
/// are no likelier than the observed one. Of one table that is Fisher's test (1935), of several the exact conditional test of no association
/// within strata (Mehta, Patel & Gray 1985); as R has both (`fisher.test`, `mantelhaen.test(exact = TRUE)`). 1 where nothing can differ.
pub(super) fn two_sided(tables: &[Counts]) -> f64 {
    let (mut sums, mut observed) = (vec![1.0], 0);
    for table in tables {
        let (place, chances) = chances(*table);
        observed += place;
        sums = added(&sums, &chances);
    }
    if sums.len() == 1 {
        return 1.0;
    }
    let bound = sums[observed] * TIES;
    // The small ones first, so that none is lost.
    sums.sort_by(f64::total_cmp);
    let whole: f64 = sums.iter().sum();
    let tail: f64 = sums.iter().filter(|&&chance| chance <= bound).sum();
    (tail / whole).min(1.0)
}

/// How many more documents of the label have the term than the margins lead to expect.
pub(super) fn excess(tables: &[Counts]) -> f64 {
    let of = |&[(with, size), (other_with, other_size)]: &Counts| {
        with as f64 - (with + other_with) as f64 * size as f64 / (size + other_size).max(1) as f64
    };
    tables.iter().map(of).sum()
}

/// The chances of all tables with the margins of one, relative to that of the likeliest, by their first count; and the place of the one itself.
fn chances([(with, size), (other_with, other_size)]: Counts) -> (usize, Vec<f64>) {
    let (all, marked) = (size + other_size, with + other_with);
    let least = marked.saturating_sub(other_size);
    let most = marked.min(size);
    // Chances relative to that of the likeliest table, from there outwards, so that none is too large to be held.
    let mode = ((marked + 1) as u128 * (size + 1) as u128 / (all + 2) as u128) as usize;
    let mode = mode.clamp(least, most);
    let up = |k: usize| {
        ((marked - k) as f64 * (size - k) as f64) / ((k + 1) as f64 * (other_size + k + 1 - marked) as f64)
    };
    let mut chances = vec![0.0; most - least + 1];
    chances[mode - least] = 1.0;
    for k in mode..most {
        chances[k + 1 - least] = chances[k - least] * up(k);
    }
    for k in (least..mode).rev() {
        chances[k - least] = chances[k + 1 - least] / up(k);
    }
    (with - least, chances)
}

/// The chances of the sums of two independent counts, relative to that of the likeliest.
fn added(first: &[f64], second: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; first.len() + second.len() - 1];
    // What is too unlikely to be held adds nothing.
    for (place, &chance) in first.iter().enumerate().filter(|(_, chance)| **chance > 0.0) {
        sums[place..].iter_mut().zip(second).for_each(|(sum, other)| *sum += chance * other);
    }
    let most = sums.iter().copied().fold(0.0, f64::max);
    sums.iter_mut().for_each(|sum| *sum /= most);
    sums
}
