//! Fair order: visitors take turns, each with the oldest of their jobs.
//!
//! One visitor with two hundred files delays another with one file by one job and not by two hundred. The same
//! function decides what is claimed next and which place a visitor is shown.

use std::collections::HashMap;

/// What the order needs to know of a queued job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued<Id> {
    /// Its name.
    pub id: Id,
    /// Whose it is.
    pub visitor: String,
    /// When it was queued; ties are broken by the order of the list.
    pub queued_at: i64,
}

/// What the order needs to know of a visitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Turn {
    /// Jobs running.
    pub running: usize,
    /// When the last one was started; 0 for never.
    pub last_started_at: i64,
}

/// The ids in the order in which they will be run, if nothing new comes.
///
/// Next is always a job of the visitor with the fewest jobs running or taken before it; among equals, of the one
/// who has waited longest since their last job was started; among these, the oldest job.
pub fn order<Id: Clone>(queued: &[Queued<Id>], turns: &HashMap<String, Turn>) -> Vec<Id> {
    let mut oldest_first: Vec<&Queued<Id>> = queued.iter().collect();
    oldest_first.sort_by_key(|job| job.queued_at);
    let mut turns = turns.clone();
    let mut places: Vec<(Turn, &Id)> = Vec::with_capacity(queued.len());
    for job in oldest_first {
        let turn = turns.entry(job.visitor.clone()).or_default();
        places.push((*turn, &job.id));
        turn.running += 1;
    }
    // A stable sort: among equals the oldest job stays first.
    places.sort_by_key(|(turn, _)| (turn.running, turn.last_started_at));
    places.into_iter().map(|(_, id)| id.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queued(list: &[(u32, &str, i64)]) -> Vec<Queued<u32>> {
        list.iter()
            .map(|&(id, visitor, queued_at)| Queued { id, visitor: visitor.into(), queued_at })
            .collect()
    }

    #[test]
    fn visitors_take_turns() {
        let jobs = queued(&[(1, "a", 1), (2, "a", 2), (3, "a", 3), (4, "b", 4), (5, "c", 5)]);
        assert_eq!(order(&jobs, &HashMap::new()), [1, 4, 5, 2, 3]);
    }

    #[test]
    fn a_visitor_with_a_job_running_comes_after_one_without() {
        let jobs = queued(&[(1, "a", 1), (2, "b", 2)]);
        let turns = HashMap::from([("a".to_owned(), Turn { running: 1, last_started_at: 1 })]);
        assert_eq!(order(&jobs, &turns), [2, 1]);
    }

    #[test]
    fn who_was_served_longer_ago_comes_first() {
        let jobs = queued(&[(1, "a", 1), (2, "b", 2)]);
        let turn = |last_started_at| Turn { running: 0, last_started_at };
        let turns = HashMap::from([("a".to_owned(), turn(9)), ("b".to_owned(), turn(5))]);
        assert_eq!(order(&jobs, &turns), [2, 1]);
    }

    #[test]
    fn jobs_of_the_same_moment_keep_their_order() {
        let jobs = queued(&[(7, "a", 1), (3, "b", 1), (5, "a", 1)]);
        assert_eq!(order(&jobs, &HashMap::new()), [7, 3, 5]);
    }
}
