//! Trials of the real site: `xtask/python/web` and `xtask/python/server` hold the scripts; here they get what they need.

use std::path::Path;

use crate::{python, shell, tools};

/// What generators of clients need, a node among it.
const CLIENTS: &str = "xtask/python/web/clients_requirements.txt";

/// What makes Apache a relying party of OpenID Connect.
const OPENID_MODULE: &str = "/usr/lib/apache2/modules/mod_auth_openidc.so";

/// Runs one of the scripts against the program, built for release.
///
/// # Errors
/// When something cannot be built or installed, and when the script fails.
pub(crate) fn run(script: &str, arguments: &[&str]) -> Result<(), String> {
    shell::run(&mut shell::cargo("build --quiet --locked --release --package wordify-cli"))?;
    try_program("release", script, arguments)
}

/// Runs one of the trials of the site as a server: under load, hurt, attacked, and beside others.
///
/// # Errors
/// As [`run`].
pub(crate) fn serve(script: &str, arguments: &[&str]) -> Result<(), String> {
    for (program, package) in [("nginx", "nginx-light"), ("wrk", "wrk"), ("openssl", "openssl")] {
        tools::ensure(program, package)?;
    }
    shell::run(&mut shell::cargo("build --quiet --locked --release --package wordify-cli"))?;
    let python = python::environment("server-venv", "xtask/python/server/requirements.txt")?;
    start(&python, "release", "server", script, arguments)
}

/// Signs people on at a provider of OpenID Connect, by Apache in front of the program, built for release.
///
/// # Errors
/// As [`run`].
pub(crate) fn sign_on() -> Result<(), String> {
    shell::run(&mut shell::cargo("build --quiet --locked --release --package wordify-cli"))?;
    try_sign_on("release")
}

fn try_sign_on(profile: &str) -> Result<(), String> {
    for (program, package) in [("apache2", "apache2"), ("curl", "curl"), ("openssl", "openssl")] {
        tools::ensure(program, package)?;
    }
    if !Path::new(OPENID_MODULE).is_file() {
        tools::install("libapache2-mod-auth-openidc")?;
    }
    let python = python::environment("server-venv", "xtask/python/server/requirements.txt")?;
    start(&python, profile, "server", "sign_on.py", &[])
}

/// Makes clients from the site's description, in Python and TypeScript, and has each take a file to its result.
///
/// # Errors
/// As [`run`].
pub(crate) fn clients() -> Result<(), String> {
    shell::run(&mut shell::cargo("build --quiet --locked --release --package wordify-cli"))?;
    try_clients("release")
}

/// The generators need other versions of what the trials of the site need.
fn try_clients(profile: &str) -> Result<(), String> {
    let python = python::environment("clients-venv", CLIENTS)?;
    start(&python, profile, "web", "clients.py", &[])
}

/// Kills the hosts of a site, and the servers of their database, under load.
///
/// # Errors
/// As [`run`], and when no PostgreSQL can be had.
pub(crate) fn hosts(arguments: &[&str]) -> Result<(), String> {
    tools::ensure("openssl", "openssl")?;
    tools::ensure_postgresql()?;
    run("hosts.py", arguments)
}

/// Has testssl.sh and slowhttptest look at the program, built for release.
///
/// # Errors
/// As [`run`].
pub(crate) fn scan(arguments: &[&str]) -> Result<(), String> {
    tools::ensure("testssl", "testssl.sh")?;
    tools::ensure("slowhttptest", "slowhttptest")?;
    serve("scan.py", arguments)
}

/// Measures the program beside nginx, the smallest program that axum makes, and gunicorn with Flask, all built for release.
///
/// # Errors
/// As [`run`].
pub(crate) fn compare(arguments: &[&str]) -> Result<(), String> {
    shell::run(&mut shell::cargo(
        "build --quiet --locked --release --package wordify-server --example smallest",
    ))?;
    let smallest = shell::target_folder().join("release/examples/smallest").display().to_string();
    serve("compare.py", &[&["--smallest", &smallest], arguments].concat())
}

/// Does in a browser what visitors do.
///
/// # Errors
/// As [`run`], and when no Chromium can be had.
pub(crate) fn browser(arguments: &[&str]) -> Result<(), String> {
    tools::ensure("chromium", "chromium")?;
    run("browser.py", arguments)
}

/// Takes the main path in Firefox.
///
/// # Errors
/// As [`run`], and when no Firefox can be had.
pub(crate) fn firefox(arguments: &[&str]) -> Result<(), String> {
    tools::ensure("firefox-esr", "firefox-esr")?;
    run("firefox.py", arguments)
}

/// Has Lighthouse look at the main pages.
///
/// # Errors
/// As [`run`], and when no Chromium or node can be had.
pub(crate) fn lighthouse(arguments: &[&str]) -> Result<(), String> {
    tools::ensure("chromium", "chromium")?;
    shell::run(&mut shell::cargo("build --quiet --locked --release --package wordify-cli"))?;
    // That has a node, newer than Debian's.
    let python = python::environment("clients-venv", CLIENTS)?;
    start(&python, "release", "web", "lighthouse.py", arguments)
}

/// What continuous integration tries, with the program as the tests build it: the site's promises, what hostile
/// visitors may take, the API against its description, clients made from that, all that visitors do in a browser and the main path in another one, sign-on by Apache, and some reloads under load.
///
/// # Errors
/// As [`browser`] and [`firefox`].
pub(crate) fn check() -> Result<(), String> {
    tools::ensure("chromium", "chromium")?;
    tools::ensure("firefox-esr", "firefox-esr")?;
    shell::program()?;
    try_program("debug", "promises.py", &[])?;
    try_program("debug", "safety.py", &["--short"])?;
    try_program("debug", "schema.py", &["--examples", "30"])?;
    try_clients("debug")?;
    try_program("debug", "browser.py", &[])?;
    try_program("debug", "firefox.py", &[])?;
    let python = python::environment("web-venv", "xtask/python/web/requirements.txt")?;
    try_sign_on("debug")?;
    let few = ["--reloads", "10", "--requests", "2000", "--places", "tcp", "unix"];
    start(&python, "debug", "server", "reloads.py", &few)
}

fn try_program(profile: &str, script: &str, arguments: &[&str]) -> Result<(), String> {
    let python = python::environment("web-venv", "xtask/python/web/requirements.txt")?;
    start(&python, profile, "web", script, arguments)
}

fn start(python: &Path, profile: &str, folder: &str, script: &str, arguments: &[&str]) -> Result<(), String> {
    let scripts = shell::root().join("xtask/python");
    let program = shell::target_folder().join(profile).join("wordify");
    let mut command = shell::command(python);
    command.arg(scripts.join(folder).join(script)).arg("--program").arg(program).args(arguments);
    // Both folders start the site with the same module.
    shell::run(command.env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONPATH", scripts.join("web")))
}
