//! Where the data come from, and the texts of their licences: whoever passes on the program passes these on with it.

/// What is said of the origin of all dictionaries.
pub const LEMMAS_NOTICE: &str = include_str!("../lemmas/NOTICE.md");
/// The same of what cuts Chinese and Japanese, with the terms of its sources.
pub const SEGMENTERS_NOTICE: &str = include_str!("../segment/NOTICE.md");
/// The same of the font of figures.
pub const FONTS_NOTICE: &str = include_str!("../fonts/NOTICE.md");

/// Works and licences by language; see the head of the file.
const SOURCES: &str = include_str!("../lemmas/sources.tsv");

/// A licence by the name of its file, and its text.
pub type Licence = (&'static str, &'static str);

/// The licences whose files lie in `lemmas/licenses` and `fonts/licenses`, and the notice of the segmenters, which holds theirs.
pub const TEXTS: &[Licence] = &[
    ("AGPL-3.0", include_str!("../lemmas/licenses/AGPL-3.0.txt")),
    ("CC-BY-4.0", include_str!("../lemmas/licenses/CC-BY-4.0.txt")),
    ("CC-BY-SA-3.0", include_str!("../lemmas/licenses/CC-BY-SA-3.0.txt")),
    ("CC-BY-SA-4.0", include_str!("../lemmas/licenses/CC-BY-SA-4.0.txt")),
    ("GPL-2.0", include_str!("../lemmas/licenses/GPL-2.0.txt")),
    ("GPL-3.0", include_str!("../lemmas/licenses/GPL-3.0.txt")),
    ("LGPLLR", include_str!("../lemmas/licenses/LGPLLR.txt")),
    ("ODbL-1.0", include_str!("../lemmas/licenses/ODbL-1.0.txt")),
    ("OFL-1.1", include_str!("../fonts/licenses/OFL-1.1.txt")),
    ("PoliMorf-SGJP", include_str!("../lemmas/licenses/PoliMorf-SGJP.txt")),
    ("Unicode-3.0", include_str!("../lemmas/licenses/Unicode-3.0.txt")),
    ("Zargan", include_str!("../lemmas/licenses/Zargan.txt")),
    ("simplemma", include_str!("../lemmas/licenses/simplemma.txt")),
    ("spaCy", include_str!("../lemmas/licenses/spaCy.txt")),
    ("segmenters", SEGMENTERS_NOTICE),
];

/// Where the data of a language come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The works.
    pub works: &'static str,
    /// Their licences, by the names in [`TEXTS`].
    pub licences: Vec<&'static str>,
}

/// The origin of the data of the language of this ISO 639 code; none where there are none.
pub fn source(code: &str) -> Option<Source> {
    let rows = SOURCES.lines().filter(|line| !line.starts_with('#'));
    let mut found = rows.filter_map(|line| Some((line.split_once('\t')?.0, line.split_once('\t')?.1)));
    let (works, licences) = found.find(|(name, _)| *name == code)?.1.split_once('\t')?;
    Some(Source { works, licences: licences.split(' ').collect() })
}

/// The text of the licence of this name, in any case.
pub fn text(name: &str) -> Option<&'static str> {
    TEXTS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, text)| *text)
}

/// Everything in one text: the notices, then each licence under its name.
pub fn all() -> String {
    let mut all = format!("{LEMMAS_NOTICE}\n\n{SEGMENTERS_NOTICE}\n\n{FONTS_NOTICE}");
    for (name, text) in TEXTS.iter().filter(|(name, _)| *name != "segmenters") {
        all.push_str(&format!("\n\n{name}\n{}\n\n{text}", "=".repeat(name.len())));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Full texts of licences are longer; what is shorter is an address in place of one.
    const TEXT_BYTES_MIN: usize = 900;

    #[test]
    fn each_language_with_data_has_a_source_and_licences_whose_texts_are_here() {
        let folder = |name: &str| format!("{}/{name}", env!("CARGO_MANIFEST_DIR"));
        let mut languages = 0;
        for (name, ending) in [("lemmas", "lemmas"), ("segment", "words")] {
            for entry in std::fs::read_dir(folder(name)).expect("the folder").flatten() {
                let path = entry.path();
                if path.extension().is_none_or(|found| found != ending) {
                    continue;
                }
                let code = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                let source = source(&code).unwrap_or_else(|| panic!("{code} has no source"));
                assert!(source.works.len() > 4 && !source.licences.is_empty(), "{code}");
                for licence in source.licences {
                    let text = text(licence).unwrap_or_else(|| panic!("{code}: no text of {licence}"));
                    // An address in place of terms, of which the notice tells.
                    assert!(text.len() > TEXT_BYTES_MIN || licence == "Zargan", "{licence}");
                }
                languages += 1;
            }
        }
        assert_eq!(languages, 56);
    }

    #[test]
    fn each_file_of_a_licence_is_in_the_list_and_in_the_whole() {
        let folder = |of: &str| format!("{}/{of}/licenses", env!("CARGO_MANIFEST_DIR"));
        let entries = ["lemmas", "fonts"].map(|of| std::fs::read_dir(folder(of)).expect("the folder"));
        let mut files = 0;
        for entry in entries.into_iter().flatten().flatten() {
            let name = entry.path().file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let content = std::fs::read_to_string(entry.path()).expect("UTF-8");
            assert_eq!(text(&name), Some(content.as_str()), "{name}");
            assert!(all().contains(&content), "{name}");
            files += 1;
        }
        assert_eq!(files + 1, TEXTS.len());
        assert_eq!(text("gpl-3.0"), text("GPL-3.0"));
        assert_eq!((text("GPL-4.0"), source("xx")), (None, None));
    }

    #[test]
    fn no_text_of_a_licence_forbids_commercial_use() {
        assert!(TEXTS.iter().all(|(_, text)| !text.contains("NonCommercial")));
    }
}
