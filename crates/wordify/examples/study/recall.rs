//! T2: what the list finds, and what it makes up, where the truth is known.

use wordify::selection::path::Scale;

use crate::corpus::Documents;
use crate::draws::each;
use crate::judge::{Judge, Labels, ListEnd};
use crate::means::{COUNTED, Means};
use crate::random::Random;
use crate::setup::Setup;
use crate::table::{Limit, Part};
use crate::truth::{Design, Score, Truth};

pub(crate) const HALF: &[f64] = &[0.5, 0.5];
pub(crate) const MINORITY: &[f64] = &[0.1, 0.9];
pub(crate) const SEVEN: &[f64] = &[0.3, 0.2, 0.15, 0.13, 0.1, 0.07, 0.05];

/// Where true terms stand, and the recall that is promised for two labels. There are 30 true terms or, in every second draw, 60.
const WORLDS: [(&str, (f64, f64), f64); 2] =
    [("1–10 %", (0.01, 0.1), 0.48), ("0.25–3 %", (0.0025, 0.03), 0.43)];
const TRUE_TERMS: [usize; 2] = [30, 60];

/// Labels and how well the truth tells them, and of 19 sets with two labels how many are such.
const LABELS: [(&str, f64, &[f64], usize); 4] = [
    ("2 labels, AUC .75", 0.75, HALF, 7),
    ("2 labels, AUC .65", 0.65, HALF, 5),
    ("2 labels, one with 10 %, AUC .75", 0.75, MINORITY, 7),
    ("7 labels, AUC .75", 0.75, SEVEN, 0),
];

/// Scales that are compared.
const SCALES: [(&str, Scale); 6] = [
    ("sd", Scale::EQUAL),
    ("√sd", Scale { reference: 1.0, power: 0.25, corrects_skew: false }),
    ("sd with floor at 1 %", Scale { reference: 0.01, power: 0.5, corrects_skew: false }),
    ("sd, skewness corrected", Scale { reference: 1.0, power: 0.0, corrects_skew: true }),
    ("the same, (3 % / share)^⅛", Scale { reference: 0.03, power: 0.125, corrects_skew: true }),
    ("the same, (1 % / share)^¼", Scale { reference: 0.01, power: 0.25, corrects_skew: true }),
];

/// What is found of a known truth.
pub(crate) fn run(setup: &Setup) -> Part {
    let mut part = Part::new(
        "T2: a known truth",
        "Some terms make a label more likely, and nothing else does. What does the list at q ≤ .10 find of them, and what \
         does it make up? False: no true term, twin or family of one. Marginal: of these, those whose documents are as likely \
         to have the label as others. True terms are 30 and 60 in turn, as in the trials of the \
         prototype whose recall is promised.",
    );
    part.columns(&[&["corpus", "true terms in", "labels", "sets"][..], &COUNTED].concat());
    for (world, shares, promised) in WORLDS {
        let mut weighted = Vec::new();
        let mut all = Vec::new();
        for (labels, auc, label_shares, weight) in LABELS {
            let design = Design { shares, true_terms: 0, auc, label_shares, is_ordered: false };
            for documents in &setup.documents {
                let scores = scores(documents, &design, &setup.judge, setup);
                let row = [documents.name.clone(), world.into(), labels.into(), scores.len().to_string()];
                part.row(&[&row[..], &Means::of(&scores).cells()].concat());
                weighted.extend(std::iter::repeat_n(Means::of(&scores).score.recall, weight));
                all.extend(scores);
            }
        }
        let recall = weighted.iter().sum::<f64>() / weighted.len() as f64;
        let all = Means::of(&all);
        for (what, found, most) in [
            ("share of false, marginal", all.marginal_share, 0.1),
            ("share of false", all.strict_share, 0.15),
        ] {
            part.promise(
                &format!("{world}: {what}, {most} and three standard errors"),
                found.value,
                Limit::Most(most + found.margin),
            );
        }
        if setup.has_whole_corpora {
            part.promise(&format!("{world}: recall, two labels"), recall, Limit::Least(promised));
        }
    }
    part
}

/// The same sets with each scale of the columns.
pub(crate) fn scales(setup: &Setup) -> Part {
    let mut part = Part::new(
        "Scales",
        "Columns are divided by their standard deviation (sd); what must a rare term show beside a frequent one? Lists at \
         q ≤ .10, means over all corpora.",
    );
    part.columns(&[&["true terms in", "labels", "scale", "sets"][..], &COUNTED].concat());
    for (world, shares, _) in WORLDS {
        for (labels, auc, label_shares, _) in LABELS {
            let design = Design { shares, true_terms: 0, auc, label_shares, is_ordered: false };
            for (name, scale) in SCALES {
                let judge = Judge { scale, ..setup.judge };
                let of_corpus = |documents| scores(documents, &design, &judge, setup);
                let scores: Vec<Score> = setup.documents.iter().flat_map(of_corpus).collect();
                let row = [world.into(), labels.into(), name.into(), scores.len().to_string()];
                part.row(&[&row[..], &Means::of(&scores).cells()].concat());
            }
        }
    }
    part
}

/// What is found in draws of `design`, with as many true terms as [`TRUE_TERMS`] says.
fn scores(documents: &Documents, design: &Design, judge: &Judge, setup: &Setup) -> Vec<Score> {
    each(setup.draws.truth, |draw| {
        let seed = setup.seed + draw as u64;
        let design = Design { true_terms: TRUE_TERMS[draw % TRUE_TERMS.len()], ..*design };
        let truth = Truth::draw(documents, &design, &mut Random::new(setup.seed, draw as u64));
        let labels = Labels {
            label_of: truth.label_of.clone(),
            labels: truth.labels,
            equal_length: true,
            ..Labels::default()
        };
        truth.score(documents, &judge.find(documents, &labels, seed), ListEnd::Share(0.1))
    })
}
