//! What the documents allow to be said: their lengths, their groups and strata.

use super::Indicator;
use super::calibration::Caution;
use crate::contrasts::Contrasts;
use crate::corpus::{Corpus, Factor};
use crate::count::{counted, grouped};
use crate::selection::strength::{Judgment, Judgments, Standing};
use crate::settings::Settings;

/// From this share of effective documents on, length is mentioned only.
const SHARE_GOOD: f64 = 0.9;
/// Below this share of effective documents, what is lost is warned of with the smallest effect that could be seen.
const SHARE_POOR: f64 = 0.5;
/// Labels that a warning names; the rest are counted.
const NAMED_MAX: usize = 20;
/// Normal quantile of the chance of four in five that an effect is seen.
const POWER: f64 = 0.84;
/// Share of the documents with the term of which the smallest visible effect is reported.
const EXAMPLE_SHARE: f64 = 0.1;
/// Ways to deal groups below which it is said how few they are.
const FEW_WAYS: f64 = 1000.0;

/// The documents of an analysis, and how they are compared.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Circumstances<'a> {
    pub(crate) corpus: &'a Corpus,
    pub(crate) settings: &'a Settings,
    pub(crate) contrasts: &'a Contrasts,
    /// Words of each document.
    pub(crate) words: &'a [usize],
}

impl Circumstances<'_> {
    /// Words of the text in the middle by length, of those of a label or of what it is set against.
    pub(super) fn median_words(&self, sides: (usize, Option<usize>), of_label: bool) -> usize {
        let mut words = self.words_of(sides, of_label);
        let middle = words.len().saturating_sub(1) / 2;
        if words.is_empty() { 0 } else { *words.select_nth_unstable(middle).1 }
    }

    fn words_of(&self, (label, against): (usize, Option<usize>), of_label: bool) -> Vec<usize> {
        let is_meant = |of: usize| match against {
            Some(against) if !of_label => of == against,
            _ => (of == label) == of_label,
        };
        let documents = self.corpus.label_of.iter().zip(self.words);
        documents.filter(|(of, _)| is_meant(**of as usize)).map(|(_, words)| *words).collect()
    }

    /// What a comparison is called.
    fn name(&self, judgment: &Judgment) -> String {
        let labels = &self.corpus.labels;
        match (self.contrasts.order(), judgment.against) {
            (Some(order), _) => {
                format!("the order from “{}” to “{}”", labels[order[0]], labels[order[order.len() - 1]])
            }
            (None, Some(against)) => format!("“{}” against “{}”", labels[judgment.label], labels[against]),
            (None, None) => format!("“{}”", labels[judgment.label]),
        }
    }

    fn group(&self) -> Option<&Factor> {
        self.corpus.background.dividing_group()
    }

    /// Groups with documents of each label.
    pub(super) fn groups_of_labels(&self) -> Option<Vec<usize>> {
        let group = self.group()?;
        let mut pairs: Vec<(u32, u32)> =
            self.corpus.label_of.iter().copied().zip(group.value_of.iter().copied()).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut groups = vec![0; self.corpus.labels.len()];
        pairs.iter().for_each(|&(label, _)| groups[label as usize] += 1);
        Some(groups)
    }

    /// How documents were compared, in sentences.
    pub(super) fn notes(&self, judgments: &Judgments) -> Vec<String> {
        let mut notes = Vec::new();
        let judged = || judgments.labels.iter().filter(|judgment| judgment.standing == Standing::Judged);
        let is_equal = judged().all(|judgment| judgment.effective_share >= SHARE_GOOD);
        if self.settings.length_control && judgments.judged > 0 && is_equal {
            notes.push("Texts were compared at equal length.".to_owned());
        }
        let strata: Vec<String> =
            self.corpus.background.strata.iter().map(|factor| format!("“{}”", factor.column)).collect();
        if !strata.is_empty() {
            notes.push(format!("Texts were compared with others of the same {} only.", strata.join(" and ")));
        }
        if let (Some(group), Some(of_labels)) = (self.group(), self.groups_of_labels()) {
            let of_labels: Vec<String> = self
                .corpus
                .labels
                .iter()
                .zip(of_labels)
                .map(|(label, groups)| format!("“{label}” {}", grouped(groups)))
                .collect();
            let few = judged().filter_map(|judgment| judgment.smallest_p).fold(0.0, f64::max);
            let few = if few * FEW_WAYS > 1.0 {
                format!(" With so few, no p below {few:.2} is possible.")
            } else {
                String::new()
            };
            notes.push(format!(
                "Texts of the same “{}” were drawn, shuffled and counted together: {} ({}).{few}",
                group.column,
                counted(group.values.len(), "group", "groups"),
                named(&of_labels)
            ));
        }
        notes
    }

    /// What was held equal, in words.
    fn equal(&self) -> String {
        let strata = self.corpus.background.strata.iter().map(|factor| format!("same “{}”", factor.column));
        let length = self.settings.length_control.then(|| "equal length".to_owned());
        length.into_iter().chain(strata).collect::<Vec<_>>().join(" and ")
    }

    /// What a reader must know about groups, lengths and strata.
    pub(super) fn warnings(&self, judgments: &Judgments) -> Vec<String> {
        let mut warnings = Vec::new();
        let few: Vec<String> = judgments
            .labels
            .iter()
            .filter_map(|judgment| match judgment.standing {
                Standing::TooFewGroups(p) => {
                    Some(format!("{} (smallest possible p {p:.2})", self.name(judgment)))
                }
                _ => None,
            })
            .collect();
        if !few.is_empty() {
            warnings.push(format!(
                "So few groups cannot tell any term from chance: {}. Texts of more groups would, or an analysis without groups, \
                 which says what these very groups write and nothing about others.",
                named(&few)
            ));
        }
        warnings.extend(self.without_words(judgments));
        warnings.extend(judgments.labels.iter().filter_map(|judgment| self.lost(judgment)));
        warnings
    }

    /// A warning of labels that what is held equal tells apart already: their words cannot be judged.
    fn without_words(&self, judgments: &Judgments) -> Option<String> {
        let is_set_aside = |judgment: &&Judgment| matches!(judgment.standing, Standing::HeldEqualTells(_));
        let set_aside: Vec<&Judgment> = judgments.labels.iter().filter(is_set_aside).collect();
        if set_aside.is_empty() {
            return None;
        }
        let names: Vec<String> = set_aside.iter().map(|judgment| self.name(judgment)).collect();
        if !self.corpus.background.strata.is_empty() {
            return Some(format!(
                "At {} there is hardly anything to compare {} with: no word can be judged. Leave out the strata, or collect \
                 texts that are alike in them.",
                self.equal(),
                named(&names)
            ));
        }
        let auc =
            set_aside.iter().map(|judgment| self.auc((judgment.label, judgment.against))).fold(0.0, f64::max);
        Some(format!(
            "Length alone tells {} apart almost everywhere (AUC {auc:.2}): no word can be judged at equal length. Cut the texts \
             into passages of equal length (--windows), or collect texts of like length.",
            named(&names)
        ))
    }

    /// Chance that of two texts, one of `label` and one of another, the longer one is on the side that is longer as a rule.
    fn auc(&self, sides: (usize, Option<usize>)) -> f64 {
        let (own, mut rest) = (self.words_of(sides, true), self.words_of(sides, false));
        rest.sort_unstable();
        let below = |words: usize| {
            let (less, least) = (rest.partition_point(|&r| r < words), rest.partition_point(|&r| r <= words));
            (less + least) as f64 / 2.0
        };
        let wins: f64 = own.iter().map(|&words| below(words)).sum();
        let share = wins / (own.len() as f64 * rest.len() as f64);
        share.max(1.0 - share)
    }

    /// What a label loses by the comparison at equal length and within strata.
    fn lost(&self, judgment: &Judgment) -> Option<String> {
        let share = judgment.effective_share;
        if judgment.standing != Standing::Judged || share >= SHARE_GOOD {
            return None;
        }
        let sizes = &self.corpus.account.documents_per_label;
        let all = compared(judgment, sizes);
        let name = self.name(judgment);
        let sides = (judgment.label, judgment.against);
        let (own, rest) = (self.median_words(sides, true), self.median_words(sides, false));
        let has_order = self.contrasts.order().is_some();
        let lengths = if own == rest || has_order || !self.settings.length_control {
            String::new()
        } else {
            let word = if own > rest { "longer" } else { "shorter" };
            format!(
                "The texts of “{}” are {word} (median {} words against {}). ",
                self.corpus.labels[judgment.label],
                grouped(own),
                grouped(rest)
            )
        };
        let mut warning = format!(
            "{lengths}Compared at {}, the {} texts count like {} for {name}.",
            self.equal(),
            grouped(all),
            grouped((share * all as f64).round() as usize)
        );
        if share < SHARE_POOR {
            let odds = smallest_odds(judgment, sizes, share);
            warning.push_str(&format!(
                " A term in a tenth of them needs an odds ratio of {odds:.1} to be seen in four of five cases."
            ));
            if self.settings.length_control && !self.settings.windows {
                warning
                    .push_str(" A second analysis can cut the texts to equal lengths instead (--windows).");
            }
        }
        Some(warning)
    }

    /// Listed terms that one group carries.
    pub(super) fn one_group(&self, listed: &[Indicator]) -> Option<String> {
        let group = self.group()?;
        let is_carried = |indicator: &&Indicator| {
            let calibration = indicator.calibration.as_ref();
            calibration.is_some_and(|found| found.warnings.contains(&Caution::OneGroup))
        };
        let carried: Vec<String> =
            listed.iter().filter(is_carried).map(|indicator| format!("“{}”", indicator.shown())).collect();
        (!carried.is_empty()).then(|| {
            format!(
                "{} carried by one “{}”, which gives four in five of the label's texts with it or more: {}.",
                counted(carried.len(), "listed term is", "listed terms are"),
                group.column,
                named(&carried)
            )
        })
    }
}

pub(super) fn named(names: &[String]) -> String {
    let shown = names.iter().take(NAMED_MAX).cloned().collect::<Vec<_>>().join(", ");
    let more = names.len().saturating_sub(NAMED_MAX);
    if more > 0 { format!("{shown} and {} more", grouped(more)) } else { shown }
}

/// Documents that a judgment compares.
fn compared(judgment: &Judgment, sizes: &[usize]) -> usize {
    judgment.against.map_or_else(|| sizes.iter().sum(), |against| sizes[judgment.label] + sizes[against])
}

/// The odds ratio that a term in a tenth of the documents needs to be seen in four of five cases:
/// exp((z + .84) / √(n_eff n π (1−π) f (1−f))), z the level at which one false term is expected.
pub(super) fn smallest_odds(judgment: &Judgment, sizes: &[usize], share: f64) -> f64 {
    let all = compared(judgment, sizes);
    let own = sizes[judgment.label] as f64 / all as f64;
    let quiet = judgment.curve.iter().rev().find(|&&(_, expected)| expected <= 1.0);
    let z = quiet.map_or(judgment.list_level, |&(level, _)| level);
    let information = share * all as f64 * own * (1.0 - own) * EXAMPLE_SHARE * (1.0 - EXAMPLE_SHARE);
    libm::exp((z + POWER) / information.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judgment(against: Option<usize>, curve: Vec<(f64, f64)>) -> Judgment {
        Judgment {
            label: 0,
            against,
            evidence: 0,
            standing: Standing::Judged,
            effective_share: 1.0,
            smallest_p: None,
            strengths: Vec::new(),
            list_level: 3.0,
            curve,
        }
    }

    /// The numbers are by the formula of the docstring, in Python.
    #[test]
    fn the_smallest_odds_that_can_be_seen_follow_from_the_documents_that_are_left() {
        // Of 1,000 documents 300 have the label, and half of what they say is left; one false term is expected from 2.5 on.
        let curve = vec![(4.0, 0.1), (2.5, 1.0), (2.0, 3.0)];
        let odds = smallest_odds(&judgment(None, curve), &[300, 500, 200], 0.5);
        assert!((odds - 2.963_888_478).abs() < 1e-6, "{odds}");
        // Set against 200 others; no level is that quiet, so that the one of the list counts.
        let odds = smallest_odds(&judgment(Some(2), vec![(2.0, 3.0)]), &[300, 500, 200], 1.0);
        assert!((odds - 3.217_082_167).abs() < 1e-6, "{odds}");
    }

    #[test]
    fn many_names_are_cut_and_counted() {
        let names: Vec<String> = (0..NAMED_MAX + 1200).map(|number| number.to_string()).collect();
        assert_eq!(named(&names[..2]), "0, 1");
        assert!(named(&names).ends_with(" and 1,200 more"), "{}", named(&names));
    }
}
