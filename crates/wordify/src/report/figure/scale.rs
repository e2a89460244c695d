//! Numbers to places, and where axes have marks.

/// Steps between marks, within a power of ten.
const STEPS: [f64; 4] = [1.0, 2.0, 5.0, 10.0];

/// Ends of an axis, within a power of ten.
const ENDS: [f64; 9] = [1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 8.0, 10.0];

/// A line of numbers between two places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    from: f64,
    to: f64,
    place_from: f64,
    place_to: f64,
    is_log: bool,
}

impl Scale {
    /// Equal steps for equal differences.
    pub(super) fn linear((from, to): (f64, f64), (place_from, place_to): (f64, f64)) -> Self {
        Self { from, to, place_from, place_to, is_log: false }
    }

    /// Equal steps for equal ratios; both numbers are above 0.
    pub(super) fn log((from, to): (f64, f64), (place_from, place_to): (f64, f64)) -> Self {
        Self { from, to, place_from, place_to, is_log: true }
    }

    /// Where a number stands; one beyond an end stands at the end.
    pub(super) fn place(&self, number: f64) -> f64 {
        let value = |number: f64| if self.is_log { libm::log10(number) } else { number };
        let number = number.clamp(self.from, self.to);
        let share = (value(number) - value(self.from)) / (value(self.to) - value(self.from));
        self.place_from + share * (self.place_to - self.place_from)
    }

    /// Round numbers on it, at most about `most`.
    pub(super) fn marks(&self, most: usize) -> Vec<f64> {
        if self.is_log {
            let (first, last) = (libm::log10(self.from).ceil(), libm::log10(self.to).floor());
            let decades = (last - first) as i32;
            return (0..=decades).map(|decade| libm::pow(10.0, first + f64::from(decade))).collect();
        }
        let span = self.to - self.from;
        let power = libm::pow(10.0, libm::log10(span / most as f64).floor());
        let fits = |step: &f64| span / step <= most as f64 + 1e-9;
        let step = STEPS.iter().map(|step| step * power).find(fits).unwrap_or(span);
        let first = (self.from / step - 1e-9).ceil() as i64;
        let last = (self.to / step + 1e-9).floor() as i64;
        (first..=last).map(|mark| mark as f64 * step).collect()
    }
}

/// The next round number at or above `number`, which is above 0.
pub(super) fn rounded_up(number: f64) -> f64 {
    let power = libm::pow(10.0, libm::log10(number).floor());
    let ends = ENDS.iter().map(|end| end * power);
    ends.into_iter().find(|&end| end >= number * (1.0 - 1e-9)).unwrap_or(10.0 * power)
}

/// A share as percent, as short as it can be.
pub(super) fn percent(share: f64) -> String {
    let text = format!("{:.2}", share * 100.0);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    // The minus sign of print.
    text.replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_round_and_few() {
        let marks = |from, to| Scale::linear((from, to), (0.0, 1.0)).marks(4);
        assert_eq!(marks(0.0, 1.0), [0.0, 0.5, 1.0]);
        assert_eq!(marks(-20.0, 40.0), [-20.0, 0.0, 20.0, 40.0]);
        let shares: Vec<String> =
            Scale::log((0.0004, 1.0), (0.0, 1.0)).marks(9).into_iter().map(percent).collect();
        assert_eq!(shares, ["0.1", "1", "10", "100"]);
    }

    #[test]
    fn numbers_have_their_places_and_none_leaves_the_figure() {
        let scale = Scale::log((0.01, 1.0), (100.0, 0.0));
        assert_eq!((scale.place(0.1), scale.place(0.0), scale.place(7.0)), (50.0, 100.0, 0.0));
        assert!((rounded_up(0.23) - 0.25).abs() < 1e-12);
        assert_eq!(rounded_up(3.0), 3.0);
        assert_eq!(percent(-0.125), "−12.5");
    }
}
