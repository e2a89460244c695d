//! `wordify check`: whether the settings of a site can be used.

use std::path::PathBuf;

use tokio_util::sync::CancellationToken;
use wordify_web::config::{Config, MailSecurity};
use wordify_web::mail::connection;
use wordify_web::state::App;

use crate::arguments::Check;
use crate::failure::Failure;
use crate::{output, site};

/// Looks at everything, and says what it found.
pub(crate) fn run(options: &Check) -> Result<(), Failure> {
    let settings = site::settings(&options.serve)?;
    site::runtime()?.block_on(async {
        let mut report = Report::default();
        report.note("settings", Ok(facts(&settings.config)));
        report.note("data", data(settings.config.clone()).await);
        for address in &settings.bind {
            let bound = site::bind(address).await.map(|_| "free".to_owned());
            report.note(address, bound.map_err(|failure| failure.message().to_owned()));
        }
        if options.mail {
            report.note("mail", mail(&settings.config).await);
        }
        report.end()
    })
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

    fn end(self) -> Result<(), Failure> {
        output::print(self.lines.as_bytes())?;
        match self.faults {
            0 => Ok(()),
            1 => Err(Failure::usage("the site cannot be served with these settings: one fault")),
            faults => {
                Err(Failure::usage(format!("the site cannot be served with these settings: {faults} faults")))
            }
        }
    }
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
    let (limits, retention) = (&config.limits, &config.retention);
    format!(
        "uploads up to {} MB, {} analyses at once with {} MB each, results kept for {}, {mail}",
        limits.upload_bytes_max >> 20,
        config.jobs.at_once,
        config.jobs.memory_bytes >> 20,
        crate::progress::duration(retention.results),
    )
}

/// Whether folder and database can be written.
async fn data(config: Config) -> Result<String, String> {
    let folder = config.data.clone();
    let app = App::open(config, PathBuf::new(), CancellationToken::new()).await;
    let app = app.map_err(|error| error.to_string())?;
    app.check_ready().await?;
    Ok(format!("{} can be written", folder.display()))
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
