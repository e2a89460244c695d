//! `wordify config`: the settings in force, each with where it comes from, as a file that could be used again.

use std::env;
use std::fmt::Write;

use serde_json::Value as Json;
use toml::{Table, Value};
use wordify_server::Settings as Server;
use wordify_web::settings::{self, Origin, Setting};

use crate::failure::Failure;
use crate::site_arguments::Config;
use crate::{site, writing};

/// Where each default stands.
const EXAMPLE: &str = include_str!("../../../deploy/wordify.toml");
/// Keys whose values are for the service alone.
const SECRETS: [&str; 2] = ["password", "secret"];

/// Prints them.
pub(crate) fn run(options: &Config) -> Result<(), Failure> {
    // First as the server reads them, which says best what is wrong.
    let effective = site::settings(&options.serve, site::has_sockets())?;
    let environment: Vec<(String, String)> = env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let path = options.serve.site.config.as_deref();
    let (mut settings, server) =
        settings::origins::<Server>(path, &environment, EXAMPLE).map_err(site::unusable)?;
    let file = path.map_or_else(String::new, |path| path.display().to_string());
    for setting in settings.iter_mut().filter(|setting| setting.section.is_empty() && setting.key == "data") {
        // The option of the command line takes precedence, and without any of them there is still a default folder.
        setting.value = Some(Value::String(effective.site.config.data.display().to_string()));
    }
    let mut text = of_site(&settings, &file);
    let effective = serde_json::to_value(&effective.server).unwrap_or_default();
    text.push_str(&of_server("server", &effective, &server, &file));
    writing::print(text.as_bytes())
}

fn of_site(settings: &[Setting], file: &str) -> String {
    let mut text = String::new();
    let mut section = "";
    for setting in settings {
        if setting.section != section {
            section = setting.section;
            let is_set = settings.iter().any(|other| other.section == section && other.value.is_some());
            // A table without any line would ask for a mail server, or for hosts of webhooks. Writing to a string cannot fail.
            let _ = writeln!(text, "\n{}[{section}]", if is_set { "" } else { "# " });
        }
        let origin = match &setting.origin {
            Origin::Variable(name) => format!("variable {name}"),
            Origin::File(Some(line)) => format!("{file}, line {line}"),
            Origin::File(None) => file.to_owned(),
            Origin::Default => "default".to_owned(),
        };
        let _ = match &setting.value {
            Some(_) if SECRETS.contains(&setting.key) => {
                writeln!(text, "# {} is set  # {origin}", setting.key)
            }
            Some(value) => writeln!(text, "{} = {}  # {origin}", setting.key, shown(value)),
            None => writeln!(text, "# {} is not set", setting.key),
        };
    }
    text
}

/// The table of the server: its values at last, and whether the file has them.
fn of_server(name: &str, effective: &Json, written: &Table, file: &str) -> String {
    let mut text = format!("\n[{name}]\n");
    let mut tables = String::new();
    for (key, value) in effective.as_object().into_iter().flatten() {
        let own = written.get(key);
        match value {
            Json::Null => drop(writeln!(text, "# {key} is not set")),
            Json::Object(_) => {
                let empty = Table::new();
                let own = own.and_then(Value::as_table).unwrap_or(&empty);
                tables.push_str(&of_server(&format!("{name}.{key}"), value, own, file));
            }
            value => {
                let origin = if own.is_some() { file } else { "default" };
                let _ = writeln!(text, "{key} = {}  # {origin}", shown_json(key, value));
            }
        }
    }
    text + &tables
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => Json::from(text.as_str()).to_string(),
        Value::Array(entries) => format!("[{}]", entries.iter().map(shown).collect::<Vec<_>>().join(", ")),
        Value::Table(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(key, value)| format!("{key} = {}", shown(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Boolean(is_so) => is_so.to_string(),
        Value::Datetime(moment) => moment.to_string(),
    }
}

fn shown_json(key: &str, value: &Json) -> String {
    match value {
        // Permissions are shown in octal, as people know them.
        Json::Number(number) if key.ends_with("mode") || key == "umask" => {
            number.as_u64().map_or_else(|| number.to_string(), |mode| format!("\"{mode:04o}\""))
        }
        Json::Array(entries) => {
            let entries: Vec<String> = entries.iter().map(|entry| shown_json(key, entry)).collect();
            format!("[{}]", entries.join(", "))
        }
        Json::Object(entries) => {
            let is_set = |(_, value): &(&String, &Json)| !value.is_null();
            let entries: Vec<String> = entries
                .iter()
                .filter(is_set)
                .map(|(key, value)| format!("{key} = {}", shown_json(key, value)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        other => other.to_string(),
    }
}
