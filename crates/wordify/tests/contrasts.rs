//! What labels are set against: pairs, a baseline, an order. On texts whose words are planted.

use wordify::progress::Monitor;
use wordify::report::{self, Report};
use wordify::settings::Contrast;
use wordify::study::{self, Study, list};

/// A column of numbers that look random (Marsaglia 2003, xorshift).
struct Numbers(u64);

impl Numbers {
    fn unit(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// A word and the share of the documents of each label that have it.
type Planted = (&'static str, &'static [f64]);

/// `documents` for each of `labels`, in turn, of some ordinary words each and those of `planted` that fall to them.
fn texts(labels: &[&str], documents: usize, planted: &[Planted]) -> String {
    let mut numbers = Numbers(88_172_645_463_325_252);
    let mut csv = String::from("text,label,writer\n");
    for document in 0..documents {
        for (place, label) in labels.iter().enumerate() {
            let length = 6 + (numbers.unit() * 20.0) as usize;
            let ordinary = (0..length).map(|_| format!("plain{:02}", (numbers.unit() * 60.0) as usize));
            let mut words: Vec<String> = ordinary.collect();
            words.extend(
                planted
                    .iter()
                    .filter(|(_, shares)| numbers.unit() < shares[place])
                    .map(|(word, _)| (*word).to_owned()),
            );
            csv.push_str(&format!("{},{label},w{}\n", words.join(" "), document / 4 * labels.len() + place));
        }
    }
    csv
}

fn study_with(settings: &[(&str, &str)]) -> Study {
    let mut study = Study::default();
    let usual =
        [("ngrams", "1"), ("lemmas", "off"), ("stop_words", "none"), ("min_df", "5"), ("shuffles", "39")];
    for (name, value) in usual.iter().chain(settings) {
        list::find(name).expect("a setting").read(&mut study, value).expect("a value");
    }
    study
}

fn report(csv: &str, settings: &[(&str, &str)]) -> Report {
    study::run(csv.as_bytes().to_vec(), Some("t.csv"), &study_with(settings), 2, &Monitor::silent())
        .expect("a report")
}

/// Label, what it is set against, and term of all that is listed.
fn listed(report: &Report) -> Vec<(&str, Option<&str>, &str)> {
    let indicators = report.analysis.indicators.iter();
    let mut all: Vec<_> =
        indicators.map(|found| (found.label.as_str(), found.against(), found.term.as_str())).collect();
    all.sort_unstable();
    all
}

const THREE: [&str; 3] = ["a", "b", "c"];
/// One word of one label, one of two, one of all.
const WORDS: [Planted; 3] =
    [("sole", &[0.4, 0.02, 0.02]), ("both", &[0.4, 0.4, 0.02]), ("common", &[0.3, 0.3, 0.3])];

#[test]
fn pairs_of_labels_find_what_tells_each_two_apart() {
    let report = report(&texts(&THREE, 150, &WORDS), &[("contrast", "pairs")]);
    let expected = [
        ("a", Some("b"), "sole"),
        ("a", Some("c"), "both"),
        ("a", Some("c"), "sole"),
        ("b", Some("c"), "both"),
    ];
    let found = listed(&report);
    for row in expected {
        assert!(found.contains(&row), "{row:?} is missing from {found:?}");
    }
    assert!(!found.iter().any(|row| row.2 == "common"), "{found:?}");
    assert!(
        !found.contains(&("a", Some("b"), "both")) && !found.contains(&("b", Some("a"), "both")),
        "{found:?}"
    );
    for row in &report.analysis.indicators {
        let known = row.calibration.as_ref().expect("a calibrated list");
        // Three comparisons share the list, and each has its own part of what is expected.
        let (own, all) =
            (known.expected_false_in_contrast.expect("of the pair"), known.expected_false.expect("of all"));
        assert!((all - 3.0 * own).abs() < 1e-12, "{row:?}");
        // Only what is in no other label, and listed for none, is typical of one.
        assert_eq!(known.only_label, Some(row.term == "sole"), "{row:?}");
    }
    let sole = report
        .analysis
        .indicators
        .iter()
        .find(|row| (row.against(), row.term.as_str()) == (Some("b"), "sole"));
    let sole = sole.expect("sole against b");
    let csv = texts(&THREE, 150, &WORDS);
    let with = |label: &str| {
        csv.lines().filter(|line| line.contains("sole") && line.contains(&format!(",{label},"))).count()
    };
    assert_eq!(
        (sole.documents_in_label, sole.documents_in_rest),
        (with("a"), with("b")),
        "counted in the pair"
    );
    let pairs = report.pairs();
    assert_eq!(
        pairs.iter().map(|pair| pair.labels).collect::<Vec<_>>(),
        [["a", "b"], ["a", "c"], ["b", "c"]]
    );
}

#[test]
fn a_baseline_is_compared_with_every_other_label_and_nothing_else() {
    let report = report(&texts(&THREE, 150, &WORDS), &[("contrast", "c")]);
    let found = listed(&report);
    assert!(
        found.contains(&("a", Some("c"), "both")) && found.contains(&("b", Some("c"), "both")),
        "{found:?}"
    );
    assert!(found.iter().all(|row| row.0 == "c" || row.1 == Some("c")), "{found:?}");
    assert_eq!(report.pairs().len(), 2);
}

#[test]
fn of_two_labels_the_pair_is_each_against_the_rest() {
    let csv = texts(&THREE[..2], 100, &WORDS);
    let table = |contrast| report::csv(&report(&csv, &[("contrast", contrast)])).expect("csv");
    let rest = table("rest");
    assert!(rest.len() > 200);
    assert_eq!(rest, table("pairs"));
    assert_eq!(rest, table("a"));
}

const STEPS: [&str; 4] = ["1", "2", "10", "30"];
const ORDERED: [Planted; 3] =
    [("up", &[0.05, 0.2, 0.35, 0.5]), ("down", &[0.4, 0.3, 0.2, 0.05]), ("middle", &[0.02, 0.4, 0.4, 0.02])];

#[test]
fn along_an_order_terms_rise_and_fall() {
    let csv = texts(&STEPS, 120, &ORDERED);
    let found = report(&csv, &[("contrast", "trend")]);
    assert_eq!(found.order(), STEPS);
    assert_eq!(
        listed(&found),
        [("1", None, "down"), ("30", None, "up")],
        "what peaks in the middle has no direction"
    );
    for row in &found.analysis.indicators {
        let trend = row.calibration.as_ref().and_then(|known| known.trend.as_ref()).expect("a trend");
        let (direction, slope) = if row.term == "up" { ("rises", 0.15) } else { ("falls", -0.115) };
        assert_eq!(trend.trend, direction);
        assert!((trend.slope_per_step - slope).abs() < 0.04, "{trend:?}");
        assert!(trend.slope_low < trend.slope_per_step && trend.slope_per_step < trend.slope_high);
        let share = |label: &str| {
            let of_label: Vec<&str> =
                csv.lines().filter(|line| line.contains(&format!(",{label},"))).collect();
            of_label.iter().filter(|line| line.contains(&row.term)).count() as f64 / of_label.len() as f64
        };
        assert_eq!(trend.share_by_step, STEPS.map(share));
    }
    // The other way round, what rose falls, with the same strength.
    let turned = report(&csv, &[("contrast", "trend"), ("order", "30,10,2,1")]);
    let of = |report: &Report, term: &str| {
        let row = report.analysis.indicators.iter().find(|row| row.term == term).expect("listed").clone();
        let known = row.calibration.expect("calibrated");
        (row.label, known.strength, known.trend.expect("a trend").slope_per_step)
    };
    for term in ["up", "down"] {
        let ((label, strength, slope), (turned_label, turned_strength, turned_slope)) =
            (of(&found, term), of(&turned, term));
        assert_eq!(label, turned_label, "{term} stands under the same end");
        assert!((strength - turned_strength).abs() < 1e-3 * strength, "{strength} {turned_strength}");
        assert!((slope + turned_slope).abs() < 1e-12);
    }
}

#[test]
fn an_order_of_two_labels_gives_the_strengths_of_each_against_the_rest() {
    let csv = texts(&THREE[..2], 100, &WORDS);
    let strengths = |settings: &[(&str, &str)]| {
        let report = report(&csv, settings);
        let rows = report.analysis.indicators.iter().chain(&report.analysis.not_listed);
        rows.map(|row| {
            (
                row.label.clone(),
                row.term.clone(),
                row.calibration.as_ref().map(|known| (known.strength, known.q_value)),
            )
        })
        .collect::<Vec<_>>()
    };
    assert_eq!(strengths(&[("contrast", "rest")]), strengths(&[("contrast", "trend"), ("order", "a,b")]));
}

#[test]
fn groups_and_bins_go_with_pairs_and_orders() {
    let csv = texts(&STEPS, 120, &ORDERED);
    let grouped = report(&csv, &[("contrast", "trend"), ("group", "writer")]);
    assert_eq!(listed(&grouped), [("1", None, "down"), ("30", None, "up")]);
    let pairs = report(&csv, &[("contrast", "pairs"), ("group", "writer")]);
    assert!(listed(&pairs).contains(&("30", Some("1"), "up")), "{:?}", listed(&pairs));
    let binned = report(&csv, &[("contrast", "trend"), ("bins", "1-2,10,20-40")]);
    assert_eq!(binned.order(), ["1-2", "10", "20-40"]);
    assert!(listed(&binned).contains(&("20-40", None, "up")));
}

#[test]
fn every_format_says_which_contrast_a_row_belongs_to() {
    let csv = texts(&THREE, 150, &WORDS);
    let pairs = report(&csv, &[("contrast", "pairs")]);
    let text = |report: &Report, format: fn(&Report) -> Result<Vec<u8>, wordify::Error>| {
        String::from_utf8_lossy(&format(report).expect("a report")).into_owned()
    };
    let table = text(&pairs, report::csv);
    let header = table.lines().next().expect("a header");
    for column in ["against", "expected_false_in_contrast", "only_label"] {
        assert!(header.split(',').any(|name| name == column), "{header}");
    }
    assert!(text(&pairs, report::json).contains("\"against\":\"b\""));
    let page = text(&pairs, report::html);
    assert!(page.contains("<bdi>a</bdi> against <bdi>b</bdi>") && page.contains("a rather than c"));
    let paper = text(&pairs, |report| Ok(report::markdown(report)));
    assert!(paper.contains("Against") && paper.contains("For each pair of labels"), "{paper}");
    let ordered = report(&texts(&STEPS, 120, &ORDERED), &[("contrast", "trend")]);
    assert!(text(&ordered, report::csv).contains(",slope_per_step,"));
    assert!(text(&ordered, report::html).contains("Rises towards 30"));
    assert!(text(&ordered, |report| Ok(report::markdown(report))).contains("in the order 1, 2, 10, 30"));
    report::xlsx(&ordered).expect("a workbook");
    // Each against the rest has none of it.
    let rest = report(&csv, &[]);
    assert_eq!(rest.analysis.settings.contrast, Contrast::Rest);
    let table = text(&rest, report::csv);
    assert!(!table.contains("against") && table.contains(",only_label"), "{table}");
}

#[test]
fn too_small_labels_are_named_once_and_the_other_pairs_are_judged() {
    let mut csv = texts(&THREE, 120, &WORDS);
    csv.push_str("a text of its own,d,w9999\n");
    let report = report(&csv, &[("contrast", "pairs")]);
    let few: Vec<&str> =
        report.warnings().into_iter().filter(|warning| warning.contains("too few documents")).collect();
    assert_eq!(few.len(), 1, "{few:?}");
    assert!(few[0].starts_with("1 label has") && few[0].contains("“d” (1)"), "{few:?}");
    assert!(listed(&report).contains(&("a", Some("b"), "sole")));
}
