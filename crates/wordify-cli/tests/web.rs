//! The real program as a web server, asked over HTTP.
#![cfg(unix)]

mod program;

use std::process::{Command, Stdio};

use program::{
    Folder, pets,
    server::{Server, form},
};

#[test]
fn the_api_gives_the_same_bytes_as_the_command_line() {
    let folder = Folder::new();
    folder.write("pets.csv", pets());
    let mut server = Server::start(&folder);
    let (kind, body) = form(&pets(), &[("preset", "wordify-2021"), ("fits", "20"), ("seed", "7")]);
    let (status, job) = server.json("POST", "/api/v1/jobs", &kind, &body);
    assert_eq!(status, 201, "{job}");
    let job = server.ended(&job["links"]);
    assert_eq!(job["state"], "succeeded", "{job}");
    for format in ["csv", "json", "xlsx", "html"] {
        let out = format!("out.{format}");
        folder
            .run(&[
                "analyze",
                "pets.csv",
                "--preset",
                "wordify-2021",
                "--fits",
                "20",
                "--seed",
                "7",
                "--language",
                "en",
                "--out",
                &out,
                "--quiet",
            ])
            .ok();
        let (status, bytes) = server.get(job["links"]["result"][format].as_str().expect("a link"));
        assert_eq!(status, 200);
        assert!(bytes == folder.read(&out), "the {format} differs from the command line's");
    }
    let id = job["id"].as_str().expect("an id").to_owned();
    assert_eq!(server.ask("DELETE", &format!("/api/v1/jobs/{id}"), "", b"").0, 204);
    assert_eq!(server.stop(), 0);
    let log = String::from_utf8(folder.read("log")).expect("text");
    assert!(log.contains("/api/v1/jobs/{id}"), "{log}");
    // Where the server listens is no secret; who asks is.
    let log: String = log.lines().filter(|line| !line.contains("listening at")).collect();
    for secret in [id.as_str(), "pets.csv", "127.0.0.1"] {
        assert!(!log.contains(secret), "“{secret}” is in the log: {log}");
    }
}

#[test]
fn an_upload_is_looked_at_before_it_is_started() {
    let folder = Folder::new();
    let server = Server::start(&folder);
    let (kind, body) = form(&pets(), &[]);
    let (status, upload) = server.json("POST", "/api/v1/uploads", &kind, &body);
    assert_eq!(status, 201, "{upload}");
    assert_eq!(upload["inspection"]["columns"].as_array().map(Vec::len), Some(2));
    let this = upload["links"]["self"].as_str().expect("a link");
    assert_eq!(server.json("GET", this, "", b"").1["inspection"], upload["inspection"]);
    let start = upload["links"]["start"].as_str().expect("a link");
    let choices = br#"{"choices": {"preset": "wordify-2021", "fits": 10, "text": "text", "label": "label"}}"#;
    let (status, job) = server.json("POST", start, "application/json", choices);
    assert_eq!(status, 202, "{job}");
    assert_eq!(server.ended(&job["links"])["state"], "succeeded");
    assert_eq!(server.get(this).0, 409);
    let (kind, body) = form("\u{0}no table", &[]);
    let (status, problem) = server.json("POST", "/api/v1/uploads", &kind, &body);
    assert_eq!((status, &problem["status"]), (422, &422.into()), "{problem}");
}

#[test]
fn a_server_that_is_stopped_and_started_goes_on_with_its_jobs() {
    let folder = Folder::new();
    let mut server = Server::start(&folder);
    let (kind, body) = form(&pets(), &[("preset", "wordify-2021"), ("fits", "2000")]);
    let (_, job) = server.json("POST", "/api/v1/jobs", &kind, &body);
    assert_eq!(server.stop(), 0);
    let server = Server::start(&folder);
    assert_eq!(server.ended(&job["links"])["state"], "succeeded");
}

/// 40 Chinese texts about phones, with the labels `好` and `坏`.
fn phones() -> String {
    let mut csv = String::from("text,label\n");
    for number in 0..20 {
        csv += &format!("这个手机的屏幕非常清晰我很喜欢第{number}天,好\n");
        csv += &format!("这个手机的电池太差了我不喜欢第{number}天,坏\n");
    }
    csv
}

/// The page of a new job with `file`.
fn uploaded(server: &Server, file: &str) -> String {
    let (kind, body) = form(file, &[]);
    let (status, upload) = server.json("POST", "/api/v1/uploads", &kind, &body);
    assert_eq!(status, 201, "{upload}");
    upload["links"]["page"].as_str().expect("a link").to_owned()
}

#[test]
fn a_form_that_nobody_touched_can_be_started_in_languages_without_lemmas() {
    let folder = Folder::new();
    let server = Server::start(&folder);
    for (file, language) in [(phones(), "auto"), (phones(), "zh"), (pets(), "multi")] {
        let page = uploaded(&server, &file);
        let (status, answer) =
            server.start_page(&page, &[("language", language), ("preset", "wordify-2021"), ("fits", "10")]);
        assert_eq!(status, 303, "{answer}");
        let job = page.replace("/jobs/", "/api/v1/jobs/");
        let links = serde_json::json!({ "events": format!("{job}/events"), "self": job });
        assert_eq!(server.ended(&links)["state"], "succeeded", "{language}");
    }
}

#[test]
fn what_cannot_run_is_refused_at_the_start_and_the_upload_stays() {
    let folder = Folder::new();
    let server = Server::start(&folder);
    let page = uploaded(&server, &pets());
    let (status, answer) = server.start_page(&page, &[("label", "9")]);
    assert_eq!(status, 422, "{answer}");
    let (kind, body) = form(&phones(), &[]);
    let (_, upload) = server.json("POST", "/api/v1/uploads", &kind, &body);
    let start = upload["links"]["start"].as_str().expect("a link");
    for (choices, place) in [
        (r#"{"lemmas": "on", "language": "zh"}"#, "lemmas"),
        (r#"{"lemmas": true, "language": "auto"}"#, "lemmas"),
        (r#"{"text": "words"}"#, "the text column"),
    ] {
        let body = format!("{{\"choices\": {choices}}}");
        let (status, problem) = server.json("POST", start, "application/json", body.as_bytes());
        assert_eq!((status, problem["place"].as_str()), (422, Some(place)), "{problem}");
    }
    for links in [upload["links"]["self"].as_str().expect("a link"), &page] {
        assert_eq!(server.get(links).0, 200, "{links}");
    }
    assert_eq!(server.start_page(&page, &[("preset", "wordify-2021"), ("fits", "10")]).0, 303);
}

#[test]
fn a_file_without_the_columns_that_were_chosen_is_refused_before_it_is_queued() {
    let folder = Folder::new();
    let server = Server::start(&folder);
    for (file, choice, place) in [
        (pets(), ("text", "words"), "the text column"),
        (pets(), ("label", "9"), "the label column"),
        (pets().replace("label", "kind"), ("seed", "10"), "the label column"),
        ("text,label\nall of them,a\nare the same,a\n".to_owned(), ("seed", "10"), "label"),
    ] {
        let (kind, body) = form(&file, &[choice]);
        let (status, problem) = server.json("POST", "/api/v1/jobs", &kind, &body);
        assert_eq!(status, 422, "{problem}");
        let said = problem.to_string();
        assert!(said.contains(place), "“{place}” is not in {said}");
    }
    let jobs = std::fs::read_dir(folder.path("data").join("jobs")).expect("a folder").count();
    assert_eq!(jobs, 0, "of what was refused nothing is kept");
    let numbers = String::from_utf8(server.get("/metrics").1).expect("text");
    for line in numbers.lines().filter(|line| line.starts_with("wordify_jobs{")) {
        assert!(line.ends_with(" 0"), "{line}");
    }
}

/// The examples of `docs/api.md` in `language`, in their order.
fn examples(language: &str) -> Vec<String> {
    let document = include_str!("../../../docs/api.md");
    let begin = format!("```{language}\n");
    let blocks = document.split(begin.as_str()).skip(1);
    blocks.map(|rest| rest.split("```").next().unwrap_or_default().to_owned()).collect()
}

/// Runs a script as a user would; its output. None where there is no such program.
fn run_example(server: &Server, folder: &Folder, program: &[&str], script: &str) -> Option<String> {
    let output = Command::new(program[0])
        .args(&program[1..])
        .arg(script)
        .current_dir(folder.path(""))
        .env("WORDIFY", format!("http://{}", server.address))
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) => {
            assert!(std::env::var_os("TESTS_REQUIRE_ALL").is_none(), "{program:?}: {error}");
            eprintln!("skipped: {program:?}: {error}");
            return None;
        }
    };
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}\n{script}");
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn the_examples_of_the_documentation_run_as_they_stand() {
    let folder = Folder::new();
    folder.write("reviews.csv", pets());
    let server = Server::start(&folder);
    if Command::new("curl").arg("--version").stdout(Stdio::null()).status().is_err() {
        assert!(std::env::var_os("TESTS_REQUIRE_ALL").is_none(), "there is no curl");
        eprintln!("skipped: there is no curl");
        return;
    }
    let shell = examples("sh");
    assert!(shell.len() >= 6, "{shell:?}");
    let script = format!("set -eu\n{}", shell.join("\n"));
    let Some(output) = run_example(&server, &folder, &["sh", "-c"], &script) else { return };
    for expected in ["event: status", "\"state\":\"succeeded\"", "cannot be read as a whole number", "term"] {
        assert!(output.contains(expected), "“{expected}” is not in {output}");
    }
    for script in examples("python") {
        let Some(output) = run_example(&server, &folder, &["python3", "-c"], &script) else { return };
        assert!(output.contains("analysis"), "{output}");
    }
    // The packages of R that the example uses are not on every developer's machine.
    let packages = "quit(status = !all(sapply(c('curl', 'jsonlite'), requireNamespace, quietly = TRUE)))";
    if !Command::new("Rscript").args(["-e", packages]).output().is_ok_and(|output| output.status.success()) {
        assert!(
            std::env::var_os("TESTS_REQUIRE_ALL").is_none(),
            "R or its packages curl and jsonlite are missing"
        );
        eprintln!("skipped: there is no R with curl and jsonlite");
        return;
    }
    for script in examples("r") {
        let Some(output) = run_example(&server, &folder, &["Rscript", "-e"], &script) else { return };
        assert!(output.contains("q_value"), "{output}");
    }
}
