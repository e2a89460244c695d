//! The made-up part of the worked example: small enough to follow by hand.

/// Threshold of the example.
pub const THRESHOLD: f64 = 0.3;

/// Five documents, four samples, and what the models make of them.
#[derive(Debug)]
pub struct Example {
    /// Label and text.
    pub documents: [(&'static str, &'static str); 5],
    /// Numbers of the documents drawn, from 1.
    pub samples: [[usize; 5]; 4],
    /// Terms with their coefficients.
    pub terms: [Term; 6],
    /// From which score on a term is listed.
    pub threshold: f64,
}

/// A term of the example.
#[derive(Debug)]
pub struct Term {
    /// The term.
    pub term: &'static str,
    /// Its coefficient in each sample, in tenths, so that zero is exactly zero.
    tenths: [i32; 4],
}

/// The example.
pub static EXAMPLE: Example = Example {
    documents: [
        ("Tuscany", "Ripe cherry and leather, firm tannins."),
        ("Tuscany", "Dried cherry with a note of leather."),
        ("Tuscany", "Cherry and violets, light body."),
        ("Rioja", "Sweet vanilla and ripe plum."),
        ("Rioja", "Vanilla and oak over light fruit."),
    ],
    samples: [[1, 1, 3, 4, 5], [2, 3, 3, 5, 5], [1, 2, 3, 4, 4], [1, 2, 2, 4, 5]],
    terms: [
        Term { term: "cherry", tenths: [13, 16, 11, 14] },
        Term { term: "leather", tenths: [0, 0, 3, 6] },
        Term { term: "light", tenths: [0, 0, 2, -3] },
        Term { term: "oak", tenths: [0, -4, 0, 0] },
        Term { term: "ripe", tenths: [0, 0, -2, 0] },
        Term { term: "vanilla", tenths: [-12, -15, -13, -11] },
    ],
    threshold: THRESHOLD,
};

impl Term {
    /// The coefficients as text.
    pub fn shown(&self) -> [String; 4] {
        self.tenths.map(|tenths| match tenths {
            0 => "0".to_owned(),
            1.. => format!("+{:.1}", f64::from(tenths) / 10.0),
            _ => format!("−{:.1}", f64::from(-tenths) / 10.0),
        })
    }

    /// Samples in which the coefficient is above 0.
    pub fn count_for(&self) -> usize {
        self.tenths.iter().filter(|tenths| **tenths > 0).count()
    }

    /// Samples in which it is below 0.
    pub fn count_against(&self) -> usize {
        self.tenths.iter().filter(|tenths| **tenths < 0).count()
    }

    /// Score for the label.
    pub fn score_for(&self) -> f64 {
        self.count_for() as f64 / self.tenths.len() as f64
    }

    /// Score against it.
    pub fn score_against(&self) -> f64 {
        self.count_against() as f64 / self.tenths.len() as f64
    }

    /// What comes out.
    pub fn verdict(&self) -> &'static str {
        match (self.score_for() >= THRESHOLD, self.score_against() >= THRESHOLD) {
            (true, _) => "speaks for Tuscany",
            (_, true) => "speaks against Tuscany, so for Rioja",
            _ => "not listed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arithmetic_of_the_example_is_right() {
        let scores: Vec<_> = EXAMPLE
            .terms
            .iter()
            .map(|term| (term.term, term.score_for(), term.score_against(), term.verdict()))
            .collect();
        assert_eq!(
            scores,
            [
                ("cherry", 1.0, 0.0, "speaks for Tuscany"),
                ("leather", 0.5, 0.0, "speaks for Tuscany"),
                ("light", 0.25, 0.25, "not listed"),
                ("oak", 0.0, 0.25, "not listed"),
                ("ripe", 0.0, 0.25, "not listed"),
                ("vanilla", 0.0, 1.0, "speaks against Tuscany, so for Rioja"),
            ]
        );
    }

    #[test]
    fn the_samples_have_as_many_texts_of_each_label_as_the_file_and_a_term_weighs_only_where_it_occurs() {
        for (number, sample) in EXAMPLE.samples.iter().enumerate() {
            let texts: Vec<_> = sample.iter().map(|drawn| EXAMPLE.documents[drawn - 1]).collect();
            assert_eq!(texts.iter().filter(|(label, _)| *label == "Tuscany").count(), 3);
            for term in EXAMPLE.terms.iter().filter(|term| term.tenths[number] != 0) {
                assert!(
                    texts.iter().any(|(_, text)| text.to_lowercase().contains(term.term)),
                    "{}",
                    term.term
                );
            }
        }
    }
}
