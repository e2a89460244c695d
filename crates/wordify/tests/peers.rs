//! Scores of other programs beside ours: the same numbers as their own code gives.

use wordify::progress::Monitor;
use wordify::report::{self, Report};
use wordify::settings::{DocumentFrequency, Lemmas, Peer, Preset, Settings, StopWords};
use wordify::study::{Study, run};

/// For label A: log odds z, G² and χ² by documents, and by tokens. Printed by `python xtask/python/study/peers.py`, with
/// FightingWords of ConvoKit 5.0.0 and `chi2_contingency` of SciPy 1.17.1; NaN where the term is in all documents.
#[rustfmt::skip]
const THEIRS: [(&str, [f64; 3], [f64; 3]); 7] = [
    ("alpha", [0.21917311808563028, 0.0, 0.0], [0.8942109037924458, 2.2641770132189087, 2.3426909119143637]),
    ("beta", [-1.218318216946649, 26.777226157705172, 22.5], [-3.792677919091821, 41.330297743030336, 36.03444477049992]),
    ("common", [0.3657656508913507, f64::NAN, f64::NAN], [1.1958707034747382, 3.7240035440871804, 3.8344652160057295]),
    ("delta", [0.170293405193774, 0.0, 0.0], [1.0939487207182788, 3.2070069813810527, 3.307870353499535]),
    ("gamma", [0.2693116511872078, 0.0863747447164297, 0.08714596949891061], [0.4611521816471147, 0.6744877270433807, 0.7137916658440158]),
    ("number0", [0.7108440035462439, 1.8580791618166779, 1.5254237288135595], [0.7701575764027826, 2.3153444199549478, 2.1794439611425256]),
    ("number12", [-0.4259144512909929, 1.032929821196222, 0.6779661016949153], [-0.3643918934082457, 0.7578772469882631, 0.4610306253438473]),
];

/// The corpus of `xtask/python/study/peers.py`.
fn corpus() -> String {
    let word = |word: &str, times: usize| vec![word.to_owned(); times];
    let row = |i: usize| {
        let alpha = if i % 4 < 2 { 1 + i % 3 } else { 0 };
        let words = [
            word("alpha", alpha),
            word("beta", i % 5),
            word("gamma", usize::from(i.is_multiple_of(7))),
            word("delta", if i.is_multiple_of(3) { 4 } else { 0 }),
            word("common", 1 + i % 2),
        ];
        format!("{} number{i},{}\n", words.concat().join(" "), if i % 5 < 2 { "A" } else { "B" })
    };
    format!("text,label\n{}", (0..60).map(row).collect::<String>())
}

fn report(settings: Settings) -> Report {
    let settings = Settings {
        lemmas: Lemmas::Off,
        stop_words: StopWords::None,
        ngram_range: (1, 1),
        min_df: DocumentFrequency::Count(1),
        max_df: DocumentFrequency::Share(1.0),
        ..settings
    };
    let study = Study { settings, ..Study::default() };
    run(corpus().into_bytes(), Some("corpus.csv"), &study, 2, &Monitor::silent()).expect("a report")
}

/// Every term, with what is asked for.
fn all_terms(also: Vec<Peer>) -> Report {
    report(Settings { max_q: 1.0, shuffles: Some(19), also, ..Settings::default() })
}

#[test]
fn scores_of_other_programs_are_those_of_their_own_code() {
    let report = all_terms(Peer::ALL.to_vec());
    for (term, by_documents, by_tokens) in THEIRS {
        let found = report.analysis.indicators.iter().find(|found| found.term == term).expect(term);
        let scores = found.peers.expect("they were asked for");
        // Of two labels a term stands under the one that it speaks for.
        let side = if found.label == "A" { 1.0 } else { -1.0 };
        for (place, peer) in Peer::ALL.into_iter().enumerate() {
            let side = if peer == Peer::LogOdds { side } else { 1.0 };
            for (ours, theirs) in scores.of(peer).into_iter().zip([by_documents[place], by_tokens[place]]) {
                let is_same = ours.map_or(theirs.is_nan(), |ours| {
                    (side * ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0)
                });
                assert!(is_same, "{term}, {}: {ours:?} and {theirs}", peer.name());
            }
        }
    }
}

#[test]
fn the_scores_stand_in_every_table_and_only_where_they_are_asked_for() {
    let header = |report: &Report| {
        let csv = String::from_utf8(report::csv(report).expect("csv")).expect("UTF-8");
        csv.lines().next().expect("a header").to_owned()
    };
    let (plain, some) = (all_terms(Vec::new()), all_terms(vec![Peer::LogOdds, Peer::ChiSquare]));
    let columns = ",log_odds_documents,log_odds_tokens,chi2_documents,chi2_tokens";
    assert_eq!(header(&some), header(&plain) + columns);
    let json = String::from_utf8(report::json(&some).expect("json")).expect("UTF-8");
    assert!(json.contains("\"chi2_tokens\":") && !json.contains("\"g2_tokens\":"));
    let json = String::from_utf8(report::json(&plain).expect("json")).expect("UTF-8");
    assert!(!json.contains("chi2") && !json.contains("log_odds"));
    // The published presets have them as well, and nothing else of theirs changes.
    let published = |also| {
        let preset = Preset::Wordify2021;
        report(Settings { preset, fits: Some(20), threshold: Some(0.05), also, ..Settings::default() })
    };
    let (plain, some) = (published(Vec::new()), published(vec![Peer::GSquare]));
    assert_eq!(header(&some), header(&plain) + ",g2_documents,g2_tokens");
    let scores = |report: &Report| -> Vec<(String, u64)> {
        let found = report.analysis.indicators.iter();
        found.map(|found| (found.term.clone(), found.score.to_bits())).collect()
    };
    assert!(!scores(&plain).is_empty());
    assert_eq!(scores(&plain), scores(&some));
}
