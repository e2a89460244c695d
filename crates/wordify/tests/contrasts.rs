//! What labels are set against: pairs, a baseline, an order. On texts whose words are planted.

use wordify::progress::Monitor;
use wordify::report::replication::{self, Fate, Listing, Replication};
use wordify::report::{self, Report, figure};
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

#[test]
fn what_is_tried_besides_the_list_keeps_pairs_apart() {
    let csv = texts(&THREE, 150, &WORDS);
    let tried = [("contrast", "pairs"), ("robust", "true"), ("enough", "true"), ("generalise", "true")];
    let report = report(&csv, &tried);
    let analysis = &report.analysis;
    let robustness = analysis.robustness.as_ref().expect("other choices");
    for row in &analysis.indicators {
        let staying = row.staying.expect("in how many variants it stays");
        assert!(staying.variants_listed <= staying.variants_possible, "{row:?}");
    }
    let staying = |label: &str, against: &str, term: &str| {
        let is_meant = |row: &&wordify::indicators::Indicator| {
            (row.label.as_str(), row.against(), row.term.as_str()) == (label, Some(against), term)
        };
        analysis.indicators.iter().find(is_meant).and_then(|row| row.staying).expect("a listed term")
    };
    let sole = staying("a", "b", "sole");
    assert_eq!(
        (sole.variants_listed, robustness.variants.len()),
        (sole.variants_possible, sole.variants_possible)
    );
    let growth = analysis.growth.as_ref().expect("parts");
    let last = growth.points[2].found_again.expect("a list");
    assert!(last.mean > 0.6, "three quarters of the texts find most again: {last:?}");
    let found = analysis.generalisation.as_ref().expect("predictions");
    assert!(found.methods[0].overall.auc.value > 0.6, "{:?}", found.methods[0]);
    // Along an order there are variants and parts too.
    let ordered = [("contrast", "trend"), ("robust", "true"), ("enough", "true")];
    let ordered = self::report(&texts(&STEPS, 120, &ORDERED), &ordered);
    let up = ordered.analysis.indicators.iter().find(|row| row.term == "up").and_then(|row| row.staying);
    let up = up.expect("a listed term");
    // It is a stop word, which half of the variants leave out.
    let variants = &ordered.analysis.robustness.as_ref().expect("other choices").variants;
    let with_stop_words = variants.iter().filter(|variant| !variant.stop_words_left_out).count();
    assert_eq!(up.variants_listed, with_stop_words);
    assert!(ordered.analysis.growth.as_ref().is_some_and(|growth| growth.points.len() == 4));
}

#[test]
fn a_dictionary_a_figure_and_a_comparison_keep_pairs_apart() {
    let csv = texts(&THREE, 150, &WORDS);
    let json = |contrast: &str| report::json(&report(&csv, &[("contrast", contrast)])).expect("json");
    let (pairs, rest) = (json("pairs"), json("rest"));
    let dictionary = report::dictionary::Dictionary::from_json(&pairs, None, &[]).expect("a dictionary");
    let categories: Vec<&str> = dictionary.categories().keys().map(String::as_str).collect();
    assert!(categories.contains(&"a against b") && categories.contains(&"a against c"), "{categories:?}");
    assert!(!dictionary.categories()["a against b"].contains("both"), "{dictionary:?}");
    let outcome = figure::Outcome::from_json(&pairs).expect("a report");
    let svg = |kind, only: &[&str]| {
        let only = only.iter().map(|&label| label.to_owned()).collect();
        let request = figure::Request::new(kind, 170.0, None, only).expect("a request");
        let svg = figure::file(&outcome, &request, figure::Format::Svg);
        svg.map(|svg| String::from_utf8(svg).expect("UTF-8"))
    };
    let dumbbell = svg(figure::Chart::Dumbbell, &[]).expect("a figure");
    assert!(
        dumbbell.contains(">a against b</text>") && dumbbell.contains(">a against c</text>"),
        "{dumbbell}"
    );
    let two = svg(figure::Chart::Frequency, &["a", "b"]).expect("a figure");
    assert!(two.contains(">sole</text>") && !two.contains(">both</text>"), "{two}");
    assert!(svg(figure::Chart::Frequency, &["a"]).expect("a figure").contains("the label set against it"));
    assert!(svg(figure::Chart::Frequency, &[]).is_err());
    let heatmap = svg(figure::Chart::Heatmap, &[]).expect("a figure");
    assert_eq!(heatmap.matches(">sole</text>").count(), 1, "one row for a term of a label: {heatmap}");
    let listing = |bytes: &[u8]| Listing::from_json(bytes).expect("a report");
    let compare = |first: &[u8], second: &[u8]| {
        Replication::new(["x".into(), "y".into()], [&listing(first), &listing(second)])
    };
    let same = compare(&pairs, &pairs);
    assert_eq!(same.count(Fate::Replicates), same.listed[0], "no term of one pair hides that of another");
    assert_eq!(same.listed[0], listed(&report(&csv, &[("contrast", "pairs")])).len());
    let other = compare(&pairs, &rest);
    assert_eq!(other.count(Fate::Replicates), 0);
    assert!(
        other.warnings.iter().any(|warning| warning.contains("different things")),
        "{:?}",
        other.warnings
    );
    let csv = String::from_utf8(replication::csv(&same).expect("csv")).expect("UTF-8");
    assert!(
        csv.lines().next().is_some_and(|header| header.ends_with(",first_against,second_against")),
        "{csv}"
    );
    assert!(csv.contains(",b,b\n"), "{csv}");
}
