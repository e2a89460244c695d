//! Settings and their values in words.

use super::Report;
use super::fact::{Fact, Section, count, text};
use crate::count::counted;
use crate::indicators::verdict::Verdict;
use crate::settings::{Contrast, DocumentFrequency, Lemmas, Settings, StopWords};
use crate::text::clean::steps::{Cleaning, Step};
use crate::text::language::detection::Guess;
use crate::text::tokenize::KeptTokens;

/// All settings.
pub(super) fn settings(report: &Report) -> Section {
    let used = &report.analysis.settings;
    // Taken apart so that a new setting cannot be forgotten here.
    let Settings {
        preset,
        language,
        language_detected,
        lemmas,
        cleaning,
        kept_tokens,
        stop_words,
        stop_words_add,
        stop_words_keep,
        ngram_range: (shortest, longest),
        min_df,
        max_df,
        fits: _,
        threshold: _,
        seed,
        max_q: _,
        max_false: _,
        shuffles: _,
        length_control: _,
        windows: _,
        contrast: _,
        order: _,
        also,
        confirm,
        robust,
        evidence,
        enough,
        generalise,
    } = used;
    let mut facts = vec![
        text("Preset", format!("{}: {}", preset.name(), preset.summary())),
        text(
            "Language",
            format!("{} ({}), {}", language.name(), language.code(), origin_of(*language_detected)),
        ),
        text("Language of the texts, as guessed", guess_shown(report.analysis.language_guess.as_ref())),
        text("Lemmas", if *lemmas == Lemmas::Off { "off" } else { "on" }),
        text("Cleaning", cleaning_shown(cleaning.as_ref())),
        text("Kept as terms besides words", kept_shown(*kept_tokens)),
        text("Stop words", stop_words_shown(stop_words)),
    ];
    for (name, words) in [("Stop words added", stop_words_add), ("Stop words kept", stop_words_keep)] {
        if !words.is_empty() {
            facts.push(text(name, words.join(", ")));
        }
    }
    facts.extend([
        text("N-grams", format!("{shortest} to {longest} words")),
        text("Least document frequency (min_df)", frequency_shown(*min_df)),
        text("Greatest document frequency (max_df)", frequency_shown(*max_df)),
    ]);
    match &report.analysis.calibration {
        Some(verdict) => facts.extend(of_list(used, verdict)),
        None => {
            facts.push(count("Fits", used.fits_used()));
            facts.push(text("Threshold", used.threshold_used().to_string()));
        }
    }
    if !also.is_empty() {
        facts.push(text(
            "Scores of other programs",
            also.iter().map(|peer| peer.name()).collect::<Vec<_>>().join(", "),
        ));
    }
    facts.extend(confirm.map(|share| text("Share set aside to confirm the list", share.to_string())));
    if evidence.is_some() || used.is_calibrated() {
        facts.push(count("Texts quoted for each term, at most", used.evidence_used()));
    }
    let trials = [
        (*robust, "Listed again by other choices"),
        (*enough, "Listed of parts of the documents"),
        (*generalise, "Labels of unseen documents predicted"),
    ];
    facts.extend(trials.into_iter().filter(|(is_on, _)| *is_on).map(|(_, name)| text(name, "yes")));
    facts.push(text("Seed", seed.to_string()));
    Section { title: "Settings", facts }
}

/// What the list is made by.
fn of_list(used: &Settings, verdict: &Verdict) -> Vec<Fact> {
    let yes = |is_so: bool| if is_so { "yes" } else { "no" };
    let mut facts = vec![
        match used.max_false {
            Some(most) => text("Expected false terms in the list, at most", most.to_string()),
            None => text("Expected share of false terms in the list, at most", used.max_q.to_string()),
        },
        count("Shuffles of the labels", verdict.shuffles),
    ];
    let against = (!used.contrast.is_rest()).then(|| contrast_shown(&used.contrast));
    facts.extend(against.map(|against| text("Labels are set against", against)));
    let order = (!verdict.order.is_empty()).then(|| verdict.order.join(" < "));
    facts.extend(order.map(|order| text("Order of the labels", order)));
    facts.push(text("Compared at equal length", yes(used.length_control)));
    facts.push(text("Texts cut to equal lengths", yes(used.windows)));
    let columns =
        [("Groups", &verdict.groups), ("Strata", &verdict.strata), ("Held equal", &verdict.controls)];
    let named = columns.iter().filter(|(_, columns)| !columns.is_empty());
    facts.extend(named.map(|(name, columns)| text(*name, columns.join(", "))));
    facts.extend(verdict.notes.iter().map(|note| text("Comparison", note.as_str())));
    facts.extend(used.threshold.map(|least| text("Score from which a term is shown", least.to_string())));
    facts
}

fn cleaning_shown(cleaning: Option<&Cleaning>) -> String {
    let names = |steps: &[Step]| match steps {
        [] => "nothing".to_owned(),
        steps => steps.iter().map(|step| step.name()).collect::<Vec<_>>().join(", "),
    };
    cleaning.map_or_else(
        || "as the preset".to_owned(),
        |cleaning| format!("{}; after lemmas: {}", names(&cleaning.before), names(&cleaning.after)),
    )
}

fn contrast_shown(contrast: &Contrast) -> String {
    match contrast {
        Contrast::Rest => "all others together".to_owned(),
        Contrast::Pairs => "each other label by itself".to_owned(),
        Contrast::Trend => "their order: terms that rise or fall along it".to_owned(),
        Contrast::Baseline(label) => format!("the baseline “{label}”"),
    }
}

fn kept_shown(kept: KeptTokens) -> &'static str {
    match (kept.emojis, kept.hashtags) {
        (true, true) => "emojis, hashtags",
        (true, false) => "emojis",
        (false, true) => "hashtags",
        (false, false) => "none",
    }
}

fn origin_of(language_detected: bool) -> &'static str {
    if language_detected { "guessed from the texts" } else { "as chosen" }
}

fn guess_shown(guess: Option<&Guess>) -> String {
    guess.map_or_else(|| "none".to_owned(), Guess::words)
}

fn stop_words_shown(stop_words: &StopWords) -> String {
    match stop_words {
        StopWords::None => "none".into(),
        StopWords::Preset => "list of the preset for the language".into(),
        StopWords::Wordify => "list of Wordify for the language".into(),
        StopWords::Spacy => "list of spaCy 3.8 for the language".into(),
        StopWords::Nltk => "list of NLTK for the language".into(),
        StopWords::Iso => "list of Stopwords ISO for the language".into(),
        StopWords::List(words) => {
            format!("own list of {}", counted(words.len(), "word", "words"))
        }
    }
}

fn frequency_shown(bound: DocumentFrequency) -> String {
    match bound {
        DocumentFrequency::Share(share) => format!("{share} of the documents"),
        DocumentFrequency::Count(documents) => counted(documents, "document", "documents"),
    }
}
