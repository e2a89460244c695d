//! What stands around every page, and the path that the site is below.
//!
//! Both are the same for a whole site, but pages are made in many places, also where a request is refused before any handler has
//! seen it. So the frame accompanies the task of a request, and whoever makes a link asks for it here.

use std::sync::Arc;

use crate::config::{Config, LegalText};
use crate::jobs::job::now_ms;

tokio::task_local! {
    static FRAME: Arc<Frame>;
}

/// The frame of one site's pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    /// The path that the site is below, such as `/wordify`; empty at the root of its host.
    pub root: String,
    /// Who runs the site.
    pub institution: Option<String>,
    /// Where its logo is.
    pub logo: Option<String>,
    /// What all visitors should know now.
    pub notice: Option<String>,
    /// Name and address of what the law or the institution wants on every page.
    pub links: Vec<(&'static str, String)>,
    maintenance: Option<(String, Option<i64>)>,
}

impl Frame {
    /// The frame of a site.
    pub fn new(config: &Config) -> Self {
        let root = &config.root;
        let legal = &config.legal;
        let link = |name, text: &Option<LegalText>, page: &str| match text.as_ref()? {
            LegalText::Address(address) => Some((name, address.clone())),
            LegalText::File(_) => Some((name, format!("{root}{page}"))),
        };
        let links = [
            link("Imprint", &legal.imprint, "/imprint"),
            link("Privacy policy", &legal.privacy, "/privacy-policy"),
        ];
        let accessibility = link("Accessibility", &legal.accessibility, "/accessibility")
            .unwrap_or_else(|| ("Accessibility", format!("{root}/accessibility")));
        Self {
            root: root.clone(),
            institution: legal.institution.clone(),
            logo: legal.logo.as_ref().map(|_| format!("{root}/logo")),
            notice: legal.notice.clone(),
            links: links.into_iter().flatten().chain([accessibility]).collect(),
            maintenance: config.maintenance.as_ref().map(|it| (it.message.clone(), it.until_ms)),
        }
    }

    /// Whether pages differ from one moment to the next although nothing on the site does.
    pub(crate) fn may_change(&self) -> bool {
        self.maintenance.is_some()
    }

    /// What is being done to the site, while it is.
    pub fn maintenance(&self) -> Option<&str> {
        let (message, until) = self.maintenance.as_ref()?;
        until.is_none_or(|until| now_ms() < until).then_some(message)
    }
}

/// The frame of the site whose request this task answers; a plain one elsewhere.
pub fn current() -> Arc<Frame> {
    FRAME.try_with(Arc::clone).unwrap_or_default()
}

/// A path of the site as its visitors see it: `/jobs` is `/wordify/jobs` where the site is below `/wordify`.
pub(crate) fn path(inside: &str) -> String {
    format!("{}{inside}", current().root)
}

/// The path for programs of what pages have at a path of the site: `/api/v1/jobs/…` for `/jobs/…`.
pub(crate) fn api(page: &str) -> String {
    let root = &current().root;
    format!("{root}/api/v1{}", page.strip_prefix(root.as_str()).unwrap_or(page))
}

/// Answers a request within the frame of its site.
pub(crate) async fn within<F: Future>(frame: &Arc<Frame>, work: F) -> F::Output {
    FRAME.scope(Arc::clone(frame), work).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Maintenance;

    fn config() -> Config {
        Config::new("/nowhere".into())
    }

    #[test]
    fn texts_are_linked_where_they_are_and_pages_of_ours_below_the_root() {
        let mut config = config();
        config.root = "/wordify".into();
        config.legal.imprint = Some(LegalText::Address("https://example.edu/imprint".into()));
        config.legal.privacy = Some(LegalText::File("/etc/privacy.md".into()));
        let frame = Frame::new(&config);
        let expected = [
            ("Imprint", "https://example.edu/imprint"),
            ("Privacy policy", "/wordify/privacy-policy"),
            ("Accessibility", "/wordify/accessibility"),
        ];
        assert_eq!(frame.links, expected.map(|(name, address)| (name, address.to_owned())));
        assert_eq!(path("/jobs"), "/jobs", "outside of a request");
    }

    #[test]
    fn maintenance_ends_by_itself() {
        let mut config = config();
        for (until_ms, is_under_way) in
            [(None, true), (Some(now_ms() + 60_000), true), (Some(now_ms() - 1), false)]
        {
            config.maintenance = Some(Maintenance { message: "We move.".into(), until_ms });
            assert_eq!(Frame::new(&config).maintenance().is_some(), is_under_way, "{until_ms:?}");
        }
    }
}
