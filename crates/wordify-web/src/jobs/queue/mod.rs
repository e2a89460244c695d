//! What happens to jobs: `runner` claims and runs them, `ending` writes their ends, `sweeper` deletes what has expired.

mod ending;
pub mod runner;
pub mod sweeper;
