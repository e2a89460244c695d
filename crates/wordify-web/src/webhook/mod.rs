//! Webhooks: an address that whoever starts an analysis by the API names, and that is notified when the analysis has a result or failed.
//!
//! ```text
//! start: address ─ permitted? ─► job ─ ends ─► notice in the outbox ─► call, signed ─► taken | tried again later | given up
//! ```
//!
//! Off unless the settings list hosts. What a visitor names is called by this machine, which may stand where visitors do not: so a host
//! must be listed, the address that its name stands for must be public or in a listed network, and is looked up once and then called as
//! it is; nothing leads elsewhere, not even redirects. A notice holds the key of its job, so it is sent by TLS except into a listed network.
//!
//! A notice enters the outbox in the step that ends its job, and is tried until it is taken, so it may come twice: its id stays the same.

pub mod address;
pub mod call;
pub mod outbox;
pub mod secret;

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use self::call::{CALL_TIMEOUT, Caller};
use self::outbox::Notices;
use crate::config::{Config, Webhooks};
use crate::jobs::storage::Storage;

/// How often the outbox is looked at while it is empty.
const INTERVAL: Duration = Duration::from_secs(2);
/// Calls at once, so that one server that is slow does not keep all others waiting.
const CALLS_AT_ONCE: usize = 4;

/// Sends what is in the outbox until `drain` is canceled. Ends at once where the site has no webhooks.
pub async fn run(storage: Storage, config: Arc<Config>, drain: CancellationToken) {
    let Some(settings) = &config.webhooks else { return };
    let caller = match Caller::new(settings, CALL_TIMEOUT) {
        Ok(caller) => Arc::new(caller),
        Err(reason) => return tracing::error!(reason, "no webhook can be called"),
    };
    let mut lines = JoinSet::new();
    for line in 0..CALLS_AT_ONCE {
        lines.spawn(attend(storage.clone(), Arc::clone(&caller), settings.clone(), drain.clone(), line));
    }
    while let Some(ended) = lines.join_next().await {
        if let Err(error) = ended {
            tracing::error!(error = %error, "a caller of webhooks ended early");
        }
    }
}

/// One call after another.
async fn attend(
    storage: Storage,
    caller: Arc<Caller>,
    settings: Webhooks,
    drain: CancellationToken,
    line: usize,
) {
    let mut bits = [0; 8];
    // The name of a worker must be its own; the process number alone comes again.
    let _ = getrandom::fill(&mut bits);
    let worker = format!("webhook-{}-{line}-{:016x}", std::process::id(), u64::from_be_bytes(bits));
    let notices = Notices { storage: &storage, settings: &settings, caller: &caller };
    while !drain.is_cancelled() {
        match notices.send_next(&worker, storage.now_ms()).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::error!(error = %error, "the outbox of notices fails"),
        }
        tokio::select! {
            () = drain.cancelled() => {}
            () = tokio::time::sleep(INTERVAL) => {}
        }
    }
}
