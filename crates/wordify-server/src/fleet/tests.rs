use super::*;

/// A fleet with invented time, and everything that it asked for.
struct Trial {
    fleet: Fleet,
    now: Duration,
    actions: Vec<Action>,
}

impl Trial {
    fn of(plans: Vec<Plan>) -> Self {
        let (fleet, actions) = Fleet::start(plans, Duration::ZERO);
        Self { fleet, now: Duration::ZERO, actions }
    }

    /// Two web workers and one job worker, all ready.
    fn running() -> Self {
        let mut trial = Self::of(vec![plan("web", 2), plan("jobs", 1)]);
        trial.all_ready();
        trial.actions.clear();
        trial
    }

    fn feed(&mut self, event: Event) -> &mut Self {
        let mut actions = self.fleet.handle(event, self.now);
        // Workers of this trial close their doors as soon as they are asked to drain.
        let drained = |action: &Action| match action {
            Action::Drain { worker } => Some(Event::Closed { worker: *worker }),
            _ => None,
        };
        for event in actions.iter().filter_map(drained).collect::<Vec<_>>() {
            actions.extend(self.fleet.handle(event, self.now));
        }
        self.actions.extend(actions);
        self
    }

    /// Lets time pass in small steps while all ready workers beat, except `silent` ones.
    fn wait(&mut self, time: Duration, silent: &[u64]) -> &mut Self {
        let end = self.now + time;
        while self.now < end {
            self.now = end.min(self.now + Duration::from_millis(50));
            for worker in self.ids("ready").into_iter().filter(|id| !silent.contains(id)) {
                self.beat(worker, 0, 0);
            }
            self.feed(Event::Tick);
        }
        self
    }

    fn beat(&mut self, worker: u64, requests: u64, memory_bytes: u64) -> &mut Self {
        self.feed(Event::Beat { worker: WorkerId(worker), requests, connections: 0, memory_bytes })
    }

    fn ready(&mut self, worker: u64) -> &mut Self {
        self.feed(Event::Ready { worker: WorkerId(worker) })
    }

    fn ended(&mut self, worker: u64, ending: Ending) -> &mut Self {
        self.feed(Event::Ended { worker: WorkerId(worker), ending })
    }

    fn all_ready(&mut self) -> &mut Self {
        for worker in self.ids("starting") {
            self.ready(worker);
        }
        self
    }

    fn all_draining_leave(&mut self) -> &mut Self {
        for worker in self.ids("draining") {
            self.ended(worker, Ending::Code(0));
        }
        self
    }

    fn ids(&self, state: &str) -> Vec<u64> {
        let workers = self.fleet.status(self.now).workers.into_iter();
        workers.filter(|worker| worker.state == state).map(|worker| worker.worker).collect()
    }

    /// The actions since the last call, without the lines for the log, in short words.
    fn asked(&mut self) -> Vec<String> {
        let words = std::mem::take(&mut self.actions).into_iter().filter_map(|action| match action {
            Action::Start { worker, kind, generation } => {
                Some(format!("start {kind} {}/{generation}", worker.0))
            }
            Action::Drain { worker } => Some(format!("drain {}", worker.0)),
            Action::Kill { worker } => Some(format!("kill {}", worker.0)),
            Action::FleetReady => Some("fleet ready".to_owned()),
            Action::ReloadFinished { generation } => Some(format!("finished {generation}")),
            Action::ReloadRefused { generation, .. } => Some(format!("refused {generation}")),
            Action::Stopped { failure } => Some(format!("stopped, failed {}", failure.is_some())),
            Action::Log { .. } => None,
        });
        words.collect()
    }

    fn logged(&self, words: &str) -> bool {
        self.actions.iter().any(|action| matches!(action, Action::Log { text, .. } if text.contains(words)))
    }
}

fn plan(kind: &str, count: usize) -> Plan {
    Plan {
        kind: kind.to_owned(),
        count,
        ready_timeout: Duration::from_secs(20),
        heartbeat_timeout: Duration::from_secs(5),
        drain_timeout: Duration::from_secs(30),
        requests_max: None,
        memory_bytes_max: None,
    }
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn a_fleet_starts_all_its_workers_and_is_ready_when_each_kind_serves() {
    let mut trial = Trial::of(vec![plan("web", 2), plan("jobs", 1)]);
    assert_eq!(trial.asked(), ["start web 1/1", "start web 2/1", "start jobs 3/1"]);
    assert_eq!(trial.ready(2).asked(), [""; 0]);
    assert_eq!(trial.ready(3).asked(), ["fleet ready"]);
    assert_eq!(trial.ready(1).asked(), [""; 0]);
    assert_eq!(trial.fleet.status(trial.now).state, "running");
}

#[test]
fn a_crashed_worker_is_replaced_at_once() {
    let mut trial = Trial::running();
    assert_eq!(trial.ended(1, Ending::Signal(9)).asked(), ["start web 4/1"]);
}

#[test]
fn a_crash_loop_is_slowed_and_logged_and_forgotten_after_a_healthy_time() {
    let mut trial = Trial::running();
    let mut starts = 0;
    for _ in 0..6000 {
        trial.wait(Duration::from_millis(50), &[]);
        for worker in trial.ids("starting") {
            trial.ended(worker, Ending::Code(1));
        }
        if trial.ids("ready").contains(&1) {
            trial.ended(1, Ending::Code(1));
        }
        starts += trial.actions.iter().filter(|action| matches!(action, Action::Start { .. })).count();
        trial.actions.retain(|action| matches!(action, Action::Log { .. }));
    }
    // 300 seconds: the doubled waits from 0.1 s, then one every 30 s.
    assert!((12..=20).contains(&starts), "{starts} starts in five minutes");
    assert!(trial.logged("crash loop"));
    assert!(trial.fleet.status(trial.now).crash_loop);
    trial.wait(seconds(31), &[]).all_ready().wait(seconds(11), &[]);
    assert!(!trial.fleet.status(trial.now).crash_loop);
}

#[test]
fn a_worker_without_heartbeat_is_killed_and_replaced_without_waiting_for_its_end() {
    let mut trial = Trial::running();
    trial.wait(seconds(4), &[2]);
    assert_eq!(trial.asked(), [""; 0]);
    trial.wait(seconds(1), &[2]);
    assert_eq!(trial.asked(), ["kill 2", "start web 4/1"]);
    assert_eq!(trial.ended(2, Ending::Signal(9)).asked(), [""; 0]);
}

#[test]
fn a_worker_that_never_gets_ready_is_killed_and_started_again() {
    let mut trial = Trial::of(vec![plan("web", 1)]);
    trial.wait(seconds(20), &[]);
    assert_eq!(trial.asked(), ["start web 1/1", "kill 1", "start web 2/1"]);
}

#[test]
fn silence_while_the_master_itself_was_stopped_proves_nothing() {
    let mut trial = Trial::running();
    trial.wait(seconds(1), &[]);
    trial.now += seconds(3600);
    assert_eq!(trial.feed(Event::Tick).asked(), [""; 0]);
    trial.wait(seconds(6), &[1]);
    assert_eq!(trial.asked(), ["kill 1", "start web 4/1"]);
}

#[test]
fn a_reload_tries_one_worker_of_each_kind_and_then_replaces_the_rest_one_by_one() {
    let mut trial = Trial::running();
    trial.feed(Event::Reload { plans: vec![plan("web", 3), plan("jobs", 1)] });
    assert_eq!(trial.asked(), ["start web 4/2", "start jobs 5/2"]);
    assert_eq!(trial.ready(4).asked(), [""; 0], "nothing leaves before every kind is known to work");
    assert_eq!(trial.fleet.status(trial.now).generation, 1);
    assert_eq!(trial.ready(5).asked(), ["drain 1", "drain 3", "start web 6/2", "start web 7/2"]);
    assert_eq!(trial.ready(6).asked(), ["drain 2"]);
    assert_eq!(trial.ready(7).asked(), ["finished 2"]);
    trial.all_draining_leave();
    assert_eq!(trial.ids("ready"), [4, 5, 6, 7]);
}

#[test]
fn a_reload_is_not_finished_while_an_old_worker_still_takes_requests() {
    let (mut fleet, _) = Fleet::start(vec![plan("web", 1)], Duration::ZERO);
    let worker = |number| WorkerId(number);
    fleet.handle(Event::Ready { worker: worker(1) }, Duration::ZERO);
    fleet.handle(Event::Reload { plans: vec![plan("web", 1)] }, Duration::ZERO);
    let actions = fleet.handle(Event::Ready { worker: worker(2) }, Duration::ZERO);
    assert!(actions.contains(&Action::Drain { worker: worker(1) }));
    assert!(!actions.contains(&Action::ReloadFinished { generation: 2 }));
    let actions = fleet.handle(Event::Closed { worker: worker(1) }, Duration::ZERO);
    assert!(actions.contains(&Action::ReloadFinished { generation: 2 }));
}

#[test]
fn a_reload_whose_first_worker_fails_is_refused_and_changes_nothing() {
    for fail in [Ending::Code(3), Ending::Signal(11), Ending::NotStarted("no such file".to_owned())] {
        let mut trial = Trial::running();
        trial.feed(Event::Reload { plans: vec![plan("web", 4), plan("jobs", 1), plan("mail", 1)] });
        assert_eq!(trial.asked(), ["start web 4/2", "start jobs 5/2", "start mail 6/2"]);
        assert_eq!(trial.ready(5).ended(4, fail).asked(), ["drain 5", "drain 6", "refused 2"]);
        assert_eq!(trial.all_draining_leave().wait(seconds(40), &[]).asked(), [""; 0]);
        assert_eq!(trial.ids("ready"), [1, 2, 3]);
        // What crashes later starts with the old settings.
        assert_eq!(trial.ended(1, Ending::Signal(9)).asked(), ["start web 7/1"]);
    }
}

#[test]
fn a_reload_whose_worker_never_gets_ready_is_refused_at_the_deadline() {
    let mut trial = Trial::running();
    trial.feed(Event::Reload { plans: vec![plan("web", 2), plan("jobs", 1)] });
    trial.ready(5).wait(seconds(19), &[]).asked();
    assert_eq!(trial.wait(seconds(1), &[]).asked(), ["drain 5", "refused 2", "kill 4"]);
    assert_eq!(trial.ids("ready"), [1, 2, 3]);
}

#[test]
fn a_worker_that_fails_after_the_trial_leaves_its_predecessor_in_place_and_is_tried_again() {
    let mut trial = Trial::running();
    trial.feed(Event::Reload { plans: vec![plan("web", 2), plan("jobs", 1)] });
    trial.ready(4).ready(5).asked();
    assert_eq!(trial.ended(6, Ending::Code(1)).asked(), ["start web 7/2"]);
    assert_eq!(trial.ended(7, Ending::Code(1)).asked(), [""; 0]);
    assert_eq!(trial.ids("ready"), [2, 4, 5]);
    assert_eq!(trial.wait(Duration::from_millis(100), &[]).asked(), ["start web 8/2"]);
    assert_eq!(trial.ready(8).asked(), ["drain 2", "finished 2"]);
}

#[test]
fn a_reload_mends_a_fleet_in_a_crash_loop() {
    let mut trial = Trial::of(vec![plan("web", 1)]);
    for worker in 1..=5 {
        trial.ended(worker, Ending::Code(1)).wait(seconds(2), &[]);
    }
    trial.asked();
    trial.ended(6, Ending::Code(1)).feed(Event::Reload { plans: vec![plan("web", 1)] });
    assert_eq!(trial.asked(), ["start web 7/2"]);
    assert_eq!(trial.ready(7).asked(), ["finished 2", "fleet ready"]);
}

#[test]
fn a_worker_that_crashes_during_a_trial_is_replaced_by_its_own_generation() {
    let mut trial = Trial::running();
    trial.feed(Event::Reload { plans: vec![plan("web", 2), plan("jobs", 1)] }).asked();
    assert_eq!(trial.ended(1, Ending::Signal(9)).asked(), ["start web 6/1"]);
    assert_eq!(trial.ready(4).ready(5).asked(), ["drain 6", "drain 3", "start web 7/2"]);
}

#[test]
fn a_second_reload_takes_the_place_of_the_first() {
    let mut trial = Trial::running();
    trial.feed(Event::Reload { plans: vec![plan("web", 2), plan("jobs", 1)] }).asked();
    trial.feed(Event::Reload { plans: vec![plan("web", 1)] });
    assert_eq!(trial.asked(), ["refused 2", "drain 4", "drain 5", "start web 6/3"]);
    assert_eq!(trial.ready(6).asked(), ["drain 1", "drain 2", "drain 3", "finished 3"]);
}

#[test]
fn workers_can_be_added_and_taken_away_but_not_the_last() {
    let mut trial = Trial::running();
    let web = || "web".to_owned();
    assert_eq!(trial.feed(Event::Grow { kind: web() }).asked(), ["start web 4/1"]);
    assert_eq!(trial.feed(Event::Shrink { kind: web() }).asked(), ["drain 4"]);
    assert_eq!(trial.feed(Event::Shrink { kind: web() }).asked(), ["drain 2"]);
    assert_eq!(trial.feed(Event::Shrink { kind: web() }).asked(), [""; 0]);
}

#[test]
fn a_stop_drains_all_and_kills_what_stays_beyond_the_deadline() {
    let mut trial = Trial::running();
    assert_eq!(trial.feed(Event::Stop).asked(), ["drain 1", "drain 2", "drain 3"]);
    trial.ended(1, Ending::Code(0)).ended(2, Ending::Signal(11)).wait(seconds(29), &[]);
    assert_eq!(trial.asked(), [""; 0], "a worker that crashes while it leaves is not replaced");
    assert_eq!(trial.wait(seconds(1), &[]).asked(), ["kill 3"]);
    assert_eq!(trial.ended(3, Ending::Signal(9)).asked(), ["stopped, failed false"]);
}

#[test]
fn a_quick_stop_waits_a_second_and_not_for_a_process_that_cannot_be_killed() {
    let mut trial = Trial::running();
    trial.feed(Event::Stop).ended(1, Ending::Code(0)).asked();
    assert_eq!(trial.feed(Event::StopQuickly).wait(seconds(1), &[]).asked(), ["kill 2", "kill 3"]);
    assert_eq!(trial.ended(2, Ending::Signal(9)).wait(seconds(5), &[]).asked(), ["stopped, failed false"]);
}

#[test]
fn a_fleet_whose_application_cannot_be_made_at_the_first_start_gives_up() {
    let mut trial = Trial::of(vec![plan("web", 2)]);
    assert_eq!(
        trial.ended(1, Ending::Code(crate::exit::CANNOT_START)).asked(),
        ["start web 1/1", "start web 2/1", "drain 2"]
    );
    assert_eq!(trial.ended(2, Ending::Signal(15)).asked(), ["stopped, failed true"]);
}

#[test]
fn a_worker_that_has_served_or_grown_enough_is_replaced_when_its_successor_is_ready() {
    let worn = Plan { requests_max: Some(1000), memory_bytes_max: Some(1 << 20), ..plan("web", 2) };
    let mut trial = Trial::of(vec![worn]);
    trial.all_ready().asked();
    assert_eq!(trial.beat(1, 999, 1 << 20).asked(), [""; 0]);
    assert_eq!(trial.beat(1, 1000, 0).asked(), ["start web 3/1"]);
    assert_eq!(trial.beat(2, 0, (1 << 20) + 1).asked(), [""; 0], "one at a time");
    assert_eq!(trial.ready(3).asked(), ["drain 1", "start web 4/1"]);
    assert_eq!(trial.ready(4).asked(), ["drain 2"]);
}

#[test]
fn a_tick_is_due_when_a_deadline_is_and_never_in_the_past() {
    let mut trial = Trial::running();
    assert_eq!(trial.fleet.due(), Some(seconds(5)));
    trial.ended(1, Ending::Signal(9)).ended(4, Ending::Signal(9));
    assert_eq!(trial.fleet.due(), Some(Duration::from_millis(100)));
    for _ in 0..200 {
        trial.wait(Duration::from_millis(50), &[2]);
        assert!(trial.fleet.due().is_none_or(|due| due > trial.now));
    }
}
