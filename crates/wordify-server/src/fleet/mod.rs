//! Which workers should run, as a pure state machine: an event and the time go in, actions come out.
//!
//! Nothing here starts a process, sends a signal or asks a clock, so that every case can be tested with invented time.
//! The master does what the actions say, and reports what happens as the next events.
//!
//! Each kind of worker has numbered slots. A slot has a `current` worker, and during a replacement a `next` one: the next must
//! be ready before the current is asked to drain. A worker that drains or was killed has left its slot; nobody waits for it
//! before going on, except a stop.

mod overview;
mod reconcile;
mod reload;
mod slot;
#[cfg(test)]
mod tests;
mod worker;

use std::collections::BTreeMap;
use std::time::Duration;

use crate::level::Level;
pub use overview::{FleetStatus, KindStatus, WorkerStatus};
use reload::Reload;
use slot::Slot;
pub(crate) use worker::{Ending, WorkerId};
use worker::{State, Worker};

/// A worker that was ready for this long is healthy: its end counts as the first failure, and is mended at once.
const HEALTHY_AFTER: Duration = Duration::from_secs(10);
/// A quick stop gives workers this long to put things down.
const QUICK_STOP: Duration = Duration::from_secs(1);
/// A killed process that is still there after this long hangs in the kernel; a stop does not wait for it any longer.
const KILLED_GONE: Duration = Duration::from_secs(5);
/// A deadline missed by this much says that the master itself was stopped or starved, not the workers.
const MASTER_ASLEEP: Duration = Duration::from_secs(2);
/// This many failures in a row are reported as a crash loop.
const CRASH_LOOP: u32 = 5;

/// What the operator wants of one kind of worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) kind: String,
    pub(crate) count: usize,
    /// From start to ready.
    pub(crate) ready_timeout: Duration,
    /// From one heartbeat to the next.
    pub(crate) heartbeat_timeout: Duration,
    /// From the request to drain to the end.
    pub(crate) drain_timeout: Duration,
    /// After this many requests a worker is replaced.
    pub(crate) requests_max: Option<u64>,
    /// Above this much memory a worker is replaced.
    pub(crate) memory_bytes_max: Option<u64>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    /// The process of a worker was started.
    Spawned { worker: WorkerId, pid: u32 },
    /// A worker says that it serves.
    Ready { worker: WorkerId },
    /// A worker says that it is alive.
    Beat { worker: WorkerId, requests: u64, connections: u64, memory_bytes: u64 },
    /// A worker that drains takes nothing new any more.
    Closed { worker: WorkerId },
    /// A worker ended, or could not be started.
    Ended { worker: WorkerId, ending: Ending },
    /// Time passed.
    Tick,
    /// New settings or new code.
    Reload { plans: Vec<Plan> },
    /// One more worker of a kind.
    Grow { kind: String },
    /// One fewer, but at least one.
    Shrink { kind: String },
    /// Everything is to drain and end.
    Stop,
    /// Everything is to end now.
    StopQuickly,
}

/// What the master is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Action {
    /// Start a worker with the settings of a generation.
    Start { worker: WorkerId, kind: String, generation: u64 },
    /// Ask a worker to drain.
    Drain { worker: WorkerId },
    /// End a worker by force.
    Kill { worker: WorkerId },
    /// Every kind has a worker that serves, for the first time.
    FleetReady,
    /// All workers are of this generation.
    ReloadFinished { generation: u64 },
    /// The workers of this generation did not get ready; the old ones stay.
    ReloadRefused { generation: u64, reason: String },
    /// A line for the log.
    Log { level: Level, text: String },
    /// Nothing runs any more. The failure is what made the fleet give up, if it did.
    Stopped { failure: Option<String> },
}

/// The workers of one kind: how many are wanted, and the places that they have.
#[derive(Debug)]
struct Crew {
    plan: Plan,
    slots: Vec<Slot>,
    was_ready: bool,
}

/// Of one kind, since the start of all.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    started: u64,
    failed: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Running,
    Stopping,
    Stopped,
}

/// All workers, and what they should be.
#[derive(Debug)]
pub(crate) struct Fleet {
    crews: Vec<Crew>,
    workers: BTreeMap<WorkerId, Worker>,
    /// What new workers get.
    generation: u64,
    generation_last: u64,
    worker_last: u64,
    /// By the name of the kind, which reloads do not change.
    counts: BTreeMap<String, Counts>,
    phase: Phase,
    failure: Option<String>,
    was_ready: bool,
    reload: Option<Reload>,
    /// The earliest time at which something happens without any event.
    due: Option<Duration>,
}

impl Fleet {
    /// A fleet of generation 1, and the actions that start it.
    pub(crate) fn start(plans: Vec<Plan>, now: Duration) -> (Self, Vec<Action>) {
        let mut fleet = Self {
            crews: plans.into_iter().map(Crew::new).collect(),
            workers: BTreeMap::new(),
            generation: 1,
            generation_last: 1,
            worker_last: 0,
            counts: BTreeMap::new(),
            phase: Phase::Running,
            failure: None,
            was_ready: false,
            reload: None,
            due: None,
        };
        let mut actions = Vec::new();
        fleet.reconcile(now, &mut actions);
        fleet.due = fleet.earliest_deadline(now);
        (fleet, actions)
    }

    /// Takes in one event, at a time that never goes back.
    pub(crate) fn handle(&mut self, event: Event, now: Duration) -> Vec<Action> {
        let mut actions = Vec::new();
        self.forgive_own_sleep(now, &mut actions);
        match event {
            Event::Spawned { worker, pid } => {
                if let Some(worker) = self.workers.get_mut(&worker) {
                    worker.pid = Some(pid);
                }
            }
            Event::Ready { worker } => self.ready(worker, now, &mut actions),
            Event::Beat { worker, requests, connections, memory_bytes } => {
                if let Some(worker) = self.workers.get_mut(&worker) {
                    worker.beat(now, requests, connections, memory_bytes);
                }
            }
            Event::Closed { worker } => {
                if let Some(worker) = self.workers.get_mut(&worker) {
                    worker.is_closed = true;
                }
            }
            Event::Ended { worker, ending } => self.ended(worker, &ending, now, &mut actions),
            Event::Tick => {}
            Event::Reload { plans } => self.begin_reload(plans, now, &mut actions),
            Event::Grow { kind } => self.resize(&kind, 1, now, &mut actions),
            Event::Shrink { kind } => self.resize(&kind, -1, now, &mut actions),
            Event::Stop => self.stop(now, None, &mut actions),
            Event::StopQuickly => self.stop(now, Some(QUICK_STOP), &mut actions),
        }
        self.enforce_deadlines(now, &mut actions);
        self.reconcile(now, &mut actions);
        self.due = self.earliest_deadline(now);
        actions
    }

    /// What workers that start now get.
    pub(crate) fn generation(&self) -> u64 {
        self.generation
    }

    /// When the master should send a tick if nothing else happens.
    pub(crate) fn due(&self) -> Option<Duration> {
        self.due
    }

    /// What was due up to now has been done, or waits for something else.
    fn earliest_deadline(&self, now: Duration) -> Option<Duration> {
        let of_workers = self.workers.values().filter_map(|worker| worker.deadline(self.plan_of(worker)));
        let slots = self.crews.iter().flat_map(|crew| crew.slots.iter().take(crew.plan.count));
        let of_slots = slots.filter_map(|slot| slot.start_at).filter(|_| self.phase == Phase::Running);
        of_workers.chain(of_slots).filter(|due| *due > now).min()
    }

    /// Where the master was stopped or starved, the silence of the workers proves nothing.
    fn forgive_own_sleep(&mut self, now: Duration, actions: &mut Vec<Action>) {
        let Some(overdue) = self.due.and_then(|due| now.checked_sub(due)) else { return };
        if overdue <= MASTER_ASLEEP {
            return;
        }
        log(
            actions,
            Level::Warning,
            format!("the master did not run for {:.1} s; workers get new deadlines", overdue.as_secs_f64()),
        );
        for worker in self.workers.values_mut() {
            worker.forgive(now);
        }
    }

    fn ready(&mut self, id: WorkerId, now: Duration, actions: &mut Vec<Action>) {
        let Some(worker) = self.workers.get_mut(&id) else { return };
        if !matches!(worker.state, State::Starting { .. }) {
            return; // It was asked to leave, or killed, before its message came.
        }
        let took = now.saturating_sub(worker.started);
        worker.state = State::Ready { since: now };
        worker.heard = now;
        let name = worker.to_string();
        let kind_name = worker.kind.clone();
        log(actions, Level::Info, format!("{name} is ready after {} ms", took.as_millis()));
        let is_trial = self.reload.as_ref().is_some_and(Reload::is_trial);
        let Some(crew) = self.crews.iter_mut().find(|crew| crew.plan.kind == kind_name) else { return };
        crew.was_ready = true;
        let Some(slot) = crew.slots.iter_mut().find(|slot| slot.next == Some(id)) else { return };
        if is_trial {
            return; // The reload decides when all its trial workers are ready.
        }
        slot.next = None;
        if let Some(old) = slot.current.replace(id) {
            self.drain(old, now, actions);
        }
    }

    fn ended(&mut self, id: WorkerId, ending: &Ending, now: Duration, actions: &mut Vec<Action>) {
        let Some(worker) = self.workers.remove(&id) else { return };
        let Some(at) = self.slot_of(id) else {
            if worker.is_unclean(ending) {
                log(actions, Level::Warning, format!("{worker} was leaving and {ending}"));
            } else {
                log(actions, Level::Info, format!("{worker} has left"));
            }
            return;
        };
        let what = match worker.state {
            State::Ready { since } => format!("{ending}, {:.1} s after it was ready", seconds(now, since)),
            _ => format!("{ending} before it was ready, after {:.1} s", seconds(now, worker.started)),
        };
        let never_worked = !self.crews[at.0].was_ready && self.reload.is_none();
        self.lost(&worker, at, &what, now, actions);
        // Whoever starts a server with a wrong setting should see it fail. Once it has served, the others carry on while we retry.
        if never_worked && *ending == Ending::Code(crate::exit::CANNOT_START) {
            self.give_up(format!("{worker} {what}"), now, actions);
        }
    }

    /// A worker in a slot is gone, or as good as gone: decides when the slot is filled again.
    fn lost(
        &mut self,
        worker: &Worker,
        at: (usize, usize),
        what: &str,
        now: Duration,
        actions: &mut Vec<Action>,
    ) {
        self.counts.entry(worker.kind.clone()).or_default().failed += 1;
        let slot = &mut self.crews[at.0].slots[at.1];
        let is_trial = self.reload.as_ref().is_some_and(Reload::is_trial);
        let was_next = slot.next == Some(worker.id);
        if was_next {
            slot.next = None;
        } else if is_trial {
            // The successor is still on trial: it must not serve before all kinds have passed.
            slot.current = None;
        } else {
            // The successor, ready or not, is further on than another start would be.
            slot.current = slot.next.take();
        }
        if was_next && is_trial {
            self.refuse_reload(format!("{worker} {what}"), now, actions);
            return;
        }
        let was_healthy =
            matches!(worker.state, State::Ready { since } if now.saturating_sub(since) >= HEALTHY_AFTER);
        let slot = &mut self.crews[at.0].slots[at.1];
        slot.fail(was_healthy, now);
        let wait = slot.start_at.map_or(0.0, |start| start.saturating_sub(now).as_secs_f64());
        let failures = slot.failures;
        let (level, loops) = if failures >= CRASH_LOOP {
            (Level::Error, format!("; crash loop: {failures} failures in a row"))
        } else {
            (Level::Warning, String::new())
        };
        log(actions, level, format!("{worker} {what}{loops}; the next starts in {wait:.1} s"));
    }

    fn give_up(&mut self, failure: String, now: Duration, actions: &mut Vec<Action>) {
        log(actions, Level::Error, format!("giving up: {failure}"));
        self.failure = Some(failure);
        self.stop(now, Some(QUICK_STOP), actions);
    }

    fn stop(&mut self, now: Duration, timeout: Option<Duration>, actions: &mut Vec<Action>) {
        if let Some(reload) = self.reload.take() {
            let reason = "the server stops".to_owned();
            actions.push(Action::ReloadRefused { generation: reload.generation(), reason });
        }
        self.phase = Phase::Stopping;
        // A worker without a slot is leaving: its end counts as no failure, and nothing is started in its place.
        for slot in self.crews.iter_mut().flat_map(|crew| crew.slots.iter_mut()) {
            *slot = Slot::default();
        }
        let ids: Vec<WorkerId> = self.workers.keys().copied().collect();
        for id in ids {
            self.drain(id, now, actions);
            if let (Some(timeout), Some(worker)) = (timeout, self.workers.get_mut(&id)) {
                worker.hasten(now + timeout);
            }
        }
    }

    /// One worker more or fewer.
    fn resize(&mut self, name: &str, by: isize, now: Duration, actions: &mut Vec<Action>) {
        let Some(crew) = self.crews.iter_mut().find(|crew| crew.plan.kind == name) else { return };
        let count = crew.plan.count.saturating_add_signed(by).max(1);
        if self.phase != Phase::Running || count == crew.plan.count {
            return;
        }
        crew.plan.count = count;
        log(actions, Level::Info, format!("{count} workers of kind {name} from now on"));
        self.drop_surplus_slots(now, actions);
    }

    fn drain(&mut self, id: WorkerId, now: Duration, actions: &mut Vec<Action>) {
        let Some(worker) = self.workers.get(&id) else { return };
        // A kind that no plan names any more has no time of its own.
        let timeout = self.plan_of(worker).map_or(QUICK_STOP, |plan| plan.drain_timeout);
        if self.workers.get_mut(&id).is_some_and(|worker| worker.drain(now + timeout)) {
            actions.push(Action::Drain { worker: id });
        }
    }

    fn kill(&mut self, id: WorkerId, now: Duration, actions: &mut Vec<Action>) {
        if self.workers.get_mut(&id).is_some_and(|worker| worker.kill(now + KILLED_GONE)) {
            actions.push(Action::Kill { worker: id });
        }
    }

    /// Kills what did not get ready, did not beat, or did not leave in time.
    fn enforce_deadlines(&mut self, now: Duration, actions: &mut Vec<Action>) {
        let late = |fleet: &Self, worker: &Worker| {
            worker.deadline(fleet.plan_of(worker)).is_some_and(|due| now >= due)
        };
        let ids: Vec<WorkerId> =
            self.workers.iter().filter(|(_, worker)| late(self, worker)).map(|(id, _)| *id).collect();
        for id in ids {
            // What was done for the one before may have given this one another deadline.
            let Some(worker) = self.workers.get(&id).filter(|worker| late(self, worker)).cloned() else {
                continue;
            };
            match worker.state {
                State::Killed { .. } => {
                    log(actions, Level::Error, format!("{worker} was killed and is still there"));
                    self.workers.remove(&id);
                    continue;
                }
                State::Draining { .. } => {
                    log(actions, Level::Warning, format!("{worker} did not leave in time and is killed"));
                }
                State::Starting { .. } | State::Ready { .. } => {
                    let what = if worker.is_ready() {
                        format!("gave no heartbeat for {:.1} s and is killed", seconds(now, worker.heard))
                    } else {
                        format!("was not ready after {:.1} s and is killed", seconds(now, worker.started))
                    };
                    if let Some(at) = self.slot_of(id) {
                        self.lost(&worker, at, &what, now, actions);
                    }
                }
            }
            self.kill(id, now, actions);
        }
    }

    /// The place of a worker that has not left: kind, slot.
    fn slot_of(&self, id: WorkerId) -> Option<(usize, usize)> {
        self.crews.iter().enumerate().find_map(|(number, crew)| {
            let slot = crew.slots.iter().position(|slot| slot.holds(id))?;
            Some((number, slot))
        })
    }

    fn plan_of(&self, worker: &Worker) -> Option<&Plan> {
        self.crews.iter().find(|crew| crew.plan.kind == worker.kind).map(|crew| &crew.plan)
    }
}

impl Crew {
    fn new(plan: Plan) -> Self {
        let slots = vec![Slot::default(); plan.count.max(1)];
        Self { plan, slots, was_ready: false }
    }
}

fn log(actions: &mut Vec<Action>, level: Level, text: String) {
    actions.push(Action::Log { level, text });
}

fn seconds(now: Duration, since: Duration) -> f64 {
    now.saturating_sub(since).as_secs_f64()
}
