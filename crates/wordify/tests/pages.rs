//! A page of raw text per language: what cleaning, tokens and stop words leave of it.
//!
//! The texts were written for this test. Python's `re` gave the expectations, with the published rules; they were
//! then read word by word. Chinese and Japanese are written with spaces here, because cutting them into words is
//! another step.

use wordify::clean::clean;
use wordify::language::stop_words::{self, StopWordSet};
use wordify::language::{Language, detection};
use wordify::settings::{Preset, StopWords};
use wordify::tokenize::tokens;

/// Code, raw text, tokens without stop words.
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
    (
        "ja",
        "昨日 は 天気 が よかった ので 川沿い を 歩きました 。 コーヒー と ケーキ は ５００ 円 でした ！",
        "昨日 天気 よかった ので 川沿い 歩きました コーヒー ケーキ ５００ でした",
    ),
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
        "昨天 天气 很 好 ， 我们 沿着 河边 散步 了 一 下午 。 孩子们 问 ： “ 可以 游泳 吗 ？ ” 午饭 只要 ３０ 元 。",
        "昨天 天气 河边 散步 下午 孩子们 游泳 午饭 ３０",
    ),
];

fn language_of(code: &str) -> Language {
    Language::from_code(code).expect("a language")
}

#[test]
fn a_page_of_each_language_leaves_the_tokens_that_a_reader_expects() {
    for (code, text, expected) in PAGES {
        let stop_words = stop_words::set(&StopWords::Spacy, language_of(code));
        let cleaned = clean(text, Preset::Wordify, language_of(code), &StopWordSet::default());
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
