//! How long an upload is kept beside its result, as a visitor chooses it. Unless somebody chooses, it is deleted with the job's end.

use std::time::Duration;

use super::Entry;
use super::parts::words;
use crate::http::error::{Problem, ProblemKind};
use crate::http::fields::Addressees;

/// The field that is no setting of the study.
pub(crate) const FIELD: &str = "keep_upload";
const HOUR: Duration = Duration::from_secs(3600);

/// How long an upload is kept once there is a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Keeping {
    /// Not at all.
    #[default]
    Not,
    /// For an hour.
    Hour,
    /// As long as the result.
    Result,
}

/// What a visitor wishes that is no setting of the study.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Besides {
    /// Who is notified of the end.
    pub(crate) addressees: Addressees,
    /// How long the upload is kept.
    pub(crate) keeping: Keeping,
}

impl Keeping {
    const ALL: [Self; 3] = [Self::Not, Self::Hour, Self::Result];

    fn value(self) -> &'static str {
        match self {
            Self::Not => "",
            Self::Hour => "hour",
            Self::Result => "result",
        }
    }

    /// What the fields of a form say of it, and the other fields.
    ///
    /// # Errors
    /// For a value that does not exist.
    pub(crate) fn taken(fields: Vec<(String, String)>) -> Result<(Self, Vec<(String, String)>), Problem> {
        let (own, others): (Vec<_>, Vec<_>) = fields.into_iter().partition(|(name, _)| name == FIELD);
        let value = own.last().map_or("", |(_, value)| value.trim());
        match Self::ALL.into_iter().find(|keeping| keeping.value() == value) {
            Some(keeping) => Ok((keeping, others)),
            None => Err(Problem::new(
                ProblemKind::Invalid,
                "A file can be kept for an hour or as long as the result.",
            )
            .at(FIELD)
            .remedy("Choose one of the list.")),
        }
    }

    /// In milliseconds, where results are kept for `results`.
    pub(crate) fn span_ms(self, results: Duration) -> Option<i64> {
        let span = match self {
            Self::Not => return None,
            Self::Hour => HOUR,
            Self::Result => results,
        };
        Some(i64::try_from(span.as_millis()).unwrap_or(i64::MAX / 4))
    }

    /// What can be chosen, where results are kept for `results`.
    pub(crate) fn entries(self, results: Duration) -> Vec<Entry> {
        let name = |keeping| match keeping {
            Self::Not => "Delete it when the result is ready".to_owned(),
            Self::Hour => "Keep it sealed for an hour".to_owned(),
            Self::Result => {
                format!("Keep it sealed as long as the result ({})", words::span(results.as_secs_f64()))
            }
        };
        let entry = |keeping: Self| Entry {
            value: keeping.value().to_owned(),
            name: name(keeping),
            chosen: keeping == self,
        };
        Self::ALL.map(entry).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[test]
    fn nothing_is_kept_unless_it_is_chosen_and_what_is_no_choice_is_refused() {
        let results = Duration::from_secs(7 * 86_400);
        let (keeping, others) = Keeping::taken(fields(&[("fits", "3")])).expect("read");
        assert_eq!((keeping.span_ms(results), others.len()), (None, 1));
        let (keeping, others) =
            Keeping::taken(fields(&[("keep_upload", "hour"), ("fits", "3")])).expect("read");
        assert_eq!((keeping.span_ms(results), others), (Some(3_600_000), fields(&[("fits", "3")])));
        let (keeping, _) = Keeping::taken(fields(&[("keep_upload", "result")])).expect("read");
        assert_eq!(keeping.span_ms(results), Some(604_800_000));
        let refused = Keeping::taken(fields(&[("keep_upload", "for ever")])).expect_err("refused");
        assert_eq!(refused.place.as_deref(), Some(FIELD));
    }

    #[test]
    fn one_entry_is_chosen() {
        let entries = Keeping::Result.entries(Duration::from_secs(7 * 86_400));
        let chosen: Vec<&str> =
            entries.iter().filter(|entry| entry.chosen).map(|entry| entry.name.as_str()).collect();
        assert_eq!(chosen, ["Keep it sealed as long as the result (7 days)"]);
    }
}
