//! Fisher's exact test of a table of four counts.

/// Tables at most so much likelier than the observed one count as equally likely: what rounding can do.
const TIES: f64 = 1.0 + 1e-7;

/// The two-sided p-value of `with` documents of `size` against `other_with` of `other_size`: the chance of all tables with these
/// margins that are no likelier than the observed one (Fisher 1935; as R and SciPy have it). 1 where nothing can differ.
pub(super) fn two_sided((with, size): (usize, usize), (other_with, other_size): (usize, usize)) -> f64 {
    let (all, marked) = (size + other_size, with + other_with);
    let least = marked.saturating_sub(other_size);
    let most = marked.min(size);
    if least == most {
        return 1.0;
    }
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
    let bound = chances[with - least] * TIES;
    // The small ones first, so that none is lost.
    chances.sort_by(f64::total_cmp);
    let whole: f64 = chances.iter().sum();
    let tail: f64 = chances.iter().filter(|&&chance| chance <= bound).sum();
    (tail / whole).min(1.0)
}
