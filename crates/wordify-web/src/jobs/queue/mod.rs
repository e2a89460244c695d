//! What happens to jobs: `runner` claims them, an `attempt` at each lets an analyst work, `ending` writes how it ended, and
//! `sweeper` deletes what has expired.

mod attempt;
mod ending;
pub mod runner;
pub mod sweeper;
