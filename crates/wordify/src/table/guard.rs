//! Panics of other people's readers become errors.
//!
//! The readers for xlsx, xlsb and Parquet are good, yet some of them index without a check when a file is
//! damaged on purpose or by accident. Nothing that a user gives may end the program, so these readers, and only
//! these, run under [`catch`]. It relies on `panic = "unwind"`, the default; the release profile must keep it.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::Error;

thread_local! {
    static CATCHING: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic on this thread would be caught by a reader, so that a panic hook need not print it.
pub fn panic_is_caught() -> bool {
    CATCHING.get()
}

/// Runs `read`; a panic inside becomes the error `damaged`.
pub(super) fn catch<T>(
    damaged: impl FnOnce() -> Error,
    read: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    let before = CATCHING.replace(true);
    // Nothing outlives the closure but its result, so no half-made state is seen.
    let result = catch_unwind(AssertUnwindSafe(read));
    CATCHING.set(before);
    result.unwrap_or_else(|_| Err(damaged()))
}
