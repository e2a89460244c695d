//! Texts of many languages in the code pages that their users' programs have written: what a browser's guess reads right
//! stays right, and what old Macs and DOS wrote is read or doubted aloud.

use encoding_rs::Encoding;
use wordify::table::{ReadOptions, Table, read};

/// Sentences of our own.
const SENTENCES: [(&str, [&str; 4]); 17] = [
    (
        "German",
        [
            "Das Essen war köstlich und die Bedienung überaus freundlich.",
            "Für fünf Euro bekommt man hier wirklich größere Portionen.",
            "Schöne Straße, aber die Mäuse im Keller störten uns sehr.",
            "Äpfel und Öl kosteten mehr als früher – „unmöglich“, sagte er.",
        ],
    ),
    (
        "French",
        [
            "Le café était très bon et la crème brûlée délicieuse.",
            "Où êtes-vous allés pendant l'été dernier ? À la plage, bien sûr.",
            "Ça coûte cher, mais le garçon était gentil et drôle.",
            "Nous avons déjà mangé là-bas l'année passée.",
        ],
    ),
    (
        "Spanish",
        [
            "La comida estaba fría y el camarero no nos prestó atención.",
            "¡Qué buen día! El niño comió piña y jamón.",
            "Mañana volveré al pequeño café de la señora López.",
            "¿Dónde está el baño? Aquí también había ruido.",
        ],
    ),
    (
        "Italian",
        [
            "Il caffè era buono, però la città è troppo cara.",
            "Perché non c'è più la torta di mele? Così è peggio.",
            "È stato un pomeriggio felice, già lo sapevamo.",
            "Qualità e servizio: più che sufficienti, lunedì torneremo.",
        ],
    ),
    (
        "Portuguese",
        [
            "A refeição não estava boa e o garçom não pediu desculpas.",
            "Amanhã à noite vamos comer pão com maçã.",
            "Você já visitou a região? É maravilhosa.",
            "O hotel fica próximo à estação e às lojas.",
        ],
    ),
    (
        "Swedish",
        [
            "Maten var god och personalen väldigt trevlig på kvällen.",
            "Vi åt räkor och drack öl vid sjön.",
            "Där fanns många små båtar i år.",
            "Ändå blev det för dyrt för oss.",
        ],
    ),
    (
        "Danish",
        [
            "Maden var rigtig god og øllet koldt på terrassen.",
            "Vi går ofte en tur ved søen om aftenen.",
            "Tjeneren spurgte os, om vi også ønskede kaffe og æblekage.",
            "Århus er en smuk by.",
        ],
    ),
    (
        "Finnish",
        [
            "Ruoka oli hyvää ja palvelu erittäin ystävällistä.",
            "Söimme järven rannalla ja joimme olutta.",
            "Tämä päivä oli kaunis, mutta yö kylmä.",
            "Älä tule tänne ilman lämpimiä vaatteita.",
        ],
    ),
    (
        "Dutch",
        [
            "Het eten was geweldig en de ober erg vriendelijk.",
            "Wij vonden de prijzen te hoog, één keer is genoeg.",
            "Het café zit in een mooie straat, ideeën genoeg.",
            "Zoë en België waren blij met de vele officiële gidsen.",
        ],
    ),
    (
        "Polish",
        [
            "Jedzenie było zimne, a kelner bardzo niegrzeczny.",
            "Zażółć gęślą jaźń to dobre zdanie próbne.",
            "Łódź jest piękna, śniadanie też było świetne.",
            "Dziękujemy, wrócimy tu w przyszłym roku z dziećmi.",
        ],
    ),
    (
        "Czech",
        [
            "Jídlo bylo studené a číšník velmi nepříjemný.",
            "Příliš žluťoučký kůň úpěl ďábelské ódy.",
            "Děkujeme, vrátíme se sem příští rok.",
            "Šéfkuchař připravil skvělé těstoviny.",
        ],
    ),
    (
        "Hungarian",
        [
            "Az étel hideg volt, a pincér pedig nagyon udvariatlan.",
            "Árvíztűrő tükörfúrógép és jó erős kávé.",
            "Köszönjük, jövőre újra eljövünk ide.",
            "Őszintén szólva a szoba kicsi volt.",
        ],
    ),
    (
        "Turkish",
        [
            "Yemek çok güzeldi ama garson ilgisizdi.",
            "İstanbul'da kaldığımız otel gürültülüydü.",
            "Şehir merkezine yakın, kahvaltı da doyurucuydu.",
            "Teşekkür ederiz, gelecek yıl tekrar geleceğiz.",
        ],
    ),
    (
        "Croatian",
        [
            "Hrana je bila hladna, a konobar vrlo neljubazan.",
            "Šetali smo uz more i jeli čokoladu.",
            "Žao nam je, ali više nećemo doći.",
            "Sljedeće godine vraćamo se s djecom.",
        ],
    ),
    (
        "Russian",
        [
            "Очень хорошая гостиница, приветливый персонал.",
            "Еда была холодная, официант груб.",
            "Мы обязательно вернёмся сюда ещё раз.",
            "Цены высокие, но вид прекрасный.",
        ],
    ),
    (
        "Greek",
        [
            "Το φαγητό ήταν κρύο και ο σερβιτόρος αγενής.",
            "Πολύ ωραίο ξενοδοχείο κοντά στη θάλασσα.",
            "Θα ξαναέρθουμε του χρόνου με τα παιδιά.",
            "Οι τιμές είναι υψηλές.",
        ],
    ),
    (
        "Icelandic",
        [
            "Maturinn var kaldur og þjónninn mjög dónalegur.",
            "Við gengum meðfram sjónum og átum ís.",
            "Þetta var góð ferð, takk fyrir.",
            "Æðislegt hótel í Reykjavík.",
        ],
    ),
];

/// A csv of `rows` rows of these sentences.
fn csv(sentences: &[&str], rows: usize) -> String {
    let row = |row: usize| format!("\"{}\",{}\n", sentences[row % sentences.len()], ["x", "y"][row % 2]);
    format!("text,label\n{}", (0..rows).map(row).collect::<String>())
}

fn sentences(language: &str) -> &'static [&'static str] {
    &SENTENCES.iter().find(|(name, _)| *name == language).expect("a language of the list").1
}

fn table(bytes: &[u8]) -> Table {
    read(bytes, &ReadOptions::default()).expect("a valid table")
}

fn encoding(table: &Table) -> &str {
    table.facts.iter().find(|(name, _)| *name == "encoding").map_or("", |(_, value)| value.as_str())
}

/// `text` in the encoding of the web called `label`; `None` where it lacks a letter.
fn encoded(text: &str, label: &str) -> Option<Vec<u8>> {
    let encoding = Encoding::for_label(label.as_bytes()).expect("a label of the web");
    let (bytes, _, has_lost) = encoding.encode(text);
    (!has_lost).then(|| bytes.into_owned())
}

fn check(language: &str, label: &str, rows: usize) {
    let text = csv(sentences(language), rows);
    let Some(bytes) = encoded(&text, label) else { panic!("{language} is not written in {label}") };
    let table = table(&bytes);
    let found: Vec<&str> = table.columns[0].cells().collect();
    let expected: Vec<&str> = sentences(language).iter().copied().cycle().take(rows).collect();
    assert_eq!(found, expected, "{language} in {label}, read as {}", encoding(&table));
    assert_eq!(table.warnings, [""; 0], "{language} in {label}");
}

#[test]
fn texts_in_the_code_pages_of_windows_are_read() {
    for rows in [8, 60] {
        for language in [
            "German",
            "French",
            "Spanish",
            "Italian",
            "Portuguese",
            "Swedish",
            "Danish",
            "Finnish",
            "Icelandic",
        ] {
            check(language, "windows-1252", rows);
        }
        for language in ["Polish", "Czech", "Croatian"] {
            check(language, "windows-1250", rows);
        }
        check("Russian", "windows-1251", rows);
        check("Russian", "koi8-r", rows);
        check("Greek", "windows-1253", rows);
        check("Turkish", "windows-1254", rows);
    }
}

#[test]
fn texts_of_old_macs_are_read() {
    for language in ["German", "French", "Spanish", "Italian", "Portuguese", "Swedish", "Danish", "Finnish"] {
        for rows in [10, 60] {
            check(language, "macintosh", rows);
        }
    }
}

/// The bytes of the letters that the sentences below need, in the code pages 437 and 850 of DOS alike (IBM's tables).
const DOS: [(char, u8); 16] = [
    ('ü', 0x81),
    ('é', 0x82),
    ('â', 0x83),
    ('ä', 0x84),
    ('à', 0x85),
    ('å', 0x86),
    ('ç', 0x87),
    ('ê', 0x88),
    ('è', 0x8a),
    ('Ä', 0x8e),
    ('ô', 0x93),
    ('ö', 0x94),
    ('û', 0x96),
    ('ù', 0x97),
    ('ß', 0xe1),
    ('Ö', 0x99),
];

#[test]
fn texts_of_dos_are_read() {
    for (language, texts) in [
        (
            "German",
            ["Das Essen war köstlich und überaus größer.", "Für fünf Euro schöne Straßen, Ärger mit Öl."],
        ),
        (
            "French",
            ["Le café était très bon, la crème brûlée délicieuse.", "Ça, le garçon était drôle; voilà où."]
                .map(|text| text.trim_start_matches("Ça, ")),
        ),
        ("Swedish", ["Maten var god på kvällen; vi åt räkor.", "Där fanns många små båtar vid sjön."]),
    ] {
        let text = csv(&texts, 30);
        let byte = |c: char| {
            DOS.iter()
                .find(|(letter, _)| *letter == c)
                .map_or_else(|| u8::try_from(c).expect("ASCII"), |&(_, byte)| byte)
        };
        let bytes: Vec<u8> = text.chars().map(byte).collect();
        let table = table(&bytes);
        assert_eq!(encoding(&table), "CP850", "{language}");
        assert_eq!(table.columns[0].cell(0), texts[0], "{language}");
    }
}

#[test]
fn one_sign_does_not_make_english_polish() {
    let rows = [
        "The food cost £5 and was cold.",
        "We paid £30 for two.",
        "It cost ¥500.",
        "A naïve idea in a café – “really”, it’s £1…",
    ];
    for row in rows {
        let bytes = encoded(
            &csv(&["Nice staff, clean rooms.", row, "The beach is near.", "The bar is loud."], 200),
            "windows-1252",
        );
        let table = table(&bytes.expect("signs of Windows"));
        assert_eq!((encoding(&table), table.columns[0].cell(1)), ("windows-1252", row));
    }
    let polish = encoded(&csv(&["Łódź jest piękna, zł 5.", "Zażółć gęślą jaźń."], 20), "windows-1250")
        .expect("Polish");
    assert_eq!(encoding(&table(&polish)), "windows-1250");
}

#[test]
fn the_euro_and_the_ligature_of_iso_8859_15_are_read() {
    let bytes =
        encoded(&csv(&["Das kostet 5 € und der Kaffee 3 €.", "Un cœur pour les hôtes."], 20), "iso-8859-15");
    let table = table(&bytes.expect("Latin-9"));
    assert_eq!(
        (encoding(&table), table.columns[0].cell(0)),
        ("ISO-8859-15", "Das kostet 5 € und der Kaffee 3 €.")
    );
    assert_eq!(table.columns[0].cell(1), "Un cœur pour les hôtes.");
}

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
fn what_no_character_set_explains_is_doubted() {
    // Letters of KOI8-R in words of ASCII: no language.
    let bytes = b"text,label\nk\x81t k\x8dt k\xa4t k\x90t,x\nk\x81t k\x8dt k\xa4t k\x9dt,y\n";
    let table = table(bytes);
    assert!(
        table.warnings.iter().any(|said| said.contains("--encoding")),
        "{:?} {:?}",
        table.facts,
        table.warnings
    );
}

#[test]
fn the_user_may_tell_the_encoding() {
    let options = |name: &str| ReadOptions { encoding: Some(name.to_owned()), ..ReadOptions::default() };
    let table = read(b"text,label\nk\x94nnen,x\n", &options("cp850")).expect("a valid table");
    assert_eq!((encoding(&table), table.columns[0].cell(0)), ("CP850", "können"));
    let error = read(b"text,label\n", &options("klingon")).expect_err("unknown");
    assert_eq!(error.kind(), wordify::ErrorKind::Setting);
    assert!(error.to_string().contains("klingon"), "{error}");
}

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
