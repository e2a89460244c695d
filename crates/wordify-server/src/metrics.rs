//! The numbers that only a master knows, as Prometheus reads them.
//!
//! They are made from its [`Status`], so that whoever may ask for that can show them.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::answer::Status;
use crate::fleet::WorkerStatus;

/// States of a worker, each of which is shown for each kind, also with none in it: an alarm must tell 0 from nothing.
const STATES: [&str; 4] = ["starting", "ready", "draining", "killed"];

/// The text of a server at one moment, each family with its help and its kind.
pub fn text(status: &Status) -> String {
    let mut text = String::new();
    let fleet = &status.fleet;
    let mut family = |name: &str, kind: &str, help: &str, lines: &[(String, f64)]| {
        text.push_str(&block(name, kind, help, lines));
    };
    family("wordify_master_up", "gauge", "Whether the master answers.", &one(1.0));
    family(
        "wordify_master_uptime_seconds",
        "gauge",
        "Time since the start of the master.",
        &one(status.uptime_seconds as f64),
    );
    family(
        "wordify_generation",
        "gauge",
        "Generation of code and settings that new workers get.",
        &one(fleet.generation as f64),
    );
    family("wordify_workers", "gauge", "Workers by kind and state.", &by_state(status));
    let kinds = |value: fn(&crate::fleet::KindStatus) -> f64| -> Vec<(String, f64)> {
        fleet.kinds.iter().map(|kind| (format!("{{kind=\"{}\"}}", kind.kind), value(kind))).collect()
    };
    family(
        "wordify_workers_wanted",
        "gauge",
        "Workers that should run, by kind.",
        &kinds(|kind| kind.wanted as f64),
    );
    family(
        "wordify_worker_starts_total",
        "counter",
        "Workers started, by kind.",
        &kinds(|kind| kind.started as f64),
    );
    family(
        "wordify_worker_failures_total",
        "counter",
        "Workers that ended, were killed or did not get ready without having been asked to leave, by kind.",
        &kinds(|kind| kind.failed as f64),
    );
    family(
        "wordify_crash_loop",
        "gauge",
        "Whether workers fail again and again.",
        &one(f64::from(u8::from(fleet.crash_loop))),
    );
    let sum = |value: fn(&WorkerStatus) -> u64| sum_by_kind(&fleet.workers, value);
    family(
        "wordify_connections",
        "gauge",
        "Open connections, by kind of worker.",
        &sum(|worker| worker.connections),
    );
    family(
        "wordify_worker_memory_bytes",
        "gauge",
        "Resident memory of workers, by kind; pages that they share count in each.",
        &sum(|worker| worker.memory_bytes),
    );
    let reloads = [
        ("{result=\"done\"}".to_owned(), status.reloads.done as f64),
        ("{result=\"refused\"}".to_owned(), status.reloads.refused as f64),
    ];
    family("wordify_reloads_total", "counter", "Reloads by what became of them.", &reloads);
    let is_refused = status.last_reload.as_ref().is_some_and(|reload| reload.refused.is_some());
    family(
        "wordify_last_reload_refused",
        "gauge",
        "Whether the last reload was refused.",
        &one(f64::from(u8::from(is_refused))),
    );
    text + &of_certificate(status)
}

/// When the certificate ends, and whether it could be renewed; nothing where there is none.
fn of_certificate(status: &Status) -> String {
    let Some(certificate) = &status.certificate else { return String::new() };
    let mut text = String::new();
    if let Some(end) = certificate.expires_unix_seconds {
        let help = "When the certificate that is served ends, in seconds since 1970.";
        text.push_str(&block("wordify_certificate_expiry_seconds", "gauge", help, &one(end as f64)));
    }
    let is_failing = f64::from(u8::from(certificate.last_failure.is_some()));
    let help = "Whether the last order of a certificate failed.";
    text + &block("wordify_certificate_order_failed", "gauge", help, &one(is_failing))
}

/// A family with its help, its kind and its lines.
fn block(name: &str, kind: &str, help: &str, lines: &[(String, f64)]) -> String {
    let mut text = format!("# HELP {name} {help}\n# TYPE {name} {kind}\n");
    for (labels, value) in lines {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name}{labels} {value}");
    }
    text
}

fn one(value: f64) -> [(String, f64); 1] {
    [(String::new(), value)]
}

fn by_state(status: &Status) -> Vec<(String, f64)> {
    let mut counts: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for kind in &status.fleet.kinds {
        counts.extend(STATES.map(|state| ((kind.kind.as_str(), state), 0)));
    }
    for worker in &status.fleet.workers {
        *counts.entry((worker.kind.as_str(), worker.state.as_str())).or_default() += 1;
    }
    let line = |((kind, state), count)| (format!("{{kind=\"{kind}\",state=\"{state}\"}}"), f64::from(count));
    counts.into_iter().map(line).collect()
}

fn sum_by_kind(workers: &[WorkerStatus], value: fn(&WorkerStatus) -> u64) -> Vec<(String, f64)> {
    let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
    for worker in workers {
        *sums.entry(worker.kind.as_str()).or_default() += value(worker);
    }
    sums.into_iter().map(|(kind, sum)| (format!("{{kind=\"{kind}\"}}"), sum as f64)).collect()
}
