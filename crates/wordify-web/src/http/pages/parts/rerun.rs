//! What can be changed beside a result for another run, and whether that needs the file once more.

use wordify::study::list;

use super::choices_form::{self, Field};
use crate::jobs::choices::Choices;
use crate::jobs::sample_file;
use crate::jobs::view::Summary;

/// The settings that are changed beside a result; all others stay as they were.
pub(crate) const CHANGEABLE: [&str; 7] =
    ["stop_words_add", "stop_words", "merge", "lemmas", "ngrams", "min_df", "group"];

/// The fields of these settings, with what was chosen.
pub(crate) fn fields(choices: &Choices) -> Vec<Field> {
    let settings = CHANGEABLE.into_iter().filter_map(list::find);
    settings.map(|setting| Field { rechecks: false, ..choices_form::field(setting, choices) }).collect()
}

/// Whether the result can be run again at once: its file is kept until `upload_until`, or it is the sample, which is no secret.
pub(crate) fn is_at_hand(summary: &Summary, upload_until: Option<i64>, now: i64) -> bool {
    upload_until.is_some_and(|until| until > now) || sample_file::has_fingerprint(&summary.sha256)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_changeable_setting_has_a_field_that_sends_nothing_by_itself() {
        let fields = fields(&Choices::default());
        assert_eq!(fields.iter().map(|field| field.name).collect::<Vec<_>>(), CHANGEABLE);
        assert!(fields.iter().all(|field| !field.rechecks));
    }
}
