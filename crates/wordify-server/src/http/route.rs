//! Which application answers: by listener, host and path.

use std::sync::Arc;

use super::{Application, Mounted};
use crate::Problem;
use crate::settings::{Listener, Mount};

/// The mounts of one listener, those that fit more exactly before those that fit less.
#[derive(Debug)]
pub(super) struct Routes(Vec<Route>);

#[derive(Debug)]
struct Route {
    hosts: Vec<String>,
    /// Without a slash at the end: empty for the root.
    path: Arc<str>,
    application: Application,
}

impl Routes {
    /// The mounts that concern `listener`. Without any mounts the first application is everywhere.
    ///
    /// # Errors
    /// When a mount names an application that the program does not have.
    pub(super) fn new(
        listener: &Listener,
        mounts: &[Mount],
        applications: &[Application],
    ) -> Result<Self, Problem> {
        let mut routes = Vec::new();
        for mount in mounts {
            let application = applications.iter().find(|application| application.name() == mount.application);
            let application = application.ok_or_else(|| {
                let names: Vec<&str> = applications.iter().map(Application::name).collect();
                Problem::new(
                    format!("a mount names the application {:?}, which does not exist", mount.application),
                    format!("name one of: {}", names.join(", ")),
                )
            })?;
            if mount.listeners.is_empty() || mount.listeners.contains(&listener.name) {
                routes.push(Route {
                    hosts: mount.hosts.iter().map(|host| host.to_ascii_lowercase()).collect(),
                    path: mount.path.trim_end_matches('/').into(),
                    application: application.clone(),
                });
            }
        }
        if let (true, Some(first)) = (mounts.is_empty(), applications.first()) {
            routes.push(Route { hosts: Vec::new(), path: "".into(), application: first.clone() });
        }
        routes.sort_by_key(|route| std::cmp::Reverse((!route.hosts.is_empty(), route.path.len())));
        Ok(Self(routes))
    }

    /// The application for a host and a path, and what it is mounted at.
    pub(super) fn find(&self, host: &str, path: &str) -> Option<(&Application, Mounted)> {
        let host = without_port(host).to_ascii_lowercase();
        let fits = |route: &&Route| {
            let is_host = route.hosts.is_empty() || route.hosts.iter().any(|pattern| is_host(pattern, &host));
            let rest = path.strip_prefix(&*route.path);
            is_host && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.0.iter().find(fits).map(|route| (&route.application, Mounted(Arc::clone(&route.path))))
    }
}

fn is_host(pattern: &str, host: &str) -> bool {
    match pattern.strip_prefix("*.") {
        Some(domain) => {
            host.strip_suffix(domain).is_some_and(|below| below.len() > 1 && below.ends_with('.'))
        }
        None => pattern == host,
    }
}

/// The name in `name:port` or `[::1]:port`.
pub(super) fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use http::Response;

    use super::*;

    fn application(name: &str) -> Application {
        Application::from_fn(name, |_| async { Response::new(String::new()) })
    }

    fn mount(application: &str, listeners: &[&str], hosts: &[&str], path: &str) -> Mount {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Mount {
            application: application.to_owned(),
            listeners: owned(listeners),
            hosts: owned(hosts),
            path: path.to_owned(),
        }
    }

    fn routes(mounts: &[Mount]) -> Result<Routes, Problem> {
        let listener = Listener::at("127.0.0.1:80".parse().expect("an address"));
        Routes::new(&listener, mounts, &["site", "api", "metrics"].map(application))
    }

    #[test]
    fn the_most_exact_mount_answers() {
        let mounts = [
            mount("site", &[], &[], "/"),
            mount("api", &[], &[], "/api/"),
            mount("metrics", &["private"], &[], "/metrics"),
            mount("metrics", &[], &["*.Example.org"], "/"),
        ];
        let routes = routes(&mounts).expect("all are known");
        let found = |host: &str, path: &str| {
            let found = routes.find(host, path);
            found.map(|(application, at)| format!("{} at {:?}", application.name(), at.0)).unwrap_or_default()
        };
        assert_eq!(found("a", "/"), "site at \"\"");
        assert_eq!(found("a", "/api"), "api at \"/api\"");
        assert_eq!(found("a:80", "/api/v1"), "api at \"/api\"");
        assert_eq!(found("a", "/apiary"), "site at \"\"");
        assert_eq!(found("a", "/metrics"), "site at \"\"", "it is mounted on another listener");
        assert_eq!(found("m.example.ORG:8000", "/"), "metrics at \"\"");
        assert_eq!(found("example.org", "/"), "site at \"\"");
        assert_eq!(found("[::1]:80", "/"), "site at \"\"");
    }

    #[test]
    fn without_mounts_the_first_application_is_everywhere_and_with_some_there_may_be_nothing() {
        assert!(routes(&[]).expect("nothing is unknown").find("a", "/x").is_some());
        let only_api = routes(&[mount("api", &[], &[], "/api")]).expect("it is known");
        assert!(only_api.find("a", "/x").is_none());
    }

    #[test]
    fn an_unknown_application_is_reported_with_those_that_exist() {
        let problem = routes(&[mount("apy", &[], &[], "/")]).expect_err("it is unknown");
        assert!(problem.remedy.ends_with("site, api, metrics"), "{problem}");
    }
}
