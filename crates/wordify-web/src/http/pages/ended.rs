//! The pages of a job that gave no result, of deleting, and after it.

use askama::Template;

use super::parts::place::Place;
use super::parts::{option, words};
use crate::jobs::job::{Failure, FailureClass, Job, State};

/// A job that failed or was canceled.
#[derive(Debug, Template)]
#[template(path = "ended.html")]
pub struct Ended {
    job: String,
    title: &'static str,
    message: String,
    place: Option<String>,
    remedy: Option<String>,
    lines: Vec<String>,
    can_delete: bool,
    reference: Option<String>,
}

impl Ended {
    /// The page of `job` at the time `now`.
    pub fn new(place: &Place, job: &Job, now: i64) -> Self {
        let page = Self {
            job: place.job.clone(),
            title: "This job was canceled",
            message: "It stopped before it had a result, and its upload was deleted.".to_owned(),
            place: None,
            remedy: None,
            lines: vec![format!(
                "This record will be deleted {}. It holds no text and no file name.",
                words::moment(job.expires_at, now)
            )],
            can_delete: true,
            reference: None,
        };
        match job.failure.as_ref().filter(|_| job.state == State::Failed) {
            None => page,
            Some(failure) => page.with_failure(job, failure),
        }
    }

    fn with_failure(mut self, job: &Job, failure: &Failure) -> Self {
        self.title = match failure.class {
            FailureClass::Input => "This file cannot be analysed as it is",
            FailureClass::Limit => "This file is too much for this server",
            FailureClass::Internal => "We are sorry: this went wrong on our side",
        };
        self.message = words::sentence(&failure.message);
        self.place.clone_from(&failure.place);
        self.remedy = failure.remedy.as_deref().map(option::by_title);
        self.lines.insert(
            0,
            "The upload was deleted. When you have changed something, please choose the file again."
                .to_owned(),
        );
        if failure.class == FailureClass::Internal {
            "Those who run this site have been notified, without any text of yours. If you ask them, give the reference number below."
                .clone_into(&mut self.lines[0]);
        }
        self.reference = Some(job.id.to_string());
        self
    }
}

/// The question before everything of a job is deleted.
#[derive(Debug, Template)]
#[template(path = "delete.html")]
pub struct Delete {
    job: String,
    file_name: Option<String>,
    what: &'static str,
}

impl Delete {
    /// The question for `job`.
    pub fn new(place: &Place, job: &Job) -> Self {
        let what = match job.state {
            State::Waiting => "The upload",
            State::Queued | State::Running => "The upload and the work done so far",
            State::Succeeded => "The result",
            State::Failed | State::Canceled => "The record",
        };
        Self { job: place.job.clone(), file_name: job.file_name.clone(), what }
    }
}

/// What is shown once it is gone.
#[derive(Debug, Template)]
#[template(path = "deleted.html")]
pub struct Deleted;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::html;
    use crate::http::pages::tests::sample;

    #[test]
    fn a_failure_says_what_where_and_what_to_do_and_is_escaped() {
        let mut job = sample::job(State::Failed);
        job.failure = Some(Failure {
            class: FailureClass::Input,
            message: format!("there is no column \"{}\"", sample::EVIL),
            place: Some("the text column".into()),
            remedy: Some("Choose the text column by its name.".into()),
        });
        let page = html(&Ended::new(&sample::place(), &job, 0));
        for expected in ["There is no column", "the text column", "Choose the text column", job.id.as_str()] {
            assert!(page.contains(expected), "{expected}");
        }
        sample::check_page("failed", &page);
    }

    #[test]
    fn our_own_failure_has_a_reference_and_an_apology() {
        let mut job = sample::job(State::Failed);
        job.failure = Some(Failure {
            class: FailureClass::Internal,
            message: "the analysis stopped three times".into(),
            place: None,
            remedy: None,
        });
        let page = html(&Ended::new(&sample::place(), &job, 0));
        assert!(page.contains("We are sorry") && page.contains(job.id.as_str()));
        sample::check_page("failed-internal", &page);
    }

    #[test]
    fn canceling_and_deleting_have_pages_of_their_own() {
        let canceled = html(&Ended::new(&sample::place(), &sample::job(State::Canceled), 0));
        assert!(canceled.contains("canceled"));
        sample::check_page("canceled", &canceled);
        let question = html(&Delete::new(&sample::place(), &sample::job(State::Waiting)));
        assert!(question.contains("method=\"post\"") && question.contains("Keep it"));
        assert!(
            question.contains(">The upload will be gone") || question.contains("and The upload"),
            "{question}"
        );
        sample::check_page("delete", &question);
        sample::check_page("deleted", &html(&Deleted));
    }
}
