//! When to order a certificate. Times are seconds since 1970.

use std::hash::{BuildHasher, Hasher, RandomState};

use serde::{Deserialize, Serialize};

const MINUTE: u64 = 60;
const DAY: u64 = 86_400;
/// Authorities that certify for 90 days ask to be asked again after 60.
const RENEW_BEFORE_MAX: u64 = 30 * DAY;
/// With the factor below, Let's Encrypt's limit of five failures an hour for a name is never reached.
const RETRY_FIRST: u64 = 2 * MINUTE;
const RETRY_FACTOR: u64 = 4;
const RETRY_MAX: u64 = 12 * 60 * MINUTE;
/// Somebody who restarts or reloads has perhaps mended the cause, and need not wait for longer than this after the last failure.
const RETRY_AFTER_START: u64 = 15 * MINUTE;

/// Orders that have failed in a row. Times are seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Failures {
    pub(super) count: u32,
    pub(super) last: u64,
    /// When to try again.
    pub(super) next: u64,
    pub(super) reason: String,
}

impl Failures {
    pub(super) fn new(count: u32, last: u64, reason: String) -> Self {
        Self { count, last, next: last.saturating_add(pause(count)), reason }
    }
}

/// When a certificate is to be replaced: in the last third of its life, at most 30 days before its end.
pub(super) fn renewal(not_before: u64, not_after: u64) -> u64 {
    let life = not_after.saturating_sub(not_before);
    not_after.saturating_sub((life / 3).min(RENEW_BEFORE_MAX))
}

/// How long to wait after so many failures in a row: up to a quarter longer than the rule, so that those who failed together do not
/// come again together.
pub(super) fn pause(failures: u32) -> u64 {
    let rule = RETRY_FACTOR
        .checked_pow(failures.saturating_sub(1))
        .and_then(|factor| RETRY_FIRST.checked_mul(factor))
        .map_or(RETRY_MAX, |pause| pause.min(RETRY_MAX));
    // Random enough for this: the keys of a hash map.
    let random = RandomState::new().build_hasher().finish();
    rule + random % (rule / 4 + 1)
}

/// When to try again after failures.
pub(super) fn next_try(failures: &Failures, is_after_start: bool) -> u64 {
    if is_after_start {
        failures.next.min(failures.last.saturating_add(RETRY_AFTER_START))
    } else {
        failures.next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_renewed_in_the_last_third_of_its_life_and_at_most_thirty_days_before_its_end() {
        assert_eq!(renewal(0, 90 * DAY), 60 * DAY);
        assert_eq!(renewal(0, 6 * DAY), 4 * DAY);
        assert_eq!(renewal(0, 365 * DAY), 335 * DAY);
        assert_eq!(renewal(100, 130), 120);
        assert_eq!(renewal(10, 5), 5, "nonsense is due at its end");
    }

    #[test]
    fn pauses_grow_up_to_half_a_day_and_never_reach_the_authoritys_limit_of_failures() {
        let pauses: Vec<u64> = (1..=40).map(pause).collect();
        let within_first_hour = pauses
            .iter()
            .scan(0, |time, pause| {
                *time += pause;
                Some(*time)
            })
            .filter(|time| *time < 60 * MINUTE);
        assert!(1 + within_first_hour.count() < 5, "{pauses:?}");
        assert!((2 * MINUTE..=150).contains(&pauses[0]), "{pauses:?}");
        assert!((12 * 60..=15 * 60).contains(&(pauses[39] / MINUTE)), "{pauses:?}");
    }

    #[test]
    fn a_start_shortens_a_long_pause_but_does_not_end_it() {
        let failures = Failures { count: 9, last: 1000, next: 1000 + RETRY_MAX, reason: String::new() };
        assert_eq!(next_try(&failures, false), 1000 + RETRY_MAX);
        assert_eq!(next_try(&failures, true), 1000 + 15 * MINUTE);
        let first = Failures { count: 1, last: 1000, next: 1120, reason: String::new() };
        assert_eq!(next_try(&first, true), 1120);
    }
}
