//! The sets on which methods are compared.

use std::error::Error;

use crate::chance::{Deal, GROUPS, dealt};
use crate::corpus::{Documents, Texts};
use crate::judge::Labels;
use crate::random::Random;
use crate::recall::{HALF, MINORITY, SEVEN};
use crate::setup::Setup;
use crate::truth::{Design, Truth};

/// Documents of each corpus: other programs hold matrices with all their zeros.
const DOCUMENTS: usize = 1_500;
/// True terms of each truth, as in the second question.
const TRUE_TERMS: usize = 30;

/// What a set asks.
#[derive(Debug)]
pub(super) enum Question {
    /// Labels by lot.
    Chance,
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
    pub(super) labels: Labels,
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
    let draws = |place| (0..setup.draws.peers).map(move |draw| (place, draw));
    (0..corpora.len())
        .flat_map(draws)
        .flat_map(|(place, draw)| of_draw(setup, corpora, place, draw))
        .collect()
}

/// The sets of one corpus, for one draw.
fn of_draw(setup: &Setup, corpora: &[Corpus], place: usize, draw: usize) -> Vec<Set> {
    let Corpus { texts, documents } = &corpora[place];
    let n = documents.len();
    let random = |number: u64| Random::new(setup.seed + number, draw as u64);
    let labels = |label_of: &[u16], labels: usize| Labels {
        label_of: label_of.to_vec(),
        labels,
        equal_length: true,
        ..Labels::default()
    };
    let mut sets = Vec::new();
    let mut add = |kind: &str, question, labels| {
        let name = format!("{}, {kind}, {draw}", documents.name);
        let seed = setup.seed + draw as u64;
        sets.push(Set { name, kind: kind.into(), corpus: place, question, labels, seed });
    };
    let groups = format!("dealt to {GROUPS} groups");
    for (number, kind, deal) in [
        (1, "by lot", Deal::Shares(HALF)),
        (2, "by lot, one with 10 %", Deal::Shares(MINORITY)),
        (3, &groups, Deal::Groups),
    ] {
        add(kind, Question::Chance, dealt(n, deal, &mut random(number)));
    }
    for (kind, design) in designs() {
        let truth = Truth::draw(documents, &design, &mut random(4));
        let labels = labels(&truth.label_of, truth.labels);
        add(kind, Question::Truth(Box::new(truth)), labels);
    }
    if texts.means_anything {
        let own = || labels(&texts.label_of, texts.labels);
        let mut random = random(5);
        add("set aside", Question::HeldOut((0..n).map(|_| random.unit() < 0.5).collect()), own());
        add(&format!("seeds, {}", documents.name), Question::Seeds, own());
    }
    sets
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
