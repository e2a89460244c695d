//! All texts behind the terms of a report, as parts that a page opens quickly.

use wordify::indicators::evidence::{Evidence, TermEvidence};

use super::inspection::shortened;
use crate::jobs::view::{TermTexts, TextLine, Texts};

/// Lines from which on a part is full: some 100 kB, so that a page opens it in a few milliseconds. That of a frequent term may have more.
const CHUNK_LINES: usize = 500;

/// Where the texts of each term of `evidence` are: the chunk, and the place in it.
pub(super) fn places(evidence: &Evidence) -> Vec<(usize, usize)> {
    let (mut chunk, mut place, mut lines) = (0, 0, 0);
    let mut places = Vec::with_capacity(evidence.terms.len());
    for of_term in &evidence.terms {
        if lines >= CHUNK_LINES {
            (chunk, place, lines) = (chunk + 1, 0, 0);
        }
        places.push((chunk, place));
        place += 1;
        lines += of_term.texts.iter().map(|of_label| of_label.lines.len()).sum::<usize>();
    }
    places
}

/// The chunks, in the order of their numbers.
pub(super) fn chunks<'a>(evidence: &'a Evidence, labels: &'a [String]) -> impl Iterator<Item = Texts> + 'a {
    let places = places(evidence);
    let mut ends: Vec<usize> =
        (1..places.len()).filter(|&term| places[term].0 != places[term - 1].0).collect();
    ends.push(places.len());
    let mut from = 0;
    ends.into_iter().filter(|&end| end > 0).map(move |end| {
        let terms = evidence.terms[from..end].iter().map(|of_term| texts(of_term, labels)).collect();
        from = end;
        Texts { terms }
    })
}

fn texts(of_term: &TermEvidence, labels: &[String]) -> TermTexts {
    let mut texts = TermTexts::default();
    for of_label in &of_term.texts {
        let Ok(label) = labels.binary_search(&of_label.label) else { continue };
        texts.labels.push((label, of_label.with));
        texts.lines.extend(of_label.lines.iter().map(|line| TextLine {
            label,
            row: line.row,
            name: shortened(&line.name),
            left: line.left.clone(),
            written: line.written.clone(),
            right: line.right.clone(),
        }));
    }
    texts
}

#[cfg(test)]
mod tests {
    use wordify::indicators::evidence::concordance::LabelLines;
    use wordify::indicators::evidence::line::Line;

    use super::*;

    fn evidence(lines: &[usize]) -> Evidence {
        let line = |row| Line {
            row,
            name: String::new(),
            left: "a ".into(),
            written: "b".into(),
            right: " c".into(),
        };
        let of_term = |(number, &lines): (usize, &usize)| TermEvidence {
            term: format!("term {number}"),
            labels: Vec::new(),
            texts: vec![LabelLines {
                label: "red".into(),
                documents: 9000,
                with: lines,
                lines: (0..lines).map(line).collect(),
            }],
        };
        Evidence { terms: lines.iter().enumerate().map(of_term).collect() }
    }

    #[test]
    fn each_term_is_where_its_place_says_and_chunks_are_bounded() {
        let labels = ["blue".to_owned(), "red".to_owned()];
        for lines in [&[][..], &[3], &[400, 99, 1, 1, 2000, 7, 600]] {
            let evidence = evidence(lines);
            let chunks: Vec<Texts> = chunks(&evidence, &labels).collect();
            assert_eq!(chunks.iter().map(|chunk| chunk.terms.len()).sum::<usize>(), lines.len());
            for (&(chunk, place), &lines) in places(&evidence).iter().zip(lines) {
                let of_term = &chunks[chunk].terms[place];
                assert_eq!((of_term.lines.len(), of_term.labels.as_slice()), (lines, &[(1, lines)][..]));
            }
            for chunk in &chunks {
                let before_last: usize =
                    chunk.terms.iter().rev().skip(1).map(|of_term| of_term.lines.len()).sum();
                assert!(before_last < CHUNK_LINES, "{before_last}");
            }
        }
    }
}
