//! What can be known to be wrong before anything starts or stops.

use std::path::{Path, PathBuf};

use crate::answer::Status;
use crate::http::check_tls;
use crate::listeners;
use crate::settings::{Address, Listener, Tls, Trust};
use crate::{Problem, Settings, account, certificates, control, mounts};

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// With these the server would not start, or not serve.
    pub errors: Vec<Problem>,
    /// These will become errors.
    pub warnings: Vec<Problem>,
}

/// Looks at everything that the settings name: accounts, folders, certificates, mounts. `applications` are the names that the
/// program has. Sockets are not tried: see [`check_sockets`].
pub fn check(settings: &Settings, applications: &[&str]) -> Findings {
    let mut findings = Findings::default();
    if let Err(problem) = account::find(settings.user.as_deref(), settings.group.as_deref()) {
        findings.errors.push(problem.of(if settings.user.is_some() { "user" } else { "group" }));
    }
    for (key, file) in log_files(settings).chain(own_files(settings)) {
        findings.errors.extend(check_folder(file).map(|problem| problem.of(key)));
    }
    for (number, listener) in settings.bind.iter().enumerate() {
        let mut errors: Vec<Problem> = bound_twice(listener, &settings.bind[..number]).into_iter().collect();
        if let Some(Tls::Files(files)) = &listener.tls {
            let (wrong, doubtful) = check_tls(files);
            errors.extend(wrong);
            findings.warnings.extend(doubtful.into_iter().map(|problem| problem.of("bind")));
        }
        errors.extend(listeners::check(listener));
        errors.extend(unsafe_proxy(listener));
        errors.extend(unsafe_user(listener));
        findings.errors.extend(errors.into_iter().map(|problem| problem.of("bind")));
    }
    findings.errors.extend(control::listener(settings).and_then(|listener| listeners::check(&listener)));
    findings.errors.extend(certificates::check(settings));
    let names: Vec<&str> = settings.bind.iter().map(|listener| listener.name.as_str()).collect();
    for mount in &settings.mounts {
        findings.errors.extend(
            unknown("application", &mount.application, applications).map(|problem| problem.of("mounts")),
        );
        for listener in &mount.listeners {
            findings.errors.extend(unknown("listener", listener, &names).map(|problem| problem.of("mounts")));
        }
        if !mount.path.starts_with('/') {
            let what = format!("the path {:?} of a mount does not begin with a slash", mount.path);
            findings.errors.push(Problem::new(what, "write it as /path").of("mounts"));
        }
    }
    findings
}

/// The files that a reload opens, each with its key.
fn log_files(settings: &Settings) -> impl Iterator<Item = (&'static str, &PathBuf)> {
    let files = [("error_log", &settings.error_log), ("access_log.file", &settings.access_log.file)];
    let files = files.into_iter().filter_map(|(key, file)| Some((key, file.as_ref()?)));
    files.filter(|(_, file)| file.as_path() != Path::new("stderr"))
}

/// What a master makes when it starts, each with its key.
fn own_files(settings: &Settings) -> impl Iterator<Item = (&'static str, &PathBuf)> {
    let files = [("pid_file", &settings.pid_file), ("control_socket", &settings.control_socket)];
    files.into_iter().filter_map(|(key, file)| Some((key, file.as_ref()?)))
}

/// What `running`, a server at work, could not write, however free we are to: systemd confines services to few folders.
pub fn check_confinement(settings: &Settings, running: &Status) -> Vec<Problem> {
    let sockets = settings.bind.iter().filter_map(|listener| match &listener.address {
        Address::Unix(path) if !running.listeners.contains(&listener.address.to_string()) => {
            Some(("bind", path))
        }
        _ => None,
    });
    let is_out_of_reach = |(_, path): &(&'static str, &PathBuf)| mounts::is_read_only_for(running.pid, path);
    let files = log_files(settings).chain(sockets).filter(is_out_of_reach);
    files
        .map(|(key, file)| {
            Problem::new(
                format!("the running service can only read in the folder of {}", file.display()),
                "systemd keeps it from other folders than those that LogsDirectory=, RuntimeDirectory= and StateDirectory= \
                 name, such as /var/log/wordify; choose one of them, or add a folder with ReadWritePaths= in \
                 `systemctl edit wordify`",
            )
            .of(key)
        })
        .collect()
}

/// Why a data folder may be lost although it can be written: its file system is one that several machines share.
pub fn check_sharing(folder: &Path) -> Option<Problem> {
    let kind = mounts::shared_kind(folder)?;
    Some(Problem::new(
        format!("{} is on a file system over the network ({kind})", folder.display()),
        "keep the data on a disk of this machine; if that cannot be, let no other machine use the folder, for that \
         would damage the database",
    ))
}

/// Whether workers, as the user that they run as, may write to a folder that the program needs.
pub fn check_data(settings: &Settings, folder: &Path) -> Option<Problem> {
    // An account that does not exist is reported by [`check`].
    let account = account::find(settings.user.as_deref(), settings.group.as_deref()).ok()?;
    let shown = folder.display();
    let user = settings.user.as_deref().unwrap_or("the user that starts the server");
    if folder.exists() {
        let remedy = format!("give it to that user: chown -R {user} {shown}");
        return (!account::may_write(folder, account))
            .then(|| Problem::new(format!("{user} may not write to {shown}"), remedy));
    }
    settings.user.as_deref().map(|user| {
        Problem::new(
            format!("there is no folder {shown}"),
            format!("make it: install -d -m 700 -o {user} {shown}"),
        )
    })
}

/// Tries each address of `settings` that `running`, a server at work, does not hold. Gives what stands against it, or whether it
/// is `running`'s.
pub fn check_sockets(settings: &Settings, running: Option<&Status>) -> Vec<(Address, Result<Held, Problem>)> {
    let held =
        |address: &Address| running.is_some_and(|running| running.listeners.contains(&address.to_string()));
    let mut tried =
        listeners::try_out(settings.bind.iter().filter(|listener| !held(&listener.address))).into_iter();
    let found = |listener: &Listener| {
        let found = if held(&listener.address) {
            Ok(Held::ByRunning)
        } else {
            tried.next().flatten().map_or(Ok(Held::ByNobody), Err)
        };
        (listener.address.clone(), found)
    };
    settings.bind.iter().map(found).collect()
}

/// Who listens at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// The running server, which keeps it over a reload.
    ByRunning,
    /// Nobody.
    ByNobody,
}

fn bound_twice(listener: &Listener, before: &[Listener]) -> Option<Problem> {
    let is_any_port = matches!(&listener.address, Address::Tcp(address) if address.port() == 0);
    let is_twice = !is_any_port && before.iter().any(|other| other.address == listener.address);
    is_twice.then(|| {
        Problem::new(format!("{} is bound twice", listener.address), "remove one of the two from `bind`")
    })
}

/// At an address that anybody can reach, anybody could claim to be anybody.
fn unsafe_proxy(listener: &Listener) -> Option<Problem> {
    let is_open = matches!(listener.address, Address::Tcp(_)) && listener.trust_forwarded == Trust::Nobody;
    (listener.proxy_protocol && is_open).then(|| {
        Problem::new(
            format!("{} speaks the PROXY protocol, but no balancer is trusted there", listener.address),
            "set its trust_forwarded to the networks of the balancers, such as [\"10.0.0.0/8\"]",
        )
    })
}

/// Where a stranger may connect, or where nobody looks into requests, anybody could claim to be anybody.
fn unsafe_user(listener: &Listener) -> Option<Problem> {
    let header = listener.user_header.as_ref()?;
    let address = &listener.address;
    if listener.proxy_protocol {
        return Some(Problem::new(
            format!(
                "{address} takes users from {header}, but the balancers that speak the PROXY protocol do not write it"
            ),
            "remove proxy_protocol or user_header",
        ));
    }
    let is_known = match listener.trust_forwarded {
        Trust::Nobody => false,
        Trust::Neighbour => matches!(address, Address::Unix(_)),
        Trust::Networks(_) => true,
    };
    (!is_known).then(|| {
        Problem::new(
            format!("{address} takes users from {header}, but anybody may connect and write it"),
            "set its trust_forwarded to the networks of the proxies, such as [\"10.0.0.0/8\"]",
        )
    })
}

fn unknown(what: &str, name: &str, known: &[&str]) -> Option<Problem> {
    (!known.contains(&name)).then(|| {
        Problem::new(
            format!("a mount names the {what} {name:?}, which does not exist"),
            format!("name one of: {}", known.join(", ")),
        )
    })
}

fn check_folder(file: &Path) -> Option<Problem> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Some(Problem::new(
            format!("{} cannot be made: there is no folder {}", file.display(), folder.display()),
            format!("make it: mkdir -p {}", folder.display()),
        ));
    }
    nix::unistd::access(folder, nix::unistd::AccessFlags::W_OK).err().map(|error| {
        Problem::new(
            format!("{} cannot be made: {}", file.display(), error.desc()),
            format!("let the user that starts the server write to {}", folder.display()),
        )
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use rcgen::{CertificateParams, KeyPair, date_time_ymd};

    use super::*;

    /// Files `NAME.pem` and `NAME.key`, valid in these years.
    fn certify(folder: &Path, name: &str, from: i32, to: i32) {
        let key = KeyPair::generate().expect("it can be made");
        let mut params = CertificateParams::new(["localhost".to_owned()]).expect("it is a name");
        params.not_before = date_time_ymd(from, 1, 1);
        params.not_after = date_time_ymd(to, 1, 1);
        let certificate = params.self_signed(&key).expect("it can be signed");
        fs::write(folder.join(format!("{name}.pem")), certificate.pem()).expect("a file");
        fs::write(folder.join(format!("{name}.key")), key.serialize_pem()).expect("a file");
    }

    fn problems(folder: &Path, text: &str) -> Vec<String> {
        let text = text.replace("FOLDER", &folder.display().to_string());
        let settings: Settings = toml::from_str(&text).expect(&text);
        check(&settings, &["site"]).errors.iter().map(ToString::to_string).collect()
    }

    fn tls(certificate: &str, key: &str) -> String {
        format!(
            "bind = [{{ address = '*:443', tls = {{ certificate = 'FOLDER/{certificate}', key = 'FOLDER/{key}' }} }}]"
        )
    }

    #[test]
    fn what_is_right_is_not_complained_about() {
        let folder = tempfile::tempdir().expect("a folder");
        certify(folder.path(), "good", 2020, 2999);
        let text = format!(
            "pid_file = 'FOLDER/pid'\naccess_log.file = 'stderr'\n{}\n[[mounts]]\napplication = 'site'",
            tls("good.pem", "good.key")
        );
        assert_eq!(problems(folder.path(), &text), [""; 0]);
    }

    #[test]
    fn each_thing_that_is_wrong_is_found_with_its_remedy() {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, from, to) in [("good", 2020, 2999), ("old", 2001, 2002), ("early", 2998, 2999)] {
            certify(folder.path(), name, from, to);
        }
        fs::write(folder.path().join("text.pem"), "no certificate").expect("a file");
        let long = format!("bind = ['unix:/run/{}']", "a".repeat(200));
        for (text, words) in [
            (tls("good.pem", "old.key").as_str(), "does not belong to the certificate"),
            (&tls("old.pem", "old.key"), "has expired; renew it"),
            (&tls("early.pem", "early.key"), "not valid yet; look at this machine's clock"),
            (&tls("text.pem", "good.key"), "there is none in it"),
            (&tls("good.pem", "missing.key"), "cannot read a private key"),
            (&long, "choose a shorter folder"),
            ("pid_file = 'FOLDER/missing/pid'", "mkdir -p"),
            ("user = 'nobody-of-this-name'", "adduser"),
            (
                "control_group = 'nobody-of-this-name'\ncontrol_socket = 'FOLDER/a.sock'",
                "nobody-of-this-name",
            ),
            ("group = 'daemon'", "set `user` as well"),
            ("bind = [{ address = '*:1', proxy_protocol = true }]", "set its trust_forwarded"),
            ("bind = [{ address = '*:1', user_header = 'X-Remote-User' }]", "set its trust_forwarded"),
            (
                "bind = [{ address = '*:1', trust_forwarded = true, user_header = 'X-Remote-User' }]",
                "anybody may connect",
            ),
            (
                "bind = [{ address = 'unix:/a', proxy_protocol = true, user_header = 'X-Remote-User' }]",
                "remove proxy_protocol or user_header",
            ),
            ("bind = ['127.0.0.1:7', '127.0.0.1:7']", "is bound twice"),
            ("[[mounts]]\napplication = 'sight'", "name one of: site"),
            ("[[mounts]]\napplication = 'site'\nlisteners = ['private']", "the listener \"private\""),
            ("[[mounts]]\napplication = 'site'\npath = 'api'", "begin with a slash"),
        ] {
            let found = problems(folder.path(), text);
            assert!(found.len() == 1 && found[0].contains(words), "{text}: {found:?}");
        }
    }

    #[test]
    fn a_port_of_all_addresses_is_that_of_one_address_too() {
        let free =
            std::net::TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port").port();
        let text = format!("bind = ['0.0.0.0:{free}', '127.0.0.1:{free}', '127.0.0.1:0']");
        let found = check_sockets(&toml::from_str(&text).expect("it is right"), None);
        let problems: Vec<String> = found
            .into_iter()
            .filter_map(|(_, found)| found.err())
            .map(|problem| problem.to_string())
            .collect();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(
            problems[0]
                .contains(&format!("cannot listen at 127.0.0.1:{free}: 0.0.0.0:{free}, in `bind` too")),
            "{problems:?}"
        );
    }

    #[test]
    fn a_certificate_that_soon_expires_is_a_warning() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = KeyPair::generate().expect("it can be made");
        let mut params = CertificateParams::new(["localhost".to_owned()]).expect("it is a name");
        let week = std::time::Duration::from_secs(7 * 86_400);
        params.not_after = (std::time::SystemTime::now() + week).into();
        let certificate = params.self_signed(&key).expect("it can be signed");
        fs::write(folder.path().join("a.pem"), certificate.pem()).expect("a file");
        fs::write(folder.path().join("a.key"), key.serialize_pem()).expect("a file");
        let text = tls("a.pem", "a.key").replace("FOLDER", &folder.path().display().to_string());
        let findings = check(&toml::from_str(&text).expect("it is right"), &[]);
        assert_eq!(findings.errors, []);
        assert!(findings.warnings[0].what.ends_with("expires within 14 days"), "{findings:?}");
    }
}
