//! Which terms survive when controls are held equal.

use rustc_hash::FxHashSet;

use crate::comparison::Controlled;
use crate::count::{counted, grouped};
use crate::selection::logistic::Twins;
use crate::selection::strength::{Judgment, Judgments, Standing};
use crate::terms::vectorize::Vectorized;

/// Terms that are named.
const NAMED_MAX: usize = 10;

/// What a reader must know about the second analysis: how many terms survive, and which come in with it only.
pub(crate) fn warnings(
    controlled: &Controlled,
    second: Option<&Judgments>,
    vectorized: &Vectorized,
    twins: &Twins,
    first: &Judgments,
) -> Vec<String> {
    let mut warnings = controlled.warnings.clone();
    let Some(second) = second else { return warnings };
    let names: Vec<String> = controlled.columns.iter().map(|column| format!("“{column}”")).collect();
    let names = names.join(" and ");
    let is_set_aside = |standing: Standing| matches!(standing, Standing::HeldEqualTells(_));
    if second.labels.iter().any(|judgment| is_set_aside(judgment.standing))
        && first.labels.iter().all(|judgment| !is_set_aside(judgment.standing))
    {
        warnings.push(format!(
            "With {names} held equal some labels cannot be judged, because {names} alone tells them apart almost everywhere: \
             none of their terms survives."
        ));
    }
    let (listed, second) = (listed(first), listed(second));
    let survivors = listed.intersection(&second).count();
    warnings.push(format!(
        "With {names} held equal, {} of {} can still be told from chance; “survives control” says which.",
        grouped(survivors),
        counted(listed.len(), "listed term", "listed terms")
    ));
    let mut new: Vec<u32> = second.difference(&listed).map(|&(_, column, _)| column).collect();
    new.sort_unstable();
    new.dedup();
    if !new.is_empty() {
        let name =
            |&column: &u32| format!("“{}”", vectorized.terms[twins.members[column as usize][0] as usize]);
        let shown: Vec<String> = new.iter().take(NAMED_MAX).map(name).collect();
        let more = new.len().saturating_sub(NAMED_MAX);
        let more = if more > 0 { format!(" and {} more", grouped(more)) } else { String::new() };
        warnings.push(format!(
            "With {names} held equal, {} told from chance that {} not listed: {}{more}.",
            counted(new.len(), "term is", "terms are"),
            if new.len() == 1 { "is" } else { "are" },
            shown.join(", ")
        ));
    }
    warnings
}

/// Label, what it is set against, column and sign of what is listed.
fn listed(judgments: &Judgments) -> FxHashSet<((usize, Option<usize>), u32, bool)> {
    let of_label = |judgment: &Judgment| {
        let listed = judgment.strengths.iter().filter(|strength| strength.listed);
        let sides = (judgment.label, judgment.against);
        listed.map(|strength| (sides, strength.column, strength.positive)).collect::<Vec<_>>()
    };
    judgments.labels.iter().flat_map(of_label).collect()
}
