//! The page of a term: the documents behind it, by label, with the term marked in the original text.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;
use wordify::count::{counted, grouped};
use wordify::report::number;
use wordify::text::language::Language;
use wordify::text::language::stop_words::Collection;

use super::html;
use super::parts::place::Place;
use super::parts::stored::{self, Elsewhere, Stored, nothing_here};
use super::parts::{terms as term_table, words};
use super::results::file_name;
use crate::frame;
use crate::http::error::Problem;
use crate::jobs::key::JobKey;
use crate::jobs::view::{
    EVIDENCE_CHUNK, Evidence, Excerpt, LabelEvidence, Summary, TermRow, Terms, evidence_part,
};
use crate::state::App;

/// `GET /jobs/{key}/labels/{label}/terms/{term}`.
pub(crate) async fn handle(
    State(app): State<App>,
    Path((key, label, term)): Path<(String, usize, usize)>,
) -> Result<Html<String>, Elsewhere> {
    let stored = Stored::find(&app, &key).await?;
    let terms = stored.terms(&app, label).await?;
    let row = terms.rows.get(term).ok_or_else(nothing_here)?;
    let behind = evidence_of(&app, &stored.key, (label, term)).await?;
    let mut page = TermPage::new(&stored.place, &stored.summary, label, &terms, row, &behind);
    if !stored.is_owner {
        page.without = None;
    }
    Ok(Html(html(&page)))
}

/// What is kept of the documents behind a term, given by its label and its place there.
async fn evidence_of(
    app: &App,
    key: &JobKey,
    (label, term): (usize, usize),
) -> Result<Vec<LabelEvidence>, Problem> {
    let chunk: Option<Evidence> = stored::read(app, key, &evidence_part(label, term)).await?;
    Ok(chunk.and_then(|chunk| chunk.terms.into_iter().nth(term % EVIDENCE_CHUNK)).unwrap_or_default())
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "term.html")]
pub struct TermPage<'a> {
    job: String,
    file_name: String,
    label: String,
    label_href: String,
    term: String,
    term_short: String,
    lang: String,
    numbers: String,
    in_label: String,
    in_rest: String,
    rest: String,
    trials: String,
    forms: String,
    why: String,
    stop_words: Option<String>,
    /// What is left out when it is run again without this word; none where nothing can be run.
    pub(super) without: Option<String>,
    texts: String,
    all: Option<String>,
    twins: String,
    groups: Vec<Group<'a>>,
    nothing: &'static str,
    before: Option<(String, String)>,
    after: Option<(String, String)>,
}

/// The twins of a term, with how many are not named.
fn twins_shown(row: &TermRow) -> String {
    let named = row.twins.join(", ");
    if row.twins_more == 0 { named } else { format!("{named} and {} more", grouped(row.twins_more)) }
}

/// Why this word is this term: its dictionary form, and of a phrase what may stand between its words.
fn why(row: &TermRow) -> String {
    let of_forms = match row.forms.as_slice() {
        [] => String::new(),
        [(form, _)] if form.to_lowercase() == row.term => String::new(),
        [(form, _)] => format!("“{form}” counts by its dictionary form “{}”.", row.term),
        _ => format!("They count as one term, because all of them have the dictionary form “{}”.", row.term),
    };
    if !row.term.contains(char::is_whitespace) {
        return of_forms;
    }
    format!("{of_forms} Its words stand next to each other once common words are left out.").trim().to_owned()
}

/// Whether it was confirmed, and in how many variants of the analysis it stays, where these were asked for.
fn trials(row: &TermRow) -> String {
    let confirmed = row.confirmed.map(|confirmed| {
        format!("The documents set aside {} it.", if confirmed { "confirm" } else { "do not confirm" })
    });
    let variants = row.variants.map(|(listed, possible)| match possible {
        0 => "No variant of the analysis can have it.".to_owned(),
        possible => format!(
            "It stays in {} of the {} of the analysis that can have it.",
            grouped(listed),
            counted(possible, "variant", "variants")
        ),
    });
    confirmed.into_iter().chain(variants).collect::<Vec<_>>().join(" ")
}

/// The page with the common words that are left out by default.
fn stop_words(language: &str) -> Option<String> {
    let language = Language::from_code(language)?;
    let collection = Collection::of(language).next()?;
    Some(frame::path(&format!("/words/{}/{}", language.code(), collection.name())))
}

/// What is left out beside the stop words when this word is too, in all its forms; none for phrases, whose words stand elsewhere too.
fn without(summary: &Summary, row: &TermRow) -> Option<String> {
    if row.term.contains(char::is_whitespace) {
        return None;
    }
    let forms = row.forms.iter().map(|(form, _)| form.as_str());
    let mut words: Vec<&str> = [row.term.as_str()].into_iter().chain(forms).collect();
    words.dedup();
    let earlier = summary.choices.value("stop_words_add");
    let all = if earlier.is_empty() { words.join(", ") } else { format!("{earlier}, {}", words.join(", ")) };
    Some(all)
}

/// What its numbers say.
pub(super) fn numbers(summary: &Summary, row: &TermRow, label: &str) -> String {
    let direction = if row.positive { "for" } else { "against" };
    let along = row.slope.map_or_else(String::new, |[slope, low, high]| {
        let [slope, low, high] = [slope, low, high].map(words::points);
        format!(
            " From each label to the next along the order, its share of the documents changes by {slope} percentage points \
             (95% interval {low} to {high})."
        )
    });
    match row.strength {
        Some(strength) => format!(
            "Strength {} {direction} {label}, q-value {}.{along}{}",
            words::strength(strength),
            words::q_value(row.q_value),
            if row.listed { "" } else { " It is not in the list: chance may give it as well." }
        ),
        None => format!(
            "Score {} {direction} {label}: kept with this sign in {} of {} models.",
            words::score(row.score),
            grouped((row.score * summary.fits as f64).round() as usize),
            grouped(summary.fits)
        ),
    }
}

/// The documents of one label.
#[derive(Debug)]
struct Group<'a> {
    label: String,
    /// Place of the label, for the address of all its texts.
    number: usize,
    count: String,
    excerpts: &'a [Excerpt],
    more: String,
}

impl<'a> TermPage<'a> {
    /// The page of the term `row` of the label at `label`, with what is behind it.
    pub fn new(
        place: &Place,
        summary: &Summary,
        label: usize,
        terms: &Terms,
        row: &TermRow,
        evidence: &'a [LabelEvidence],
    ) -> Self {
        let of =
            |documents: usize, share: f64| format!("{} ({})", grouped(documents), number::percent(share));
        // Of what stands on one list, each family once.
        let is_beside = |other: &&TermRow| {
            other.positive == row.positive && other.listed == row.listed && other.family.is_none()
        };
        let neighbour =
            |other: &TermRow| (words::shortened(other.shown(), 40), place.term(label, other.number));
        let forms: Vec<String> =
            row.forms.iter().map(|(form, times)| format!("{form} ({})", grouped(*times))).collect();
        // The label itself comes first, then those with most documents.
        let mut groups: Vec<&LabelEvidence> = evidence.iter().filter(|group| group.documents > 0).collect();
        groups.sort_by_key(|group| (group.label != label, std::cmp::Reverse(group.documents)));
        Self {
            job: place.job.clone(),
            file_name: file_name(summary),
            label: words::short_name(&summary.labels[label].name),
            label_href: place.label_of(summary.is_mirrored, label, row.positive),
            term: row.shown().to_owned(),
            term_short: words::short_name(row.shown()),
            lang: words::lang_attribute(&summary.language.0),
            numbers: numbers(summary, row, &words::short_name(&summary.labels[label].name)),
            in_label: of(row.documents_in_label, row.share_in_label),
            in_rest: of(row.documents_in_rest, row.share_in_rest),
            rest: term_table::rest(summary, &words::short_name(&summary.labels[label].name)),
            trials: trials(row),
            forms: forms.join(", "),
            twins: twins_shown(row),
            all: row
                .texts
                .is_some()
                .then(|| counted(row.documents_in_label + row.documents_in_rest, "text", "texts")),
            groups: groups.into_iter().map(|group| Group::new(summary, group)).collect(),
            nothing: "Passages are kept for the best terms only. The numbers above are for all documents.",
            before: terms.rows.iter().take(row.number).rfind(is_beside).map(neighbour),
            after: terms.rows.iter().skip(row.number + 1).find(is_beside).map(neighbour),
            why: why(row),
            stop_words: stop_words(&summary.language.0),
            without: without(summary, row),
            texts: format!("{}/texts", place.term(label, row.number)),
        }
    }
}

impl<'a> Group<'a> {
    fn new(summary: &Summary, group: &'a LabelEvidence) -> Self {
        let name = summary.labels.get(group.label).map_or("", |label| label.name.as_str());
        let more = group.documents.saturating_sub(group.excerpts.len());
        Self {
            label: words::short_name(name),
            number: group.label,
            count: counted(group.documents, "document", "documents"),
            excerpts: &group.excerpts,
            more: match more {
                0 => String::new(),
                more => format!("and {}", counted(more, "more document", "more documents")),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    fn page(name: &str, summary: &Summary, evidence: &[LabelEvidence]) -> String {
        let terms = sample::terms(0);
        let page = html(&TermPage::new(&sample::place(), summary, 0, &terms, &terms.rows[1], evidence));
        sample::check_page(name, &page);
        page
    }

    #[test]
    fn the_term_is_marked_in_the_original_text_with_its_row() {
        let page = page("term", &sample::summary(2), &sample::evidence());
        for expected in
            ["<mark>Health care</mark>", "Row 17", "Written in the texts as", "rel=\"next\"", "All 400 texts"]
        {
            assert!(page.contains(expected), "{expected}");
        }
    }

    #[test]
    fn along_an_order_the_page_says_how_the_share_changes() {
        let mut row = sample::terms(0).rows[0].clone();
        row.strength = Some(4.0);
        row.slope = Some([0.125, 0.1, 0.15]);
        let said = numbers(&sample::summary(2), &row, "late");
        assert!(said.contains("changes by +12.5 percentage points (95% interval +10.0 to +15.0)"), "{said}");
    }

    #[test]
    fn what_was_asked_for_of_other_documents_and_choices_is_said_of_each_term() {
        let terms = sample::terms(0);
        assert_eq!(trials(&terms.rows[0]), "");
        let row = TermRow { confirmed: Some(false), variants: Some((3, 12)), ..terms.rows[0].clone() };
        let page = html(&TermPage::new(&sample::place(), &sample::summary(2), 0, &terms, &row, &[]));
        let said = "The documents set aside do not confirm it. It stays in 3 of the 12 variants of the analysis that can have it.";
        assert!(page.contains(said), "{page}");
    }

    #[test]
    fn a_word_can_be_left_out_in_all_its_forms_and_a_phrase_cannot() {
        let mut summary = sample::summary(2);
        summary.choices = summary.choices.clone().with("stop_words_add", "brand");
        let terms = sample::terms(0);
        let college = without(&summary, &terms.rows[0]).expect("a word");
        assert_eq!(college, "brand, college, colleges");
        assert_eq!(without(&summary, &terms.rows[1]), None);
        assert!(why(&terms.rows[0]).contains("the dictionary form “college”"));
        assert!(why(&terms.rows[1]).ends_with("once common words are left out."), "{}", why(&terms.rows[1]));
        let climate = terms.rows.iter().find(|row| row.term == "climate").expect("a term");
        assert_eq!(why(climate), "", "there is nothing to explain");
        assert_eq!(stop_words("en").as_deref(), Some("/words/en/wordify"));
        assert_eq!(stop_words("\" onload=\"x"), None);
    }

    #[test]
    fn twins_that_are_not_named_are_counted() {
        let terms = sample::terms(0);
        let row = terms.rows.iter().find(|row| row.twins_more > 0).expect("it has more twins");
        let page = html(&TermPage::new(&sample::place(), &sample::summary(2), 0, &terms, row, &[]));
        assert!(page.contains("relief tax and 2,379 more"), "{page}");
    }

    #[test]
    fn texts_are_shown_and_never_run() {
        let mut evidence = sample::evidence();
        evidence[0].excerpts[0].pieces = vec![(sample::EVIL.into(), true), ("مرحبا 👩‍👩‍👧".into(), false)];
        let page = page("term-hostile", &sample::summary(2), &evidence);
        assert!(page.contains("alert(1)"));
        assert!(self::page("term-none", &sample::summary(2), &[]).contains("best terms only"));
    }
}
