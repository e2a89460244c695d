//! Figures of papers, read by programs that are not ours: every word of a PDF by poppler, its fonts, and size and resolution of a PNG by
//! pngcheck. Part of `cargo xtask manuscripts`.

use std::fs;
use std::path::Path;

use crate::{shell, tools};

/// Kinds of figures that name terms.
const KINDS: [&str; 4] = ["dumbbell", "frequency", "heatmap", "stability"];
/// Width of the figures.
const WIDTH: &str = "120mm";
/// The same in dots, 300 to the inch.
const WIDTH_DOTS: &str = "1417 x ";
/// What pngcheck calls 300 dots to the inch.
const RESOLUTION: &str = "11811x11811 pixels/meter (300 dpi)";

/// Draws the result `name`.json in `folder` as every kind and format, and reads them; texts of the SVG must be those of the PDF.
///
/// # Errors
/// When a program is missing and cannot be installed, when one refuses a figure, and when a word is not shown.
pub(crate) fn check(folder: &Path, name: &str, label: &str) -> Result<(), String> {
    tools::ensure("pdffonts", "poppler-utils")?;
    tools::ensure("pngcheck", "pngcheck")?;
    let result = format!("{name}.json");
    for kind in KINDS {
        let file = |ending: &str| format!("{name}-{kind}.{ending}");
        for ending in ["svg", "pdf", "png"] {
            let mut plot = shell::command(shell::target_folder().join("debug/wordify"));
            plot.current_dir(folder).args(["plot", &result, "--kind", kind, "--width", WIDTH]);
            if kind == "frequency" {
                plot.args(["--only", label]);
            }
            shell::run(plot.args(["--out", &file(ending)]))?;
        }
        let texts = texts(&read(&folder.join(file("svg")))?);
        if texts.len() < 10 {
            return Err(format!("{}: only {} texts", file("svg"), texts.len()));
        }
        shell::run(shell::command("pdftotext").current_dir(folder).args([
            "-raw",
            &file("pdf"),
            "figure.txt",
        ]))?;
        let shown = squeezed(&read(&folder.join("figure.txt"))?);
        if let Some(text) = texts.iter().find(|text| !shown.contains(&squeezed(text))) {
            return Err(format!("{} does not show “{text}”", file("pdf")));
        }
        fonts(&output("pdffonts", folder, &file("pdf"), &[])?)
            .map_err(|why| format!("{}: {why}", file("pdf")))?;
        let said = output("pngcheck", folder, &file("png"), &["-v"])?;
        for words in [WIDTH_DOTS, RESOLUTION, "No errors detected"] {
            if !said.contains(words) {
                return Err(format!("{}: “{words}” is missing from\n{said}", file("png")));
            }
        }
    }
    Ok(())
}

/// Whether every font is embedded, in part, with the letters that its codes mean; and none is made of drawings.
fn fonts(table: &str) -> Result<(), String> {
    let rows: Vec<&str> = table.lines().skip(2).collect();
    if rows.is_empty() {
        return Err("it has no font".to_owned());
    }
    let is_right =
        |row: &&str| row.contains("yes yes yes") && row.contains("+Inter-") && !row.contains("Type 3");
    match rows.iter().find(|row| !is_right(row)) {
        None => Ok(()),
        Some(row) => Err(format!("a font is not as it should be: {row}")),
    }
}

fn output(program: &str, folder: &Path, file: &str, options: &[&str]) -> Result<String, String> {
    let output = shell::command(program).current_dir(folder).args(options).arg(file).output();
    let output = output.map_err(|error| format!("{program}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{program} refuses {file}: {}", String::from_utf8_lossy(&output.stdout)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What stands between the tags of texts.
fn texts(svg: &str) -> Vec<String> {
    let of_line = |line: &str| {
        let inside = line.strip_suffix("</text>")?;
        let (_, text) = inside.split_once('>')?;
        Some(
            text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&"),
        )
    };
    svg.lines().filter(|line| line.starts_with("<text ")).filter_map(of_line).collect()
}

/// Text without blanks.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_an_svg_are_those_that_are_seen() {
        let svg = "<svg>\n<title>no</title>\n<text x=\"1\">a &amp; b</text>\n<path d=\"\"/>\n<text y=\"2\">дом</text>\n</svg>\n";
        assert_eq!(texts(svg), ["a & b", "дом"]);
    }

    #[test]
    fn a_font_that_is_drawn_or_not_embedded_is_refused() {
        let head = "name type encoding emb sub uni object ID\n---- ---- ----\n";
        let good = "ABCDEF+Inter-Regular CID Type 0C Identity-H yes yes yes 6 0\n";
        assert!(fonts(&format!("{head}{good}")).is_ok());
        for bad in
            ["", "Helvetica Type 1 WinAnsi no no no 4 0\n", "ABCDEF+Inter-Regular Type 3 yes yes yes 5 0\n"]
        {
            assert!(fonts(&format!("{head}{bad}")).is_err(), "{bad}");
        }
    }
}
