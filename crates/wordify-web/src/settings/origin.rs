//! Which settings are in force, and where each comes from.

use std::path::Path;

use serde::de::DeserializeOwned;
use toml::{Table, Value};

use super::file::KEYS;
use super::{SettingsError, read_file, variable, variable_name};

/// Where a setting comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A variable of the environment, by its name.
    Variable(String),
    /// The file, and the line where it is found.
    File(Option<usize>),
    /// Nobody has set it.
    Default,
}

/// A setting of the site; those of the server are the server's.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// The table, such as `limits`; empty at the top.
    pub section: &'static str,
    /// Its name there.
    pub key: &'static str,
    /// None where it is not set and has no default.
    pub value: Option<Value>,
    /// Where it comes from.
    pub origin: Origin,
}

/// All settings of the site in the order of the file, and the table `[server]` of the file. `example` is a file of settings in
/// which each default stands.
///
/// # Errors
/// As [`read`](super::read).
pub fn origins<S: DeserializeOwned + Default>(
    path: Option<&Path>,
    environment: &[(String, String)],
    example: &str,
) -> Result<(Vec<Setting>, Table), SettingsError> {
    let file = path.map_or_else(|| Ok(Table::new()), read_file::<S>)?;
    let text = path.and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default();
    let defaults: Table = toml::from_str(example).unwrap_or_default();
    let mut settings = Vec::new();
    for (section, key) in KEYS.into_iter().filter(|(section, _)| *section != "server") {
        let name = variable_name(section, key);
        let set = environment.iter().find(|(variable, _)| *variable == name);
        let (value, origin) = match (set, find(&file, section, key)) {
            (Some((_, text)), _) => {
                let table = variable::<S>(&name, text)?;
                (find(&table, section, key).cloned(), Origin::Variable(name))
            }
            (None, Some(value)) => (Some(value.clone()), Origin::File(line_of(&text, section, key))),
            (None, None) => (find(&defaults, section, key).cloned(), Origin::Default),
        };
        settings.push(Setting { section, key, value, origin });
    }
    let server = file.get("server").and_then(Value::as_table).cloned().unwrap_or_default();
    Ok((settings, server))
}

/// Where the setting `key`, such as `limits.upload_max`, is set: its key, and the file and line or the variable where there is one.
/// `variables` are the names of those in the environment.
pub fn place(path: Option<&Path>, variables: &[String], key: &str) -> String {
    let (section, name) = key.rsplit_once('.').unwrap_or(("", key));
    let variable = variable_name(section, name);
    if variables.contains(&variable) {
        return format!("{key}, variable {variable}");
    }
    let Some(path) = path else { return key.to_owned() };
    let text = std::fs::read_to_string(path).unwrap_or_default();
    match line_of(&text, section, name) {
        Some(line) => format!("{key}, {}, line {line}", path.display()),
        None => format!("{key}, {}", path.display()),
    }
}

fn find<'a>(table: &'a Table, section: &str, key: &str) -> Option<&'a Value> {
    let table = if section.is_empty() { table } else { table.get(section)?.as_table()? };
    table.get(key)
}

/// The line on which a key is set, as people write files: a table's name on a line of its own, or before the key. Of a key that is missing,
/// the line of its table.
fn line_of(text: &str, section: &str, key: &str) -> Option<usize> {
    let (mut current, mut header) = ("", None);
    for (number, line) in (1..).zip(text.lines().map(str::trim)) {
        if let Some(rest) = line.strip_prefix('[') {
            // Of several tables of one name there are two brackets.
            current = rest.trim_start_matches('[').split(']').next().unwrap_or_default().trim();
            if current.rsplit_once('.').unwrap_or(("", current)) == (section, key) {
                return Some(number);
            }
            header = header.or((current == section).then_some(number));
            continue;
        }
        let Some((name, _)) = line.split_once('=') else { continue };
        let name = name.trim();
        let is_dotted = || current.is_empty() && name.split_once('.') == Some((section, key));
        if (current == section && name == key) || is_dotted() {
            return Some(number);
        }
    }
    header
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_setting_is_its_line_that_of_its_table_or_its_variable() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.toml");
        let text = "data = 'a'\n# [mail]\n[server]\nbind = [\n  '[::]:80',\n]\n[maintenance]\nuntil = 'x'\n[[server.mounts]]\npath = '/'\n";
        std::fs::write(&path, text).expect("written");
        let variables = ["WORDIFY_MAIL_HOST".to_owned()];
        let shown = |key| place(Some(&path), &variables, key).replace(&path.display().to_string(), "FILE");
        assert_eq!(shown("data"), "data, FILE, line 1");
        assert_eq!(shown("server.bind"), "server.bind, FILE, line 4");
        assert_eq!(shown("maintenance.message"), "maintenance.message, FILE, line 7");
        assert_eq!(shown("server.mounts"), "server.mounts, FILE, line 9");
        assert_eq!(shown("mail.host"), "mail.host, variable WORDIFY_MAIL_HOST");
        assert_eq!(shown("mail.from"), "mail.from, FILE");
        assert_eq!(place(None, &variables, "mail.from"), "mail.from");
    }

    #[test]
    fn each_setting_is_given_with_its_line_its_variable_or_as_a_default() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("wordify.toml");
        std::fs::write(
            &path,
            "contact = 'us'\nlimits.queued_jobs = 7\n\n[jobs]\nat_once = 3\n[server]\nworkers = 4\n",
        )
        .expect("written");
        let environment = [("WORDIFY_JOBS_MEMORY".to_owned(), "1 GB".to_owned())];
        let example = "[limits]\nupload_max = '100 MB'\n[jobs]\nmemory = '4 GB'\n";
        let (settings, server) =
            origins::<Table>(Some(&path), &environment, example).expect("they are right");
        let shown = |section: &str, key: &str| {
            let setting =
                settings.iter().find(|it| it.section == section && it.key == key).expect("it is one");
            (setting.value.clone(), setting.origin.clone())
        };
        assert_eq!(shown("", "contact"), (Some("us".into()), Origin::File(Some(1))));
        assert_eq!(shown("limits", "queued_jobs"), (Some(7.into()), Origin::File(Some(2))));
        assert_eq!(shown("jobs", "at_once"), (Some(3.into()), Origin::File(Some(5))));
        let variable = Origin::Variable("WORDIFY_JOBS_MEMORY".into());
        assert_eq!(shown("jobs", "memory"), (Some("1 GB".into()), variable));
        assert_eq!(shown("limits", "upload_max"), (Some("100 MB".into()), Origin::Default));
        assert_eq!(shown("", "public_url"), (None, Origin::Default));
        assert_eq!(server.get("workers"), Some(&4.into()));
    }
}
