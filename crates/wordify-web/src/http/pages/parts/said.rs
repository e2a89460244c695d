//! What was found, in sentences: the headline of a result, its numbers, and how to read them.

use wordify::count::{counted, grouped};
use wordify::report::number;

use super::view_query::View;
use super::{terms, words};
use crate::jobs::view::{FALSE_SHARES, LabelSummary, Summary, TermRow};

/// Labels named in the headline.
const NAMED_MAX: usize = 3;
/// Terms named in a sentence.
const SENTENCE_TERMS: usize = 5;

/// What was found for one label, in a sentence.
#[derive(Debug)]
pub(in crate::http::pages) struct Sentence {
    pub(in crate::http::pages) before: &'static str,
    pub(in crate::http::pages) label: String,
    pub(in crate::http::pages) middle: &'static str,
    pub(in crate::http::pages) terms: Vec<String>,
}

/// The best term as an example of how to read a score.
#[derive(Debug)]
pub(in crate::http::pages) struct Reading {
    pub(in crate::http::pages) term: String,
    pub(in crate::http::pages) label: String,
    pub(in crate::http::pages) numbers: String,
    pub(in crate::http::pages) in_label: String,
    pub(in crate::http::pages) in_rest: String,
    pub(in crate::http::pages) rest: String,
}

/// Indicators from the threshold of the view on; with two labels each once.
pub(in crate::http::pages) fn found(summary: &Summary, view: &View) -> usize {
    let of_sign =
        |positive| -> usize { summary.labels.iter().map(|label| view.count(label, positive)).sum() };
    of_sign(true) + if summary.is_mirrored { 0 } else { of_sign(false) }
}

pub(in crate::http::pages) fn headline(summary: &Summary, view: &View) -> String {
    let names: Vec<String> = summary.labels.iter().map(|label| words::shortened(&label.name, 40)).collect();
    let what = match names.as_slice() {
        [one, other] => format!("{one} from {other}"),
        names if names.len() <= NAMED_MAX => format!("{} apart", words::list(names)),
        names => format!("{} labels apart", grouped(names.len())),
    };
    match found(summary, view) {
        0 if summary.calibration.is_some() => match names.as_slice() {
            names if names.len() <= NAMED_MAX => {
                format!("No term can be told from chance between {}", words::list(names))
            }
            names => format!("No term can be told from chance between {} labels", grouped(names.len())),
        },
        0 => format!("No dependable term tells {what}"),
        1 => format!("One term tells {what}"),
        terms => format!("{} terms tell {what}", grouped(terms)),
    }
}

pub(in crate::http::pages) fn sentences(summary: &Summary) -> Vec<Sentence> {
    if summary.labels.len() > NAMED_MAX {
        return Vec::new();
    }
    let terms = |label: &LabelSummary| -> Vec<String> {
        let least = if summary.calibration.is_some() { 0.0 } else { summary.threshold };
        let best = label.best_positive.iter().filter(|row| row.score >= least - 1e-12);
        best.take(SENTENCE_TERMS).map(|row| words::shortened(row.shown(), 40)).collect()
    };
    summary
        .labels
        .iter()
        .map(|label| Sentence {
            before: if summary.calibration.is_some() { "Strongest for" } else { "Most dependable for" },
            label: words::short_name(&label.name),
            middle: ": ",
            terms: terms(label),
        })
        .filter(|sentence| !sentence.terms.is_empty())
        .collect()
}

/// The numbers that everything else is seen against, in a line.
pub(in crate::http::pages) fn numbers(summary: &Summary, view: &View) -> String {
    let found = found(summary, view);
    let chance = match (&summary.calibration, view.most_false) {
        (Some(_), _) if found == 0 => String::new(),
        (Some(calibrated), None) => match words::expected(calibrated.expected_false).as_str() {
            "0.0" => ", of which fewer than 0.1 are expected by chance".to_owned(),
            expected => format!(", of which about {expected} are expected by chance"),
        },
        (Some(_), Some(step)) => {
            let share = number::percent(FALSE_SHARES[step]).replace(".0%", "%");
            format!(", of which at most {share} are expected by chance")
        }
        (None, _) => {
            format!(" from a score of {} on, in {} models", view.threshold_shown(), grouped(summary.fits))
        }
    };
    format!(
        "{} listed{chance}. {}, {}, {} tested, in {}.",
        counted(found, "term", "terms"),
        counted(summary.documents, "document", "documents"),
        counted(summary.labels.len(), "label", "labels"),
        counted(summary.vocabulary_terms, "term", "terms"),
        words::span(summary.seconds)
    )
}

pub(in crate::http::pages) fn reading(summary: &Summary) -> Option<Reading> {
    let label = summary
        .labels
        .iter()
        .filter(|label| !label.best_positive.is_empty())
        .max_by(|a, b| a.best_positive[0].rank().total_cmp(&b.best_positive[0].rank()))?;
    let best = &label.best_positive[0];
    let of = |documents: usize, share: f64| format!("{} ({})", grouped(documents), number::percent(share));
    Some(Reading {
        term: words::short_name(best.shown()),
        label: words::short_name(&label.name),
        numbers: example(summary, best, &words::short_name(&label.name)),
        in_label: of(best.documents_in_label, best.share_in_label),
        in_rest: of(best.documents_in_rest, best.share_in_rest),
        rest: terms::rest(summary, &words::short_name(&label.name)),
    })
}

/// What the numbers of the best term say.
fn example(summary: &Summary, best: &TermRow, label: &str) -> String {
    match (&summary.calibration, best.strength) {
        (Some(calibrated), Some(strength)) => format!(
            "has a strength of {} for {label}: that is the penalty, in units of what chance gives, at which it enters the \
             model. Its q-value is {}: of the terms at least as strong, this share is expected to be there by chance, as \
             {} shuffles of the labels show.",
            words::strength(strength),
            words::q_value(best.q_value),
            grouped(calibrated.shuffles)
        ),
        _ => format!(
            "has a score of {} for {label}: of {} models, each made from another random sample of the documents, {} gave it \
             weight in favour of {label}.",
            words::score(best.score),
            grouped(summary.fits),
            grouped((best.score * summary.fits as f64).round() as usize)
        ),
    }
}

/// How far the numbers go.
pub(in crate::http::pages) fn caution(summary: &Summary) -> String {
    let Some(calibrated) = &summary.calibration else {
        return "A high score means a dependable term, not a strong effect; it is not a probability. For the effect, compare the \
                two shares of documents beside it. Compare scores within this result, not between files."
            .to_owned();
    };
    let rule = match calibrated.max_false {
        Some(most) => format!(
            "at most {} expected by chance, over all labels",
            counted(most as usize, "term is", "terms are")
        ),
        None => format!("the q-value is at most {}", calibrated.max_q),
    };
    format!(
        "Terms are listed where {rule}. A term is false if the label is as likely with it as without it. Strength says how \
         surely a term tells the labels apart, and means the same in every file; how large the difference is, the two shares of \
         documents say. All this holds where texts are independent, not where authors wrote several of them."
    )
}

pub(in crate::http::pages) fn empty(summary: &Summary) -> String {
    if summary.empty_regressions == 0 || summary.calibration.is_some() {
        return String::new();
    }
    let share = summary.empty_regressions as f64 / summary.regressions.max(1) as f64;
    let kept_none = format!(
        "{} of {} models kept no term at all, because their penalty was strong.",
        grouped(summary.empty_regressions),
        grouped(summary.regressions),
    );
    // With more labels each has a ceiling of its own.
    if summary.is_mirrored {
        format!("{kept_none} So no score can be above {} here.", words::score(1.0 - share))
    } else {
        format!("{kept_none} So even the best scores stay well below 1.")
    }
}
