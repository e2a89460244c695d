//! The settings of a site: where its data are, what it allows, how it mails.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::network::Network;

/// How this site works. The master of a server hands it to its workers as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Config {
    /// Folder of database, uploads and checkpoints; made when absent.
    pub data: PathBuf,
    /// The database of a site on several hosts; none: one in the folder.
    #[serde(default)]
    pub storage: Option<SharedStorage>,
    /// Address under which visitors reach the site, such as `https://wordify.example`, for links in mails; what
    /// the browser says where absent.
    pub public_url: Option<String>,
    /// The path that the site is below, such as `/wordify`; empty at the root of its host. It begins every link of the site.
    // This, the storage, and what follows with a default: a master of an older version, which hands on what it knows, starts workers of ours.
    #[serde(default)]
    pub root: String,
    /// What law and institution want on the pages.
    #[serde(default)]
    pub legal: Legal,
    /// What is being done to the site. While it is, nothing new is taken in.
    #[serde(default)]
    pub maintenance: Option<Maintenance>,
    /// What visitors may use.
    pub limits: Limits,
    /// How jobs are run.
    pub jobs: Jobs,
    /// How long things are kept.
    pub retention: Retention,
    /// Mail; none: the field is not shown.
    pub mail: Option<Mail>,
    /// Who may be notified by webhook that an analysis has ended; none: nobody.
    #[serde(default)]
    pub webhooks: Option<Webhooks>,
    /// Name and address of who answers for the site, shown to visitors as contact.
    pub contact: Option<String>,
}

impl Config {
    /// The settings with which `wordify serve` works with no further set-up.
    pub fn new(data: PathBuf) -> Self {
        Self {
            data,
            storage: None,
            public_url: None,
            root: String::new(),
            legal: Legal::default(),
            maintenance: None,
            limits: Limits::default(),
            jobs: Jobs::default(),
            retention: Retention::default(),
            mail: None,
            webhooks: None,
            contact: None,
        }
    }
}

/// The database of a site on several hosts.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedStorage {
    /// Its address, without a password: `postgres://wordify@db1,db2/wordify`.
    pub url: String,
    /// The password of its user, where it asks for one.
    pub password: Option<String>,
    /// 32 random bytes in base64, the same on all hosts: texts and keys in the database are sealed with it.
    pub key: String,
    /// Certificate of an authority that the system does not know, in PEM.
    pub ca: Option<String>,
}

/// Without the secrets, so that they cannot get into a log by accident.
impl std::fmt::Debug for SharedStorage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SharedStorage").field("url", &self.url).finish_non_exhaustive()
    }
}

/// What law and institution want on the pages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Legal {
    /// Who runs the site.
    pub institution: Option<String>,
    /// File of its logo.
    pub logo: Option<PathBuf>,
    /// Who is responsible, as many countries want it.
    pub imprint: Option<LegalText>,
    /// How the institution treats personal data; our own page on data stands beside it.
    pub privacy: Option<LegalText>,
    /// The statement on accessibility; none: ours.
    pub accessibility: Option<LegalText>,
    /// A line for all visitors, on each page.
    pub notice: Option<String>,
    /// Address of those who take reports of weaknesses, for `security.txt`: `mailto:` or `https:`.
    pub security_contact: Option<String>,
}

/// A text of the institution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LegalText {
    /// It stands elsewhere.
    Address(String),
    /// A file in Markdown, which becomes a page of the site.
    File(PathBuf),
}

/// What is being done to the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Maintenance {
    /// In the words of those who do it.
    pub message: String,
    /// When it ends by itself, in milliseconds since 1970; none: when the settings say so no more.
    pub until_ms: Option<i64>,
}

/// What visitors may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Largest upload in bytes: ten times the largest file that anyone has sent to the published tool. It is checked while the body
    /// arrives (`http/upload.rs`). The application server in front takes ten times as much, so that the visitor reads our answer;
    /// the sites of nginx and Apache take it by `--upload-bytes-max`, and a field of a form more; what it unpacks to is limited
    /// by the engine (`table/limits.rs`).
    pub upload_bytes_max: u64,
    /// Longest time for an upload; a slower one is cut off so that it does not hold a place indefinitely.
    pub upload_timeout: Duration,
    /// Jobs of one visitor that wait, queue or run at once. Visitors on the machine itself have no such limit:
    /// they own it.
    pub jobs_per_visitor_max: usize,
    /// Jobs queued in all; beyond, visitors are asked to come back.
    pub queued_max: usize,
    /// Bytes of all uploads together, those under way included: half a small disk.
    pub uploads_bytes_max: u64,
    /// Event streams of one visitor at once.
    pub streams_per_visitor_max: usize,
    /// Event streams of the whole site at once.
    pub streams_max: usize,
    /// Mails on one day to one address.
    pub mails_per_recipient_max: usize,
    /// Mails on one day for one visitor.
    pub mails_per_visitor_max: usize,
    /// Mails on one day in all, so that the site does not get onto the lists of those who send without being asked.
    pub mails_per_day_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            upload_bytes_max: 100 << 20,
            upload_timeout: Duration::from_secs(600),
            jobs_per_visitor_max: 20,
            queued_max: 1000,
            uploads_bytes_max: 20 << 30,
            streams_per_visitor_max: 20,
            streams_max: 2000,
            mails_per_recipient_max: 10,
            mails_per_visitor_max: 50,
            mails_per_day_max: 2000,
        }
    }
}

/// How jobs are run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jobs {
    /// Jobs run at once: two, so that a short one need not wait for a long one.
    pub at_once: usize,
    /// Threads of each; 0 for as many as the machine has.
    pub threads: usize,
    /// Memory of each in bytes. A million texts take 345 MB.
    pub memory_bytes: u64,
    /// Uploads looked at at once, in the whole site, while their visitors wait.
    pub inspections: usize,
    /// Memory of each in bytes. The largest table that is taken, 100 MB of text, is read with a third of it.
    pub inspection_memory_bytes: u64,
    /// How long a job may fit before it makes room for another visitor's, if one waits; it is later continued from where it was.
    pub turn: Duration,
    /// Longest time of one attempt.
    pub timeout: Duration,
    /// Attempts before a job that crashes is given up.
    pub attempts_max: u32,
}

impl Default for Jobs {
    fn default() -> Self {
        Self {
            at_once: 2,
            threads: 0,
            memory_bytes: 4 << 30,
            inspections: 2,
            inspection_memory_bytes: 800 << 20,
            turn: Duration::from_secs(300),
            timeout: Duration::from_secs(6 * 3600),
            attempts_max: 3,
        }
    }
}

/// How long things are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    /// Results, and the record of jobs that ended otherwise.
    pub results: Duration,
    /// Uploads that nobody started.
    pub waiting: Duration,
}

impl Default for Retention {
    fn default() -> Self {
        Self { results: Duration::from_secs(7 * 24 * 3600), waiting: Duration::from_secs(3600) }
    }
}

/// How the site sends mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Name of the mail server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Encryption of the connection.
    pub security: MailSecurity,
    /// User name and password, where the server asks for them.
    pub login: Option<(String, String)>,
    /// Certificate of an authority that the system does not know, in PEM: many institutions have their own.
    pub ca: Option<String>,
    /// Sender, such as `Wordify <wordify@example.org>`.
    pub from: String,
    /// Who is notified of failures.
    pub administrators: Vec<String>,
    /// Largest workbook that is attached; beyond, the mail has the link only.
    pub attachment_bytes_max: u64,
}

/// Who may be notified by webhook that an analysis has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhooks {
    /// Hosts that may be called: names in small letters, `*.example.org` for all below a domain, or addresses.
    pub hosts: Vec<String>,
    /// Networks that may be called although they are not public, also without TLS.
    pub networks: Vec<Network>,
    /// What notices are signed with: `whsec_` and base64. Empty where only addresses are looked at.
    pub secret: String,
    /// Certificate of an authority that the system does not know, in PEM.
    pub ca: Option<String>,
}

/// Encryption of the connection to the mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MailSecurity {
    /// TLS from the first byte (port 465).
    Tls,
    /// Upgraded by STARTTLS, refused without (port 587).
    StartTls,
    /// None: for a server on the same machine.
    None,
}
