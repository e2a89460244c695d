//! The default method: its parts against statsmodels, patsy and scikit-learn, and what must hold for any input.

use serde::Deserialize;
use wordify::progress::Monitor;
use wordify::selection::classes::Classes;
use wordify::selection::multinomial::Multinomial;
use wordify::selection::path::{Batch, Columns, Control, LAST, Regression, Scale, Workspace, level};
use wordify::selection::shuffle::{Scheme, Shuffler};
use wordify::selection::strength::{Evidence, Judgments, Rule, Standing, measure};
use wordify::terms::matrix::DocumentTermMatrix;

#[derive(Deserialize)]
struct Cases {
    paths: Vec<PathCase>,
    lengths: Vec<LengthCase>,
}

#[derive(Deserialize)]
struct PathCase {
    weights: Vec<Vec<f64>>,
    y: Vec<u16>,
    control: Option<Vec<f64>>,
    solutions: Vec<PathSolution>,
}

#[derive(Deserialize)]
struct PathSolution {
    number: i32,
    free: Vec<f64>,
    coefficients: Vec<f64>,
}

#[derive(Deserialize)]
struct LengthCase {
    lengths: Vec<f64>,
    label_of: Vec<u16>,
    labels: usize,
    probabilities: Vec<Vec<f64>>,
}

fn cases() -> Cases {
    serde_json::from_str(include_str!("strength/cases.json")).expect("the stored cases")
}

fn matrix(rows: &[Vec<f64>]) -> DocumentTermMatrix {
    let mut matrix = DocumentTermMatrix { row_starts: vec![0], terms: rows[0].len(), ..Default::default() };
    for row in rows {
        for (column, &value) in row.iter().enumerate().filter(|(_, value)| **value != 0.0) {
            matrix.columns.push(column as u32);
            matrix.values.push(value);
        }
        matrix.row_starts.push(matrix.columns.len());
    }
    matrix
}

#[test]
fn solutions_on_the_path_are_those_of_statsmodels() {
    for case in cases().paths {
        let columns = Columns::new(&matrix(&case.weights), &Scale::EQUAL);
        let class_of: Vec<u32> = (0..case.y.len() as u32).collect();
        let control = case.control.as_ref().map(|values| Control { class_of: &class_of, values });
        let regression = Regression { label_of: &case.y, targets: &[0.0, 1.0], control };
        for solution in &case.solutions {
            let mut work = Workspace::default();
            let mut batch = Batch::new(&columns, &[regression], &mut work);
            for number in batch.first_level()..=solution.number {
                batch.solve(number, 1);
            }
            let path = &batch.finish()[0];
            assert_eq!(path.unsolved, 0);
            let mut ours = vec![0.0; columns.len()];
            path.model.iter().for_each(|&(column, w)| ours[column as usize] = w);
            let pairs = ours.iter().zip(&solution.coefficients).chain([
                (&path.intercept, &solution.free[0]),
                (&path.control, solution.free.get(1).unwrap_or(&0.0)),
            ]);
            for (ours, theirs) in pairs {
                assert!((ours - theirs).abs() < 3e-3, "{path:?} against {:?}", solution.coefficients);
            }
        }
    }
}

#[test]
fn probabilities_given_length_are_those_of_scikit_learn_on_the_spline_of_patsy() {
    for case in cases().lengths {
        let logs: Vec<f64> = case.lengths.iter().map(|length| length.ln()).collect();
        let classes = Classes::new(&[logs], &[]).expect("lengths differ");
        let counts = classes.counts(&case.label_of, case.labels);
        let model = Multinomial::fit(&classes, &counts, case.labels, None);
        for (document, expected) in case.probabilities.iter().enumerate() {
            let class = classes.class_of[document] as usize;
            for (label, expected) in expected.iter().enumerate() {
                let ours = model.probability(class, label);
                assert!((ours - expected).abs() < 1e-5, "document {document}: {ours} against {expected}");
            }
        }
    }
}

/// Numbers that look random: the same in every run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Documents × terms, each term in a share of the documents between 1 % and 20 %.
fn random_matrix(documents: usize, terms: usize, seed: u64) -> DocumentTermMatrix {
    let mut numbers = Numbers(seed);
    let shares: Vec<f64> = (0..terms).map(|_| 0.01 * 20f64.powf(numbers.unit())).collect();
    let rows: Vec<Vec<f64>> = (0..documents)
        .map(|_| {
            let weight = |share: &f64| if numbers.unit() < *share { 0.3 + 0.7 * numbers.unit() } else { 0.0 };
            shares.iter().map(weight).collect()
        })
        .collect();
    matrix(&rows)
}

fn random_labels(documents: usize, labels: usize, seed: u64) -> Vec<u16> {
    let mut numbers = Numbers(seed);
    (0..documents).map(|_| (numbers.next() % labels as u64) as u16).collect()
}

fn judged(
    matrix: &DocumentTermMatrix,
    label_of: &[u16],
    labels: usize,
    rule: Rule,
    threads: usize,
) -> Judgments {
    let family_of: Vec<u32> = (0..matrix.terms as u32).collect();
    let lengths: Vec<f64> =
        (0..matrix.documents()).map(|i| 1.0 + (matrix.row(i).0.len() as f64)).map(f64::ln).collect();
    let held_equal = [lengths];
    let evidence = Evidence {
        matrix,
        twins: None,
        family_of: &family_of,
        label_of,
        labels,
        rows: None,
        targets: None,
        held_equal: &held_equal,
        held_straight: &[],
        group_of: None,
        stratum_of: None,
    };
    measure(&evidence, &rule, threads, &Monitor::silent()).expect("nobody cancels")
}

const RULE: Rule = Rule { shuffles: 39, max_q: 0.1, max_false: None, scale: Scale::EQUAL, seed: 5 };

#[test]
fn every_level_meets_the_optimality_conditions_in_plain_arithmetic() {
    check_optimality(&[0.0, 1.0]);
    // Along an order of four labels.
    check_optimality(&[0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0]);
}

fn check_optimality(targets: &[f64]) {
    let matrix = random_matrix(200, 80, 3);
    let label_of = random_labels(200, targets.len(), 4);
    let columns = Columns::new(&matrix, &Scale::EQUAL);
    let regression = Regression { label_of: &label_of, targets, control: None };
    let mut work = Workspace::default();
    let mut batch = Batch::new(&columns, &[regression], &mut work);
    for number in batch.first_level()..=LAST {
        batch.solve(number, 1);
    }
    let path = &batch.finish()[0];
    let mut margins = vec![path.intercept; 200];
    for &(column, w) in &path.model {
        let (documents, values) = columns.column(column as usize);
        documents.iter().zip(values).for_each(|(&i, &x)| margins[i as usize] += w * f64::from(x));
    }
    let target = |i: usize| targets[label_of[i] as usize];
    let residual = |i: usize| 1.0 / (1.0 + (-margins[i]).exp()) - target(i);
    let mean = (0..200).map(target).sum::<f64>() / 200.0;
    let penalty = level(LAST) * (0..200).map(|i| (target(i) - mean).powi(2)).sum::<f64>().sqrt();
    for column in 0..columns.len() {
        let (documents, values) = columns.column(column);
        let gradient: f64 =
            documents.iter().zip(values).map(|(&i, &x)| f64::from(x) * residual(i as usize)).sum();
        let w = path.model.iter().find(|(held, _)| *held == column as u32).map_or(0.0, |&(_, w)| w);
        let excess =
            if w == 0.0 { gradient.abs() - penalty } else { (gradient + penalty * w.signum()).abs() };
        assert!(excess <= 2e-3 * penalty, "column {column}: {gradient} at penalty {penalty}");
    }
    assert!((0..200).map(residual).sum::<f64>().abs() < 1e-2);
}

#[test]
fn some_rows_of_a_matrix_are_judged_as_if_there_were_no_others() {
    let whole = random_matrix(300, 60, 8);
    let rows: Vec<u32> = (0..300).filter(|row| row % 2 == 0).collect();
    let (some, label_of) = (whole.some(&rows), random_labels(150, 2, 9));
    let family_of: Vec<u32> = (0..60).collect();
    let alone = Evidence {
        matrix: &some,
        twins: None,
        family_of: &family_of,
        label_of: &label_of,
        labels: 2,
        rows: None,
        targets: None,
        held_equal: &[],
        held_straight: &[],
        group_of: None,
        stratum_of: None,
    };
    let among_others = Evidence { matrix: &whole, rows: Some(&rows), ..alone };
    let judge = |evidence| measure(evidence, &RULE, 1, &Monitor::silent()).expect("nobody cancels");
    assert_eq!(judge(&alone), judge(&among_others));
}

#[test]
fn the_result_is_the_same_for_any_number_of_threads() {
    let matrix = random_matrix(150, 60, 8);
    let label_of = random_labels(150, 3, 9);
    let one = judged(&matrix, &label_of, 3, RULE, 1);
    for threads in [2, 3, 8] {
        assert_eq!(one, judged(&matrix, &label_of, 3, RULE, threads));
    }
    assert_eq!(one.unsolved, 0);
}

#[test]
fn the_order_of_the_documents_does_not_decide_strengths() {
    let matrix = random_matrix(120, 40, 21);
    let label_of = random_labels(120, 2, 22);
    let mut reversed = DocumentTermMatrix { row_starts: vec![0], terms: 40, ..Default::default() };
    for i in (0..120).rev() {
        let (columns, values) = matrix.row(i);
        reversed.columns.extend(columns);
        reversed.values.extend(values);
        reversed.row_starts.push(reversed.columns.len());
    }
    let backwards: Vec<u16> = label_of.iter().rev().copied().collect();
    let (one, other) = (judged(&matrix, &label_of, 2, RULE, 1), judged(&reversed, &backwards, 2, RULE, 1));
    let strongest = |judgments: &Judgments| -> Vec<(u32, bool, f64)> {
        let strengths = &judgments.labels[1].strengths;
        strengths.iter().take(5).map(|s| (s.column, s.positive, s.strength)).collect()
    };
    for (one, other) in strongest(&one).iter().zip(strongest(&other)) {
        assert_eq!((one.0, one.1), (other.0, other.1));
        assert!((one.2 - other.2).abs() < 1e-2);
    }
}

#[test]
fn of_two_labels_the_names_change_nothing_but_the_sign() {
    let matrix = random_matrix(120, 40, 31);
    let label_of = random_labels(120, 2, 32);
    let swapped: Vec<u16> = label_of.iter().map(|label| 1 - label).collect();
    let (one, other) = (judged(&matrix, &label_of, 2, RULE, 1), judged(&matrix, &swapped, 2, RULE, 1));
    assert_eq!(one.labels[0].standing, Standing::OtherSide);
    let (one, other) = (&one.labels[1].strengths[0], &other.labels[1].strengths[0]);
    assert_eq!((one.column, one.positive), (other.column, !other.positive));
    assert!((one.strength - other.strength).abs() < 1e-3);
}

#[test]
fn labels_that_mean_nothing_give_as_few_terms_as_promised() {
    const SETS: u64 = 60;
    let matrix = random_matrix(250, 150, 41);
    let (mut listed, mut squares, mut filled) = (0.0, 0.0, 0.0);
    for set in 0..SETS {
        let judgments = judged(&matrix, &random_labels(250, 2, 1000 + set), 2, RULE, 1);
        let strengths = &judgments.labels[1].strengths;
        let expected_one = |false_terms: f64| false_terms <= 1.0;
        let count =
            strengths.iter().filter(|s| s.worth.is_some_and(|w| expected_one(w.expected_false))).count()
                as f64;
        listed += count;
        squares += count * count;
        filled += f64::from(u8::from(strengths.iter().any(|s| s.listed)));
    }
    let n = SETS as f64;
    let mean = listed / n;
    let deviation = ((squares / n - mean * mean) / n).sqrt();
    assert!(
        mean <= 1.0 + 3.0 * deviation,
        "{mean} false terms where one was promised (deviation {deviation})"
    );
    assert!(mean >= 0.3, "{mean}: the promise is kept by saying nothing");
    assert!(filled / n <= 0.1 + 3.0 * (0.1 * 0.9 / n).sqrt(), "{filled} of {n} lists are not empty");
}

#[test]
fn a_term_that_makes_the_label_is_found_first_and_told_from_chance() {
    let matrix = random_matrix(400, 100, 51);
    let mut numbers = Numbers(52);
    let has = |document: usize, term: u32| matrix.row(document).0.contains(&term);
    let term = (0..100).find(|&term| (60..100).contains(&(0..400).filter(|&i| has(i, term)).count()));
    let term = term.expect("one of the terms is in 15 to 25 % of the documents");
    let odds = |document: usize| if has(document, term) { 0.85 } else { 0.4 };
    let label_of: Vec<u16> = (0..400).map(|i| u16::from(numbers.unit() < odds(i))).collect();
    let judgments = judged(&matrix, &label_of, 2, RULE, 1);
    let first = &judgments.labels[1].strengths[0];
    assert_eq!((first.column, first.positive, first.listed, first.adds), (term, true, true, true));
    assert!(first.stability > 0.75 && first.sign_consistency == 1.0 && first.coefficient > 0.0, "{first:?}");
    let worth = first.worth.expect("paths lead as far");
    assert_eq!((worth.expected_false, worth.p_familywise), (1.0 / 40.0, 1.0 / 40.0));
}

#[test]
fn shuffles_keep_labels_strata_and_groups() {
    let label_of = random_labels(300, 3, 61);
    let stratum_of: Vec<u32> = (0..300).map(|i| i % 4).collect();
    let sizes = |labels: &[u16], stratum: Option<u32>| {
        let mut sizes = [0; 3];
        let within = |i: &usize| stratum.is_none_or(|stratum| stratum_of[*i] == stratum);
        (0..300).filter(within).for_each(|i| sizes[labels[i] as usize] += 1);
        sizes
    };
    let shuffler = Shuffler::new(&label_of, Some(&stratum_of), Scheme::Plain, 7);
    for number in 0..20 {
        let shuffled = shuffler.shuffle(number);
        assert_ne!(shuffled, label_of);
        (0..4)
            .for_each(|stratum| assert_eq!(sizes(&shuffled, Some(stratum)), sizes(&label_of, Some(stratum))));
    }
    // Thirty groups of ten, each with one label.
    let group_of: Vec<u32> = (0..300).map(|i| i / 10).collect();
    let of_groups: Vec<u16> = (0..300).map(|i| ((i / 10) % 3) as u16).collect();
    let shuffler = Shuffler::new(&of_groups, None, Scheme::Groups(&group_of), 7);
    for number in 0..20 {
        let shuffled = shuffler.shuffle(number);
        assert_eq!(sizes(&shuffled, None), sizes(&of_groups, None));
        assert!(shuffled.chunks(10).all(|group| group.iter().all(|&label| label == group[0])));
    }
}

/// Groups of twenty documents; each writes some terms more than the others, whatever its label.
fn of_authors(groups: u32, terms: usize, seed: u64) -> (DocumentTermMatrix, Vec<u32>) {
    let mut numbers = Numbers(seed);
    let habits: Vec<Vec<f64>> = (0..groups)
        .map(|_| (0..terms).map(|_| if numbers.unit() < 0.25 { 0.35 } else { 0.04 }).collect())
        .collect();
    let group_of: Vec<u32> = (0..groups * 20).map(|i| i / 20).collect();
    let rows: Vec<Vec<f64>> = group_of
        .iter()
        .map(|&group| {
            let habits = &habits[group as usize];
            habits.iter().map(|&share| if numbers.unit() < share { 1.0 } else { 0.0 }).collect()
        })
        .collect();
    (matrix(&rows), group_of)
}

fn judged_by_groups(
    matrix: &DocumentTermMatrix,
    label_of: &[u16],
    group_of: Option<&[u32]>,
    stratum_of: Option<&[u32]>,
    rule: Rule,
) -> Judgments {
    let family_of: Vec<u32> = (0..matrix.terms as u32).collect();
    let evidence = Evidence {
        matrix,
        twins: None,
        family_of: &family_of,
        label_of,
        labels: 2,
        rows: None,
        targets: None,
        held_equal: &[],
        held_straight: &[],
        group_of,
        stratum_of,
    };
    measure(&evidence, &rule, 2, &Monitor::silent()).expect("nobody cancels")
}

/// All label vectors that deal three of six groups the second label.
fn all_deals(group_of: &[u32]) -> Vec<Vec<u16>> {
    (0u32..64)
        .filter(|deal| deal.count_ones() == 3)
        .map(|deal| group_of.iter().map(|&group| (deal >> group & 1) as u16).collect())
        .collect()
}

#[test]
fn shuffles_of_groups_expect_what_all_deals_of_the_groups_give() {
    let (matrix, group_of) = of_authors(6, 60, 91);
    let deals = all_deals(&group_of);
    assert_eq!(deals.len(), 20);
    let columns = Columns::new(&matrix, &Scale::EQUAL);
    // The strengths of every deal, by a path of its own.
    let of_deals: Vec<Vec<f64>> = deals
        .iter()
        .map(|label_of| {
            let regression = Regression { label_of, targets: &[0.0, 1.0], control: None };
            let mut work = Workspace::default();
            let mut batch = Batch::new(&columns, &[regression], &mut work);
            for number in batch.first_level()..=LAST {
                batch.solve(number, 1);
            }
            batch.finish()[0].entries.iter().map(|entry| entry.strength).collect()
        })
        .collect();
    let rule = Rule { shuffles: 1999, max_q: 1.0, ..RULE };
    let judgments = judged_by_groups(&matrix, &deals[0], Some(&group_of), None, rule);
    let judgment = &judgments.labels[1];
    assert_eq!(judgment.standing, Standing::Judged);
    // Each of the twenty deals has a mirror with the same strengths.
    assert!((judgment.smallest_p.expect("groups") - 0.1).abs() < 1e-12);
    let mut compared = 0;
    for strength in judgment.strengths.iter().take(20) {
        let Some(worth) = strength.worth else { continue };
        // A deal and its mirror give the same strengths up to the tolerance of the solver.
        let count = |margin: f64| {
            let as_strong = of_deals.iter().flatten().filter(|&&other| other >= strength.strength + margin);
            as_strong.count() as f64 / 20.0
        };
        let slack = 0.05 + 0.15 * worth.expected_false;
        assert!(
            worth.expected_false <= count(-0.05) + slack && worth.expected_false >= count(0.05) - slack,
            "{} expected, {} by all deals",
            worth.expected_false,
            count(0.0)
        );
        compared += 1;
    }
    assert!(compared >= 5, "{compared} strengths were compared");
}

#[test]
fn labels_that_only_authorship_tells_apart_give_no_terms_with_groups() {
    const DRAWS: u64 = 10;
    let (matrix, group_of) = of_authors(14, 120, 101);
    let mut listed = [0, 0];
    for draw in 0..DRAWS {
        let mut numbers = Numbers(200 + draw);
        let mut order: Vec<(u64, u32)> = (0..14).map(|group| (numbers.next(), group)).collect();
        order.sort_unstable();
        let second: Vec<u32> = order[..7].iter().map(|&(_, group)| group).collect();
        let label_of: Vec<u16> = group_of.iter().map(|group| u16::from(second.contains(group))).collect();
        let rule = Rule { max_false: Some(1.0), ..RULE };
        for (groups, listed) in [None, Some(&group_of[..])].into_iter().zip(&mut listed) {
            let judgments = judged_by_groups(&matrix, &label_of, groups, None, rule);
            *listed += judgments.labels[1].strengths.iter().filter(|strength| strength.listed).count();
        }
    }
    let [without, with] = listed.map(|listed| listed as f64 / DRAWS as f64);
    assert!(with <= 1.0, "{with} terms listed in the mean, with groups");
    assert!(without >= 5.0, "{without} terms without groups: the trial is too easy");
}

#[test]
fn strata_take_away_what_they_explain_and_leave_the_rest() {
    // Two strata with unlike labels and unlike words: terms 0 to 9 are of the strata, term 10 of the label.
    let mut numbers = Numbers(111);
    let stratum_of: Vec<u32> = (0..600).map(|i| i % 2).collect();
    let label_of: Vec<u16> = stratum_of
        .iter()
        .map(|&stratum| u16::from(numbers.unit() < if stratum == 0 { 0.2 } else { 0.8 }))
        .collect();
    let rows: Vec<Vec<f64>> = stratum_of
        .iter()
        .zip(&label_of)
        .map(|(&stratum, &label)| {
            let share = |term: usize| match (term, stratum, label) {
                (0..10, 1, _) => 0.3,
                (0..10, ..) => 0.05,
                (10, _, 1) => 0.35,
                _ => 0.1,
            };
            (0..40).map(|term| if numbers.unit() < share(term) { 1.0 } else { 0.0 }).collect()
        })
        .collect();
    let matrix = matrix(&rows);
    let listed = |strata: Option<&[u32]>| -> Vec<u32> {
        let judgments = judged_by_groups(&matrix, &label_of, None, strata, RULE);
        let strengths = judgments.labels[1].strengths.iter();
        strengths.filter(|strength| strength.listed).map(|strength| strength.column).collect()
    };
    let raw = listed(None);
    assert!(raw.iter().filter(|&&column| column < 10).count() >= 5, "{raw:?}");
    let within = listed(Some(&stratum_of));
    assert!(within.contains(&10), "{within:?}");
    assert!(within.iter().filter(|&&column| column < 10).count() <= 1, "{within:?}");
}

#[test]
fn with_one_group_of_each_label_nothing_is_judged() {
    let (matrix, group_of) = of_authors(2, 40, 121);
    let label_of: Vec<u16> = group_of.iter().map(|&group| group as u16).collect();
    let judgments = judged_by_groups(&matrix, &label_of, Some(&group_of), None, RULE);
    assert_eq!(judgments.labels[1].standing, Standing::TooFewGroups(1.0));
    assert!(judgments.labels.iter().all(|label| label.strengths.is_empty()));
}

#[test]
fn documents_of_a_group_with_several_labels_are_shuffled_within_it() {
    let group_of: Vec<u32> = (0..100).map(|i| i / 20).collect();
    let label_of = random_labels(100, 2, 71);
    let shuffled = Shuffler::new(&label_of, None, Scheme::Groups(&group_of), 7).shuffle(0);
    assert_ne!(shuffled, label_of);
    let ones = |labels: &[u16]| -> Vec<usize> {
        labels.chunks(20).map(|group| group.iter().filter(|&&label| label == 1).count()).collect()
    };
    assert_eq!(ones(&shuffled), ones(&label_of));
}

#[test]
fn shuffles_at_equal_length_give_each_length_the_labels_that_it_has() {
    let mut numbers = Numbers(81);
    let lengths: Vec<f64> = (0..2000).map(|_| (5.0 + (40.0 * numbers.unit()).floor()).ln()).collect();
    let odds = |length: f64| 1.0 / (1.0 + (2.0 * (3.0 - length)).exp());
    let label_of: Vec<u16> = lengths.iter().map(|&length| u16::from(numbers.unit() < odds(length))).collect();
    let classes = Classes::new(&[lengths], &[]).expect("lengths differ");
    let model = Multinomial::fit(&classes, &classes.counts(&label_of, 2), 2, None);
    let shuffler = Shuffler::new(&label_of, None, Scheme::Conditional(&classes, &model), 7);
    let mut order: Vec<usize> = (0..2000).collect();
    let fitted = |i: usize| model.probability(classes.class_of[i] as usize, 1);
    order.sort_by(|&a, &b| fitted(a).total_cmp(&fitted(b)));
    let mut sums = [0.0; 5];
    for number in 0..100 {
        let shuffled = shuffler.shuffle(number);
        assert_eq!(
            shuffled.iter().filter(|&&label| label == 1).count(),
            label_of.iter().filter(|&&label| label == 1).count()
        );
        for (fifth, documents) in order.chunks(400).enumerate() {
            sums[fifth] += documents.iter().map(|&i| f64::from(shuffled[i])).sum::<f64>() / 40_000.0;
        }
    }
    for (sum, documents) in sums.iter().zip(order.chunks(400)) {
        let expected = documents.iter().map(|&i| fitted(i)).sum::<f64>() / 400.0;
        assert!((sum - expected).abs() < 0.01, "{sum} instead of {expected}");
    }
}
