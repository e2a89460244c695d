//! Methods paragraph and table as LaTeX.

use super::{BIBTEX, Manuscript};
use crate::report::Report;

/// What the document needs: a Unicode engine or pdflatex, and packages that every distribution has.
const PREAMBLE: &str = "\
\\documentclass{article}
% pdflatex knows Latin letters. For any others take lualatex or xelatex, and a font that has them: \\setmainfont{Noto Serif}
\\usepackage{iftex}
\\ifPDFTeX
  \\usepackage[T1]{fontenc}
  \\IfFileExists{lmodern.sty}{\\usepackage{lmodern}}{}
\\else
  \\usepackage{fontspec}
\\fi
\\usepackage[margin=2cm]{geometry}
\\usepackage{booktabs,longtable}
";

/// A document with paragraphs, table, note and references as LaTeX, in UTF-8.
///
/// The references are written to `wordify.bib` when it is compiled.
pub fn tex(report: &Report) -> Vec<u8> {
    let manuscript = Manuscript::new(report);
    // Before the class the references need no package, and are understood by versions of LaTeX of any age.
    let mut text = format!(
        "\\begin{{filecontents*}}{{wordify.bib}}\n{BIBTEX}\\end{{filecontents*}}\n{PREAMBLE}\\begin{{document}}\n"
    );
    for (style, paragraph) in &manuscript.paragraphs {
        text.push_str(&format!("\\section*{{Method ({style})}}\n{}\n\n", escaped(paragraph)));
    }
    text.push_str(&format!(
        "\\section*{{Results}}\n\\small\\setlength{{\\tabcolsep}}{{4pt}}\n\\begin{{longtable}}{{{}}}\n\\caption{{{}}}\\\\\n\\toprule\n",
        "l".repeat(manuscript.header.len()),
        escaped(&manuscript.title)
    ));
    text.push_str(&row(manuscript.header.iter().map(|name| escaped(name))));
    text.push_str("\\midrule\n\\endhead\n");
    for cells in &manuscript.rows {
        text.push_str(&row(cells.iter().map(|cell| escaped(cell))));
    }
    text.push_str(&format!(
        "\\bottomrule\n\\end{{longtable}}\n\\normalsize\n\n\\noindent {}\n\n\\nocite{{*}}\n\\bibliographystyle{{plain}}\n\\bibliography{{wordify}}\n\
         \\end{{document}}\n",
        escaped(&manuscript.note)
    ));
    text.into_bytes()
}

fn row(cells: impl Iterator<Item = String>) -> String {
    // A row that begins with a bracket would be taken for the argument of the line break before it.
    let cells: Vec<String> =
        cells.map(|cell| if cell.starts_with('[') { format!("{{{cell}}}") } else { cell }).collect();
    format!("{} \\\\\n", cells.join(" & "))
}

/// Text without what LaTeX would take for a command.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => safe.extend(['\\', letter]),
            '\\' => safe.push_str("\\textbackslash{}"),
            '~' => safe.push_str("\\textasciitilde{}"),
            '^' => safe.push_str("\\textasciicircum{}"),
            '<' => safe.push_str("\\textless{}"),
            '>' => safe.push_str("\\textgreater{}"),
            '−' => safe.push_str("$-$"),
            '–' => safe.push_str("--"),
            _ if letter.is_control() => safe.push(' '),
            _ => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn each_row_has_as_many_cells_as_the_header_whatever_a_label_holds() {
        let report = sample::report_with_label("R&D_{50%} \\input{x}");
        let text = String::from_utf8(tex(&report)).expect("UTF-8");
        assert!(
            text.contains("R\\&D\\_\\{50\\%\\} \\textbackslash{}input\\{x\\} & for & energy & .41 & "),
            "{text}"
        );
        let rows = text.lines().filter(|line| line.ends_with(" \\\\"));
        for row in rows {
            assert_eq!(row.replace("\\&", "").matches('&').count(), 5, "{row}");
        }
    }
}
