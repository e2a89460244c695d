//! From what is to what should be: which workers to start, and which to replace.

use std::time::Duration;

use super::worker::Worker;
use super::{Action, Fleet, HEALTHY_AFTER, Phase, State, WorkerId, log};
use crate::level::Level;

impl Fleet {
    /// Starts what is missing and due, goes on with a reload, and notices what has been reached.
    pub(super) fn reconcile(&mut self, now: Duration, actions: &mut Vec<Action>) {
        match self.phase {
            Phase::Stopped => return,
            Phase::Stopping => {
                if self.workers.is_empty() {
                    self.phase = Phase::Stopped;
                    actions.push(Action::Stopped { failure: self.failure.take() });
                }
                return;
            }
            Phase::Running => {}
        }
        self.forget_old_failures(now);
        self.go_on_with_reload(now, actions);
        self.fill_slots(now, actions);
        if self.reload.is_none() {
            self.replace_worn(now, actions);
        }
        let serves = |crew: &super::Crew| {
            crew.plan.count == 0 || crew.slots.iter().any(|slot| self.is_ready(slot.current))
        };
        if !self.was_ready && self.crews.iter().all(serves) {
            self.was_ready = true;
            actions.push(Action::FleetReady);
        }
    }

    pub(super) fn is_ready(&self, id: Option<WorkerId>) -> bool {
        id.and_then(|id| self.workers.get(&id)).is_some_and(Worker::is_ready)
    }

    fn forget_old_failures(&mut self, now: Duration) {
        for slot in self.crews.iter_mut().flat_map(|crew| crew.slots.iter_mut()) {
            let state = slot.current.and_then(|id| self.workers.get(&id)).map(|worker| worker.state);
            let healthy =
                matches!(state, Some(State::Ready { since }) if now.saturating_sub(since) >= HEALTHY_AFTER);
            // While a replacement fails again and again, the old one's health says nothing about it.
            if healthy && slot.start_at.is_none_or(|start| now >= start + HEALTHY_AFTER) {
                slot.forget_failures();
            }
        }
    }

    /// Starts a worker in each empty slot whose time has come.
    fn fill_slots(&mut self, now: Duration, actions: &mut Vec<Action>) {
        for kind in 0..self.crews.len() {
            let count = self.crews[kind].plan.count;
            for number in 0..count {
                let slot = &self.crews[kind].slots[number];
                let is_due = slot.start_at.is_none_or(|start| now >= start);
                if slot.current.is_none() && is_due {
                    let id = self.start_worker(kind, self.generation, now, actions);
                    let slot = &mut self.crews[kind].slots[number];
                    slot.current = Some(id);
                    slot.start_at = None;
                }
            }
        }
    }

    /// Replaces workers that have served or grown enough, one of each kind at a time.
    fn replace_worn(&mut self, now: Duration, actions: &mut Vec<Action>) {
        for kind in 0..self.crews.len() {
            if self.crews[kind].slots.iter().any(|slot| slot.next.is_some()) {
                continue;
            }
            let worn = self.crews[kind].slots.iter().enumerate().find_map(|(number, slot)| {
                let worker = slot.current.and_then(|id| self.workers.get(&id))?;
                let is_due = worker.is_ready() && slot.start_at.is_none_or(|start| now >= start);
                let reason = worker.worn(&self.crews[kind].plan).filter(|_| is_due)?;
                Some((number, format!("{worker} {reason} and is replaced")))
            });
            if let Some((number, text)) = worn {
                log(actions, Level::Info, text);
                self.crews[kind].slots[number].start_at = None;
                self.start_next(kind, number, self.generation, now, actions);
            }
        }
    }

    /// Starts the successor of a slot's current worker.
    pub(super) fn start_next(
        &mut self,
        kind: usize,
        number: usize,
        generation: u64,
        now: Duration,
        actions: &mut Vec<Action>,
    ) {
        let id = self.start_worker(kind, generation, now, actions);
        self.crews[kind].slots[number].next = Some(id);
    }

    fn start_worker(
        &mut self,
        kind: usize,
        generation: u64,
        now: Duration,
        actions: &mut Vec<Action>,
    ) -> WorkerId {
        self.worker_last += 1;
        let worker = WorkerId(self.worker_last);
        let kind = self.crews[kind].plan.kind.clone();
        self.counts.entry(kind.clone()).or_default().started += 1;
        self.workers.insert(worker, Worker::new(worker, kind.clone(), generation, now));
        actions.push(Action::Start { worker, kind, generation });
        worker
    }

    /// Sends away the workers of slots that are not wanted any more.
    pub(super) fn drop_surplus_slots(&mut self, now: Duration, actions: &mut Vec<Action>) {
        for kind in 0..self.crews.len() {
            let count = self.crews[kind].plan.count;
            // At least one slot: a reload may try the first worker of a kind there.
            let keep = count.max(1);
            let surplus = if self.crews[kind].slots.len() > keep {
                self.crews[kind].slots.split_off(keep)
            } else {
                Vec::new()
            };
            self.crews[kind].slots.resize_with(keep, Default::default);
            let mut leaving: Vec<WorkerId> =
                surplus.iter().flat_map(|slot| slot.current.into_iter().chain(slot.next)).collect();
            if count == 0 {
                leaving.extend(self.crews[kind].slots[0].current.take());
            }
            for id in leaving {
                self.drain(id, now, actions);
            }
        }
    }
}
