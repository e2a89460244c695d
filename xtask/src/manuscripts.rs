//! `cargo xtask manuscripts`: what is made for papers, opened by the programs that papers are written with. LibreOffice makes a PDF of the Word
//! document and TeX one of the LaTeX; each must show every word of the table that the Markdown has. Figures are read by others too.

use std::fs;
use std::path::Path;

use crate::{figures, shell, tools};

/// A label and words of all signs that mean something to TeX, Word or Markdown.
const HOSTILE: &str = "text,label\n";
const HOSTILE_ROWS: [&str; 2] = [
    "\"my c++ cat says meow_1 & more {n}\",\"R&D_{50%} \\input{x}\"\n",
    "\"a dog says woof # ^ ~ \\ here {n}\",[other] <b>\n",
];
const LATIN: &str = "crates/wordify-cli/tests/corpora/reviews/pl.csv";
/// Of Greek and Cyrillic only the Word document is opened: pdflatex has no letters for them, as the document says.
const GREEK: &str = "crates/wordify-cli/tests/corpora/reviews/el.csv";
const CYRILLIC: &str = "crates/wordify-cli/tests/corpora/reviews/ru.csv";
const FONT: &str = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
const LATEX_STYLE: &str = "/usr/share/texlive/texmf-dist/tex/latex/booktabs/booktabs.sty";
const LATEX_FONT: &str = "/usr/share/texmf/tex/latex/lm/lmodern.sty";

/// Makes the manuscripts and figures of four files and compares them.
///
/// # Errors
/// When a program is missing and cannot be installed, when one refuses a document, and when a word is not shown.
pub(crate) fn check() -> Result<(), String> {
    tools::ensure_libreoffice("writer", "libswlo.so")?;
    tools::ensure("pdftotext", "poppler-utils")?;
    for (path, package) in
        [(FONT, "fonts-dejavu-core"), (LATEX_STYLE, "texlive-latex-recommended"), (LATEX_FONT, "lmodern")]
    {
        if !Path::new(path).is_file() {
            tools::install(package)?;
        }
    }
    shell::program()?;
    let folder = shell::target_folder().join("manuscripts");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let hostile = folder.join("hostile.csv");
    let rows = (0..60).flat_map(|n| HOSTILE_ROWS.map(|row| row.replace("{n}", &n.to_string())));
    let table = HOSTILE.to_owned() + &rows.collect::<String>();
    fs::write(&hostile, table).map_err(|error| format!("{}: {error}", hostile.display()))?;
    let root = shell::root();
    for (name, file, has_tex, label) in [
        ("hostile", hostile, true, "[other] <b>"),
        ("latin", root.join(LATIN), true, "hotel"),
        ("greek", root.join(GREEK), false, "ξενοδοχείο"),
        ("cyrillic", root.join(CYRILLIC), false, "отель"),
    ] {
        manuscript(&folder, name, &file, has_tex)?;
        figures::check(&folder, name, label)?;
    }
    Ok(())
}

/// Makes the manuscripts of one file in `folder`, and holds them against each other.
fn manuscript(folder: &Path, name: &str, file: &Path, has_tex: bool) -> Result<(), String> {
    let mut analyze = shell::command(shell::target_folder().join("debug/wordify"));
    analyze.current_dir(folder).arg("analyze").arg(file);
    // Every term, listed or not, makes for a long table.
    analyze.args(["--shuffles", "19", "--max-q", "1", "--quiet"]);
    for ending in ["docx", "tex", "md", "json"] {
        analyze.args(["--out", &format!("{name}.{ending}")]);
    }
    shell::run(&mut analyze)?;
    let markdown = read(&folder.join(format!("{name}.md")))?;
    let cells = cells(&markdown);
    if cells.len() < 50 {
        return Err(format!("{name}.md: a table of {} cells is too small to compare", cells.len()));
    }
    let mut office = shell::command("soffice");
    office.current_dir(folder).env("HOME", folder);
    office.args(["--headless", "--convert-to", "pdf", &format!("{name}.docx")]);
    shell::run(&mut office)?;
    shows(folder, &format!("{name}.pdf"), &cells)?;
    if has_tex {
        for _ in 0..2 {
            // Once more for the widths of the columns.
            let mut tex = shell::command("pdflatex");
            tex.current_dir(folder).args(["-interaction=batchmode", "-halt-on-error", "-jobname"]);
            shell::run(tex.args([format!("{name}-tex"), format!("{name}.tex")]))?;
        }
        shows(folder, &format!("{name}-tex.pdf"), &cells)?;
    }
    Ok(())
}

/// Whether the text of a PDF holds each word of `cells`. Not each cell: narrow columns break cells, and lines of neighbours mix then.
fn shows(folder: &Path, pdf: &str, cells: &[String]) -> Result<(), String> {
    shell::run(shell::command("pdftotext").current_dir(folder).args(["-raw", pdf, "shown.txt"]))?;
    let shown = squeezed(&read(&folder.join("shown.txt"))?);
    let mut words = cells.iter().flat_map(|cell| cell.split_whitespace());
    match words.find(|word| !shown.contains(&squeezed(word))) {
        None => Ok(()),
        Some(word) => Err(format!("{pdf} does not show “{word}”")),
    }
}

/// Text without blanks, and with one sign for every dash.
fn squeezed(text: &str) -> String {
    let dash = |c: char| if ['−', '–', '‐'].contains(&c) { '-' } else { c };
    text.chars().filter(|c| !c.is_whitespace()).map(dash).collect()
}

/// The cells of the tables of a Markdown document, without the signs that Markdown needs.
fn cells(markdown: &str) -> Vec<String> {
    let rows = markdown.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
    rows.flat_map(|row| {
        // A bar with a backslash before it is part of a cell.
        let row = row.replace("\\|", "\u{0}");
        let cells = row.split('|').map(str::trim).filter(|cell| !cell.is_empty());
        cells.map(|cell| plain(&cell.replace('\u{0}', "|"))).collect::<Vec<_>>()
    })
    .collect()
}

/// A cell without backslashes and names of signs, by which Markdown escapes.
fn plain(cell: &str) -> String {
    let mut plain = String::new();
    let mut letters = cell.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if letters.peek().is_some_and(char::is_ascii_punctuation) => plain.extend(letters.next()),
            _ => plain.push(letter),
        }
    }
    plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_what_a_reader_of_markdown_sees() {
        let markdown = "# Results\n\n| Label | q |\n| --- | --- |\n| a \\| b | \\[x\\] \\\\y &lt;b> |\n";
        assert_eq!(cells(markdown), ["Label", "q", "a | b", "[x] \\y <b>"]);
    }
}
