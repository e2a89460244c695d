//! Signals, which do nothing but queue an order.

use std::io;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;

/// What the operator wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// HUP.
    Reload,
    /// TERM.
    Stop,
    /// INT and QUIT.
    StopQuickly,
    /// TTIN.
    Grow,
    /// TTOU.
    Shrink,
    /// USR1.
    ReopenLogs,
}

/// Which signal means what.
fn table() -> [(SignalKind, Order); 7] {
    [
        (SignalKind::hangup(), Order::Reload),
        (SignalKind::terminate(), Order::Stop),
        (SignalKind::interrupt(), Order::StopQuickly),
        (SignalKind::quit(), Order::StopQuickly),
        (SignalKind::from_raw(nix::libc::SIGTTIN), Order::Grow),
        (SignalKind::from_raw(nix::libc::SIGTTOU), Order::Shrink),
        (SignalKind::user_defined1(), Order::ReopenLogs),
    ]
}

/// Catches all of them from now on; must be called inside a runtime.
///
/// # Errors
/// When the kernel refuses.
pub(crate) fn catch() -> io::Result<mpsc::UnboundedReceiver<Order>> {
    let (sender, receiver) = mpsc::unbounded_channel();
    for (kind, order) in table() {
        let mut arrivals = signal(kind)?;
        let sender = sender.clone();
        tokio::spawn(async move { while arrivals.recv().await.is_some() && sender.send(order).is_ok() {} });
    }
    Ok(receiver)
}
