//! The tables `[institution]` and `[maintenance]`: what those who run a site have to say on its pages.

use std::path::PathBuf;
use std::time::{Duration, UNIX_EPOCH};

use serde::Deserialize;

use super::wrong::{Wrong, wrong};
use crate::config::{Legal, LegalText, Maintenance};
use crate::texts::Texts;

/// A line on each page.
const LINE_CHARACTERS_MAX: usize = 500;

/// The table `[institution]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct InstitutionTable {
    name: Option<String>,
    logo: Option<PathBuf>,
    imprint: Option<String>,
    privacy: Option<String>,
    accessibility: Option<String>,
    notice: Option<String>,
    security_contact: Option<String>,
}

/// The table `[maintenance]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct MaintenanceTable {
    message: Option<String>,
    until: Option<String>,
}

impl InstitutionTable {
    pub(super) fn legal(self) -> Result<Legal, Wrong> {
        let legal = Legal {
            institution: line("institution.name", self.name)?,
            logo: self.logo,
            imprint: text("institution.imprint", self.imprint)?,
            privacy: text("institution.privacy", self.privacy)?,
            accessibility: text("institution.accessibility", self.accessibility)?,
            notice: line("institution.notice", self.notice)?,
            security_contact: self.security_contact.map(contact).transpose()?,
        };
        // Workers read the files when they start. What they could not use is reported now.
        match Texts::load(&legal) {
            Ok(_) => Ok(legal),
            Err(error) => wrong(error.key, &error.message, error.remedy),
        }
    }
}

impl MaintenanceTable {
    pub(super) fn maintenance(self) -> Result<Maintenance, Wrong> {
        let Some(message) = line("maintenance.message", self.message)? else {
            return wrong(
                "maintenance.message",
                "visitors do not learn why nothing is taken in",
                "Set message = \"We move the server.\", or take [maintenance] out.",
            );
        };
        let until_ms = self.until.map(|text| time(&text)).transpose()?;
        Ok(Maintenance { message, until_ms })
    }
}

/// One line of plain text.
fn line(key: &'static str, text: Option<String>) -> Result<Option<String>, Wrong> {
    let Some(text) = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    if text.chars().count() > LINE_CHARACTERS_MAX || text.contains(char::is_control) {
        let message = format!("this is more than one line of {LINE_CHARACTERS_MAX} characters");
        return wrong(key, &message, "Say it shorter, or put it into a page of your own and name that.");
    }
    Ok(Some(text))
}

/// An address, or a file in Markdown.
fn text(key: &'static str, place: Option<String>) -> Result<Option<LegalText>, Wrong> {
    let Some(place) = place else { return Ok(None) };
    if place.starts_with("https://") || place.starts_with("http://") {
        if place.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return wrong(
                key,
                "the address has blanks in it",
                "Write it as https://www.example.edu/imprint.",
            );
        }
        return Ok(Some(LegalText::Address(place)));
    }
    if !place.starts_with('/') {
        let message = format!("“{place}” is neither a whole address nor the whole path of a file");
        return wrong(key, &message, "Write https://www.example.edu/imprint or /etc/wordify/imprint.md.");
    }
    Ok(Some(LegalText::File(place.into())))
}

fn contact(text: String) -> Result<String, Wrong> {
    let is_one = text.starts_with("https://") || text.starts_with("mailto:") || text.starts_with("tel:");
    if is_one && !text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Ok(text);
    }
    wrong(
        "institution.security_contact",
        "this is not an address for reports of weaknesses",
        "Write it as mailto:security@example.edu or https://www.example.edu/security.",
    )
}

/// A moment in UTC, in milliseconds since 1970.
fn time(text: &str) -> Result<i64, Wrong> {
    let moment = humantime::parse_rfc3339_weak(text).ok();
    let since = moment.and_then(|moment| moment.duration_since(UNIX_EPOCH).ok());
    match since.map(|since: Duration| i64::try_from(since.as_millis())) {
        Some(Ok(milliseconds)) => Ok(milliseconds),
        _ => wrong(
            "maintenance.until",
            &format!("“{text}” is not a time"),
            "Write it in UTC, as \"2026-12-01 06:00:00\" or \"2026-12-01T06:00:00Z\".",
        ),
    }
}
