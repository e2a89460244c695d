//! What Wordify knows of languages, as bytes: a dictionary of lemmas for most, and for Chinese and Japanese what cuts
//! texts into words; and the font of figures.
//!
//! A crate of its own because it is 46 MB of data under licences of their own (`NOTICE.md` in each folder), which change
//! only when they are made anew (`cargo xtask lemmas`, `cargo xtask segmenters`, `cargo xtask fonts`). Each language is a feature, named by its
//! code, and all are on by default. The bytes are packed; the engine knows their format.
#![warn(missing_docs)]

pub mod licences;

/// The font of figures: Latin, Greek and Cyrillic letters in OpenType, regular.
pub fn font() -> &'static [u8] {
    include_bytes!("../fonts/Inter-Regular.otf")
}

/// The same, for headings.
pub fn font_semi_bold() -> &'static [u8] {
    include_bytes!("../fonts/Inter-SemiBold.otf")
}

/// A function from codes to the files of a folder, for the languages whose feature is on; and the codes of the others.
///
/// Functions, not constants: a constant is written once more into each crate that names it.
macro_rules! built_in {
    ($(#[$doc:meta])* $name:ident, $left_out:ident, $folder:literal, $ending:literal: $($code:literal)*) => {
        $(#[$doc])*
        pub fn $name(code: &str) -> Option<&'static [u8]> {
            match code {
                $(
                    #[cfg(feature = $code)]
                    $code => Some(include_bytes!(concat!("../", $folder, "/", $code, $ending))),
                )*
                _ => None,
            }
        }

        const $left_out: &[&str] = &[$(
            #[cfg(not(feature = $code))]
            $code,
        )*];
    };
}

built_in! {
    /// The dictionary of lemmas of the language of this ISO 639 code; none where there is none, or where it is left out.
    lemmas, LEMMAS_LEFT_OUT, "lemmas", ".lemmas":
    "ar" "ast" "bg" "ca" "cs" "cy" "da" "de" "el" "en" "enm" "eo" "es" "et" "fa" "fi" "fr" "ga" "gd" "gl"
    "grc" "gv" "hbs" "he" "hi" "hu" "hy" "id" "is" "it" "ka" "la" "lb" "lt" "lv" "mk" "ml" "ms" "nb" "nl"
    "nn" "pl" "pt" "ro" "ru" "se" "sk" "sl" "sq" "sv" "sw" "tl" "tr" "uk"
}

built_in! {
    /// What cuts the texts of the language of this ISO 639 code into words; none where there is none, or where it is left out.
    segmenter, SEGMENTERS_LEFT_OUT, "segment", ".words":
    "ja" "zh"
}

/// Whether there are data for the language of this code, but not in this build.
pub fn is_left_out(code: &str) -> bool {
    LEMMAS_LEFT_OUT.contains(&code) || SEGMENTERS_LEFT_OUT.contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes of the files in a folder of this crate.
    fn files(folder: &str) -> Vec<String> {
        let folder = format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
        let names = std::fs::read_dir(folder).expect("the folder").filter_map(Result::ok);
        let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names
            .filter_map(|name| Some(name.split_once(['.'])?.0.to_owned()).filter(|code| code.len() < 4))
            .collect()
    }

    #[test]
    fn every_file_is_given_or_known_to_be_left_out() {
        let (dictionaries, segmenters) = (files("lemmas"), files("segment"));
        assert_eq!((dictionaries.len(), segmenters.len()), (54, 2));
        for code in dictionaries {
            assert!(lemmas(&code).is_some() != LEMMAS_LEFT_OUT.contains(&code.as_str()), "{code}");
        }
        for code in segmenters {
            assert!(segmenter(&code).is_some() != SEGMENTERS_LEFT_OUT.contains(&code.as_str()), "{code}");
        }
    }

    #[test]
    fn a_language_is_left_out_exactly_where_its_feature_is_off() {
        assert_eq!(is_left_out("de"), !cfg!(feature = "de"));
        assert_eq!(is_left_out("de"), lemmas("de").is_none());
        assert_eq!(is_left_out("ja"), !cfg!(feature = "ja"));
        assert_eq!(is_left_out("ja"), segmenter("ja").is_none());
        assert!(!is_left_out("th"), "nothing is left out of a language without data");
    }
}
