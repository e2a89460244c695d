//! Paths of the true labels beside those of shuffled ones.

use std::ops::Range;

use super::Frame;
use super::dealt::Dealt;
use super::keeping::{Keeping, Step, Units};
use super::prepared::Prepared;
use crate::error::Error;
use crate::parallel::in_parts;
use crate::selection::calibration::{Chance, Finding, Worth, judge};
use crate::selection::path::{
    Batch, Columns, Control, Entry, LANES, LAST, Path, Regression, Workspace, level,
};
use crate::selection::share::Stopped;

/// Paths go on until the expected share of false terms is this many times the one that is listed, so that nothing of a list
/// is cut off, and the terms that nearly made it can be shown with their q-values.
const BEYOND_LIST: f64 = 1.5;
/// Paths go on until this many false terms are expected in the file, however short the list: a list may begin further down.
const EXPECTED_FALSE_MIN: f64 = 2.0;
/// Every second level is solved, on the true labels and on shuffled ones alike: between them strengths are interpolated, and
/// the shuffles, on the same levels, say what they are worth.
const STRIDE: i32 = 2;
/// Shuffles from whose scores it is guessed how far down paths must go.
const PILOT: usize = LANES;
/// What is guessed from a few shuffles is taken to be too much by this factor.
const GUESS_FACTOR: f64 = 1.1;
/// Times that paths are taken further down when the guess was too short.
const EXTENSIONS_MAX: usize = 4;

/// The model at a level: number of the level, columns and coefficients.
pub(super) type Model = (i32, Vec<(u32, f64)>);

/// For each judged label, what each entry of its path is worth, and whether it counts.
pub(super) type Worths = Vec<Vec<(Option<Worth>, bool)>>;

/// A path of every judged label, its model at each level, and the number of its last level.
type TruePaths = (Vec<Path>, Vec<Vec<Model>>, Vec<i32>);

/// Paths of the true labels and what their strengths are worth.
pub(super) struct Calibrated {
    /// For each judged label, its path.
    pub(super) paths: Vec<Path>,
    /// For each judged label, the model at each level from the first of its batch on: number of the level, model.
    pub(super) models: Vec<Vec<Model>>,
    pub(super) chances: Vec<Chance>,
    /// For each judged label, what each entry of its path is worth, and whether it counts.
    pub(super) worths: Worths,
    pub(super) unsolved: usize,
    pub(super) violation_max: f64,
}

impl Frame<'_> {
    /// Regression `place` on `dealt`.
    fn regression<'r>(&'r self, dealt: &'r Dealt, place: usize) -> Regression<'r> {
        let control = self.control(dealt, place);
        Regression { label_of: &dealt.label_of, targets: &self.places[place].targets, control }
    }

    /// The column without penalty of regression `place`, where there is one.
    pub(super) fn control<'r>(&'r self, dealt: &'r Dealt, place: usize) -> Option<Control<'r>> {
        let values = dealt.controls.get(self.places[place].number);
        let (classes, values) = self.of(place).classes.as_ref().zip(values)?;
        Some(Control { class_of: &classes.class_of, values })
    }

    /// The regressions that go down the levels together on the true labels: of each evidence up to [`LANES`].
    fn abreast(&self) -> Vec<Range<usize>> {
        let mut all = Vec::new();
        for of in 0..self.prepared.len() {
            let first = self.places.partition_point(|place| place.of < of);
            let end = self.places.partition_point(|place| place.of <= of);
            all.extend((first..end).step_by(LANES).map(|start| start..(start + LANES).min(end)));
        }
        all
    }

    pub(super) fn calibrate(&self, keeping: &Keeping<'_>) -> Result<Calibrated, Stopped> {
        let guessed = self.guess()?;
        for extension in keeping.extension().. {
            let factor = GUESS_FACTOR * f64::from(1 << extension.min(EXTENSIONS_MAX));
            let (paths, models, ends) = self.true_paths(&guessed, factor)?;
            let (chances, unsolved, violation_max) = self.chances(&ends, keeping)?;
            let (worths, is_whole) = self.worths(&paths, &chances, &ends);
            if is_whole || extension >= EXTENSIONS_MAX {
                let unsolved = unsolved + paths.iter().map(|path| path.unsolved).sum::<usize>();
                let violation_max = paths.iter().map(|path| path.violation_max).fold(violation_max, f64::max);
                return Ok(Calibrated { paths, models, chances, worths, unsolved, violation_max });
            }
            keeping.extend();
        }
        unreachable!("the loop ends at the last extension")
    }

    /// For each judged label, the scores of single terms under the first shuffles, descending.
    fn guess(&self) -> Result<Vec<Vec<f64>>, Error> {
        let work = |work: &mut Workspace, place: usize| {
            self.monitor.check()?;
            let Prepared { columns, shuffles, .. } = self.of(place);
            let pilot = &shuffles[..shuffles.len().min(PILOT)];
            let regressions: Vec<_> = pilot.iter().map(|dealt| self.regression(dealt, place)).collect();
            let mut scores = Batch::new(columns, &regressions, work).scores_from(level(LAST)).concat();
            scores.sort_unstable_by(|a, b| b.total_cmp(a));
            Ok(scores)
        };
        Ok(in_parts(self.places.len(), self.threads, |_| Workspace::default(), work)?.1)
    }

    /// How many false terms may be expected at the end of the paths, when `listed` terms have come in.
    fn bound(&self, listed: usize) -> f64 {
        let by_share = BEYOND_LIST * self.rule.max_q * listed as f64;
        let by_number = BEYOND_LIST * self.rule.max_false.unwrap_or(0.0);
        by_share.max(by_number).max(EXPECTED_FALSE_MIN)
    }

    /// The paths of the true labels, level by level together, each as far down as a list can end.
    fn true_paths(&self, guessed: &[Vec<f64>], factor: f64) -> Result<TruePaths, Error> {
        let labels = self.places.len();
        let abreast = self.abreast();
        let mut works: Vec<Workspace> = abreast.iter().map(|_| Workspace::default()).collect();
        let mut batches: Vec<Batch<'_, '_>> = works
            .iter_mut()
            .zip(&abreast)
            .map(|(work, places)| {
                let Prepared { columns, truth, .. } = self.of(places.start);
                let regressions: Vec<_> = places.clone().map(|place| self.regression(truth, place)).collect();
                Batch::new(columns, &regressions, work)
            })
            .collect();
        // Of each regression, its batch and its lane there.
        let lanes: Vec<(usize, usize)> = abreast
            .iter()
            .enumerate()
            .flat_map(|(batch, places)| (0..places.len()).map(move |lane| (batch, lane)))
            .collect();
        let first = batches.iter().map(Batch::first_level).min().unwrap_or(LAST);
        let mut models: Vec<Vec<Model>> = vec![Vec::new(); labels];
        let mut ends: Vec<Option<i32>> = vec![None; labels];
        let pilot = self.rule.shuffles.min(PILOT) as f64;
        for number in numbers(first, LAST, STRIDE) {
            self.monitor.check()?;
            for batch in &mut batches {
                batch.solve(number, STRIDE);
            }
            let entered: usize = lanes.iter().map(|&(batch, lane)| batches[batch].entries(lane).len()).sum();
            let z = level(number);
            for (place, &(batch, lane)) in lanes.iter().enumerate() {
                models[place].push((number, batches[batch].model(lane).to_vec()));
                let scores = guessed[place].partition_point(|&score| score >= z) as f64;
                let expected = scores / pilot * labels as f64;
                if expected >= factor * self.bound(entered) || number == LAST {
                    ends[place].get_or_insert(number);
                }
            }
            if ends.iter().all(Option::is_some) {
                break;
            }
        }
        let paths = batches.into_iter().flat_map(Batch::finish).collect();
        Ok((paths, models, ends.into_iter().map(|end| end.unwrap_or(LAST)).collect()))
    }

    /// The strengths that shuffled labels give, for each judged label down to its end.
    fn chances(&self, ends: &[i32], keeping: &Keeping<'_>) -> Result<(Vec<Chance>, usize, f64), Stopped> {
        let total = self.batches_of(Step::Shuffles);
        let batches = total / self.places.len().max(1);
        let lanes = |batch: usize| batch * LANES..((batch + 1) * LANES).min(self.rule.shuffles);
        let size = |part: usize| (lanes(part % batches).len(), self.of(part / batches).columns.len());
        let work = |work: &mut Workspace, part: usize| {
            let (place, batch) = (part / batches, part % batches);
            let Prepared { columns, shuffles, .. } = self.of(place);
            let dealt = &shuffles[lanes(batch)];
            let regressions: Vec<_> = dealt.iter().map(|dealt| self.regression(dealt, place)).collect();
            let mut paths = self.paths(columns, &regressions, ends[place], work)?;
            // Nothing asks for the models of shuffles, which would take room in a checkpoint.
            paths.iter_mut().for_each(|path| path.model = Vec::new());
            Ok(paths)
        };
        let units = Units { step: Step::Shuffles, total, size: &size };
        let paths = keeping.parts(&units, self.threads, self.monitor, work)?;
        let unsolved = paths.iter().flatten().map(|path| path.unsolved).sum();
        let violation = paths.iter().flatten().map(|path| path.violation_max).fold(0.0, f64::max);
        let chance = |(place, paths): (usize, &[Vec<Path>])| {
            let strengths: Vec<Vec<f64>> =
                paths.iter().flatten().map(|path| self.counted_strengths(&path.entries)).collect();
            Chance::new(&strengths, level(ends[place]))
        };
        Ok((paths.chunks(batches.max(1)).enumerate().map(chance).collect(), unsolved, violation))
    }

    /// The paths of `regressions` down to level `end`.
    fn paths(
        &self,
        columns: &Columns,
        regressions: &[Regression<'_>],
        end: i32,
        work: &mut Workspace,
    ) -> Result<Vec<Path>, Error> {
        let mut batch = Batch::new(columns, regressions, work);
        for number in numbers(batch.first_level().min(end), end, STRIDE) {
            self.monitor.check()?;
            batch.solve(number, STRIDE);
        }
        Ok(batch.finish())
    }

    /// The family of each column, which is the same in every evidence.
    fn family_of(&self) -> &[u32] {
        self.prepared.first().map_or(&[], |prepared| prepared.evidence.family_of)
    }

    /// The strengths of the entries that count.
    fn counted_strengths(&self, entries: &[Entry]) -> Vec<f64> {
        let counts = counts(entries, self.family_of());
        entries.iter().zip(counts).filter(|&(_, counts)| counts).map(|(entry, _)| entry.strength).collect()
    }

    /// What the strengths are worth, and whether the list ends before the paths do.
    fn worths(&self, paths: &[Path], chances: &[Chance], ends: &[i32]) -> (Worths, bool) {
        let mut findings = Vec::new();
        for (label, path) in paths.iter().enumerate() {
            let counts = counts(&path.entries, self.family_of());
            findings.extend(path.entries.iter().zip(counts).map(|(entry, counts)| Finding {
                label,
                strength: entry.strength,
                counts,
            }));
        }
        let judged = judge(&findings, chances);
        let labels = chances.len() as f64;
        let reached = chances
            .iter()
            .filter_map(|chance| chance.expected_false(chance.end))
            .fold(f64::INFINITY, f64::min)
            * labels;
        let listed = findings
            .iter()
            .zip(&judged)
            .filter(|(finding, worth)| {
                finding.counts && worth.is_some_and(|w| self.rule.lists(&w, chances.len()))
            })
            .count();
        let wanted = match self.rule.max_false {
            Some(most) => most,
            None => (self.rule.max_q * listed as f64 * 1.2).max(1.0),
        };
        let is_whole = reached >= wanted || ends.iter().all(|&end| end == LAST);
        let mut judged = judged.into_iter().zip(findings.iter().map(|finding| finding.counts));
        let worths = paths.iter().map(|path| judged.by_ref().take(path.entries.len()).collect()).collect();
        (worths, is_whole)
    }
}

/// Numbers of levels in strides. The last stride ends at `end`, so the first may begin somewhat above `first`.
pub(super) fn numbers(first: i32, end: i32, stride: i32) -> impl Iterator<Item = i32> {
    let first = first - (stride - (end - first) % stride) % stride;
    (first..=end).step_by(stride as usize)
}

/// Which entries, the strongest first, count: the first of each family and sign.
fn counts(entries: &[Entry], family_of: &[u32]) -> Vec<bool> {
    let mut seen: rustc_hash::FxHashSet<(u32, bool)> = rustc_hash::FxHashSet::default();
    entries.iter().map(|entry| seen.insert((family_of[entry.column as usize], entry.positive))).collect()
}
