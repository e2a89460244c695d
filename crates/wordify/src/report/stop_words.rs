//! The stop words that tell the labels apart, in words: what a list of stop words hid.

use super::{Report, number};
use crate::indicators::Sign;
use crate::indicators::left_out::LeftOutWord;

/// Words that are shown; json has all of them.
const SHOWN_MAX: usize = 50;

/// Each word with what was found of it, the strongest first; how many more there are comes last.
pub(super) fn facts(report: &Report) -> Vec<(String, String)> {
    let words = &report.analysis.left_out;
    let mut facts: Vec<(String, String)> = words.iter().take(SHOWN_MAX).map(fact).collect();
    if words.len() > SHOWN_MAX {
        facts.push(("Further words".to_owned(), format!("{}; json has them", words.len() - SHOWN_MAX)));
    }
    facts
}

fn fact(found: &LeftOutWord) -> (String, String) {
    let way = match found.sign {
        Sign::Positive => "for",
        Sign::Negative => "against",
    };
    let found_of = format!(
        "speaks {way} “{}”: in {} of its documents, {} of the rest; strength {:.2}, q-value {:.3}",
        found.label,
        number::percent(found.share_in_label),
        number::percent(found.share_in_rest),
        found.strength,
        found.q_value
    );
    (found.word.clone(), found_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn the_strongest_words_are_shown_and_the_others_counted() {
        let word = |number: usize| LeftOutWord {
            label: "good".into(),
            against: None,
            word: format!("word {number}"),
            sign: Sign::Negative,
            strength: 5.25,
            q_value: 0.025,
            share_in_label: 0.125,
            share_in_rest: 0.5,
        };
        let mut report = sample::report();
        report.analysis.left_out = (0..52).map(word).collect();
        let facts = facts(&report);
        assert_eq!(facts.len(), 51);
        assert_eq!(
            facts[0].1,
            "speaks against “good”: in 12.5% of its documents, 50.0% of the rest; strength 5.25, q-value 0.025"
        );
        assert_eq!(facts[50].1, "2; json has them");
    }
}
