//! T1: what is listed when the labels mean nothing.

use crate::corpus::Documents;
use crate::draws::each;
use crate::judge::{Found, Judge, Labels, ListEnd};
use crate::random::Random;
use crate::setup::Setup;
use crate::table::{Limit, Mean, Part, number};

/// Groups in the design with groups, each of neighbours in the file.
pub(crate) const GROUPS: usize = 40;

/// How labels without meaning are dealt.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Deal {
    /// Each document by these shares.
    Shares(&'static [f64]),
    /// Whole groups, two labels.
    Groups,
    /// Two strata, in which the first label has different shares.
    Strata,
}

const DEALS: [(&str, Deal); 6] = [
    ("2 labels", Deal::Shares(&[0.5, 0.5])),
    ("2 labels, one with 10 %", Deal::Shares(&[0.1, 0.9])),
    ("6 labels", Deal::Shares(&[0.3, 0.2, 0.15, 0.15, 0.1, 0.1])),
    ("7 labels", Deal::Shares(&[0.16, 0.14, 0.14, 0.14, 0.14, 0.14, 0.14])),
    ("2 labels, dealt to 40 groups", Deal::Groups),
    ("2 labels in 2 strata, with 20 and 80 %", Deal::Strata),
];

/// Lists of shuffled labels on each corpus.
pub(crate) fn run(setup: &Setup) -> Part {
    let mut part = Part::new(
        "T1: labels that mean nothing",
        "How many terms are listed when labels are dealt by lot? Listed: mean number at one expected false term. Filled: \
         share of the draws whose list at q ≤ .10 (.05) is not empty.",
    );
    part.columns(&[
        "corpus",
        "documents × terms",
        "labels",
        "draws",
        "listed (most)",
        "filled, .10",
        "filled, .05",
    ]);
    let mut all: Vec<Vec<[f64; 3]>> = Vec::new();
    let draws = setup.draws.chance;
    for documents in &setup.documents {
        for (name, deal) in DEALS {
            let counts = each(draws, |draw| one(documents, deal, &setup.judge, setup.seed, draw as u64));
            let measured = format!("{} × {}", documents.len(), documents.matrix.terms);
            let [count, listed, filled, strictly] = cells(&counts);
            part.row(&[documents.name.clone(), measured, name.into(), count, listed, filled, strictly]);
            all.push(counts);
        }
    }
    promise(&mut part, &all);
    part
}

/// What one draw gives.
fn one(documents: &Documents, deal: Deal, judge: &Judge, seed: u64, draw: u64) -> [f64; 3] {
    let found =
        judge.find(documents, &dealt(documents.len(), deal, &mut Random::new(seed, draw)), seed + draw);
    counts(&found)
}

/// Listed at one expected false term; whether anything is at q ≤ .10, and at q ≤ .05.
pub(crate) fn counts(found: &[Found]) -> [f64; 3] {
    let filled = |share: f64| f64::from(u8::from(ListEnd::Share(share).count(found) > 0));
    [ListEnd::False(1.0).count(found) as f64, filled(0.1), filled(0.05)]
}

/// Cells of a table: the number of draws, and what [`counts`] gave in the mean.
pub(crate) fn cells(draws: &[[f64; 3]]) -> [String; 4] {
    let column = |place: usize| draws.iter().map(|count| count[place]).collect::<Vec<f64>>();
    let most = column(0).into_iter().fold(0.0, f64::max);
    let [listed, filled, strictly] = [0, 1, 2].map(|place| number(Mean::of(&column(place)).value));
    [draws.len().to_string(), format!("{listed} ({most})"), filled, strictly]
}

/// What is promised of labels that mean nothing, over all rows of a part: for each, what its draws gave. Draws of the same number begin
/// with the same random numbers, whatever is compared, so that only draws are independent: their means over the rows are judged.
pub(crate) fn promise(part: &mut Part, rows: &[Vec<[f64; 3]>]) {
    let draws = rows.iter().map(Vec::len).min().unwrap_or(0);
    let mean_of_draw =
        |draw: usize, place: usize| rows.iter().map(|row| row[draw][place]).sum::<f64>() / rows.len() as f64;
    let mean =
        |place: usize| Mean::of(&(0..draws).map(|draw| mean_of_draw(draw, place)).collect::<Vec<f64>>());
    for (place, what, most) in [
        (0, "Mean listed at --max-false 1", 1.0),
        (1, "Filled at --max-q 0.10", 0.1),
        (2, "Filled at --max-q 0.05", 0.05),
    ] {
        let Mean { value, margin } = mean(place);
        part.promise(what, value, Limit::Most(most + margin));
    }
}

/// Labels of so many documents.
pub(crate) fn dealt(n: usize, deal: Deal, random: &mut Random) -> Labels {
    let plain = Labels { labels: 2, equal_length: true, ..Labels::default() };
    match deal {
        Deal::Shares(shares) => Labels {
            label_of: (0..n).map(|_| random.choose(shares) as u16).collect(),
            labels: shares.len(),
            ..plain
        },
        Deal::Groups => {
            let group_of: Vec<u32> = (0..n).map(|i| (i * GROUPS / n) as u32).collect();
            let mut of_group: Vec<u16> = (0..GROUPS).map(|group| (group % 2) as u16).collect();
            random.shuffle(&mut of_group);
            let label_of = group_of.iter().map(|&group| of_group[group as usize]).collect();
            Labels { label_of, group_of: Some(group_of), ..plain }
        }
        Deal::Strata => {
            let stratum_of: Vec<u32> = (0..n).map(|i| u32::from(i >= n / 2)).collect();
            let share = |stratum: &u32| if *stratum == 0 { 0.2 } else { 0.8 };
            let label_of =
                stratum_of.iter().map(|stratum| u16::from(random.unit() >= share(stratum))).collect();
            Labels { label_of, stratum_of: Some(stratum_of), ..plain }
        }
    }
}
