//! T6: texts that differ in length only, and lists at equal length.

use std::collections::HashSet;

use wordify::selection::strength::Standing;

use crate::corpus::{Documents, Texts};
use crate::draws::each;
use crate::judge::{Found, Labels, ListEnd};
use crate::random::Random;
use crate::setup::Setup;
use crate::table::{Limit, Mean, Part, number};
use crate::truth::{Design, Truth};

/// How many times as long the first label's texts are.
const RATIOS: [f64; 4] = [1.5, 2.0, 3.0, 6.0];
/// Seven labels: documents of each, and how many times as long as usual they are.
const SEVEN: [(usize, f64); 7] =
    [(602, 1.0), (430, 1.2), (344, 1.5), (258, 1.8), (215, 2.0), (129, 2.5), (86, 3.0)];
/// Documents of the sets that are cut from one stream.
const CUT_DOCUMENTS: usize = 2_400;

/// Promises L1 to L8.
pub(crate) fn run(setup: &Setup) -> Part {
    let mut part = Part::new(
        "T6: length",
        "Cut: one stream of the words of all texts in random order, cut into documents; those of the first label are longer by \
         the ratio. Given length, words and labels are independent. Listed: mean number at one expected false term. Filled: \
         share of the draws whose list at q ≤ .10 is not empty.",
    );
    part.columns(&["corpus", "labels", "draws", "n_eff", "listed", "filled", "listed, no control"]);
    cut_in_two(setup, &mut part);
    cut_in_seven(setup, &mut part);
    redrawn(setup, &mut part);
    part.columns(&[
        "corpus",
        "truth, and length that matters by itself",
        "recall",
        "share of false",
        "marginal",
    ]);
    with_truth(setup, &mut part);
    kept(setup, &mut part);
    joined(setup, &mut part);
    part
}

/// L1, and the middle of L7.
fn cut_in_two(setup: &Setup, part: &mut Part) {
    let (mut listed, mut filled) = (Vec::new(), Vec::new());
    for texts in &setup.texts {
        for ratio in RATIOS {
            let of_draw = |draw: usize| {
                let cut = cut(texts, &[(CUT_DOCUMENTS / 2, ratio), (CUT_DOCUMENTS / 2, 1.0)], draw as u64);
                judged(setup, &cut, draw)
            };
            let counts = each(setup.draws.length, of_draw);
            report(part, &texts.name, &format!("cut, {ratio} : 1"), &counts);
            let share = Mean::of(&counts.iter().map(|count| count[0]).collect::<Vec<_>>()).value;
            if ratio < 2.0 {
                part.promise("Cut 1.5 : 1, n_eff", share, Limit::Most(0.9));
            }
            listed.extend(counts.iter().map(|count| count[1]));
            filled.extend(counts.iter().map(|count| count[2]));
        }
    }
    part.promise("L1: mean listed", Mean::of(&listed).value, Limit::Most(1.35));
    part.promise("L1: filled", Mean::of(&filled).value, Limit::Most(0.2));
}

/// L8.
fn cut_in_seven(setup: &Setup, part: &mut Part) {
    let (mut per_label, mut filled) = (Vec::new(), Vec::new());
    for texts in &setup.texts {
        let counts = each(setup.draws.length, |draw| judged(setup, &cut(texts, &SEVEN, draw as u64), draw));
        report(part, &texts.name, "cut, seven labels", &counts);
        per_label.extend(counts.iter().map(|count| count[1] / SEVEN.len() as f64));
        filled.extend(counts.iter().map(|count| count[2]));
    }
    part.promise("L8: mean listed, per label", Mean::of(&per_label).value, Limit::Most(1.3));
    part.promise("L8: filled", Mean::of(&filled).value, Limit::Most(0.4));
}

/// L2: labels that depend on length alone, the shortest and the longest texts having one of them more often.
fn redrawn(setup: &Setup, part: &mut Part) {
    let (mut listed, mut filled) = (Vec::new(), Vec::new());
    for documents in &setup.documents {
        let mut order: Vec<usize> = (0..documents.len()).collect();
        order.sort_by(|&a, &b| documents.lengths[a].total_cmp(&documents.lengths[b]));
        let counts = each(setup.draws.length, |draw| {
            let mut random = Random::new(setup.seed, draw as u64);
            let mut label_of = vec![0; order.len()];
            for (rank, &document) in order.iter().enumerate() {
                let place = 2.0 * rank as f64 / order.len() as f64 - 1.0;
                label_of[document] = u16::from(random.unit() < 0.35 + 0.45 * place * place);
            }
            judged_documents(setup, documents, &label_of, 2, draw)
        });
        report(part, &documents.name, "by length alone, U-shaped", &counts);
        listed.extend(counts.iter().map(|count| count[1]));
        filled.extend(counts.iter().map(|count| count[2]));
    }
    part.promise("L2: mean listed", Mean::of(&listed).value, Limit::Most(1.8));
    part.promise("L2: filled", Mean::of(&filled).value, Limit::Most(0.3));
}

/// L3, and the first half of L4.
fn with_truth(setup: &Setup, part: &mut Part) {
    let mut sums = [Vec::new(), Vec::new(), Vec::new(), Vec::new()];
    for documents in &setup.documents {
        for (name, ratio) in [("first label 1.5 times as long", 1.5), ("equal lengths", 1.0)] {
            let design = Design {
                shares: (0.01, 0.1),
                true_terms: 30,
                auc: 0.75,
                label_shares: &[0.5, 0.5],
                is_ordered: false,
            };
            let scores = each(setup.draws.length, |draw| {
                let truth = Truth::draw_with_length(
                    documents,
                    &design,
                    ratio,
                    &mut Random::new(setup.seed, draw as u64),
                );
                [true, false].map(|equal_length| {
                    let label_of = truth.label_of.clone();
                    let labels = Labels { label_of, labels: 2, equal_length, ..Labels::default() };
                    let found = setup.judge.find(documents, &labels, setup.seed + draw as u64);
                    truth.score(documents, &found, ListEnd::Share(0.1))
                })
            });
            let mean = |value: &dyn Fn(usize) -> f64| {
                Mean::of(&(0..scores.len()).map(value).collect::<Vec<_>>()).value
            };
            for (control, name_of_control) in [(0, "held equal"), (1, "no control")] {
                let recall = mean(&|draw| scores[draw][control].recall);
                let strict =
                    mean(&|draw| share(scores[draw][control].false_strict, scores[draw][control].listed));
                let marginal =
                    mean(&|draw| share(scores[draw][control].false_marginal, scores[draw][control].listed));
                part.row(&[
                    documents.name.clone(),
                    format!("{name}, {name_of_control}"),
                    number(recall),
                    number(strict),
                    number(marginal),
                ]);
                if ratio > 1.0 && control == 0 {
                    sums[0].push(strict);
                    sums[1].push(marginal);
                    sums[2].push(recall);
                }
            }
            if ratio == 1.0 {
                sums[3].push(mean(&|draw| scores[draw][0].recall - scores[draw][1].recall));
            }
        }
    }
    part.promise("L3: share of false", Mean::of(&sums[0]).value, Limit::Most(0.15));
    part.promise("L3: share of false, marginal", Mean::of(&sums[1]).value, Limit::Most(0.1));
    if setup.has_whole_corpora {
        part.promise("L3: recall", Mean::of(&sums[2]).value, Limit::Least(0.45));
    }
    part.promise("L4: recall with control minus without", Mean::of(&sums[3]).value, Limit::Least(-0.02));
}

fn share(part: f64, whole: f64) -> f64 {
    part / whole.max(1.0)
}

/// The second half of L4: of the terms that are listed without control, those that stay.
fn kept(setup: &Setup, part: &mut Part) {
    for (documents, texts) in
        setup.documents.iter().zip(&setup.texts).filter(|(_, texts)| texts.means_anything)
    {
        let [with, without] = [true, false].map(|equal_length| {
            let label_of = texts.label_of.clone();
            let labels = Labels { label_of, labels: texts.labels, equal_length, ..Labels::default() };
            let found = setup.judge.find(documents, &labels, setup.seed);
            let listed = found.into_iter().filter(|found| ListEnd::Share(0.1).lists(found));
            listed.map(|found: Found| (found.label, found.column)).collect::<HashSet<_>>()
        });
        if without.len() >= 20 {
            let kept = without.intersection(&with).count() as f64 / without.len() as f64;
            part.promise(&format!("L4: terms of {} that stay", documents.name), kept, Limit::Least(0.9));
        }
    }
}

/// L7: six texts joined for each document of the first label.
fn joined(setup: &Setup, part: &mut Part) {
    for texts in setup.texts.iter().filter(|texts| texts.means_anything) {
        let (mut joined, mut label_of) = (Vec::new(), Vec::new());
        for seven in texts.texts.chunks_exact(7) {
            joined.push(seven[..6].join(" "));
            joined.push(seven[6].clone());
            label_of.extend([0, 1]);
        }
        let texts = Texts { texts: joined, label_of, labels: 2, ..texts.clone() };
        let Ok(documents) = Documents::new(&texts) else { continue };
        let labels = Labels { label_of: texts.label_of, labels: 2, equal_length: true, ..Labels::default() };
        let judgments = setup.judge.judge(&documents, &labels, setup.seed);
        let set_aside =
            judgments.labels.iter().filter(|j| matches!(j.standing, Standing::HeldEqualTells(_))).count();
        let listed = judgments.labels.iter().flat_map(|j| &j.strengths).filter(|s| s.listed).count();
        let share = judgments.labels[1].effective_share;
        let what = format!(
            "L7: labels of {}, joined 6 : 1 (n_eff {share:.2}), that length tells apart",
            documents.name
        );
        part.promise(&what, set_aside as f64, Limit::Least(1.0));
        part.promise("L7: terms listed there", listed as f64, Limit::Most(0.0));
    }
}

/// n_eff of the first label, listed at one expected false term, whether anything is listed at q ≤ .10, listed without control.
fn judged(setup: &Setup, texts: &Texts, draw: usize) -> [f64; 4] {
    let documents = Documents::new(texts).expect("cut texts have terms");
    judged_documents(setup, &documents, &texts.label_of, texts.labels, draw)
}

fn judged_documents(
    setup: &Setup,
    documents: &Documents,
    label_of: &[u16],
    labels: usize,
    draw: usize,
) -> [f64; 4] {
    let labels = Labels { label_of: label_of.to_vec(), labels, equal_length: true, ..Labels::default() };
    let judgments = setup.judge.judge(documents, &labels, draw as u64);
    let found = crate::judge::found(&judgments);
    let uncontrolled = setup.judge.find(documents, &Labels { equal_length: false, ..labels }, draw as u64);
    [
        judgments.labels.iter().map(|judgment| judgment.effective_share).fold(1.0, f64::min),
        ListEnd::False(1.0).count(&found) as f64,
        f64::from(u8::from(ListEnd::Share(0.1).count(&found) > 0)),
        ListEnd::False(1.0).count(&uncontrolled) as f64,
    ]
}

fn report(part: &mut Part, corpus: &str, labels: &str, counts: &[[f64; 4]]) {
    let mean =
        |place: usize| number(Mean::of(&counts.iter().map(|count| count[place]).collect::<Vec<_>>()).value);
    let draws = counts.len().to_string();
    part.row(&[corpus.into(), labels.into(), draws, mean(0), mean(1), mean(2), mean(3)]);
}

/// Documents cut from one stream: of each label so many, so many times as long as the texts are.
fn cut(texts: &Texts, labels: &[(usize, f64)], draw: u64) -> Texts {
    let mut random = Random::new(u64::from(texts.labels as u32), draw);
    let mut order: Vec<&String> = texts.texts.iter().collect();
    random.shuffle(&mut order);
    let lengths: Vec<usize> = order.iter().map(|text| text.split_whitespace().count()).collect();
    let mut stream = order.iter().flat_map(|text| text.split_whitespace()).cycle();
    let mut label_of: Vec<u16> = Vec::new();
    for (label, &(documents, _)) in labels.iter().enumerate() {
        label_of.extend(std::iter::repeat_n(label as u16, documents));
    }
    random.shuffle(&mut label_of);
    // No word is used twice: where there are too few texts, there are fewer documents.
    let mut left: f64 = lengths.iter().map(|&length| length as f64).sum();
    let mut cut = Vec::new();
    for &label in &label_of {
        let length = lengths[random.below(lengths.len())] as f64 * labels[label as usize].1;
        left -= length.round();
        if left < 0.0 {
            break;
        }
        cut.push(stream.by_ref().take(length.round().max(1.0) as usize).collect::<Vec<_>>().join(" "));
    }
    label_of.truncate(cut.len());
    Texts { texts: cut, label_of, labels: labels.len(), ..texts.clone() }
}
