//! The part set aside: counts, effects and p-values as SciPy and statsmodels have them.

use std::collections::BTreeSet;

use wordify::indicators::Confirmed;
use wordify::indicators::confirmation::Test;
use wordify::progress::Monitor;
use wordify::report::{self, Report};
use wordify::settings::{DocumentFrequency, Lemmas, Settings, StopWords};
use wordify::study::{Study, run};

/// Label, term; share in label and rest, difference and odds ratio with their intervals, p, p by Holm and by Benjamini & Hochberg.
type Theirs = (&'static str, &'static str, [f64; 11]);

/// Printed by `xtask/python/confirm.py` with SciPy 1.17.1 and statsmodels 0.15.0 for these rows.
const DOCUMENTS_SHA256: &str = "375c5b03f6d7e38cc7844d5f58c53e935fe983b635046dd7f61f6ae2ba397061";
#[rustfmt::skip]
const DOCUMENTS: [Theirs; 11] = [
    ("A", "beta", [0.7105263157894737, 0.0, 0.7105263157894737, 0.540287093354467, 0.8299672217151693, 275.0, 15.628784917218676, 4838.8278679733985, 3.1457430050928733e-15, 3.460317305602161e-14, 3.46031730560216e-14]),
    ("A", "alpha", [0.4473684210526316, 0.5087719298245614, -0.06140350877192985, -0.2535737794310055, 0.13889927134352748, 0.7863618446984629, 0.34829555010256374, 1.7754029605473782, 0.6757369109952692, 1.0, 0.7433106020947962]),
    ("A", "delta", [0.0, 0.42105263157894735, -0.42105263157894735, -0.5501985860440058, -0.27061284520288964, 0.017757752451630002, 0.0010396009105016642, 0.30332579449281505, 4.2913395770822446e-07, 3.003937703957571e-06, 9.440947069580938e-07]),
    ("A", "gamma", [0.21052631578947367, 0.47368421052631576, -0.2631578947368421, -0.4247722391036316, -0.06639006194874705, 0.30909090909090914, 0.12337141501786573, 0.7743867578142766, 0.010107669690483306, 0.060646018142899834, 0.01588348094218805]),
    ("A", "zeta", [0.0, 0.03508771929824561, -0.03508771929824561, -0.11920781367625809, 0.060174153665439545, 0.2883116883116883, 0.013463429303832973, 6.174030979868639, 0.5148936170212766, 1.0, 0.6293144208037824]),
    ("B", "delta", [0.631578947368421, 0.0, 0.631578947368421, 0.46074366331987904, 0.7661578075284404, 194.3103448275862, 11.143786938064904, 3388.1220375855314, 4.939421468573713e-13, 4.939421468573712e-12, 2.716681807715542e-12]),
    ("B", "zeta", [0.05263157894736842, 0.0, 0.05263157894736842, -0.02110035872985684, 0.17285462131770382, 7.876712328767123, 0.367639021992913, 168.7595532537021, 0.15744680851063828, 0.6297872340425531, 0.21648936170212763]),
    ("B", "beta", [0.0, 0.47368421052631576, -0.47368421052631576, -0.6008198378125882, -0.3195459781968008, 0.014403778040141679, 0.000844113626083386, 0.245783050313149, 5.34199980645749e-08, 4.273599845165992e-07, 1.4690499467758097e-07]),
    ("B", "gamma", [0.21052631578947367, 0.47368421052631576, -0.2631578947368421, -0.4247722391036316, -0.06639006194874705, 0.30909090909090914, 0.12337141501786573, 0.7743867578142766, 0.010107669690483306, 0.060646018142899834, 0.01588348094218805]),
    ("C", "gamma", [1.0, 0.21052631578947367, 0.7894736842105263, 0.5915093099895818, 0.8660485329012564, 143.0, 8.194264684179164, 2495.525930408532, 9.014444180147028e-11, 8.112999762132326e-10, 3.305296199387244e-10]),
    ("C", "eps", [0.21052631578947367, 0.2236842105263158, -0.013157894736842118, -0.17717598961088313, 0.2232731107262769, 0.9870967741935484, 0.3041942960125302, 3.2030845232652716, 1.0, 1.0, 1.0]),
];

/// The same for whole groups; the p-values are exact.
const GROUPS_SHA256: &str = "20006f532833920df7d17e9c552b58f8f44e644d23114648a141688971444cc2";
#[rustfmt::skip]
const GROUPS: [Theirs; 6] = [
    ("A", "beta", [0.6458333333333334, 0.0, 0.6458333333333334, 0.0900508033917975, 0.7954871237692703, 14.228388879932892, 0.6826389802895152, 296.5653236396458, 0.0021645021645021645, 0.012987012987012988, 0.006493506493506494]),
    ("A", "alpha", [0.5, 0.5, 0.0, -0.2459737343647291, 0.2459737343647291, 1.0, 0.3566064935247308, 2.8042114155463342, 1.0, 1.0, 1.0]),
    ("A", "gamma", [0.14583333333333334, 0.125, 0.020833333333333343, -0.16937048263457827, 0.21062840792006388, 1.1731424359825557, 0.2739121598108699, 5.024469070863315, 1.0, 1.0, 1.0]),
    ("B", "delta", [1.0, 0.0, 1.0, 0.25879998064822063, 1.0, 63.61864830416019, 0.9945190360435555, 4069.637950973485, 0.0021645021645021645, 0.012987012987012988, 0.006493506493506494]),
    ("B", "zeta", [0.10416666666666667, 0.0, 0.10416666666666667, -0.4244192394568476, 0.26862415503751436, 1.0656781706520615, 0.045652612660111364, 24.87634107295258, 0.015151515151515152, 0.06060606060606061, 0.030303030303030304]),
    ("B", "eps", [0.0, 0.16666666666666666, -0.16666666666666666, -0.6956389481082832, 0.3783370002256786, 0.3721624325107222, 0.008989422788564828, 15.407538329211285, 1.0, 1.0, 1.0]),
];

/// The corpus of `xtask/python/confirm.py`.
fn corpus(has_groups: bool) -> String {
    let row = |i: usize| {
        let author = i / 8;
        let label = if has_groups { ["A", "B"][author % 2] } else { ["A", "A", "B", "B", "C"][i % 5] };
        let words = [
            ("alpha", i % 4 < 2),
            ("beta", label == "A" && !i.is_multiple_of(3)),
            ("gamma", label == "C" || i.is_multiple_of(7)),
            ("delta", label == "B" && !author.is_multiple_of(3)),
            ("eps", author % 5 == 1),
            ("zeta", label == "B" && i % 9 == 4),
        ];
        let words: String =
            words.iter().filter(|(_, is_there)| *is_there).map(|(word, _)| format!("{word} ")).collect();
        format!("{words}number{i},{label},author{author}\n")
    };
    format!("text,label,author\n{}", (0..240).map(row).collect::<String>())
}

fn study(has_groups: bool) -> Study {
    let mut study = Study {
        settings: Settings {
            confirm: Some(0.4),
            max_q: 1.0,
            shuffles: Some(19),
            lemmas: Lemmas::Off,
            stop_words: StopWords::None,
            ngram_range: (1, 1),
            min_df: DocumentFrequency::Count(2),
            max_df: DocumentFrequency::Share(1.0),
            ..Settings::default()
        },
        ..Study::default()
    };
    study.columns.group = has_groups.then(|| "author".to_owned());
    study
}

fn report(has_groups: bool, threads: usize) -> Report {
    let bytes = corpus(has_groups).into_bytes();
    run(bytes, Some("corpus.csv"), &study(has_groups), threads, &Monitor::silent()).expect("a report")
}

/// Shares and effects; p-values.
fn numbers(found: &Confirmed) -> ([f64; 8], [f64; 3]) {
    let Confirmed {
        confirmed: _,
        confirm_documents_in_label: _,
        confirm_share_in_label,
        confirm_documents_in_rest: _,
        confirm_share_in_rest,
        confirm_difference,
        confirm_difference_low,
        confirm_difference_high,
        confirm_odds_ratio,
        confirm_odds_low,
        confirm_odds_high,
        confirm_p,
        confirm_p_holm,
        confirm_p_bh,
    } = *found;
    let shares = [confirm_share_in_label, confirm_share_in_rest];
    let difference = [confirm_difference, confirm_difference_low, confirm_difference_high];
    let odds = [confirm_odds_ratio, confirm_odds_low, confirm_odds_high];
    let all: Vec<f64> = [&shares[..], &difference, &odds].concat();
    (all.try_into().expect("eight"), [confirm_p, confirm_p_holm, confirm_p_bh])
}

fn is_same(ours: f64, theirs: f64) -> bool {
    (ours - theirs).abs() <= 1e-9 * theirs.abs()
}

fn check(report: &Report, sha256: &str, theirs: &[Theirs], p_is_same: impl Fn(usize, f64, f64) -> bool) {
    let confirmation = report.analysis.confirmation.as_ref().expect("some documents were set aside");
    assert_eq!(confirmation.rows_sha256, sha256, "other rows than those that the script was given");
    assert_eq!(report.analysis.indicators.len(), theirs.len());
    for (ours, (label, term, theirs)) in report.analysis.indicators.iter().zip(theirs) {
        assert_eq!((ours.label.as_str(), ours.term.as_str()), (*label, *term));
        let (effects, p_values) = numbers(ours.confirmed.as_ref().expect("every listed term is tested"));
        for (place, (ours, theirs)) in effects.iter().zip(theirs).enumerate() {
            assert!(is_same(*ours, *theirs), "{label}, {term}, {place}: {ours} and {theirs}");
        }
        for (place, (ours, theirs)) in p_values.iter().zip(&theirs[8..]).enumerate() {
            assert!(p_is_same(place, *ours, *theirs), "{label}, {term}, p {place}: {ours} and {theirs}");
        }
    }
}

#[test]
fn of_independent_documents_all_numbers_are_those_of_scipy_and_statsmodels() {
    let report = report(false, 2);
    assert_eq!(report.analysis.confirmation.as_ref().map(|found| found.test), Some(Test::Fisher));
    check(&report, DOCUMENTS_SHA256, &DOCUMENTS, |_, ours, theirs| is_same(ours, theirs));
}

#[test]
fn of_whole_groups_effects_are_those_of_statsmodels_and_p_values_are_near_the_exact_ones() {
    let report = report(true, 2);
    assert_eq!(report.analysis.confirmation.as_ref().map(|found| found.test), Some(Test::Shuffles));
    // Five standard deviations of a share of 9,999 shuffles; adjusting multiplies them by six at most.
    let p_is_near = |place: usize, ours: f64, theirs: f64| {
        let deviation = (theirs * (1.0 - theirs) / 9_999.0).sqrt() + 1e-4;
        (ours - theirs).abs() <= 5.0 * deviation * if place == 0 { 1.0 } else { 6.0 }
    };
    check(&report, GROUPS_SHA256, &GROUPS, p_is_near);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    for has_groups in [false, true] {
        assert_eq!(report(has_groups, 1), report(has_groups, 3));
    }
}

#[test]
fn what_is_set_aside_is_in_no_count_of_the_list_and_every_format_has_it() {
    let report = report(true, 2);
    let account = &report.analysis.account;
    let dropped: usize = account.dropped_by_reason.values().sum();
    assert_eq!(account.documents + account.documents_set_aside + dropped, account.rows);
    let confirmation = report.analysis.confirmation.as_ref().expect("some documents were set aside");
    let rows: BTreeSet<usize> = confirmation.rows.iter().copied().collect();
    assert_eq!((rows.len(), confirmation.documents), (96, account.documents_set_aside));
    for found in &report.analysis.indicators {
        assert!(found.documents_in_label + found.documents_in_rest <= account.documents);
    }
    let csv = String::from_utf8(report::csv(&report).expect("csv")).expect("UTF-8");
    assert!(
        csv.lines().next().is_some_and(|header| header.ends_with(",confirm_p,confirm_p_holm,confirm_p_bh"))
    );
    let sentence = "No program can prove that nobody had looked at these documents before.";
    for bytes in [report::html(&report).expect("html"), report::markdown(&report), report::tex(&report)] {
        assert!(String::from_utf8_lossy(&bytes).contains(sentence));
    }
    assert!(!report::xlsx(&report).expect("a workbook").is_empty());
}

#[test]
fn the_list_is_that_of_the_kept_documents_alone() {
    let whole = report(false, 2);
    let aside: BTreeSet<usize> =
        whole.analysis.confirmation.as_ref().expect("set aside").rows.iter().copied().collect();
    let kept: String = (1..)
        .zip(corpus(false).lines())
        .filter(|(row, _)| !aside.contains(row))
        .map(|(_, line)| format!("{line}\n"))
        .collect();
    let mut study = study(false);
    study.settings.confirm = None;
    let alone = run(kept.into_bytes(), Some("kept.csv"), &study, 2, &Monitor::silent()).expect("a report");
    let list = |report: &Report| -> Vec<(String, String, u64)> {
        let found = report.analysis.indicators.iter();
        found.map(|found| (found.label.clone(), found.term.clone(), found.score.to_bits())).collect()
    };
    assert_eq!(list(&whole), list(&alone));
}
