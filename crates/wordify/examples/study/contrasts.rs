//! T1 and T2 where labels are set against each other, a baseline or an order, and where numbers are in bins.

use crate::chance;
use crate::corpus::Documents;
use crate::draws::each;
use crate::judge::{Labels, ListEnd, SetAgainst};
use crate::means::{COUNTED, Means};
use crate::random::Random;
use crate::setup::Setup;
use crate::table::{Limit, Part};
use crate::truth::{Design, Score, Truth};

/// Groups in the designs with groups, each of neighbours in the file.
const GROUPS: usize = 48;
const FOUR: &[f64] = &[0.4, 0.3, 0.2, 0.1];
const FIVE: &[f64] = &[0.1, 0.2, 0.3, 0.25, 0.15];
/// Ratings from 1 to 5 in bins: 1-2, 4-5, and the 3 that is left out.
const BINS: &[f64] = &[0.35, 0.4, 0.25];

/// What is compared, its labels with their shares, whether they are dealt to groups, and whether within strata.
type Compared = (&'static str, SetAgainst, &'static [f64], bool, bool);

const DEALT: [Compared; 7] = [
    ("pairs of 4 labels", SetAgainst::Pairs, FOUR, false, false),
    ("3 labels and a baseline", SetAgainst::Baseline, FOUR, false, false),
    ("bins 1-2 and 4-5 of 5 numbers", SetAgainst::FirstTwo, BINS, false, false),
    ("order of 5 labels", SetAgainst::Order, FIVE, false, false),
    ("pairs of 4 labels, dealt to 48 groups", SetAgainst::Pairs, FOUR, true, false),
    ("order of 5 labels, dealt to 48 groups", SetAgainst::Order, FIVE, true, false),
    ("order of 5 labels in 2 strata", SetAgainst::Order, FIVE, false, true),
];

/// What is compared where some terms are true.
const TRUE: [(&str, SetAgainst, &[f64]); 4] = [
    ("pairs of 4 labels", SetAgainst::Pairs, FOUR),
    ("3 labels and a baseline", SetAgainst::Baseline, FOUR),
    ("bins 1-2 and 4-5 of 5 numbers", SetAgainst::FirstTwo, BINS),
    ("order of 5 labels", SetAgainst::Order, FIVE),
];
const TRUE_TERMS: usize = 30;
const TRUE_SHARES: (f64, f64) = (0.01, 0.1);
const AUC: f64 = 0.75;

/// Labels that mean nothing, and a known truth.
pub(crate) fn run(setup: &Setup) -> Part {
    let mut part = Part::new(
        "T1 and T2: pairs, baselines, bins and orders",
        "The same two questions for other comparisons. First: how many terms are listed when labels are dealt by lot? All \
         comparisons of a file share its list.",
    );
    by_lot(setup, &mut part);
    part.text_line(
        "Second: what does the list at q ≤ .10 find of 30 true terms in 1–10 % of the documents, and what does it make up? A \
         term is true for a pair where it speaks for one of the two; along an order true terms push up or down.",
    );
    recall(setup, &mut part);
    part
}

fn by_lot(setup: &Setup, part: &mut Part) {
    part.columns(&["corpus", "compared", "draws", "listed (most)", "filled, .10", "filled, .05"]);
    let mut all: Vec<Vec<[f64; 3]>> = Vec::new();
    for documents in &setup.documents {
        for compared in DEALT {
            let counts = each(setup.draws.chance, |draw| one(documents, compared, setup, draw as u64));
            let [count, listed, filled, strictly] = chance::cells(&counts);
            part.row(&[documents.name.clone(), compared.0.into(), count, listed, filled, strictly]);
            all.push(counts);
        }
    }
    chance::promise(part, &all);
}

/// What one draw gives.
fn one(documents: &Documents, compared: Compared, setup: &Setup, draw: u64) -> [f64; 3] {
    let (_, set_against, shares, by_groups, in_strata) = compared;
    let (n, mut random) = (documents.len(), Random::new(setup.seed, draw));
    let group_of: Vec<u32> = (0..n).map(|document| (document * GROUPS / n) as u32).collect();
    let of_group: Vec<u16> = (0..GROUPS).map(|_| random.choose(shares) as u16).collect();
    let stratum_of: Vec<u32> = (0..n).map(|document| u32::from(document >= n / 2)).collect();
    let turned: Vec<f64> = shares.iter().rev().copied().collect();
    let label = |document: usize| match (by_groups, in_strata) {
        (true, _) => of_group[group_of[document] as usize],
        (_, true) if stratum_of[document] == 1 => random.choose(&turned) as u16,
        _ => random.choose(shares) as u16,
    };
    let labels = Labels {
        label_of: (0..n).map(label).collect(),
        labels: shares.len(),
        group_of: by_groups.then(|| group_of.clone()),
        stratum_of: in_strata.then(|| stratum_of.clone()),
        equal_length: true,
        set_against,
    };
    let found = setup.judge.find(documents, &labels, setup.seed + draw);
    chance::counts(&found)
}

fn recall(setup: &Setup, part: &mut Part) {
    part.columns(&[&["corpus", "compared", "sets"][..], &COUNTED].concat());
    let mut all: Vec<Score> = Vec::new();
    for documents in &setup.documents {
        for (name, set_against, label_shares) in TRUE {
            let design = Design {
                shares: TRUE_SHARES,
                true_terms: TRUE_TERMS,
                auc: AUC,
                label_shares,
                is_ordered: set_against == SetAgainst::Order,
            };
            let scores = each(setup.draws.truth, |draw| {
                let truth = Truth::draw(documents, &design, &mut Random::new(setup.seed, draw as u64));
                let labels = Labels {
                    label_of: truth.label_of.clone(),
                    labels: truth.labels,
                    equal_length: true,
                    set_against,
                    ..Labels::default()
                };
                let found = setup.judge.find(documents, &labels, setup.seed + draw as u64);
                truth.score(documents, &found, ListEnd::Share(0.1))
            });
            let row = [documents.name.clone(), name.into(), scores.len().to_string()];
            part.row(&[&row[..], &Means::of(&scores).cells()].concat());
            all.extend(scores);
        }
    }
    let all = Means::of(&all);
    for (what, found, most) in
        [("Share of false, marginal", all.marginal_share, 0.1), ("Share of false", all.strict_share, 0.15)]
    {
        let what = format!("{what}, {most} and three standard errors");
        part.promise(&what, found.value, Limit::Most(most + found.margin));
    }
}
