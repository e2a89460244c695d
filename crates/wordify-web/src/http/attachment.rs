//! Answers that are saved as a file.

/// The header that names the file: in ASCII for old clients, and as RFC 8187 writes all letters.
pub(crate) fn disposition(name: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.() ".contains(letter);
    let ascii: String = name.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_name_cannot_break_out_of_its_header() {
        let header = disposition("ü\"; x=\r\ny.csv");
        assert_eq!(
            header,
            "attachment; filename=\"___ x___y.csv\"; filename*=UTF-8''%C3%BC%22%3B%20x%3D%0D%0Ay.csv"
        );
        assert!(HeaderValue::from_str(&header).is_ok());
    }
}
