//! The settings file, key by key.

use std::path::PathBuf;

use lettre::message::Mailbox;
use serde::{Deserialize, Serialize};
use wordify::phrase::sentence;

use super::institution::{InstitutionTable, MaintenanceTable};
use super::quantity::{Size, Span};
use super::wrong::{Wrong, read, wrong};
use super::{Log, Settings, Site, storage};
use crate::config::{Config, Jobs, Limits, Mail, MailSecurity, Retention, Webhooks};
use crate::mail::address;
use crate::network::Network;
use crate::webhook::address::is_host;
use crate::webhook::call::{CALL_TIMEOUT, Caller};
use crate::webhook::secret::Secret;

/// Every key with its section: each has a variable. Of `[server]`, which is not ours, those that containers set.
pub(super) const KEYS: [(&str, &str); 55] = [
    ("", "data"),
    ("", "storage"),
    ("", "storage_password_file"),
    ("", "storage_key_file"),
    ("", "storage_ca_file"),
    ("", "public_url"),
    ("", "contact"),
    ("institution", "name"),
    ("institution", "logo"),
    ("institution", "imprint"),
    ("institution", "privacy"),
    ("institution", "accessibility"),
    ("institution", "notice"),
    ("institution", "security_contact"),
    ("maintenance", "message"),
    ("maintenance", "until"),
    ("limits", "upload_max"),
    ("limits", "upload_timeout"),
    ("limits", "jobs_per_visitor"),
    ("limits", "queued_jobs"),
    ("limits", "uploads_total"),
    ("limits", "streams_per_visitor"),
    ("limits", "streams"),
    ("limits", "mails_per_recipient"),
    ("limits", "mails_per_visitor"),
    ("limits", "mails_per_day"),
    ("jobs", "at_once"),
    ("jobs", "threads"),
    ("jobs", "memory"),
    ("jobs", "inspections"),
    ("jobs", "inspection_memory"),
    ("jobs", "turn"),
    ("jobs", "timeout"),
    ("jobs", "attempts"),
    ("retention", "results"),
    ("retention", "uploads"),
    ("mail", "host"),
    ("mail", "port"),
    ("mail", "security"),
    ("mail", "user"),
    ("mail", "password"),
    ("mail", "password_file"),
    ("mail", "ca_file"),
    ("mail", "from"),
    ("mail", "administrators"),
    ("mail", "attachment_max"),
    ("webhooks", "hosts"),
    ("webhooks", "networks"),
    ("webhooks", "secret"),
    ("webhooks", "secret_file"),
    ("webhooks", "ca_file"),
    ("log", "format"),
    ("log", "level"),
    ("server", "bind"),
    ("server", "workers"),
];

/// The file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SettingsFile<S> {
    data: Option<PathBuf>,
    storage: Option<String>,
    storage_password_file: Option<PathBuf>,
    storage_key_file: Option<PathBuf>,
    storage_ca_file: Option<PathBuf>,
    public_url: Option<String>,
    contact: Option<String>,
    institution: InstitutionTable,
    maintenance: Option<MaintenanceTable>,
    limits: LimitsTable,
    jobs: JobsTable,
    retention: RetentionTable,
    mail: Option<MailTable>,
    webhooks: Option<WebhooksTable>,
    log: LogTable,
    server: S,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct LimitsTable {
    upload_max: Option<Size>,
    upload_timeout: Option<Span>,
    jobs_per_visitor: Option<usize>,
    queued_jobs: Option<usize>,
    uploads_total: Option<Size>,
    streams_per_visitor: Option<usize>,
    streams: Option<usize>,
    mails_per_recipient: Option<usize>,
    mails_per_visitor: Option<usize>,
    mails_per_day: Option<usize>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct JobsTable {
    at_once: Option<usize>,
    threads: Option<usize>,
    memory: Option<Size>,
    inspections: Option<usize>,
    inspection_memory: Option<Size>,
    turn: Option<Span>,
    timeout: Option<Span>,
    attempts: Option<u32>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RetentionTable {
    results: Option<Span>,
    uploads: Option<Span>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct MailTable {
    host: Option<String>,
    port: Option<u16>,
    security: Option<Security>,
    user: Option<String>,
    password: Option<String>,
    password_file: Option<PathBuf>,
    ca_file: Option<PathBuf>,
    from: Option<String>,
    administrators: Vec<String>,
    attachment_max: Option<Size>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WebhooksTable {
    hosts: Vec<String>,
    networks: Vec<String>,
    secret: Option<String>,
    secret_file: Option<PathBuf>,
    ca_file: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Security {
    Tls,
    StartTls,
    None,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct LogTable {
    format: Option<LogFormat>,
    level: Option<LogLevel>,
}

/// The form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object per line.
    Json,
}

/// What the log has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// What an administrator must look at.
    Error,
    /// And what may become one.
    Warn,
    /// And every request and job.
    #[default]
    Info,
    /// And what helps to find faults.
    Debug,
}

impl<S> SettingsFile<S> {
    /// The settings that the file stands for.
    pub(super) fn settings(self, data: Option<PathBuf>) -> Result<Settings<S>, Wrong> {
        let Some(data) = self.data.or(data) else {
            return wrong("data", "there is no folder for the data", "Name one with --data FOLDER.");
        };
        let public_url = self.public_url.map(|url| url.trim_end_matches('/').to_owned());
        if public_url.as_deref().is_some_and(|url| !is_site(url)) {
            return wrong(
                "public_url",
                "the address of the site is not complete",
                "Write it as https://wordify.example, or https://www.example.edu/wordify for a site below a path.",
            );
        }
        let files = [self.storage_password_file, self.storage_key_file, self.storage_ca_file];
        let storage = storage::of(self.storage, files)?;
        let mail = self.mail.map(MailTable::mail).transpose()?;
        if mail.is_some() && public_url.is_none() {
            // The address that a browser claims must not get into other people's mail.
            return wrong(
                "public_url",
                "mails need the address of the site for their links",
                "Set public_url = \"https://…\" as well.",
            );
        }
        let webhooks = self.webhooks.map(WebhooksTable::webhooks).transpose()?;
        if webhooks.is_some() && public_url.is_none() {
            return wrong(
                "public_url",
                "webhooks need the address of the site for their links",
                "Set public_url = \"https://…\" as well.",
            );
        }
        let config = Config {
            storage,
            root: public_url.as_deref().map(root_of).unwrap_or_default().to_owned(),
            public_url,
            legal: self.institution.legal()?,
            maintenance: self.maintenance.map(MaintenanceTable::maintenance).transpose()?,
            limits: self.limits.limits(),
            jobs: self.jobs.jobs()?,
            retention: self.retention.retention(),
            mail,
            webhooks,
            contact: self.contact,
            ..Config::new(data)
        };
        let log = Log { format: self.log.format, level: self.log.level.unwrap_or_default() };
        Ok(Settings { site: Site { config, log }, server: self.server })
    }
}

/// `http` or `https`, a host, perhaps a port and a plain path.
fn is_site(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let (host, path) = rest.split_once('/').map_or((rest, None), |(host, path)| (host, Some(path)));
        let is_host =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']');
        let is_part = |part: &str| {
            !part.is_empty()
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        };
        !host.is_empty() && host.bytes().all(is_host) && path.is_none_or(|path| path.split('/').all(is_part))
    })
}

/// The path of a whole address without a slash at its end: `/wordify`, or nothing.
fn root_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("", |at| &rest[at..])
}

impl LimitsTable {
    fn limits(self) -> Limits {
        let default = Limits::default();
        Limits {
            upload_bytes_max: self.upload_max.map_or(default.upload_bytes_max, |size| size.0),
            upload_timeout: self.upload_timeout.map_or(default.upload_timeout, |span| span.0),
            jobs_per_visitor_max: self.jobs_per_visitor.unwrap_or(default.jobs_per_visitor_max),
            queued_max: self.queued_jobs.unwrap_or(default.queued_max),
            uploads_bytes_max: self.uploads_total.map_or(default.uploads_bytes_max, |size| size.0),
            streams_per_visitor_max: self.streams_per_visitor.unwrap_or(default.streams_per_visitor_max),
            streams_max: self.streams.unwrap_or(default.streams_max),
            mails_per_recipient_max: self.mails_per_recipient.unwrap_or(default.mails_per_recipient_max),
            mails_per_visitor_max: self.mails_per_visitor.unwrap_or(default.mails_per_visitor_max),
            mails_per_day_max: self.mails_per_day.unwrap_or(default.mails_per_day_max),
        }
    }
}

impl JobsTable {
    fn jobs(self) -> Result<Jobs, Wrong> {
        let default = Jobs::default();
        let jobs = Jobs {
            at_once: self.at_once.unwrap_or(default.at_once),
            threads: self.threads.unwrap_or(default.threads),
            memory_bytes: self.memory.map_or(default.memory_bytes, |size| size.0),
            inspections: self.inspections.unwrap_or(default.inspections),
            inspection_memory_bytes: self
                .inspection_memory
                .map_or(default.inspection_memory_bytes, |size| size.0),
            turn: self.turn.map_or(default.turn, |span| span.0),
            timeout: self.timeout.map_or(default.timeout, |span| span.0),
            attempts_max: self.attempts.unwrap_or(default.attempts_max),
        };
        for (key, count) in
            [("jobs.at_once", jobs.at_once as u64), ("jobs.attempts", jobs.attempts_max.into())]
        {
            if count == 0 {
                return wrong(key, "no job would ever run", "Give at least 1.");
            }
        }
        if jobs.inspections == 0 {
            return wrong("jobs.inspections", "no upload would ever be looked at", "Give at least 1.");
        }
        Ok(jobs)
    }
}

impl RetentionTable {
    fn retention(self) -> Retention {
        let default = Retention::default();
        Retention {
            results: self.results.map_or(default.results, |span| span.0),
            waiting: self.uploads.map_or(default.waiting, |span| span.0),
        }
    }
}

impl MailTable {
    fn mail(self) -> Result<Mail, Wrong> {
        let Some(host) = self.host else {
            return wrong(
                "mail.host",
                "the mail server has no host",
                "Set host = \"mail.example.org\" under [mail].",
            );
        };
        let security = match self.security.unwrap_or(Security::StartTls) {
            Security::Tls => MailSecurity::Tls,
            Security::StartTls => MailSecurity::StartTls,
            Security::None => MailSecurity::None,
        };
        let port = self.port.unwrap_or(match security {
            MailSecurity::Tls => 465,
            MailSecurity::StartTls => 587,
            MailSecurity::None => 25,
        });
        let password = match (self.password, self.password_file) {
            (Some(_), Some(_)) => {
                return wrong("mail.password", "there are two passwords", "Keep password or password_file.");
            }
            (Some(password), None) => Some(password),
            (None, Some(path)) => {
                Some(read("mail.password_file", &path)?.trim_end_matches(['\n', '\r']).to_owned())
            }
            (None, None) => None,
        };
        let login = match (self.user, password) {
            (Some(user), Some(password)) => Some((user, password)),
            (None, None) => None,
            _ => {
                return wrong(
                    "mail.user",
                    "user and password belong together",
                    "Set user and password_file, or neither.",
                );
            }
        };
        let from = self.from.unwrap_or_default();
        if from.parse::<Mailbox>().is_err() {
            return wrong(
                "mail.from",
                "the sender is not a mail address",
                "Write it as Wordify <wordify@example.org>.",
            );
        }
        if let Some(bad) = self.administrators.iter().find(|text| address::check(text).is_err()) {
            let message = format!("“{bad}” is not a mail address");
            return wrong("mail.administrators", &message, "Write [\"name@example.org\"].");
        }
        let attachment_bytes_max = self.attachment_max.map_or(10 << 20, |size| size.0);
        let ca = self.ca_file.map(|path| read("mail.ca_file", &path)).transpose()?;
        Ok(Mail {
            ca,
            host,
            port,
            security,
            login,
            from,
            administrators: self.administrators,
            attachment_bytes_max,
        })
    }
}

impl WebhooksTable {
    fn webhooks(self) -> Result<Webhooks, Wrong> {
        let hosts: Vec<String> = self.hosts.iter().map(|host| host.to_ascii_lowercase()).collect();
        if let Some(bad) = hosts.iter().find(|host| !is_host(host)) {
            let message = format!("“{bad}” is not a host");
            return wrong("webhooks.hosts", &message, "Write [\"hooks.example.org\", \"*.example.edu\"].");
        }
        let mut networks = Vec::with_capacity(self.networks.len());
        for text in &self.networks {
            match text.parse::<Network>() {
                Ok(network) => networks.push(network),
                Err(error) => {
                    let message = format!("“{text}” is not a network");
                    return wrong("webhooks.networks", &message, &sentence(&error.to_string()));
                }
            }
        }
        if hosts.is_empty() && networks.is_empty() {
            return wrong(
                "webhooks.hosts",
                "there is no host that may be called",
                "Name hosts, or networks, or take [webhooks] out.",
            );
        }
        let secret = match (self.secret, self.secret_file) {
            (Some(_), Some(_)) => {
                return wrong("webhooks.secret", "there are two secrets", "Keep secret or secret_file.");
            }
            (Some(secret), None) => secret,
            (None, Some(path)) => read("webhooks.secret_file", &path)?.trim().to_owned(),
            (None, None) => String::new(),
        };
        if let Err(message) = Secret::read(&secret) {
            return wrong("webhooks.secret", &message, "Make one: echo whsec_$(openssl rand -base64 32).");
        }
        let ca = self.ca_file.map(|path| read("webhooks.ca_file", &path)).transpose()?;
        let webhooks = Webhooks { hosts, networks, secret, ca };
        match Caller::new(&webhooks, CALL_TIMEOUT) {
            Ok(_) => Ok(webhooks),
            Err(message) => wrong("webhooks.ca_file", &message, "Name a file with certificates in PEM."),
        }
    }
}
