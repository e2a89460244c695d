//! What can be known to be wrong before anything starts or stops.

use std::path::Path;

use crate::http::check_tls;
use crate::{Problem, Settings, account};

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// With these the server would not start, or not serve.
    pub errors: Vec<Problem>,
    /// These will become errors.
    pub warnings: Vec<Problem>,
}

/// Looks at everything that the settings name: accounts, folders, certificates, mounts. `applications` are the names that the
/// program has. Sockets are not tried, because a running server has them.
pub fn check(settings: &Settings, applications: &[&str]) -> Findings {
    let mut findings = Findings::default();
    if let Err(problem) = account::find(settings.user.as_deref(), settings.group.as_deref()) {
        findings.errors.push(problem);
    }
    let files =
        [&settings.pid_file, &settings.control_socket, &settings.error_log, &settings.access_log.file];
    for file in files.into_iter().flatten().filter(|file| *file != Path::new("stderr")) {
        findings.errors.extend(check_folder(file));
    }
    for listener in &settings.bind {
        if let Some(tls) = &listener.tls {
            let (errors, warnings) = check_tls(tls);
            findings.errors.extend(errors);
            findings.warnings.extend(warnings);
        }
        findings.errors.extend(crate::listeners::check(listener));
    }
    let names: Vec<&str> = settings.bind.iter().map(|listener| listener.name.as_str()).collect();
    for mount in &settings.mounts {
        findings.errors.extend(unknown("application", &mount.application, applications));
        for listener in &mount.listeners {
            findings.errors.extend(unknown("listener", listener, &names));
        }
        if !mount.path.starts_with('/') {
            findings.errors.push(Problem::new(
                format!("the path {:?} of a mount does not begin with a slash", mount.path),
                "write it as /path",
            ));
        }
    }
    findings
}

fn unknown(what: &str, name: &str, known: &[&str]) -> Option<Problem> {
    (!known.contains(&name)).then(|| {
        Problem::new(
            format!("a mount names the {what} {name:?}, which there is not"),
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
