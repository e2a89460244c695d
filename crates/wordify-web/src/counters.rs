//! What a process counts in memory until `metrics` adds it to the database.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::http::StatusCode;

/// Upper bounds of the histogram of answers, in seconds.
pub(crate) const SECONDS: [f64; 8] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 10.0];

/// Counts of this process that are not in the database yet.
#[derive(Debug, Default)]
pub struct Counters {
    others: Mutex<HashMap<(&'static str, String), f64>>,
    /// By route; each request comes here, so nothing is written before it must be.
    answers: Mutex<HashMap<String, Answers>>,
}

/// Answers of one route.
#[derive(Debug, Default)]
struct Answers {
    /// By the first digit of the status.
    classes: [u64; 6],
    /// By the bounds of [`SECONDS`]; longer ones are in none.
    within: [u64; SECONDS.len()],
    count: u64,
    seconds: f64,
}

impl Counters {
    /// Adds to one counter.
    pub fn add(&self, name: &'static str, labels: String, increment: f64) {
        *lock(&self.others).entry((name, labels)).or_default() += increment;
    }

    /// Counts an answer.
    pub(crate) fn note_answer(&self, route: &str, status: StatusCode, seconds: f64) {
        let mut answers = lock(&self.answers);
        if !answers.contains_key(route) {
            answers.insert(route.to_owned(), Answers::default());
        }
        let Some(of_route) = answers.get_mut(route) else { return };
        if let Some(class) = of_route.classes.get_mut(usize::from(status.as_u16() / 100)) {
            *class += 1;
        }
        for (count, _) in of_route.within.iter_mut().zip(SECONDS).filter(|(_, bound)| seconds <= *bound) {
            *count += 1;
        }
        of_route.count += 1;
        of_route.seconds += seconds;
    }

    /// What was counted since the last time: names, labels, numbers.
    pub(crate) fn take(&self) -> Vec<(String, String, f64)> {
        let others = std::mem::take(&mut *lock(&self.others)).into_iter();
        let mut counts: Vec<_> =
            others.map(|((name, labels), value)| (name.to_owned(), labels, value)).collect();
        for (route, answers) in std::mem::take(&mut *lock(&self.answers)) {
            answers.write(&route, &mut counts);
        }
        counts
    }
}

impl Answers {
    /// As Prometheus wants it: names, labels, numbers.
    fn write(&self, route: &str, counts: &mut Vec<(String, String, f64)>) {
        let mut add = |name: &str, labels, value| counts.push((name.to_owned(), labels, value));
        for (class, count) in self.classes.iter().enumerate().filter(|(_, count)| **count > 0) {
            add("wordify_requests_total", format!("route=\"{route}\",status=\"{class}xx\""), *count as f64);
        }
        for (bound, count) in SECONDS.iter().zip(self.within).filter(|(_, count)| *count > 0) {
            let labels = format!("route=\"{route}\",le=\"{bound}\"");
            add("wordify_request_seconds_bucket", labels, count as f64);
        }
        let count = self.count as f64;
        add("wordify_request_seconds_bucket", format!("route=\"{route}\",le=\"+Inf\""), count);
        add("wordify_request_seconds_sum", format!("route=\"{route}\""), self.seconds);
        add("wordify_request_seconds_count", format!("route=\"{route}\""), count);
    }
}

fn lock<T>(counts: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    counts.lock().unwrap_or_else(PoisonError::into_inner)
}
