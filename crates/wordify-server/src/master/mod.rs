//! The master: it makes the sockets, keeps the workers, and never serves.
//!
//! Signals, questions and the workers' messages only queue events; one loop takes them one by one, asks the fleet what to do,
//! and does it. The loop never waits for anything else.

mod reload;
mod setup;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use nix::sys::stat::{Mode, umask};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep_until};

use crate::answer::{LastReload, Status};
use crate::contract::Hire;
use crate::control::{Control, Question, What};
use crate::fleet::{Action, Event, Fleet, WorkerId};
use crate::level::Level;
use crate::listeners::{self, Bound, Inherited};
use crate::log;
use crate::notify::Notify;
use crate::pid_file::PidFile;
use crate::settings::Listener;
use crate::signals::{self, Order};
use crate::worker_handle::{Launch, WorkerHandle};
use crate::{Problem, account, certificates};
use reload::Reloading;
pub use setup::{Setup, WorkerKind};

/// Workers notice within a second that their master is gone, at the next sign of life that they give.
const PREDECESSOR_GONE: Duration = Duration::from_secs(3);
/// How often we look whether they have left.
const PREDECESSOR_LOOK: Duration = Duration::from_millis(50);

/// A setup whose sockets are bound.
#[derive(Debug)]
struct Generation {
    setup: Setup,
    listeners: Vec<Bound>,
}

#[derive(Debug)]
struct Master {
    program: PathBuf,
    started: Instant,
    fleet: Fleet,
    handles: HashMap<WorkerId, WorkerHandle>,
    generations: BTreeMap<u64, Arc<Generation>>,
    events: mpsc::UnboundedSender<Event>,
    notify: Notify,
    shown_status: String,
    reloading: Reloading,
    ready: Ready,
    outcome: Option<Result<(), Problem>>,
}

/// Runs until it is asked to stop. Workers are started from the path that this program was called by.
///
/// `reload` gives the setup anew, on HUP. It may take its time: it runs on a thread of its own. What it refuses, or what then
/// turns out not to work, leaves everything as it is.
///
/// # Errors
/// When the server cannot start, or its workers cannot.
///
/// `ready` is given the addresses once all serve; a port of 0 has become a real one.
pub fn run<R, D>(setup: Setup, reload: R, ready: D) -> Result<(), Problem>
where
    R: FnMut() -> Result<Setup, Problem> + Send + 'static,
    D: FnOnce(&[Listener]) + 'static,
{
    // The sockets come first: no other descriptor may be opened at the numbers that systemd has used.
    let inherited = Inherited::take()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime
        .map_err(|error| Problem::new(format!("no event loop: {error}"), "see the limits of the system"))?;
    runtime.block_on(serve(setup, inherited, Reloading::new(reload), Ready(Some(Box::new(ready)))))
}

/// The workers of a master that was killed hold its sockets until they notice. Where we are its successor, they will be gone soon.
async fn wait_for_predecessor(bind: &[Listener], inherited: &Inherited) {
    let deadline = Instant::now() + PREDECESSOR_GONE;
    let mut was_logged = false;
    while let Some(taken) = bind.iter().find(|listener| listeners::is_taken(listener, inherited)) {
        if Instant::now() >= deadline {
            return; // Binding says what is wrong.
        }
        if !was_logged {
            let seconds = PREDECESSOR_GONE.as_secs();
            log::write(Level::Warning, format!("{} is taken; waiting for {seconds} s", taken.address));
            was_logged = true;
        }
        tokio::time::sleep(PREDECESSOR_LOOK).await;
    }
}

/// What is called when all serve, until that is done.
struct Ready(Option<OnReady>);

type OnReady = Box<dyn FnOnce(&[Listener])>;

impl fmt::Debug for Ready {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ready")
    }
}

async fn serve(
    setup: Setup,
    inherited: Inherited,
    reloading: Reloading,
    ready: Ready,
) -> Result<(), Problem> {
    setup.check()?;
    let settings = &setup.settings;
    umask(Mode::from_bits_truncate(settings.umask.0));
    if let Some(path) = &settings.error_log {
        log::write(Level::Info, format!("what follows is written to {}", path.display()));
    }
    // From here on the log is in its file: the line above is the last where the program was started.
    log::open_all(settings)?;
    let program = setup::installed_path(&setup.called)?;
    // Whether they exist; each start of a worker looks them up anew.
    account::find(settings.user.as_deref(), settings.group.as_deref())?;
    let _pid_file = settings.pid_file.as_deref().map(PidFile::write).transpose()?;
    let mut orders = signals::catch().map_err(|error| {
        Problem::new(format!("cannot catch signals: {error}"), "see the limits of the system")
    })?;
    let (ask, mut questions) = mpsc::unbounded_channel();
    let _control = Control::open(settings, ask)?;
    wait_for_predecessor(&settings.bind, &inherited).await;
    let listeners = listeners::bind(&settings.bind, inherited, &[])?;
    for bound in &listeners {
        log::write(Level::Info, format!("listening at {}", bound.listener.address));
    }
    let (events, mut arrivals) = mpsc::unbounded_channel();
    let plans = setup.kinds.iter().map(WorkerKind::plan).collect();
    let (fleet, actions) = Fleet::start(plans, Duration::ZERO);
    let mut master = Master {
        program,
        started: Instant::now(),
        fleet,
        handles: HashMap::new(),
        generations: BTreeMap::from([(1, Arc::new(Generation { setup, listeners }))]),
        events,
        notify: Notify::from_environment(),
        shown_status: String::new(),
        reloading,
        ready,
        outcome: None,
    };
    master.act(actions);
    let mut watchdog = master.notify.watchdog_interval().map(tokio::time::interval);
    while master.outcome.is_none() {
        let due = master.fleet.due().map(|due| master.started + due);
        tokio::select! {
            Some(event) = arrivals.recv() => master.handle(event),
            Some(order) = orders.recv() => master.obey(order),
            Some(question) = questions.recv() => master.answer(question),
            setup = master.reloading.read() => master.have_read(setup),
            () = sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => master.handle(Event::Tick),
            () = beat(&mut watchdog) => master.notify.alive(),
        }
        master.show_status();
    }
    for bound in master.generations.values().flat_map(|generation| &generation.listeners) {
        bound.remove();
    }
    master.outcome.unwrap_or(Ok(()))
}

/// Waits for the next time at which systemd wants to hear from us, or for ever.
async fn beat(watchdog: &mut Option<tokio::time::Interval>) {
    match watchdog {
        Some(interval) => drop(interval.tick().await),
        None => std::future::pending().await,
    }
}

impl Master {
    fn handle(&mut self, event: Event) {
        if let Event::Ended { worker, .. } = &event {
            self.handles.remove(worker);
        }
        let actions = self.fleet.handle(event, self.started.elapsed());
        self.act(actions);
    }

    fn obey(&mut self, order: Order) {
        match order {
            Order::Reload => self.reload(None),
            Order::Stop => {
                log::write(Level::Info, "stopping: workers finish what they have begun");
                self.notify.stopping();
                self.handle(Event::Stop);
            }
            Order::StopQuickly => {
                log::write(Level::Info, "stopping quickly");
                self.notify.stopping();
                self.handle(Event::StopQuickly);
            }
            Order::Grow => self.resize(|kind| Event::Grow { kind }),
            Order::Shrink => self.resize(|kind| Event::Shrink { kind }),
            Order::ReopenLogs => {
                let opened = self.active().map(|active| log::open_all(&active.setup.settings));
                if let Some(Err(problem)) = opened {
                    log::write(Level::Error, problem);
                }
                for handle in self.handles.values() {
                    handle.reopen_logs();
                }
            }
        }
    }

    fn resize(&mut self, event: impl FnOnce(String) -> Event) {
        let first = self.active().and_then(|active| Some(active.setup.kinds.first()?.name.clone()));
        if let Some(kind) = first {
            self.handle(event(kind));
        }
    }

    fn answer(&mut self, question: Question) {
        match question.what {
            What::Status => {
                let mut status = self.status();
                status.certificate =
                    self.active().and_then(|active| certificates::status(&active.setup.settings));
                let _ = question.answer.send(serde_json::to_string(&status).unwrap_or_default());
            }
            What::Reload => self.reload(Some(question.answer)),
        }
    }

    fn reload(&mut self, waiting: Option<oneshot::Sender<String>>) {
        self.notify.reloading();
        self.reloading.begin(waiting);
    }

    /// The program has read its settings anew.
    fn have_read(&mut self, setup: Result<Setup, Problem>) {
        let generation = self.fleet.next_generation();
        let prepared = setup.and_then(|setup| self.prepare(setup));
        match prepared {
            Ok(prepared) => {
                let plans = prepared.setup.kinds.iter().map(WorkerKind::plan).collect();
                self.generations.insert(generation, Arc::new(prepared));
                self.reloading.hand_over(generation);
                self.handle(Event::Reload { plans });
            }
            Err(problem) => {
                log::write(Level::Error, format!("reload: refused, the old workers stay: {problem}"));
                self.finish_reload(None, Some(problem.to_string()));
            }
        }
    }

    /// Binds what is new. Nothing of the old is touched.
    fn prepare(&self, setup: Setup) -> Result<Generation, Problem> {
        setup.check()?;
        let settings = &setup.settings;
        account::find(settings.user.as_deref(), settings.group.as_deref())?;
        let kept = self.active().map_or(&[][..], |active| &active.listeners);
        let listeners = listeners::bind(&settings.bind, Inherited::default(), kept)?;
        Ok(Generation { setup, listeners })
    }

    fn act(&mut self, actions: Vec<Action>) {
        for action in actions {
            match action {
                Action::Start { worker, kind, generation } => self.start(worker, &kind, generation),
                Action::Drain { worker } => self.signal(worker, WorkerHandle::drain),
                Action::Kill { worker } => self.signal(worker, WorkerHandle::kill),
                Action::FleetReady => {
                    let took = self.started.elapsed().as_millis();
                    log::write(Level::Info, format!("serving, {took} ms after the start"));
                    self.notify.ready();
                    let listeners = self.listeners();
                    if let Some(ready) = self.ready.0.take() {
                        ready(&listeners);
                    }
                }
                Action::ReloadFinished { generation } => {
                    self.forget_generations(|other| other < generation);
                    let settings =
                        self.active().map(|active| active.setup.settings.clone()).unwrap_or_default();
                    umask(Mode::from_bits_truncate(settings.umask.0));
                    if let Err(problem) = log::open_all(&settings) {
                        log::write(Level::Error, problem);
                    }
                    self.finish_reload(Some(generation), None);
                }
                Action::ReloadRefused { generation, reason } => {
                    // One that was given up half-way stays in force: some workers have it already.
                    let active = self.fleet.generation();
                    self.forget_generations(|other| other == generation && other != active);
                    self.finish_reload(Some(generation), Some(reason));
                }
                Action::Log { level, text } => log::write(level, text),
                Action::Stopped { failure } => {
                    let remedy = "see the messages above; nothing is served";
                    self.outcome = Some(failure.map_or(Ok(()), |what| Err(Problem::new(what, remedy))));
                }
            }
        }
    }

    fn signal(&self, worker: WorkerId, send: fn(&WorkerHandle)) {
        if let Some(handle) = self.handles.get(&worker) {
            send(handle);
        }
    }

    fn start(&mut self, worker: WorkerId, kind: &str, generation: u64) {
        let Some(of) = self.generations.get(&generation).cloned() else { return };
        let Some(kind) = of.setup.kinds.iter().find(|other| other.name == kind) else { return };
        let settings = &of.setup.settings;
        let listeners = if kind.serves { &of.listeners[..] } else { &[] };
        // Its existence was checked when the settings came; should it be gone since, root is the worse choice.
        let account = match account::find(settings.user.as_deref(), settings.group.as_deref()) {
            Ok(account) => account,
            Err(problem) => {
                let ending = crate::fleet::Ending::NotStarted(problem.to_string());
                let _ = self.events.send(Event::Ended { worker, ending });
                return;
            }
        };
        let launch = Launch {
            program: &self.program,
            arguments: &kind.arguments,
            environment: &kind.environment,
            withheld: &kind.withheld,
            account,
            hire: Hire {
                kind: kind.name.clone(),
                worker: worker.0,
                generation,
                heartbeat: kind.timeouts.heartbeat,
                settings: settings.clone(),
                listeners: listeners.iter().map(|bound| bound.listener.clone()).collect(),
            },
            listeners,
        };
        self.handles.insert(worker, WorkerHandle::start(worker, &launch, self.events.clone()));
    }

    /// What new workers get.
    fn active(&self) -> Option<&Generation> {
        self.generations.get(&self.fleet.generation()).map(Arc::as_ref)
    }

    /// Drops generations that no worker will be started for any more, with the sockets that only they had.
    fn forget_generations(&mut self, is_gone: impl Fn(u64) -> bool) {
        let (gone, stay) =
            std::mem::take(&mut self.generations).into_iter().partition(|(number, _)| is_gone(*number));
        self.generations = stay;
        let listeners = |generations: &BTreeMap<u64, Arc<Generation>>| -> Vec<Bound> {
            generations.values().flat_map(|generation| generation.listeners.clone()).collect()
        };
        let used = listeners(&self.generations);
        for bound in listeners(&gone) {
            if !used.iter().any(|other| other.is_same_socket(&bound)) {
                log::write(Level::Info, format!("no longer listening at {}", bound.listener.address));
                bound.remove();
            }
        }
    }

    fn finish_reload(&mut self, generation: Option<u64>, refused: Option<String>) {
        // Also where it was refused: systemd waits for the end of what it was notified of.
        self.notify.ready();
        self.reloading.finish(&LastReload { generation, refused });
    }

    /// Where we listen now.
    fn listeners(&self) -> Vec<Listener> {
        let listeners =
            |active: &Generation| active.listeners.iter().map(|bound| bound.listener.clone()).collect();
        self.active().map(listeners).unwrap_or_default()
    }

    fn status(&self) -> Status {
        let listeners = self.listeners().iter().map(|listener| listener.address.to_string()).collect();
        Status {
            pid: std::process::id(),
            uptime_seconds: self.started.elapsed().as_secs(),
            listeners,
            fleet: self.fleet.status(self.started.elapsed()),
            last_reload: self.reloading.last().cloned(),
            reloads: self.reloading.counts(),
            certificate: None,
        }
    }

    fn show_status(&mut self) {
        let summary = self.status().summary();
        if summary != self.shown_status {
            self.notify.status(&summary);
            self.shown_status = summary;
        }
    }
}
