//! What strengths are worth: how many false terms, what share of the list, by comparison with shuffled labels.
//!
//! Of R shuffles, those strengths of label k that are at least t are counted: E_k(t) = (1 + count) / (R + 1) is the expected
//! number of false terms of the label from t on, an upper estimate where some terms are true. A term's q-value is the least
//! K · e / N(e) over all e from its own E on, N(e) being the terms of all K labels whose E is at most e. Nothing below
//! 1 / (R + 1) can be claimed, and nothing is.

/// Strengths under shuffled labels, of one label.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chance {
    /// Of all shuffles together, descending.
    strengths: Vec<f64>,
    /// The strongest of each shuffle, in their order; 0 where nothing came in.
    pub strongest: Vec<f64>,
    /// Where the paths of the shuffles ended: below it nothing is known.
    pub end: f64,
}

impl Chance {
    /// From the strengths of each shuffle, of paths that ended at level `end`.
    pub fn new(shuffles: &[Vec<f64>], end: f64) -> Self {
        let mut strengths: Vec<f64> = shuffles.concat();
        strengths.sort_unstable_by(|a, b| b.total_cmp(a));
        let strongest = |strengths: &Vec<f64>| strengths.iter().copied().fold(0.0, f64::max);
        Self { strengths, strongest: shuffles.iter().map(strongest).collect(), end }
    }

    /// Shuffles.
    pub fn shuffles(&self) -> usize {
        self.strongest.len()
    }

    /// Expected number of false terms of the label with at least `strength`; none below the end of the paths.
    pub fn expected_false(&self, strength: f64) -> Option<f64> {
        let exceeding = self.strengths.partition_point(|&shuffled| shuffled >= strength);
        (strength >= self.end).then(|| (1 + exceeding) as f64 / (self.shuffles() + 1) as f64)
    }
}

/// A strength to be judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finding {
    /// Place of its label among those judged.
    pub label: usize,
    /// The level at which it came in.
    pub strength: f64,
    /// Whether it counts: the strongest term of a family does, the others stand for the same finding.
    pub counts: bool,
}

/// What a strength is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// Expected number of false terms of its label that are at least as strong, at least 1/(R + 1).
    pub expected_false: f64,
    /// Expected share of false terms in the list that ends with it, 0 to 1.
    pub q_value: f64,
    /// Chance that shuffled labels give a term as strong anywhere in the file, at least 1/(R + 1).
    pub p_familywise: f64,
}

/// Judges `findings` by the chances of their labels; none for what is weaker than the end of the shuffles' paths.
pub fn judge(findings: &[Finding], chances: &[Chance]) -> Vec<Option<Worth>> {
    let expected: Vec<Option<f64>> =
        findings.iter().map(|finding| chances[finding.label].expected_false(finding.strength)).collect();
    let mut order: Vec<usize> = (0..findings.len()).filter(|&place| expected[place].is_some()).collect();
    let of = |place: usize| expected[place].unwrap_or(f64::INFINITY);
    order.sort_by(|&a, &b| of(a).total_cmp(&of(b)));
    let labels = chances.len() as f64;
    let mut q_values = vec![1.0f64; findings.len()];
    let mut least = 1.0f64;
    let mut listed = order.iter().filter(|&&place| findings[place].counts).count();
    let mut rest = &order[..];
    // From the weakest up; equal ones stand and fall together.
    while let Some(&last) = rest.last() {
        let first = rest.partition_point(|&place| of(place) < of(last));
        least = least.min(labels * of(last) / listed.max(1) as f64);
        for &place in &rest[first..] {
            q_values[place] = least;
            listed -= usize::from(findings[place].counts);
        }
        rest = &rest[..first];
    }
    let strongest = strongest_of_each_shuffle(chances);
    let familywise = |e: f64| {
        let as_strong = strongest.partition_point(|&best| best <= e);
        (1 + as_strong) as f64 / (strongest.len() + 1) as f64
    };
    (0..findings.len())
        .map(|place| {
            expected[place].map(|e| Worth {
                expected_false: e,
                q_value: q_values[place],
                p_familywise: familywise(e),
            })
        })
        .collect()
}

/// For each shuffle, the least expectation that any of its terms reaches in any label; ascending.
fn strongest_of_each_shuffle(chances: &[Chance]) -> Vec<f64> {
    let shuffles = chances.iter().map(Chance::shuffles).max().unwrap_or(0);
    let of_label = |chance: &Chance, shuffle: usize| {
        let strongest = chance.strongest.get(shuffle).copied().unwrap_or(0.0);
        chance.expected_false(strongest).unwrap_or(f64::INFINITY)
    };
    let of_shuffle =
        |shuffle| chances.iter().map(|chance| of_label(chance, shuffle)).fold(f64::INFINITY, f64::min);
    let mut strongest: Vec<f64> = (0..shuffles).map(of_shuffle).collect();
    strongest.sort_unstable_by(f64::total_cmp);
    strongest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four shuffles of one label.
    fn chance() -> Chance {
        Chance::new(&[vec![3.0, 2.5], vec![2.0], vec![], vec![4.0, 3.0, 2.2]], 2.0)
    }

    #[test]
    fn expectations_count_what_shuffled_labels_give_and_never_less_than_one_part() {
        let chance = chance();
        let expected = |strength| chance.expected_false(strength);
        assert_eq!(expected(5.0), Some(0.2));
        assert_eq!(expected(4.0), Some(0.4));
        assert_eq!(expected(3.0), Some(0.8));
        assert_eq!(expected(2.0), Some(1.4));
        assert_eq!(expected(1.9), None);
    }

    #[test]
    fn q_values_are_the_least_share_from_a_term_on_and_count_families_once() {
        let finding = |strength, counts| Finding { label: 0, strength, counts };
        let findings = [
            finding(9.0, true),
            finding(8.0, true),
            finding(7.0, false),
            finding(3.5, true),
            finding(1.0, true),
        ];
        let worth = judge(&findings, &[chance()]);
        let q = |place: usize| worth[place].map(|worth| worth.q_value);
        // Two findings at e = 0.2; the third, at 0.4, makes 0.4/3.
        assert_eq!((q(0), q(1), q(2)), (Some(0.1), Some(0.1), Some(0.1)));
        assert_eq!(q(3), Some(0.4 / 3.0));
        assert_eq!(q(4), None);
        // One of four shuffles has a term of 3.5 or more.
        assert_eq!(worth[3].map(|worth| worth.p_familywise), Some(0.4));
    }

    #[test]
    fn labels_share_one_list() {
        let chances = [chance(), Chance::new(&[vec![6.0], vec![], vec![], vec![]], 2.0)];
        let findings = [
            Finding { label: 0, strength: 9.0, counts: true },
            Finding { label: 1, strength: 7.0, counts: true },
            Finding { label: 1, strength: 5.0, counts: true },
        ];
        let worth = judge(&findings, &chances);
        let q = |place: usize| worth[place].map(|worth| worth.q_value);
        // Two labels, e = 0.2, two findings; then e = 0.4, three.
        assert_eq!((q(0), q(1)), (Some(0.2), Some(0.2)));
        assert_eq!(q(2), Some(0.8 / 3.0));
    }
}
