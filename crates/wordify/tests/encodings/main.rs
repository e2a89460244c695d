//! Texts of many languages in the code pages that their users' programs have written: what a browser's guess reads right
//! stays right, and what old Macs and DOS wrote is read or doubted aloud.

mod few_letters;

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
