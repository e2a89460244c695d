//! Texts with few letters beyond ASCII, in which a guess has little to go by: read right, or doubted aloud.

use wordify::table::Table;

use super::{csv, encoded, encoding, table};

/// `text` in the character set of the web or the page of DOS called `label`; `None` where it lacks a letter.
fn written(text: &str, label: &str) -> Option<Vec<u8>> {
    let Some((_, letters)) = PAGES.iter().find(|(page, _)| *page == label) else {
        return encoded(text, label);
    };
    let byte = |c: char| match letters.iter().find(|(letter, _)| *letter == c) {
        Some(&(_, byte)) => Some(byte),
        None => u8::try_from(c).ok().filter(u8::is_ascii),
    };
    text.chars().map(byte).collect()
}

/// Letters of pages of DOS (IBM's tables).
const PAGES: [(&str, &[(char, u8)]); 5] = [
    (
        "CP850",
        &[
            ('ä', 0x84),
            ('ö', 0x94),
            ('ü', 0x81),
            ('Å', 0x8f),
            ('å', 0x86),
            ('ñ', 0xa4),
            ('ï', 0x8b),
            ('ë', 0x89),
            ('é', 0x82),
            ('è', 0x8a),
            ('ê', 0x88),
            ('û', 0x96),
            ('ç', 0x87),
            ('à', 0x85),
            ('ã', 0xc6),
            ('£', 0x9c),
            ('½', 0xab),
            ('°', 0xf8),
        ],
    ),
    (
        "CP852",
        &[
            ('á', 0xa0),
            ('é', 0x82),
            ('ó', 0xa2),
            ('ö', 0x94),
            ('ú', 0xa3),
            ('ü', 0x81),
            ('ő', 0x8b),
            ('ű', 0xfb),
        ],
    ),
    ("CP857", &[('Ç', 0x80), ('ç', 0x87), ('ö', 0x94), ('ü', 0x81), ('ğ', 0xa7), ('ı', 0x8d), ('ş', 0x9f)]),
    ("CP860", &[('á', 0xa0), ('ã', 0x84), ('ç', 0x87)]),
    (
        "CP861",
        &[
            ('á', 0xa0),
            ('æ', 0x91),
            ('í', 0xa1),
            ('ð', 0x8c),
            ('ó', 0xa2),
            ('ú', 0xa3),
            ('ý', 0x98),
            ('þ', 0x95),
        ],
    ),
];

/// English reviews, which have no letters beyond ASCII.
const REVIEWS: [&str; 12] = [
    "the food was cold and the waiter rude",
    "lovely place with kind people",
    "we waited an hour for a soup",
    "best pancakes in the whole town",
    "never again, the place is dirty",
    "we come back every week",
    "they lost our booking and laughed",
    "the chef came out and said hello",
    "the bill was wrong, twice",
    "fresh bread, warm room",
    "noisy, greasy and far too dear",
    "great service and a fair bill",
];

/// What English texts have beyond ASCII.
const WORDS: [&str; 26] = [
    "café",
    "naïve",
    "jalapeño",
    "Müller",
    "crème brûlée",
    "façade",
    "Ångström",
    "piñata",
    "Zoë",
    "voilà",
    "São Paulo",
    "Malmö",
    "Björk",
    "Dvořák",
    "Łódź",
    "Erdoğan",
    "Beşiktaş",
    "it’s",
    "“fine”",
    "£5",
    "€5",
    "20°C",
    "½ hour",
    "Chloé’s",
    "Köln – Bonn",
    "résumé…",
];

/// 60 reviews with `word` in one of `every`.
fn reviews(word: &str, every: usize) -> String {
    let row = |at: usize| {
        let begin = if at.is_multiple_of(every) { format!("{word} was there and ") } else { String::new() };
        format!("\"{begin}{} {at}\",{}\n", REVIEWS[at % REVIEWS.len()], ["x", "y"][at % 2])
    };
    format!("text,label\n{}", (0..60).map(row).collect::<String>())
}

#[test]
fn one_word_beyond_ascii_is_read_right_or_doubted_aloud() {
    let (mut right, mut doubted, mut silent) = (0, 0, Vec::new());
    for word in WORDS {
        for label in
            ["windows-1252", "macintosh", "CP850", "iso-8859-15", "windows-1250", "windows-1254", "utf-8"]
        {
            for every in [3, 30] {
                let Some(bytes) = written(&reviews(word, every), label) else { continue };
                let table = table(&bytes);
                let is_doubted =
                    table.warnings.iter().any(|warning| warning.contains("encoding is uncertain"));
                match table.columns[0].cell(0).starts_with(word) {
                    true => right += 1,
                    false if is_doubted => doubted += 1,
                    false => silent.push((word, label, encoding(&table).to_owned())),
                }
            }
        }
    }
    assert_eq!(silent, []);
    assert!(right >= 256 && doubted <= 24, "{right} right, {doubted} doubted");
}

#[test]
fn what_is_usual_in_texts_is_not_doubted() {
    for word in [
        "café",
        "naïve",
        "it’s",
        "“fine”",
        "£5",
        "5 €",
        "20°C",
        "½ hour",
        "well – no",
        "• well",
        "and…",
        "‘fine’",
        "ACME™",
    ] {
        let bytes = written(&reviews(word, 7), "windows-1252").expect("signs of Windows");
        let table = table(&bytes);
        assert!(table.columns[0].cell(0).starts_with(word), "{word} as {}", encoding(&table));
        // Where the guess is of Central Europe, few letters make it doubtful.
        let is_quiet = table
            .warnings
            .iter()
            .all(|warning| warning.contains("windows-1250") || warning.contains("ISO-8859"));
        assert!(is_quiet, "{word}: {:?}", table.warnings);
    }
}

#[test]
fn texts_in_code_pages_that_no_browser_guesses_are_read() {
    for (language, label, texts, rows) in [
        ("Hungarian", "CP852", HUNGARIAN, 6),
        ("Turkish", "CP857", TURKISH, 6),
        ("Portuguese", "CP860", PORTUGUESE, 6),
        ("Icelandic", "CP861", ICELANDIC, 6),
        ("Lithuanian", "windows-1257", LITHUANIAN, 6),
        ("Estonian", "windows-1257", ESTONIAN, 60),
        ("Russian", "x-mac-cyrillic", RUSSIAN, 6),
        ("Ukrainian", "x-mac-cyrillic", UKRAINIAN, 6),
        ("Ukrainian", "x-mac-cyrillic", UKRAINIAN, 60),
    ] {
        let bytes = written(&csv(&texts, rows), label).expect("letters of the page");
        let table = table(&bytes);
        let found: Vec<&str> = table.columns[0].cells().take(texts.len()).collect();
        assert_eq!(found, texts, "{language} in {label}, read as {}", encoding(&table));
    }
}

const HUNGARIAN: [&str; 6] = [
    "Az étel hideg volt, a pincér goromba.",
    "Egy órát vártunk a levesre.",
    "Nagyszerű hely, a legjobb gulyás a városban!",
    "Kedves kiszolgálás, még visszajövünk.",
    "A számla másodszor is hibás volt.",
    "Túl zajos és drága, őrület.",
];

const TURKISH: [&str; 6] = [
    "Yemek soğuktu ve garson kabaydı.",
    "Çorba için bir saat bekledik.",
    "Harika bir yer, şehirdeki en iyi börek!",
    "Hesap ikinci kez yanlıştı.",
    "Çok gürültülü ve pahalı.",
    "Her hafta geliyoruz, ışıl ışıl.",
];

const PORTUGUESE: [&str; 6] = [
    "A comida estava fria e o garçom grosseiro.",
    "Esperámos uma hora pela sopa.",
    "Um lugar maravilhoso, os melhores pães da cidade!",
    "A conta estava errada, então não voltámos.",
    "Muito barulhento e caro.",
    "Voltamos toda semana, coração.",
];

const ICELANDIC: [&str; 6] = [
    "Maturinn var kaldur og þjónninn dónalegur.",
    "Við biðum í klukkutíma eftir súpunni.",
    "Frábær staður, besti fiskurinn í bænum!",
    "Reikningurinn var aftur rangur.",
    "Of hávaðasamt og dýrt.",
    "Við komum í hverri viku, æðislegt.",
];

const LITHUANIAN: [&str; 6] = [
    "Maistas buvo šaltas, o padavėjas grubus.",
    "Laukėme sriubos visą valandą.",
    "Puiki vieta, geriausi cepelinai mieste!",
    "Sąskaita vėl buvo neteisinga.",
    "Per triukšminga ir per brangu.",
    "Ateiname kiekvieną savaitę, ačiū.",
];

const ESTONIAN: [&str; 6] = [
    "Toit oli külm ja kelner ebaviisakas.",
    "Ootasime suppi tund aega.",
    "Imeline koht, linna parimad pannkoogid!",
    "Arve oli jälle vale, žanr.",
    "Liiga lärmakas ja kallis.",
    "Käime siin iga nädal, õigesti.",
];

const RUSSIAN: [&str; 6] = [
    "Еда была холодной, официант грубый.",
    "Мы ждали суп целый час.",
    "Чудесное место, лучшие блины в городе!",
    "Счёт был снова неправильный.",
    "Слишком шумно и дорого.",
    "Мы приходим каждую неделю.",
];

const UKRAINIAN: [&str; 6] = [
    "Їжа була холодна, офіціант грубий.",
    "Ми чекали на суп цілу годину.",
    "Чудове місце, найкращі вареники в місті!",
    "Рахунок знову був неправильний.",
    "Надто гучно і дорого, ґвалт.",
    "Ми приходимо щотижня, є що їсти.",
];

#[test]
fn what_was_spoilt_before_it_came_is_reported() {
    let read = |begin: &str| table(reviews(begin, 1).as_bytes());
    let said = |table: &Table, words: &str| table.warnings.iter().any(|warning| warning.contains(words));
    let lost = read("sch\u{fffd}n");
    assert!(said(&lost, "60 rows hold \u{fffd}") && said(&lost, "in row 2"), "{:?}", lost.warnings);
    let twice = read("schÃ¶n â€œxâ€\u{fffd}");
    assert!(
        said(&twice, "60 cells were encoded twice") && !said(&twice, "rows hold"),
        "{:?}",
        twice.warnings
    );
    let russian = read("î÷åíü õîðîøî");
    assert!(
        said(&russian, "60 cells hold words of another script") && said(&russian, "windows-1251"),
        "{:?}",
        russian.warnings
    );
    assert_eq!(read("fine").warnings, [""; 0]);
}
