//! The order of labels: the one that is given, else that of their numbers.

use std::collections::BTreeSet;

use crate::corpus::number::{Comma, number};
use crate::corpus::{Bin, Corpus, absent_label, named};
use crate::error::{Error, ErrorKind};
use crate::table::choice::shortened;

/// The labels of `corpus` as `given` orders them; where nothing is given, by the numbers that they are.
///
/// # Errors
/// [`ErrorKind::Setting`] at `order` where one label is given, one that does not exist or one twice, where one is missing,
/// and where nothing is given and a label is not a number.
pub(super) fn of_labels(given: &[String], corpus: &Corpus) -> Result<Vec<usize>, Error> {
    if given.is_empty() { by_number(corpus) } else { as_given(given, corpus) }
}

fn wrong(message: String, remedy: impl Into<String>) -> Error {
    Error::new(ErrorKind::Setting, message).at("order").remedy(remedy)
}

fn as_given(given: &[String], corpus: &Corpus) -> Result<Vec<usize>, Error> {
    let labels = &corpus.labels;
    let mut order = Vec::new();
    for name in given {
        let label = labels.binary_search(name).map_err(|_| absent_label("order", name, labels))?;
        order.push(label);
    }
    let named_labels: BTreeSet<usize> = order.iter().copied().collect();
    let missing: Vec<String> = (0..labels.len())
        .filter(|label| !named_labels.contains(label))
        .map(|label| format!("\"{}\"", shortened(&labels[label])))
        .collect();
    if missing.is_empty() {
        return Ok(order);
    }
    Err(wrong(
        format!("the order has no place for {}", named(&missing)),
        "Name every label once, from first to last, or keep only those that have an order (labels).",
    ))
}

/// Numbers by their size; bins by where they begin.
fn by_number(corpus: &Corpus) -> Result<Vec<usize>, Error> {
    let of_bin = |label: &str| {
        let is_bin = corpus.account.bins.iter().any(|bin| bin == label);
        is_bin.then(|| Bin::read(label).ok()).flatten().map(|bin| bin.least())
    };
    let comma = Comma::of(corpus.labels.iter().map(String::as_str));
    let mut order = Vec::new();
    for (place, label) in corpus.labels.iter().enumerate() {
        let value = of_bin(label).or_else(|| number(label, comma)).ok_or_else(|| {
            wrong(
                format!("the labels have no order of their own: \"{}\" is not a number", shortened(label)),
                "Give their order, from first to last, such as low,mid,high (order).",
            )
        })?;
        order.push((value, place));
    }
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let same = order.windows(2).find(|pair| pair[0].0.total_cmp(&pair[1].0).is_eq());
    if let Some([(_, one), (_, other)]) = same {
        let [one, other] = [one, other].map(|&label| shortened(&corpus.labels[label]));
        return Err(wrong(
            format!("the labels \"{one}\" and \"{other}\" are the same number"),
            "Take them together (merge), or give their order (order).",
        ));
    }
    Ok(order.into_iter().map(|(_, label)| label).collect())
}
