//! Labels in a list: those with a comma, a plus sign or an equals sign stand in double quotes, as in csv.

use crate::contrast::Contrast;
use crate::corpus::{Bin, LABELS_MAX, Merge};
use crate::error::{Error, ErrorKind};

use super::value::{NAME_BYTES_MAX, too_long, wrong};

/// What stands between the entries of a list.
const COMMAS: [char; 3] = [',', '\n', '\r'];

/// Labels: `A, "B, C"`.
pub(super) fn labels(value: &str) -> Result<Vec<String>, Error> {
    split(value, &COMMAS, &[])?.into_iter().map(label).collect()
}

/// Merges: `NEW=A+B, "X=Y"=C+"D+E"`.
pub(super) fn merges(value: &str) -> Result<Vec<Merge>, Error> {
    split(value, &COMMAS, &['=', '+'])?.into_iter().map(merge).collect()
}

fn merge(entry: &str) -> Result<Merge, Error> {
    let sides = split(entry, &['='], &['+'])?;
    let [new, of] = sides[..] else {
        return Err(wrong(
            "this is not a merge: a new name, an equals sign, and labels with plus signs between them",
        ));
    };
    let of = split(of, &['+'], &[])?.into_iter().map(label).collect::<Result<Vec<_>, _>>()?;
    Ok(Merge { label: label(new)?, of })
}

/// Ranges of numbers: `1-2, 4-5`.
pub(super) fn bins(value: &str) -> Result<Vec<String>, Error> {
    let bins = split(value, &COMMAS, &[])?;
    bins.into_iter().map(|bin| Bin::read(bin).map(|_| bin.to_owned())).collect()
}

/// What labels are set against: `pairs`, `A`, `"pairs"` for a label that is called so; the rest for nothing.
pub(super) fn contrast(value: &str) -> Result<Contrast, Error> {
    match value {
        "" | "rest" => return Ok(Contrast::Rest),
        "pairs" => return Ok(Contrast::Pairs),
        "trend" => return Ok(Contrast::Trend),
        _ => {}
    }
    let mut labels = labels(value)?;
    match (labels.pop(), labels.is_empty()) {
        (Some(baseline), true) => Ok(Contrast::Baseline(baseline)),
        _ => Err(wrong("one label is the baseline")),
    }
}

/// `contrast` as [`contrast`] reads it.
pub(super) fn shown_contrast(contrast: &Contrast) -> String {
    match contrast {
        Contrast::Rest => "rest".to_owned(),
        Contrast::Pairs => "pairs".to_owned(),
        Contrast::Trend => "trend".to_owned(),
        Contrast::Baseline(label) if ["rest", "pairs", "trend"].contains(&label.as_str()) => {
            format!("\"{label}\"")
        }
        Contrast::Baseline(label) => quoted(label),
    }
}

/// `labels` as [`labels`] reads them.
pub(super) fn shown(labels: &[String]) -> String {
    labels.iter().map(|label| quoted(label)).collect::<Vec<_>>().join(", ")
}

/// `merges` as [`merges`] reads them.
pub(super) fn shown_merges(merges: &[Merge]) -> String {
    let shown = |Merge { label, of }: &Merge| {
        let of: Vec<String> = of.iter().map(|label| quoted(label)).collect();
        format!("{}={}", quoted(label), of.join("+"))
    };
    merges.iter().map(shown).collect::<Vec<_>>().join(", ")
}

fn quoted(label: &str) -> String {
    if label.starts_with('"') || label.contains(|sign| COMMAS.contains(&sign) || "=+".contains(sign)) {
        format!("\"{}\"", label.replace('"', "\"\""))
    } else {
        label.to_owned()
    }
}

/// The parts of `value` between the signs `at`, without white space around them and without empty ones. What is in double
/// quotes is not split; they begin a part, or stand after one of the signs `inside`.
fn split<'a>(value: &'a str, at: &[char], inside: &[char]) -> Result<Vec<&'a str>, Error> {
    let mut parts = Vec::new();
    let (mut start, mut begins, mut is_quoted) = (0, true, false);
    for (place, sign) in value.char_indices() {
        if sign == '"' && (is_quoted || begins) {
            is_quoted = !is_quoted;
            // A doubled one closes and opens again.
            begins = !is_quoted && value[place + 1..].starts_with('"');
        } else if !is_quoted && at.contains(&sign) {
            parts.push(&value[start..place]);
            (start, begins) = (place + sign.len_utf8(), true);
        } else if !is_quoted {
            begins = inside.contains(&sign) || (begins && sign.is_whitespace());
        }
    }
    if is_quoted {
        return Err(wrong("a quotation mark is not closed"));
    }
    parts.push(&value[start..]);
    parts.retain(|part| !part.trim().is_empty());
    if parts.len() > LABELS_MAX {
        return Err(too_long());
    }
    Ok(parts.into_iter().map(str::trim).collect())
}

/// A label, without its quotes.
fn label(part: &str) -> Result<String, Error> {
    let label = match part.strip_prefix('"') {
        None => part.to_owned(),
        Some(rest) => {
            let inside =
                rest.strip_suffix('"').ok_or_else(|| wrong("something stands behind a quotation mark"))?;
            inside.replace("\"\"", "\"").trim().to_owned()
        }
    };
    match label.len() {
        0 => Err(Error::new(ErrorKind::Setting, "a label has at least one letter")),
        1..=NAME_BYTES_MAX => Ok(label),
        _ => Err(too_long()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_with_commas_plus_signs_and_quotes_can_be_named() {
        let read = |value: &str| labels(value).expect(value);
        assert_eq!(read("A, B c\nD"), ["A", "B c", "D"]);
        assert_eq!(
            read(r#" "Paris, France" , "say ""no""", 5" screen, C++"#),
            ["Paris, France", "say \"no\"", "5\" screen", "C++"]
        );
        assert_eq!(read(""), [""; 0]);
        for wrong in [r#""A, B"#, r#""A" b"#, r#""""#, r#""A"", B"#] {
            assert!(labels(wrong).is_err(), "{wrong}");
        }
        let written = ["a, b", "\"", "c=d", "e+f", "g\nh", "i \"j\""].map(String::from);
        assert_eq!(read(&shown(&written)), written);
    }

    #[test]
    fn merges_are_read_as_they_are_shown() {
        let read = |value: &str| merges(value).expect(value);
        let merge = |label: &str, of: &[&str]| Merge {
            label: label.to_owned(),
            of: of.iter().map(|&label| label.to_owned()).collect(),
        };
        let both = [merge("good", &["4", "5"]), merge("a=b", &["C++", "d, e", "f"])];
        assert_eq!(read(r#"good=4+5, "a=b" = "C++" + "d, e"+f"#), both);
        assert_eq!(read(&shown_merges(&both)), both);
        for wrong in ["good", "good=", "=4+5", "a=b=c", "good=4+\"5", "a=\"b\"c"] {
            assert!(merges(wrong).is_err(), "{wrong}");
        }
    }
}
