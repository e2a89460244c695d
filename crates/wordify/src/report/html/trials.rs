//! The part of the page on how far the list can be relied on.

use super::Page;
use crate::count::grouped;
use crate::report::judged::Cell;
use crate::report::markup::escaped;
use crate::report::number::percent;
use crate::report::validity::{self, Table};

impl Page<'_> {
    /// What was tried to see how far the list can be relied on.
    pub(super) fn trials(&mut self) {
        for trial in validity::trials(self.report) {
            let words = escaped(&trial.sentences.join(" "));
            self.put(format_args!("<section class=\"reading\">\n<h2>{}</h2>\n<p>{words}</p>\n", trial.name));
            for table in trial.tables() {
                self.trial_table(table);
            }
            self.text.push_str("</section>\n");
        }
    }

    fn trial_table(&mut self, table: &Table) {
        if table.rows.is_empty() {
            return;
        }
        let caption = escaped(&table.caption);
        self.put(format_args!(
            "<details>\n<summary>{caption}</summary>\n<div class=\"scroll\">\n<table class=\"dropped\">\n<thead><tr>"
        ));
        let first = &table.rows[0];
        for (name, cell) in table.header.iter().zip(first) {
            let class = class_of(cell);
            self.put(format_args!("<th scope=\"col\"{class}>{}</th>", escaped(name)));
        }
        self.text.push_str("</tr></thead>\n<tbody>\n");
        for row in &table.rows {
            self.text.push_str("<tr>");
            for cell in row {
                self.put(format_args!("<td{}>{}</td>", class_of(cell), shown(cell)));
            }
            self.text.push_str("</tr>\n");
        }
        self.text.push_str("</tbody>\n</table>\n</div>\n</details>\n");
    }
}

/// Numbers stand on the right.
fn class_of(cell: &Cell) -> &'static str {
    if matches!(cell, Cell::Text(_)) { "" } else { " class=\"n\"" }
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Number(number) => format!("{number:.3}"),
        Cell::Share(share) => percent(*share),
        Cell::Count(count) => grouped(*count),
        Cell::Text(text) => escaped(text),
        Cell::Empty => String::new(),
    }
}
