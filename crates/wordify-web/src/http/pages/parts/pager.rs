//! The ways from the first rows of a list to all of them, in pages that stay light.

use std::ops::Range;

use wordify::count::grouped;

use super::view_query::{PAGE_ROWS, ROWS, View};

/// What stands below a list.
#[derive(Debug, Default)]
pub struct Pager {
    /// How to see all rows, where only the first are shown: words and address.
    pub all: Option<(String, String)>,
    /// Back to the first rows alone.
    pub first: Option<(String, String)>,
    /// The rows before those on the page.
    pub before: Option<(String, String)>,
    /// The rows behind them.
    pub after: Option<(String, String)>,
}

impl Pager {
    /// For a list of `found` rows, `what` in the plural, of which `view` shows some.
    pub fn new(view: &View, found: usize, what: &str) -> Self {
        let (first, last) = (ROWS.min(found), found.div_ceil(PAGE_ROWS).max(1));
        if view.page == 0 {
            let all =
                (found > first).then(|| (format!("Show all {} {what}", grouped(found)), view.href_page(1)));
            return Self { all, ..Self::default() };
        }
        let page = view.page.min(last);
        let rows = |page: usize| places(&range_of(page, found));
        Self {
            all: None,
            first: Some((format!("The first {ROWS} only"), view.href_page(0))),
            before: (page > 1).then(|| (rows(page - 1), view.href_page(page - 1))),
            after: (page < last).then(|| (rows(page + 1), view.href_page(page + 1))),
        }
    }

    /// Whether there is anything to choose.
    pub fn is_empty(&self) -> bool {
        self.all.is_none() && self.first.is_none()
    }
}

/// The places of the rows that `view` shows of `found` ones.
pub fn range(view: &View, found: usize) -> Range<usize> {
    match view.page {
        0 => 0..ROWS.min(found),
        page => range_of(page.min(found.div_ceil(PAGE_ROWS).max(1)), found),
    }
}

/// These places for reading: `15`, or `101 to 180`.
pub fn places(rows: &Range<usize>) -> String {
    if rows.start == 0 && rows.end <= ROWS {
        return grouped(rows.end);
    }
    format!("{} to {}", grouped(rows.start + 1), grouped(rows.end))
}

fn range_of(page: usize, found: usize) -> Range<usize> {
    let start = ((page - 1) * PAGE_ROWS).min(found);
    start..(start + PAGE_ROWS).min(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    fn view(page: &str) -> View {
        View::new("/jobs/0".into(), &[("page".into(), page.into())], &sample::summary(2))
    }

    #[test]
    fn from_the_first_rows_one_step_leads_to_all_and_on_from_page_to_page() {
        let pager = Pager::new(&view(""), 10_000, "terms");
        let (words, href) = pager.all.expect("a link");
        assert!(words == "Show all 10,000 terms" && href.ends_with("page=1"), "{href}");
        assert_eq!(range(&view(""), 10_000), 0..ROWS);
        let mut seen = Vec::new();
        let mut page = 1;
        loop {
            let view = view(&page.to_string());
            seen.extend(range(&view, 10_000));
            let Some((_, href)) = Pager::new(&view, 10_000, "terms").after else { break };
            page += 1;
            assert!(href.ends_with(&format!("page={page}")), "{href}");
        }
        assert!(seen.iter().copied().eq(0..10_000), "every row once");
    }

    #[test]
    fn short_lists_have_nothing_to_turn_and_no_page_is_beyond_the_last() {
        assert!(Pager::new(&view(""), ROWS, "terms").is_empty());
        assert_eq!(range(&view("99"), PAGE_ROWS + 1), PAGE_ROWS..PAGE_ROWS + 1);
        assert_eq!(range(&view("3"), 0), 0..0);
        assert!(Pager::new(&view("99"), PAGE_ROWS + 1, "terms").after.is_none());
    }
}
