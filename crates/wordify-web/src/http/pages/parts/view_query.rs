//! What part of a result a visitor looks at: threshold, search, order; all of it stands in the address.

use std::cmp::Ordering;

use super::words::url_encoded;
use crate::jobs::view::{Summary, THRESHOLD_STEPS, TermRow};

/// Rows of a table before the visitor asks for more: keeps the page below 60 kB.
pub const ROWS: usize = 50;
/// Rows of a table at most: beyond, searching is quicker than scrolling.
pub const ROWS_MAX: usize = 550;
/// Rows that "more" adds.
const ROWS_STEP: usize = 100;
/// Longest search in characters.
const SEARCH_CHARS_MAX: usize = 100;

/// What a table is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The term.
    Term,
    /// The score, or the strength.
    Score,
    /// The expected share of false terms.
    Q,
    /// Share in the label.
    Label,
    /// Share in the rest.
    Rest,
}

impl By {
    /// In the order of the columns; [`By::Q`] only where there are q-values.
    pub const ALL: [Self; 5] = [Self::Term, Self::Score, Self::Q, Self::Label, Self::Rest];

    fn name(self) -> &'static str {
        match self {
            Self::Term => "term",
            Self::Score => "score",
            Self::Q => "q",
            Self::Label => "label",
            Self::Rest => "rest",
        }
    }
}

/// What is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// Path of the page.
    pub action: String,
    /// Threshold in hundredths, 1 to 100; 0 for a calibrated list, which ends by chance and not by score.
    pub hundredths: usize,
    /// Search.
    pub q: String,
    /// Order.
    pub by: By,
    /// Whether the order is the other way round than usual.
    pub reversed: bool,
    /// Which list: of two labels the label, of one label for (0) or against (1).
    pub side: usize,
    /// Rows shown at most.
    pub rows: usize,
    /// What the search field asks for.
    pub search_words: &'static str,
    /// Right end of the slider in hundredths: where the best term is.
    pub hundredths_max: usize,
}

impl View {
    /// The view of the page at `action`, from the fields of its address; what is absent or strange is as usual.
    pub fn new(action: String, fields: &[(String, String)], summary: &Summary) -> Self {
        let field =
            |name: &str| fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim());
        let wanted = field("threshold").replace(',', ".").parse().ok().filter(|wanted: &f64| *wanted > 0.0);
        let order = field("sort");
        let name = order.strip_prefix('-').unwrap_or(order);
        Self {
            action,
            hundredths: match summary.calibration {
                Some(_) => 0,
                None => hundredths(wanted.unwrap_or(summary.threshold)),
            },
            q: field("q").chars().take(SEARCH_CHARS_MAX).collect(),
            by: By::ALL.into_iter().find(|by| by.name() == name).unwrap_or(By::Score),
            reversed: order.starts_with('-'),
            side: usize::from(field("side") == "1"),
            rows: field("rows").parse().unwrap_or(ROWS).clamp(ROWS, ROWS_MAX),
            search_words: "Search for a term",
            hundredths_max: THRESHOLD_STEPS,
        }
    }

    /// Lets the slider end at the best score, so that all of its way does something.
    pub fn end_slider_at(&mut self, score: f64) {
        let best = (score * THRESHOLD_STEPS as f64).ceil() as usize;
        self.hundredths_max = best.max(self.hundredths).clamp(1, THRESHOLD_STEPS);
    }

    /// The end of the slider for the form.
    pub fn threshold_max(&self) -> String {
        format!("{:.2}", self.hundredths_max as f64 / THRESHOLD_STEPS as f64)
    }

    /// Whether the list ends at a score that can be moved.
    pub fn has_threshold(&self) -> bool {
        self.hundredths > 0
    }

    /// The threshold.
    pub fn threshold(&self) -> f64 {
        self.hundredths as f64 / THRESHOLD_STEPS as f64
    }

    /// The threshold for reading.
    pub fn threshold_shown(&self) -> String {
        format!("{:.2}", self.threshold())
    }

    /// The side for the form; nothing for the usual one.
    pub fn side_value(&self) -> Option<usize> {
        (self.side != 0).then_some(self.side)
    }

    /// Pictures are in the way of what was searched for.
    pub fn shows_pictures(&self) -> bool {
        self.q.is_empty()
    }

    /// The address of this view, with a few things changed.
    pub fn href(&self) -> String {
        let mut fields = Vec::new();
        if self.has_threshold() {
            fields.push(format!("threshold={}", self.threshold_shown()));
        }
        if !self.q.is_empty() {
            fields.push(format!("q={}", url_encoded(&self.q)));
        }
        if self.by != By::Score || self.reversed {
            fields.push(format!("sort={}{}", if self.reversed { "-" } else { "" }, self.by.name()));
        }
        if self.side != 0 {
            fields.push(format!("side={}", self.side));
        }
        if self.rows != ROWS {
            fields.push(format!("rows={}", self.rows));
        }
        if fields.is_empty() { self.action.clone() } else { format!("{}?{}", self.action, fields.join("&")) }
    }

    /// The address of the other side.
    pub fn href_side(&self, side: usize) -> String {
        Self { side, rows: ROWS, ..self.clone() }.href()
    }

    /// The address of another order; the same order the other way round.
    pub fn href_sort(&self, by: By) -> String {
        Self { by, reversed: self.by == by && !self.reversed, ..self.clone() }.href()
    }

    /// The address with more rows, if there are more than are shown and may be.
    pub fn href_more(&self, rows: usize) -> Option<String> {
        (rows > self.rows && self.rows < ROWS_MAX)
            .then(|| Self { rows: (self.rows + ROWS_STEP).min(ROWS_MAX), ..self.clone() }.href())
    }

    /// How the column `by` is sorted, for those who cannot see it.
    pub fn sorted(&self, by: By) -> Option<&'static str> {
        let ascending = matches!(by, By::Term | By::Q) != self.reversed;
        (self.by == by).then_some(if ascending { "ascending" } else { "descending" })
    }

    /// Whether `text` has what was searched for, in any case.
    pub fn matches(&self, text: &str) -> bool {
        self.q.is_empty() || text.to_lowercase().contains(&self.q.to_lowercase())
    }

    /// Compares two terms by the order asked for; equal ones keep theirs, which is by score.
    pub fn compare(&self, a: &TermRow, b: &TermRow) -> Ordering {
        let order = match self.by {
            By::Term => a.term.to_lowercase().cmp(&b.term.to_lowercase()),
            By::Score => b.rank().total_cmp(&a.rank()),
            // The smallest first, and last what has none.
            By::Q => a.q_value.unwrap_or(2.0).total_cmp(&b.q_value.unwrap_or(2.0)),
            By::Label => b.share_in_label.total_cmp(&a.share_in_label),
            By::Rest => b.share_in_rest.total_cmp(&a.share_in_rest),
        };
        if self.reversed { order.reverse() } else { order }
    }
}

/// The threshold in hundredths, from 0.01 to 1.
fn hundredths(threshold: f64) -> usize {
    ((threshold * THRESHOLD_STEPS as f64).round() as usize).clamp(1, THRESHOLD_STEPS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    fn view(query: &[(&str, &str)]) -> View {
        let fields: Vec<_> = query.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        View::new("/jobs/0".into(), &fields, &sample::summary(2))
    }

    #[test]
    fn strange_fields_are_left_aside() {
        let strange =
            view(&[("threshold", "NaN"), ("rows", "-1"), ("sort", "<script>"), ("side", "9"), ("q", " a ")]);
        assert_eq!(strange, View { q: "a".into(), ..view(&[]) });
        assert_eq!(view(&[("threshold", "7")]).hundredths, 100);
        assert_eq!(view(&[("rows", "1000000")]).rows, ROWS_MAX);
    }

    #[test]
    fn an_address_leads_to_the_view_that_it_was_made_from() {
        let made = view(&[("threshold", "0.25"), ("q", "a&b"), ("sort", "-term"), ("side", "1")]);
        assert_eq!(made.href(), "/jobs/0?threshold=0.25&q=a%26b&sort=-term&side=1");
        assert_eq!(made.href_sort(By::Term), "/jobs/0?threshold=0.25&q=a%26b&sort=term&side=1");
        assert_eq!(made.sorted(By::Term), Some("descending"));
    }
}
