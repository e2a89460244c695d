//! `wordify status` and `wordify reload`: what the master answers.

use std::time::Duration;

use wordify_server::Status;
use wordify_server::control;
use wordify_web::config::Config;
use wordify_web::jobs::job::State;
use wordify_web::state::App;

use crate::failure::Failure;
use crate::progress::duration;
use crate::site_arguments::{Reload, StatusOptions};
use crate::text_table::{Side, TextTable};
use crate::{site, writing};

/// Prints how the site does.
///
/// # Errors
/// When it does not run, or may not be asked.
pub(crate) fn run(options: &StatusOptions) -> Result<(), Failure> {
    let (socket, config) = match &options.control {
        Some(socket) => (socket.clone(), None),
        None => site::control(&options.site).map(|(socket, config)| (socket, Some(config)))?,
    };
    let status = control::status(&socket).map_err(site::failure)?;
    let jobs = config.as_ref().map(jobs).transpose()?;
    if options.json {
        let mut value = serde_json::to_value(&status).unwrap_or_default();
        if let Some(jobs) = jobs {
            let jobs = jobs.iter().map(|(state, count)| (state.name().to_owned(), (*count).into())).collect();
            value["jobs"] = serde_json::Value::Object(jobs);
        }
        return writing::print(format!("{value:#}\n").as_bytes());
    }
    writing::print(text(&status, jobs.as_deref()).as_bytes())
}

/// Has the site load program and settings anew.
///
/// # Errors
/// When the reload is refused; the site carries on as it was.
pub(crate) fn reload(options: &Reload) -> Result<(), Failure> {
    let (socket, _) = site::control(&options.site)?;
    let generation = control::reload(&socket).map_err(site::failure)?;
    writing::print(format!("reloaded: generation {generation} serves\n").as_bytes())
}

/// Jobs by state, from the database of the site.
fn jobs(config: &Config) -> Result<Vec<(State, usize)>, Failure> {
    let counts = site::runtime()?.block_on(App::counts(config));
    counts.map_err(|error| Failure::input(error.to_string()))
}

fn text(status: &Status, jobs: Option<&[(State, usize)]>) -> String {
    let fleet = &status.fleet;
    let age = |seconds| duration(Duration::from_secs(seconds));
    let mut text = format!(
        "{} for {}, generation {}, master {}\nlistening at {}\n",
        fleet.state,
        age(status.uptime_seconds),
        fleet.generation,
        status.pid,
        status.listeners.join(", ")
    );
    let (left, right) = (Side::Left, Side::Right);
    let header = ["worker", "process", "state", "generation", "age", "requests", "connections", "memory"];
    let mut table = TextTable::new(&header, &[left, right, left, right, right, right, right, right]);
    for worker in &fleet.workers {
        table.push(vec![
            worker.kind.clone(),
            worker.pid.map_or_else(|| "-".to_owned(), |pid| pid.to_string()),
            worker.state.clone(),
            worker.generation.to_string(),
            age(worker.age_seconds),
            worker.requests.to_string(),
            worker.connections.to_string(),
            format!("{} MB", worker.memory_bytes >> 20),
        ]);
    }
    text.push_str(&table.lines(str::to_owned));
    if let Some(jobs) = jobs {
        let jobs: Vec<String> =
            jobs.iter().map(|(state, count)| format!("{count} {}", state.name())).collect();
        let shown = if jobs.is_empty() { "none".to_owned() } else { jobs.join(", ") };
        text.push_str(&format!("jobs: {shown}\n"));
    }
    if let Some(certificate) = &status.certificate {
        let domains = match &certificate.file {
            Some(file) => file.display().to_string(),
            None => certificate.domains.join(", "),
        };
        let expires = certificate.expires.as_deref().map(|time| format!("valid until {time}"));
        text.push_str(&format!("certificate {domains}: {}\n", expires.as_deref().unwrap_or("none yet")));
        if let Some(reason) = &certificate.last_failure {
            text.push_str(&format!("the last order of a certificate failed: {reason}\n"));
        }
    }
    if fleet.crash_loop {
        text.push_str("CRASH LOOP: workers fail again and again; the log says why\n");
    }
    if let Some(reason) = status.last_reload.as_ref().and_then(|reload| reload.refused.as_ref()) {
        text.push_str(&format!("the last reload was refused: {reason}\n"));
    }
    text
}
