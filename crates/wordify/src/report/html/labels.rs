//! The terms of each label on the page: an overview, pictures, tables.

use super::super::markup::escaped;
use super::super::picture::{self, Colour, Measure, Picture};
use super::super::{Report, Selected, forms_shown, number, twins_shown};
use super::Page;
use crate::count::{counted, grouped};
use crate::indicators::evidence::quoted::Quoted;
use crate::indicators::{Indicator, Sign};
use crate::phrase::capitalized;
use crate::text::language::Language;

/// Bars per picture with few labels; fewer with many, so that the page stays light.
const BARS_MAX: usize = 15;
/// Labels up to which pictures have [`BARS_MAX`] bars.
const LABELS_FEW: usize = 20;
/// Bars per picture with more labels than that.
const BARS_MANY_LABELS: usize = 5;
/// Labels up to which every label is open from the start, with an overview above.
const LABELS_OPEN_MAX: usize = 8;
/// Table rows of the whole page, up to 400 bytes each: keeps the page below 2 MB.
const TABLE_ROWS_MAX: usize = 2_500;
/// Lines of texts on the whole page, up to 600 bytes each; the workbook has all.
const TEXT_LINES_MAX: usize = 1_500;
/// Forms of a lemma that a row names; the other formats have more.
const FORMS_PER_ROW: usize = 5;
/// Rows that each table may have even if there are very many tables.
const TABLE_ROWS_LEAST: usize = 5;
/// Best terms that are named where a label is summed up.
const BEST_TERMS: usize = 5;

/// One list of terms with its picture: for or against a label.
struct Panel<'a> {
    heading: String,
    label: &'a str,
    sign: Sign,
    indicators: &'a [&'a Indicator],
    colour: Colour,
}

impl<'a> Panel<'a> {
    /// The indicators that the picture shows.
    fn best(&self, room: &Room) -> &'a [&'a Indicator] {
        &self.indicators[..self.indicators.len().min(room.bars)]
    }
}

/// How much a page with this many labels can show.
struct Room {
    bars: usize,
    rows: usize,
    /// Rows of each table that have texts.
    with_texts: usize,
    measure: Measure,
    axis_end: f64,
}

/// The length of its bar: its strength, where it has one.
fn value(indicator: &Indicator) -> f64 {
    indicator.calibration.as_ref().map_or(indicator.score, |found| found.strength)
}

impl Room {
    fn new(report: &Report, selected: &[Selected<'_>]) -> Self {
        let best = report.analysis.selected().map(value).fold(0.0, f64::max);
        let is_calibrated = report.analysis.calibration.is_some();
        let measure = if is_calibrated { Measure::Strength } else { Measure::Score };
        let lengths: Vec<usize> =
            selected.iter().flat_map(|of_label| [of_label.positive.len(), of_label.negative.len()]).collect();
        Self {
            bars: if selected.len() <= LABELS_FEW { BARS_MAX } else { BARS_MANY_LABELS },
            rows: rows_each(&lengths, TABLE_ROWS_MAX, TABLE_ROWS_LEAST),
            with_texts: rows_each(&lengths, TEXT_LINES_MAX / lines_of_term(report), 1),
            measure,
            axis_end: measure.axis_end(best),
        }
    }
}

/// The most rows that each table can show so that all tables together keep to `most`; at least `least`.
fn rows_each(lengths: &[usize], most: usize, least: usize) -> usize {
    let fits = |rows: usize| lengths.iter().map(|&length| length.min(rows)).sum::<usize>() <= most;
    (least..most).take_while(|&rows| fits(rows + 1)).last().map_or(least, |rows| rows + 1)
}

/// The most lines of texts that a term has.
fn lines_of_term(report: &Report) -> usize {
    report.analysis.selected().map(|indicator| indicator.texts.len()).max().unwrap_or(0).max(1)
}

impl Page<'_> {
    /// Everything about the labels.
    pub(super) fn labels(&mut self) {
        let report = self.report;
        let selected = report.selected_by_label();
        let room = Room::new(report, &selected);
        if report.is_mirrored() {
            self.two_labels(&selected, &room);
            return;
        }
        if report.has_pairs() {
            self.pairs(&room);
            return;
        }
        if let [first, .., last] = report.order() {
            self.order(&selected, [first, last], &room);
            return;
        }
        let is_open = selected.len() <= LABELS_OPEN_MAX;
        if is_open {
            self.overview(&selected);
        } else {
            self.text.push_str("<h2 class=\"all\">Labels</h2>\n");
        }
        for (label, of_label) in selected.iter().enumerate() {
            self.label(label, of_label, is_open, &room);
        }
    }

    /// Both labels side by side: what speaks for one speaks against the other.
    fn two_labels(&mut self, selected: &[Selected<'_>], room: &Room) {
        self.text.push_str(
            "<section class=\"block\">\n<h2>Terms for each label</h2> <span class=\"note\">What speaks for \
             one of two labels speaks against the other, so each term stands once.</span>\n\
             <div class=\"panels\">\n",
        );
        let labels = &self.report.analysis.labels;
        let [first, second] = [0, 1].map(|label| Panel {
            heading: labels[label].clone(),
            label: &labels[label],
            sign: Sign::Positive,
            indicators: &selected[label].positive,
            colour: [Colour::Blue, Colour::Orange][label],
        });
        self.panels(&[first, second], room);
        self.text.push_str("</div>\n</section>\n");
    }

    /// Each pair of labels with what tells the one from the other.
    fn pairs(&mut self, room: &Room) {
        let pairs = self.report.pairs();
        let open = if pairs.len() <= LABELS_OPEN_MAX { " open" } else { "" };
        for (number, pair) in pairs.iter().enumerate() {
            let [first, second] = pair.labels;
            self.put(format_args!(
                "<details class=\"block\" id=\"pair-{number}\"{open}>\n<summary><h2><bdi>{}</bdi> against <bdi>{}</bdi></h2> \
                 <span class=\"note\">{}</span></summary>\n<div class=\"panels\">\n",
                escaped(first),
                escaped(second),
                pair.words(),
            ));
            let panel = |of: usize, colour| Panel {
                heading: format!("{} rather than {}", pair.labels[of], pair.labels[1 - of]),
                label: pair.labels[of],
                sign: Sign::Positive,
                indicators: &pair.entries[of],
                colour,
            };
            self.panels(&[panel(0, Colour::Blue), panel(1, Colour::Orange)], room);
            self.text.push_str("</div>\n</details>\n");
        }
    }

    /// What rises and what falls along the order of the labels.
    fn order(&mut self, selected: &[Selected<'_>], ends: [&String; 2], room: &Room) {
        let order: Vec<String> = self.report.order().iter().map(|label| escaped(label)).collect();
        self.put(format_args!(
            "<section class=\"block\">\n<h2>Terms along the order</h2> <span class=\"note\">From label to label, in \
             this order: <bdi>{}</bdi>. Each term stands once.</span>\n<div class=\"panels\">\n",
            order.join("</bdi>, <bdi>")
        ));
        let [first, last] = ends.map(|end| self.report.analysis.labels.iter().position(|label| label == end));
        let none = Selected::default();
        let of = |label: Option<usize>| label.map_or(&none, |label| &selected[label]);
        let rises = Panel {
            heading: format!("Rises towards {}", ends[1]),
            label: ends[1],
            sign: Sign::Positive,
            indicators: &of(last).positive,
            colour: Colour::Blue,
        };
        let falls = Panel {
            heading: format!("Falls from {}", ends[0]),
            label: ends[0],
            indicators: &of(first).positive,
            sign: Sign::Positive,
            colour: Colour::Orange,
        };
        self.panels(&[rises, falls], room);
        self.text.push_str("</div>\n</section>\n");
    }

    /// One row per label, with links.
    fn overview(&mut self, selected: &[Selected<'_>]) {
        self.text.push_str(
            "<section>\n<h2>Labels</h2>\n<div class=\"scroll\">\n<table class=\"overview sortable\">\n<thead><tr>\
             <th scope=\"col\">Label</th><th scope=\"col\" class=\"n\">Documents</th>\
             <th scope=\"col\" class=\"n\">For</th><th scope=\"col\" class=\"n\">Against</th>\
             <th scope=\"col\">Best terms</th></tr></thead>\n<tbody>\n",
        );
        let lang = self.lang();
        for (label, of_label) in selected.iter().enumerate() {
            self.put(format_args!(
                "<tr><th scope=\"row\"><a href=\"#label-{label}\"><bdi>{}</bdi></a></th>\
                 <td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td{lang}>{}</td></tr>\n",
                escaped(&self.report.analysis.labels[label]),
                grouped(self.report.documents_of(label)),
                grouped(of_label.positive.len()),
                grouped(of_label.negative.len()),
                best_terms(&of_label.positive),
            ));
        }
        self.text.push_str("</tbody>\n</table>\n</div>\n</section>\n");
    }

    /// A label with its two panels, closed to a line that sums it up where there are many.
    fn label(&mut self, label: usize, of_label: &Selected<'_>, is_open: bool, room: &Room) {
        let name = &self.report.analysis.labels[label];
        let open = if is_open { " open" } else { "" };
        let documents = counted(self.report.documents_of(label), "document", "documents");
        self.put(format_args!(
            "<details class=\"block\" id=\"label-{label}\"{open}>\n<summary><h2><bdi>{}</bdi></h2> \
             <span class=\"note\">{documents} · {} for · {} against</span>",
            escaped(name),
            grouped(of_label.positive.len()),
            grouped(of_label.negative.len()),
        ));
        if !is_open {
            let (lang, best) = (self.lang(), best_terms(&of_label.positive));
            self.put(format_args!(" <span class=\"best\"{lang}>{best}</span>"));
        }
        self.text.push_str("</summary>\n<div class=\"panels\">\n");
        let panel = |word: &str, sign, indicators, colour| Panel {
            heading: format!("{word} {name}"),
            label: name,
            sign,
            indicators,
            colour,
        };
        let positive = panel("For", Sign::Positive, &of_label.positive, Colour::Blue);
        let negative = panel("Against", Sign::Negative, &of_label.negative, Colour::Orange);
        self.panels(&[positive, negative], room);
        self.text.push_str("</div>\n</details>\n");
    }

    /// Two panels whose bars begin at the same place.
    fn panels(&mut self, panels: &[Panel<'_>; 2], room: &Room) {
        let widths = panels.each_ref().map(|panel| picture::term_width(panel.best(room)));
        for panel in panels {
            self.panel(panel, widths[0].max(widths[1]), room);
        }
    }

    fn panel(&mut self, panel: &Panel<'_>, term_width: f64, room: &Room) {
        let heading = escaped(&panel.heading);
        if panel.indicators.is_empty() {
            let threshold = self.report.analysis.settings.threshold_used();
            if self.report.analysis.calibration.is_some() {
                let nothing = capitalized(&self.report.nothing_listed());
                self.put(format_args!(
                    "<section class=\"panel\">\n<h3 class=\"{}\">{heading}</h3>\n\
                     <p class=\"none\">{nothing}.</p>\n</section>\n",
                    panel.colour.class(),
                ));
                return;
            }
            let best = self.report.best(panel.label, panel.sign).map_or_else(String::new, |best| {
                format!("; the best is <bdi>{}</bdi> with {:.3}", escaped(best.shown()), best.score)
            });
            self.put(format_args!(
                "<section class=\"panel\">\n<h3 class=\"{}\">{heading}</h3>\n\
                 <p class=\"none\">No term reaches a score of {threshold}{best}.</p>\n</section>\n",
                panel.colour.class(),
            ));
            return;
        }
        let best = panel.best(room);
        let values: Vec<f64> = best.iter().map(|indicator| value(indicator)).collect();
        let drawing = picture::svg(&Picture {
            heading: &panel.heading,
            indicators: best,
            values: &values,
            measure: room.measure,
            term_width,
            axis_end: room.axis_end,
            colour: panel.colour,
            links: &[],
        });
        // The picture shows the heading too: a saved picture needs it.
        let lang = self.lang();
        self.put(format_args!(
            "<section class=\"panel\">\n<h3 class=\"unseen\">{heading}</h3>\n<figure{lang}>\n{drawing}</figure>\n"
        ));
        self.table(panel, room);
        self.text.push_str("</section>\n");
    }

    fn table(&mut self, panel: &Panel<'_>, room: &Room) {
        let (all, rows) = (panel.indicators.len(), room.rows);
        let what = if all <= rows {
            counted(all, "term with its numbers", "terms with their numbers")
        } else {
            format!("The {} best of {} terms", grouped(rows), grouped(all))
        };
        let further = if self.report.analysis.calibration.is_some() {
            "<th scope=\"col\" class=\"n\" title=\"Penalty at which the term enters, in units of chance\">Strength</th>\
             <th scope=\"col\" class=\"n\" title=\"Expected share of false terms in the list that ends here\">q</th>"
        } else {
            ""
        };
        let slope = if self.report.order().is_empty() {
            ""
        } else {
            "<th scope=\"col\" class=\"n\" title=\"Change of the share from one label to the next, in percentage points\">Per step</th>\
             <th scope=\"col\" class=\"n\" title=\"Share of each label’s documents, from first to last\">Shares</th>"
        };
        let only = if self.report.marks_only_labels() {
            "<th scope=\"col\" title=\"Typical of this label alone\">Only here</th>"
        } else {
            ""
        };
        let confirmed = if self.report.analysis.confirmation.is_some() {
            "<th scope=\"col\" class=\"n\" title=\"p-value by the documents set aside, adjusted by Holm\">Confirmed (p)</th>"
        } else {
            ""
        };
        let staying = if self.report.analysis.robustness.is_some() {
            "<th scope=\"col\" class=\"n\" title=\"Variants of the analysis that list the term, of those that can\">Variants</th>"
        } else {
            ""
        };
        let lang = self.lang();
        self.put(format_args!(
            "<details class=\"numbers\">\n<summary>{what}</summary>\n<table class=\"sortable\">\n<thead><tr>\
             <th scope=\"col\">Term</th>{further}\
             <th scope=\"col\" class=\"n\" title=\"Share of the fits that selected the term\">Score</th>\
             <th scope=\"col\" class=\"n\" title=\"Share and number of the label’s documents with the term\">\
             In label</th>\
             <th scope=\"col\" class=\"n\" title=\"Share and number of all other documents with the term\">\
             In rest</th>{slope}{only}{confirmed}{staying}</tr></thead>\n<tbody{lang}>\n"
        ));
        for (place, indicator) in panel.indicators.iter().take(rows).enumerate() {
            self.table_row(indicator);
            if place < room.with_texts && !indicator.texts.is_empty() {
                self.texts(indicator);
            }
        }
        self.text.push_str("</tbody>\n</table>\n");
        if all.min(rows) > room.with_texts && self.report.has_texts() {
            let first = counted(room.with_texts, "term has", "terms have");
            self.put(format_args!(
                "<p class=\"note\">The first {first} texts here; the workbook has them of more.</p>\n"
            ));
        }
        self.text.push_str("</details>\n");
    }

    fn table_row(&mut self, indicator: &Indicator) {
        self.put(format_args!("<tr><th scope=\"row\">{}", escaped(indicator.shown())));
        let twins = escaped(&twins_shown(indicator, ", "));
        if !twins.is_empty() {
            self.put(format_args!("<small title=\"in exactly the same documents\">same as {twins}</small>"));
        }
        if let Some(forms) = forms_worth_showing(indicator) {
            self.put(format_args!("<small>as {}</small>", escaped(&forms)));
        }
        let further = indicator.calibration.as_ref().map_or_else(String::new, |found| {
            let q_value =
                found.q_value.map_or_else(String::new, |q_value| escaped(&number::q_value(q_value)));
            format!("<td>{:.2}</td><td>{q_value}</td>", found.strength)
        });
        let slope = indicator.calibration.as_ref().and_then(|found| found.trend.as_ref());
        let slope = slope.map_or_else(String::new, |trend| {
            let shares: Vec<String> =
                trend.share_by_step.iter().map(|&share| number::percent(share)).collect();
            format!("<td>{:+.2}</td><td>{}</td>", trend.slope_per_step * 100.0, shares.join(" · "))
        });
        let only = indicator.calibration.as_ref().and_then(|found| found.only_label);
        let only = only.map_or("", |is_only| if is_only { "<td>yes</td>" } else { "<td></td>" });
        let confirmed = indicator.confirmed.as_ref().map_or_else(String::new, |found| {
            let mark = if found.confirmed { "yes" } else { "no" };
            format!("<td>{mark}<small>{:.4}</small></td>", found.confirm_p_holm)
        });
        let staying = indicator.staying.as_ref().map_or_else(String::new, |found| {
            format!("<td>{}<small>of {}</small></td>", found.variants_listed, found.variants_possible)
        });
        self.put(format_args!(
            "</th>{further}<td>{:.3}</td><td>{}<small>{}</small></td><td>{}<small>{}</small></td>{slope}{only}{confirmed}{staying}</tr>\n",
            indicator.score,
            number::percent(indicator.share_in_label),
            grouped(indicator.documents_in_label),
            number::percent(indicator.share_in_rest),
            grouped(indicator.documents_in_rest),
        ));
    }

    /// A row below that of a term, which opens to the texts behind it.
    fn texts(&mut self, indicator: &Indicator) {
        // The term, its score, and the shares in label and rest; what a list has beside them.
        let columns = 4
            + if indicator.calibration.is_some() { 2 } else { 0 }
            + if self.report.order().is_empty() { 0 } else { 2 }
            + usize::from(self.report.marks_only_labels())
            + usize::from(indicator.confirmed.is_some())
            + usize::from(indicator.staying.is_some());
        let texts = counted(indicator.texts.len(), "text", "texts");
        self.put(format_args!(
            "<tr class=\"behind\"><td colspan=\"{columns}\"><details><summary>{texts}</summary>\n<ul>\n"
        ));
        for Quoted { label, line } in &indicator.texts {
            let [left, written, right] = [&line.left, &line.written, &line.right].map(|part| escaped(part));
            let place = if line.name.is_empty() { format!("row {}", line.row) } else { escaped(&line.name) };
            self.put(format_args!(
                "<li><bdi>{left}<mark>{written}</mark>{right}</bdi> <small><bdi>{}</bdi>, {place}</small></li>\n",
                escaped(label),
            ));
        }
        self.text.push_str("</ul></details></td></tr>\n");
    }

    /// Lets browsers choose the right letter forms and voices for the terms.
    fn lang(&self) -> String {
        match self.report.analysis.settings.language {
            Language::Multi => String::new(),
            language => format!(" lang=\"{}\"", language.code()),
        }
    }
}

/// The written forms of a lemma, unless the term itself is the only one.
fn forms_worth_showing(indicator: &Indicator) -> Option<String> {
    let only_itself =
        matches!(indicator.forms.as_slice(), [(form, _)] if *form == indicator.shown().to_lowercase());
    let shown = &indicator.forms[..indicator.forms.len().min(FORMS_PER_ROW)];
    let more = if indicator.forms.len() > FORMS_PER_ROW { ", …" } else { "" };
    (!shown.is_empty() && !only_itself).then(|| forms_shown(shown, ", ") + more)
}

fn best_terms(indicators: &[&Indicator]) -> String {
    let terms: Vec<String> =
        indicators.iter().take(BEST_TERMS).map(|indicator| escaped(indicator.shown())).collect();
    terms.join(" · ")
}
