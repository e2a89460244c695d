//! `wordify check`: whether the settings of a site can be used.

use std::path::PathBuf;

use wordify_server::preflight::{self, Held};
use wordify_server::{Problem, control};
use wordify_web::config::{Config, LegalText, MailSecurity};
use wordify_web::http::pages::parts::markdown;
use wordify_web::mail::connection;
use wordify_web::request_memory::PROCESS_BYTES_MAX;
use wordify_web::state::App;

use crate::failure::Failure;
use crate::site_arguments::Check;
use crate::{site, writing};

/// Of an address where the site is already.
const KEPT: &str = "held by the running site, which keeps it";

/// Looks at everything, and says what it found. Nothing is made, and a running site is not disturbed.
pub(crate) fn run(options: &Check) -> Result<(), Failure> {
    let (control, _) = site::control(&options.serve.site)?;
    let running = control::status(&control).ok();
    // A running site keeps the sockets that it has from systemd, which no settings name.
    let mut settings = site::settings(&options.serve, site::has_sockets() || running.is_some())?;
    let in_data = |path: &PathBuf| path.starts_with(&settings.site.config.data);
    if !settings.site.config.data.exists() && settings.server.control_socket.as_ref().is_some_and(in_data) {
        // The control socket is made with the folder; that it is missing now is not an error.
        settings.server.control_socket = None;
    }
    let (config, server) = (&settings.site.config, &settings.server);
    let mut report = Report::default();
    report.note("settings", Ok(facts(config)));
    for (key, doubt) in doubts(config) {
        report.warn(&site::place(&options.serve.site, key), &doubt);
    }
    memory(config, server.web_workers()).add_to(&mut report);
    match wordify_web::jobs::analyst::sandbox_state() {
        Ok(state) => report.note("sandbox", Ok(state)),
        Err(lack) => report.warn("sandbox", &lack),
    }
    site::runtime()?.block_on(async {
        let data = match preflight::check_data(server, &config.data) {
            Some(problem) => Err(problem.to_string()),
            None => App::check(config).await,
        };
        report.note("data", data);
        if options.mail {
            report.note("mail", mail(config).await);
        }
        Ok::<(), Failure>(())
    })?;
    let mut findings = preflight::check(server, &site::APPLICATIONS);
    findings.warnings.extend(preflight::check_sharing(&config.data));
    if let Some(running) = &running {
        findings.errors.extend(preflight::check_confinement(server, running));
    }
    let place = |problem: &Problem| match problem.setting {
        Some(key) => site::place(&options.serve.site, &format!("server.{key}")),
        None => "server".to_owned(),
    };
    for problem in &findings.warnings {
        report.warn(&place(problem), &problem.to_string());
    }
    if findings.errors.is_empty() {
        report.note("server", Ok(format!("{} web workers and one for jobs", server.web_workers())));
    }
    for problem in findings.errors {
        report.note(&place(&problem), Err(problem.to_string()));
    }
    if let Some(running) = running.as_ref().filter(|_| server.bind.is_empty()) {
        for address in &running.listeners {
            report.note(address, Ok(KEPT.to_owned()));
        }
    }
    for (address, found) in preflight::check_sockets(server, running.as_ref()) {
        let found = found.map(|held| match held {
            Held::ByNobody => "free".to_owned(),
            Held::ByRunning => KEPT.to_owned(),
        });
        let what = match &found {
            Ok(_) => address.to_string(),
            Err(_) => format!("{address} ({})", site::place(&options.serve.site, "server.bind")),
        };
        report.note(&what, found.map_err(|problem| problem.to_string()));
    }
    report.end()
}

#[derive(Default)]
struct Report {
    lines: String,
    faults: usize,
}

impl Report {
    fn note(&mut self, what: &str, found: Result<String, String>) {
        let (mark, text) = match found {
            Ok(text) => ("ok   ", text),
            Err(text) => {
                self.faults += 1;
                ("FAULT", text)
            }
        };
        self.lines.push_str(&format!("{mark}  {what}: {text}\n"));
    }

    fn warn(&mut self, what: &str, text: &str) {
        self.lines.push_str(&format!("warn   {what}: {text}\n"));
    }

    fn end(self) -> Result<(), Failure> {
        writing::print(self.lines.as_bytes())?;
        match self.faults {
            0 => Ok(()),
            1 => Err(Failure::usage("the site cannot be served with these settings: one fault")),
            faults => {
                Err(Failure::usage(format!("the site cannot be served with these settings: {faults} faults")))
            }
        }
    }
}

/// What of the institution's texts is not shown as it was meant.
fn doubts(config: &Config) -> Vec<(&'static str, String)> {
    let legal = &config.legal;
    let texts = [
        ("institution.imprint", &legal.imprint),
        ("institution.privacy", &legal.privacy),
        ("institution.accessibility", &legal.accessibility),
    ];
    let doubt = |(key, text): (&'static str, &Option<LegalText>)| match text {
        Some(LegalText::File(path)) => {
            let doubt = markdown::doubts(&std::fs::read_to_string(path).ok()?)?;
            Some((key, format!("{}: {doubt}", path.display())))
        }
        _ => None,
    };
    texts.into_iter().filter_map(doubt).collect()
}

fn facts(config: &Config) -> String {
    let mail = match &config.mail {
        None => "no mail".to_owned(),
        Some(mail) => {
            let security = match mail.security {
                MailSecurity::Tls => "with TLS",
                MailSecurity::StartTls => "with STARTTLS",
                MailSecurity::None => "without encryption",
            };
            format!("mail by {}:{} {security}", mail.host, mail.port)
        }
    };
    let webhooks = match &config.webhooks {
        None => "no webhooks".to_owned(),
        Some(webhooks) => {
            let networks = webhooks.networks.iter().map(ToString::to_string);
            let listed: Vec<String> = webhooks.hosts.iter().cloned().chain(networks).collect();
            format!("webhooks of {}", listed.join(", "))
        }
    };
    let (limits, retention) = (&config.limits, &config.retention);
    format!(
        "uploads up to {}, {} analyses at once with {} each, results kept for {}, {mail}, {webhooks}",
        size(limits.upload_bytes_max),
        config.jobs.at_once,
        size(config.jobs.memory_bytes),
        crate::progress::duration(retention.results),
    )
}

/// A number of bytes as settings write it: `100 MB`, `4 GB`; the units are of 1024.
fn size(bytes: u64) -> String {
    let megabytes = bytes >> 20;
    if megabytes >= 1024 && megabytes.is_multiple_of(1024) {
        format!("{} GB", megabytes >> 10)
    } else {
        format!("{megabytes} MB")
    }
}

/// What the site may take of the machine's memory.
struct Memory {
    analyses: u64,
    inspections: u64,
    workers: u64,
    /// Of the machine, where it says it.
    there_is: Option<u64>,
}

/// The most that a worker takes: what it is itself, and what it lets requests hold.
const WORKER_BYTES: u64 = (96 << 20) + PROCESS_BYTES_MAX as u64;

fn memory(config: &Config, web_workers: usize) -> Memory {
    let jobs = &config.jobs;
    let product = |count: usize, bytes: u64| bytes.saturating_mul(count as u64);
    Memory {
        analyses: product(jobs.at_once, jobs.memory_bytes),
        inspections: product(jobs.inspections, jobs.inspection_memory_bytes),
        // And the master, and the worker for jobs.
        workers: product(web_workers + 2, WORKER_BYTES),
        there_is: machine_bytes(),
    }
}

impl Memory {
    fn add_to(&self, report: &mut Report) {
        let sum = self.analyses.saturating_add(self.inspections).saturating_add(self.workers);
        let text = format!(
            "{} MB at most: {} for analyses, {} for reading uploads, {} for the processes of the site",
            sum >> 20,
            self.analyses >> 20,
            self.inspections >> 20,
            self.workers >> 20
        );
        match self.there_is {
            Some(there_is) if there_is < sum => report.warn(
                "memory",
                &format!(
                    "{text}; this machine has {}: lower jobs.memory, jobs.at_once or jobs.inspection_memory, or large files may \
                     end each other",
                    there_is >> 20
                ),
            ),
            _ => report.note("memory", Ok(text)),
        }
    }
}

/// The memory of this machine, as Linux says it.
fn machine_bytes() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}

/// Whether the mail server takes our connection and our login.
async fn mail(config: &Config) -> Result<String, String> {
    let Some(mail) = &config.mail else { return Err("there are no settings of a mail server".into()) };
    connection::check(mail).await.map_err(|error| error.to_string())?;
    Ok(format!(
        "{}:{} takes our connection{}",
        mail.host,
        mail.port,
        if mail.login.is_some() { " and login" } else { "" }
    ))
}
