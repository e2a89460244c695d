//! Labels that are taken together under one name.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};
use crate::table::choice::shortened;

/// Labels that are taken together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// The name that they have together.
    pub label: String,
    /// The labels.
    pub of: Vec<String>,
}

/// The new name of each label in `merges`.
///
/// # Errors
/// [`ErrorKind::Setting`] where a label stands twice, or two merges have one name.
pub(super) fn new_names(merges: &[Merge]) -> Result<BTreeMap<String, String>, Error> {
    let wrong = |message: String, remedy: &str| {
        Err(Error::new(ErrorKind::Setting, message).at("merge").remedy(remedy))
    };
    let mut names = BTreeSet::new();
    let mut new_of: BTreeMap<String, String> = BTreeMap::new();
    for Merge { label: new, of } in merges {
        if !names.insert(new) {
            let message = format!("two merges are called \"{}\"", shortened(new));
            return wrong(message, "Put all their labels into one, such as NEW=A+B+C.");
        }
        for label in of {
            let label_shown = shortened(label);
            match new_of.insert(label.clone(), new.clone()) {
                None => {}
                Some(before) if before == *new => {
                    let message =
                        format!("the label \"{label_shown}\" stands twice in \"{}\"", shortened(new));
                    return wrong(message, "Name each label once.");
                }
                Some(before) => {
                    let message = format!(
                        "the label \"{label_shown}\" is merged twice, into \"{}\" and into \"{}\"",
                        shortened(&before),
                        shortened(new)
                    );
                    return wrong(message, "Each document has one label: name each label in one merge only.");
                }
            }
        }
    }
    Ok(new_of)
}
