//! Two results side by side: which terms replicate, turn, vanish, or are new.
//!
//! Two years, a replication, or two settings: both are read from their reports as json. A term is the same where its label,
//! what that is set against, and its dictionary form are; what one result lists for a label and the other against it has turned.

mod csv;
mod html;

use std::collections::BTreeMap;

use serde::Deserialize;

pub use self::csv::csv;
pub use self::html::html;
use super::stored;
use crate::contrast::Contrast;
use crate::error::Error;
use crate::indicators::Sign;
use crate::indicators::effect::{Sample, wilson};

/// What a comparison needs of a report as json; it may come from another version.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Listing {
    analysis: ListingAnalysis,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct ListingAnalysis {
    version: String,
    labels: Vec<String>,
    #[serde(default)]
    settings: ListingSettings,
    indicators: Vec<Listed>,
}

#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
struct ListingSettings {
    /// Results of versions that knew no other compare each label with the rest.
    #[serde(default)]
    contrast: Contrast,
}

/// Label, what it is set against, and term.
type Key<'a> = (&'a str, Option<&'a str>, &'a str);

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Listed {
    label: String,
    against: Option<String>,
    term: String,
    shown: Option<String>,
    sign: Sign,
    score: f64,
    strength: Option<f64>,
    // Reports that mark what is listed hold the rest too.
    #[serde(default = "yes")]
    listed: bool,
}

fn yes() -> bool {
    true
}

impl Listing {
    /// Reads a report as json.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) where it is none, with the line.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Error> {
        let remedy = "Give files that “wordify analyze --out NAME.json” or the download “JSON data” made.";
        let mut listing: Self = stored::read(bytes, remedy)?;
        listing.analysis.indicators.retain(|found| found.listed);
        Ok(listing)
    }

    fn rows(&self) -> BTreeMap<Key<'_>, &Listed> {
        self.analysis.indicators.iter().map(|found| (found.key(), found)).collect()
    }
}

impl Listed {
    fn key(&self) -> Key<'_> {
        (&self.label, self.against.as_deref(), &self.term)
    }

    /// Whether another result lists the term the other way round: for the other label of a pair, else for any other label.
    fn is_turned(&self, other: &Self) -> bool {
        let is_elsewhere = match (&self.against, &other.against) {
            (Some(against), Some(label)) => other.label == *against && self.label == *label,
            (None, None) => other.label != self.label,
            _ => false,
        };
        self.term == other.term && self.sign == other.sign && is_elsewhere
    }
}

/// What became of a term from the first result to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Both list it for the label with the same sign.
    Replicates,
    /// One lists it for the label, the other against it or for another label.
    Turns,
    /// Only the first lists it.
    Vanishes,
    /// Only the second lists it.
    New,
}

impl Fate {
    /// All of them, in the order of reports.
    pub const ALL: [Self; 4] = [Self::Replicates, Self::Turns, Self::Vanishes, Self::New];

    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Replicates => "replicates",
            Self::Turns => "turns",
            Self::Vanishes => "vanishes",
            Self::New => "new",
        }
    }
}

/// A term of either result.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// The label in the first result, else in the second.
    pub label: String,
    /// What it is set against there; none where that is all others.
    pub against: Option<String>,
    /// The term, as csv and json have it.
    pub term: String,
    /// The term as people see it.
    pub shown: String,
    /// What became of it.
    pub fate: Fate,
    /// Sign, score 0 to 1 and strength in the first result, where it lists the term.
    pub first: Option<Standing>,
    /// The same in the second.
    pub second: Option<Standing>,
}

/// How a result lists a term.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The label under which it is listed.
    pub label: String,
    /// What that is set against; none where that is all others.
    pub against: Option<String>,
    /// For or against it.
    pub sign: Sign,
    /// Selection frequency, 0 to 1.
    pub score: f64,
    /// Strength, where the result has it.
    pub strength: Option<f64>,
}

/// Two results side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Replication {
    /// Names of the two results.
    pub names: [String; 2],
    /// The terms, by label, then fate, then the better score first.
    pub terms: Vec<Compared>,
    /// Terms that each result lists.
    pub listed: [usize; 2],
    /// What the reader should know.
    pub warnings: Vec<String>,
}

impl Compared {
    /// The label, and what it is set against where that is one label.
    pub fn comparison(&self) -> String {
        stored::comparison(&self.label, self.against.as_deref())
    }
}

impl Standing {
    /// The label, and what it is set against where that is one label.
    pub fn comparison(&self) -> String {
        stored::comparison(&self.label, self.against.as_deref())
    }
}

impl Replication {
    /// Compares two results by the names under which they are shown.
    pub fn new(names: [String; 2], results: [&Listing; 2]) -> Self {
        let [first, second] = results.map(Listing::rows);
        let elsewhere = |rows: &BTreeMap<Key<'_>, &Listed>, found: &Listed| {
            rows.values().find(|other| found.is_turned(other)).map(|other| standing(other))
        };
        let mut terms: Vec<Compared> = Vec::new();
        for (&key, found) in &first {
            let here = second.get(&key).map(|other| standing(other));
            let there = here.or_else(|| elsewhere(&second, found));
            terms.push(compared(found, Some(standing(found)), there));
        }
        for (key, found) in &second {
            // A term that the first lists for another label is shown there already.
            if !first.contains_key(key) && elsewhere(&first, found).is_none() {
                terms.push(compared(found, None, Some(standing(found))));
            }
        }
        let best = |compared: &Compared| {
            [&compared.first, &compared.second]
                .into_iter()
                .flatten()
                .map(|standing| standing.score)
                .fold(0.0, f64::max)
        };
        terms.sort_by(|a, b| {
            (&a.label, &a.against, a.fate)
                .cmp(&(&b.label, &b.against, b.fate))
                .then(best(b).total_cmp(&best(a)))
                .then(a.term.cmp(&b.term))
        });
        Self { names, terms, listed: [first.len(), second.len()], warnings: warnings(results) }
    }

    /// Terms with this fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.terms.iter().filter(|compared| compared.fate == fate).count()
    }

    /// The share of the terms of the first result that replicate in the second, with an interval of 95% (Wilson 1927), which
    /// takes the terms as independent; none where the first lists none.
    pub fn replicated(&self) -> Option<[f64; 3]> {
        let all = self.listed[0];
        (all > 0).then(|| {
            let share = self.count(Fate::Replicates) as f64 / all as f64;
            wilson(Sample { share, size: all as f64 })
        })
    }

    /// Terms that both list alike, among those that at least one lists: the Jaccard index, 0 to 1; none where neither lists one.
    pub fn agreement(&self) -> Option<f64> {
        let both = self.count(Fate::Replicates);
        let any = self.listed[0] + self.listed[1] - both;
        (any > 0).then(|| both as f64 / any as f64)
    }
}

fn standing(found: &Listed) -> Standing {
    let Listed { label, against, sign, score, strength, .. } = found;
    Standing {
        label: label.clone(),
        against: against.clone(),
        sign: *sign,
        score: *score,
        strength: *strength,
    }
}

fn compared(found: &Listed, first: Option<Standing>, second: Option<Standing>) -> Compared {
    let fate = match (&first, &second) {
        (Some(first), Some(second))
            if (&first.label, &first.against, first.sign)
                == (&second.label, &second.against, second.sign) =>
        {
            Fate::Replicates
        }
        (Some(_), Some(_)) => Fate::Turns,
        (Some(_), None) => Fate::Vanishes,
        (None, _) => Fate::New,
    };
    let shown = found.shown.clone().unwrap_or_else(|| found.term.clone());
    let Listed { label, against, term, .. } = found.clone();
    Compared { label, against, term, shown, fate, first, second }
}

fn warnings(results: [&Listing; 2]) -> Vec<String> {
    let [first, second] = results.map(|result| &result.analysis);
    let mut warnings = Vec::new();
    if first.version != second.version {
        warnings.push(format!(
            "The results were made by different versions of Wordify: {} and {}.",
            first.version, second.version
        ));
    }
    if first.settings.contrast != second.settings.contrast {
        warnings.push(
            "The results set labels against different things (contrast): a term replicates only where both compare the same.".to_owned(),
        );
    }
    for (one, other, which) in [(first, second, "first"), (second, first, "second")] {
        for label in one.labels.iter().filter(|label| !other.labels.contains(label)) {
            warnings.push(format!(
                "Only the {which} result has the label “{label}”: none of its terms can replicate."
            ));
        }
    }
    warnings
}

/// What the comparison amounts to, in sentences.
pub fn sentences(comparison: &Replication) -> Vec<String> {
    let [first, second] = comparison.listed;
    let Some([share, low, high]) = comparison.replicated() else {
        return vec![format!("The first result lists no term; the second lists {second}.")];
    };
    // Bounds come a little below zero, and “-0%” of them.
    let percent = |share: f64| format!("{:.0}%", share.clamp(0.0, 1.0) * 100.0);
    let mut sentences = vec![format!(
        "Of {first} terms of the first result, {} replicate: {} (95% interval {} to {}, terms taken as independent).",
        comparison.count(Fate::Replicates),
        percent(share),
        percent(low),
        percent(high)
    )];
    if let Some(agreement) = comparison.agreement() {
        sentences.push(format!(
            "Both list {} of all terms that either lists (Jaccard {agreement:.2}).",
            percent(agreement)
        ));
    }
    sentences.push(format!(
        "Beside a term stands its {}; each label's terms come in this order.",
        number(comparison)
    ));
    sentences
}

/// What the number beside a term is.
fn number(comparison: &Replication) -> &'static str {
    let standings = comparison.terms.iter().flat_map(|compared| [&compared.first, &compared.second]);
    let has_strength = |standing: &Standing| standing.strength.is_some();
    let (mut calibrated, mut counted) = (false, false);
    for standing in standings.flatten() {
        calibrated |= has_strength(standing);
        counted |= !has_strength(standing);
    }
    match (calibrated, counted) {
        (true, false) => "stability, the share of half-samples that select it",
        (false, true) => "score, the share of fits that select it",
        _ => "stability or score, the share of half-samples or fits that select it",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(rows: &[(&str, &str, &str, f64)]) -> Listing {
        let indicators: Vec<String> = rows
            .iter()
            .map(|(label, term, sign, score)| {
                format!(r#"{{"label":"{label}","term":"{term}","sign":"{sign}","score":{score},"documents_in_label":3}}"#)
            })
            .collect();
        let json = format!(
            r#"{{"source":{{"file_name":"a.csv","bytes":1}},"analysis":{{"version":"1","labels":["cat","dog"],"indicators":[{}]}}}}"#,
            indicators.join(",")
        );
        Listing::from_json(json.as_bytes()).expect("a report")
    }

    fn compare(first: &Listing, second: &Listing) -> Replication {
        Replication::new(["a".into(), "b".into()], [first, second])
    }

    #[test]
    fn the_number_beside_a_term_has_its_name() {
        let scores = listing(&[("cat", "meow", "positive", 0.9)]);
        let said = |comparison: &Replication| sentences(comparison).pop().expect("a sentence");
        let mut comparison = compare(&scores, &scores);
        assert!(said(&comparison).contains("its score, the share of fits that"), "{}", said(&comparison));
        let strengths = |compared: &mut Compared| {
            compared.first.as_mut().expect("it is listed").strength = Some(3.0);
        };
        comparison.terms.iter_mut().for_each(strengths);
        assert!(said(&comparison).contains("its stability or score"), "{}", said(&comparison));
        comparison.terms[0].second = None;
        assert!(
            said(&comparison).contains("its stability, the share of half-samples"),
            "{}",
            said(&comparison)
        );
    }

    #[test]
    fn each_term_has_one_fate() {
        let first = listing(&[
            ("cat", "meow", "positive", 0.9),
            ("cat", "purr", "positive", 0.8),
            ("cat", "bark", "negative", 0.5),
            ("dog", "ball", "positive", 0.4),
        ]);
        let second = listing(&[
            ("cat", "meow", "positive", 0.7),
            ("cat", "bark", "positive", 0.6),
            ("cat", "ball", "positive", 0.4),
            ("dog", "woof", "positive", 0.9),
        ]);
        let comparison = compare(&first, &second);
        let fates: Vec<(&str, Fate)> =
            comparison.terms.iter().map(|compared| (compared.term.as_str(), compared.fate)).collect();
        let expected = [
            ("meow", Fate::Replicates),
            ("bark", Fate::Turns),
            ("purr", Fate::Vanishes),
            ("ball", Fate::Turns),
            ("woof", Fate::New),
        ];
        assert_eq!(fates, expected);
        assert_eq!(comparison.agreement(), Some(1.0 / 7.0));
    }

    #[test]
    fn the_interval_is_wilsons() {
        // scipy 1.17.1: binomtest(3, 4).proportion_ci(method="wilson").
        let row = |term| ("cat", term, "positive", 0.5);
        let first = listing(&[row("a"), row("b"), row("c"), row("d")]);
        let second = listing(&[row("a"), row("b"), row("c")]);
        let [share, low, high] = compare(&first, &second).replicated().expect("terms");
        assert_eq!(share, 0.75);
        assert!((low - 0.300_641_842_582_401_84).abs() < 1e-12, "{low}");
        assert!((high - 0.954_412_739_190_299_5).abs() < 1e-12, "{high}");
        assert_eq!(compare(&listing(&[]), &second).replicated(), None);
    }

    #[test]
    fn what_only_one_result_has_is_said() {
        let mut other = listing(&[]);
        other.analysis.labels = vec!["cat".into(), "bird".into()];
        let warnings = compare(&listing(&[]), &other).warnings;
        assert_eq!(warnings.len(), 2, "{warnings:?}");
        assert!(warnings[0].contains("first") && warnings[0].contains("“dog”"), "{warnings:?}");
    }
}
