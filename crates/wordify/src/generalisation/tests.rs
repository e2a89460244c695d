//! Metrics beside those of scikit-learn; folds; and what the whole says of texts of which all is known.

use super::*;
use crate::corpus::{Columns, Copies, build};
use crate::error::ErrorKind;
use crate::settings::StopWords;
use crate::table::{ReadOptions, read};

/// AUC, balanced accuracy and F1 with the ends of their intervals.
type Theirs = [[f64; 3]; 3];

/// Over all labels, then of each; printed by `xtask/python/generalise.py`, with scikit-learn 1.9.1 and SciPy 1.17.1.
#[rustfmt::skip]
const TWO: [Theirs; 3] = [
    [[0.7695093795093795, 0.6595555248918585, 0.8519240204979633], [0.7300920368147259, 0.6331689212423874, 0.8091263480586671], [0.72997299729973, 0.6330421074360635, 0.809024078595099]],
    [[0.7695093795093795, 0.6595555248913362, 0.8519240204982569], [0.7300920368147259, 0.6331689212423874, 0.8091263480586671], [0.7272727272727273, 0.6161237156743323, 0.8158576888436297]],
    [[0.7695093795093796, 0.6595555248919236, 0.8519240204979269], [0.7300920368147259, 0.6331689212423874, 0.8091263480586671], [0.7326732673267327, 0.6232757036459827, 0.8195025858640856]],
];
const TWO_CONFUSED: [[usize; 2]; 2] = [[36, 13], [14, 37]];
/// The same of three labels, in groups of four documents.
#[rustfmt::skip]
const THREE: [Theirs; 4] = [
    [[0.7184842990388334, 0.6712029218086111, 0.7613836848990755], [0.5832955404383976, 0.4983751507518481, 0.6635451456844323], [0.5747284878863826, 0.486283654720762, 0.6586353955986508]],
    [[0.6897994475568006, 0.5878846940574964, 0.7761094234317946], [0.7025210084033613, 0.6113989278814137, 0.7799657924670266], [0.5789473684210527, 0.4246903294017641, 0.7191916871996418]],
    [[0.7068576388888889, 0.6065194955871739, 0.7904494141816168], [0.6746031746031746, 0.5876992089219487, 0.7509520344960459], [0.55, 0.4027632045302321, 0.6889695505063617]],
    [[0.7587958106708107, 0.6649886945899833, 0.8329349104545128], [0.684679505605059, 0.6075814910292648, 0.7527931710934517], [0.5952380952380952, 0.48046963462548375, 0.700459348112758]],
];
const THREE_CONFUSED: [[usize; 3]; 3] = [[22, 8, 5], [9, 22, 5], [10, 14, 25]];

/// The predictions of `xtask/python/generalise.py`.
fn predictions(labels: usize, documents: usize, group_size: usize) -> Predictions {
    let mut state = 12_345_u64;
    let mut number = || {
        state = (state * 1_103_515_245 + 12_345) % (1 << 31);
        (state >> 8) % 1000
    };
    let mut of = Predictions {
        labels,
        label_of: Vec::new(),
        fold_of: (0..documents).map(|document| (document / group_size % FOLDS) as u32).collect(),
        group_of: (0..documents).map(|document| (document / group_size) as u32).collect(),
        scores: vec![Vec::new(); labels],
        predicted: Vec::new(),
    };
    for document in 0..documents {
        let truth = (document / group_size + number() as usize / 700) % labels;
        let mut scores: Vec<f64> =
            (0..labels).map(|_| (number() as f64 / 1000.0 * 10.0).round_ties_even() / 10.0).collect();
        if labels == 2 {
            scores[1] = scores[1] + 0.3 * truth as f64 - 0.65;
            scores[0] = -scores[1];
        } else {
            scores[truth] += 0.3;
        }
        of.label_of.push(truth as u32);
        of.scores.iter_mut().zip(&scores).for_each(|(of_label, &score)| of_label.push(score));
        of.predicted.push(highest(&of.scores, document));
    }
    of
}

fn check(predictions: &Predictions, theirs: &[Theirs]) {
    let (overall, labels) = predictions.metrics();
    for (ours, theirs) in std::iter::once(&overall).chain(&labels).zip(theirs) {
        for (ours, [value, low, high]) in [ours.auc, ours.balanced_accuracy, ours.f1].iter().zip(theirs) {
            assert!((ours.value - value).abs() <= 1e-9, "{ours:?} and {value}");
            // Their ends come from differences of floating-point numbers, and Student's t from its expansion.
            let interval = ours.interval().expect("documents make a difference");
            assert!((interval.low - low).abs() < 1e-6, "{ours:?} and {low}");
            assert!((interval.high - high).abs() < 1e-6, "{ours:?} and {high}");
        }
    }
}

#[test]
fn metrics_from_the_same_predictions_are_those_of_scikit_learn() {
    let two = predictions(2, 100, 1);
    check(&two, &TWO);
    assert_eq!(two.confusion(), TWO_CONFUSED);
    let three = predictions(3, 120, 4);
    check(&three, &THREE);
    assert_eq!(three.confusion(), THREE_CONFUSED);
}

#[test]
fn a_number_without_an_error_has_no_interval() {
    let mut perfect = predictions(2, 100, 1);
    perfect.predicted.clone_from(&perfect.label_of);
    let (overall, _) = perfect.metrics();
    assert_eq!((overall.f1.value, overall.f1.interval()), (1.0, None));
}

/// Texts of two labels, of authors who wrote four each; "sure" tells the label in two of three.
fn corpus(documents: usize, columns: &Columns) -> Corpus {
    let row = |i: usize| {
        let is_up = (i / 4).is_multiple_of(2);
        let says_so = !(i * 7 + i / 9).is_multiple_of(4);
        let word = if is_up == says_so { "sure" } else { "maybe" };
        let noise = ["red", "green", "blue", "white", "black"][(i * 3 + i / 11) % 5];
        format!("{word} {noise} number{i},{},author{}\n", if is_up { "up" } else { "down" }, i / 4)
    };
    let rows: String = (0..documents).map(row).collect();
    let table = read(format!("text,label,author\n{rows}").as_bytes(), &ReadOptions::default());
    build(&table.expect("a table"), columns, Copies::DropExact).expect("a corpus")
}

fn grouped() -> Columns {
    Columns { group: Some("author".into()), ..Columns::default() }
}

fn settings() -> Settings {
    Settings {
        seed: 7,
        shuffles: Some(39),
        ngram_range: (1, 1),
        stop_words: StopWords::None,
        ..Settings::default()
    }
}

fn generalisation(corpus: &Corpus, threads: usize) -> Generalisation {
    let settings = settings();
    let preparation = Preparation::new(settings.rules(), &corpus.texts);
    let folds = Folds::new(corpus, &settings, Some(&preparation)).expect("folds");
    folds.compare(&folds.make(&[0, 1, 2, 3, 4], threads, &Monitor::silent()).expect("predictions"))
}

#[test]
fn folds_have_their_share_of_each_label_and_groups_stay_whole() {
    for columns in [Columns::default(), grouped()] {
        let corpus = corpus(400, &columns);
        let fold_of = folds(&corpus, 7).expect("folds");
        for label in 0..2 {
            for fold in 0..FOLDS as u32 {
                let of_both = corpus.label_of.iter().zip(&fold_of);
                assert_eq!(of_both.filter(|both| *both == (&label, &fold)).count(), 40);
            }
        }
        if columns.group.is_some() {
            assert!(fold_of.chunks(4).all(|author| author.iter().all(|fold| *fold == author[0])));
        }
        assert_ne!(folds(&corpus, 8).expect("another seed"), fold_of);
    }
}

#[test]
fn the_result_has_the_rows_of_each_fold() {
    let corpus = corpus(400, &grouped());
    let fold_of = folds(&corpus, 7).expect("folds");
    let found = generalisation(&corpus, 2);
    let mut all: Vec<usize> = found.rows.concat();
    all.sort_unstable();
    assert_eq!(all, corpus.row_of);
    for (place, &row) in corpus.row_of.iter().enumerate() {
        assert!(found.rows[fold_of[place] as usize].binary_search(&row).is_ok(), "row {row}");
    }
}

#[test]
fn a_label_too_small_for_folds_is_refused_with_what_to_do() {
    let error = folds(&corpus(24, &Columns::default()), 7).expect_err("nine are too few to find terms");
    assert_eq!((error.kind(), error.place()), (ErrorKind::Corpus, Some("generalise")));
    assert!(error.message().contains("“down” is too small"), "{error}");
    assert!(error.remedy_text().is_some_and(|remedy| remedy.contains("--merge")));
    let error = folds(&corpus(32, &grouped()), 7).expect_err("four authors of each label");
    assert!(error.remedy_text().is_some_and(|remedy| remedy.contains("“author” stay together")));
}

#[test]
fn a_list_that_says_all_predicts_as_well_as_its_word_does_and_the_commonest_label_says_nothing() {
    let corpus = corpus(400, &Columns::default());
    let found = generalisation(&corpus, 2);
    let of =
        |choice: Choice| found.methods.iter().find(|method| method.choice == choice).expect("all are there");
    let list = of(Choice::List);
    // So many texts have the word of their label, and nothing else tells it.
    let fits = corpus.texts.iter().zip(&corpus.label_of);
    let share =
        fits.filter(|(text, label)| text.starts_with("sure") == (**label == 1)).count() as f64 / 400.0;
    assert!((list.overall.balanced_accuracy.value - share).abs() < 0.03, "{list:?}");
    let interval = list.overall.balanced_accuracy.interval().expect("some are wrong");
    assert!(interval.low < share && share < interval.high);
    // The table has the documents of each label, and gives the same accuracy.
    let of_label = |label: usize| found.confusion[label].iter().sum::<usize>();
    let truly = |label: u32| corpus.label_of.iter().filter(|&&of| of == label).count();
    assert_eq!([of_label(0), of_label(1)], [truly(0), truly(1)]);
    let recalls = [0, 1].map(|label| found.confusion[label][label] as f64 / of_label(label) as f64);
    assert!((recalls.iter().sum::<f64>() / 2.0 - list.overall.balanced_accuracy.value).abs() < 1e-12);
    assert_eq!(of(Choice::ChiSquare).terms, list.terms);
    assert_eq!(of(Choice::LogOdds).terms, list.terms);
    let majority = of(Choice::Majority).overall;
    assert_eq!((majority.auc.value, majority.balanced_accuracy.value), (0.5, 0.5));
    assert_eq!(majority.auc.interval(), None);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let corpus = corpus(400, &grouped());
    assert_eq!(generalisation(&corpus, 1), generalisation(&corpus, 3));
}

#[test]
fn labels_that_mean_nothing_are_not_predicted() {
    let mut corpus = corpus(400, &Columns::default());
    let count = corpus.label_of.len() as u32;
    // Every second label is turned over by a rule that no word knows.
    for (place, label) in (0..count).zip(&mut corpus.label_of) {
        *label = (place * place / 7 + place / 3) % 2;
    }
    let all = generalisation(&corpus, 2);
    for method in &all.methods {
        assert!((method.overall.auc.value - 0.5).abs() < 0.1, "{method:?}");
    }
}

#[test]
fn folds_by_themselves_are_those_of_all() {
    let (corpus, settings) = (corpus(400, &grouped()), settings());
    let folds = Folds::new(&corpus, &settings, None).expect("folds");
    let alone = (0..FOLDS).flat_map(|fold| folds.make(&[fold], 2, &Monitor::silent()).expect("a fold"));
    assert_eq!(folds.compare(&alone.collect()), generalisation(&corpus, 2));
}

#[test]
fn a_fold_comes_back_to_the_last_bit_and_nothing_comes_of_less() {
    let (corpus, settings) = (corpus(400, &Columns::default()), settings());
    let folds = Folds::new(&corpus, &settings, None).expect("folds");
    let decided = |terms, decisions| Decided { terms, decisions };
    let documents = folds.documents(2, true).len();
    let scores = |first: f64| vec![[first, -0.0, 0.1 + 0.2].into_iter().cycle().take(documents).collect()];
    let fold = [
        decided(3, scores(f64::MIN_POSITIVE)),
        decided(300, scores(-1e300)),
        decided(0, Vec::new()),
        decided(7, scores(1.0)),
    ];
    let bytes = Folds::write(&fold);
    let back = folds.read(2, &bytes).expect("a fold");
    assert_eq!(back, fold);
    assert_eq!(Folds::write(&back), bytes, "zeros keep their sign");
    for end in 0..bytes.len() {
        assert_eq!(folds.read(2, &bytes[..end]), None, "cut to {end}");
    }
    assert_eq!(folds.read(2, &[&bytes[..], &[0]].concat()), None, "one more");
}
