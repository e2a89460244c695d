//! A mail as text: headers, words, and the workbook.

use askama::Template;
use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, Message, MultiPart, SinglePart};
use wordify::report::Format;

use crate::config::{Config, Mail};
use crate::jobs::key::JobKey;
use crate::jobs::record::{DueMail, MailKind};
use crate::jobs::seal;
use crate::jobs::storage::{Storage, StorageError};
use crate::jobs::view::{MAILED_PART, Summary, result_part};

/// A mail, ready to be handed over.
pub(super) struct Built {
    pub(super) from: Address,
    pub(super) to: Mailbox,
    pub(super) bytes: Vec<u8>,
}

/// Why a mail could not be built.
#[derive(Debug)]
pub(super) enum NotBuilt {
    /// The database fails just now; what it holds may be as it should be.
    Storage(StorageError),
    /// It can never be sent: why, without the address.
    Never(String),
}

impl From<StorageError> for NotBuilt {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl From<String> for NotBuilt {
    fn from(reason: String) -> Self {
        Self::Never(reason)
    }
}

impl From<&str> for NotBuilt {
    fn from(reason: &str) -> Self {
        Self::Never(reason.to_owned())
    }
}

/// Builds the mail. None where there is nothing to report any more: the result was deleted meanwhile.
///
/// # Errors
/// See [`NotBuilt`].
pub(super) async fn build(
    storage: &Storage,
    config: &Config,
    settings: &Mail,
    mail: &DueMail,
) -> Result<Option<Built>, NotBuilt> {
    let from: Mailbox = settings.from.parse().map_err(|_| "the sender is not an address")?;
    let to = Mailbox::new(None, mail.mail.recipient.parse().map_err(|_| "the recipient is not an address")?);
    let Some(body) = body(storage, config, settings, mail).await? else { return Ok(None) };
    let domain = from.email.domain().to_owned();
    let message = Message::builder()
        .from(from.clone())
        .to(to.clone())
        .subject(body.subject)
        // The same in every attempt, so that a mail program shows a second copy as the first.
        .message_id(Some(format!("<wordify-{}-{}@{domain}>", mail.job, mail.number)))
        // No out-of-office answers, please.
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".into(),
        ));
    let words = MultiPart::alternative_plain_html(body.text, body.html);
    let message = match body.workbook {
        None => message.multipart(words),
        Some((name, bytes)) => {
            message.multipart(MultiPart::mixed().multipart(words).singlepart(attached(name, bytes)?))
        }
    };
    let message = message.map_err(|error| format!("the message cannot be built: {error}"))?;
    Ok(Some(Built { from: from.email, to, bytes: message.formatted() }))
}

fn attached(name: String, bytes: Vec<u8>) -> Result<SinglePart, String> {
    let kind = ContentType::parse(Format::Xlsx.media_type()).map_err(|error| error.to_string())?;
    Ok(Attachment::new(name).body(bytes, kind))
}

struct Body {
    subject: String,
    text: String,
    html: String,
    workbook: Option<(String, Vec<u8>)>,
}

async fn body(
    storage: &Storage,
    config: &Config,
    settings: &Mail,
    mail: &DueMail,
) -> Result<Option<Body>, NotBuilt> {
    match (mail.mail.kind, &mail.key) {
        (MailKind::Result, Some(key)) => {
            let days = config.retention.results.as_secs().div_ceil(24 * 3600);
            result(storage, settings, mail, key, days).await
        }
        (MailKind::Result, None) => Err("the mail has no key".into()),
        (MailKind::Apology, _) => Ok(Some(apology(config, mail)?)),
        (MailKind::Report, _) => Ok(Some(report(mail)?)),
    }
}

/// The words of a result.
#[derive(Template)]
#[template(path = "mail/result.txt")]
struct ResultText<'a> {
    of: &'a ResultWords,
}

#[derive(Template)]
#[template(path = "mail/result.html")]
struct ResultHtml<'a> {
    of: &'a ResultWords,
}

struct ResultWords {
    documents: usize,
    labels: usize,
    link: String,
    days: u64,
    has_workbook: bool,
}

async fn result(
    storage: &Storage,
    settings: &Mail,
    mail: &DueMail,
    key: &JobKey,
    days: u64,
) -> Result<Option<Body>, NotBuilt> {
    let Some(summary) = part(storage, key, "summary").await? else { return Ok(None) };
    let summary: Summary = serde_json::from_slice(&summary).map_err(|_| "the summary is damaged")?;
    let workbook = match part(storage, key, MAILED_PART).await? {
        Some(workbook) => Some(workbook),
        None => part(storage, key, &result_part(Format::Xlsx)).await?,
    };
    let workbook = workbook.filter(|bytes| bytes.len() as u64 <= settings.attachment_bytes_max);
    let words = ResultWords {
        documents: summary.documents,
        labels: summary.labels.len(),
        link: format!("{}/jobs/{key}", mail.site),
        days,
        has_workbook: workbook.is_some(),
    };
    Ok(Some(Body {
        // Whoever asks for a mail may not be who gets it: nothing that was chosen by the one is put before the other.
        subject: "Your Wordify result".into(),
        text: ResultText { of: &words }.render().map_err(|error| error.to_string())?,
        html: ResultHtml { of: &words }.render().map_err(|error| error.to_string())?,
        workbook: workbook.map(|bytes| (Format::Xlsx.file_name(None), bytes)),
    }))
}

/// The apology.
#[derive(Template)]
#[template(path = "mail/apology.txt")]
struct ApologyText<'a> {
    of: &'a ApologyWords,
}

#[derive(Template)]
#[template(path = "mail/apology.html")]
struct ApologyHtml<'a> {
    of: &'a ApologyWords,
}

struct ApologyWords {
    reference: String,
    link: Option<String>,
    site: String,
    contact: Option<String>,
}

fn apology(config: &Config, mail: &DueMail) -> Result<Body, String> {
    let words = ApologyWords {
        reference: mail.job.to_string(),
        link: mail.key.as_ref().map(|key| format!("{}/jobs/{key}", mail.site)),
        site: mail.site.clone(),
        contact: config.contact.clone(),
    };
    Ok(Body {
        subject: "Your Wordify analysis has no result".into(),
        text: ApologyText { of: &words }.render().map_err(|error| error.to_string())?,
        html: ApologyHtml { of: &words }.render().map_err(|error| error.to_string())?,
        workbook: None,
    })
}

/// The report to an administrator.
#[derive(Template)]
#[template(path = "mail/report.txt")]
struct ReportText<'a> {
    of: &'a ReportWords,
}

#[derive(Template)]
#[template(path = "mail/report.html")]
struct ReportHtml<'a> {
    of: &'a ReportWords,
}

struct ReportWords {
    reference: String,
    version: &'static str,
    detail: String,
}

fn report(mail: &DueMail) -> Result<Body, String> {
    let detail = serde_json::from_str::<serde_json::Value>(&mail.mail.detail)
        .map_or_else(|_| mail.mail.detail.clone(), |value| format!("{value:#}"));
    let words = ReportWords { reference: mail.job.to_string(), version: env!("CARGO_PKG_VERSION"), detail };
    Ok(Body {
        subject: format!("Wordify: analysis {} failed", mail.job),
        text: ReportText { of: &words }.render().map_err(|error| error.to_string())?,
        html: ReportHtml { of: &words }.render().map_err(|error| error.to_string())?,
        workbook: None,
    })
}

/// A part of the result, opened; none where it was deleted.
async fn part(storage: &Storage, key: &JobKey, name: &str) -> Result<Option<Vec<u8>>, NotBuilt> {
    let Some(sealed) = storage.part(&key.id(), name).await? else { return Ok(None) };
    Ok(Some(seal::open(key, name, &sealed).map_err(|error| error.to_string())?))
}
