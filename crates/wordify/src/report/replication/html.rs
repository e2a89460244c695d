//! A comparison as a web page that needs nothing else.

use super::{Fate, Replication, Standing};
use crate::count::grouped;
use crate::report::html::{head, warnings};
use crate::report::markup::{escaped, put};

/// Rows of a table; a page with more takes seconds to open. The csv has all.
const ROWS_MAX: usize = 2_000;

/// The comparison as a self-contained page in UTF-8, in the looks of a report.
pub fn html(comparison: &Replication) -> Vec<u8> {
    let [first, second] = comparison.names.each_ref().map(|name| escaped(name));
    let mut page = String::new();
    head(&mut page, &comparison.names.join(" and "), "");
    put(
        &mut page,
        format_args!(
            "<header>\n<p class=\"brand\"><span>Wordify</span></p>\n<h1>Two results side by side</h1>\n\
             <p class=\"lead\"><bdi>{first}</bdi> and <bdi>{second}</bdi></p>\n<dl class=\"figures\">\n"
        ),
    );
    for fate in Fate::ALL {
        put(
            &mut page,
            format_args!(
                "<div><dt>{}</dt><dd>{}</dd></div>\n",
                heading(fate),
                grouped(comparison.count(fate))
            ),
        );
    }
    page.push_str("</dl>\n</header>\n");
    warnings(&mut page, &comparison.warnings);
    for line in super::sentences(comparison) {
        put(&mut page, format_args!("<p>{}</p>\n", escaped(&line)));
    }
    for fate in Fate::ALL {
        table(&mut page, comparison, fate);
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page.into_bytes()
}

fn table(page: &mut String, comparison: &Replication, fate: Fate) {
    let rows: Vec<_> = comparison.terms.iter().filter(|compared| compared.fate == fate).collect();
    if rows.is_empty() {
        return;
    }
    put(
        page,
        format_args!(
            "<section>\n<h2>{}</h2>\n<table>\n<thead><tr><th>Label</th><th>Term</th><th>First</th><th>Second</th></tr></thead>\n<tbody>\n",
            heading(fate)
        ),
    );
    for compared in rows.iter().take(ROWS_MAX) {
        put(
            page,
            format_args!(
                "<tr><td><bdi>{}</bdi></td><td><bdi>{}</bdi></td><td>{}</td><td>{}</td></tr>\n",
                escaped(&compared.comparison()),
                escaped(&compared.shown),
                cell(compared.first.as_ref(), &compared.comparison()),
                cell(compared.second.as_ref(), &compared.comparison())
            ),
        );
    }
    page.push_str("</tbody>\n</table>\n");
    if rows.len() > ROWS_MAX {
        put(page, format_args!("<p>{} more rows are in the csv.</p>\n", grouped(rows.len() - ROWS_MAX)));
    }
    page.push_str("</section>\n");
}

/// Sign and score, and the label where it is another one.
fn cell(standing: Option<&Standing>, label: &str) -> String {
    standing.map_or_else(
        || "–".to_owned(),
        |standing| {
            let elsewhere = if standing.comparison() == label {
                String::new()
            } else {
                format!(" for <bdi>{}</bdi>", escaped(&standing.comparison()))
            };
            format!("{} {:.2}{elsewhere}", standing.sign.direction(), standing.score)
        },
    )
}

fn heading(fate: Fate) -> &'static str {
    match fate {
        Fate::Replicates => "Replicate",
        Fate::Turns => "Turn",
        Fate::Vanishes => "Vanish",
        Fate::New => "New",
    }
}
