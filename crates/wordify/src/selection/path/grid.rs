//! The levels of the penalty.

/// The level that has number 0: nothing in a file without any signal enters above it.
const REFERENCE: f64 = 9.0;
/// Levels from 9 down to 1.
pub const LEVELS: i32 = 40;
/// The last level of any path: a score of one standard deviation says nothing.
pub const LAST: i32 = LEVELS - 1;
/// The ratio of neighbouring levels: 9 to the power of 1/39.
const RATIO: f64 = 1.057_956_367_171_061_2;

/// The level with `number`, in noise units: 9 for number 0, 1 for [`LAST`], above 9 for negative numbers.
///
/// A term enters at level z when its score statistic exceeds z standard deviations of a score without signal. The same
/// levels serve every file and label, so that strengths mean the same everywhere.
pub fn level(number: i32) -> f64 {
    let mut power = 1.0;
    for _ in 0..number.unsigned_abs() {
        power *= RATIO;
    }
    if number < 0 { REFERENCE * power } else { REFERENCE / power }
}

/// The number of the highest level that is at most `strength`, and not beyond [`LAST`].
pub fn number_at_most(strength: f64) -> i32 {
    /// `level(-NUMBER_MIN)` is above 1e12: no score of a file that fits into memory is as high.
    const NUMBER_MIN: i32 = -500;
    let mut number = 0;
    while number > NUMBER_MIN && level(number - 1) <= strength {
        number -= 1;
    }
    while number < LAST && level(number) > strength {
        number += 1;
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forty_levels_lead_from_nine_to_one_and_more_lie_above() {
        assert_eq!(level(0), 9.0);
        assert!((level(LAST) - 1.0).abs() < 1e-12);
        assert!((level(-39) - 81.0).abs() < 1e-9);
    }

    #[test]
    fn the_number_of_a_strength_is_that_of_the_level_below_it() {
        for strength in [0.5, 1.0, 1.2, 3.0, 8.99, 9.0, 9.1, 40.0, 1e4] {
            let number = number_at_most(strength);
            assert!(level(number) <= strength || number == LAST, "{strength}");
            assert!(level(number - 1) > strength, "{strength}");
        }
    }
}
