//! The numbers that only a master knows, as Prometheus reads them.
//!
//! They are made from its [`Status`], so that whoever may ask for that can show them.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::answer::Status;
use crate::fleet::{KindStatus, WorkerStatus};

/// States of a worker, each of which is shown for each kind, also with none in it: for an alarm, 0 and nothing are two things.
const STATES: [&str; 4] = ["starting", "ready", "draining", "killed"];

/// The text of a server at one moment, each family with its help and its kind.
pub fn text(status: &Status) -> String {
    of_master(status)
        + &of_kinds(status)
        + &of_workers(status)
        + &of_reloads(status)
        + &of_certificate(status)
}

fn of_master(status: &Status) -> String {
    let up = block("wordify_master_up", "gauge", "Whether the master answers.", &one(1.0));
    let help = "Time since the start of the master.";
    let uptime = block("wordify_master_uptime_seconds", "gauge", help, &one(status.uptime_seconds as f64));
    let help = "Generation of code and settings that new workers get.";
    let generation = block("wordify_generation", "gauge", help, &one(status.fleet.generation as f64));
    let help = "Whether workers fail again and again.";
    let is_looping = f64::from(u8::from(status.fleet.crash_loop));
    up + &uptime + &generation + &block("wordify_crash_loop", "gauge", help, &one(is_looping))
}

/// What is known of each kind of workers.
fn of_kinds(status: &Status) -> String {
    let kinds = |value: fn(&KindStatus) -> f64| -> Vec<(String, f64)> {
        let line = |kind: &KindStatus| (format!("{{kind=\"{}\"}}", kind.kind), value(kind));
        status.fleet.kinds.iter().map(line).collect()
    };
    let help = "Workers that should run, by kind.";
    let wanted = block("wordify_workers_wanted", "gauge", help, &kinds(|kind| kind.wanted as f64));
    let help = "Workers started, by kind.";
    let started = block("wordify_worker_starts_total", "counter", help, &kinds(|kind| kind.started as f64));
    let help =
        "Workers that ended, were killed or did not get ready without having been asked to leave, by kind.";
    wanted
        + &started
        + &block("wordify_worker_failures_total", "counter", help, &kinds(|kind| kind.failed as f64))
}

/// What is known of the workers that there are.
fn of_workers(status: &Status) -> String {
    let sum = |value: fn(&WorkerStatus) -> u64| sum_by_kind(&status.fleet.workers, value);
    let states = block("wordify_workers", "gauge", "Workers by kind and state.", &by_state(status));
    let help = "Open connections, by kind of worker.";
    let connections = block("wordify_connections", "gauge", help, &sum(|worker| worker.connections));
    let help = "Resident memory of workers, by kind; pages that they share count in each.";
    states
        + &connections
        + &block("wordify_worker_memory_bytes", "gauge", help, &sum(|worker| worker.memory_bytes))
}

fn of_reloads(status: &Status) -> String {
    let lines = [
        ("{result=\"done\"}".to_owned(), status.reloads.done as f64),
        ("{result=\"refused\"}".to_owned(), status.reloads.refused as f64),
    ];
    let reloads = block("wordify_reloads_total", "counter", "Reloads by what became of them.", &lines);
    let is_refused = status.last_reload.as_ref().is_some_and(|reload| reload.refused.is_some());
    let help = "Whether the last reload was refused.";
    reloads + &block("wordify_last_reload_refused", "gauge", help, &one(f64::from(u8::from(is_refused))))
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
