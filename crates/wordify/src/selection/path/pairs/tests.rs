use super::*;
use crate::selection::path::Scale;
use crate::selection::random::{Random, Stream};
use crate::terms::matrix::DocumentTermMatrix;

const DOCUMENTS: usize = 400;
const TERMS: usize = 30;
const PAIRS: usize = 3;

/// Documents whose label depends on two of their terms, halves by lot, and a control of four classes.
struct Case {
    columns: Columns,
    label_of: Vec<u16>,
    /// The target of each label.
    targets: Vec<f64>,
    firsts: Vec<u8>,
    class_of: Vec<u32>,
}

const VALUES: [f64; 4] = [-1.5, -0.5, 0.5, 1.5];

/// Of two labels.
fn case() -> Case {
    case_of(vec![0.0, 1.0])
}

/// Of labels with these targets along an order.
fn case_of(targets: Vec<f64>) -> Case {
    let steps = targets.len() - 1;
    let mut random = Random::new(5, Stream::Half(0));
    let mut matrix =
        DocumentTermMatrix { row_starts: vec![0], columns: Vec::new(), values: Vec::new(), terms: TERMS };
    let (mut label_of, mut firsts, mut class_of) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..DOCUMENTS {
        let terms: Vec<u32> =
            (0..TERMS as u32).filter(|&term| random.below(4 + term as usize) == 0).collect();
        let pull = 3 * usize::from(terms.contains(&0)) + 2 * usize::from(terms.contains(&7));
        // Of two labels one step decides; of several each step by itself, so that the terms push a document along the order.
        let passed = (0..steps).filter(|_| random.below(8) < 2 + pull).count();
        label_of.push(passed as u16);
        firsts.push(random.below(1 << PAIRS) as u8);
        class_of.push(random.below(4) as u32);
        matrix.values.extend(terms.iter().map(|&term| 0.3 + f64::from(term % 5) / 10.0));
        matrix.columns.extend(terms);
        matrix.row_starts.push(matrix.columns.len());
    }
    let scale = Scale { reference: 0.2, power: 0.25, corrects_skew: true };
    Case { columns: Columns::new(&matrix, &scale), label_of, targets, firsts, class_of }
}

impl Case {
    fn halved(&self) -> Halved<'_> {
        let control = Some(Control { class_of: &self.class_of, values: &VALUES });
        Halved {
            label_of: &self.label_of,
            targets: &self.targets,
            firsts: &self.firsts,
            pairs: PAIRS,
            control,
        }
    }

    fn paths(&self, last: i32) -> Vec<Path> {
        let mut space = PairSpace::default();
        let mut pairs = Pairs::new(&self.columns, &self.halved(), &mut space);
        let first = pairs.first_level().min(last);
        let first = first - (2 - (last - first) % 2) % 2;
        for number in (first..=last).step_by(2) {
            pairs.solve(number, 2);
        }
        pairs.finish()
    }

    /// Documents of one half of a pair.
    fn part(&self, pair: usize, half: usize) -> Vec<usize> {
        let is_in = |&document: &usize| (self.firsts[document] >> pair & 1 == 1) == (half == 0);
        (0..DOCUMENTS).filter(is_in).collect()
    }

    /// The matrix as numbers, documents × terms, in f64.
    fn dense(&self) -> Vec<Vec<f64>> {
        let value = |document: usize, column: usize| {
            let (documents, values) = self.columns.column(column);
            let place = documents.binary_search(&(document as u32)).ok();
            place.map_or(0.0, |place| f64::from(values[place]))
        };
        let row = |document| (0..TERMS).map(|column| value(document, column)).collect();
        (0..DOCUMENTS).map(row).collect()
    }
}

#[test]
fn every_half_meets_the_optimality_conditions_of_its_own_documents() {
    check_halves(&case());
}

#[test]
fn along_an_order_every_half_meets_those_of_the_fractional_logit() {
    check_halves(&case_of(vec![0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0]));
    check_halves(&case_of(vec![0.0, 0.5, 1.0]));
}

/// Gradients of Σ ln(1 + exp(m)) − y m in plain f64 against what the penalty allows.
fn check_halves(case: &Case) {
    let (dense, last) = (case.dense(), 30);
    let paths = case.paths(last);
    assert_eq!(paths.len(), 2 * PAIRS);
    for (place, path) in paths.iter().enumerate() {
        let part = case.part(place / 2, place % 2);
        let target = |i: usize| case.targets[case.label_of[i] as usize];
        let size = part.len() as f64;
        let powers = [1, 2, 3].map(|power| part.iter().map(|&i| target(i).powi(power)).sum::<f64>());
        let mean = powers[0] / size;
        let unit = part.iter().map(|&i| (target(i) - mean).powi(2)).sum::<f64>().sqrt();
        assert!((path.unit - unit).abs() < 1e-5, "{} and {unit}", path.unit);
        assert!(path.unsolved == 0 && !path.model.is_empty());
        let mut gradients = [0.0; TERMS];
        let mut free = [0.0; 2];
        for &i in &part {
            let control = VALUES[case.class_of[i] as usize];
            let along: f64 = path.model.iter().map(|&(column, w)| w * dense[i][column as usize]).sum();
            let margin = path.intercept + path.control * control + along;
            let residual = 1.0 / (1.0 + (-margin).exp()) - target(i);
            free[0] += residual;
            free[1] += residual * control;
            (0..TERMS).for_each(|column| gradients[column] += residual * dense[i][column]);
        }
        assert!(free.iter().all(|slope| slope.abs() < 0.02 * unit), "{free:?}");
        let skew = Targets { size, powers }.skew() as f32;
        for (column, gradient) in gradients.into_iter().enumerate() {
            let penalty = level(last) * unit * f64::from(case.columns.factor(column, skew));
            let w =
                path.model.iter().find(|&&(inside, _)| inside as usize == column).map_or(0.0, |&(_, w)| w);
            let violation =
                if w == 0.0 { gradient.abs() - penalty } else { (gradient + penalty * w.signum()).abs() };
            assert!(violation <= 0.02 * penalty, "half {place}, column {column}: {violation} of {penalty}");
        }
    }
}

#[test]
fn what_decides_the_label_comes_in_first() {
    for path in case().paths(25) {
        assert_eq!(path.entries[0].column, 0);
        assert!(path.entries[0].positive);
        assert!(path.entries.windows(2).all(|two| two[0].strength >= two[1].strength));
        assert!(path.entries.iter().all(|entry| entry.strength >= level(25)));
    }
}

#[test]
fn a_half_without_the_label_has_no_path_and_disturbs_no_other() {
    let mut case = case();
    let whole = case.paths(25);
    // In the last pair all documents of the label are in the first half.
    for (firsts, &label) in case.firsts.iter_mut().zip(&case.label_of) {
        *firsts |= u8::from(label == 1) << (PAIRS - 1);
    }
    let paths = case.paths(25);
    let last = &paths[2 * PAIRS - 1];
    assert_eq!((last.unit, last.entries.len(), last.model.len()), (0.0, 0, 0));
    for (path, whole) in paths.iter().zip(&whole).take(2 * PAIRS - 2) {
        let columns = |path: &Path| path.model.iter().map(|&(column, _)| column).collect::<Vec<_>>();
        assert_eq!(columns(path), columns(whole));
    }
}
