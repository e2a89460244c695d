//! Siblings of the kinds of texts that were once read wrongly, in several languages each, through the one door: a file with two
//! labels, of which every term is listed (`max_q` 1).

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;
use wordify::progress::Monitor;
use wordify::report::Report;
use wordify::settings::{Lemmas, Settings, StopWords};
use wordify::study::{Study, run};
use wordify::text::language::{Language, detection};
use wordify::text::tokenize::KeptTokens;

/// Documents of each text.
const COPIES: usize = 12;

/// Settings for a language, with which every term of one word is listed.
fn settings(code: &str) -> Settings {
    Settings {
        language: Language::from_code(code).expect("a language"),
        ngram_range: (1, 1),
        max_q: 1.0,
        shuffles: Some(19),
        ..Settings::default()
    }
}

fn with_all_words(code: &str) -> Settings {
    Settings { stop_words: StopWords::None, ..settings(code) }
}

fn as_written(code: &str) -> Settings {
    Settings { lemmas: Lemmas::Off, ..with_all_words(code) }
}

fn report(rows: &[(String, &str)], settings: Settings) -> Report {
    let quoted = |text: &str| text.replace('"', "\"\"");
    let rows = rows.iter().map(|(text, label)| format!("\"{}\",{label}\n", quoted(text)));
    let csv = format!("text,label\n{}", rows.collect::<String>());
    let study = Study { settings, ..Study::default() };
    run(csv.into_bytes(), Some("texts.csv"), &study, 2, &Monitor::silent()).expect("a report")
}

/// The terms of `texts`, with the number of documents of each, against texts that share no word with them. A number makes each
/// document unique; it stands in front, so that the text is inside a sentence.
fn terms(texts: &[&str], settings: Settings) -> BTreeMap<String, usize> {
    let mut rows = Vec::new();
    for number in 0..COPIES * texts.len() {
        rows.push((format!("9{number:05} {}", texts[number % texts.len()]), "A"));
        rows.push((format!("8{number:05}"), "B"));
    }
    let report = report(&rows, settings);
    let of_label = report.analysis.indicators.iter().filter(|indicator| indicator.label == "A");
    let enough = of_label.filter(|indicator| indicator.documents_in_label >= COPIES);
    enough.map(|indicator| (indicator.term.clone(), indicator.documents_in_label)).collect()
}

/// Each of `texts` has these terms and no others.
fn check(code: &str, settings: impl Fn(&str) -> Settings, texts: &[&str], expected: &[&str]) {
    let found: Vec<String> = terms(texts, settings(code)).into_keys().collect();
    let mut expected: Vec<&str> = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected, "{code}: {texts:?}");
}

/// The spellings are one term, in the documents of all.
fn check_one(code: &str, settings: impl Fn(&str) -> Settings, spellings: &[&str]) {
    let found = terms(spellings, settings(code));
    let all = COPIES * spellings.len();
    assert!(found.values().any(|&documents| documents == all), "{code}: {spellings:?} are {found:?}");
    assert_eq!(found.len(), 1, "{code}: {spellings:?} are {found:?}");
}

fn decomposed(text: &str) -> String {
    text.nfd().collect()
}

#[test]
fn words_of_scripts_with_vowel_signs_stay_whole() {
    let words = ["বাংলাদেশ", "தமிழ்நாடு", "తెలుగు", "मराठी", "ଓଡ଼ିଆ", "ਪੰਜਾਬੀ", "ඉංග්\u{200d}රීසි", "བོད", "ދިވެހި"];
    check(
        "multi",
        with_all_words,
        &words,
        &words.map(|word| word.nfc().collect::<String>()).each_ref().map(String::as_str),
    );
    check("multi", with_all_words, &["തമിഴ്"], &["തമിഴ്"]);
}

#[test]
fn words_stay_whole_without_lemmas() {
    check("hi", as_written, &["विद्यार्थी अच्छा"], &["विद्यार्थी", "अच्छा"]);
    check("ml", as_written, &["മലയാളം നല്ല"], &["മലയാളം", "നല്ല"]);
    check("fa", as_written, &["می\u{200c}خواهم"], &["می\u{200c}خواهم"]);
    check("fr", as_written, &["élèves où"], &["élèves", "où"]);
}

#[test]
fn hashtags_are_whole_in_every_script() {
    let kept = |code: &str| Settings {
        kept_tokens: KeptTokens { hashtags: true, ..KeptTokens::default() },
        ..with_all_words(code)
    };
    check("multi", kept, &["#தமிழ்"], &["#தமிழ்"]);
    check("fr", kept, &["#été"], &["#été"]);
    check("fr", kept, &[&decomposed("#été")], &["#été"]);
    check("fa", kept, &["#کتاب\u{200c}خانه"], &["#کتاب\u{200c}خانه"]);
    check("ar", kept, &["#مُحَمَّد"], &["#محمد"]);
}

#[test]
fn composed_and_decomposed_letters_are_one_term() {
    for (code, word) in [
        ("fr", "Beyoncé"),
        ("de", "Müller"),
        ("el", "Αθήνα"),
        ("ru", "Йошкар"),
        ("multi", "việt"),
        ("multi", "한국어"),
        ("ja", "ガス"),
        ("sv", "Ångström"),
        ("pl", "Łódź"),
        ("hi", "क़लम"),
    ] {
        check_one(code, with_all_words, &[word, &decomposed(word)]);
        check_one(code, as_written, &[word, &decomposed(word)]);
    }
}

#[test]
fn invisible_characters_divide_no_word() {
    for (code, plain, other) in [
        ("en", "cooperation", "coopera\u{ad}tion"),
        ("fr", "anticonstitutionnel", "anti\u{ad}constitutionnel"),
        ("ru", "библиотека", "библио\u{ad}тека"),
        ("nl", "ziekenhuis", "zieken\u{ad}\nhuis"),
        ("multi", "keyboard", "key\u{2060}board"),
        ("he", "שלום", "\u{200f}שלום\u{200e}"),
        ("ar", "كتاب", "\u{202b}كتاب\u{202c}"),
        ("en", "keyboard", "\u{feff}keyboard"),
    ] {
        check_one(code, with_all_words, &[plain, other]);
        check_one(code, as_written, &[plain, other]);
    }
}

#[test]
fn markup_of_pages_is_read_as_what_it_stands_for() {
    check("fr", with_all_words, &["caf&eacute; bient&ocirc;t"], &["café", "bientôt"]);
    check("en", with_all_words, &["Q&amp;amp;A wolves"], &["wolf"]);
    check("en", with_all_words, &["don&#x27;t"], &["do", "not"]);
    check("de", with_all_words, &["M&uuml;ller&nbsp;Stra&szlig;e"], &["müller", "straße"]);
    check("es", with_all_words, &["<div class='x'>ni&ntilde;os</div>"], &["niño"]);
    check("ru", with_all_words, &["&#1082;&#1085;&#1080;&#1075;&#1072;"], &["книга"]);
    check("en", with_all_words, &["wolves.\\n\\nlambs"], &["lamb", "wolf"]);
    check("en", with_all_words, &["caf<U+00E9> na\\u00efve"], &["café", "naïve"]);
}

#[test]
fn negations_are_terms_in_every_language() {
    for (code, words) in [
        ("en", "never nothing without"),
        ("de", "nie kein ohne"),
        ("fr", "pas jamais rien"),
        ("es", "nunca nada sin"),
        ("it", "mai niente senza"),
        ("pt", "não nunca nada"),
        ("nl", "niet nooit zonder"),
        ("ru", "не нет никогда"),
        ("pl", "nie nigdy bez"),
        ("sv", "inte aldrig utan"),
        ("da", "ikke aldrig uden"),
        ("nb", "ikke aldri uten"),
        ("tr", "değil asla"),
        ("el", "δεν ποτέ χωρίς"),
        ("hu", "nem soha"),
        ("ar", "لا ليس"),
        ("he", "לא בלי"),
        ("hi", "नहीं मत"),
        ("uk", "не ніколи"),
        ("cs", "nikdy bez"),
    ] {
        let found = terms(&[words], settings(code));
        let kept = words.split(' ').count();
        assert_eq!(found.len(), kept, "{code}: {words} are {found:?}");
    }
    check("zh", settings, &["我没喜欢"], &["没", "喜欢"]);
    check("ja", settings, &["食べない"], &["ない", "食べる"]);
}

#[test]
fn evaluations_are_terms_in_every_language() {
    for (code, words, expected) in [
        ("de", "besser schlimm", ["gut", "schlimm"]),
        ("fr", "bon mauvais", ["bon", "mauvais"]),
        ("it", "bene peggio", ["bene", "peggio"]),
        ("nl", "goed slecht", ["goed", "slecht"]),
        ("pt", "bom péssimo", ["bom", "péssimo"]),
        ("ru", "хорошо плохо", ["хорошо", "плохо"]),
        ("sv", "bra dålig", ["bra", "dålig"]),
        ("tr", "iyi kötü", ["iyi", "kötü"]),
    ] {
        let found = terms(&[words], settings(code));
        assert_eq!(found.len(), 2, "{code}: {expected:?}, not {found:?}");
    }
    check("zh", settings, &["好 坏"], &["好", "坏"]);
}

#[test]
fn names_in_s_keep_it_inside_sentences_and_plurals_lose_it() {
    check("en", with_all_words, &["Jennings", "Woods", "Fields"], &["jennings", "woods", "fields"]);
    check("en", with_all_words, &["the Participants", "a participant"], &["the", "participant"]);
    check("en", with_all_words, &["wolves Wales", "SANDERS Sanders"], &["wolf", "wales", "sanders"]);
}

#[test]
fn lemmas_are_words_that_people_expect() {
    for (code, word, lemma) in [
        ("en", "developed", "develop"),
        ("en", "thieves", "thief"),
        ("en", "unpaid", "unpaid"),
        ("en", "cancelled", "cancel"),
        ("es", "sale", "salir"),
        ("es", "flores", "flor"),
        ("it", "serie", "serie"),
        ("it", "detto", "dire"),
        ("pt", "música", "música"),
        ("pt", "medalha", "medalha"),
        ("fr", "boeing", "boeing"),
        ("fr", "oeil", "œil"),
        ("nl", "zitten", "zitten"),
        ("nb", "funksjoner", "funksjon"),
        ("da", "skat", "skat"),
        ("sv", "olika", "olika"),
        ("de", "letzte", "letzt"),
        ("ru", "германия", "германия"),
        ("uk", "франції", "франція"),
        ("bg", "индия", "индия"),
        ("pl", "europy", "europa"),
        ("ca", "arròs", "arròs"),
        ("ca", "formatge", "formatge"),
        ("el", "επισκέπτης", "επισκέπτης"),
        ("lt", "vasaros", "vasara"),
        ("hu", "szerelem", "szerelem"),
        ("fi", "täynnä", "täynnä"),
        ("ro", "copii", "copil"),
        ("sk", "prešov", "prešov"),
        ("lv", "šodien", "šodien"),
    ] {
        check(code, with_all_words, &[word], &[lemma]);
    }
}

#[test]
fn pronouns_behind_short_verbs_are_cut() {
    check("es", with_all_words, &["dímelo", "verte", "háblame"], &["decir", "ver", "hablar"]);
    check(
        "it",
        with_all_words,
        &["dirlo", "farti", "vederlo", "aiutami"],
        &["dire", "fare", "vedere", "aiutare"],
    );
    check("pt", with_all_words, &["vendê-lo", "dar-me", "fazê-lo"], &["vender", "dar", "fazer"]);
    check("ca", with_all_words, &["donar-me", "fer-ho"], &["donar", "fer"]);
}

#[test]
fn wide_and_narrow_letters_are_the_usual_ones() {
    check_one("en", with_all_words, &["hotel", "ｈｏｔｅｌ"]);
    check_one("fr", with_all_words, &["ﬁlm", "film"]);
    check_one("ja", with_all_words, &["ホテル", "ﾎﾃﾙ"]);
    check_one("multi", with_all_words, &["oﬃce", "office"]);
    check("ja", with_all_words, &["ＡＢＣ１２３"], &["abc", "123"]);
    check("zh", with_all_words, &["５Ｇ手机"], &["5g", "手机"]);
}

#[test]
fn letters_of_another_keyboard_are_the_own_ones() {
    check_one("fa", with_all_words, &["علی", "علي", "علی\u{200c}"]);
    check_one("fa", with_all_words, &["ایران", "ايران"]);
    check_one("ar", with_all_words, &["علي", "علی"]);
    check_one("ar", with_all_words, &["كتاب", "ﻛﺘﺎﺏ", "كـتـاب", "کتاب"]);
    check_one("he", with_all_words, &["צה״ל", "צה\"ל", "צה”ל"]);
    check_one("ro", with_all_words, &["țară", "ţară"]);
}

#[test]
fn ligatures_and_letters_replaced_for_want_of_a_key_are_one_word() {
    check_one("fr", with_all_words, &["cœur", "coeur"]);
    check_one("fr", with_all_words, &["Œuf", "œuf", "oeuf", "OEUF"]);
    check_one("de", with_all_words, &["Straße", "Strasse", "STRASSE"]);
    check_one("de", with_all_words, &["Größe", "GRÖSSE", "Groesse"]);
    check_one("hy", with_all_words, &["թևեր", "թեւեր", "ԹԵՒԵՐ"]);
}

#[test]
fn languages_that_are_not_ours_are_called_none_of_them() {
    for (language, texts) in [
        ("Vietnamese", ["sản phẩm rất tốt", "giao hàng chậm quá", "tôi không hài lòng"]),
        ("Thai", ["สินค้าดีมาก", "จัดส่งช้ามาก", "ฉันไม่พอใจ"]),
        (
            "Hinglish",
            ["yaar ye phone bahut accha hai", "kya bakwas product hai", "bilkul bekar service mila"],
        ),
        ("three words", ["ok", "nice one", "ótimo"]),
        ("Bengali", ["পণ্যটি খুব ভালো", "ডেলিভারি দেরিতে", "আমি খুশি না"]),
    ] {
        let texts: Vec<String> = texts.iter().cycle().take(30).map(|&text| text.to_owned()).collect();
        let choice = detection::detect(&texts).map_or(Language::Multi, |guess| guess.choice());
        assert_eq!(choice, Language::Multi, "{language}");
    }
}

#[test]
fn labels_that_look_alike_are_reported() {
    let decomposed = decomposed("Café");
    for pair in [
        ["Moscow", "Моscоw"],
        ["Café", &decomposed],
        ["Bar", "Bar\u{200b}"],
        ["Good", "good"],
        ["left\u{a0}wing", "left wing"],
        ["ﬁne", "fine"],
    ] {
        let rows: Vec<(String, &str)> =
            (0..40).map(|number| (format!("word{} text", number % 7), pair[number % 2])).collect();
        let report = report(&rows, settings("en"));
        let account = &report.analysis.account;
        let is_reported = account.warnings.iter().any(|it| it.contains("count as different"));
        assert!(is_reported || account.documents_per_label.len() == 1, "{pair:?}: {:?}", account.warnings);
    }
}

#[test]
fn capitals_find_the_word_that_the_corpus_writes() {
    check_one("el", with_all_words, &["Αθήνας", "ΑΘΗΝΑΣ"]);
    check_one("el", with_all_words, &["νόμος", "ΝΟΜΟΣ"]);
    check_one("el", with_all_words, &["νομός", "ΝΟΜΟΣ"]);
    check_one("tr", with_all_words, &["ışık", "IŞIK", "Işık"]);
    check_one("tr", with_all_words, &["iyi", "İYİ"]);
    check_one("lt", with_all_words, &["viešbutis", "VIEŠBUTIS", "Viešbučio"]);
    check_one("hu", with_all_words, &["kávé", "KÁVÉ"]);
}
