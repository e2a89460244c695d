//! Addresses that mail can be sent to.

use lettre::Address;

/// Longest address that mail servers must take (RFC 5321).
const BYTES_MAX: usize = 254;

/// Whether `text` is the address of one person.
///
/// # Errors
/// What is wrong with it: a sentence.
pub(crate) fn check(text: &str) -> Result<(), &'static str> {
    if text.len() > BYTES_MAX {
        return Err("A mail address has 254 characters at most.");
    }
    if !text.is_ascii() || text.bytes().any(|byte| byte.is_ascii_control() || byte == b' ') {
        return Err("A mail address has the form name@example.org, in letters without accents.");
    }
    match text.parse::<Address>() {
        // An address in numbers would let visitors choose which machine we connect to.
        Ok(address) if !address.domain().starts_with('[') => Ok(()),
        _ => Err("A mail address has the form name@example.org."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_plain_address_is_taken_and_nothing_else() {
        for good in ["name@example.org", "first.last+wordify@sub.example.org", "x@localhost"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        let long = format!("{}@example.org", "x".repeat(250));
        for bad in [
            "",
            "name",
            "@example.org",
            "a@b@c",
            "a@example.org, b@example.org",
            "a@example.org\r\nBcc: b@example.org",
            "Name <a@example.org>",
            "a@[127.0.0.1]",
            "ä@example.org",
            "a b@example.org",
            &long,
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
