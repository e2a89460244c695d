//! How long each stage took, for benchmarks. Not part of a report, which holds nothing that changes from run to run.

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use wordify::progress::Stage;

use crate::failure::Failure;
use crate::writing;

/// A stopwatch with a lap per stage.
pub(crate) struct Timings {
    started: Instant,
    begun: Mutex<Vec<(Stage, Instant)>>,
}

impl Timings {
    pub(crate) fn start() -> Self {
        Self { started: Instant::now(), begun: Mutex::new(Vec::new()) }
    }

    /// Seconds since the start.
    pub(crate) fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// Seconds that the list took: until the first stage began that only some runs have, where one has.
    pub(crate) fn seconds_of_list(&self) -> f64 {
        let begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        let further = begun.iter().find(|(stage, _)| (Stage::Confirm..Stage::Report).contains(stage));
        further.map_or_else(|| self.seconds(), |(_, began)| (*began - self.started).as_secs_f64())
    }

    /// Notes when `stage` begins; its later reports change nothing.
    pub(crate) fn note(&self, stage: Stage) {
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        if begun.last().is_none_or(|&(last, _)| last < stage) {
            begun.push((stage, Instant::now()));
        }
    }

    /// Writes the seconds of each stage, and of all, as JSON to `path`.
    pub(crate) fn write(&self, path: &Path) -> Result<(), Failure> {
        writing::write_whole(path, self.json(Instant::now()).as_bytes())
    }

    fn json(&self, end: Instant) -> String {
        let begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        let mut lines = String::new();
        for (place, &(stage, from)) in begun.iter().enumerate() {
            let to = begun.get(place + 1).map_or(end, |&(_, next)| next);
            lines += &format!("  \"{}\": {:.6},\n", key(stage), (to - from).as_secs_f64());
        }
        format!("{{\n{lines}  \"total\": {:.6}\n}}\n", (end - self.started).as_secs_f64())
    }
}

fn key(stage: Stage) -> &'static str {
    match stage {
        Stage::Read => "read",
        Stage::Vectorize => "vectorize",
        Stage::Prepare => "prepare",
        Stage::Fit => "fit",
        Stage::Confirm => "confirm",
        Stage::Vary => "vary",
        Stage::Draw => "draw",
        Stage::Fold => "fold",
        Stage::Report => "report",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_the_list_does_not_grow_with_what_is_tried_after_it() {
        let timings = Timings::start();
        timings.note(Stage::Fit);
        timings.note(Stage::Vary);
        let list = timings.seconds_of_list();
        timings.note(Stage::Draw);
        assert_eq!(timings.seconds_of_list().to_bits(), list.to_bits());
        assert!(timings.seconds() >= list);
    }

    #[test]
    fn each_stage_is_timed_once_however_often_it_reports() {
        let timings = Timings::start();
        for stage in [Stage::Read, Stage::Vectorize, Stage::Vectorize, Stage::Fit, Stage::Vectorize] {
            timings.note(stage);
        }
        let json = timings.json(Instant::now());
        let keys: Vec<&str> = json.split('"').skip(1).step_by(2).collect();
        assert_eq!(keys, ["read", "vectorize", "fit", "total"]);
    }
}
