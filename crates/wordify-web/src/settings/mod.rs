//! The settings of a site as people write them: a file in TOML, and environment variables.
//!
//! The environment takes precedence over the file, and the command line over both. Each key of the
//! file has its variable: `upload_max` of `[limits]` is `WORDIFY_LIMITS_UPLOAD_MAX`. An error names line or variable,
//! key, and what would be right.

mod file;
mod institution;
mod origin;
mod quantity;
mod storage;
mod suggestion;
mod wrong;

use std::fmt;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use crate::config::Config;
use file::{KEYS, SettingsFile};
pub use file::{LogFormat, LogLevel};
pub use origin::{Origin, Setting, origins, place};

/// What every variable of ours begins with.
const PREFIX: &str = "WORDIFY_";
/// Variables of ours that are no settings of a site: of the tests, and of the application server.
const FOREIGN: [&str; 2] = ["WORDIFY_SHARED", "WORDIFY_SERVER_WORKER"];
/// A settings file has a few kilobytes.
const FILE_BYTES_MAX: u64 = 1 << 20;

/// All settings, checked. `S` is the table `[server]`, which belongs to the application server that the program has.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings<S> {
    /// What the site's own processes need.
    pub site: Site,
    /// What the server needs.
    pub server: S,
}

/// The settings of the site itself. The master of a server hands them to its workers as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// How the site works.
    pub config: Config,
    /// What it says.
    pub log: Log,
}

/// The table `[log]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Log {
    /// Its form; where absent, the one that suits where the log is written.
    pub format: Option<LogFormat>,
    /// What it has.
    pub level: LogLevel,
}

/// Settings that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError {
    /// What is wrong: a sentence without a full stop.
    pub message: String,
    /// Where: file and line, or variable.
    pub place: String,
    /// What would be right: a whole sentence.
    pub remedy: Option<String>,
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.place)
    }
}

impl std::error::Error for SettingsError {}

/// Reads the settings from `path`, if there is one, and from the variables of `environment`. `data` is the data folder
/// where neither names one.
///
/// # Errors
/// For a file that cannot be read, or a key or value that is not understood.
pub fn read<S: DeserializeOwned + Default>(
    path: Option<&Path>,
    environment: impl IntoIterator<Item = (String, String)>,
    data: Option<PathBuf>,
) -> Result<Settings<S>, SettingsError> {
    let mut table = match path {
        Some(path) => read_file::<S>(path)?,
        None => Table::new(),
    };
    let mut variables = Vec::new();
    for (name, value) in environment {
        if name.starts_with(PREFIX) && !FOREIGN.contains(&name.as_str()) {
            merge(&mut table, variable::<S>(&name, &value)?);
            variables.push(name);
        }
    }
    let whole = || path.map_or_else(|| "environment".to_owned(), |path| path.display().to_string());
    let file = SettingsFile::<S>::deserialize(Value::Table(table)).map_err(|error| SettingsError {
        message: error.message().to_owned(),
        place: whole(),
        remedy: suggestion::of(error.message()),
    })?;
    file.settings(data).map_err(|(key, message, remedy)| SettingsError {
        message,
        place: place(path, &variables, key),
        remedy: Some(remedy),
    })
}

fn read_file<S: DeserializeOwned + Default>(path: &Path) -> Result<Table, SettingsError> {
    let shown = path.display().to_string();
    let unreadable = |message: String| SettingsError {
        message,
        place: shown.clone(),
        remedy: Some("Name a text file in TOML; deploy/wordify.toml is an example.".into()),
    };
    let refused = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => unreadable("there is no such file of settings".into()),
        _ => unreadable(format!("the settings cannot be read: {error}")),
    };
    let size = std::fs::metadata(path).map_err(refused)?.len();
    if size > FILE_BYTES_MAX {
        return Err(unreadable("the file is too large for a file of settings".into()));
    }
    let text = std::fs::read_to_string(path).map_err(refused)?;
    // Read as settings first: only then an error knows its line.
    let wrong = |error: toml::de::Error| {
        let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        SettingsError {
            message: error.message().to_owned(),
            place: line.map_or_else(|| shown.clone(), |line| format!("{shown}, line {line}")),
            remedy: suggestion::of(error.message()),
        }
    };
    toml::from_str::<SettingsFile<S>>(&text).map_err(wrong)?;
    toml::from_str(&text).map_err(wrong)
}

/// The table that a variable stands for.
fn variable<S: DeserializeOwned + Default>(name: &str, value: &str) -> Result<Table, SettingsError> {
    let found = KEYS.iter().find(|(section, key)| variable_name(section, key) == name);
    let Some(&(section, key)) = found else {
        let names: Vec<String> = KEYS.iter().map(|(section, key)| variable_name(section, key)).collect();
        return Err(SettingsError {
            message: "there is no such setting".into(),
            place: format!("variable {name}"),
            remedy: suggestion::nearest(name, names.iter().map(String::as_str))
                .map(|nearest| format!("Did you mean {nearest}?")),
        });
    };
    let candidates = [
        // Lists with commas between the entries; what is neither is text.
        toml::from_str::<Table>(&format!("value = {value}")).ok().and_then(|mut table| table.remove("value")),
        Some(Value::String(value.to_owned())),
        Some(Value::Array(value.split(',').map(|entry| Value::String(entry.trim().to_owned())).collect())),
    ];
    let mut first_error = None;
    for candidate in candidates.into_iter().flatten() {
        let mut table = Table::new();
        if section.is_empty() {
            table.insert(key.to_owned(), candidate);
        } else {
            table.insert(section.to_owned(), Value::Table(Table::from_iter([(key.to_owned(), candidate)])));
        }
        match SettingsFile::<S>::deserialize(Value::Table(table.clone())) {
            Ok(_) => return Ok(table),
            Err(error) => {
                first_error.get_or_insert(error);
            }
        }
    }
    let message = first_error.map_or_else(String::new, |error| error.message().to_owned());
    Err(SettingsError { remedy: suggestion::of(&message), message, place: format!("variable {name}") })
}

fn variable_name(section: &str, key: &str) -> String {
    let joined = if section.is_empty() { key.to_owned() } else { format!("{section}_{key}") };
    format!("{PREFIX}{}", joined.to_uppercase())
}

/// Lays `over` on `table`, section by section.
fn merge(table: &mut Table, over: Table) {
    for (key, value) in over {
        match (table.get_mut(&key), value) {
            (Some(Value::Table(section)), Value::Table(over)) => section.extend(over),
            (_, value) => {
                table.insert(key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::config::MailSecurity;

    fn read_text(text: &str, environment: &[(&str, &str)]) -> Result<Settings<Table>, SettingsError> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("wordify.toml");
        std::fs::write(&path, text).expect("written");
        let environment = environment.iter().map(|&(name, value)| (name.to_owned(), value.to_owned()));
        read(Some(&path), environment.collect::<Vec<_>>(), Some("data".into()))
    }

    #[test]
    fn no_settings_are_the_default_ones() {
        let settings: Settings<Table> = read(None, [], Some("data".into())).expect("read");
        assert_eq!(settings.site.config, Config::new("data".into()));
        assert!(settings.server.is_empty());
    }

    #[test]
    fn the_example_file_says_the_defaults_and_names_every_key() {
        let text = include_str!("../../../../deploy/wordify.toml");
        let settings = read_text(text, &[]).expect("read");
        assert_eq!(settings.site.config.limits, Config::new("x".into()).limits);
        assert_eq!(settings.site.config.jobs, Config::new("x".into()).jobs);
        assert_eq!(settings.site.config.retention, Config::new("x".into()).retention);
        for (section, key) in KEYS {
            assert!(text.contains(&format!("{key} =")), "[{section}] {key} is missing");
        }
        // What is commented out can be used as well.
        let all: String = text
            .lines()
            .map(|line| line.strip_prefix("#: ").unwrap_or(line))
            // Settings that name a file, and a storage with its key file, are wrong without the file.
            .filter(|line| !line.contains("_file =") && !line.starts_with("storage ="))
            .map(|line| format!("{line}\n"))
            .collect();
        let settings = read_text(&all, &[]).expect("all keys can be used");
        assert!(settings.site.config.mail.is_some() && settings.site.config.public_url.is_some());
    }

    #[test]
    fn the_environment_goes_before_the_file() {
        let file = "[limits]\nupload_max = \"5 MB\"\njobs_per_visitor = 3\n";
        let environment = [
            ("WORDIFY_LIMITS_UPLOAD_MAX", "7 MB"),
            ("WORDIFY_SERVER_BIND", "[\"127.0.0.1:1\", \"127.0.0.1:2\"]"),
            ("WORDIFY_RETENTION_RESULTS", "2 days"),
            ("WORDIFY_MAIL_HOST", "mail.example.org"),
            ("WORDIFY_MAIL_FROM", "Wordify <w@example.org>"),
            ("WORDIFY_MAIL_SECURITY", "none"),
            ("WORDIFY_MAIL_PORT", "2525"),
            ("WORDIFY_PUBLIC_URL", "https://wordify.example"),
            ("WORDIFY_SHARED", "ignored"),
            ("HOME", "ignored"),
        ];
        let settings = read_text(file, &environment).expect("read");
        assert_eq!(settings.site.config.limits.upload_bytes_max, 7 << 20);
        assert_eq!(settings.site.config.limits.jobs_per_visitor_max, 3);
        assert_eq!(settings.server["bind"].as_array().map(Vec::len), Some(2));
        assert_eq!(settings.site.config.retention.results, Duration::from_secs(2 * 24 * 3600));
        let mail = settings.site.config.mail.expect("mail");
        assert_eq!((mail.port, mail.security), (2525, MailSecurity::None));
    }

    fn check_error(text: &str, environment: &[(&str, &str)], expected: [&str; 3]) {
        let error = read_text(text, environment).expect_err("refused");
        let shown =
            format!("{} | {} | {}", error.message, error.place, error.remedy.clone().unwrap_or_default());
        for part in expected {
            assert!(shown.contains(part), "“{part}” is not in: {shown}");
        }
    }

    #[test]
    fn an_error_names_line_key_and_what_would_be_right() {
        check_error(
            "\n[limits]\nuplod_max = \"5 MB\"\n",
            &[],
            ["uplod_max", "line 3", "Did you mean “upload_max”?"],
        );
        check_error("[limits]\nupload_max = \"5 apples\"\n", &[], ["5 apples", "line 2", "100 MB"]);
        check_error("[retention]\nresults = \"soon\"\n", &[], ["soon", "line 2", "7 days"]);
        check_error("[mail]\nsecurity = \"ssl\"\n", &[], ["ssl", "line 2", "starttls"]);
        check_error("[mail\n", &[], ["", "line 1", ""]);
        check_error(
            "",
            &[("WORDIFY_LIMIT_UPLOAD_MAX", "1")],
            ["no such", "variable", "WORDIFY_LIMITS_UPLOAD_MAX"],
        );
        check_error("", &[("WORDIFY_MAIL_PORT", "many")], ["many", "WORDIFY_MAIL_PORT", ""]);
    }

    #[test]
    fn settings_that_do_not_go_together_are_refused() {
        let mail = "[mail]\nhost = \"mail.example.org\"\nfrom = \"w@example.org\"\n";
        check_error(mail, &[], ["public_url", "links", "https://"]);
        check_error("[mail]\nport = 25\n", &[], ["host", "", ""]);
        let both = format!("public_url = \"https://w.example\"\n{mail}user = \"u\"\n");
        check_error(&both, &[], ["password", "", ""]);
        check_error("public_url = \"w.example\"\n", &[], ["public_url", "line 1", "https://"]);
        let from = format!("public_url = \"https://w.example\"\n{}", mail.replace("w@example.org", "nobody"));
        check_error(&from, &[], ["from", "", "Wordify <"]);
        check_error("[jobs]\nat_once = 0\n", &[], ["jobs.at_once", "line 2", "1"]);
        check_error("[jobs]\nthreads = 1\nattempts = 0\n", &[], ["jobs.attempts", "line 3", "1"]);
    }

    #[test]
    fn webhooks_want_hosts_or_networks_a_secret_and_the_address_of_the_site() {
        let secret = format!("secret = \"whsec_{}\"\n", "A".repeat(32));
        let url = "public_url = \"https://w.example\"\n[webhooks]\n";
        let hosts = "hosts = [\"Hooks.example.org\", \"*.example.edu\"]\n";
        let networks = "networks = [\"10.1.0.0/16\"]\n";
        let read = read_text(&format!("{url}{hosts}{networks}{secret}"), &[]).expect("read");
        let webhooks = read.site.config.webhooks.expect("webhooks");
        assert_eq!(webhooks.hosts, ["hooks.example.org", "*.example.edu"]);
        assert_eq!(webhooks.networks, ["10.1.0.0/16".parse().expect("a network")]);
        check_error(&format!("[webhooks]\n{hosts}{secret}"), &[], ["public_url", "links", "https://"]);
        check_error(&format!("{url}{secret}"), &[], ["no host", "webhooks.hosts", "Name hosts"]);
        check_error(&format!("{url}{hosts}"), &[], ["whsec_", "webhooks.secret", "openssl"]);
        check_error(
            &format!("{url}hosts = [\"https://a\"]\n{secret}"),
            &[],
            ["https://a", "webhooks.hosts", "example.org"],
        );
        check_error(
            &format!("{url}{hosts}networks = [\"10.1\"]\n{secret}"),
            &[],
            ["10.1", "webhooks.networks", "10.1.0.0/16"],
        );
    }

    #[test]
    fn a_password_may_stand_in_a_file_of_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("password");
        std::fs::write(&path, "secret\n").expect("written");
        let text = format!(
            "public_url = \"https://w.example\"\n[mail]\nhost = \"h\"\nfrom = \"w@example.org\"\nuser = \"u\"\n\
             password_file = {:?}\n",
            path.to_string_lossy()
        );
        let mail = read_text(&text, &[]).expect("read").site.config.mail.expect("mail");
        assert_eq!(mail.login, Some(("u".into(), "secret".into())));
    }
}
