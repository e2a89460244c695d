//! A range of numbers that counts as one label.

use crate::error::{Error, ErrorKind};

/// A range of numbers, both ends in it, which is a label.
#[derive(Debug, Clone, PartialEq)]
pub struct Bin {
    name: String,
    least: f64,
    most: f64,
}

impl Bin {
    /// Reads `1-2`, `-1.5-0` or `3`: the least and the largest number with a hyphen between them, or one number.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`] for anything else, and where the least is larger than the largest.
    pub fn read(text: &str) -> Result<Self, Error> {
        let wrong = |message: String| Error::new(ErrorKind::Setting, message).at("bins");
        // A sign may stand before either number: 1e-3, -2--1.
        let hyphen = text.char_indices().skip(1).find(|&(at, sign)| {
            matches!(sign, '-' | '–')
                && text[..at].trim_end().ends_with(|before: char| before.is_ascii_digit())
        });
        let (least, most) =
            hyphen.map_or((text, text), |(at, sign)| (&text[..at], &text[at + sign.len_utf8()..]));
        let number = |part: &str| part.trim().parse::<f64>().ok().filter(|number| number.is_finite());
        let (Some(least), Some(most)) = (number(least), number(most)) else {
            return Err(wrong(format!("\"{text}\" is not a range of numbers")));
        };
        if least > most {
            return Err(wrong(format!("the range \"{text}\" begins above its end")));
        }
        Ok(Self { name: text.to_owned(), least, most })
    }

    /// What it is called: what the user wrote.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The least number in it.
    pub(crate) fn least(&self) -> f64 {
        self.least
    }

    /// Whether `number` lies in it.
    pub(super) fn holds(&self, number: f64) -> bool {
        (self.least..=self.most).contains(&number)
    }
}

/// # Errors
/// [`ErrorKind::Setting`] where two of the `bins` have a number in common.
pub(super) fn check_apart(bins: &[Bin]) -> Result<(), Error> {
    for (place, bin) in bins.iter().enumerate() {
        let shares = |earlier: &&Bin| bin.least <= earlier.most && earlier.least <= bin.most;
        if let Some(earlier) = bins[..place].iter().find(shares) {
            let both = bin.least.max(earlier.least);
            let message = format!("the bins {} and {} overlap: {both} lies in both", earlier.name, bin.name);
            return Err(Error::new(ErrorKind::Setting, message).at("bins").remedy(
                "Give bins without a number in common, such as 1-2,3-5; both ends belong to a bin.",
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_are_read_with_signs_decimals_and_one_number_alone() {
        for (text, inside, outside) in [
            ("1-2", [1.0, 1.5, 2.0], [0.999, 2.001]),
            ("-2--1", [-2.0, -1.5, -1.0], [1.0, -0.5]),
            ("-1 - 1.5", [-1.0, 0.0, 1.5], [-1.1, 1.6]),
            ("1e-3–1e2", [0.001, 1.0, 100.0], [0.0, 101.0]),
            ("3", [3.0, 3.0, 3.0], [2.9, 3.1]),
        ] {
            let bin = Bin::read(text).expect(text);
            assert_eq!(bin.name(), text);
            assert!(inside.iter().all(|&number| bin.holds(number)), "{text}");
            assert!(!outside.iter().any(|&number| bin.holds(number)), "{text}");
        }
        for text in ["", "-", "1-", "a-b", "2-1", "1-2-3", "nan", "1-inf"] {
            assert_eq!(Bin::read(text).expect_err(text).place(), Some("bins"));
        }
    }

    #[test]
    fn bins_with_a_number_in_common_are_refused() {
        let check = |bins: &[&str]| {
            check_apart(&bins.iter().map(|bin| Bin::read(bin).expect("a bin")).collect::<Vec<_>>())
        };
        assert_eq!(check(&["1-2", "4-5", "3"]), Ok(()));
        for bins in [["1-2", "2-3"], ["1-5", "2-3"], ["2-3", "1-5"], ["1-2", "1.0-2.0"]] {
            assert!(check(&bins).expect_err("overlap").message().contains("lies in both"), "{bins:?}");
        }
    }
}
