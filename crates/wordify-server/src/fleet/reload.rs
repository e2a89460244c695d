//! New code or settings, without a moment in which nobody serves.
//!
//! First a trial: one new worker of every kind starts beside the old ones. If one of them does not get ready, the reload is
//! refused and nothing has changed. Then the rest, slot by slot: the new worker is ready before the old one drains. A slot
//! whose new worker fails at that point keeps its old one and tries again with growing waits.

use std::time::Duration;

use super::{Action, Crew, Fleet, Plan, WorkerId, log};
use crate::level::Level;

#[derive(Debug)]
pub(super) enum Reload {
    /// One new worker per kind is being tried.
    Trial { generation: u64, plans: Vec<Plan> },
    /// The rest follows.
    Rolling { generation: u64 },
}

impl Reload {
    pub(super) fn is_trial(&self) -> bool {
        matches!(self, Self::Trial { .. })
    }

    pub(super) fn generation(&self) -> u64 {
        match self {
            Self::Trial { generation, .. } | Self::Rolling { generation } => *generation,
        }
    }
}

impl Fleet {
    /// The generation that the next reload will have.
    pub(crate) fn next_generation(&self) -> u64 {
        self.generation_last + 1
    }

    pub(super) fn begin_reload(&mut self, plans: Vec<Plan>, now: Duration, actions: &mut Vec<Action>) {
        if self.phase != super::Phase::Running {
            return;
        }
        if let Some(reload) = self.reload.take() {
            let generation = reload.generation();
            actions.push(Action::ReloadRefused { generation, reason: "another reload came".to_owned() });
        }
        // Successors that are under way are of older code or settings.
        for id in self.take_successors() {
            self.drain(id, now, actions);
        }
        self.generation_last += 1;
        let generation = self.generation_last;
        log(actions, Level::Info, format!("reload: trying generation {generation}"));
        for plan in &plans {
            if !self.crews.iter().any(|crew| crew.plan.kind == plan.kind) {
                // Until the trial has succeeded nobody wants workers of a new kind.
                self.crews.push(Crew::new(Plan { count: 0, ..plan.clone() }));
            }
        }
        self.reload = Some(Reload::Trial { generation, plans });
    }

    pub(super) fn go_on_with_reload(&mut self, now: Duration, actions: &mut Vec<Action>) {
        match self.reload.take() {
            None => {}
            Some(Reload::Trial { generation, plans }) => {
                self.go_on_with_trial(generation, plans, now, actions);
            }
            Some(Reload::Rolling { generation }) => self.go_on_rolling(generation, now, actions),
        }
    }

    fn go_on_with_trial(
        &mut self,
        generation: u64,
        plans: Vec<Plan>,
        now: Duration,
        actions: &mut Vec<Action>,
    ) {
        let mut all_ready = true;
        for plan in plans.iter().filter(|plan| plan.count > 0) {
            let Some(kind) = self.crews.iter().position(|crew| crew.plan.kind == plan.kind) else { continue };
            let next = self.crews[kind].slots.first().and_then(|slot| slot.next);
            if next.is_none() {
                self.start_next(kind, 0, generation, now, actions);
            }
            all_ready &= self.is_ready(next);
        }
        if all_ready {
            self.accept(generation, plans, now, actions);
        } else {
            self.reload = Some(Reload::Trial { generation, plans });
        }
    }

    /// The trial has succeeded: the new plans hold, and the tried workers take their places.
    fn accept(&mut self, generation: u64, plans: Vec<Plan>, now: Duration, actions: &mut Vec<Action>) {
        self.generation = generation;
        for crew in &mut self.crews {
            crew.plan.count = 0; // Unless the new plans name it.
        }
        for plan in plans {
            if let Some(crew) = self.crews.iter_mut().find(|crew| crew.plan.kind == plan.kind) {
                crew.plan = plan;
            }
        }
        for kind in 0..self.crews.len() {
            for slot in &mut self.crews[kind].slots {
                slot.forget_failures(); // Those of the old code say nothing about the new.
            }
            let slot = &mut self.crews[kind].slots[0];
            if let Some(next) = slot.next.take()
                && let Some(old) = slot.current.replace(next)
            {
                self.drain(old, now, actions);
            }
        }
        self.drop_surplus_slots(now, actions);
        self.reload = Some(Reload::Rolling { generation });
        self.go_on_with_reload(now, actions);
    }

    fn go_on_rolling(&mut self, generation: u64, now: Duration, actions: &mut Vec<Action>) {
        let mut is_busy = false;
        let mut old = None;
        let mut is_finished = true;
        for (kind, of_kind) in self.crews.iter().enumerate() {
            for (number, slot) in of_kind.slots.iter().take(of_kind.plan.count).enumerate() {
                is_busy |= slot.next.is_some();
                let current = slot.current.and_then(|id| self.workers.get(&id));
                let is_new = current.is_some_and(|worker| worker.generation >= generation);
                is_finished &= is_new && self.is_ready(slot.current);
                let is_due = slot.start_at.is_none_or(|start| now >= start);
                if current.is_some() && !is_new && is_due && old.is_none() {
                    old = Some((kind, number));
                }
            }
        }
        // Whoever asks once the reload is finished gets an answer of the new generation.
        is_finished &=
            self.workers.values().all(|worker| worker.generation >= generation || worker.is_closed);
        if is_finished {
            log(actions, Level::Info, format!("reload: all workers are of generation {generation}"));
            actions.push(Action::ReloadFinished { generation });
            self.crews.retain(|crew| crew.plan.count > 0);
            return;
        }
        self.reload = Some(Reload::Rolling { generation });
        if let Some((kind, number)) = old.filter(|_| !is_busy) {
            self.crews[kind].slots[number].start_at = None;
            self.start_next(kind, number, generation, now, actions);
        }
    }

    /// The trial has failed: what was tried goes, everything else stays as it was.
    pub(super) fn refuse_reload(&mut self, reason: String, now: Duration, actions: &mut Vec<Action>) {
        let Some(reload) = self.reload.take() else { return };
        for id in self.take_successors() {
            self.drain(id, now, actions);
        }
        self.crews.retain(|crew| crew.plan.count > 0 || crew.slots.iter().any(|slot| slot.current.is_some()));
        let generation = reload.generation();
        log(actions, Level::Error, format!("reload: refused, the old workers stay: {reason}"));
        actions.push(Action::ReloadRefused { generation, reason });
    }

    fn take_successors(&mut self) -> Vec<WorkerId> {
        let slots = self.crews.iter_mut().flat_map(|crew| crew.slots.iter_mut());
        slots.filter_map(|slot| slot.next.take()).collect()
    }
}
