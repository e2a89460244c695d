//! All event streams of a process: one task looks at the jobs that are watched, and sends every stream what has changed.
//!
//! The streams of the whole site and of each visitor are bounded. Each process says in the database how many it has and wants, and
//! reads there in the same transaction how many the others have: before it grants any, so that all together never have more.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};

use crate::http::error::{Problem, ProblemKind};
use crate::jobs::key::JobId;
use crate::jobs::storage::{Glance, StorageError};
use crate::state::App;
use crate::visitor::Visitor;
use crate::watchers::Sight;

/// How often the storage is asked, in one small query: often enough that a result of two seconds is not kept waiting.
const INTERVAL: Duration = Duration::from_millis(200);
/// How often the processes inform each other how many streams they have, while that stays the same.
const SHARE_INTERVAL: Duration = Duration::from_secs(2);
/// How long the streams of a process that drains wait for the others to know of it. What they do not know counts against the
/// visitors until it is stale.
const WITHDRAWAL_MAX: Duration = Duration::from_secs(2);
/// Seconds after which a client should try again where there are too many streams.
const RETRY_AFTER_SECONDS: u32 = 30;

/// The right to one stream, and what it shows; given back when dropped.
#[derive(Debug)]
pub(crate) struct Watcher {
    app: App,
    visitor: String,
    sights: watch::Receiver<Sight>,
}

impl Watcher {
    /// The next sight that differs from the last; none once nobody looks, because the process drains.
    pub(crate) async fn next(&mut self) -> Option<Sight> {
        loop {
            self.sights.changed().await.ok()?;
            let sight = self.sights.borrow_and_update().clone();
            if !matches!(sight, Sight::Unknown) {
                return Some(sight);
            }
        }
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        let mut watched = self.app.watchers.lock();
        if let Some(streams) = watched.own.get_mut(&self.visitor) {
            *streams -= 1;
            if *streams == 0 {
                watched.own.remove(&self.visitor);
            }
        }
    }
}

/// Begins to watch the job `id` for `visitor`.
///
/// # Errors
/// When the visitor, or the whole site, has as many streams as there may be.
pub(crate) async fn watch(app: &App, id: &JobId, visitor: Visitor) -> Result<Watcher, Problem> {
    let limits = &app.config.limits;
    let of = |streams: &HashMap<String, usize>| streams.get(&visitor.name).copied().unwrap_or(0);
    let (mut watcher, number, own, own_of_visitor) = {
        let mut watched = app.watchers.lock();
        *watched.own.entry(visitor.name.clone()).or_default() += 1;
        watched.asked += 1;
        let sights =
            watched.jobs.entry(id.clone()).or_insert_with(|| watch::Sender::new(Sight::Unknown)).subscribe();
        let watcher = Watcher { app: app.clone(), visitor: visitor.name.clone(), sights };
        (watcher, watched.asked, watched.own.values().sum::<usize>(), of(&watched.own))
    };
    // Where the database does not answer, what the others last said must do.
    if let Err(error) = share_up_to(app, number).await {
        tracing::warn!(error = %error, "the streams of other processes are not known");
    }
    let (is_first, others, others_of_visitor) = {
        let mut watched = app.watchers.lock();
        let is_first = !std::mem::replace(&mut watched.is_looking, true);
        (is_first, watched.others.values().sum::<usize>(), of(&watched.others))
    };
    // What is known already is news to this one.
    watcher.sights.mark_changed();
    if is_first {
        tokio::spawn(look(app.clone()));
    }
    // Those of this process that were asked for earlier come first; one that is dropped here is given back.
    if visitor.is_limited && own_of_visitor + others_of_visitor > limits.streams_per_visitor_max {
        return Err(too_many("You follow as many analyses at once as one visitor may."));
    }
    if own + others > limits.streams_max {
        return Err(too_many("As many analyses are followed at once as this site can serve."));
    }
    Ok(watcher)
}

/// Has the other processes know of the streams of this one up to `number`. Those that wait meanwhile are announced together.
async fn share_up_to(app: &App, number: u64) -> Result<(), StorageError> {
    let mut announced = app.watchers.announced.lock().await;
    if *announced >= number {
        return Ok(());
    }
    let (asked, own) = {
        let watched = app.watchers.lock();
        // A process that drains ends its streams; what it said would else count against their visitors until it is stale.
        let lasting = watched.own.iter().filter(|_| !app.drain.is_cancelled());
        let own = lasting.map(|(visitor, streams)| (visitor.clone(), *streams)).collect();
        (watched.asked, own)
    };
    let others = app.storage.share_streams(&app.watchers.process, own, app.storage.now_ms()).await?;
    app.watchers.lock().others = others;
    *announced = asked;
    Ok(())
}

/// Has the other processes know how many streams this one has now.
async fn share(app: &App) {
    // Up to the last and beyond, so that it is done also where no other was asked for since.
    if let Err(error) = share_up_to(app, u64::MAX).await {
        tracing::warn!(error = %error, "the streams of this process could not be counted");
    }
}

fn too_many(detail: &str) -> Problem {
    Problem::new(ProblemKind::Busy, detail)
        .remedy("Load the page again to see how the analysis stands.")
        .retry_after(RETRY_AFTER_SECONDS)
}

/// Looks until nobody watches any more, or the process drains.
async fn look(app: App) {
    tokio::select! {
        () = look_while_watched(&app) => {}
        () = withdraw(&app) => {}
    }
}

/// Ends the streams when the process drains, and browsers come back to another process.
async fn withdraw(app: &App) {
    app.drain.cancelled().await;
    // The others learn it first: a process whose last stream has ended is gone before it can say so.
    if timeout(WITHDRAWAL_MAX, share(app)).await.is_err() {
        tracing::warn!("the database is busy: the streams of this process count for a while after its end");
    }
    let mut watched = app.watchers.lock();
    watched.jobs.clear();
    watched.is_looking = false;
}

async fn look_while_watched(app: &App) {
    let mut before: HashMap<JobId, Option<Glance>> = HashMap::new();
    let mut shared: Option<(Instant, usize)> = None;
    loop {
        let streams = app.watchers.lock().own.values().sum::<usize>();
        let is_due = shared.is_none_or(|(at, number)| number != streams || at.elapsed() >= SHARE_INTERVAL);
        if is_due {
            share(app).await;
            shared = Some((Instant::now(), streams));
        }
        if !has_watchers(app) {
            // That it has no streams any more, the others learn now.
            share(app).await;
            return;
        }
        match app.storage.glances().await {
            Ok(glances) => inform(app, &glances, &mut before).await,
            Err(error) => tracing::warn!(error = %error, "watched jobs could not be looked at"),
        }
        sleep(INTERVAL).await;
    }
}

/// Forgets the jobs that nobody watches; whether any are left. The next watcher has somebody look again.
fn has_watchers(app: &App) -> bool {
    let mut watched = app.watchers.lock();
    watched.jobs.retain(|_, sights| sights.receiver_count() > 0);
    watched.is_looking = !watched.jobs.is_empty();
    watched.is_looking
}

/// Informs the watchers of each job that looks different from before.
async fn inform(app: &App, glances: &HashMap<JobId, Glance>, before: &mut HashMap<JobId, Option<Glance>>) {
    let watched: HashSet<JobId> = app.watchers.lock().jobs.keys().cloned().collect();
    before.retain(|id, _| watched.contains(id));
    for id in watched {
        let glance = glances.get(&id).cloned();
        let Some(shown) = app.watchers.lock().jobs.get(&id).map(|sights| sights.borrow().clone()) else {
            continue;
        };
        let place = glance.as_ref().and_then(|glance| glance.place);
        let sight = match (shown, before.get(&id)) {
            (Sight::Job(..) | Sight::Gone, Some(old)) if *old == glance => continue,
            // In a long queue every place changes with each job that ends: nothing else is read for that.
            (Sight::Job(job, _), Some(Some(old)))
                if glance.as_ref().is_some_and(|new| new.is_same_job_state(old)) =>
            {
                Sight::Job(job, place)
            }
            _ => match app.storage.job(&id).await {
                Ok(Some(job)) => Sight::Job(Arc::new(job), place),
                Ok(None) => Sight::Gone,
                // It is tried again at the next look.
                Err(_) => continue,
            },
        };
        before.insert(id.clone(), glance);
        if let Some(sights) = app.watchers.lock().jobs.get(&id) {
            sights.send_replace(sight);
        }
    }
}
