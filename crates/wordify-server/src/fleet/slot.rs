//! The place of one worker, which outlives the workers in it.

use std::time::Duration;

use super::WorkerId;

/// The wait before the second start in a row; doubled with each further failure.
const WAIT_FIRST: Duration = Duration::from_millis(100);
/// A worker that always fails is started this rarely, so that it does not burn the machine.
const WAIT_MAX: Duration = Duration::from_secs(30);

#[derive(Debug, Clone, Default)]
pub(super) struct Slot {
    pub(super) current: Option<WorkerId>,
    /// What replaces `current` once it is ready.
    pub(super) next: Option<WorkerId>,
    /// In a row, without a healthy worker between them.
    pub(super) failures: u32,
    /// Before this time nothing is started here.
    pub(super) start_at: Option<Duration>,
}

impl Slot {
    pub(super) fn holds(&self, worker: WorkerId) -> bool {
        self.current == Some(worker) || self.next == Some(worker)
    }

    /// Counts a failure and plans the next start: at once after a healthy worker, later and later in a crash loop.
    pub(super) fn fail(&mut self, was_healthy: bool, now: Duration) {
        self.failures = if was_healthy { 1 } else { self.failures.saturating_add(1) };
        self.start_at = Some(now + wait_after(self.failures));
    }

    pub(super) fn forget_failures(&mut self) {
        self.failures = 0;
        self.start_at = None;
    }
}

fn wait_after(failures: u32) -> Duration {
    let Some(doublings) = failures.checked_sub(2) else { return Duration::ZERO };
    WAIT_FIRST.saturating_mul(1_u32.checked_shl(doublings).unwrap_or(u32::MAX)).min(WAIT_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_failure_is_mended_at_once_and_later_ones_ever_more_slowly() {
        let waits: Vec<u128> = [1, 2, 3, 4, 10, 11, 40, u32::MAX].map(|n| wait_after(n).as_millis()).into();
        assert_eq!(waits, [0, 100, 200, 400, 25_600, 30_000, 30_000, 30_000]);
    }
}
