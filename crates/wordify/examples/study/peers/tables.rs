//! What the lists of all methods are worth, in tables.

use std::collections::{BTreeMap, HashSet};

use super::Entry;
use super::own::{DEFAULT, OURS};
use super::sets::{Corpus, Question, Set};
use crate::corpus::Documents;
use crate::judge::{Found, ListEnd};
use crate::means::{COUNTED, Means};
use crate::seeds::mean_jaccard;
use crate::table::{Limit, Mean, Part, number, share_limit};
use crate::truth::Score;

/// What came of a set.
pub(super) struct Outcome<'a> {
    pub(super) set: &'a Set,
    pub(super) lists: BTreeMap<String, Vec<Entry>>,
    pub(super) areas: BTreeMap<String, BTreeMap<usize, f64>>,
}

/// A method in a picture: its name, recall, and share of false terms.
pub(super) struct Point {
    pub(super) method: String,
    pub(super) recall: f64,
    pub(super) wrong: f64,
}

/// All tables, and the points of the picture.
pub(super) fn part(corpora: &[Corpus], outcomes: &[Outcome<'_>]) -> (Part, Vec<Point>) {
    let mut part = Part::new(
        "Other methods",
        "All are given the same matrix of terms and the same labels; none is given the truth, nor the lengths of the texts \
         apart from the default method, which holds them equal by itself. Log odds (Dirichlet prior .1, by documents) are \
         FightingWords of ConvoKit, χ² and support vector machine scikit-learn's, Benjamini-Hochberg (BH) statsmodels', IPSS the \
         package of its authors (not in the quick form: it takes longer than all others together); complementary pairs \
         stability selection (Shah and Samworth) is computed by us, for want of a package; these two are run on two labels only. \
         Scaled: columns divided by their standard deviations; raw: tf-idf as it is. The support vector machine has no end of its \
         own; its 50 largest weights are listed. Terms that contain each other count once.",
    );
    chance(&mut part, corpora, outcomes);
    let points = truth(&mut part, corpora, outcomes);
    seeds(&mut part, outcomes);
    set_aside(&mut part, corpora, outcomes);
    (part, points)
}

/// Kinds of sets in their order, of those that `is_meant` says.
fn kinds<'a>(outcomes: &'a [Outcome<'_>], is_meant: fn(&Question) -> bool) -> Vec<&'a str> {
    let mut kinds: Vec<&str> = Vec::new();
    for outcome in outcomes.iter().filter(|outcome| is_meant(&outcome.set.question)) {
        if !kinds.contains(&outcome.set.kind.as_str()) {
            kinds.push(&outcome.set.kind);
        }
    }
    kinds
}

/// For each method the values that `value` gives for its lists of one kind of sets.
fn by_method<T>(
    outcomes: &[Outcome<'_>],
    kind: &str,
    value: impl Fn(&Set, &[Entry]) -> T,
) -> Vec<(String, Vec<T>)> {
    let mut values: BTreeMap<String, Vec<T>> = BTreeMap::new();
    for outcome in outcomes.iter().filter(|outcome| outcome.set.kind == kind) {
        for (method, list) in &outcome.lists {
            values.entry(method.clone()).or_default().push(value(outcome.set, list));
        }
    }
    let mut values: Vec<_> = values.into_iter().collect();
    values.sort_by_key(|(method, _)| place(method));
    values
}

/// The default method stands first in every table.
fn place(method: &str) -> (bool, String) {
    (!(method == OURS || method.starts_with("Wordify,")), method.to_lowercase())
}

fn chance(part: &mut Part, corpora: &[Corpus], outcomes: &[Outcome<'_>]) {
    part.text_line(
        "**Labels that mean nothing.** Every term that is listed is false. Filled: share of the draws in which anything is listed.",
    );
    part.columns(&["labels", "method", "draws", "listed (most)", "filled"]);
    for kind in kinds(outcomes, |question| matches!(question, Question::Chance)) {
        let counts = by_method(outcomes, kind, |set, list| {
            counted(&corpora[set.corpus].documents, list).iter().filter(|found| found.counts).count() as f64
        });
        for (method, counts) in &counts {
            let filled: Vec<f64> = counts.iter().map(|&count| f64::from(u8::from(count > 0.0))).collect();
            let most = counts.iter().copied().fold(0.0, f64::max);
            let listed = format!("{} ({most})", number(Mean::of(counts).value));
            let (draws, filled) = (counts.len(), Mean::of(&filled).value);
            part.row(&[kind.into(), method.clone(), draws.to_string(), listed, number(filled)]);
            // Without the groups nothing is promised of labels that groups have.
            if method == DEFAULT && !kind.contains("groups") {
                part.promise(&format!("{method}, {kind}: filled"), filled, share_limit(0.1, draws));
            }
        }
    }
}

fn truth(part: &mut Part, corpora: &[Corpus], outcomes: &[Outcome<'_>]) -> Vec<Point> {
    let mut points = Vec::new();
    part.text_line(
        "**A known truth.** 30 true terms, and labels that they make as likely as an area under the curve of .75 needs. False, \
         marginal and recall as above; means over the sets.",
    );
    part.columns(&[&["true terms and labels", "method", "sets"][..], &COUNTED].concat());
    for kind in kinds(outcomes, |question| matches!(question, Question::Truth(_))) {
        let scores = by_method(outcomes, kind, |set, list| score(&corpora[set.corpus].documents, set, list));
        for (method, scores) in &scores {
            let means = Means::of(scores);
            let row = [kind.into(), method.clone(), scores.len().to_string()];
            part.row(&[&row[..], &means.cells()].concat());
            let (recall, marginal) = (means.score.recall, means.marginal_share);
            if method == DEFAULT {
                let limit = Limit::Most(0.1 + marginal.margin);
                part.promise(&format!("{method}, {kind}: share of false, marginal"), marginal.value, limit);
            }
            if kind.starts_with("terms in 1–10 %, 2") {
                points.push(Point { method: method.clone(), recall, wrong: marginal.value });
            }
        }
    }
    points
}

fn score(documents: &Documents, set: &Set, list: &[Entry]) -> Score {
    match &set.question {
        Question::Truth(truth) => truth.score(documents, &counted(documents, list), ListEnd::Share(1.0)),
        _ => Score::default(),
    }
}

fn seeds(part: &mut Part, outcomes: &[Outcome<'_>]) {
    part.text_line(
        "**Seeds.** Lists of the true labels with other seeds: Jaccard, mean over the pairs of seeds. Methods without \
         random choices have 1.",
    );
    part.columns(&["corpus", "method", "terms", "Jaccard"]);
    for kind in kinds(outcomes, |question| matches!(question, Question::Seeds)) {
        let lists = by_method(outcomes, kind, |_, list| list.iter().copied().collect::<HashSet<Entry>>());
        for (method, lists) in lists {
            let sizes: Vec<f64> = lists.iter().map(|list| list.len() as f64).collect();
            let name = kind.trim_start_matches("seeds, ").to_owned();
            part.row(&[name, method, number(Mean::of(&sizes).value), number(mean_jaccard(&lists))]);
        }
    }
}

fn set_aside(part: &mut Part, corpora: &[Corpus], outcomes: &[Outcome<'_>]) {
    part.text_line(
        "**Texts that nobody saw.** Each method orders the terms on half of the documents by lot; a logistic regression on the \
         first of them, fitted on the same half, then orders the other half. Area under the curve, mean over labels and draws, \
         for lists of equal length.",
    );
    let mut areas: BTreeMap<(usize, &str), BTreeMap<usize, Vec<f64>>> = BTreeMap::new();
    for outcome in outcomes {
        for (method, of_lengths) in &outcome.areas {
            for (&length, &area) in of_lengths {
                areas.entry((outcome.set.corpus, method)).or_default().entry(length).or_default().push(area);
            }
        }
    }
    let lengths: Vec<String> = areas
        .values()
        .next()
        .map(|of_lengths| of_lengths.keys().map(|length| format!("{length} terms")).collect())
        .unwrap_or_default();
    let names: Vec<&str> =
        ["corpus", "method"].into_iter().chain(lengths.iter().map(String::as_str)).collect();
    part.columns(&names);
    let mut areas: Vec<_> = areas.into_iter().collect();
    areas.sort_by_key(|((corpus, method), _)| (*corpus, place(method)));
    for ((corpus, method), of_lengths) in &areas {
        let cells = of_lengths.values().map(|areas| format!("{:.3}", Mean::of(areas).value));
        let row = [corpora[*corpus].documents.name.clone(), (*method).into()];
        part.row(&row.into_iter().chain(cells).collect::<Vec<_>>());
    }
}

/// A list in the form in which it is counted: the first of a family does.
fn counted(documents: &Documents, list: &[Entry]) -> Vec<Found> {
    let mut families = HashSet::new();
    let found = |&(label, column, positive): &Entry| Found {
        label,
        against: None,
        column,
        positive,
        expected_false: 0.0,
        q_value: 0.0,
        counts: families.insert((label, documents.family_of[column as usize], positive)),
    };
    list.iter().map(found).collect()
}
