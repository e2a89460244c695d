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
    "ar" "ast" "bg" "ca" "cs" "cy" "da" "de" "el" "en" "enm" "eo" "es" "et" "fa" "fi" "fr" "ga" "gd"
    "gl" "grc" "gv" "hbs" "he" "hi" "hu" "hy" "id" "is" "it" "ka" "la" "lb" "lt" "lv" "mk" "ml" "ms"
    "nb" "nl" "nn" "pl" "pt" "ro" "ru" "se" "sk" "sl" "sq" "sv" "sw" "tl" "tr" "uk"
}
