//! What the terminal says at the end of an analysis: the best terms, what was read, where the files went.

use wordify::corpus::Account;
use wordify::corpus::inspect::BY_LOOKS;
use wordify::count::{counted, grouped};
use wordify::indicators::{Indicator, Sign};
use wordify::report::number::{bytes, percent};
use wordify::report::{Report, Selected, confirmation, validity};
use wordify::settings::{DocumentFrequency, Settings, StopWords};

use crate::output::Written;
use crate::progress;
use crate::style::Style;
use crate::text_table::{Side, TextTable, fitted, wrapped};

/// Labels up to which each gets a table of its own.
const LABELS_WITH_TABLE: usize = 6;
/// Terms of each table.
const TERMS_PER_TABLE: usize = 10;
/// Terms that are shown of a label of which none can be told from chance.
const TERMS_NOT_LISTED: usize = 5;
/// Labels that are listed with one line each.
const LABELS_WITH_LINE: usize = 40;
/// Terms that a label's line may name.
const TERMS_PER_LINE: usize = 6;
/// Columns of a term; a longer one is cut.
const TERM_WIDTH: usize = 36;
/// Columns of the name of a fact.
const NAME_WIDTH: usize = 9;
/// Columns of a label.
const LABEL_WIDTH: usize = 24;
/// Columns of the terms on a label's line: the whole stays below 100.
const LINE_WIDTH: usize = 60;

/// What is known only when all is done.
pub(crate) struct RunFacts<'a> {
    pub(crate) written: &'a [Written],
    pub(crate) seconds: f64,
    pub(crate) threads: usize,
}

/// The best terms per label.
pub(crate) fn terms(report: &Report, end: &RunFacts<'_>, style: Style) -> String {
    let labels = &report.analysis.labels;
    let mut text = String::new();
    let selected = report.selected_by_label();
    if report.has_pairs() {
        text.push_str(&pair_lines(report, style));
    } else if let [first, .., last] = report.order() {
        text.push_str(&order_tables(report, &selected, [first, last], style));
    } else if labels.len() <= LABELS_WITH_TABLE {
        for (label, of_label) in selected.iter().enumerate() {
            text.push_str(&label_table(report, label, of_label, style));
        }
    } else {
        text.push_str(&label_lines(report, &selected, style));
    }
    let fits = grouped(report.analysis.fits.planned);
    let mut notes = vec![match &report.analysis.calibration {
        None => format!(
            "Score: share of the {fits} fits that selected the term. Its threshold is not calibrated: --shuffles 3 counts what comes by chance."
        ),
        Some(verdict) => format!(
            "False: terms at least this strong that chance would give, by {} shuffles of the labels. Score: share of half-samples in which \
             the model selects the term.",
            grouped(verdict.shuffles)
        ),
    }];
    if labels.len() == 2 && report.analysis.calibration.is_none() {
        notes.push("What speaks for one of two labels speaks against the other.".into());
    }
    if let Some(written) = end.written.first() {
        notes.push(format!("All terms, for and against each label: {}", written.path.display()));
    }
    for note in notes {
        text.push_str(&format!("{}\n", style.muted(&wrapped(&note, 0, style.width()))));
    }
    text.push('\n');
    text
}

fn label_table(report: &Report, label: usize, of_label: &Selected<'_>, style: Style) -> String {
    let Selected { positive, negative } = of_label;
    let (name, documents) = (&report.analysis.labels[label], report.documents_of(label));
    let mut text = format!(
        "{}  {}\n",
        style.heading(&fitted(name, LABEL_WIDTH * 2)),
        style.muted(&format!(
            "{}, {} for, {} against",
            counted(documents, "document", "documents"),
            counted(positive.len(), "term", "terms"),
            grouped(negative.len())
        ))
    );
    if positive.is_empty() && report.analysis.calibration.is_some() {
        return text + &strongest(report, name, style);
    }
    if positive.is_empty() {
        let threshold = report.analysis.settings.threshold_used();
        let best = report.best(name, Sign::Positive).map_or_else(String::new, |best| {
            format!("; the best is “{}” with {:.3}", fitted(best.shown(), TERM_WIDTH), best.score)
        });
        return text + &format!("  no term reaches a score of {threshold}{best}\n\n");
    }
    let sides = [Side::Left, Side::Right, Side::Right, Side::Right];
    if report.analysis.calibration.is_some() {
        return text + &calibrated_table(positive, TERMS_PER_TABLE, style);
    }
    let mut table = TextTable::new(&["term", "score", "in the label", "in the rest"], &sides);
    for indicator in positive.iter().take(TERMS_PER_TABLE) {
        table.push(vec![
            fitted(indicator.shown(), TERM_WIDTH),
            format!("{:.3}", indicator.score),
            percent(indicator.share_in_label),
            percent(indicator.share_in_rest),
        ]);
    }
    text.push_str(&table.within(style.width()).lines(|header| style.muted(header)));
    if positive.len() > TERMS_PER_TABLE {
        let rest = grouped(positive.len() - TERMS_PER_TABLE);
        text.push_str(&style.muted(&format!("  … {rest} more\n")));
    }
    text + "\n"
}

/// What is shown of a label for which no term is listed: the strongest, marked as what they are.
fn strongest(report: &Report, label: &str, style: Style) -> String {
    let is_meant = |found: &&Indicator| found.label == label && found.sign == Sign::Positive;
    let strongest: Vec<&Indicator> =
        report.analysis.not_listed.iter().filter(is_meant).take(TERMS_NOT_LISTED).collect();
    let nothing = report.nothing_listed();
    if strongest.is_empty() || report.analysis.settings.threshold.is_some() {
        return format!("  {nothing}\n\n");
    }
    format!(
        "  {nothing}; chance may give the strongest as well:\n{}",
        calibrated_table(&strongest, TERMS_NOT_LISTED, style)
    )
}

/// The best terms of a calibrated list, at most `most`.
fn calibrated_table(positive: &[&Indicator], most: usize, style: Style) -> String {
    let sides = [Side::Left, Side::Right, Side::Right, Side::Right, Side::Right, Side::Right];
    let mut table =
        TextTable::new(&["term", "strength", "false", "score", "in the label", "in the rest"], &sides);
    for indicator in positive.iter().take(most) {
        let Some(found) = &indicator.calibration else { continue };
        // What came in nowhere has neither strength nor score.
        let came_in = |number: f64| if found.strength > 0.0 { format!("{number:.2}") } else { "–".into() };
        table.push(vec![
            fitted(indicator.shown(), TERM_WIDTH),
            came_in(found.strength),
            found.expected_false.map_or_else(|| "–".to_owned(), |expected| format!("{expected:.2}")),
            came_in(indicator.score),
            percent(indicator.share_in_label),
            percent(indicator.share_in_rest),
        ]);
    }
    let mut text = table.within(style.width()).lines(|header| style.muted(header));
    if positive.len() > most {
        let rest = grouped(positive.len() - most);
        text.push_str(&style.muted(&format!("  … {rest} more\n")));
    }
    text + "\n"
}

/// Two lines per pair of labels: what speaks for the one, and what for the other.
fn pair_lines(report: &Report, style: Style) -> String {
    let sides = [Side::Left, Side::Left, Side::Right, Side::Right, Side::Left];
    let mut table = TextTable::new(&["label", "against", "terms", "false", "best terms"], &sides);
    let pairs = report.pairs();
    for pair in pairs.iter().take(LABELS_WITH_LINE) {
        for of in [0, 1] {
            table.push(vec![
                fitted(pair.labels[of], LABEL_WIDTH),
                fitted(pair.labels[1 - of], LABEL_WIDTH),
                grouped(pair.entries[of].len()),
                // Both sides of a pair share the number.
                if of == 0 {
                    pair.expected_false.map_or_else(|| "–".to_owned(), |expected| format!("{expected:.2}"))
                } else {
                    String::new()
                },
                best_terms(&pair.entries[of]),
            ]);
        }
    }
    let mut text = table.within(style.width()).lines(|header| style.muted(header));
    if pairs.len() > LABELS_WITH_LINE {
        let rest = grouped(pairs.len() - LABELS_WITH_LINE);
        text.push_str(&style.muted(&format!("  … {rest} more pairs\n")));
    }
    text + "\n"
}

/// What rises along the order of the labels, and what falls.
fn order_tables(report: &Report, selected: &[Selected<'_>], ends: [&String; 2], style: Style) -> String {
    let [first, last] = ends.map(|end| report.analysis.labels.iter().position(|label| label == end));
    let order = report.order().join(" < ");
    let mut text = String::new();
    for (direction, label) in [("Rising", last), ("Falling", first)] {
        let positive = label.map_or(&[][..], |label| &selected[label].positive);
        text.push_str(&format!(
            "{}  {}\n",
            style.heading(direction),
            style.muted(&format!("{}, {order}", counted(positive.len(), "term", "terms")))
        ));
        if positive.is_empty() {
            text.push_str(&format!("  {}\n\n", report.nothing_listed()));
        } else {
            text.push_str(&calibrated_table(positive, TERMS_PER_TABLE, style));
        }
    }
    text
}

/// One line per label, because many tables would scroll away.
fn label_lines(report: &Report, selected: &[Selected<'_>], style: Style) -> String {
    let labels = &report.analysis.labels;
    let sides = [Side::Left, Side::Right, Side::Right, Side::Right, Side::Left];
    let mut table = TextTable::new(&["label", "documents", "for", "against", "best terms"], &sides);
    for (index, label) in labels.iter().enumerate().take(LABELS_WITH_LINE) {
        let Selected { positive, negative } = &selected[index];
        table.push(vec![
            fitted(label, LABEL_WIDTH),
            grouped(report.documents_of(index)),
            grouped(positive.len()),
            grouped(negative.len()),
            best_terms(positive),
        ]);
    }
    let mut text = table.within(style.width()).lines(|header| style.muted(header));
    if labels.len() > LABELS_WITH_LINE {
        let rest = grouped(labels.len() - LABELS_WITH_LINE);
        text.push_str(&style.muted(&format!("  … {rest} more labels\n")));
    }
    text + "\n"
}

fn best_terms(indicators: &[&Indicator]) -> String {
    let terms: Vec<&str> =
        indicators.iter().take(TERMS_PER_LINE).map(|indicator| indicator.shown()).collect();
    fitted(&terms.join(", "), LINE_WIDTH)
}

/// A warning on a line of its own.
pub(crate) fn warning(text: &str, style: Style) -> String {
    let text = wrapped(&fitted(text, usize::MAX), "warning: ".len(), style.width());
    format!("{} {text}\n", style.warning("warning:"))
}

/// Warnings, what was read and dropped, the settings, the files and the time.
pub(crate) fn facts(report: &Report, end: &RunFacts<'_>, style: Style) -> String {
    let mut text = String::new();
    // Which columns were guessed, a line says above.
    for warning in report.warnings().into_iter().filter(|warning| !warning.starts_with(BY_LOOKS)) {
        text.push_str(&self::warning(warning, style));
    }
    for (name, value) in [
        ("Read", read(report)),
        ("Terms", vocabulary(report)),
        ("Fits", fits(report)),
        ("Settings", settings(&report.analysis.settings) + &held(report)),
    ] {
        text.push_str(&wrapped_line(name, &value, style));
    }
    for sentence in confirmation::sentences(report) {
        text.push_str(&line("Confirm", &sentence, style));
    }
    for trial in validity::trials(report) {
        for sentence in trial.sentences {
            text.push_str(&wrapped_line(trial.short, &sentence, style));
        }
    }
    for written in end.written {
        let place = format!("{} ({})", written.path.display(), bytes(written.bytes));
        text.push_str(&line("Written", &style.good(&place), style));
    }
    text + &line("Time", &time(end), style)
}

/// A name and what there is to say, which is never broken: a path, or a command to copy.
pub(crate) fn line(name: &str, value: &str, style: Style) -> String {
    format!("{} {value}\n", style.muted(&format!("{name:NAME_WIDTH$}")))
}

/// As [`line`], of words that may stand on several lines.
pub(crate) fn wrapped_line(name: &str, value: &str, style: Style) -> String {
    line(name, &wrapped(value, NAME_WIDTH + 1, style.width()), style)
}

fn read(report: &Report) -> String {
    let account = &report.analysis.account;
    format!(
        "{}: {}, {}, {}{}",
        fitted(report.source.name(), 60),
        counted(account.rows, "row", "rows"),
        counted(account.documents, "document", "documents"),
        counted(report.analysis.labels.len(), "label", "labels"),
        dropped(account),
    )
}

/// `; dropped 4 (same text as an earlier row), 1 (text missing)`, or nothing.
pub(crate) fn dropped(account: &Account) -> String {
    let reasons: Vec<String> = account
        .dropped_by_reason
        .iter()
        .map(|(reason, rows)| format!("{} ({})", grouped(*rows), reason.words()))
        .collect();
    if reasons.is_empty() { String::new() } else { format!("; dropped {}", reasons.join(", ")) }
}

fn vocabulary(report: &Report) -> String {
    let analysis = &report.analysis;
    format!(
        "{} in the vocabulary, of which {} have a twin",
        grouped(analysis.vocabulary_terms),
        grouped(analysis.twin_terms)
    )
}

fn fits(report: &Report) -> String {
    if let Some(verdict) = &report.analysis.calibration {
        return format!("{} of the labels", counted(verdict.shuffles, "shuffle", "shuffles"));
    }
    let fits = &report.analysis.fits;
    let (completed, planned) = (grouped(fits.completed), grouped(fits.planned));
    let mut text = format!("{completed} of {planned} completed; ");
    text.push_str(&format!(
        "{}, of which {} empty and {} not converged",
        counted(fits.regressions, "regression", "regressions"),
        grouped(fits.empty),
        grouped(fits.not_converged),
    ));
    text
}

fn settings(settings: &Settings) -> String {
    let stop_words = match &settings.stop_words {
        StopWords::None => "none".to_string(),
        StopWords::Preset => "of the preset".to_string(),
        StopWords::Wordify => "wordify".to_string(),
        StopWords::Spacy => "spacy".to_string(),
        StopWords::Nltk => "nltk".to_string(),
        StopWords::Iso => "iso".to_string(),
        StopWords::List(words) => counted(words.len(), "own word", "own words"),
    };
    let frequency = |bound: DocumentFrequency| match bound {
        DocumentFrequency::Share(share) => format!("{share:?}"),
        DocumentFrequency::Count(count) => count.to_string(),
    };
    let (shortest, longest) = settings.ngram_range;
    let rule = match (settings.threshold, settings.max_false) {
        (None, Some(most)) => format!("max-false {most}"),
        (None, None) => format!("max-q {}", settings.max_q),
        (Some(threshold), _) if !settings.is_calibrated() => format!("threshold {threshold}"),
        (Some(threshold), Some(most)) => format!("max-false {most}, threshold {threshold}"),
        (Some(threshold), None) => format!("max-q {}, threshold {threshold}", settings.max_q),
    };
    format!(
        "preset {}, seed {}, {rule}, language {}, lemmas {}, stop words {stop_words}, n-grams {shortest}-{longest}, \
         min-df {}, max-df {}",
        settings.preset.name(),
        settings.seed,
        if settings.language_detected {
            format!("{} (guessed)", settings.language.code())
        } else {
            settings.language.code().to_owned()
        },
        if settings.uses_lemmas() { "on" } else { "off" },
        frequency(settings.min_df),
        frequency(settings.max_df),
    )
}

/// The columns by which documents belong together or are compared, where there are any.
fn held(report: &Report) -> String {
    let Some(verdict) = &report.analysis.calibration else { return String::new() };
    let columns = [("group", &verdict.groups), ("strata", &verdict.strata), ("control", &verdict.controls)];
    let named = columns.iter().filter(|(_, columns)| !columns.is_empty());
    let windows = if report.analysis.settings.windows { ", windows" } else { "" };
    named.map(|(name, columns)| format!(", {name} {}", columns.join(" and "))).collect::<String>() + windows
}

fn time(end: &RunFacts<'_>) -> String {
    let threads = counted(end.threads, "thread", "threads");
    if end.seconds < 60.0 {
        return format!("{:.1} s on {threads}", end.seconds);
    }
    let time = std::time::Duration::from_secs_f64(end.seconds);
    format!("{} on {threads}", progress::duration(time))
}
