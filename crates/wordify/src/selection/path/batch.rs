//! Up to [`LANES`] regressions that go down the levels together, so that each entry of the matrix is read once for all.

use super::columns::{Columns, Lanes, Multiply};
use super::grid::{level, number_at_most};
use super::lane::{Lane, Regression};
use super::newton::Newton;
use super::residuals::Residuals;
use super::{Entry, LANES, Path};

/// Rounds in which a level takes in columns that it had not expected; ordinary levels need none.
const SURPRISES_MAX: usize = 20;
/// A column outside the model violates its condition when its score exceeds the level by more than this share: the tolerance of
/// the solution.
const SCORE_TOLERANCE: f64 = 1e-3;

/// Working memory of a thread.
#[derive(Debug, Default)]
pub struct Workspace {
    newton: Newton,
    residuals: Residuals,
    products: Vec<Lanes>,
    arch: pulp::Arch,
}

/// Regressions on their way down.
#[derive(Debug)]
pub struct Batch<'a, 'w> {
    columns: &'a Columns,
    lanes: Vec<Lane<'a>>,
    work: &'w mut Workspace,
}

impl<'a, 'w> Batch<'a, 'w> {
    /// Fits what has no penalty in each of `regressions`.
    ///
    /// # Panics
    /// If there are more than [`LANES`].
    pub fn new(columns: &'a Columns, regressions: &[Regression<'a>], work: &'w mut Workspace) -> Self {
        assert!(regressions.len() <= LANES, "a batch has {LANES} lanes");
        work.residuals.reset(columns.documents());
        work.products.clear();
        work.products.resize(columns.len(), Lanes::default());
        let mut batch = Self { columns, lanes: Vec::with_capacity(regressions.len()), work };
        for (place, &regression) in regressions.iter().enumerate() {
            let lane = Lane::start(regression, columns, &mut batch.work.newton);
            batch.lanes.push(lane);
            batch.keep_residuals(place);
        }
        batch.multiply();
        batch
    }

    /// Number of the first level at which anything may enter.
    pub fn first_level(&self) -> i32 {
        let mut highest = 0f64;
        for (column, products) in self.work.products.iter().enumerate() {
            for (lane, &product) in self.lanes.iter().zip(&products.0) {
                highest = highest.max(self.score(lane, column, product));
            }
        }
        number_at_most(highest)
    }

    /// For each lane, the score of each column without any other, in units of its penalty, where it is at least `least`.
    pub fn scores_from(&self, least: f64) -> Vec<Vec<f64>> {
        let mut scores = vec![Vec::new(); self.lanes.len()];
        for (column, products) in self.work.products.iter().enumerate() {
            for ((lane, &product), scores) in self.lanes.iter().zip(&products.0).zip(&mut scores) {
                let score = self.score(lane, column, product);
                if score >= least {
                    scores.push(score);
                }
            }
        }
        scores
    }

    /// Solves level `number`, after the one `stride` levels above it; the first is [`Batch::first_level`].
    pub fn solve(&mut self, number: i32, stride: i32) {
        let (z, above) = (level(number), level(number - stride));
        // The sequential strong rule (Tibshirani et al. 2012): columns below it almost never come in.
        let strong = 2.0 * z - above;
        let mut candidates = self.columns_from(strong);
        let mut moves: Vec<bool> = Vec::with_capacity(self.lanes.len());
        for (place, candidates) in candidates.iter().enumerate() {
            let enters = candidates.iter().any(|&(_, score)| score > z);
            moves.push(enters || self.lanes[place].holds_any());
        }
        let mut columns: Vec<u32> = Vec::new();
        for place in 0..self.lanes.len() {
            if moves[place] {
                columns.clear();
                columns.extend(candidates[place].iter().map(|&(column, _)| column));
                self.solve_lane(place, z, &columns);
            }
        }
        for _ in 0..SURPRISES_MAX {
            if !moves.contains(&true) {
                break;
            }
            self.multiply();
            let surprises = self.columns_from(z * (1.0 + SCORE_TOLERANCE));
            for (place, mut surprises) in surprises.into_iter().enumerate() {
                let known = &mut candidates[place];
                surprises.retain(|&(column, _)| !holds(known, column));
                moves[place] = moves[place] && !surprises.is_empty();
                if moves[place] {
                    known.extend(surprises);
                    known.sort_unstable_by_key(|&(column, _)| column);
                    columns.clear();
                    let lane = &self.lanes[place];
                    columns.extend(
                        known.iter().map(|&(column, _)| column).filter(|&column| !lane.holds(column)),
                    );
                    self.solve_lane(place, z, &columns);
                }
            }
        }
        for (lane, known) in self.lanes.iter_mut().zip(&candidates) {
            lane.note_entries(above, z, |column| {
                known.binary_search_by_key(&column, |&(column, _)| column).map_or(z, |place| known[place].1)
            });
        }
    }

    /// What has entered so far in the lane at `place`, in the order of the levels.
    pub fn entries(&self, place: usize) -> &[Entry] {
        self.lanes[place].entries()
    }

    /// Columns in the model of the lane at `place`, ascending, with their coefficients.
    pub fn model(&self, place: usize) -> &[(u32, f64)] {
        self.lanes[place].model()
    }

    /// Ends the paths where they are.
    pub fn finish(self) -> Vec<Path> {
        self.lanes.into_iter().map(Lane::finish).collect()
    }

    fn solve_lane(&mut self, place: usize, z: f64, candidates: &[u32]) {
        self.lanes[place].solve(self.columns, &mut self.work.newton, z, candidates);
        self.keep_residuals(place);
    }

    fn keep_residuals(&mut self, place: usize) {
        let Workspace { newton, residuals, .. } = &mut *self.work;
        residuals.take(place, &mut newton.rows.residual);
    }

    fn multiply(&mut self) {
        let Workspace { residuals, products, arch, .. } = &mut *self.work;
        arch.dispatch(Multiply { columns: self.columns, residuals: residuals.rows(), products });
    }

    /// For each lane, the columns outside its model whose score is at least `least`, ascending, with their scores.
    fn columns_from(&self, least: f64) -> Vec<Vec<(u32, f64)>> {
        let mut found = vec![Vec::new(); self.lanes.len()];
        let mut bounds = [f32::INFINITY; LANES];
        let mut skews = [0f32; LANES];
        let places = bounds.iter_mut().zip(&mut skews).zip(&self.lanes);
        for ((bound, skew), lane) in places.filter(|(_, lane)| lane.unit > 0.0) {
            *bound = (least * lane.unit) as f32;
            *skew = lane.skew;
        }
        for (column, Lanes(products)) in self.work.products.iter().enumerate() {
            let reaches =
                |lane: usize| products[lane].abs() >= bounds[lane] * self.columns.factor(column, skews[lane]);
            // Nearly always none of the lanes has it: seen at once, without a branch for each.
            let hits = (0..LANES).filter(|&lane| reaches(lane)).count();
            if hits == 0 {
                continue;
            }
            for (place, lane) in self.lanes.iter().enumerate() {
                if reaches(place) && !lane.holds(column as u32) {
                    found[place].push((column as u32, self.score(lane, column, products[place])));
                }
            }
        }
        found
    }

    /// The score of a column in units of its penalty: the level at which it is about to enter.
    fn score(&self, lane: &Lane<'_>, column: usize, product: f32) -> f64 {
        if lane.unit == 0.0 {
            // All documents are on one side: nothing can enter.
            return 0.0;
        }
        f64::from(product.abs()) / (lane.unit * f64::from(self.columns.factor(column, lane.skew)))
    }
}

/// Whether `known`, ascending by column, has `column`.
fn holds(known: &[(u32, f64)], column: u32) -> bool {
    known.binary_search_by_key(&column, |&(column, _)| column).is_ok()
}
