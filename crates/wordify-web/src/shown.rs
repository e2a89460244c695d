//! Pages of results that were shown just now: who looks at a result asks for its page again and again, and so do all to whom its
//! link was sent. To open and to draw one costs a millisecond, to look whether it still holds a few microseconds.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;

/// How long a page is kept at most. What is opened is not to lie in memory for longer than it is looked at, and a page says how much
/// time its result has left.
pub(crate) const KEPT_FOR: Duration = Duration::from_secs(10);
/// Bytes of all pages that a process keeps; beyond, it begins anew.
const BYTES_MAX: usize = 8 << 20;

/// Which page: the key of the job as the link has it, and the query.
pub(crate) type Place = (String, String);

/// The pages that a process keeps, all of one version of the database.
#[derive(Debug, Default)]
pub(crate) struct Shown(Mutex<Pages>);

#[derive(Debug, Default)]
struct Pages {
    version: Option<i64>,
    pages: HashMap<Place, Bytes>,
    bytes: usize,
}

impl Shown {
    /// The page at `place`, if it was drawn from the database as it is at `version`. Those of other versions are forgotten.
    pub(crate) fn at(&self, place: &Place, version: i64) -> Option<Bytes> {
        let mut kept = self.lock();
        if kept.version != Some(version) {
            *kept = Pages { version: Some(version), ..Pages::default() };
        }
        kept.pages.get(place).cloned()
    }

    /// Keeps a page that was drawn after the database had been found at `version`. Whether it did: not if that is over.
    pub(crate) fn keep(&self, place: Place, version: i64, page: Bytes) -> bool {
        let mut kept = self.lock();
        if kept.version != Some(version) || page.len() > BYTES_MAX {
            return false;
        }
        if kept.bytes + page.len() > BYTES_MAX {
            *kept = Pages { version: Some(version), ..Pages::default() };
        }
        kept.bytes += page.len();
        if let Some(before) = kept.pages.insert(place, page) {
            kept.bytes -= before.len();
        }
        true
    }

    /// Forgets a page.
    pub(crate) fn forget(&self, place: &Place) {
        let mut kept = self.lock();
        if let Some(page) = kept.pages.remove(place) {
            kept.bytes -= page.len();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Pages> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(key: &str) -> Place {
        (key.to_owned(), String::new())
    }

    #[test]
    fn a_page_is_kept_until_the_database_changes_or_it_is_forgotten() {
        let shown = Shown::default();
        assert_eq!(shown.at(&place("a"), 1), None);
        assert!(shown.keep(place("a"), 1, Bytes::from_static(b"page")));
        assert_eq!(shown.at(&place("a"), 1), Some(Bytes::from_static(b"page")));
        assert_eq!(shown.at(&place("b"), 1), None);
        assert_eq!(shown.at(&place("a"), 2), None);
        assert_eq!(shown.at(&place("a"), 1), None, "it was not only hidden");
        shown.keep(place("a"), 1, Bytes::from_static(b"page"));
        shown.forget(&place("a"));
        assert_eq!(shown.at(&place("a"), 1), None);
        assert_eq!(shown.lock().bytes, 0);
    }

    #[test]
    fn a_page_that_was_drawn_while_the_database_changed_is_not_kept() {
        let shown = Shown::default();
        assert_eq!(shown.at(&place("a"), 1), None);
        assert_eq!(shown.at(&place("b"), 2), None);
        assert!(!shown.keep(place("a"), 1, Bytes::from_static(b"old")));
        assert_eq!(shown.at(&place("a"), 2), None);
    }

    #[test]
    fn no_more_is_kept_than_the_bound() {
        let shown = Shown::default();
        let page = Bytes::from(vec![b'a'; BYTES_MAX / 4]);
        for number in 0..100 {
            let place = place(&number.to_string());
            assert_eq!(shown.at(&place, 1), None);
            assert!(shown.keep(place, 1, page.clone()));
            assert!(shown.lock().bytes <= BYTES_MAX);
        }
        assert!(!shown.keep(place("x"), 1, Bytes::from(vec![b'a'; BYTES_MAX + 1])));
    }
}
