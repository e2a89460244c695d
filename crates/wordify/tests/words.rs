//! Words as people recognise them, in every script and language: the kinds of texts that were once read wrongly.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use wordify::analysis::vectorize;
use wordify::progress::Monitor;
use wordify::settings::{DocumentFrequency, Lemmas, Preset, Settings, StopWords};
use wordify::text::language::Language;
use wordify::text::language::stop_words::Collection;
use wordify::text::lemma::{Casing, Lemmatizer};
use wordify::text::tokenize::KeptTokens;

fn language(code: &str) -> Language {
    Language::from_code(code).expect("a language")
}

/// One-word terms of texts, with all words kept.
fn terms(code: &str, texts: &[&str], settings: Settings) -> Vec<String> {
    let settings = Settings {
        language: language(code),
        ngram_range: (1, 1),
        min_df: DocumentFrequency::Count(1),
        max_df: DocumentFrequency::Share(1.0),
        ..settings
    };
    let texts: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
    vectorize(&texts, &settings, 2, &Monitor::silent()).expect("terms").terms
}

fn check(code: &str, text: &str, expected: &[&str]) {
    let settings = Settings { stop_words: StopWords::None, ..Settings::default() };
    assert_eq!(terms(code, &[text], settings), expected, "{code}: {text}");
}

fn check_forms(code: &str, text: &str, expected: &[&str]) {
    let settings = Settings { stop_words: StopWords::None, lemmas: Lemmas::Off, ..Settings::default() };
    assert_eq!(terms(code, &[text], settings), expected, "{code}: {text}");
}

#[test]
fn words_of_every_script_stay_whole_without_lemmas() {
    for word in ["हिन्दी", "বাংলা", "தமிழ்", "తెలుగు", "മലയാളം", "ਪੰਜਾਬੀ", "ગુજરાતી", "ಕನ್ನಡ", "සිංහල", "ትግርኛ"]
    {
        check_forms("multi", &format!("({word}), x {word}!"), &[word]);
    }
    check_forms("hi", "हिन्दी अच्छी", &["अच्छी", "हिन्दी"]);
    check_forms("multi", "vie\u{302}\u{323}t cafe\u{301}", &["café", "việt"]);
    check_forms("multi", "مُحَمَّد", &["محمد"]);
}

#[test]
fn hashtags_keep_the_marks_of_their_letters_and_words_beside_them_their_lemmas() {
    let settings = |code| {
        let kept_tokens = KeptTokens { hashtags: true, emojis: true };
        terms(
            code,
            &["#हिन्दी don't 👍🏽 wolves"],
            Settings { kept_tokens, stop_words: StopWords::None, ..Settings::default() },
        )
    };
    assert_eq!(settings("en"), ["#हिन्दी", "do", "not", "wolf", "👍🏽"]);
    assert_eq!(settings("hi"), ["#हिन्दी", "don", "wolves", "👍🏽"].map(str::to_owned));
}

#[test]
fn what_looks_the_same_is_one_term() {
    check("en", "x Zoë Zoe\u{308} ZOË", &["zoë"]);
    check("de", "x Arbeitsplatz Arbeits\u{ad}platz Arbeits\u{2060}platz", &["arbeitsplatz"]);
    check("en", "x finance ﬁnance ｆｉｎａｎｃｅ", &["finance"]);
    check("fa", "کتاب كتاب", &["کتاب"]);
    check("zh", "ABC手机 ＡＢＣ手机 ２０２０年 2020年", &["2020", "abc", "年", "手机"]);
    check("fr", "x sœur soeur", &["sœur"]);
    check("fr", "x vœux voeux œuvre oeuvre", &["vœu", "œuvre"]);
    check("de", "x Straße STRASSE Strasse Straßen", &["straße"]);
    check("de", "x Bücher Buecher", &["buch"]);
}

#[test]
fn leftovers_of_other_formats_are_no_terms() {
    check(
        "en",
        "x cheap &amp; cheerful&nbsp;screen &lt;b&gt;bold&lt;/b&gt;",
        &["bold", "cheap", "cheerful", "screen"],
    );
    check("en", "x <p class=\"big\">nice</p><br/>day_x000D_", &["day", "nice"]);
    check("en", "x don&#39;t", &["do", "not"]);
}

#[test]
fn the_published_presets_read_texts_as_they_came() {
    let published = |preset, text: &str| {
        terms("en", &[text], Settings { preset, stop_words: StopWords::None, ..Settings::default() })
    };
    for preset in [Preset::Wordify2021, Preset::Wordify2022] {
        assert!(published(preset, "x soft\u{ad}ware").contains(&"soft".to_owned()), "{preset:?}");
        assert_eq!(published(preset, "he has gone"), ["gan", "have", "he"], "{preset:?}");
    }
    assert!(published(Preset::Wordify2021, "x &amp; y").contains(&"amp".to_owned()));
}

#[test]
fn what_decides_reviews_is_not_left_out() {
    let left = |code, text: &str| terms(code, &[text], Settings::default());
    assert_eq!(left("en", "x it was not good"), ["good", "not"]);
    assert_eq!(left("de", "x das ist nicht gut, sehr schlecht"), ["gut", "nicht", "schlecht", "sehr"]);
    assert_eq!(left("es", "x no es bueno, es peor"), ["bueno", "no", "peor"]);
    assert_eq!(left("zh", "我不喜欢"), ["不", "喜欢"]);
    assert_eq!(left("it", "x non è molto buono"), ["buono", "molto", "non"]);
}

#[test]
fn names_that_end_in_s_keep_it_and_plurals_do_not() {
    check("en", "x Sanders and Brooks, rivers. Rivers flow", &["and", "brooks", "flow", "river", "sanders"]);
    check("en", "x the Americans and an American", &["american", "and", "the"]);
    check(
        "en",
        "x Edwards met Owens, Waters and Starbucks",
        &["and", "edwards", "meet", "owens", "starbucks", "waters"],
    );
    check("de", "x Jonas x Niels", &["jonas", "niels"]);
    check("pt", "x Reis x Neves x Dias x campos", &["campo", "dias", "neves", "reis"]);
    check("en", "x Members met. The members, our members", &["meet", "member", "our", "the"]);
}

#[test]
fn german_nouns_are_nouns_where_the_corpus_says_so() {
    let own =
        |texts: &[&str]| terms("de", texts, Settings { stop_words: StopWords::None, ..Settings::default() });
    assert_eq!(own(&["x Wein", "x wein", "x Karte", "x karte"]), ["karte", "wein"]);
    let small =
        "der wein und die weine sind gut, ein haus mit der karte, wir machen es und ich mache es auch";
    let terms = own(&[small; 20]);
    for (word, is_there) in
        [("wein", true), ("haus", true), ("karte", true), ("weinen", false), ("hausen", false)]
    {
        assert_eq!(terms.iter().any(|term| term == word), is_there, "{word}: {terms:?}");
    }
    assert!(
        terms.iter().any(|term| term == "machen") && !terms.iter().any(|term| term == "mache"),
        "{terms:?}"
    );
}

#[test]
fn everyday_words_have_the_lemma_that_speakers_expect() {
    for (code, pairs) in [
        ("en", "gone=go worse=bad 1990s=1990s wolves=wolf"),
        ("de", "gegessen=essen Strasse=straße gross=groß Buecher=buch"),
        ("es", "dármelo=dar dárselo=dar verlo=ver visto=ver jamás=jamás buena=bueno"),
        ("it", "farlo=fare darlo=dare dirti=dire so=sapere partita=partita"),
        ("pt", "começo=começo copa=copa filha=filha"),
        ("fr", "soeur=sœur voeux=vœu oeuvre=œuvre coexister=coexister moyenne=moyenne"),
        ("nl", "derde=derde fiat=fiat"),
        ("sv", "katt=katt boll=boll film=film buss=buss text=text ok=ok"),
        (
            "hu",
            "szöveget=szöveg ötletek=ötlet fejlesztő=fejlesztő apám=apa óra=óra szám=szám élet=élet vajon=vajon megyek=megy",
        ),
        ("is", "formaður=formaður alltaf=alltaf ekki=ekki"),
        ("bg", "казва=казвам прави=правя франция=франция"),
        ("cs", "zdarma=zdarma ok=ok"),
        ("pl", "jakoś=jakoś wkrótce=wkrótce"),
        ("ru", "везде=везде вовсе=вовсе"),
        ("sl", "voda=voda zagotovo=zagotovo"),
        ("ro", "da=da il=il uneori=uneori"),
        ("fi", "ensi=ensi"),
    ] {
        let lemmatizer = Lemmatizer::load_mended(language(code), &[]).expect("lemmas");
        for pair in pairs.split(' ') {
            let (word, lemma) = pair.split_once('=').expect("word=lemma");
            assert_eq!(lemmatizer.lemma(word, Casing::Kept), lemma, "{code}: {word}");
        }
    }
}

#[test]
fn irregular_forms_of_everyday_words_are_not_taken_for_another_word() {
    // From grammars: Rounds on Hungarian, Holmes and Hinchliffe on Swedish, Allan and others on Danish, Wheeler and others on Catalan.
    for (code, pairs) in [
        (
            "hu",
            "kezek=kéz lovak=ló kövek=kő nyarak=nyár torkok=torok madarat=madár vizek=víz férjem=férj ettem=eszik ettünk=eszik \
             mentem=megy mentünk=megy tettem=tesz vettünk=vesz vittem=visz tartják=tart dolgozni=dolgozik álmában=álom \
             fogalmak=fogalom pártok=párt szobám=szoba kutyája=kutya falvakban=falu",
        ),
        (
            "sv",
            "möss=mus låg=ligga sålde=sälja satt=sitta tänder=tand skar=skära möjligheter=möjlighet åt=åt",
        ),
        (
            "da",
            "bøgerne=bog tænder=tand læste=læse søde=sød hjerter=hjerte drukket=drikke fundet=finde skåret=skære varme=varm \
             priserne=pris tung=tung",
        ),
        (
            "nb",
            "netter=natt tenner=tann satt=sitte hjerter=hjerte strender=strand skåret=skjære katten=katt byens=by",
        ),
        ("nn", "tenner=tann hender=hand"),
        ("is", "móður=móðir eykur=auka norsku=norskur vorum=vera"),
        ("ca", "vist=veure dolentes=dolent sigut=ser heu=haver hauré=haver blanques=blanc velles=vell"),
        ("gl", "visto=ver dito=dicir boas=bo fixo=facer lido=ler"),
        ("ast", "vistu=ver puede=poder"),
        (
            "it",
            "dimmi=dire fammi=fare dille=dire digli=dire dacci=dare stammi=stare vattene=andare goderselo=godere andarsene=andare",
        ),
        ("es", "salgo=salir vengo=venir elijo=elegir díselo=decir frito=freír"),
        ("pt", "ponho=pôr pus=pôr"),
        ("bg", "уши=ухо персонала=персонал дълга=дълъг"),
        ("mk", "жени=жена цени=цена голема=голем"),
        ("pl", "jadła=jeść kupię=kupić gorszy=zły mniejszy=mały"),
        ("uk", "діти=дитина може=могти став=стати"),
        ("sk", "jedli=jesť zlé=zlý ľuďom=človek"),
        ("et", "läinud=minema tehtud=tegema"),
        ("fi", "tulen=tulla munia=muna halvan=halpa"),
        ("el", "φίλων=φίλος ματιών=μάτι κόρες=κόρη"),
        ("nl", "zonen=zoon las=lezen gedragen=dragen"),
        ("fr", "votes=vote blanche=blanc chère=cher"),
        ("hy", "գնում=գնալ"),
        ("he", "נשים=אישה"),
        ("la", "regis=rex leges=lex"),
    ] {
        let lemmatizer = Lemmatizer::load_mended(language(code), &[]).expect("lemmas");
        for pair in pairs.split(' ') {
            let (word, lemma) = pair.split_once('=').expect("word=lemma");
            assert_eq!(lemmatizer.lemma(word, Casing::Kept), lemma, "{code}: {word}");
        }
    }
}

#[test]
fn stammered_letters_are_no_word() {
    check("en", "x I-I w-w-what", &["what"]);
}

#[test]
fn traditional_chinese_is_cut_as_its_simplified_form_and_shown_as_written() {
    check("zh", "臺灣大學的學生讀書", &["學生", "的", "臺灣大學", "讀書"]);
    check("zh", "台湾大学的学生读书", &["台湾大学", "学生", "的", "读书"]);
}

#[test]
fn hebrew_abbreviations_are_one_term_however_their_mark_is_typed() {
    check("he", "x צה\u{5f4}ל צה\"ל צה”ל", &["צהל"]);
    check("he", "x שָׁלוֹם שלום", &["שלום"]);
}

#[test]
fn gender_forms_are_one_word_with_the_lemma_of_their_plain_spelling() {
    check(
        "de",
        "x Student*innen Kund:innen StudentInnen Lehrer/-innen",
        &["kundin", "lehrerin", "studentin"],
    );
    check_forms("de", "x Ärzt_innen", &["ärztinnen"]);
    check("en", "x check*in", &["check", "in"]);
}

#[test]
fn greek_capitals_find_the_word_whose_accent_they_lost() {
    check("el", "x ΜΑΪΟΥ του Μαΐου ΠΡΟΪΟΝΤΩΝ", &["μάιος", "προϊόν"]);
    check("el", "x ΘΑΛΑΣΣΑΣ θάλασσας", &["θάλασσα"]);
}

#[test]
fn scripts_without_spaces_are_cut_in_texts_of_any_language() {
    check("multi", "x ภาษาไทยง่าย", &["ง่าย", "ภาษา", "ไทย"]);
    check("en", "x wolves ภาษาไทย", &["wolf", "ภาษา", "ไทย"]);
    check("multi", "x ភាសាខ្មែរជា", &["ខ្មែរ", "ជា", "ភាសា"]);
}

/// Everyday words of a language, of all kinds: those of its published lists of stop words.
fn everyday_words(language: Language) -> Vec<String> {
    let lists = Collection::of(language).filter_map(|collection| collection.list(language));
    let words: BTreeSet<&str> = lists.flat_map(str::lines).collect();
    // "ß" and "ῷ" become two letters in capitals, from which there is no way back.
    let comes_back = |word: &str| word.to_uppercase().to_lowercase().nfc().eq(word.nfc());
    let is_word = |word: &&str| {
        word.chars().all(char::is_lowercase) && word.chars().nth(1).is_some() && comes_back(word)
    };
    words.into_iter().filter(is_word).map(str::to_owned).collect()
}

/// In capitals, as writers of the language have them.
fn in_capitals(word: &str, language: Language) -> String {
    if language.code() == "tr" { word.replace('i', "İ").to_uppercase() } else { word.to_uppercase() }
}

#[test]
fn a_word_in_capitals_and_in_small_letters_is_one_term_in_every_language() {
    for &language in &Language::ALL {
        let words = everyday_words(language);
        let sentence = |words: &[String]| format!("x {}", words.join(" "));
        let small: Vec<String> = words.chunks(10).map(sentence).collect();
        let capitals: Vec<String> = words.iter().map(|word| in_capitals(word, language)).collect();
        let capitals: Vec<String> = capitals.chunks(10).map(sentence).collect();
        if small.is_empty() {
            continue;
        }
        let of = |texts: &[Vec<String>]| {
            let texts: Vec<&str> = texts.iter().flatten().map(String::as_str).collect();
            let settings = Settings { stop_words: StopWords::None, ..Settings::default() };
            terms(language.code(), &texts, settings)
        };
        let alone = of(&[small.clone(), small.clone(), small.clone()]);
        let together = of(&[small.clone(), small, capitals]);
        let fresh: Vec<&String> = together.iter().filter(|term| !alone.contains(term)).collect();
        assert!(fresh.is_empty(), "{language}: {fresh:?}");
    }
}
