//! Work in parts on several threads, with the results in the order of the parts.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::error::Error;

/// What [`in_parts`] returns: each worker's state, and each part's result in the order of the parts.
pub(crate) type Outcome<S, T> = (Vec<S>, Vec<T>);

/// Does `work` on each of `parts` (0, 1, …), every part on whichever thread is free.
///
/// Each thread has its own state, made by `start` from the worker's number. Nothing may depend on which
/// worker did which part; then the results do not depend on the number of threads.
///
/// # Errors
/// The error of the first part (in the order of the parts) that failed; the others stop early.
pub(crate) fn in_parts<S: Send, T: Send>(
    parts: usize,
    threads: usize,
    start: impl Fn(usize) -> S + Sync,
    work: impl Fn(&mut S, usize) -> Result<T, Error> + Sync,
) -> Result<Outcome<S, T>, Error> {
    let next = AtomicUsize::new(0);
    let failed = AtomicBool::new(false);
    let run = |worker: usize| {
        let mut state = start(worker);
        let mut results = Vec::new();
        while !failed.load(Ordering::Relaxed) {
            let part = next.fetch_add(1, Ordering::Relaxed);
            if part >= parts {
                break;
            }
            let result = work(&mut state, part);
            failed.fetch_or(result.is_err(), Ordering::Relaxed);
            results.push((part, result));
        }
        (state, results)
    };
    let workers = threads.min(parts).max(1);
    let outcomes = if workers == 1 {
        vec![run(0)]
    } else {
        std::thread::scope(|scope| {
            let run = &run;
            let handles: Vec<_> = (0..workers).map(|worker| scope.spawn(move || run(worker))).collect();
            handles
                .into_iter()
                .map(|handle| handle.join().unwrap_or_else(|panic| resume_unwind(panic)))
                .collect()
        })
    };
    let (states, results): (Vec<S>, Vec<_>) = outcomes.into_iter().unzip();
    let mut results: Vec<_> = results.into_iter().flatten().collect();
    results.sort_unstable_by_key(|&(part, _)| part);
    let results = results.into_iter().map(|(_, result)| result).collect::<Result<_, _>>()?;
    Ok((states, results))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn results_come_in_the_order_of_the_parts_on_any_number_of_threads() {
        for threads in [0, 1, 2, 7, 200] {
            let (states, results) = in_parts(
                100,
                threads,
                |_| 0,
                |done, part| {
                    *done += 1;
                    Ok(part * part)
                },
            )
            .expect("no part fails");
            assert_eq!(results, (0..100).map(|part| part * part).collect::<Vec<_>>());
            assert_eq!(states.iter().sum::<usize>(), 100);
        }
    }

    #[test]
    fn a_part_that_fails_fails_the_whole() {
        let work = |(): &mut (), part| match part {
            7 => Err(Error::new(ErrorKind::Limit, "seven")),
            part => Ok(part),
        };
        let error = in_parts(100, 2, |_| (), work).expect_err("part 7 fails");
        assert_eq!(error.message(), "seven");
    }
}
