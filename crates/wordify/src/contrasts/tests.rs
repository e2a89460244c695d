//! What can be meant by a contrast, and what cannot.

use super::*;
use crate::corpus::{Columns, Copies, build};
use crate::table::{ReadOptions, read};

fn corpus(labels: &[&str], columns: &Columns) -> Corpus {
    let rows: String =
        labels.iter().enumerate().map(|(row, label)| format!("text {row},{label}\n")).collect();
    let table = read(format!("text,label\n{rows}").as_bytes(), &ReadOptions::default()).expect("a table");
    build(&table, columns, Copies::DropExact).expect("documents")
}

fn contrasts(labels: &[&str], contrast: Contrast, order: &[&str]) -> Result<Contrasts, Error> {
    let order = order.iter().map(|&label| label.to_owned()).collect();
    let settings = Settings { contrast, order, ..Settings::default() };
    Contrasts::new(&settings, &corpus(labels, &Columns::default()))
}

fn order(labels: &[&str], order: &[&str]) -> Vec<usize> {
    let found = contrasts(labels, Contrast::Trend, order).expect("an order");
    found.order().expect("an order").to_vec()
}

#[test]
fn labels_that_are_numbers_have_the_order_of_their_values() {
    // By code point they are 10, 2.5, 9.
    assert_eq!(order(&["9", "10", "2.5"], &[]), [1, 2, 0]);
    assert_eq!(order(&["low", "mid", "high"], &["low", "mid", "high"]), [1, 2, 0]);
    let columns = Columns { bins: vec!["10-20".into(), "1-2".into()], ..Columns::default() };
    let settings = Settings { contrast: Contrast::Trend, ..Settings::default() };
    let found = Contrasts::new(&settings, &corpus(&["1", "15"], &columns)).expect("bins have an order");
    assert_eq!(found.order(), Some(&[0, 1][..]), "1-2 comes before 10-20");
}

#[test]
fn what_cannot_be_meant_is_refused_with_its_place_and_a_remedy() {
    let cases = [
        (
            &["a", "b"][..],
            Contrast::Baseline("c".into()),
            &[][..],
            "contrast",
            "no label \"c\"",
            "are \"a\", \"b\"",
        ),
        (&["1", "two"], Contrast::Trend, &[], "order", "\"two\" is not a number", "low,mid,high"),
        (&["1", "1.0"], Contrast::Trend, &[], "order", "are the same number", "merge"),
        (&["a", "b", "c"], Contrast::Trend, &["a", "c"], "order", "no place for \"b\"", "keep only those"),
        (&["a", "b"], Contrast::Trend, &["a", "b", "x"], "order", "no label \"x\"", "The labels are"),
    ];
    for (labels, contrast, order, place, message, remedy) in cases {
        let error = contrasts(labels, contrast, order).expect_err(message);
        assert_eq!((error.kind(), error.place()), (ErrorKind::Setting, Some(place)), "{error}");
        assert!(error.message().contains(message), "{error}");
        assert!(error.remedy_text().is_some_and(|text| text.contains(remedy)), "{error}");
    }
    let many: Vec<String> = (0..20).map(|label| format!("l{label}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let error = contrasts(&many, Contrast::Pairs, &[]).expect_err("190 pairs");
    assert_eq!((error.kind(), error.place()), (ErrorKind::Limit, Some("contrast")));
    assert!(error.message().contains("190 pairs"), "{error}");
    assert!(contrasts(&many, Contrast::Baseline("l3".into()), &[]).is_ok());
}

#[test]
fn settings_that_contradict_a_contrast_are_refused_before_a_file_is_read() {
    let order = |labels: &[&str]| labels.iter().map(|&label| label.to_owned()).collect::<Vec<_>>();
    let trend = Settings { contrast: Contrast::Trend, ..Settings::default() };
    let cases = [
        (Settings { order: order(&["a"]), ..trend.clone() }, "order", "one label only"),
        (Settings { order: order(&["a", "b", "a"]), ..trend.clone() }, "order", "\"a\" twice"),
        (Settings { order: order(&["a", "b"]), ..Settings::default() }, "order", "not asked for"),
        (
            Settings { preset: crate::settings::Preset::Wordify2021, ..trend.clone() },
            "contrast",
            "as it was published",
        ),
        (Settings { generalise: true, ..trend.clone() }, "contrast", "generalise predicts labels"),
        (Settings { confirm: Some(0.3), ..trend }, "contrast", "confirm tests in how many documents"),
    ];
    for (settings, place, message) in cases {
        let error = settings.check().expect_err(message);
        assert_eq!((error.kind(), error.place()), (ErrorKind::Setting, Some(place)), "{error}");
        assert!(error.message().contains(message), "{error}");
        assert!(error.remedy_text().is_some(), "{error}");
    }
}

#[test]
fn a_term_stands_under_the_label_that_it_speaks_for() {
    let three = &["a", "b", "c"];
    let side = |label, against, positive| Side { label, against, positive };
    let pairs = contrasts(three, Contrast::Pairs, &[]).expect("pairs");
    assert_eq!((pairs.labels_of(0, 1), pairs.labels_of(2, 1)), ((0, Some(1)), (1, Some(2))));
    assert_eq!(pairs.side((0, Some(1)), true), side(0, Some(1), true));
    assert_eq!(pairs.side((0, Some(1)), false), side(1, Some(0), true));
    let baseline = contrasts(three, Contrast::Baseline("b".into()), &[]).expect("a baseline");
    assert_eq!((baseline.labels_of(0, 1), baseline.labels_of(1, 1)), ((0, Some(1)), (2, Some(1))));
    let trend = contrasts(three, Contrast::Trend, &["c", "a", "b"]).expect("an order");
    assert_eq!(trend.side(trend.labels_of(0, 1), true), side(1, None, true));
    assert_eq!(trend.side(trend.labels_of(0, 1), false), side(2, None, true));
    let rest = contrasts(three, Contrast::Rest, &[]).expect("the rest");
    assert_eq!(rest.side((1, None), false), side(1, None, false));
    // Of two labels the pair is each against the rest.
    let two = contrasts(&["a", "b"], Contrast::Pairs, &[]).expect("a pair");
    assert_eq!(two, contrasts(&["a", "b"], Contrast::Rest, &[]).expect("the rest"));
    assert_eq!(two.side((1, None), false), side(0, None, true));
}
