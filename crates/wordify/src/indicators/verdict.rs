//! What can be said about a calibrated list as a whole, and what cannot.

use serde::Serialize;

use super::Indicator;
use crate::count::{counted, grouped};
use crate::selection::strength::{EFFECTIVE_MIN, Judgment, Judgments, LABEL_DOCUMENTS_MIN, Standing};
use crate::settings::Settings;

/// From this share of effective documents on, length is mentioned only.
const SHARE_GOOD: f64 = 0.9;
/// Below this share of effective documents, length is warned of.
const SHARE_POOR: f64 = 0.5;
/// Labels that a warning names; the rest are counted.
const NAMED_MAX: usize = 20;
/// Normal quantile of the chance of four in five that an effect is seen.
const POWER: f64 = 0.84;
/// Share of the documents with the term of which the smallest visible effect is reported.
const EXAMPLE_SHARE: f64 = 0.1;

/// How a calibrated list came about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// Times that the labels were shuffled.
    pub shuffles: usize,
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
    /// Each label, in their order.
    pub labels: Vec<LabelVerdict>,
    /// Levels of all paths that stopped before they met the tolerance.
    pub unsolved: usize,
    /// Largest violation of the optimality conditions among the others, relative to a term's penalty.
    pub violation_max: f64,
}

/// What could be judged of a label.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LabelVerdict {
    /// The label.
    pub label: String,
    /// `judged`, `other_side` (of two labels one is fitted), `too_few` or `length_tells`.
    pub standing: &'static str,
    /// Share of its documents' information that is left when documents are compared at equal length.
    pub effective_share: f64,
    /// Level at which its list ends.
    pub list_level: f64,
    /// Levels, and the expected number of false terms of this label from each on.
    pub expected_false: Vec<(f64, f64)>,
}

impl Verdict {
    pub(crate) fn new(judgments: &Judgments, labels: &[String], settings: &Settings) -> Self {
        let of_label = |judgment: &Judgment| LabelVerdict {
            label: labels[judgment.label].clone(),
            standing: match judgment.standing {
                Standing::Judged => "judged",
                Standing::OtherSide => "other_side",
                Standing::TooFew => "too_few",
                Standing::HeldEqualTells(_) => "length_tells",
            },
            effective_share: judgment.effective_share,
            list_level: judgment.list_level,
            expected_false: judgment.curve.clone(),
        };
        let expected = judgments.labels.iter().flat_map(|judgment| &judgment.strengths);
        let expected = expected
            .filter(|strength| strength.listed)
            .filter_map(|strength| Some(strength.worth?.expected_false * judgments.judged as f64));
        Self {
            expected_false_in_list: expected.reduce(f64::max),
            shuffles: judgments.shuffles,
            judged: judgments.judged,
            max_q: settings.max_q,
            max_false: settings.max_false,
            length_control: settings.length_control,
            labels: judgments.labels.iter().map(of_label).collect(),
            unsolved: judgments.unsolved,
            violation_max: judgments.violation_max,
        }
    }
}

/// What a reader must know about the list: labels that cannot be judged, lengths, an empty list.
pub(crate) fn warnings(
    judgments: &Judgments,
    labels: &[String],
    sizes: &[usize],
    listed: &[Indicator],
    others: &[Indicator],
    settings: &Settings,
) -> Vec<String> {
    let mut warnings = Vec::new();
    let few: Vec<String> = of_standing(judgments, |standing| standing == Standing::TooFew)
        .map(|label| format!("“{}” ({})", labels[label], grouped(sizes[label])))
        .collect();
    if !few.is_empty() {
        warnings.push(format!(
            "{} too few documents to be judged, and would need {LABEL_DOCUMENTS_MIN}, with as many outside: {}.",
            counted(few.len(), "label has", "labels have"),
            named(&few)
        ));
    }
    warnings.extend(length_warnings(judgments, labels, sizes));
    if listed.is_empty() && judgments.judged > 0 {
        warnings.push(empty_list(judgments, sizes, others, settings));
    }
    if judgments.judged == 0 {
        warnings.push("No label can be judged: no term is listed.".into());
    }
    if judgments.unsolved > 0 {
        warnings.push(format!(
            "{} of the regressions stopped before they met the tolerance; they are counted.",
            counted(judgments.unsolved, "level", "levels")
        ));
    }
    warnings
}

fn of_standing(judgments: &Judgments, is_meant: impl Fn(Standing) -> bool) -> impl Iterator<Item = usize> {
    judgments.labels.iter().filter(move |judgment| is_meant(judgment.standing)).map(|judgment| judgment.label)
}

fn named(names: &[String]) -> String {
    let shown = names.iter().take(NAMED_MAX).cloned().collect::<Vec<_>>().join(", ");
    let more = names.len().saturating_sub(NAMED_MAX);
    if more > 0 { format!("{shown} and {} more", grouped(more)) } else { shown }
}

fn length_warnings(judgments: &Judgments, labels: &[String], sizes: &[usize]) -> Vec<String> {
    let all: usize = sizes.iter().sum();
    let mut warnings = Vec::new();
    let told: Vec<String> =
        of_standing(judgments, |standing| matches!(standing, Standing::HeldEqualTells(_)))
            .map(|label| format!("“{}”", labels[label]))
            .collect();
    if !told.is_empty() {
        warnings.push(format!(
            "Length alone tells {} apart almost everywhere (fewer than {EFFECTIVE_MIN} documents can be compared): no word \
             can be judged at equal length. Cut the texts into passages of equal length, or collect texts of like length.",
            named(&told)
        ));
    }
    for judgment in judgments.labels.iter().filter(|judgment| judgment.standing == Standing::Judged) {
        let share = judgment.effective_share;
        if share >= SHARE_GOOD {
            continue;
        }
        let effective = grouped((share * all as f64).round() as usize);
        let mut warning = format!(
            "The texts of “{}” differ from the others in length: compared at equal length, the {} texts count like {effective}.",
            labels[judgment.label],
            grouped(all)
        );
        if share < SHARE_POOR {
            let odds = smallest_odds(judgment, sizes, share);
            warning.push_str(&format!(
                " A term in a tenth of them needs an odds ratio of {odds:.1} to be seen in four of five cases."
            ));
        }
        warnings.push(warning);
    }
    warnings
}

/// The odds ratio that a term in a tenth of the documents needs to be seen in four of five cases:
/// exp((z + .84) / √(n_eff n π (1−π) f (1−f))), z the level at which one false term is expected.
fn smallest_odds(judgment: &Judgment, sizes: &[usize], share: f64) -> f64 {
    let all: usize = sizes.iter().sum();
    let own = sizes[judgment.label] as f64 / all as f64;
    let quiet = judgment.curve.iter().rev().find(|&&(_, expected)| expected <= 1.0);
    let z = quiet.map_or(judgment.list_level, |&(level, _)| level);
    let information = share * all as f64 * own * (1.0 - own) * EXAMPLE_SHARE * (1.0 - EXAMPLE_SHARE);
    libm::exp((z + POWER) / information.sqrt())
}

fn empty_list(judgments: &Judgments, sizes: &[usize], others: &[Indicator], settings: &Settings) -> String {
    let rule = match settings.max_false {
        Some(most) => format!("at most {most} expected false terms"),
        None => format!("a share of false terms of at most {}", settings.max_q),
    };
    let mut strongest: Vec<&Indicator> = others.iter().collect();
    let strength = |indicator: &Indicator| indicator.calibration.as_ref().map_or(0.0, |found| found.strength);
    strongest.sort_by(|a, b| strength(b).total_cmp(&strength(a)));
    let names: Vec<String> =
        strongest.iter().take(3).map(|indicator| format!("“{}”", indicator.term)).collect();
    let strongest = if names.is_empty() {
        String::new()
    } else {
        format!(" The strongest, not told from chance, are {}.", names.join(", "))
    };
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
