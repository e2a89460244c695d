//! The results page: what was found, the terms, the downloads, and everything to cite and repeat it.

use askama::Template;
use wordify::count::grouped;
use wordify::phrase::capitalized;
use wordify::report::number;

use super::Fact;
use super::parts::changed::Changed;
use super::parts::choices_form::{Control, Field};
use super::parts::download::DownloadLink;
use super::parts::labels::{Overview, Row as LabelRow};
use super::parts::pager::Pager;
use super::parts::picture::{self, BARS, Chart, Shown};
use super::parts::place::Place;
use super::parts::reading::{self, Choice};
use super::parts::said::{self, Reading, Sentence};
use super::parts::terms::{Side, Tab, Table};
use super::parts::view_query::{By, View};
use super::parts::{choices_form, option, rerun, words};
use crate::frame;
use crate::jobs::choices::Choices;
use crate::jobs::view::{DOWNLOADS, Summary, Terms};

/// Pictures of the overview: of this many labels, those with most terms.
const PICTURES_LABELS_MAX: usize = 6;
/// Bars of each of these.
const PICTURES_BARS: usize = 8;
/// The same where there are more labels than pictures, so that the page stays light.
const PICTURES_BARS_OF_MANY: usize = 5;
/// Longest address that every browser and proxy takes.
const ADDRESS_BYTES_MAX: usize = 6000;
/// Labels listed with their documents; the downloads have all.
const LABELS_LISTED_MAX: usize = 100;

/// The page.
#[derive(Debug, Template)]
#[template(path = "results.html")]
pub struct Results {
    job: String,
    address: String,
    file_name: String,
    headline: String,
    sentences: Vec<Sentence>,
    numbers: String,
    choices: Vec<Choice>,
    warnings: Vec<String>,
    is_mirrored: bool,
    lang: String,
    view: View,
    pictures: Vec<Shown>,
    tabs: Vec<Tab>,
    side_is_b: bool,
    table: Table,
    labels: Vec<LabelRow>,
    labels_caption: String,
    pictures_title: String,
    labels_pager: Pager,
    labels_empty: Option<(String, String)>,
    trials: Vec<(String, String)>,
    reading: Option<Reading>,
    caution: String,
    empty: String,
    downloads: Vec<DownloadLink>,
    method: String,
    folds: Vec<(&'static str, Vec<Fact>)>,
    until: i64,
    expires: String,
    upload_until: Option<String>,
    is_at_hand: bool,
    again: Vec<Field>,
    is_owner: bool,
    for_readers: Option<String>,
    has_earlier: bool,
    changed: Option<Changed>,
}

/// How a result stands, besides what is in it.
#[derive(Debug)]
pub struct Standing {
    /// When it will be deleted, in milliseconds since 1970.
    pub expires_at: i64,
    /// Until when its file is kept, where it is.
    pub upload_until: Option<i64>,
    /// Now.
    pub now: i64,
    /// Whether the link is that of the owner, not one for reading.
    pub is_owner: bool,
    /// The address for reading, where the owner looks and there is one.
    pub for_readers: Option<String>,
    /// Whether it was made by running another result again, without `changed`.
    pub has_earlier: bool,
    /// What changed from the result that it was run again from.
    pub(crate) changed: Option<Changed>,
}

impl Results {
    /// The page of a result. `terms` are those of the label that the view is on, where there are two.
    pub fn new(
        place: &Place,
        summary: &Summary,
        terms: &Terms,
        fields: &[(String, String)],
        standing: Standing,
    ) -> Self {
        let Standing { expires_at, upload_until, now, is_owner, for_readers, has_earlier, changed } =
            standing;
        let mut view = View::new(place.job.clone(), fields, summary);
        view.end_slider_at(best_score(&summary.labels));
        if !summary.is_mirrored {
            view.side = 0;
            view.search_words = "Search for a label or a term";
        }
        let pictures = picture::shown(&charts(summary, &view), place, &view);
        let table = summary
            .is_mirrored
            .then(|| Table::new(place, summary, &view, Side { label: view.side, positive: true, terms }));
        let overview = (!summary.is_mirrored).then(|| Overview::new(place, summary, &view));
        let (labels, labels_caption, labels_pager, labels_empty) = overview
            .map_or_else(Default::default, |Overview { rows, caption, pager, empty }| {
                (rows, caption, pager, empty)
            });
        let table = table.unwrap_or_else(Table::none);
        Self {
            job: place.job.clone(),
            address: place.address(),
            file_name: file_name(summary),
            headline: said::headline(summary, &view),
            sentences: said::sentences(summary),
            numbers: said::numbers(summary, &view),
            choices: choices(summary, &view),
            warnings: summary
                .warnings
                .iter()
                .map(|warning| option::by_title(&words::sentence(warning)))
                .collect(),
            is_mirrored: summary.is_mirrored,
            lang: words::lang_attribute(&summary.language.0),
            tabs: if summary.is_mirrored { tabs(summary, &view) } else { Vec::new() },
            side_is_b: view.side == 1,
            view,
            pictures,
            table,
            labels,
            labels_caption,
            pictures_title: pictures_title(summary),
            labels_pager,
            labels_empty,
            trials: trials(summary),
            reading: said::reading(summary),
            caution: said::caution(summary),
            empty: said::empty(summary),
            downloads: DOWNLOADS.into_iter().map(DownloadLink::new).collect(),
            method: summary.method.clone(),
            folds: folds(summary),
            until: expires_at,
            expires: words::moment(expires_at, now),
            upload_until: upload_until.filter(|until| *until > now).map(|until| words::moment(until, now)),
            is_at_hand: rerun::is_at_hand(summary, upload_until, now),
            // Readers run it again on a file of their own.
            again: if is_owner { rerun::fields(&summary.choices) } else { Vec::new() },
            is_owner,
            for_readers,
            has_earlier,
            changed,
        }
    }
}

impl Table {
    fn none() -> Self {
        Self {
            columns: Vec::new(),
            rows: Vec::new(),
            caption: String::new(),
            nothing: String::new(),
            pager: Pager::default(),
            has_rank: false,
            has_shares: false,
            limit: String::new(),
        }
    }
}

/// The best score of some labels.
pub fn best_score(labels: &[crate::jobs::view::LabelSummary]) -> f64 {
    let best = labels.iter().flat_map(|label| [label.best_positive.first(), label.best_negative.first()]);
    best.flatten().map(|row| row.score).fold(0.0, f64::max)
}

/// The name of the file, short.
pub fn file_name(summary: &Summary) -> String {
    words::short_name(summary.file_name.as_deref().unwrap_or("your file"))
}

/// The charts of the overview, or of both of two labels.
pub(super) fn charts<'a>(summary: &'a Summary, view: &View) -> Vec<Chart<'a>> {
    if !view.shows_pictures() {
        return Vec::new();
    }
    let mut labels: Vec<usize> = (0..summary.labels.len()).collect();
    let bars = match labels.len() {
        _ if summary.is_mirrored => BARS,
        ..=PICTURES_LABELS_MAX => PICTURES_BARS,
        _ => {
            labels.sort_by_key(|&label| std::cmp::Reverse(view.count(&summary.labels[label], true)));
            labels.truncate(PICTURES_LABELS_MAX);
            PICTURES_BARS_OF_MANY
        }
    };
    let chart = |number: usize| {
        let is_b = summary.is_mirrored && number == 1;
        let label = &summary.labels[number];
        Chart::new(label.name.clone(), number, &label.best_positive, view, bars, is_b)
    };
    labels.into_iter().map(chart).collect()
}

fn pictures_title(summary: &Summary) -> String {
    match summary.labels.len() {
        ..=PICTURES_LABELS_MAX => "The best terms of each label".to_owned(),
        _ => format!("The {PICTURES_LABELS_MAX} labels with most terms"),
    }
}

/// What a reader can change; a table of labels has its own columns.
fn choices(summary: &Summary, view: &View) -> Vec<Choice> {
    let all = reading::choices(summary, view).into_iter();
    all.filter(|choice| summary.is_mirrored || choice.name != "columns").collect()
}

fn tabs(summary: &Summary, view: &View) -> Vec<Tab> {
    let tab = |(side, label): (usize, &crate::jobs::view::LabelSummary)| Tab {
        name: words::short_name(&label.name),
        count: grouped(view.count(label, true)),
        href: view.href_side(side),
        current: view.side == side,
    };
    summary.labels.iter().enumerate().map(tab).collect()
}

/// What was tried to see how far the list can be relied on, where anything was asked for.
fn trials(summary: &Summary) -> Vec<(String, String)> {
    let trial = |(name, sentences): &(String, Vec<String>)| {
        let sentences: Vec<String> = sentences.iter().map(|sentence| option::by_title(sentence)).collect();
        (name.clone(), sentences.join(" "))
    };
    summary.trials.iter().map(trial).collect()
}

/// The home page with `choices`; without lists of words that no address could hold.
pub fn run_again(choices: Choices) -> String {
    let address = frame::path(&format!("/?{}", choices_form::query(&choices)));
    if address.len() <= ADDRESS_BYTES_MAX {
        return address;
    }
    let choices = choices.without("stop_words_own").without("stop_words_add").without("stop_words_keep");
    frame::path(&format!("/?{}", choices_form::query(&choices)))
}

fn folds(summary: &Summary) -> Vec<(&'static str, Vec<Fact>)> {
    let fact = |name: &str, value: String| (name.to_owned(), value);
    let mut read = vec![
        fact("File", file_name(summary)),
        fact("Size", number::bytes(summary.file_bytes)),
        fact("Fingerprint (SHA-256)", summary.sha256.clone()),
        fact("Format", summary.format.clone()),
        fact("Text column", words::short_name(&summary.text_column)),
        fact("Label column", words::short_name(&summary.label_column)),
        fact("Rows read", grouped(summary.rows)),
        fact("Documents", grouped(summary.documents)),
    ];
    read.extend(summary.facts.iter().map(|(name, value)| (capitalized(name), value.clone())));
    for (reason, rows) in &summary.dropped {
        read.push((format!("Rows left out: {reason}"), grouped(*rows)));
    }
    let listed = summary.labels.iter().take(LABELS_LISTED_MAX);
    let mut labels: Vec<Fact> =
        listed.map(|label| (words::short_name(&label.name), grouped(label.documents))).collect();
    if summary.labels.len() > LABELS_LISTED_MAX {
        let more = grouped(summary.labels.len() - LABELS_LISTED_MAX);
        labels.push(fact("and", format!("{more} more labels; the downloads have all")));
    }
    let mut settings = summary.settings.clone();
    settings.push(fact("Version", format!("Wordify {}", summary.version)));
    vec![
        ("Settings and seed", settings),
        ("What was read, and what was left out", read),
        ("Documents per label", labels),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::html;
    use crate::http::pages::tests::sample;
    use crate::jobs::view::TermRow;

    fn standing() -> Standing {
        Standing {
            expires_at: 1_795_999_999_000,
            upload_until: None,
            now: 1_795_395_199_000,
            is_owner: true,
            for_readers: Some("https://wordify.example/jobs/for-readers".into()),
            has_earlier: false,
            changed: None,
        }
    }

    fn results(name: &str, summary: &Summary, query: &[(&str, &str)]) -> String {
        let fields: Vec<_> = query.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let terms = sample::terms(usize::from(query.contains(&("side", "1"))));
        let page = html(&Results::new(&sample::place(), summary, &terms, &fields, standing()));
        sample::check_page(name, &page);
        page
    }

    #[test]
    fn two_labels_stand_side_by_side_with_each_term_once() {
        let page = results("results", &sample::summary(2), &[]);
        for expected in [
            "terms tell Democratic from Republican",
            "result.xlsx",
            "health care",
            "data-evidence",
            "in 7 days",
            "Copy BibTeX",
            "/delete\"",
            "/again\"",
            "choose your file once more",
        ] {
            assert!(page.contains(expected), "{expected}");
        }
        assert!(!page.contains("Against Democratic"));
    }

    #[test]
    fn a_kept_file_is_named_with_its_end_and_can_be_deleted_and_the_change_is_shown() {
        let terms = sample::terms(0);
        let standing = Standing {
            upload_until: Some(1_795_398_799_000),
            changed: Some(Changed {
                href: "/jobs/1/difference".into(),
                headline: "1 new term, 1 gone, 0 in both".into(),
                new: sample::EVIL.into(),
                gone: "oak".into(),
            }),
            ..standing()
        };
        let page = Results::new(&sample::place(), &sample::summary(2), &terms, &[], standing);
        let page = html(&page);
        sample::check_page("results-kept", &page);
        for expected in ["/forget\"", "in 1 hour", "1 new term, 1 gone", "/difference\"", "oak"] {
            assert!(page.contains(expected), "{expected}");
        }
        assert!(!page.contains("choose your file once more"));
    }

    #[test]
    fn a_reader_sees_the_result_and_nothing_that_changes_it() {
        let terms = sample::terms(0);
        let standing =
            Standing { is_owner: false, for_readers: None, upload_until: Some(i64::MAX), ..standing() };
        let page = html(&Results::new(&sample::place(), &sample::summary(2), &terms, &[], standing));
        sample::check_page("results-reader", &page);
        assert!(page.contains("terms tell Democratic from Republican") && page.contains("for reading"));
        for hidden in ["/delete\"", "/again\"", "/forget\"", "data-remember"] {
            assert!(!page.contains(hidden), "{hidden}");
        }
        assert!(results("results-shared", &sample::summary(2), &[]).contains("/jobs/for-readers"));
    }

    #[test]
    fn the_other_side_and_a_search_have_addresses_of_their_own() {
        let page = results("results-side", &sample::summary(2), &[("side", "1"), ("q", "e")]);
        assert!(page.contains("value=\"1\"") && !page.contains("<svg xmlns"));
    }

    #[test]
    fn a_thousand_labels_make_no_heavy_page() {
        let page = results("results-many", &sample::summary(1000), &[]);
        assert!(page.contains("1,000 labels apart") && page.contains("15 of 1,000 labels"));
        assert!(page.len() < 60_000, "{} bytes", page.len());
    }

    #[test]
    fn five_labels_have_a_picture_each_and_an_overview() {
        let page = results("results-five", &sample::summary(5), &[]);
        assert_eq!(page.matches("<svg xmlns").count(), 5);
    }

    #[test]
    fn many_labels_have_pictures_of_those_with_most_terms() {
        let mut summary = sample::summary(176);
        summary.labels[170].positive_at.fill(99);
        let page = results("results-multiples", &summary, &[]);
        assert_eq!(page.matches("<svg xmlns").count(), PICTURES_LABELS_MAX);
        assert!(page.contains("labels with most terms") && page.contains("/labels/170/terms/0\""));
        assert!(page.len() < 60_000, "{} bytes", page.len());
    }

    #[test]
    fn ten_thousand_terms_stand_on_pages_that_stay_light() {
        let mut summary = sample::summary(2);
        let mut terms = sample::terms(0);
        let row = terms.rows[1].clone();
        terms.rows = (0..10_000)
            .map(|number| TermRow {
                number,
                term: format!("health care {number}"),
                score: 1.0,
                ..row.clone()
            })
            .collect();
        summary.labels[0].positive_at.fill(terms.rows.len());
        for (page, shown) in
            [("", "15 of 10,000"), ("1", "1 to 80 of 10,000"), ("125", "9,921 to 10,000 of 10,000")]
        {
            let fields = [("page".to_owned(), page.to_owned())];
            let html = html(&Results::new(&sample::place(), &summary, &terms, &fields, standing()));
            sample::check_page(&format!("results-terms-{page}"), &html);
            assert!(html.contains(shown), "{shown}");
        }
    }

    #[test]
    fn labels_without_a_term_are_folded_and_the_others_stand_by_the_number_of_their_terms() {
        let mut summary = sample::summary(20);
        for (number, label) in summary.labels.iter_mut().enumerate() {
            if number > 2 {
                label.positive_at.fill(0);
                label.negative_at.fill(0);
            }
        }
        summary.labels[0].positive_at.fill(1);
        let page = results("results-folded", &summary, &[]);
        assert!(
            page.contains("Show the 17 labels without a term as well")
                && !page.contains("<bdi>Label 7</bdi>")
        );
        let place = |label: &str| page.find(&format!("<bdi>{label}</bdi>")).expect("a label");
        assert!(place("Republican") < place("Democratic"));
        assert!(results("results-unfolded", &summary, &[("empty", "1")]).contains("<bdi>Label 7</bdi>"));
    }

    #[test]
    fn labels_too_small_to_be_judged_are_folded_by_their_size() {
        let mut summary = sample::summary(5);
        summary.calibration = Some(sample::calibration());
        summary.labels[3].documents = 9;
        let page = results("results-small", &summary, &[]);
        assert!(page.contains("Show the 1 label too small to be judged (fewer than 10 documents) as well"));
        assert!(!page.contains("<bdi>Label 3</bdi></a>"), "folded, though it has terms");
        let page = results("results-small-shown", &summary, &[("empty", "1")]);
        assert!(page.contains("<bdi>Label 3</bdi></a> <small>too small to be judged</small>"));
        summary.calibration = None;
        assert!(results("results-small-2021", &summary, &[]).contains("<bdi>Label 3</bdi></a>"));
        summary.calibration = Some(sample::calibration());
        summary.labels.iter_mut().for_each(|label| label.documents = 9);
        assert!(
            results("results-small-all", &summary, &[]).contains("<bdi>Label 3</bdi></a>"),
            "none is left"
        );
    }

    #[test]
    fn pictures_of_many_labels_begin_above_the_table() {
        for labels in [3, 6, 176] {
            let page = results("results-first", &sample::summary(labels), &[]);
            assert!(page.find("<svg xmlns") < page.find("<table class=\"labels\""), "{labels}");
        }
    }

    #[test]
    fn where_nothing_is_listed_the_nearest_terms_are_shown_for_what_they_are() {
        let mut summary = sample::summary(2);
        summary.calibration = Some(sample::calibration());
        for label in &mut summary.labels {
            label.positive_at.fill(0);
            label.best_positive.clear();
        }
        let mut terms = sample::terms(0);
        terms.rows.iter_mut().for_each(|row| (row.listed, row.strength) = (false, Some(2.5)));
        let page = Results::new(&sample::place(), &summary, &terms, &[], standing());
        let page = html(&page);
        sample::check_page("results-nearest", &page);
        for expected in [
            "No term can be told from chance between Democratic and Republican",
            "chance may give them as well",
            "class=\"weak\"",
            "college",
        ] {
            assert!(page.contains(expected), "{expected}");
        }
    }

    #[test]
    fn what_was_tried_stands_below_the_list_and_nothing_where_nothing_was() {
        let mut summary = sample::summary(2);
        assert!(!results("results-plain", &summary, &[]).contains("How far the list can be relied on"));
        let said = "It was listed again with --min-df 5.".to_owned();
        summary.trials = vec![("Robustness".to_owned(), vec![said, sample::EVIL.to_owned()])];
        let page = results("results-trials", &summary, &[]);
        let place = page.find("How far the list can be relied on").expect("a section");
        assert!(page.find("id=\"terms\"") < Some(place) && Some(place) < page.find("id=\"downloads\""));
        assert!(page.contains("It was listed again with “Rarest term: 5”."), "{page}");
    }

    #[test]
    fn hostile_names_are_shown_and_do_no_harm() {
        for labels in [2, 5] {
            let mut summary = sample::summary(labels);
            sample::make_summary_hostile(&mut summary);
            let page =
                results(&format!("results-hostile-{labels}"), &summary, &[("q", ""), ("threshold", "0.05")]);
            assert!(page.contains("alert(1)") && page.len() < 90_000, "{} bytes", page.len());
        }
    }

    #[test]
    fn a_result_without_terms_says_so() {
        let page = results("results-none", &sample::summary(2), &[("threshold", "1")]);
        assert!(page.contains("No dependable term tells") && page.contains("Lower the threshold"));
    }
}
