//! Languages and stop words from the command line.

mod program;

use program::Folder;

#[test]
fn the_languages_are_listed_with_what_each_has() {
    let folder = Folder::new();
    let text = folder.run(&["languages"]).ok().text();
    let line = |code: &str| {
        let begins = |line: &&str| line.split_whitespace().next() == Some(code);
        text.lines().find(begins).unwrap_or_else(|| panic!("{code} is missing from:\n{text}")).to_owned()
    };
    assert!(line("de").contains("German") && line("de").contains("spacy, nltk, iso"), "{}", line("de"));
    assert!(line("el").contains("Greek"));
    assert!(!line("pl").contains("nltk"));
    assert!(line("multi").contains("–"));
    assert!(text.lines().count() > 50);
    let json = folder.run(&["languages", "--json"]).ok().json();
    let polish = json.as_array().expect("a list").iter().find(|language| language["code"] == "pl");
    assert_eq!(polish.expect("Polish")["stop_words"], serde_json::json!(["wordify", "spacy", "iso"]));
}

#[test]
fn an_unknown_language_is_reported_with_the_nearest() {
    Folder::new()
        .run(&["analyze", "pets.csv", "--language", "germna"])
        .failed(2, &["there is no language “germna”", "de (German)"]);
}

#[test]
fn a_collection_without_a_list_for_the_language_is_reported() {
    Folder::new()
        .run(&["analyze", "pets.csv", "--language", "Polish", "--stop-words", "nltk"])
        .failed(2, &["NLTK has no list of stop words for Polish", "spacy, iso"]);
}

#[test]
fn stop_words_come_from_the_collection_that_is_named() {
    let folder = Folder::new();
    // “nothing” is in the lists of spaCy and ISO and not in NLTK's.
    folder.write("pets.csv", program::pets().replace("meow", "nothing"));
    for (list, listed) in [("spacy", false), ("iso", false), ("nltk", true), ("none", true)] {
        let run = folder
            .run(&[
                "analyze",
                "pets.csv",
                "--shuffles",
                "19",
                "--language",
                "en",
                "--stop-words",
                list,
                "--out",
                "-",
            ])
            .ok();
        assert_eq!(run.text().contains("nothing"), listed, "{list}");
    }
}

#[test]
fn words_are_added_to_the_list_and_kept_from_it_as_a_comma_list_or_a_file() {
    let folder = Folder::new();
    folder.write("pets.csv", program::pets().replace("meow", "nothing"));
    folder.write("keep.txt", "Nothing\n");
    for keep in ["nothing", "nothing, everything", "keep.txt"] {
        let options =
            ["--stop-words-keep", keep, "--stop-words-add", "Woof", "--out", "-", "--format", "json"];
        let json = folder
            .run(
                &[&["analyze", "pets.csv", "--shuffles", "19", "--stop-words", "spacy"], &options[..]]
                    .concat(),
            )
            .ok()
            .json();
        let terms: Vec<_> = json["analysis"]["indicators"].as_array().expect("terms").iter().collect();
        assert!(terms.iter().any(|term| term["term"] == "nothing"), "{keep}");
        assert!(terms.iter().all(|term| term["term"] != "woof"), "{keep}");
        assert_eq!(json["analysis"]["settings"]["stop_words_add"], serde_json::json!(["woof"]));
    }
    folder
        .run(&["analyze", "pets.csv", "--stop-words-keep", "missing.txt"])
        .failed(3, &["missing.txt", "--stop-words-keep"]);
}

#[test]
fn a_language_without_stop_words_is_warned_of() {
    let folder = Folder::new();
    let run = folder.run(&["analyze", "pets.csv", "--shuffles", "19", "--language", "gv", "--out", "-"]).ok();
    assert!(run.stderr.contains("no list of stop words for Manx"), "{}", run.stderr);
}

#[test]
fn words_count_by_their_lemmas_unless_that_is_turned_off_or_the_language_has_none() {
    let folder = Folder::new();
    folder.write("pets.csv", program::pets().replace("meow", "wolves"));
    let options =
        ["analyze", "pets.csv", "--shuffles", "19", "--max-q", "1", "--out", "-", "--format", "json"];
    for (more, used) in [
        (&["--language", "en"][..], true),
        (&["--language", "en", "--lemmas", "on"], true),
        (&["--language", "en", "--lemmas", "off"], false),
        (&["--language", "en", "--preset", "wordify-2021"], true),
        (&["--language", "en", "--preset", "wordify-2022"], true),
        (&["--language", "multi"], false),
    ] {
        let report = folder.run(&[&options[..], more].concat()).ok().json();
        let cat = terms_of(&report, "cat");
        assert_eq!(cat.contains(&"wolf".to_owned()), used, "{more:?}: {cat:?}");
        assert_eq!(cat.contains(&"wolves".to_owned()), !used, "{more:?}: {cat:?}");
        assert_eq!(report["analysis"]["settings"]["lemmas"], used, "{more:?}");
    }
}

/// Two labels, told apart by two words; the rest is the same sentence.
fn corpus(template: &str, words: [&str; 2]) -> String {
    let mut csv = String::from("text,label\n");
    for number in 0..40 {
        csv.push_str(&format!(
            "\"{} nr{}\",label{}\n",
            template.replace("{}", words[number % 2]),
            number / 2,
            number % 2
        ));
    }
    csv
}

#[test]
fn the_language_is_guessed_on_request_and_the_guess_is_shown_and_recorded() {
    let folder = Folder::new();
    let german = "Das Wetter war {} und wir sind am Fluss entlang gegangen";
    folder.write("wetter.csv", corpus(german, ["schön", "scheußlich"]));
    let options =
        ["analyze", "wetter.csv", "--shuffles", "19", "--language", "auto", "--out", "-", "--format", "json"];
    let run = folder.run(&options).ok();
    let analysis = &run.json()["analysis"];
    assert_eq!(analysis["settings"]["language"], "de");
    assert_eq!(analysis["settings"]["language_detected"], true);
    assert_eq!(analysis["language_guess"]["language"], "de");
    assert!(run.stderr.contains("language de (guessed)"), "{}", run.stderr);
    let inspected = folder.run(&["inspect", "wetter.csv"]).ok().text();
    assert!(inspected.contains("German") && inspected.contains("--language de"), "{inspected}");
    let options = ["analyze", "wetter.csv", "--shuffles", "19", "--language", "en", "--out", "-"];
    let run = folder.run(&options).ok();
    assert!(run.stderr.contains("The texts look like German, but the language is English"), "{}", run.stderr);
}

#[test]
fn a_corpus_of_two_languages_or_of_another_script_is_warned_of() {
    let folder = Folder::new();
    let german = corpus("Das Wetter war {} und wir sind am Fluss entlang gegangen", ["schön", "scheußlich"]);
    let russian = corpus("Погода была {} и мы весь день гуляли вдоль большой реки", ["хорошая", "плохая"]);
    let mixed = german + russian.split_once('\n').expect("a header").1;
    folder.write("mixed.csv", &mixed);
    let run =
        folder.run(&["analyze", "mixed.csv", "--shuffles", "19", "--language", "de", "--out", "-"]).ok();
    assert!(
        run.stderr.contains("40 documents of 80 are written in another script than German (40 Cyrillic)"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("Russian 50%") || run.stderr.contains("look like Russian"), "{}", run.stderr);
}

/// The positive terms of each label, best first.
fn terms_of(report: &serde_json::Value, label: &str) -> Vec<String> {
    let indicators = report["analysis"]["indicators"].as_array().expect("indicators");
    let of_label = indicators.iter().filter(|one| one["label"] == label && one["sign"] == "positive");
    of_label.map(|one| one["term"].as_str().expect("a term").to_owned()).collect()
}

#[test]
fn greek_russian_polish_and_chinese_texts_give_the_words_that_differ_and_no_stop_words() {
    // A sentence, the two words that differ, and stop words in it. Words are compared by their beginnings, so that
    // the test holds for forms and lemmas.
    let corpora = [
        (
            "el",
            "Η ταινία ήταν {}, και ο κόσμος έφυγε νωρίς από το σινεμά",
            ["υπέροχ", "βαρετ"],
            ["υπέροχη", "βαρετή"],
            "και",
        ),
        (
            "ru",
            "Фильм был {}, но мы всё равно ушли из кино очень рано",
            ["чудес", "скучн"],
            ["чудесный", "скучный"],
            "но",
        ),
        (
            "pl",
            "Film był {}, ale i tak wyszliśmy z kina bardzo wcześnie",
            ["wspaniał", "nudn"],
            ["wspaniały", "nudny"],
            "ale",
        ),
        ("zh", "电影 {} ， 但是 我们 还是 很早 离开 影院", ["精彩", "无聊"], ["精彩", "无聊"], "但是"),
    ];
    for (code, sentence, beginnings, words, stop_word) in corpora {
        let folder = Folder::new();
        folder.write("films.csv", corpus(sentence, words));
        for language in [code, "auto"] {
            let options =
                ["analyze", "films.csv", "--shuffles", "19", "--max-q", "1", "--language", language];
            let run = folder.run(&[&options[..], &["--out", "-", "--format", "json"]].concat()).ok();
            let report = run.json();
            assert_eq!(report["analysis"]["settings"]["language"], code, "{language}");
            assert!(!run.stderr.contains("another script"), "{}", run.stderr);
            for (label, beginning) in ["label0", "label1"].into_iter().zip(beginnings) {
                let terms = terms_of(&report, label);
                assert!(terms.iter().any(|term| term.starts_with(beginning)), "{code} {label}: {terms:?}");
                let is_stop_word = |term: &String| term.split(' ').any(|token| token == stop_word);
                assert!(!terms.iter().any(is_stop_word), "{code} {label}: {terms:?}");
            }
        }
    }
}

#[test]
fn own_cleaning_steps_replace_those_of_the_preset() {
    let folder = Folder::new();
    let text = program::pets().replace("meow", "MEEEOW!!! (see www.cats.org)").replace("woof", "Wóóf u.s.a.");
    folder.write("pets.csv", &text);
    let steps = "replace-urls,repeated-characters,accents,acronyms,lowercase,punctuation";
    let options = [
        "analyze",
        "pets.csv",
        "--shuffles",
        "19",
        "--max-q",
        "1",
        "--no-length-control",
        "--clean-before",
        steps,
    ];
    let report = folder.run(&[&options[..], &["--out", "-", "--format", "json"]].concat()).ok().json();
    let (cat, dog) = (terms_of(&report, "cat"), terms_of(&report, "dog"));
    assert!(cat.contains(&"meeow".to_owned()) && cat.contains(&"_url_".to_owned()), "{cat:?}");
    assert!(dog.contains(&"woof".to_owned()) && dog.contains(&"usa".to_owned()), "{dog:?}");
    let settings = &report["analysis"]["settings"];
    assert_eq!(settings["cleaning"]["before"][0], "replace-urls");
    assert_eq!(settings["cleaning"]["after"], serde_json::json!([]));
    folder
        .run(&["analyze", "pets.csv", "--clean-before", "lowercase,remove-url"])
        .failed(2, &["there is no cleaning step “remove-url”", "remove-urls"]);
}

#[test]
fn the_cleaning_steps_are_listed() {
    let folder = Folder::new();
    let text = folder.run(&["steps"]).ok().text();
    for expected in ["lowercase", "replace-urls", "repeated-words", "goood becomes good"] {
        assert!(text.contains(expected), "“{expected}” is missing from:\n{text}");
    }
    let json = folder.run(&["steps", "--json"]).ok().json();
    assert_eq!(json[0]["name"], "lowercase");
}

#[test]
fn the_licences_of_the_dictionaries_are_printed() {
    let folder = Folder::new();
    let table = folder.run(&["licences"]).ok().text();
    for expected in ["Slovenian", "LABEL-LEX", "AGPL-3.0", "segmenters"] {
        assert!(table.contains(expected), "“{expected}” is missing from:\n{table}");
    }
    assert!(folder.run(&["licences", "gpl-3.0"]).ok().text().contains("GNU GENERAL PUBLIC LICENSE"));
    let all = folder.run(&["licences", "all"]).ok().text();
    assert!(all.contains("Open Database License") && all.contains("Nara Institute of Science"));
    let languages = folder.run(&["licences", "--json"]).ok().json();
    assert_eq!(languages.as_array().map(Vec::len), Some(56));
    folder.run(&["licences", "GPL-4"]).failed(2, &["there is no licence “GPL-4” here", "ODbL-1.0"]);
}

#[test]
fn stop_words_go_also_where_the_texts_keep_their_case() {
    let folder = Folder::new();
    folder.write("pets.csv", program::pets().replace("a meow", "The Meow"));
    let options = ["analyze", "pets.csv", "--shuffles", "19", "--max-q", "1", "--clean-before", "strip"];
    let options = [&options[..], &["--lemmas", "off", "--language", "en"]].concat();
    let report = folder.run(&[&options[..], &["--out", "-", "--format", "json"]].concat()).ok().json();
    let cat = terms_of(&report, "cat");
    assert!(cat.contains(&"Meow".to_owned()) && !cat.iter().any(|term| term.contains("The")), "{cat:?}");
}

#[test]
fn texts_of_nothing_but_emojis_are_reported_and_can_be_analysed_on_request() {
    let folder = Folder::new();
    let mut csv = String::from("text,label\n");
    for number in 0..30 {
        let (cat, dog) = (["😀 🐱", "🐱👍🏽", "❤️🐱"][number % 3], ["😀 🐶", "🐶👍🏽", "❤🐶"][number % 3]);
        csv.push_str(&format!(
            "{cat} {},cat\n{dog} {},dog\n",
            "🎉".repeat(number + 1),
            "🎉".repeat(number + 1)
        ));
    }
    folder.write("emojis.csv", csv);
    let options =
        ["analyze", "emojis.csv", "--shuffles", "19", "--max-q", "1", "--out", "-", "--format", "json"];
    folder.run(&options).failed(3, &["no text has a word left", "--keep emojis"]);
    for more in [&["--keep", "emojis"][..], &["--keep", "emojis,hashtags", "--language", "auto"]] {
        let report = folder.run(&[&options[..], more].concat()).ok().json();
        assert!(terms_of(&report, "cat").contains(&"🐱".to_owned()), "{:?}", terms_of(&report, "cat"));
        assert_eq!(report["analysis"]["settings"]["kept_tokens"]["emojis"], true);
    }
    folder
        .run(&["analyze", "emojis.csv", "--keep", "emojis", "--preset", "wordify-2022"])
        .failed(2, &["leaves letters only"]);
}

#[test]
fn hashtags_are_kept_on_request() {
    let folder = Folder::new();
    folder.write("pets.csv", program::pets().replace("meow", "#Meow"));
    let options = ["analyze", "pets.csv", "--shuffles", "19", "--max-q", "1", "--keep", "hashtags"];
    let report = folder.run(&[&options[..], &["--out", "-", "--format", "json"]].concat()).ok().json();
    assert!(terms_of(&report, "cat").contains(&"#meow".to_owned()), "{:?}", terms_of(&report, "cat"));
}

#[test]
fn private_characters_and_unpaired_surrogates_do_no_harm() {
    let folder = Folder::new();
    let text = program::pets().replace("garden", "\u{e000}gar\u{f8ff}den\u{10fffd}");
    folder.write("private.csv", &text);
    let mut bytes = vec![0xff, 0xfe];
    for unit in text.encode_utf16() {
        bytes.extend(unit.to_le_bytes());
        if unit == u16::from(b'm') {
            bytes.extend(0xd800_u16.to_le_bytes()); // The first half of a pair, without its second.
        }
    }
    folder.write("surrogates.csv", bytes);
    let options = [
        "--shuffles",
        "19",
        "--max-q",
        "1",
        "--no-length-control",
        "--language",
        "auto",
        "--out",
        "-",
        "--format",
        "json",
    ];
    for name in ["private.csv", "surrogates.csv"] {
        let report = folder.run(&[&["analyze", name], &options[..]].concat()).ok().json();
        assert!(terms_of(&report, "dog").contains(&"woof".to_owned()), "{name}");
    }
}

#[test]
fn a_document_of_ten_megabytes_is_analysed_among_the_others() {
    let folder = Folder::new();
    let long = "the garden heard a meow near the window ".repeat(10_000_000 / 40);
    folder.write("long.csv", format!("{}{long},cat\n", program::pets()));
    let steps = "white-space,replace-urls,replace-emails,replace-emojis,replace-hashtags,replace-numbers,\
                 replace-phone-numbers,acronyms,accents,brackets,html-tags,repeated-characters,repeated-words,lowercase";
    for more in [&[][..], &["--clean-before", steps]] {
        let options =
            ["analyze", "long.csv", "--shuffles", "19", "--max-q", "1", "--out", "-", "--format", "json"];
        let report = folder.run(&[&options[..], more].concat()).ok().json();
        assert!(terms_of(&report, "cat").contains(&"meow".to_owned()));
    }
}

#[test]
fn a_lemma_gathers_the_forms_that_tell_the_labels_of_greek_japanese_polish_and_russian_texts_apart() {
    for code in ["el", "ja", "pl", "ru"] {
        let folder = Folder::new();
        let path = format!("{}/tests/corpora/forms/{code}.csv", env!("CARGO_MANIFEST_DIR"));
        folder.write("texts.csv", std::fs::read_to_string(path).expect("the corpus"));
        let options = ["analyze", "texts.csv", "--preset", "wordify-2021", "--fits", "40", "--ngrams", "1"];
        for language in [code, "auto"] {
            let more = ["--language", language, "--out", "-", "--format", "json"];
            let report = folder.run(&[&options[..], &more].concat()).ok().json();
            let analysis = &report["analysis"];
            assert_eq!(analysis["settings"]["language"], code);
            for label in analysis["labels"].as_array().expect("labels") {
                let label = label.as_str().expect("a name");
                assert_eq!(terms_of(&report, label).first().map(String::as_str), Some(label), "{code}");
                let indicators = analysis["indicators"].as_array().expect("indicators");
                let term = indicators.iter().find(|one| one["label"] == label && one["sign"] == "positive");
                let term = term.expect("the term");
                let forms = term["forms"].as_array().expect("forms");
                assert!(forms.len() >= 3, "{code}: {forms:?}");
                assert!(term["documents_in_label"].as_u64() >= Some(10), "{code}: {term}");
            }
        }
    }
}

/// The report on a corpus of these tests.
fn report_on(corpus: &str, more: &[&str]) -> serde_json::Value {
    let folder = Folder::new();
    let path = format!("{}/tests/corpora/{corpus}", env!("CARGO_MANIFEST_DIR"));
    folder.write("texts.csv", std::fs::read_to_string(path).expect("the corpus"));
    let options = ["analyze", "texts.csv", "--max-q", "1", "--ngrams", "1"];
    folder.run(&[&options[..], more, &["--out", "-", "--format", "json"]].concat()).ok().json()
}

/// Every one of `expected`, words with spaces between, is among the terms of `label`.
fn check_terms(report: &serde_json::Value, label: &str, expected: &str) {
    let terms = terms_of(report, label);
    for term in expected.split(' ') {
        assert!(terms.iter().any(|other| other == term), "{label}: no {term} in {terms:?}");
    }
}

#[test]
fn reviews_in_greek_russian_polish_japanese_and_chinese_give_the_words_that_readers_would_name() {
    // The word for a room leads in every language.
    let corpora = [
        (
            "el",
            "ξενοδοχείο",
            "δωμάτιο κρεβάτι πετσέτα ρεσεψιόν",
            "εστιατόριο",
            "πιάτο σερβιτόρος σούπα κρέας",
        ),
        ("ru", "отель", "номер кровать чемодан", "ресторан", "блюдо порция суп десерт официант"),
        ("pl", "hotel", "pokój walizka łóżko", "restauracja", "zupa porcja deser kelner rachunek"),
        ("ja", "ホテル", "部屋 フロント 荷物", "レストラン", "料理 美味しい 注文 店員"),
        ("zh", "酒店", "房间 窗户 前台 毛巾", "餐厅", "菜 好吃 服务员"),
    ];
    for (code, hotel, of_hotel, restaurant, of_restaurant) in corpora {
        for language in [code, "auto"] {
            let report = report_on(&format!("reviews/{code}.csv"), &["--language", language]);
            assert_eq!(report["analysis"]["settings"]["language"], code);
            // Politeness may differ between the two, and stands in the list of stop words.
            let warnings = report["analysis"]["warnings"].as_array().expect("a list").iter();
            let is_of_stop_words = |text: &&serde_json::Value| {
                text.as_str().is_some_and(|text| text.starts_with("Words that were left out as stop words"))
            };
            let others: Vec<_> = warnings.filter(|text| !is_of_stop_words(text)).collect();
            assert!(others.is_empty(), "{code}: {others:?}");
            check_terms(&report, hotel, of_hotel);
            check_terms(&report, restaurant, of_restaurant);
            let best = of_hotel.split(' ').next().map(str::to_owned);
            assert_eq!(terms_of(&report, hotel).first(), best.as_ref(), "{code}");
        }
        let report = report_on(
            &format!("reviews/{code}.csv"),
            &["--language", code, "--preset", "wordify-2022", "--threshold", "0.05"],
        );
        assert!(terms_of(&report, hotel).len() > 10, "{code}");
    }
}

#[test]
fn the_declaration_of_human_rights_gives_education_and_work_for_social_rights() {
    for (code, expected) in [
        ("el", "εκπαίδευση εργασία"),
        ("ru", "образование труд"),
        ("pl", "nauka praca"),
        ("ja", "教育 労働"),
        ("zh", "教育"),
    ] {
        let report = report_on(&format!("declaration/{code}.csv"), &["--language", code]);
        check_terms(&report, "social", expected);
    }
}

#[test]
fn the_stop_words_of_a_language_are_printed() {
    let folder = Folder::new();
    let words = |arguments: &[&str]| folder.run(arguments).ok().text();
    let english = words(&["languages", "en", "--stop-words"]);
    assert!(english.lines().any(|word| word == "the") && !english.lines().any(|word| word == "not"));
    let german = words(&["languages", "German", "--stop-words", "spacy"]);
    assert!(german.lines().any(|word| word == "gut"), "spaCy's list holds it");
    let json = folder.run(&["languages", "en", "--stop-words", "--json"]).ok().json();
    assert!(json.as_array().is_some_and(|words| words.len() > 100));
    let refused = folder.run(&["languages", "gv", "--stop-words"]);
    assert!(refused.stderr.contains("no list of stop words for Manx"), "{}", refused.stderr);
    assert_eq!(words(&["languages", "de"]).lines().filter(|line| line.contains("German")).count(), 1);
}

#[test]
fn phrases_among_stop_words_are_refused() {
    let folder = Folder::new();
    folder.write("a.csv", "text,label\none,a\ntwo,b\n");
    let refused = folder.run(&["analyze", "a.csv", "--stop-words-add", "new york,the"]);
    assert!(refused.stderr.contains("“new york” is a phrase"), "{}", refused.stderr);
}
