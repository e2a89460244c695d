//! A page of raw text per language: what cleaning, tokens, lemmas and stop words leave of it.
//!
//! The texts were written for this test. Python's `re` gave the tokens, with the published rules; the lemmas were written
//! down as the program gives them. All were then read word by word; what a reader would have otherwise is said beside it.

use wordify::analysis::vectorize;
use wordify::progress::Monitor;
use wordify::settings::{DocumentFrequency, Lemmas, Preset, Settings, StopWords};
use wordify::text::clean::clean;
use wordify::text::language::stop_words::{self, StopWordSet};
use wordify::text::language::{Language, detection};
use wordify::text::tokenize::tokens;

/// Code, raw text, tokens without stop words; none for languages without spaces.
const PAGES: [(&str, &str, &str); 16] = [
    (
        "da",
        "Vejret var dejligt i går, og vi gik en lang tur langs åen. “Må vi bade?” spurgte børnene – vandet var 14° koldt! Se billeder: https://example.org/tur",
        "vejret dejligt går gik lang tur åen bade spurgte børnene vandet 14 koldt se billeder",
    ),
    (
        "de",
        "Das Wetter war schön, und wir sind den ganzen Nachmittag am Fluss entlanggegangen. Die Straße zum Gasthof „Zum Löwen“ war gesperrt; 12,50 € kostete das Mittagessen. @anna_s Kommst du mit?",
        "wetter schön nachmittag fluss entlanggegangen straße gasthof löwen gesperrt 12 50 kostete mittagessen kommst",
    ),
    (
        "el",
        "Ο καιρός ήταν υπέροχος και περπατήσαμε στο ποτάμι όλο το απόγευμα. «Πού είναι ο ΣΤΑΘΜΟΣ;» ρώτησε ένας ξένος — τα παιδιά γελούσαν.",
        "καιρός υπέροχος περπατήσαμε ποτάμι απόγευμα σταθμος ρώτησε ξένος παιδιά γελούσαν",
    ),
    (
        "en",
        "The weather was fine, and we'd walked along the river all afternoon. Don't miss the café “At the Mill”: it's state-of-the-art, only $12.50! See www.example.org or ask @mill_owner.",
        "weather fine walked river afternoon don miss café mill state art ask",
    ),
    (
        "es",
        "Ayer hizo buen tiempo y paseamos por la orilla del río. ¿Cuánto cuesta el menú? ¡Sólo 15 €! El camarero, muy simpático, nos enseñó la cocina y después cantó una canción.",
        "ayer tiempo paseamos orilla río cuesta menú 15 camarero simpático enseñó cocina cantó canción",
    ),
    (
        "fr",
        "Hier, il a fait beau et nous nous sommes promenés au bord de l’eau. L'auberge n'était pas chère : 12 € le déjeuner ! Où est-ce qu'on achète des œufs et du gruyère ?",
        "hier beau sommes promenés bord eau auberge chère 12 déjeuner qu achète œufs gruyère",
    ),
    (
        "it",
        "Ieri c'era il sole e abbiamo passeggiato lungo il fiume. L'oste ci ha portato un caffè e dell'acqua: perché no? La città è bellissima, ma gli alberghi costano troppo.",
        "sole passeggiato fiume oste portato caffè acqua bellissima alberghi costano",
    ),
    ("ja", "昨日は天気がよかったので、川沿いを歩きました。コーヒーとケーキは５００円でした！猫もいた。", ""),
    (
        "lt",
        "Vakar oras buvo gražus, todėl visą popietę vaikščiojome palei upę. „Ar galime maudytis?“ – klausė vaikai; vanduo buvo šaltas, o žuvys – didelės.",
        "vakar oras buvo gražus todėl visą popietę vaikščiojome upę galime maudytis klausė vaikai vanduo buvo šaltas žuvys didelės",
    ),
    (
        "nb",
        "Været var fint i går, og vi gikk en lang tur langs elva. «Kan vi bade?» spurte barna – vannet var iskaldt! Kafeen på brygga hadde nystekte vafler.",
        "været fint lang tur langs elva bade spurte barna vannet iskaldt kafeen brygga nystekte vafler",
    ),
    (
        "nl",
        "Het weer was mooi en we liepen de hele middag langs de rivier. In ’t café vroegen de kinderen: “Mogen we zwemmen?” Het eten kostte €12,50, oma's taart was gratis.",
        "mooi liepen middag langs rivier café vroegen kinderen zwemmen eten kostte 12 50 oma taart gratis",
    ),
    (
        "pl",
        "Wczoraj była piękna pogoda, więc spacerowaliśmy wzdłuż rzeki. „Czy możemy się kąpać?” – pytały dzieci. Łódź kosztowała 40 zł, a żółte kajaki były droższe.",
        "wczoraj piękna pogoda spacerowaliśmy wzdłuż rzeki możemy kąpać pytały dzieci łódź kosztowała 40 zł żółte kajaki droższe",
    ),
    (
        "pt",
        "Ontem o tempo estava ótimo e passeamos à beira do rio. Quanto custa o almoço? Só 12 €! A cozinheira mostrou-nos o pão-de-ló e as crianças não quiseram sair.",
        "ótimo passeamos beira rio almoço 12 cozinheira mostrou pão ló crianças quiseram sair",
    ),
    (
        "ro",
        "Ieri vremea a fost frumoasă și ne-am plimbat pe malul râului. „Putem să înotăm?” au întrebat copiii, însă apa era rece. Mâncarea țărănească a costat 30 de lei.",
        "vremea frumoasă plimbat malul râului putem înotăm întrebat copiii însă apa rece mâncarea țărănească costat 30 lei",
    ),
    (
        "ru",
        "Вчера была хорошая погода, и мы весь день гуляли вдоль реки. «Можно купаться?» — спросили дети, но вода ещё холодная. Мой йогурт стоил 40 рублей, смотри https://example.org!",
        "вчера хорошая погода день гуляли вдоль реки купаться спросили дети вода холодная йогурт стоил 40 рублей смотри",
    ),
    (
        "zh",
        "昨天天气很好，我们沿着河边散步了一下午。孩子们问：“可以游泳吗？”午饭只要30元，手机屏幕5.5寸。",
        "",
    ),
];

/// Code, and the lemmas of the page in the order of their code points.
///
/// Where a reader who sees the sentence would say otherwise: da "bade" is a verb (bade), de "Fluss" is spelled as before
/// 1996, lt "klausė" asks (klausti), nb "vafler" are vaffel.
const LEMMAS: [(&str, &str); 16] = [
    ("da", "14 bad barn billede dejlig gå kold lang se spørge tur vand vejr"),
    ("de", "12 50 entlanggehen fluß gasthof kosten löwe mittagessen nachmittag schön sperren straße wetter"),
    ("el", "απόγευμα γελάω καιρός ξένος παιδί περπατάω ποτάμι ρωτάω σταθμός υπέροχος"),
    ("en", "afternoon art ask café fine mill miss river state walk weather"),
    ("es", "15 ayer camarero canción cantar cocina costar enseñar menú orilla pasear río simpático tiempo"),
    ("fr", "12 acheter auberge beau bord cher déjeuner eau gruyère hier promener œuf"),
    ("it", "acqua albergo bello caffè costare fiume oste passeggiare portare sole"),
    ("ja", "500 ので よい ケーキ コーヒー 円 天気 川 昨日 歩く 沿い 猫"),
    (
        "lt",
        "būti didelis galėti gražus klausyti maudytis oras popietė todėl upė vaikas vaikščioti vakar vanduo šaltas žuvis",
    ),
    ("nb", "bade barn brygg elv fin iskald kafe lang langs nystekt spørre tur vafle vann vær"),
    ("nl", "12 50 café eten gratis kind kosten langs lopen middag mooi oma rivier taart vragen zwemmen"),
    (
        "pl",
        "40 drogi dziecko kajak kosztować kąpać móc piękny pogoda pytać rzeka spacerować wczoraj wzdłuż złoty łódź żółty",
    ),
    ("pt", "12 almoço beira cozinheiro criança ló mostrar passear pão querer rio sair ótimo"),
    ("ro", "30 apă copil costa leu mal mâncare plimba putea rece râu înota însă întreba țărănesc"),
    (
        "ru",
        "40 вдоль вода вчера гулять день йогурт купаться погода ребенок река рубль смотреть спросить стоить холодный хороший",
    ),
    ("zh", "30 下午 元 午饭 天气 孩子 寸 屏幕 手机 散步 昨天 河边 游泳 问"),
];

fn language_of(code: &str) -> Language {
    Language::from_code(code).expect("a language")
}

/// The terms of a page that are single words, sorted.
fn words(code: &str, text: &str, lemmas: bool) -> String {
    let settings = Settings {
        language: language_of(code),
        lemmas: if lemmas { Lemmas::WhereKnown } else { Lemmas::Off },
        ngram_range: (1, 1),
        stop_words: StopWords::Spacy,
        min_df: DocumentFrequency::Count(1),
        max_df: DocumentFrequency::Share(1.0),
        ..Settings::default()
    };
    let vectorized = vectorize(&[text.to_owned()], &settings, 1, &Monitor::silent()).expect("terms");
    vectorized.terms.join(" ")
}

#[test]
fn a_page_of_each_language_leaves_the_lemmas_that_a_reader_expects() {
    for ((code, text, _), (same_code, expected)) in PAGES.into_iter().zip(LEMMAS) {
        assert_eq!(code, same_code);
        assert_eq!(words(code, text, true), expected, "{code}");
    }
}

#[test]
fn chinese_and_japanese_without_lemmas_leave_the_words_as_they_are_written() {
    let written = |code: &str| {
        let page = PAGES.into_iter().find(|page| page.0 == code).expect("a page");
        words(code, page.1, false)
    };
    assert_eq!(written("ja"), "500 でし ので まし よかっ ケーキ コーヒー 円 天気 川 昨日 歩き 沿い 猫");
    assert_eq!(written("zh"), "30 下午 元 午饭 天气 孩子 寸 屏幕 手机 散步 昨天 河边 游泳 问");
}

#[test]
fn a_page_of_each_language_leaves_the_tokens_that_a_reader_expects() {
    // Those without spaces are cut first.
    for (code, text, expected) in PAGES.into_iter().filter(|page| !page.2.is_empty()) {
        let stop_words = stop_words::set(&StopWords::Spacy, language_of(code));
        let cleaned =
            clean(text, Preset::Wordify.recipe().cleaning, language_of(code), &StopWordSet::default());
        let kept: Vec<&str> = tokens(&cleaned).filter(|&token| !stop_words.contains(token)).collect();
        assert_eq!(kept.join(" "), expected, "{code}");
    }
}

#[test]
fn the_language_of_each_page_is_guessed() {
    for (code, text, _) in PAGES {
        let guess = detection::detect(&[text.to_owned()]).expect("a guess");
        assert_eq!(guess.language.code(), code, "{guess:?}");
    }
}
