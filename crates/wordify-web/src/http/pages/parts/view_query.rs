//! What part of a result a visitor looks at: threshold, search, order; all of it stands in the address.

use std::cmp::Ordering;

use super::words::url_encoded;
use crate::jobs::view::{FALSE_SHARES, LabelSummary, Summary, THRESHOLD_STEPS, TermRow};

/// Rows of a table before the visitor asks for all.
pub const ROWS: usize = 15;
/// Rows of a page of all: keeps it below 60 kB.
pub const PAGE_ROWS: usize = 80;
/// Pages that an address can name: more than any list has.
const PAGES_MAX: usize = 10_000;
/// Longest search in characters.
const SEARCH_CHARS_MAX: usize = 100;
/// Fewest documents of a term that a reader can ask for.
pub const LEAST_DOCUMENTS: [usize; 6] = [3, 5, 10, 20, 50, 100];

/// What a table is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The term.
    Term,
    /// The score, or the strength.
    Score,
    /// The expected share of false terms.
    Q,
    /// The change along an order.
    Slope,
    /// Share in the label.
    Label,
    /// Share in the rest.
    Rest,
}

impl By {
    /// In the order of the columns; [`By::Q`] only where there are q-values, [`By::Slope`] only along an order.
    pub const ALL: [Self; 6] = [Self::Term, Self::Score, Self::Q, Self::Slope, Self::Label, Self::Rest];

    fn name(self) -> &'static str {
        match self {
            Self::Term => "term",
            Self::Score => "score",
            Self::Q => "q",
            Self::Slope => "slope",
            Self::Label => "label",
            Self::Rest => "rest",
        }
    }
}

/// Which columns of numbers a table of terms has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shown {
    /// All of them.
    #[default]
    All,
    /// The shares of documents.
    Shares,
    /// How sure the terms are.
    Rank,
    /// None: a list of words.
    Terms,
}

impl Shown {
    /// In the order of the list to choose from.
    pub const ALL: [Self; 4] = [Self::All, Self::Shares, Self::Rank, Self::Terms];

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Shares => "shares",
            Self::Rank => "rank",
            Self::Terms => "terms",
        }
    }

    /// Whether a table has the column `by`.
    pub fn has(self, by: By) -> bool {
        match by {
            By::Term => true,
            By::Label | By::Rest => matches!(self, Self::All | Self::Shares),
            By::Score | By::Q | By::Slope => matches!(self, Self::All | Self::Rank),
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
    /// Page of all rows, from 1; 0 for the first rows alone.
    pub page: usize,
    /// Columns shown.
    pub shown: Shown,
    /// What the search field asks for.
    pub search_words: &'static str,
    /// Right end of the slider in hundredths: where the best term is.
    pub hundredths_max: usize,
    /// Place in [`FALSE_SHARES`] of the largest q-value; none for the list as it was made.
    pub most_false: Option<usize>,
    /// Documents that a term must stand in, in label and rest together.
    pub least: usize,
    /// Whether every term of a family has a row.
    pub families: bool,
    /// Whether pictures show strength or score, not the shares of documents.
    pub by_rank: bool,
    /// Whether labels without a term are shown too.
    pub empty: bool,
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
            page: field("page").parse().unwrap_or(0).min(PAGES_MAX),
            shown: Shown::ALL.into_iter().find(|shown| shown.name() == field("columns")).unwrap_or_default(),
            search_words: "Search for a term",
            hundredths_max: THRESHOLD_STEPS,
            most_false: summary.calibration.as_ref().and_then(|_| {
                let wanted: f64 = field("false").replace(',', ".").parse().ok()?;
                FALSE_SHARES.iter().position(|share| (share - wanted).abs() < 1e-9)
            }),
            least: field("docs").parse().ok().filter(|least| LEAST_DOCUMENTS.contains(least)).unwrap_or(0),
            families: field("families") == "all",
            by_rank: field("picture") == "rank",
            empty: field("empty") == "1",
        }
    }

    /// Whether the list has `row`, whatever was searched for.
    pub fn lists(&self, row: &TermRow) -> bool {
        let is_below = match self.most_false {
            Some(step) => row.has_q_up_to(FALSE_SHARES[step]),
            None => row.listed,
        };
        is_below && self.is_wanted(row)
    }

    /// Whether `row` has the score, the documents and the place in its family that were asked for.
    pub fn is_wanted(&self, row: &TermRow) -> bool {
        row.score >= self.threshold() - 1e-12
            && row.documents_in_label + row.documents_in_rest >= self.least
            && (self.families || row.family.is_none())
    }

    /// Terms of `label` in the list, each family once, whatever their documents.
    pub fn count(&self, label: &LabelSummary, positive: bool) -> usize {
        let (at, by_q) = if positive {
            (&label.positive_at, &label.positive_by_q)
        } else {
            (&label.negative_at, &label.negative_by_q)
        };
        let count = match self.most_false {
            Some(step) => by_q.get(step),
            None => at.get(self.hundredths),
        };
        count.copied().unwrap_or(0)
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
        self.q.is_empty() && self.page == 0
    }

    /// The address of this view, with a few things changed.
    pub fn href(&self) -> String {
        let mut fields = Vec::new();
        if self.has_threshold() {
            fields.push(format!("threshold={}", self.threshold_shown()));
        }
        fields.extend(self.changes());
        if !self.q.is_empty() {
            fields.push(format!("q={}", url_encoded(&self.q)));
        }
        if self.by != By::Score || self.reversed {
            fields.push(format!("sort={}{}", if self.reversed { "-" } else { "" }, self.by.name()));
        }
        if self.side != 0 {
            fields.push(format!("side={}", self.side));
        }
        if self.shown != Shown::All {
            fields.push(format!("columns={}", self.shown.name()));
        }
        if self.page != 0 {
            fields.push(format!("page={}", self.page));
        }
        if fields.is_empty() { self.action.clone() } else { format!("{}?{}", self.action, fields.join("&")) }
    }

    /// What of the list and its pictures is not as usual, as fields of an address.
    pub fn changes(&self) -> Vec<String> {
        let most_false = self.most_false.map(|step| format!("false={}", FALSE_SHARES[step]));
        let least = (self.least > 0).then(|| format!("docs={}", self.least));
        let is_set =
            [(self.families, "families=all"), (self.by_rank, "picture=rank"), (self.empty, "empty=1")];
        let words = is_set.into_iter().filter(|(is_set, _)| *is_set).map(|(_, field)| field.to_owned());
        most_false.into_iter().chain(least).chain(words).collect()
    }

    /// This view without search, order, side and page, for the page of a label.
    #[must_use]
    pub fn of_label(&self) -> Self {
        let q = String::new();
        Self { q, by: By::Score, reversed: false, side: 0, page: 0, empty: false, ..self.clone() }
    }

    /// The address with the labels that have no term.
    pub fn href_empty(&self) -> String {
        Self { empty: true, page: 0, ..self.clone() }.href()
    }

    /// The address of the other side.
    pub fn href_side(&self, side: usize) -> String {
        Self { side, page: 0, ..self.clone() }.href()
    }

    /// The address of another order; the same order the other way round.
    pub fn href_sort(&self, by: By) -> String {
        let reversed = self.by == by && !self.reversed;
        Self { by, reversed, page: self.page.min(1), ..self.clone() }.href()
    }

    /// The address of a page of all rows, or of the first rows alone.
    pub fn href_page(&self, page: usize) -> String {
        Self { page, ..self.clone() }.href()
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
            // What rises most comes first, and last what falls most.
            By::Slope => slope(b).total_cmp(&slope(a)),
            By::Label => b.share_in_label.total_cmp(&a.share_in_label),
            By::Rest => b.share_in_rest.total_cmp(&a.share_in_rest),
        };
        if self.reversed { order.reverse() } else { order }
    }
}

fn slope(row: &TermRow) -> f64 {
    row.slope.map_or(0.0, |[slope, _, _]| slope)
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
            view(&[("threshold", "NaN"), ("page", "-1"), ("sort", "<script>"), ("side", "9"), ("q", " a ")]);
        assert_eq!(strange, View { q: "a".into(), ..view(&[]) });
        assert_eq!(view(&[("threshold", "7")]).hundredths, 100);
        assert_eq!(view(&[("page", "1000000")]).page, PAGES_MAX);
    }

    #[test]
    fn a_list_ends_at_the_share_of_false_terms_that_was_asked_for() {
        let mut summary = sample::summary(2);
        summary.calibration = Some(sample::calibration());
        let view =
            |field: &str, value: &str| View::new(String::new(), &[(field.into(), value.into())], &summary);
        let mut row = summary.labels[0].best_positive[0].clone();
        (row.listed, row.q_value) = (false, Some(0.2));
        assert!(!view("", "").lists(&row) && !view("false", "0.1").lists(&row));
        assert!(view("false", "0.2").lists(&row) && view("false", "0,3").lists(&row));
        (row.listed, row.family) = (true, Some("another".into()));
        assert!(!view("", "").lists(&row) && view("families", "all").lists(&row));
        row.family = None;
        (row.documents_in_label, row.documents_in_rest) = (2, 2);
        assert!(view("", "").lists(&row) && !view("docs", "5").lists(&row) && view("docs", "3").lists(&row));
        assert_eq!(view("false", "0.2").href(), "?false=0.2");
        assert_eq!(view("false", "0.17").most_false, None, "a share that is not offered");
    }

    #[test]
    fn an_address_leads_to_the_view_that_it_was_made_from() {
        let made = view(&[("threshold", "0.25"), ("q", "a&b"), ("sort", "-term"), ("side", "1")]);
        assert_eq!(made.href(), "/jobs/0?threshold=0.25&q=a%26b&sort=-term&side=1");
        assert_eq!(made.href_sort(By::Term), "/jobs/0?threshold=0.25&q=a%26b&sort=term&side=1");
        assert_eq!(made.sorted(By::Term), Some("descending"));
    }
}
