//! The part set aside: counts, effects and p-values as SciPy and statsmodels have them.

use std::collections::BTreeSet;

use wordify::indicators::Confirmed;
use wordify::indicators::confirmation::Test;
use wordify::progress::Monitor;
use wordify::report::{self, Report};
use wordify::settings::{Contrast, DocumentFrequency, Lemmas, Settings, StopWords};
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

/// What the documents come in, and what is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Documents,
    Groups,
    Strata,
    /// In strata, each two labels.
    Pairs,
}

/// The same within strata.
const STRATA_SHA256: &str = "795315f0885847c81c544319556e1c239b59992b8c992e5f0b9871d4be7c5271";
#[rustfmt::skip]
const STRATA: [Theirs; 12] = [
    ("A", "beta", [0.5833333333333334, 0.0, 0.5833333333333334, 0.4111465612144205, 0.7285943794855394, 167.8387096774194, 9.623146452987624, 2927.2995692002, 4.810704195644781e-11, 4.810704195644781e-10, 1.9242816782579124e-10]),
    ("A", "alpha", [0.6666666666666666, 0.4, 0.2666666666666666, 0.06017873134118404, 0.44066586695262255, 2.9199999999999995, 1.2453777453979018, 6.846436779128241, 1.0, 1.0, 1.0]),
    ("A", "delta", [0.0, 0.43333333333333335, -0.43333333333333335, -0.5589656122387444, -0.28125271411075636, 0.01783406565003877, 0.0010458530444636136, 0.3041095489405137, 2.0527165238452793e-06, 1.8474448714607513e-05, 6.158149571535838e-06]),
    ("A", "gamma", [0.05555555555555555, 0.5, -0.4444444444444444, -0.5735097108124623, -0.2686846336835367, 0.07246376811594203, 0.01826056478773721, 0.28755943480386187, 6.394063828416163e-06, 5.115251062732931e-05, 1.534575318819879e-05]),
    ("B", "delta", [0.7222222222222222, 0.0, 0.7222222222222222, 0.5492703762456129, 0.841516620598654, 305.3809523809524, 17.253602394473045, 5405.104623656526, 9.026558205544206e-15, 9.929214026098627e-14, 5.415934923326524e-14]),
    ("B", "zeta", [0.1111111111111111, 0.0, 0.1111111111111111, 0.02102423817453747, 0.2531480859036487, 16.753846153846155, 0.8745518788710367, 320.9544999309723, 0.012996219281663515, 0.038988657844990546, 0.015595463137996217]),
    ("B", "beta", [0.0, 0.35, -0.35, -0.47637381158245135, -0.2049818526117163, 0.025167250716788787, 0.0014708049480784229, 0.43064208443765334, 5.479454530526601e-05, 0.00038356181713686206, 0.00010958909061053201]),
    ("B", "gamma", [0.16666666666666666, 0.43333333333333335, -0.2666666666666667, -0.4200316447373148, -0.07428847388736101, 0.2774512836374884, 0.10345231517689232, 0.7441033548689935, 0.0031343469130646674, 0.01253738765225867, 0.0041791292174195565]),
    ("C", "gamma", [1.0, 0.1111111111111111, 0.8888888888888888, 0.7224303490282279, 0.9426118036505065, 371.8235294117647, 20.66774109887315, 6689.300797935737, 8.778994808867343e-16, 1.0534793770640811e-14, 1.0534793770640812e-14]),
    ("C", "eps", [0.125, 0.1527777777777778, -0.02777777777777779, -0.1571636733277607, 0.16843543595515786, 0.8705763397371082, 0.23884455837931742, 3.1732067435524733, 1.0, 1.0, 1.0]),
    ("C", "delta", [0.0, 0.3611111111111111, -0.3611111111111111, -0.47647519532616417, -0.1899446099631221, 0.03581055063534848, 0.0020916348608116388, 0.613106790689668, 0.00016764248666102413, 0.0010058549199661447, 0.0002873871199903271]),
    ("C", "beta", [0.0, 0.2916666666666667, -0.2916666666666667, -0.40505742669349065, -0.12567221437484044, 0.04888467014712861, 0.0028423985349658224, 0.8407374778717664, 0.0009209107111795843, 0.004604553555897921, 0.0013813660667693767]),
];

/// The same of each two labels within strata.
const PAIRS_SHA256: &str = "795315f0885847c81c544319556e1c239b59992b8c992e5f0b9871d4be7c5271";
#[rustfmt::skip]
const PAIRS: [Theirs; 9] = [
    ("A", "alpha", [0.6666666666666666, 0.4, 0.2666666666666666, 0.06017873134118404, 0.44066586695262255, 2.9199999999999995, 1.2453777453979018, 6.846436779128241, 1.0, 1.0, 1.0]),
    ("A", "beta", [0.5833333333333334, 0.0, 0.5833333333333334, 0.39538604114066034, 0.7285943794855394, 101.25806451612904, 5.763514842302363, 1778.9831222949856, 6.700417375576917e-08, 3.3502086877884586e-07, 1.2060751276038451e-07]),
    ("A", "beta", [0.5833333333333334, 0.0, 0.5833333333333334, 0.3710479929090993, 0.7285943794855394, 67.96774193548387, 3.834080563200805, 1204.8818139470561, 1.014765877930395e-06, 4.05906351172158e-06, 1.5221488168955926e-06]),
    ("B", "zeta", [0.1111111111111111, 0.0, 0.1111111111111111, 0.02102423817453747, 0.2531480859036487, 16.753846153846155, 0.8745518788710367, 320.9544999309723, 0.012996219281663515, 0.038988657844990546, 0.016709424790710234]),
    ("B", "delta", [0.7222222222222222, 0.0, 0.7222222222222222, 0.5335737629744871, 0.841516620598654, 184.23809523809524, 10.33394807402472, 3284.6764367126957, 6.275365923679682e-11, 5.020292738943745e-10, 2.823914665655857e-10]),
    ("B", "delta", [0.7222222222222222, 0.0, 0.7222222222222222, 0.5093158524419377, 0.841516620598654, 123.66666666666667, 6.874797151973872, 2224.5666463123857, 7.47481712306968e-09, 4.484890273841808e-08, 1.681833852690678e-08]),
    ("C", "eps", [0.125, 0.1527777777777778, -0.02777777777777779, -0.1571636733277607, 0.16843543595515786, 0.8705763397371082, 0.23884455837931742, 3.1732067435524733, 1.0, 1.0, 1.0]),
    ("C", "gamma", [1.0, 0.05555555555555555, 0.9444444444444444, 0.757666552016835, 0.9846300133358381, 676.2, 31.071384001781233, 14715.998488312855, 9.516362334741848e-14, 8.564726101267663e-13, 8.564726101267663e-13]),
    ("C", "gamma", [1.0, 0.16666666666666666, 0.8333333333333334, 0.6278708323496784, 0.921295524049819, 229.92307692307693, 12.336578851568305, 4285.192997007809, 1.3056449123265807e-10, 9.139514386286064e-10, 3.9169347369797423e-10]),
];

/// The corpus of `xtask/python/confirm.py`.
fn corpus(kind: Shape) -> String {
    let row = |i: usize| {
        let author = i / 8;
        let label = match kind {
            Shape::Documents => ["A", "A", "B", "B", "C"][i % 5],
            Shape::Groups => ["A", "B"][author % 2],
            Shape::Strata | Shape::Pairs if i % 4 < 2 => ["A", "A", "B", "C"][i / 4 % 4],
            Shape::Strata | Shape::Pairs => ["A", "B", "B", "C"][i / 4 % 4],
        };
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
        match kind {
            Shape::Documents | Shape::Groups => format!("{words}number{i},{label},author{author}\n"),
            Shape::Strata | Shape::Pairs => format!("{words}number{i},{label},{}\n", i % 4),
        }
    };
    let column = if matches!(kind, Shape::Strata | Shape::Pairs) { "year" } else { "author" };
    format!("text,label,{column}\n{}", (0..240).map(row).collect::<String>())
}

fn study(kind: Shape) -> Study {
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
    study.columns.group = (kind == Shape::Groups).then(|| "author".to_owned());
    if matches!(kind, Shape::Strata | Shape::Pairs) {
        study.columns.strata = vec!["year".to_owned()];
    }
    if kind == Shape::Pairs {
        study.settings.contrast = Contrast::Pairs;
    }
    study
}

fn report(kind: Shape, threads: usize) -> Report {
    let bytes = corpus(kind).into_bytes();
    run(bytes, Some("corpus.csv"), &study(kind), threads, &Monitor::silent()).expect("a report")
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
    let report = report(Shape::Documents, 2);
    assert_eq!(report.analysis.confirmation.as_ref().map(|found| found.test), Some(Test::Fisher));
    check(&report, DOCUMENTS_SHA256, &DOCUMENTS, |_, ours, theirs| is_same(ours, theirs));
}

#[test]
fn of_whole_groups_effects_are_those_of_statsmodels_and_p_values_are_near_the_exact_ones() {
    let report = report(Shape::Groups, 2);
    assert_eq!(report.analysis.confirmation.as_ref().map(|found| found.test), Some(Test::Shuffles));
    // Five standard deviations of a share of 9,999 shuffles; adjusting multiplies them by six at most.
    let p_is_near = |place: usize, ours: f64, theirs: f64| {
        let deviation = (theirs * (1.0 - theirs) / 9_999.0).sqrt() + 1e-4;
        (ours - theirs).abs() <= 5.0 * deviation * if place == 0 { 1.0 } else { 6.0 }
    };
    check(&report, GROUPS_SHA256, &GROUPS, p_is_near);
}

#[test]
fn within_strata_p_values_are_those_of_sums_of_hypergeometric_counts() {
    let report = report(Shape::Strata, 2);
    assert_eq!(report.analysis.confirmation.as_ref().map(|found| found.test), Some(Test::FisherWithinStrata));
    check(&report, STRATA_SHA256, &STRATA, |_, ours, theirs| is_same(ours, theirs));
    // A word that hangs on the year alone tells the labels apart only where years are mixed.
    let alpha = report
        .analysis
        .indicators
        .iter()
        .find(|found| (found.label.as_str(), found.term.as_str()) == ("A", "alpha"));
    let alpha = alpha.and_then(|found| found.confirmed.as_ref()).expect("tested");
    assert_eq!(alpha.confirm_p, 1.0);
}

#[test]
fn of_two_labels_among_three_all_numbers_are_of_their_documents_alone() {
    let report = report(Shape::Pairs, 2);
    let against: BTreeSet<Option<&str>> =
        report.analysis.indicators.iter().map(|found| found.against()).collect();
    // What came in at no level has no pair, and is compared with the rest.
    assert!(against.contains(&Some("A")) && against.contains(&Some("B")), "{against:?}");
    check(&report, PAIRS_SHA256, &PAIRS, |_, ours, theirs| is_same(ours, theirs));
}

#[test]
fn groups_of_two_labels_among_three_are_shuffled_among_themselves() {
    let mut study = study(Shape::Documents);
    study.columns.group = Some("author".to_owned());
    study.settings.contrast = Contrast::Pairs;
    let bytes = corpus(Shape::Documents).into_bytes();
    let report = run(bytes, Some("corpus.csv"), &study, 2, &Monitor::silent()).expect("a report");
    let confirmation = report.analysis.confirmation.as_ref().expect("set aside");
    assert_eq!(confirmation.test, Test::Shuffles);
    for found in &report.analysis.indicators {
        let tested = found.confirmed.as_ref().expect("tested");
        assert!(tested.confirm_p >= 1e-4 && tested.confirm_p <= 1.0, "{found:?}");
        // "gamma" is in every text of C and in few others.
        if (found.label.as_str(), found.against(), found.term.as_str()) == ("C", Some("A"), "gamma") {
            assert!(tested.confirm_p < 0.01 && tested.confirm_difference > 0.5, "{tested:?}");
        }
    }
}

#[test]
fn where_labels_mean_nothing_the_whole_way_p_values_are_not_smaller_than_uniform() {
    for strata in [Vec::new(), vec!["year".to_owned()]] {
        let (mut small, mut all) = (0_u32, 0_u32);
        for draw in 0..30_u64 {
            let mut state = 88_172_645_463_325_252 ^ (draw + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let mut below = |most: u64| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                (state >> 11) % most
            };
            let row = |_| {
                let words: String = (0..8).map(|_| format!("word{} ", below(40))).collect();
                format!("{words},{},{}\n", ["A", "B"][below(2) as usize], below(3))
            };
            let csv = format!("text,label,year\n{}", (0..160).map(row).collect::<String>());
            let mut study = study(Shape::Documents);
            study.columns.strata.clone_from(&strata);
            let report = run(csv.into_bytes(), None, &study, 2, &Monitor::silent()).expect("a report");
            let p_values = report
                .analysis
                .indicators
                .iter()
                .filter_map(|found| Some(found.confirmed.as_ref()?.confirm_p));
            p_values.for_each(|p| {
                small += u32::from(p <= 0.05);
                all += 1;
            });
        }
        assert!(all > 500, "{all}");
        // Four standard deviations above 5 %.
        let most = 0.05 * f64::from(all) + 4.0 * (0.0475 * f64::from(all)).sqrt();
        assert!(f64::from(small) <= most, "{small} of {all}");
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    for kind in [Shape::Documents, Shape::Groups, Shape::Strata, Shape::Pairs] {
        assert_eq!(report(kind, 1), report(kind, 3));
    }
}

#[test]
fn what_is_set_aside_is_in_no_count_of_the_list_and_every_format_has_it() {
    let report = report(Shape::Groups, 2);
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
    let whole = report(Shape::Documents, 2);
    let aside: BTreeSet<usize> =
        whole.analysis.confirmation.as_ref().expect("set aside").rows.iter().copied().collect();
    let kept: String = (1..)
        .zip(corpus(Shape::Documents).lines())
        .filter(|(row, _)| !aside.contains(row))
        .map(|(_, line)| format!("{line}\n"))
        .collect();
    let mut study = study(Shape::Documents);
    study.settings.confirm = None;
    let alone = run(kept.into_bytes(), Some("kept.csv"), &study, 2, &Monitor::silent()).expect("a report");
    let list = |report: &Report| -> Vec<(String, String, u64)> {
        let found = report.analysis.indicators.iter();
        found.map(|found| (found.label.clone(), found.term.clone(), found.score.to_bits())).collect()
    };
    assert_eq!(list(&whole), list(&alone));
}
