//! The cleaning of the preset wordify: links, e-mail addresses and user names out, and prices.
//!
//! In order and aim it is that of 2021, whose rule for links takes out every run of characters with a full stop inside: "good...",
//! "good.Very" and the words before a link without a space. In tweets and debates that is a word in sixty, in each third text.

use super::steps::links;
use super::white_space::stripped;
use super::wordify_2021::breaks_to_spaces;
use crate::text::draft::{Draft, Written};
use crate::text::tokenize::is_word;

/// All steps in their order.
pub(super) fn clean<W: Written>(draft: Draft<'_, W>) -> Draft<'_, W> {
    draft
        .then(stripped)
        .then(breaks_to_spaces)
        .then(without_links)
        .then(without_decimals)
        .then(|text| links::emails(text, ""))
        .then(|text| links::all_user_handles(text, ""))
        .then(without_underlines)
}

fn without_links<W: Written>(text: &str) -> Option<W> {
    // A link has one or the other; most texts have neither, and are not looked at letter by letter.
    let may_have_one = memchr::memchr2_iter(b'.', b':', text.as_bytes()).any(|at| {
        let behind = &text.as_bytes()[at + 1..];
        behind.first().is_some_and(|next| next.is_ascii_alphanumeric() || *next == b'/')
    });
    may_have_one.then(|| links::urls(text, ""))
}

/// Numbers with a full stop inside, as prices are: cut into words they would be two numbers that nobody wrote.
fn without_decimals<W: Written>(text: &str) -> Option<W> {
    let is_of_number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',');
    let bytes = text.as_bytes();
    let mut out = W::default();
    let (mut kept, mut at) = (0, 0);
    while let Some(stop) = memchr::memchr(b'.', &bytes[at..]).map(|found| at + found) {
        at = stop + 1;
        let is_inside = |place: Option<&u8>| place.is_some_and(u8::is_ascii_digit);
        if !(is_inside(bytes[kept..stop].last()) && is_inside(bytes.get(at))) {
            continue;
        }
        let before = bytes[kept..stop].iter().rev().take_while(|byte| is_of_number(byte)).count();
        let start = stop - before
            + bytes[stop - before..stop].iter().take_while(|byte| !byte.is_ascii_digit()).count();
        let length = bytes[start..].iter().take_while(|byte| is_of_number(byte)).count();
        let end = start + text[start..start + length].trim_end_matches(['.', ',']).len();
        out.keep(text, kept..start);
        out.push(' ', start..end);
        (kept, at) = (end, end);
    }
    out.finished(text, kept)
}

/// Underscores at the ends of words, as marks for italics have them, become spaces: the tokenizer takes them for letters.
fn without_underlines<W: Written>(text: &str) -> Option<W> {
    let mut out = W::default();
    let (mut kept, mut at) = (0, 0);
    while let Some(found) = memchr::memchr(b'_', &text.as_bytes()[at..]).map(|found| at + found) {
        let end = found + text[found..].bytes().take_while(|byte| *byte == b'_').count();
        let is_inside = text[..found].ends_with(is_word) && text[end..].starts_with(is_word);
        if !is_inside {
            out.keep(text, kept..found);
            out.push(' ', found..end);
            kept = end;
        }
        at = end;
    }
    out.finished(text, kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let cleaned = clean(Draft::<String>::new(text)).into_text().into_owned();
        let words: Vec<&str> = cleaned.split(|c: char| !is_word(c)).filter(|word| !word.is_empty()).collect();
        assert_eq!(words.join(" "), expected, "{text:?}");
    }

    #[test]
    fn words_beside_full_stops_stay() {
        check("Great food... and so good.Very nice", "Great food and so good Very nice");
        check("...food but ..... no", "food but no");
        check("$12.50 in the u.s. e.g. 3.5 stars, 1,234.5. And 12", "in the u s e g stars And 12");
        check("v2.0.1.x 1.2.3", "v x");
        check("love this.App is great, good.He/she", "love this App is great good He she");
    }

    #[test]
    fn links_addresses_and_user_names_go_and_the_words_beside_them_stay() {
        check("food…https://t.co/a food.https://t.co/b good", "food food good");
        check("foodhttps://t.co/a1 see amazon.com or bit.ly/x (www.a.de)!", "food see or");
        check("[good food](https://example.org/a_b) here", "good food here");
        check("write to joe.doe@example.org, ok", "write to ok");
        check("hi @you: thanks @some-one and @j.doe! RT @a_b", "hi thanks and RT");
        check("thanks @joe.Very nice, me@home @ noon", "thanks Very nice me noon");
        check("RT@joesmith hello, Привет@вася", "RT hello Привет");
        check("see https://example.org/@joe/x.y now", "see now");
        for link in [
            "medium.com/@joe/my-story",
            "amazon.com/?tag=x",
            "google.com?q=cats",
            "example.com#anchor",
            "example.com:8080/path",
            "de.wikipedia.org/Überlingen",
            "spiegel.com/",
            "bit.ly/-x",
        ] {
            check(&format!("see {link} now"), "see now");
        }
        check("Website:www.example.de Link:bit.ly/xyzzy Blog:foo.com", "Website Link Blog");
        check("awww.so cute, great-www.foo.de", "awww so cute great");
        check(
            "see amazon.com.Very nice Example.Org/page joe@example.org.Thanks lot",
            "see Very nice Thanks lot",
        );
    }

    #[test]
    fn underscores_around_words_are_no_letters_and_those_within_are() {
        check("so _good_ and __very__ nice snake_case _", "so good and very nice snake_case");
    }
}
