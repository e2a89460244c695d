//! Jobs: their records, who runs them, and where everything about them is kept. Nothing here knows HTTP.
//!
//! A job has two names (`key`): the secret of its link, and the reference of storage and logs. `job` is its record, `record`
//! what is written down of it, `choices` what a visitor may choose, `order` who comes next, `places` how many analysts work at once. `queue` runs jobs, each by an
//! analyst (`analyst`), a process of its own. `sample_file` is ours, for whoever has none. `view` holds the parts of a result, which `seal` encrypts; `storage` has every SQL
//! statement, `folder` every path.

pub mod analyst;
pub mod choices;
pub(crate) mod files;
pub mod folder;
pub mod job;
pub mod key;
pub mod order;
pub mod places;
pub(crate) mod process;
pub mod queue;
pub mod record;
pub(crate) mod sample_file;
pub mod seal;
pub mod shortage;
pub mod storage;
pub mod view;
