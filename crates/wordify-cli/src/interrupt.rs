//! Ctrl-C: the first asks the engine to stop, the second ends the program at once.

use std::sync::atomic::{AtomicBool, Ordering};

use wordify::{Error, ErrorKind};

use crate::failure::{CANCELED, Failure};

static IS_CANCELED: AtomicBool = AtomicBool::new(false);
static IS_WATCHED: AtomicBool = AtomicBool::new(false);

/// Catches SIGINT, SIGTERM and SIGHUP from now on.
pub(crate) fn catch() -> Result<(), Failure> {
    let on_signal = || {
        let is_first = !IS_CANCELED.swap(true, Ordering::Relaxed);
        // Where nobody looks at the flag, as in reading standard input, there is nothing to wait for.
        if !(is_first && IS_WATCHED.load(Ordering::Relaxed)) {
            std::process::exit(i32::from(CANCELED));
        }
    };
    ctrlc::set_handler(on_signal).map_err(|error| {
        Failure::from(Error::new(ErrorKind::Report, format!("cannot watch for Ctrl-C: {error}")))
    })
}

/// The flag for the engine, which looks at it from now on.
pub(crate) fn watched() -> &'static AtomicBool {
    IS_WATCHED.store(true, Ordering::Relaxed);
    &IS_CANCELED
}

/// # Errors
/// [`ErrorKind::Canceled`] once someone pressed Ctrl-C.
pub(crate) fn check() -> Result<(), Failure> {
    if IS_CANCELED.load(Ordering::Relaxed) { Err(Error::canceled().into()) } else { Ok(()) }
}
