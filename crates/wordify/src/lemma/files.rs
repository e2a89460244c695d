//! The dictionaries that are built into the program, packed; nothing is read or downloaded when it runs.

macro_rules! files {
    ($($code:literal)*) => {
        /// The code and the packed dictionary of the language with this code.
        pub(super) fn of(code: &str) -> Option<(&'static str, &'static [u8])> {
            match code {
                $($code => Some(($code, include_bytes!(concat!("../../data/lemmas/", $code, ".lemmas")))),)*
                _ => None,
            }
        }

        /// Codes of the languages that have one.
        #[cfg(test)]
        pub(super) const CODES: &[&str] = &[$($code),*];
    };
}

files! {
    "da" "de" "el" "en" "es" "fr" "it" "lt" "nb" "nl" "pl" "pt" "ro" "ru"
}
