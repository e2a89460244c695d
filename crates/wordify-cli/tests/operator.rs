//! What an operator reads: settings in force, contradictions, numbers.
#![cfg(unix)]

mod program;

use program::Folder;
use program::server::Server;

#[test]
fn the_settings_in_force_are_shown_with_where_each_comes_from_and_without_passwords() {
    let folder = Folder::new();
    let text = "data = 'data'\npublic_url = 'https://a.example'\n\n[limits]\nqueued_jobs = 7\n\n[mail]\nhost = 'mail.example'\n\
                user = 'us'\npassword = 'very secret'\nfrom = 'us@a.example'\n\n[server]\nworkers = 3\n";
    folder.write("wordify.toml", text);
    let output = folder
        .command(&["config", "-c", "wordify.toml"])
        .env("WORDIFY_JOBS_MEMORY", "1 GB")
        .output()
        .expect("it runs");
    let shown = String::from_utf8_lossy(&output.stdout);
    for line in [
        "queued_jobs = 7  # wordify.toml, line 5",
        "memory = \"1 GB\"  # variable WORDIFY_JOBS_MEMORY",
        "upload_max = \"100 MB\"  # default",
        "host = \"mail.example\"  # wordify.toml, line 8",
        "# password is set  # wordify.toml, line 10",
        "workers = 3  # wordify.toml",
        "threads = 1  # default",
        "umask = \"0027\"  # default",
    ] {
        assert!(shown.lines().any(|other| other == line), "{line}: {shown}");
    }
    assert!(!shown.contains("very secret"), "{shown}");
}

#[test]
fn settings_in_force_are_a_file_of_settings_with_which_nothing_changes() {
    let folder = Folder::new();
    folder.write(
        "wordify.toml",
        "data = 'data'\n[jobs]\nat_once = 3\n[server]\nworkers = 3\nlimits.streams = 7\n",
    );
    let shown = |file: &str| folder.run(&["config", "-c", file]).ok().text();
    let without_origin = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.split("  # ").next().unwrap_or_default().to_owned()).collect()
    };
    let first = shown("wordify.toml");
    folder.write("again.toml", &first);
    assert_eq!(without_origin(&shown("again.toml")), without_origin(&first));
}

#[test]
fn settings_that_contradict_each_other_or_name_what_is_not_there_are_reported_by_the_check() {
    let folder = Folder::new();
    let mount = |path: &str| format!("[[server.mounts]]\napplication = 'site'\npath = '{path}'\n");
    for (text, words) in [
        (
            format!("public_url = 'https://a.example/one'\n{}", mount("/two")),
            [
                "mounted at /two, but by its public address it is at /one",
                "server.mounts, wordify.toml, line 3; public_url, wordify.toml, line 2",
            ],
        ),
        (
            format!("{}{}", mount("/one"), mount("/two")),
            ["several paths", "line 2\n  Mount “site” at one path"],
        ),
        (
            "public_url = 'https://a.example/a b'\n".into(),
            ["at public_url, wordify.toml, line 2", "below a path"],
        ),
        (
            "[institution]\nimprint = '/nowhere/imprint.md'\n".into(),
            ["institution.imprint, wordify.toml, line 3", "cannot be read"],
        ),
        (
            "[institution]\nimprint = 'imprint.md'\n".into(),
            ["institution.imprint, wordify.toml, line 3", "/etc/wordify/imprint.md"],
        ),
        (
            "[institution]\nsecurity_contact = 'me'\n".into(),
            ["institution.security_contact, wordify.toml, line 3", "mailto:"],
        ),
        (
            "[maintenance]\nuntil = '2026-12-01 06:00:00'\n".into(),
            ["maintenance.message, wordify.toml, line 2", "Set message"],
        ),
        (
            "[maintenance]\nmessage = 'a'\nuntil = 'soon'\n".into(),
            ["maintenance.until, wordify.toml, line 4", "in UTC"],
        ),
        (
            "[server]\nbind = [{ address = '127.0.0.1:0', trust_forwarded = ['10.0.0.1/8'] }]\n".into(),
            ["line 3", "the first of its addresses is 10.0.0.0"],
        ),
        (
            "[server]\nbind = [{ address = '127.0.0.1:0', trust_forwarded = ['campus'] }]\n".into(),
            ["line 3", "write 10.0.0.0/8"],
        ),
        (
            "[server]\nbind = [{ address = '127.0.0.1:0', user_header = 'Authorization' }]\n".into(),
            ["line 3", "write X-Remote-User"],
        ),
        (
            "[server]\nworkers = 2\nbind = [{ address = '127.0.0.1:0', user_header = 'X-Remote-User' }]\n"
                .into(),
            ["server.bind, wordify.toml, line 4", "set its trust_forwarded"],
        ),
        (
            "[server]\nbind = [{ address = '127.0.0.1:0', proxy_protocol = true }]\n".into(),
            [
                "server.bind, wordify.toml, line 3",
                "but no balancer is trusted there; set its trust_forwarded",
            ],
        ),
        (
            "[server]\nbind = ['127.0.0.1:7', '127.0.0.1:7']\n".into(),
            ["server.bind, wordify.toml, line 3: 127.0.0.1:7 is bound twice", "remove one of the two"],
        ),
    ] {
        folder.write("wordify.toml", format!("data = 'data'\n{text}"));
        let output = folder.command(&["check", "-c", "wordify.toml"]).output().expect("it runs");
        let output_text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert_eq!(output.status.code(), Some(2), "{text}: {output_text}");
        for word in words {
            assert!(output_text.contains(word), "{text}: “{word}” is not in {output_text}");
        }
    }
}

#[test]
fn a_legal_text_with_a_script_is_shown_as_text_and_the_check_warns_of_it() {
    let folder = Folder::new();
    folder.write("imprint.md", "# Imprint\n\n<script>alert(1)</script>\n");
    let path = folder.path("imprint.md").display().to_string();
    folder.write(
        "wordify.toml",
        format!("data = 'data'\n[institution]\nimprint = '{path}'\n[server]\nbind = ['127.0.0.1:0']\n"),
    );
    let output_text = folder.run(&["check", "-c", "wordify.toml"]).ok().text();
    assert!(
        output_text.contains("warn   institution.imprint, wordify.toml, line 3: ")
            && output_text.contains("<script>"),
        "{output_text}"
    );
}

#[test]
fn whoever_may_only_ask_gets_the_status_and_the_numbers_of_the_master() {
    let folder = Folder::new();
    folder.write("wordify.toml", "data = 'data'\n");
    let server = Server::start_with(&folder, &["-c", "wordify.toml"]);
    let socket = folder.path("data/control.sock").display().to_string();
    let status = folder.run(&["status", "--control", &socket]).ok().text();
    assert!(status.contains("running for") && !status.contains("jobs: "), "{status}");
    let numbers = folder.run(&["metrics", "--control", &socket]).ok().text();
    assert!(
        numbers.contains("\nwordify_master_up 1\n") && !numbers.contains("wordify_queue_length"),
        "{numbers}"
    );
    let all = folder.run(&["metrics", "-c", "wordify.toml"]).ok().text();
    assert!(all.contains("\nwordify_master_up 1\n") && all.contains("\nwordify_queue_length 0\n"), "{all}");
    let (code, page) = server.get("/metrics");
    let page = String::from_utf8_lossy(&page).into_owned();
    assert!(
        code == 200
            && page.contains("\nwordify_master_up 1\n")
            && page.contains("\nwordify_upload_room_bytes "),
        "{page}"
    );
}
