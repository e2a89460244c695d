//! The sets on which methods are compared.

use std::error::Error;

use crate::corpus::{Documents, Texts};
use crate::random::Random;
use crate::setup::Setup;
use crate::truth::{Design, Truth};

/// Documents of each corpus: other programs hold matrices with all their zeros.
const DOCUMENTS: usize = 1_500;
/// Groups that labels are dealt to.
const GROUPS: usize = 40;
/// True terms of each truth, as in the second question.
const TRUE_TERMS: usize = 30;
const HALF: &[f64] = &[0.5, 0.5];
const MINORITY: &[f64] = &[0.1, 0.9];
const SEVEN: &[f64] = &[0.3, 0.2, 0.15, 0.13, 0.1, 0.07, 0.05];

/// What a set asks.
#[derive(Debug)]
pub(super) enum Question {
    /// Labels by lot; with the groups that they were dealt to, where they were.
    Chance(Option<Vec<u32>>),
    /// Labels from a known truth.
    Truth(Box<Truth>),
    /// The labels of the texts, with one seed of several.
    Seeds,
    /// The labels of the texts; the documents from which lists are made, the others are set aside.
    HeldOut(Vec<bool>),
}

/// Labels of a corpus, and what is asked of the lists.
#[derive(Debug)]
pub(super) struct Set {
    pub(super) name: String,
    /// Sets of one kind are counted together.
    pub(super) kind: String,
    pub(super) corpus: usize,
    pub(super) question: Question,
    pub(super) label_of: Vec<u16>,
    pub(super) labels: usize,
    pub(super) seed: u64,
}

/// A corpus, and its documents as the engine sees them.
pub(super) struct Corpus {
    pub(super) texts: Texts,
    pub(super) documents: Documents,
}

/// Parts of the study's corpora.
pub(super) fn corpora(setup: &Setup) -> Result<Vec<Corpus>, Box<dyn Error>> {
    let corpus = |texts: &Texts| {
        let texts = texts.some(DOCUMENTS, setup.seed);
        Documents::new(&texts).map(|documents| Corpus { texts, documents })
    };
    setup.texts.iter().map(corpus).collect()
}

/// All sets, the same for the same seed.
pub(super) fn sets(setup: &Setup, corpora: &[Corpus]) -> Vec<Set> {
    let mut sets = Vec::new();
    for (place, corpus) in corpora.iter().enumerate() {
        for draw in 0..setup.draws.peers {
            let random = |number: u64| Random::new(setup.seed + number, draw as u64);
            let n = corpus.documents.len();
            let (even, grouped) = (by_lot(n, HALF, random(1)), by_groups(n, random(3)));
            for (kind, labels, question) in [
                ("by lot", even, Question::Chance(None)),
                ("by lot, one with 10 %", by_lot(n, MINORITY, random(2)), Question::Chance(None)),
                (&*format!("dealt to {GROUPS} groups"), grouped.0, Question::Chance(Some(grouped.1))),
            ] {
                sets.push(set(setup, (place, corpus), kind, draw, question, (labels, 2)));
            }
            for (kind, design) in designs() {
                let truth = Truth::draw(&corpus.documents, &design, &mut random(4));
                let labels = (truth.label_of.clone(), truth.labels);
                sets.push(set(setup, (place, corpus), kind, draw, Question::Truth(Box::new(truth)), labels));
            }
            if corpus.texts.means_anything {
                let mut random = random(5);
                let train = (0..n).map(|_| random.unit() < 0.5).collect();
                let labels = || (corpus.texts.label_of.clone(), corpus.texts.labels);
                sets.push(set(setup, (place, corpus), "set aside", draw, Question::HeldOut(train), labels()));
                let kind = format!("seeds, {}", corpus.documents.name);
                sets.push(set(setup, (place, corpus), &kind, draw, Question::Seeds, labels()));
            }
        }
    }
    sets
}

fn set(
    setup: &Setup,
    (place, corpus): (usize, &Corpus),
    kind: &str,
    draw: usize,
    question: Question,
    (label_of, labels): (Vec<u16>, usize),
) -> Set {
    let name = format!("{}, {kind}, {draw}", corpus.documents.name);
    Set { name, kind: kind.into(), corpus: place, question, label_of, labels, seed: setup.seed + draw as u64 }
}

fn designs() -> [(&'static str, Design); 4] {
    let design = |shares, label_shares| Design {
        shares,
        true_terms: TRUE_TERMS,
        auc: 0.75,
        label_shares,
        is_ordered: false,
    };
    [
        ("terms in 1–10 %, 2 labels", design((0.01, 0.1), HALF)),
        ("terms in 0.25–3 %, 2 labels", design((0.0025, 0.03), HALF)),
        ("terms in 1–10 %, one label with 10 %", design((0.01, 0.1), MINORITY)),
        ("terms in 1–10 %, 7 labels", design((0.01, 0.1), SEVEN)),
    ]
}

fn by_lot(n: usize, shares: &[f64], mut random: Random) -> Vec<u16> {
    (0..n).map(|_| random.choose(shares) as u16).collect()
}

/// Labels of documents in a row, and their groups.
fn by_groups(n: usize, mut random: Random) -> (Vec<u16>, Vec<u32>) {
    let mut of_group: Vec<u16> = (0..GROUPS).map(|group| (group % 2) as u16).collect();
    random.shuffle(&mut of_group);
    let group_of: Vec<u32> = (0..n).map(|i| (i * GROUPS / n) as u32).collect();
    (group_of.iter().map(|&group| of_group[group as usize]).collect(), group_of)
}
