//! The page of a job that is queued or running.

use askama::Template;
use wordify::count::{counted, grouped};
use wordify::progress::Stage;
use wordify::settings::Settings;

use super::parts::place::Place;
use super::parts::words;
use crate::jobs::job::{Job, State};

/// Share of the work from which an estimate of the rest is worth showing.
const SHARE_FOR_ESTIMATE: f64 = 0.04;

/// The page.
#[derive(Debug, Template)]
#[template(path = "progress.html")]
pub struct Progress {
    job: String,
    address: String,
    file_name: Option<String>,
    has_mail_address: bool,
    is_stopping: bool,
    title: String,
    words: String,
    left: String,
    share: String,
    percent: String,
    stages: Vec<StageLine>,
}

/// A stage in the list.
#[derive(Debug)]
struct StageLine {
    name: &'static str,
    words: &'static str,
    class: &'static str,
    count: String,
}

const STAGES: [(Stage, &str); 9] = [
    (Stage::Read, "Read the file"),
    (Stage::Vectorize, "Count terms"),
    (Stage::Prepare, "Prepare the models"),
    (Stage::Fit, "Fit models, also with shuffled labels"),
    (Stage::Confirm, "Test what was set aside"),
    (Stage::Vary, "Try other choices"),
    (Stage::Draw, "Try fewer texts"),
    (Stage::Fold, "Predict labels"),
    (Stage::Report, "Write the result"),
];

impl Progress {
    /// The page of `job`; `before` jobs are run before it, at the time `now`.
    pub fn new(place: &Place, job: &Job, before: usize, now: i64) -> Self {
        let share = job.progress.as_ref().map_or(0.0, |progress| f64::from(progress.share));
        let is_queued = job.state == State::Queued;
        Self {
            job: place.job.clone(),
            address: place.address(),
            file_name: job.file_name.clone(),
            has_mail_address: job.email.is_some(),
            is_stopping: job.cancel_requested,
            title: (if is_queued { "Waiting for its turn" } else { "Working on it" }).to_owned(),
            words: if is_queued { queue_words(before) } else { running_words(job) },
            left: if is_queued { String::new() } else { left(job, share, now) },
            share: format!("{share:.3}"),
            percent: format!("{:.0}%", share * 100.0),
            stages: stages(job),
        }
    }
}

/// What the place in the queue means.
pub fn queue_words(before: usize) -> String {
    match before {
        0 => "Next in the queue.".to_owned(),
        before => format!("{} before yours.", counted(before, "job is", "jobs are")),
    }
}

/// The stages of the job with these settings, in order: of what nobody asked for there is none.
fn stages_of(settings: &Settings) -> Vec<(Stage, &'static str)> {
    let is_asked_for = |stage: Stage| match stage {
        Stage::Confirm => settings.confirm.is_some(),
        Stage::Vary => settings.robust,
        Stage::Draw => settings.enough,
        Stage::Fold => settings.generalise,
        _ => true,
    };
    let has_shuffles = settings.is_calibrated() || settings.shuffles.is_some();
    let words = |(stage, words): (Stage, &'static str)| match stage {
        Stage::Fit if !has_shuffles => (stage, "Fit models on random samples"),
        _ => (stage, words),
    };
    STAGES.into_iter().filter(|(stage, _)| is_asked_for(*stage)).map(words).collect()
}

/// What was chosen; the default settings where it is not known.
fn settings(job: &Job) -> Settings {
    job.choices.as_ref().and_then(|choices| choices.settings().ok()).unwrap_or_default()
}

fn running_words(job: &Job) -> String {
    let stages = stages_of(&settings(job));
    let words = |stage: &str| {
        stages.iter().find(|(known, _)| known.name() == stage).map_or("Working", |&(_, words)| words)
    };
    match &job.progress {
        Some(progress) => {
            format!("{}: {:.0}% of the whole", words(&progress.stage), f64::from(progress.share) * 100.0)
        }
        None => "Starting".to_owned(),
    }
}

/// The rest of the time, by how long the share done has taken.
fn left(job: &Job, share: f64, now: i64) -> String {
    let Some(started_at) = job.started_at.filter(|_| share >= SHARE_FOR_ESTIMATE) else {
        return String::new();
    };
    let seconds = (now - started_at).max(0) as f64 / 1000.0 * (1.0 - share) / share;
    format!("About {} left.", words::span(seconds))
}

fn stages(job: &Job) -> Vec<StageLine> {
    let stage = job.progress.as_ref().map(|progress| progress.stage.as_str());
    let stages = stages_of(&settings(job));
    let current = stages.iter().position(|(known, _)| Some(known.name()) == stage);
    stages
        .into_iter()
        .enumerate()
        .map(|(number, (stage, words))| {
            let is_now = current == Some(number);
            let progress = job.progress.as_ref().filter(|progress| is_now && progress.total > 1);
            let count = |number: u64| grouped(usize::try_from(number).unwrap_or(usize::MAX));
            StageLine {
                name: stage.name(),
                words,
                class: match current {
                    Some(current) if number < current => "done",
                    _ if is_now => "now",
                    _ => "later",
                },
                count: progress.map_or_else(String::new, |progress| {
                    format!("{} of {}", count(progress.done), count(progress.total))
                }),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::html;
    use crate::http::pages::tests::sample;
    use crate::jobs::choices::Choices;
    use crate::jobs::job::JobProgress;

    #[test]
    fn a_queued_job_knows_its_place() {
        let job = sample::job(State::Queued);
        let page = html(&Progress::new(&sample::place(), &job, 3, 0));
        assert!(page.contains("3 jobs are before yours.") && page.contains("http-equiv=\"refresh\""));
        sample::check_page("progress-queued", &page);
    }

    #[test]
    fn a_running_job_shows_stage_share_and_time_left() {
        let mut job = sample::job(State::Running);
        job.progress =
            Some(JobProgress { stage: "fitting".into(), done: 250, total: 500, share: 0.6.into() });
        job.started_at = Some(0);
        let page = html(&Progress::new(&sample::place(), &job, 0, 30_000));
        for expected in ["250 of 500", "About 20 seconds left.", "60%", "class=\"now\"", "/cancel"] {
            assert!(page.contains(expected), "{expected}");
        }
        sample::check_page("progress-running", &page);
    }

    #[test]
    fn stages_are_those_that_were_asked_for() {
        let words = |choices: Choices| {
            let job = Job { choices: Some(choices), ..sample::job(State::Running) };
            stages(&job).into_iter().map(|stage| stage.words).collect::<Vec<_>>()
        };
        let usual = words(Choices::default());
        assert!(usual.contains(&"Fit models, also with shuffled labels") && usual.len() == 5, "{usual:?}");
        let confirmed = words(Choices::default().with("confirm", "0.3").with("robust", "true"));
        assert!(confirmed.contains(&"Test what was set aside") && confirmed.contains(&"Try other choices"));
        assert!(!confirmed.contains(&"Predict labels"));
        let published = words(Choices::default().with("preset", "wordify-2021"));
        assert!(published.contains(&"Fit models on random samples"), "{published:?}");
    }
}
