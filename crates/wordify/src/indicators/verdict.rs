//! What can be said about a calibrated list as a whole, and what cannot.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Indicator;
use super::calibrated::{Calibration, stronger_first};
use super::circumstances::{Circumstances, named, smallest_odds};
use crate::count::{counted, grouped};
use crate::selection::strength::{Judgment, Judgments, LABEL_DOCUMENTS_MIN, Rule, Standing, Strength};
use crate::settings::Settings;

/// How a calibrated list came about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// Times that the labels were shuffled.
    pub shuffles: usize,
    /// Half-samples, of which a score is a share.
    pub half_samples: usize,
    /// Regressions that share the list: labels judged, one of two.
    pub judged: usize,
    /// Largest q-value of the list.
    pub max_q: f64,
    /// Expected number of false terms at which the list ends, where it does so by number.
    pub max_false: Option<f64>,
    /// Expected number of false terms in the list as it is; none where it is empty.
    pub expected_false_in_list: Option<f64>,
    /// Whether documents were compared at equal length.
    pub length_control: bool,
    /// Columns of the groups, the strata and the controls that were held equal; empty where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// As `groups`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub strata: Vec<String>,
    /// As `groups`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub controls: Vec<String>,
    /// How documents were compared, in sentences.
    pub notes: Vec<String>,
    /// Each label, in their order; each pair of labels, where pairs are compared; the order, where labels have one.
    pub labels: Vec<LabelVerdict>,
    /// The labels from first to last, where terms that rise or fall along them were looked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub order: Vec<String>,
    /// Levels of all paths that stopped before they met the tolerance.
    pub unsolved: usize,
    /// Largest violation of the optimality conditions among the others, relative to a term's penalty.
    pub violation_max: f64,
}

/// What could be judged of a label.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LabelVerdict {
    /// The label; along an order the last.
    pub label: String,
    /// The label that it is set against; none where that is all others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<String>,
    /// Terms in the list of this comparison, where pairs are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listed: Option<usize>,
    /// Expected number of false ones among them, of this comparison alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_false_in_list: Option<f64>,
    /// `judged`, `other_side` (of two labels one is fitted), `too_few`, `too_few_groups` or `length_tells`.
    pub standing: &'static str,
    /// Share of its documents' information that is left when documents are compared at equal length.
    pub effective_share: f64,
    /// Words of its text in the middle of all by length.
    pub words_median: usize,
    /// Groups with documents of the label; none without groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<usize>,
    /// The smallest p that shuffles of whole groups could give; none without groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smallest_p: Option<f64>,
    /// Level at which its list ends.
    pub list_level: f64,
    /// Levels, and the expected number of false terms of this label from each on.
    pub expected_false: Vec<(f64, f64)>,
}

impl Verdict {
    /// `controls` are the columns that a second analysis held equal.
    pub(crate) fn new(judgments: &Judgments, around: &Circumstances<'_>, controls: Vec<String>) -> Self {
        let Circumstances { corpus, settings, .. } = around;
        let (labels, background) = (&corpus.labels, &corpus.background);
        let groups = around.groups_of_labels();
        let of_label = |judgment: &Judgment| LabelVerdict {
            label: labels[judgment.label].clone(),
            against: judgment.against.map(|against| labels[against].clone()),
            listed: judgment.against.map(|_| findings(judgment).count()),
            expected_false_in_list: judgment.against.and_then(|_| expected_false(judgment)),
            standing: match judgment.standing {
                Standing::Judged => "judged",
                Standing::OtherSide => "other_side",
                Standing::TooFew => "too_few",
                Standing::TooFewGroups(_) => "too_few_groups",
                Standing::HeldEqualTells(_) => "length_tells",
            },
            effective_share: judgment.effective_share,
            words_median: around.median_words((judgment.label, None), true),
            groups: groups.as_ref().map(|groups| groups[judgment.label]),
            smallest_p: judgment.smallest_p,
            list_level: judgment.list_level,
            expected_false: judgment.curve.clone(),
        };
        let expected = judgments.labels.iter().filter_map(expected_false).reduce(f64::max);
        let order = around.contrasts.order().unwrap_or_default();
        Self {
            expected_false_in_list: expected.map(|expected| expected * judgments.judged as f64),
            order: order.iter().map(|&label| labels[label].clone()).collect(),
            shuffles: judgments.shuffles,
            half_samples: judgments.half_samples,
            judged: judgments.judged,
            max_q: settings.max_q,
            max_false: settings.max_false,
            length_control: settings.length_control,
            groups: background.group.iter().map(|factor| factor.column.clone()).collect(),
            strata: background.strata.iter().map(|factor| factor.column.clone()).collect(),
            controls,
            notes: around.notes(judgments),
            labels: judgments.labels.iter().map(of_label).collect(),
            unsolved: judgments.unsolved,
            violation_max: judgments.violation_max,
        }
    }
}

/// The listed terms that count: of each family the strongest.
fn findings(judgment: &Judgment) -> impl Iterator<Item = &Strength> {
    judgment.strengths.iter().filter(|strength| strength.listed && !strength.in_family)
}

/// Expected number of false terms in the list of one comparison, of that comparison alone.
fn expected_false(judgment: &Judgment) -> Option<f64> {
    let listed = judgment.strengths.iter().filter(|strength| strength.listed);
    listed.filter_map(|strength| Some(strength.worth?.expected_false)).reduce(f64::max)
}

/// What a reader must know about the list: labels that cannot be judged, lengths, an empty list.
pub(crate) fn warnings(
    judgments: &Judgments,
    rule: &Rule,
    around: &Circumstances<'_>,
    listed: &[Indicator],
    others: &[Indicator],
) -> Vec<String> {
    let Circumstances { corpus, settings, .. } = around;
    let (labels, sizes) = (&corpus.labels, &corpus.account.documents_per_label);
    let mut warnings = Vec::new();
    let few: Vec<String> = too_few(judgments, sizes, around.contrasts.order().is_some())
        .into_iter()
        .map(|label| few_of(&labels[label], sizes[label], sizes.iter().sum()))
        .collect();
    if !few.is_empty() {
        warnings.push(format!(
            "{} too few documents to be judged, and would need {LABEL_DOCUMENTS_MIN}, with as many outside: {}.",
            counted(few.len(), "label has", "labels have"),
            named(&few)
        ));
    }
    warnings.extend(around.warnings(judgments));
    warnings.extend(around.one_group(listed));
    if listed.is_empty() && judgments.judged > 0 {
        let warning = below_threshold(others, rule, settings);
        warnings.push(warning.unwrap_or_else(|| empty_list(judgments, sizes, others, settings)));
    }
    if judgments.judged == 0 {
        let strongest = strongest(others, "The terms that differ most, which chance may give");
        warnings.push(format!("No label can be judged, so no term can be told from chance.{strongest}"));
    }
    if judgments.unsolved > 0 {
        warnings.push(format!(
            "{} of the regressions stopped before they met the tolerance; they are counted.",
            counted(judgments.unsolved, "level", "levels")
        ));
    }
    warnings
}

/// A label with too few documents, or too few outside.
fn few_of(label: &str, size: usize, all: usize) -> String {
    if size < LABEL_DOCUMENTS_MIN {
        format!("“{label}” ({})", grouped(size))
    } else {
        format!("“{label}” ({}, {} outside)", grouped(size), grouped(all - size))
    }
}

/// Labels with too few documents, or too few outside: of a pair the small ones, of an order the one that nearly all have.
fn too_few(judgments: &Judgments, sizes: &[usize], has_order: bool) -> BTreeSet<usize> {
    let is_few = |judgment: &&Judgment| judgment.standing == Standing::TooFew;
    let of_judgment = |judgment: &Judgment| match judgment.against {
        _ if has_order => (0..sizes.len()).max_by_key(|&label| sizes[label]).into_iter().collect(),
        None => vec![judgment.label],
        Some(against) => {
            let pair = [judgment.label, against].into_iter();
            pair.filter(|&label| sizes[label] < LABEL_DOCUMENTS_MIN).collect::<Vec<usize>>()
        }
    };
    judgments.labels.iter().filter(is_few).flat_map(of_judgment).collect()
}

/// What is said of a list that the threshold alone empties.
fn below_threshold(others: &[Indicator], rule: &Rule, settings: &Settings) -> Option<String> {
    let threshold = settings.threshold?;
    let passes = |found: &Calibration| {
        let worth = found.expected_false.zip(found.q_value);
        worth.map_or(rule.lists_all(), |(expected_false, q_value)| rule.admits(expected_false, q_value))
    };
    let passed = || others.iter().filter(|indicator| indicator.calibration.as_ref().is_some_and(passes));
    let best = passed().max_by(|a, b| a.score.total_cmp(&b.score))?;
    Some(format!(
        "{} would be listed without the threshold, and none has a score of {threshold} or more: the highest is {:.2}, that of “{}”.",
        counted(passed().count(), "term", "terms"),
        best.score,
        best.shown()
    ))
}

fn empty_list(judgments: &Judgments, sizes: &[usize], others: &[Indicator], settings: &Settings) -> String {
    let rule = match settings.max_false {
        Some(most) => format!("at most {most} expected false terms"),
        None => format!("a share of false terms of at most {}", settings.max_q),
    };
    let strongest = strongest(others, "The strongest, which chance may give as well");
    let smallest = judgments
        .labels
        .iter()
        .filter(|judgment| judgment.standing == Standing::Judged)
        .map(|judgment| smallest_odds(judgment, sizes, judgment.effective_share))
        .fold(f64::INFINITY, f64::min);
    format!(
        "No term can be told from chance with {rule}.{strongest} In this file a term in a tenth of the documents would need an \
         odds ratio of {smallest:.1} to be seen in four of five cases."
    )
}

/// A sentence with the strongest of `others`, after a blank; nothing where there are none.
fn strongest(others: &[Indicator], introduction: &str) -> String {
    let mut strongest: Vec<&Indicator> = others.iter().collect();
    strongest.sort_by(|a, b| stronger_first(a, b));
    let names: Vec<String> =
        strongest.iter().take(3).map(|indicator| format!("“{}”", indicator.shown())).collect();
    if names.is_empty() { String::new() } else { format!(" {introduction}: {}.", names.join(", ")) }
}
