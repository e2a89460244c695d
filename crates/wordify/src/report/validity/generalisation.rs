//! How well labels of unseen documents are predicted.

use super::{Table, Trial};
use crate::count::{counted, grouped};
use crate::generalisation::{Choice, Generalisation, Method, Metrics, Score};
use crate::report::judged::Cell;

/// Labels up to which the confusion table is shown: a page holds no more columns.
const CONFUSION_LABELS_MAX: usize = 30;
const METRICS: [&str; 9] = ["AUC", "low", "high", "balanced accuracy", "low", "high", "F1", "low", "high"];

pub(super) fn trial(found: &Generalisation, labels: &[String]) -> Trial {
    let mut tables = vec![overall(found), by_label(found, labels)];
    if labels.len() <= CONFUSION_LABELS_MAX {
        tables.push(confusion(found, labels));
    }
    Trial { name: "Does it generalise?", short: "Predict", sentences: sentences(found), tables }
}

fn sentences(found: &Generalisation) -> Vec<String> {
    let of = |choice: Choice| found.methods.iter().find(|method| method.choice == choice);
    let Some(list) = of(Choice::List) else { return Vec::new() };
    let groups = found.groups.map_or_else(String::new, |groups| {
        format!(", in {} that stayed whole,", counted(groups, "group", "groups"))
    });
    let others = [Choice::ChiSquare, Choice::LogOdds, Choice::AllTerms, Choice::Majority];
    let others: Vec<String> = others
        .into_iter()
        .filter_map(|choice| {
            Some(format!("{} {}", choice.words(), bare(&of(choice)?.overall.balanced_accuracy)))
        })
        .collect();
    let [fewest, most] =
        [list.terms.iter().min(), list.terms.iter().max()].map(|terms| grouped(terms.copied().unwrap_or(0)));
    vec![
        format!(
            "The labels of {}{groups} were predicted in {} parts, each from a list that the whole procedure made of the other parts ({fewest} to \
             {most} terms), by logistic regression with an L2 penalty on the weights of these terms (C = 1, labels weighted equally, one \
             against the rest).",
            counted(found.documents, "document", "documents"),
            found.folds,
        ),
        format!(
            "Balanced accuracy is {}, AUC {}, F1 {}; the balanced accuracy of others: {}.",
            shown(&list.overall.balanced_accuracy),
            shown(&list.overall.auc),
            shown(&list.overall.f1),
            others.join(", "),
        ),
        "Intervals of 95% are of these models on other documents of the kind; how much the models would differ is not in them.".to_owned(),
    ]
}

fn bare(score: &Score) -> String {
    format!("{:.2}", score.value)
}

fn shown(score: &Score) -> String {
    match score.interval() {
        Some(interval) => format!("{:.2} ({:.2} to {:.2})", interval.value, interval.low, interval.high),
        None => bare(score),
    }
}

fn cells(metrics: &Metrics) -> impl Iterator<Item = Cell> {
    let number = |number: Option<f64>| number.map_or(Cell::Empty, Cell::Number);
    let scores = [metrics.auc, metrics.balanced_accuracy, metrics.f1];
    scores
        .into_iter()
        .flat_map(move |score| [Cell::Number(score.value), number(score.low), number(score.high)])
}

fn header<'a>(first: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    first.into_iter().chain(METRICS).map(str::to_owned).collect()
}

fn overall(found: &Generalisation) -> Table {
    let row = |method: &Method| {
        let terms = method.terms.iter().sum::<usize>() as f64 / method.terms.len().max(1) as f64;
        let first = [Cell::Text(method.choice.words().to_owned()), Cell::Number(terms)];
        first.into_iter().chain(cells(&method.overall)).collect()
    };
    Table {
        name: "Prediction",
        caption: "Prediction from the list and from other terms".to_owned(),
        header: header(["predicted from", "terms on average"]),
        rows: found.methods.iter().map(row).collect(),
    }
}

fn by_label(found: &Generalisation, labels: &[String]) -> Table {
    let rows = found.methods.iter().flat_map(|method| {
        labels.iter().zip(&method.labels).map(|(label, metrics)| {
            let first = [Cell::Text(label.clone()), Cell::Text(method.choice.words().to_owned())];
            first.into_iter().chain(cells(metrics)).collect()
        })
    });
    Table {
        name: "Prediction by label",
        caption: "Each label against the rest".to_owned(),
        header: header(["label", "predicted from"]),
        rows: rows.collect(),
    }
}

fn confusion(found: &Generalisation, labels: &[String]) -> Table {
    let rows = labels.iter().zip(&found.confusion).map(|(label, counts)| {
        std::iter::once(Cell::Text(label.clone()))
            .chain(counts.iter().map(|&count| Cell::Count(count)))
            .collect()
    });
    let columns = labels.iter().map(|label| format!("as {label}"));
    Table {
        name: "Confusion",
        caption: "Documents by their label and the one predicted from the list".to_owned(),
        header: std::iter::once("label".to_owned()).chain(columns).collect(),
        rows: rows.collect(),
    }
}
