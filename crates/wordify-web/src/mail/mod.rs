//! Mail: what is sent, and how it gets to the mail server.
//!
//! A job ends and its mails enter the outbox in one step, so none is lost. The outbox hands out one at a time under a
//! lease; a mail that the server does not take comes back later. Once the message itself is on its way, it is noted as
//! in doubt: should this process be killed in that moment, the mail is not sent again, because nobody may get it twice.

pub(crate) mod address;
pub mod connection;
mod message;
pub mod outbox;

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use self::outbox::Outbox;
use crate::config::Config;
use crate::jobs::storage::Storage;

/// How often the outbox is looked at while it is empty.
const INTERVAL: Duration = Duration::from_secs(2);

/// Sends what is in the outbox until `drain` is canceled. Ends at once where the site sends no mail.
pub async fn run(storage: Storage, config: Arc<Config>, drain: CancellationToken) {
    let Some(settings) = &config.mail else { return };
    let outbox = Outbox { storage: &storage, config: &config, settings };
    let mut bits = [0; 8];
    // The name of a worker must be its own; the process number alone comes again.
    let _ = getrandom::fill(&mut bits);
    let worker = format!("mail-{}-{:016x}", std::process::id(), u64::from_be_bytes(bits));
    while !drain.is_cancelled() {
        match outbox.send_next(&worker, storage.now_ms()).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::error!(error = %error, "the outbox fails"),
        }
        tokio::select! {
            () = drain.cancelled() => {}
            () = tokio::time::sleep(INTERVAL) => {}
        }
    }
}
