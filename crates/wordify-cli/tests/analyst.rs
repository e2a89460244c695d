//! The analyst as a real process: what it answers, how it stops, how it falls.
#![cfg(unix)]

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use wordify::progress::Monitor;
use wordify_web::jobs::analyst::{Analyst, News, Outcome, Request, Task, inspect};
use wordify_web::jobs::choices::Choices;
use wordify_web::jobs::job::FailureClass;
use wordify_web::jobs::key::JobKey;
use wordify_web::jobs::seal;
use wordify_web::jobs::view::{Evidence, Inspection, Summary, Terms};

const PROGRAM: &str = env!("CARGO_BIN_EXE_wordify");
const TIME_MAX: Duration = Duration::from_secs(120);

/// A folder of a job, with the example as its upload.
struct Job {
    folder: TempDir,
    key: JobKey,
}

impl Job {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::copy(example(), folder.path().join("upload")).expect("the example");
        Self { folder, key: JobKey::random().expect("random bits") }
    }

    fn with_upload(text: &str) -> Self {
        let job = Self::new();
        fs::write(job.path("upload"), text).expect("written");
        job
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn request(&self, task: Task, choices: Choices) -> Request {
        Request {
            upload: self.path("upload"),
            file_name: Some("speeches.csv".into()),
            choices,
            threads: 2,
            memory_bytes: 2 << 30,
            task,
        }
    }

    fn analyze(&self, fits: usize) -> Request {
        let (checkpoint, parts) = (self.path("checkpoint"), self.path("parts"));
        let task = Task::Analyze { key: self.key.clone(), checkpoint, parts, keep_upload: false };
        self.request(task, Choices::default().with("preset", "wordify-2021").with("fits", &fits.to_string()))
    }

    fn part(&self, name: &str) -> Vec<u8> {
        let sealed = fs::read(self.path("parts").join(name)).expect("a part");
        seal::open(&self.key, name, &sealed).expect("sealed with the key")
    }
}

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/state-of-the-union.csv")
}

/// The shares of progress and the end.
async fn run(program: &Path, request: &Request) -> (Vec<f64>, Outcome) {
    let mut analyst = Analyst::start(program, request).await.expect("started");
    let mut shares = Vec::new();
    loop {
        match analyst.next().await {
            News::Progress(progress) => shares.push(progress.share.into()),
            News::End(end) => return (shares, end),
        }
    }
}

/// A program that does as the script says.
fn script(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("script");
    fs::write(&path, format!("#!/bin/sh\n{text}\n")).expect("written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).expect("made a program");
    path
}

#[tokio::test]
async fn an_upload_that_shall_be_kept_becomes_a_sealed_part_as_it_came() {
    let job = Job::new();
    let mut request = job.analyze(12);
    let Task::Analyze { keep_upload, .. } = &mut request.task else { panic!("an analysis") };
    *keep_upload = true;
    let Outcome::Analyzed(names) = run(Path::new(PROGRAM), &request).await.1 else { panic!("analysed") };
    assert!(names.iter().any(|name| name == "upload"), "{names:?}");
    assert_eq!(job.part("upload"), fs::read(job.path("upload")).expect("the upload"));
}

#[tokio::test]
async fn an_upload_is_inspected() {
    let job = Job::new();
    let request = job.request(Task::Inspect, Choices::default());
    let end = inspect(Path::new(PROGRAM), &request, TIME_MAX).await.expect("started").expect("in time");
    let Outcome::Inspected(inspection) = end else { panic!("{end:?}") };
    let Inspection { format, rows, columns, text, label, corpus, .. } = *inspection;
    assert_eq!((format.as_str(), rows), ("csv", 4078));
    let name = |number: Option<usize>| {
        let number = number.expect("guessed");
        columns.iter().find(|column| column.number == number).map(|column| column.name.clone())
    };
    assert_eq!((name(text).as_deref(), name(label).as_deref()), (Some("text"), Some("label")));
    let corpus = corpus.expect("documents");
    assert_eq!(
        corpus.labels.iter().map(|(label, _)| label.as_str()).collect::<Vec<_>>(),
        ["Democratic", "Republican"]
    );
    assert_eq!(corpus.language, Some(("en".into(), "English".into())));
    assert!(corpus.first_documents.len() > 2 && corpus.forecast_seconds > 0.0);
}

#[tokio::test]
async fn columns_of_ones_choice_are_inspected_and_what_is_wrong_with_them_is_reported() {
    let job = Job::with_upload("a,b,c\nx one,x two,p\ny one,y two,q\nz one,,q\n");
    let choices = |label: &str| Choices::default().with("text", "B").with("label", label);
    let request = job.request(Task::Inspect, choices("3"));
    let end = inspect(Path::new(PROGRAM), &request, TIME_MAX).await.expect("started").expect("in time");
    let Outcome::Inspected(inspection) = end else { panic!("{end:?}") };
    assert_eq!((inspection.text, inspection.label), (Some(2), Some(3)));
    let corpus = inspection.corpus.expect("documents");
    assert_eq!((corpus.documents, corpus.dropped_rows), (2, vec![(4, "text missing".to_owned())]));
    let request = job.request(Task::Inspect, choices("d"));
    let end = inspect(Path::new(PROGRAM), &request, TIME_MAX).await.expect("started").expect("in time");
    let Outcome::Inspected(inspection) = end else { panic!("{end:?}") };
    assert!(inspection.corpus.is_none());
    assert!(inspection.corpus_failure.expect("reported").message.contains("there is no column \"d\""));
}

#[tokio::test]
async fn the_result_has_the_bytes_of_the_command_line_and_pages_that_agree_with_it() {
    let job = Job::new();
    let (shares, end) = run(Path::new(PROGRAM), &job.analyze(96)).await;
    let Outcome::Analyzed(names) = end else { panic!("{end:?}") };
    assert!(shares.is_sorted() && shares.len() > 3, "{shares:?}");
    let out = job.path("speeches.json");
    fs::copy(example(), job.path("speeches.csv")).expect("copied");
    let status = Command::new(PROGRAM)
        .args([
            "analyze",
            "-q",
            "--preset",
            "wordify-2021",
            "--fits",
            "96",
            "--threads",
            "1",
            "--language",
            "en",
        ])
        .arg("--out")
        .args([&out, &job.path("speeches.csv")])
        .status();
    assert!(status.expect("started").success());
    assert!(fs::read(&out).expect("written") == job.part("result.json"), "the same bytes from every door");
    let summary: Summary = serde_json::from_slice(&job.part("summary")).expect("a summary");
    let (total, at) = (&summary.labels[0].positive_at, 30);
    let terms: Terms = serde_json::from_slice(&job.part("terms-0")).expect("terms");
    let reach =
        |threshold: f64| terms.rows.iter().filter(|row| row.positive && row.score >= threshold).count();
    assert_eq!((total[0], total[at], total[100]), (reach(0.0), reach(0.3), reach(1.0)));
    assert!(terms.rows.iter().enumerate().all(|(place, row)| row.number == place));
    assert_eq!(summary.labels[0].best_positive[0].term, terms.rows[0].term);
    let evidence: Evidence = serde_json::from_slice(&job.part("evidence-0-0")).expect("evidence");
    let of_first = &evidence.terms[0];
    assert_eq!((of_first[0].label, of_first[0].documents), (0, terms.rows[0].documents_in_label));
    assert!(of_first[0].excerpts[0].pieces.iter().any(|(_, is_marked)| *is_marked));
    for name in names {
        let sealed = fs::read(job.path("parts").join(&name)).expect("a part");
        assert!(!sealed.windows(7).any(|window| window == b"freedom"), "{name} is sealed");
    }
}

#[tokio::test]
async fn the_workbook_that_may_travel_by_mail_has_no_texts_and_the_others_have() {
    let job = Job::new();
    let (checkpoint, parts) = (job.path("checkpoint"), job.path("parts"));
    let task = Task::Analyze { key: job.key.clone(), checkpoint, parts, keep_upload: false };
    let choices = Choices::default().with("shuffles", "9").with("max_q", "0.9").with("evidence", "1");
    let study = choices.study().expect("a study");
    let (_, end) = run(Path::new(PROGRAM), &job.request(task, choices)).await;
    assert!(matches!(end, Outcome::Analyzed(_)), "{end:?}");
    let upload = fs::read(example()).expect("the example");
    let report =
        wordify::study::run(upload, Some("speeches.csv"), &study, 2, &Monitor::silent()).expect("a report");
    assert!(report.has_texts() && !report.without_texts().has_texts());
    let workbook = |report| wordify::report::xlsx(report).expect("a workbook");
    assert!(job.part("result.xlsx") == workbook(&report), "the download has the texts");
    assert!(job.part("mailed.xlsx") == workbook(&report.without_texts()), "the mail has none");
}

#[tokio::test]
async fn an_analyst_that_is_asked_to_stop_goes_on_later_with_the_same_bytes() {
    let whole = Job::new();
    assert!(matches!(run(Path::new(PROGRAM), &whole.analyze(1500)).await.1, Outcome::Analyzed(_)));
    let job = Job::new();
    let mut analyst = Analyst::start(Path::new(PROGRAM), &job.analyze(1500)).await.expect("started");
    let end = loop {
        match analyst.next().await {
            News::Progress(progress) if progress.stage == "fitting" && progress.done > 0 => {
                analyst.ask_to_stop();
            }
            News::Progress(_) => {}
            News::End(end) => break end,
        }
    };
    assert_eq!(end, Outcome::Yielded);
    let kept = fs::read(job.path("checkpoint")).expect("a checkpoint");
    assert!(kept.len() < 100_000 && !kept.windows(7).any(|window| window == b"freedom"));
    let (shares, end) = run(Path::new(PROGRAM), &job.analyze(1500)).await;
    assert!(matches!(end, Outcome::Analyzed(_)) && !shares.is_empty());
    for name in ["result.json", "result.xlsx", "terms-0", "evidence-1-0"] {
        assert!(job.part(name) == whole.part(name), "{name}");
    }
}

#[test]
fn an_analyst_whose_parent_is_gone_ends_by_itself() {
    let job = Job::new();
    let mut child = Command::new(PROGRAM)
        .arg("analyst")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("started");
    let mut stdin = child.stdin.take().expect("a pipe");
    let line = serde_json::to_string(&job.analyze(100_000)).expect("JSON") + "\n";
    stdin.write_all(line.as_bytes()).expect("asked");
    drop(stdin);
    let since = Instant::now();
    assert!(child.wait().expect("ended").success());
    assert!(since.elapsed() < Duration::from_secs(20), "{:?}", since.elapsed());
}

#[tokio::test]
async fn a_file_that_needs_more_memory_than_there_is_ends_in_a_clear_end() {
    let job = Job::new();
    for (megabytes, task) in [(3, Task::Inspect), (12, job.analyze(12).task)] {
        let request = Request { memory_bytes: megabytes << 20, ..job.request(task, Choices::default()) };
        assert_eq!(run(Path::new(PROGRAM), &request).await.1, Outcome::OutOfMemory, "{megabytes} MB");
    }
}

#[tokio::test]
async fn what_the_visitor_can_mend_is_refused_with_place_and_remedy() {
    let check = async |text: &str, choices: Choices, words: &str| {
        let job = Job::with_upload(text);
        let request = Request { choices, ..job.analyze(12) };
        let (_, end) = run(Path::new(PROGRAM), &request).await;
        let Outcome::Refused(failure) = end else { panic!("{end:?}") };
        assert_eq!(failure.class, FailureClass::Input);
        assert!(failure.message.contains(words) && failure.remedy.is_some(), "{failure:?}");
    };
    check("a,b\n1,2\n", Choices::default(), "there is no column").await;
    check("", Choices::default(), "the file is empty").await;
    check("text,label\na b,x\nc d,x\n", Choices::default(), "the same label").await;
    let multi = Choices::default().with("language", "zh").with("lemmas", "on");
    check("text,label\na b,x\nc d,y\n", multi, "no lemmas").await;
}

#[tokio::test]
async fn an_analyst_that_ends_badly_is_reported_by_how_it_ended() {
    let job = Job::new();
    let ends = async |text: &str| run(&script(job.folder.path(), text), &job.analyze(12)).await.1;
    assert_eq!(ends("read line; kill -9 $$").await, Outcome::Crashed("signal 9".into()));
    assert_eq!(ends("exit 3").await, Outcome::Crashed("exit code 3".into()));
    assert_eq!(
        ends("echo 'free press' >&2; echo nonsense; kill -ABRT $$").await,
        Outcome::Crashed("signal 6".into())
    );
    let words = "read line; echo 'memory allocation of 9 bytes failed' >&2; kill -ABRT $$";
    assert_eq!(ends(words).await, Outcome::OutOfMemory);
    let gone = job.path("upload");
    fs::remove_file(&gone).expect("removed");
    let (_, end) = run(Path::new(PROGRAM), &job.analyze(12)).await;
    // Another try may find it: a folder can be away for a while.
    assert!(
        matches!(&end, Outcome::Short(detail) if detail.starts_with("the upload cannot be read: ")),
        "{end:?}"
    );
}

#[tokio::test]
async fn an_upload_is_inspected_although_the_service_stops_just_then() {
    let job = Job::new();
    let mark = job.path("mark").display().to_string();
    let text = format!("[ -e {mark} ] || {{ : > {mark}; kill -TERM $$; }}; exec {PROGRAM} analyst");
    let program = script(job.folder.path(), &text);
    let request = job.request(Task::Inspect, Choices::default());
    let end = inspect(&program, &request, TIME_MAX).await.expect("started").expect("in time");
    assert!(matches!(end, Outcome::Inspected(_)) && fs::exists(&mark).expect("seen"), "{end:?}");
}

#[tokio::test]
async fn an_analyst_that_does_not_answer_is_killed() {
    let job = Job::new();
    let program = script(job.folder.path(), "exec sleep 600");
    let request = job.request(Task::Inspect, Choices::default());
    let end = inspect(&program, &request, Duration::from_millis(200)).await.expect("started");
    assert_eq!(end, None);
}
