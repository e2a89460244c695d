//! Signals as a worker takes them.

use std::io;

use crate::context::Context;
use crate::http::reopen_access_log;
use crate::log;
use crate::signals::{self, Order};

/// Drains on TERM, reopens logs on USR1, and leaves what a terminal sends to everyone to the master.
///
/// # Errors
/// When signals cannot be caught.
pub(super) fn watch_signals(context: &Context) -> io::Result<()> {
    let mut orders = signals::catch()?;
    let context = context.clone();
    tokio::spawn(async move {
        while let Some(order) = orders.recv().await {
            match order {
                Order::Stop => context.begin_drain(),
                Order::ReopenLogs => {
                    // Where the new file cannot be opened, the old one is still written.
                    let _ = log::open(context.settings().error_log.as_deref());
                    reopen_access_log();
                }
                Order::Reload | Order::StopQuickly | Order::Grow | Order::Shrink => {}
            }
        }
    });
    Ok(())
}

/// The same for work that knows no runtime.
///
/// # Errors
/// When signals cannot be caught.
pub(super) fn watch_signals_on_a_thread(context: &Context) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    {
        let _inside = runtime.enter();
        watch_signals(context)?;
        close_when_asked(context);
    }
    let watch = move || runtime.block_on(std::future::pending::<()>());
    std::thread::Builder::new().name("signals".to_owned()).spawn(watch).map(drop)
}

/// A worker that serves nobody has no door to close: whatever it would take next it gives back.
pub(super) fn close_when_asked(context: &Context) {
    let context = context.clone();
    tokio::spawn(async move {
        context.drain().cancelled().await;
        context.closed();
    });
}
