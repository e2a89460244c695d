//! Numbers as readers expect them: thousands with commas, shares in percent.

/// `48231` as `48,231`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `0.12345` as `12.3%`.
pub fn percent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

/// `1 document`, `2 documents`: `plural` is used for every number but 1.
pub fn counted(number: u64, singular: &str, plural: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { singular } else { plural })
}

/// `1536` as `1.5 kB`; powers of ten, as file managers show them.
pub fn bytes(number: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if number < 1000 {
        return counted(number, "byte", "bytes");
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
    fn thousands_are_separated_by_commas() {
        let shown: Vec<_> = [0, 999, 1000, 48_231, 1_234_567].into_iter().map(grouped).collect();
        assert_eq!(shown, ["0", "999", "1,000", "48,231", "1,234,567"]);
    }

    #[test]
    fn sizes_use_the_unit_that_keeps_them_short() {
        let shown: Vec<_> = [1, 999, 1000, 999_960, 2_500_000_000].into_iter().map(bytes).collect();
        assert_eq!(shown, ["1 byte", "999 bytes", "1.0 kB", "1.0 MB", "2.5 GB"]);
    }
}
