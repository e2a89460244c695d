//! All texts behind a term, line by line: a concordance in pages, by label, in the order of the file or of what stands beside the term.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use wordify::count::{counted, grouped};
use wordify::report::{self, Format};

use super::parts::place::Place;
use super::parts::stored::{self, Elsewhere, Stored, nothing_here};
use super::parts::words;
use super::results::file_name;
use super::{Entry, html};
use crate::jobs::view::{Summary, TermRow, TermTexts, TextLine, Texts, texts_part};
use crate::state::App;

/// Lines on a page: some 20 kB.
const LINES_SHOWN: usize = 50;
/// Characters before and behind the term, about: a line on a wide screen.
const CONTEXT_CHARS: usize = 60;

/// `GET /jobs/{key}/labels/{label}/terms/{term}/texts`.
pub(crate) async fn handle(
    State(app): State<App>,
    Path((key, label, term)): Path<(String, usize, usize)>,
    Query(fields): Query<Vec<(String, String)>>,
) -> Result<Html<String>, Elsewhere> {
    let (stored, row, texts) = open(&app, &key, (label, term)).await?;
    let wish = Wish::new(&fields);
    Ok(Html(html(&Behind::new((&stored.place, &stored.summary), (label, &row), &texts, &wish))))
}

/// `GET /jobs/{key}/labels/{label}/terms/{term}/texts.csv`: all of them as a table.
pub(crate) async fn csv(
    State(app): State<App>,
    Path((key, label, term)): Path<(String, usize, usize)>,
) -> Result<Response, Elsewhere> {
    let (stored, _, texts) = open(&app, &key, (label, term)).await?;
    Ok(as_csv(&stored.summary, &texts))
}

/// The texts as a table that is saved.
pub(super) fn as_csv(summary: &Summary, texts: &TermTexts) -> Response {
    let headers = [
        (header::CONTENT_TYPE, Format::Csv.media_type()),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"wordify-texts.csv\""),
    ];
    (headers, table(summary, texts)).into_response()
}

/// A result, one of its terms, and the texts behind that; none where they are not kept.
async fn open(
    app: &App,
    key: &str,
    (label, term): (usize, usize),
) -> Result<(Stored, TermRow, TermTexts), Elsewhere> {
    let stored = Stored::find(app, key).await?;
    let terms = stored.terms(app, label).await?;
    let row = terms.rows.into_iter().nth(term).ok_or_else(nothing_here)?;
    let texts = match row.texts {
        Some((chunk, place)) => {
            let chunk: Option<Texts> = stored::read(app, &stored.key, &texts_part(chunk)).await?;
            chunk.and_then(|chunk| chunk.terms.into_iter().nth(place)).unwrap_or_default()
        }
        None => TermTexts::default(),
    };
    Ok((stored, row, texts))
}

/// A row for each line. Each cell of text is in quotes; one that a spreadsheet could run as a formula begins with an apostrophe.
fn table(summary: &Summary, texts: &TermTexts) -> String {
    let quoted = |cell: &str| format!("\"{}\"", report::guarded(cell).replace('"', "\"\""));
    let mut table = "label,row,name,before,term,after\r\n".to_owned();
    for line in &texts.lines {
        let label = summary.labels.get(line.label).map_or("", |label| label.name.as_str());
        let cells = [label, &line.name, &line.left, &line.written, &line.right].map(quoted);
        let [label, name, left, written, right] = cells;
        table.push_str(&format!("{label},{},{name},{left},{written},{right}\r\n", line.row));
    }
    table
}

/// What a reader wants to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wish {
    /// Place of a label, where only its texts are wanted.
    of: Option<usize>,
    order: Order,
    /// From 1.
    page: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    File,
    Left,
    Right,
}

impl Order {
    const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::File, "", "As in the file"),
        (Self::Left, "left", "By the words before the term"),
        (Self::Right, "right", "By the words after the term"),
    ];

    /// By what a line is sorted.
    fn key(self, line: &TextLine) -> Vec<String> {
        match self {
            Self::File => Vec::new(),
            // What is nearest to the term counts first.
            Self::Left => line.left.split_whitespace().rev().map(str::to_lowercase).collect(),
            Self::Right => vec![line.right.trim_start().to_lowercase()],
        }
    }
}

impl Wish {
    /// From the fields of an address; what is absent or strange is as usual.
    pub(super) fn new(fields: &[(String, String)]) -> Self {
        let field =
            |name: &str| fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value);
        let order = Order::ALL.into_iter().find(|(_, name, _)| *name == field("sort"));
        Self {
            of: field("of").parse().ok(),
            order: order.map_or(Order::File, |(order, ..)| order),
            page: field("page").parse().unwrap_or(1).max(1),
        }
    }

    /// The fields of the address of page `page`.
    fn query(&self, page: usize) -> String {
        let of = self.of.map(|of| format!("of={of}"));
        let sort = Order::ALL.into_iter().find(|(order, name, _)| *order == self.order && !name.is_empty());
        let sort = sort.map(|(_, name, _)| format!("sort={name}"));
        let page = (page > 1).then(|| format!("page={page}"));
        let fields: Vec<String> = of.into_iter().chain(sort).chain(page).collect();
        if fields.is_empty() { String::new() } else { format!("?{}", fields.join("&")) }
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "behind.html")]
pub(super) struct Behind {
    job: String,
    file_name: String,
    label: String,
    label_href: String,
    term: String,
    term_short: String,
    term_href: String,
    action: String,
    lang: String,
    counts: String,
    note: String,
    labels: Vec<Entry>,
    orders: Vec<Entry>,
    has_names: bool,
    lines: Vec<Line>,
    caption: String,
    before: Option<String>,
    after: Option<String>,
}

/// A line of it.
#[derive(Debug)]
struct Line {
    row: String,
    label: String,
    left: String,
    written: String,
    right: String,
}

impl Behind {
    /// The page of a term `row` of the label at `label`, with the texts behind it.
    pub(super) fn new(
        (place, summary): (&Place, &Summary),
        (label, row): (usize, &TermRow),
        texts: &TermTexts,
        wish: &Wish,
    ) -> Self {
        let name = |label: usize| {
            words::short_name(summary.labels.get(label).map_or("", |label| label.name.as_str()))
        };
        let mut wanted: Vec<&TextLine> =
            texts.lines.iter().filter(|line| wish.of.is_none_or(|of| of == line.label)).collect();
        wanted.sort_by_cached_key(|line| wish.order.key(line));
        let pages = wanted.len().div_ceil(LINES_SHOWN).max(1);
        let page = wish.page.min(pages);
        let from = (page - 1) * LINES_SHOWN;
        let shown: Vec<&TextLine> = wanted.iter().copied().skip(from).take(LINES_SHOWN).collect();
        let action = format!("{}/texts", place.term(label, row.number));
        let href = |page: usize| format!("{action}{}", wish.query(page));
        Self {
            job: place.job.clone(),
            file_name: file_name(summary),
            label: name(label),
            label_href: place.label_of(summary.is_mirrored, label, row.positive),
            term: row.shown().to_owned(),
            term_short: words::short_name(row.shown()),
            term_href: place.term(label, row.number),
            lang: words::lang_attribute(&summary.language.0),
            counts: counts(texts, name),
            note: note(texts),
            labels: labels(texts, wish, name),
            orders: Order::ALL
                .into_iter()
                .map(|(order, value, name)| Entry {
                    value: value.to_owned(),
                    name: name.to_owned(),
                    chosen: order == wish.order,
                })
                .collect(),
            has_names: shown.iter().any(|line| !line.name.is_empty()),
            caption: match shown.len() {
                0 => String::new(),
                number => format!(
                    "Lines {} to {} of {}",
                    grouped(from + 1),
                    grouped(from + number),
                    grouped(wanted.len())
                ),
            },
            lines: shown.into_iter().map(|line| Line::new(line, name(line.label))).collect(),
            before: (page > 1).then(|| href(page - 1)),
            after: (page < pages).then(|| href(page + 1)),
            action,
        }
    }
}

/// How many texts of each label have the term.
fn counts(texts: &TermTexts, name: impl Fn(usize) -> String) -> String {
    const NAMED_MAX: usize = 6;
    let all: usize = texts.labels.iter().map(|(_, with)| with).sum();
    let mut parts: Vec<String> = texts
        .labels
        .iter()
        .take(NAMED_MAX)
        .map(|&(label, with)| format!("{} of {}", grouped(with), name(label)))
        .collect();
    let others: usize = texts.labels.iter().skip(NAMED_MAX).map(|(_, with)| with).sum();
    if others > 0 {
        parts.push(format!("{} of others", grouped(others)));
    }
    format!("{}: {}.", counted(all, "text has it", "texts have it"), words::list(&parts))
}

/// Which of them are here.
fn note(texts: &TermTexts) -> String {
    let all: usize = texts.labels.iter().map(|(_, with)| with).sum();
    if texts.lines.len() >= all {
        return String::new();
    }
    format!(
        "{} of them are kept with this result, of each label spread evenly over the file; “wordify texts” lists all.",
        grouped(texts.lines.len())
    )
}

fn labels(texts: &TermTexts, wish: &Wish, name: impl Fn(usize) -> String) -> Vec<Entry> {
    let all = Entry { value: String::new(), name: "All labels".to_owned(), chosen: wish.of.is_none() };
    let of_label = |&(label, with): &(usize, usize)| Entry {
        value: label.to_string(),
        name: format!("{} ({})", name(label), grouped(with)),
        chosen: wish.of == Some(label),
    };
    [all].into_iter().chain(texts.labels.iter().map(of_label)).collect()
}

impl Line {
    fn new(line: &TextLine, label: String) -> Self {
        Self {
            row: if line.name.is_empty() { line.row.to_string() } else { words::shortened(&line.name, 40) },
            label,
            left: end_of(&line.left),
            written: line.written.clone(),
            right: beginning_of(&line.right),
        }
    }
}

/// The end of what stands before a term, from a whole word on.
fn end_of(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().rev().nth(CONTEXT_CHARS) else { return text.to_owned() };
    let rest = &text[cut..];
    let whole = rest.split_once(char::is_whitespace).map_or(rest, |(_, whole)| whole);
    format!("… {whole}")
}

/// The beginning of what stands behind it, to a whole word.
fn beginning_of(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().nth(CONTEXT_CHARS) else { return text.to_owned() };
    let rest = &text[..cut];
    let whole = rest.rsplit_once(char::is_whitespace).map_or(rest, |(whole, _)| whole);
    format!("{whole} …")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    fn line(label: usize, row: usize, left: &str, right: &str) -> TextLine {
        TextLine {
            label,
            row,
            name: String::new(),
            left: left.into(),
            written: "Health care".into(),
            right: right.into(),
        }
    }

    fn texts(lines: usize) -> TermTexts {
        let mut all: Vec<TextLine> = (0..lines).map(|row| line(0, row + 2, "to pass ", " reform")).collect();
        all.push(line(1, 900, "We must keep ", " decisions"));
        all.push(line(1, 901, "a ", ", and more"));
        TermTexts { labels: vec![(0, 282), (1, 2)], lines: all }
    }

    fn page(name: &str, texts: &TermTexts, fields: &[(&str, &str)]) -> String {
        let fields: Vec<_> = fields.iter().map(|&(name, value)| (name.into(), value.into())).collect();
        let terms = sample::terms(0);
        let summary = sample::summary(2);
        let (place, wish) = (sample::place(), Wish::new(&fields));
        let page = html(&Behind::new((&place, &summary), (0, &terms.rows[1]), texts, &wish));
        sample::check_page(name, &page);
        page
    }

    #[test]
    fn all_texts_are_there_page_by_page_and_say_how_many_are_kept() {
        let first = page("texts", &texts(120), &[]);
        for expected in [
            "284 texts have it: 282 of Democratic and 2 of Republican.",
            "122 of them are kept",
            "Lines 1 to 50 of 122",
        ] {
            assert!(first.contains(expected), "{expected}");
        }
        assert!(first.contains("/texts?page=2\" rel=\"next\"") && !first.contains("rel=\"prev\""));
        let last = page("texts-last", &texts(120), &[("page", "99")]);
        assert!(last.contains("Lines 101 to 122 of 122") && last.contains("/texts?page=2\" rel=\"prev\""));
        assert!(page("texts-none", &TermTexts::default(), &[]).contains("best terms only"));
    }

    #[test]
    fn the_texts_of_one_label_can_be_sorted_by_what_stands_beside_the_term() {
        let rows = |sort: &str| -> Vec<usize> {
            let page = page("texts-of", &texts(3), &[("of", "1"), ("sort", sort)]);
            [900, 901].map(|row| page.find(&format!(">{row}<")).expect("a row")).into()
        };
        assert!(rows("").is_sorted() && rows("strange").is_sorted());
        // “a” stands before “keep”, and a comma before letters.
        assert!(!rows("left").is_sorted() && !rows("right").is_sorted());
        let wish = Wish { of: Some(1), order: Order::Left, page: 3 };
        assert_eq!(wish.query(2), "?of=1&sort=left&page=2");
    }

    #[test]
    fn the_table_has_a_row_for_each_text_that_no_spreadsheet_runs() {
        let mut texts = texts(1);
        texts.lines[0].left = "=1+1, \"so\" ".into();
        // A number below zero begins like a formula, but is harmless: it stays a number.
        texts.lines[1].right = "-5".into();
        let table = table(&sample::summary(2), &texts);
        assert_eq!(table.lines().count(), 4);
        assert!(
            table
                .contains("\r\n\"Democratic\",2,\"\",\"'=1+1, \"\"so\"\" \",\"Health care\",\" reform\"\r\n"),
            "{table}"
        );
        assert!(table.contains(",\"-5\"\r\n"), "{table}");
    }

    #[test]
    fn contexts_are_cut_at_words_and_texts_do_no_harm() {
        let long = "word ".repeat(40);
        assert!(end_of(&long).starts_with("… word") && end_of(&long).chars().count() <= CONTEXT_CHARS + 3);
        assert!(beginning_of(&long).ends_with("word …") && beginning_of("short") == "short");
        let mut evil = line(0, 2, sample::EVIL, "مرحبا 👩‍👩‍👧");
        evil.written = sample::EVIL.into();
        let hostile = TermTexts { labels: vec![(0, 1)], lines: vec![evil] };
        assert!(page("texts-hostile", &hostile, &[]).contains("alert(1)"));
    }
}
