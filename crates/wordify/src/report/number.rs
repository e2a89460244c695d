//! Shares and sizes as readers expect them.

use crate::count::counted;

/// `0.12345` as `12.3%`.
pub fn percent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

/// A q-value to three places; none is shown as 0.
pub fn q_value(q_value: f64) -> String {
    if q_value < 0.0005 { "<0.001".to_owned() } else { format!("{q_value:.3}") }
}

/// `1536` as `1.5 kB`; powers of ten, as file managers show them.
pub fn bytes(number: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if number < 1000 {
        return counted(number as usize, "byte", "bytes");
    }
    let mut value = number as f64 / 1000.0;
    let mut unit = 0;
    while value >= 999.95 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    format!("{value:.1} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_use_the_unit_that_keeps_them_short() {
        let shown: Vec<_> = [1, 999, 1000, 999_960, 2_500_000_000].into_iter().map(bytes).collect();
        assert_eq!(shown, ["1 byte", "999 bytes", "1.0 kB", "1.0 MB", "2.5 GB"]);
    }
}
