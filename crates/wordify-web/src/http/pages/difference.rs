//! What changed from an earlier result to this one: terms that are new, gone, or elsewhere in their list.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::{Path, Request, State};
use axum::response::Html;
use wordify::count::{counted, grouped};

use super::html;
use super::parts::changed::Changed;
use super::parts::place::Place;
use super::parts::stored::{Elsewhere, Stored};
use super::parts::words;
use super::results::file_name;
use crate::http::error::{Problem, ProblemKind};
use crate::http::{body, lifecycle};
use crate::jobs::choices::Choices;
use crate::jobs::key::JobKey;
use crate::jobs::seal;
use crate::jobs::view::{EARLIER_PART, Summary, TermRow};
use crate::state::App;

/// Labels that are compared: the terms of each are a part of their own.
const LABELS_MAX: usize = 200;
/// Terms that are shown of one kind and label.
const TERMS_SHOWN_MAX: usize = 30;
/// Terms that the page of a result names.
const TERMS_NAMED_MAX: usize = 12;
/// Places in its list by which a term must move to be named.
const PLACES_MIN: usize = 5;
/// Digits of a key.
const KEY_DIGITS: usize = 32;

/// `GET /jobs/{key}/difference`: against the result that this one came from.
pub(crate) async fn handle(
    State(app): State<App>,
    Path(key): Path<String>,
) -> Result<Html<String>, Elsewhere> {
    let now = Stored::find(&app, &key).await?;
    let earlier = earlier(&app, &now).await?.ok_or_else(|| {
        Problem::new(
            ProblemKind::NotFound,
            "This result did not come from another one, or that one is deleted.",
        )
        .remedy("Go back to the result, and give the link of one to compare it with.")
        .back("Back to the result", &*now.place.job)
    })?;
    page(&app, &now, &earlier).await
}

/// `POST /jobs/{key}/difference`: against the result whose link the form has. It stands in no address, because it is a secret of its
/// own that an address would carry on to whoever is given this page.
pub(crate) async fn against(
    State(app): State<App>,
    Path(key): Path<String>,
    request: Request,
) -> Result<Html<String>, Elsewhere> {
    let form = body::form(&app, request).await?;
    let from = form.value.iter().find(|(name, _)| name == "from").map_or("", |(_, link)| link.as_str());
    let now = Stored::find(&app, &key).await?;
    let back = |problem: Problem| Elsewhere::from(problem.back("Back to the result", &*now.place.job));
    let earlier_key = key_in(from).ok_or_else(|| back(no_link()))?;
    let earlier = Stored::find(&app, earlier_key).await.map_err(|elsewhere| match elsewhere {
        Elsewhere::Problem(problem) => back(problem),
        elsewhere @ Elsewhere::Job(_) => elsewhere,
    })?;
    page(&app, &now, &earlier).await
}

async fn page(app: &App, now: &Stored, earlier: &Stored) -> Result<Html<String>, Elsewhere> {
    let changes = changes(&lists(app, earlier).await?, &lists(app, now).await?);
    Ok(Html(html(&Difference::new((&now.place, &now.summary), (&earlier.place, &earlier.summary), &changes))))
}

/// The result that `now` came from, while there is one, as its readers see it. Only its owner is shown the way to it: whoever is given
/// `now` to read is not given that.
async fn earlier(app: &App, now: &Stored) -> Result<Option<Stored>, Problem> {
    match earlier_link(app, now).await? {
        Some(link) => Ok(Stored::find(app, &link).await.ok()),
        None => Ok(None),
    }
}

/// The key for reading the result that `now` came from.
async fn earlier_link(app: &App, now: &Stored) -> Result<Option<String>, Problem> {
    if !now.is_owner {
        return Ok(None);
    }
    let Some(sealed) = app.storage.part(&now.key.id(), EARLIER_PART).await? else { return Ok(None) };
    let link = seal::open(&now.key, EARLIER_PART, &sealed).map_err(Problem::internal)?;
    Ok(Some(String::from_utf8_lossy(&link).into_owned()))
}

/// Notes in the job of `fresh` that it runs the result of `from` again: by the key for reading, which can delete nothing.
pub(crate) async fn note_earlier(app: &App, fresh: &JobKey, from: &JobKey) -> Result<(), Problem> {
    let link = from.reader().to_string();
    let sealed = seal::seal(fresh, EARLIER_PART, link.as_bytes()).map_err(Problem::internal)?;
    Ok(app.storage.keep_part(&fresh.id(), EARLIER_PART, sealed).await?)
}

/// Whether `now` came from another result that is still there and that its visitor may see.
pub(crate) async fn has_earlier(app: &App, now: &Stored) -> Result<bool, Problem> {
    let Some(link) = earlier_link(app, now).await? else { return Ok(false) };
    Ok(lifecycle::find_linked(app, &link).await.is_ok())
}

/// What changed from the result that `now` came from; none where it came from none, or that one is there no more.
pub(crate) async fn from_earlier(app: &App, now: &Stored) -> Option<Changed> {
    let earlier = earlier(app, now).await.ok()??;
    let changes = changes(&lists(app, &earlier).await.ok()?, &lists(app, now).await.ok()?);
    let terms = |of: fn(&Change) -> &Vec<String>| {
        let mut terms: Vec<String> = changes.iter().flat_map(of).cloned().collect();
        // A term that is new for several labels is named once.
        let mut seen = BTreeSet::new();
        terms.retain(|term| seen.insert(term.clone()));
        listed(&terms, TERMS_NAMED_MAX)
    };
    Some(Changed {
        href: format!("{}/difference", now.place.job),
        headline: headline(&changes),
        new: terms(|change| &change.new),
        gone: terms(|change| &change.gone),
    })
}

/// The key in the link to a result, or in a part of it.
fn key_in(link: &str) -> Option<&str> {
    let last = link.trim().trim_end_matches('/').rsplit('/').find(|part| part.len() >= KEY_DIGITS)?;
    let key = last.get(..KEY_DIGITS)?;
    key.bytes().all(|digit| digit.is_ascii_hexdigit()).then_some(key)
}

fn no_link() -> Problem {
    Problem::new(ProblemKind::Invalid, "That is not a link to a result.")
        .remedy("Paste the whole address of the page of the earlier result.")
}

/// The listed terms of each label, each family once: of its sign, strongest first.
type Lists = BTreeMap<(String, bool), Vec<String>>;

async fn lists(app: &App, stored: &Stored) -> Result<Lists, Problem> {
    let mut lists = Lists::new();
    for (number, label) in stored.summary.labels.iter().enumerate().take(LABELS_MAX) {
        let terms = stored.terms(app, number).await?;
        let least = stored.summary.threshold;
        let is_listed = |row: &&TermRow| {
            let reaches = stored.summary.calibration.is_some() || row.score >= least - 1e-12;
            row.listed && row.family.is_none() && reaches
        };
        for row in terms.rows.iter().filter(is_listed) {
            // What speaks for one of two labels speaks against the other.
            if row.positive || !stored.summary.is_mirrored {
                lists.entry((label.name.clone(), row.positive)).or_default().push(row.shown().to_owned());
            }
        }
    }
    Ok(lists)
}

/// What changed in the list of one label and sign.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    label: String,
    positive: bool,
    new: Vec<String>,
    gone: Vec<String>,
    /// Term, place before, place now, both from 1.
    moved: Vec<(String, usize, usize)>,
    stayed: usize,
}

/// The changes from one result to another, of every label that either has.
fn changes(earlier: &Lists, now: &Lists) -> Vec<Change> {
    let none = Vec::new();
    let sides: BTreeSet<&(String, bool)> = earlier.keys().chain(now.keys()).collect();
    let change = |side: &(String, bool)| {
        let (before, after) = (earlier.get(side).unwrap_or(&none), now.get(side).unwrap_or(&none));
        let place = |list: &[String]| -> BTreeMap<String, usize> { list.iter().cloned().zip(1..).collect() };
        let (place_before, place_after) = (place(before), place(after));
        let missing = |from: &[String], places: &BTreeMap<String, usize>| -> Vec<String> {
            from.iter().filter(|term| !places.contains_key(*term)).cloned().collect()
        };
        let both =
            after.iter().filter_map(|term| Some((term.clone(), *place_before.get(term)?, place_after[term])));
        let both: Vec<(String, usize, usize)> = both.collect();
        Change {
            label: side.0.clone(),
            positive: side.1,
            new: missing(after, &place_before),
            gone: missing(before, &place_after),
            stayed: both.len(),
            moved: both.into_iter().filter(|(_, from, to)| from.abs_diff(*to) >= PLACES_MIN).collect(),
        }
    };
    let mut changes: Vec<Change> = sides.into_iter().map(change).collect();
    // Labels by name, and of each what speaks for it first.
    changes.sort_by(|a, b| (&a.label, !a.positive).cmp(&(&b.label, !b.positive)));
    changes
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "difference.html")]
struct Difference {
    job: String,
    earlier: String,
    file_name: String,
    headline: String,
    other_file: bool,
    settings: Vec<(String, String, String)>,
    sides: Vec<Side>,
    unchanged: String,
}

/// What is shown of a label and sign.
#[derive(Debug)]
struct Side {
    heading: String,
    new: String,
    gone: String,
    moved: String,
    stayed: String,
}

impl Difference {
    fn new(
        (place, summary): (&Place, &Summary),
        (earlier_place, earlier): (&Place, &Summary),
        changes: &[Change],
    ) -> Self {
        let has_changed =
            |change: &&Change| !(change.new.is_empty() && change.gone.is_empty() && change.moved.is_empty());
        let same = changes.iter().filter(|change| !has_changed(change)).count();
        Self {
            job: place.job.clone(),
            earlier: earlier_place.job.clone(),
            file_name: file_name(summary),
            headline: headline(changes),
            other_file: summary.sha256 != earlier.sha256,
            settings: differing(&earlier.choices, &summary.choices),
            sides: changes.iter().filter(has_changed).take(LABELS_MAX).map(Side::new).collect(),
            unchanged: match same {
                0 => String::new(),
                same => format!("{} as before.", counted(same, "list is", "lists are")),
            },
        }
    }
}

fn headline(changes: &[Change]) -> String {
    let count = |of: fn(&Change) -> usize| -> usize { changes.iter().map(of).sum() };
    let (new, gone, stayed) =
        (count(|change| change.new.len()), count(|change| change.gone.len()), count(|change| change.stayed));
    format!("{}, {} gone, {} in both", counted(new, "new term", "new terms"), grouped(gone), grouped(stayed))
}

/// The first of some terms, and how many more there are.
fn listed(terms: &[String], most: usize) -> String {
    let more = terms.len().saturating_sub(most);
    let shown = terms.iter().take(most).map(|term| words::shortened(term, 40));
    let shown = shown.collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{shown} and {} more", grouped(more)) } else { shown }
}

/// The settings that were chosen differently: name, before, now.
fn differing(earlier: &Choices, now: &Choices) -> Vec<(String, String, String)> {
    let names: BTreeSet<&str> = earlier.iter().chain(now.iter()).map(|(name, _)| name).collect();
    let shown = |choices: &Choices, name: &str| match choices.value(name) {
        value if value.is_empty() => "–".to_owned(),
        value => words::short_name(&value),
    };
    let title =
        |name: &str| wordify::study::list::find(name).map_or(name, |setting| setting.title).to_owned();
    let differs = names.into_iter().filter(|name| earlier.value(name) != now.value(name));
    differs.map(|name| (title(name), shown(earlier, name), shown(now, name))).collect()
}

impl Side {
    fn new(change: &Change) -> Self {
        let list = |terms: &[String]| listed(terms, TERMS_SHOWN_MAX);
        let moved: Vec<String> =
            change.moved.iter().map(|(term, from, to)| format!("{term} (from {from} to {to})")).collect();
        let word = if change.positive { "For" } else { "Against" };
        Self {
            heading: format!("{word} {}", words::short_name(&change.label)),
            new: list(&change.new),
            gone: list(&change.gone),
            moved: list(&moved),
            stayed: counted(change.stayed, "term is in both lists", "terms are in both lists"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    fn lists(terms: &[&str]) -> Lists {
        let terms = terms.iter().map(|term| (*term).to_owned()).collect();
        [(("Wine".to_owned(), true), terms)].into_iter().collect()
    }

    #[test]
    fn terms_are_new_gone_or_elsewhere() {
        let earlier = lists(&["a", "b", "c", "d", "e", "f", "g"]);
        let now = lists(&["b", "c", "d", "e", "f", "a", "new"]);
        let change = &changes(&earlier, &now)[0];
        assert_eq!(
            (change.new.as_slice(), change.gone.as_slice()),
            (&["new".to_owned()][..], &["g".to_owned()][..])
        );
        assert_eq!((change.moved.as_slice(), change.stayed), (&[("a".to_owned(), 1, 6)][..], 6));
        let same = &changes(&now, &now)[0];
        assert!(same.new.is_empty() && same.gone.is_empty() && same.moved.is_empty());
        assert_eq!(changes(&Lists::new(), &now)[0].new.len(), 7, "a label that there was not");
    }

    #[test]
    fn a_link_has_a_key_wherever_it_leads_within_a_result() {
        let key = "0123456789abcdef".repeat(2);
        for link in [
            format!("https://wordify.example/jobs/{key}"),
            format!(" /wordify/jobs/{key}/labels/3 "),
            format!("https://wordify.example/jobs/{key}?side=1#terms"),
            key.clone(),
        ] {
            assert_eq!(key_in(&link), Some(key.as_str()), "{link}");
        }
        for strange in ["", "https://wordify.example/", "../../etc/passwd", &"g".repeat(32), &"é".repeat(40)]
        {
            assert_eq!(key_in(strange), None, "{strange}");
        }
    }

    #[test]
    fn the_page_names_changed_settings_and_terms_and_escapes_them() {
        let (mut now, earlier) = (sample::summary(2), sample::summary(2));
        now.choices = now.choices.clone().with("stop_words_add", sample::EVIL);
        now.sha256 = "0".repeat(64);
        let place = sample::place();
        let changes = changes(&lists(&["oak"]), &lists(&[sample::EVIL]));
        let page = html(&Difference::new((&place, &now), (&place, &earlier), &changes));
        for expected in
            ["1 new term, 1 gone, 0 in both", "oak", "Leave out as well", "another file", "For Wine"]
        {
            assert!(page.contains(expected), "{expected}");
        }
        sample::check_page("difference", &page);
    }
}
