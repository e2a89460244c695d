//! How a form becomes its lemma: cut characters in front and at the end, write others behind.

/// Most characters that a rule cuts in front: "ge" and "be" and their like; more would be another word.
const CUT_IN_FRONT_MAX: usize = 4;

/// An edit that makes a lemma of a form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Rule {
    /// Whether the form is lowercased before anything else.
    pub(crate) lower: bool,
    /// Characters that go in front.
    pub(crate) front: u8,
    /// Characters that go at the end.
    pub(crate) end: u8,
    /// What is written behind the rest.
    pub(crate) append: Box<str>,
}

impl Rule {
    /// The cheapest rule from `form` to `lemma`; `None` when one of them is longer than any word.
    pub(crate) fn between(form: &str, lemma: &str) -> Option<Self> {
        let lowered = form.to_lowercase();
        let mut best: Option<(usize, Self)> = None;
        for (lower, from) in [(false, form), (true, lowered.as_str())] {
            if lower && lowered == form {
                continue;
            }
            let from: Vec<char> = from.chars().collect();
            for front in 0..=CUT_IN_FRONT_MAX.min(from.len()) {
                let rest = &from[front..];
                let same = rest.iter().zip(lemma.chars()).take_while(|&(&a, b)| a == b).count();
                let append: Box<str> = lemma.chars().skip(same).collect();
                let (Ok(cut_front), Ok(cut_end)) = (u8::try_from(front), u8::try_from(rest.len() - same))
                else {
                    continue;
                };
                // A cut in front is rarer than one at the end, hence dearer.
                let cost = append.chars().count() + rest.len() - same + 3 * front + usize::from(lower);
                if best.as_ref().is_none_or(|&(least, _)| cost < least) {
                    best = Some((cost, Self { lower, front: cut_front, end: cut_end, append }));
                }
            }
        }
        best.map(|(_, rule)| rule)
    }

    /// The lemma of `form`; `None` when the form is shorter than what the rule cuts.
    pub(crate) fn apply(&self, form: &str) -> Option<String> {
        let lowered;
        let form = if self.lower {
            lowered = form.to_lowercase();
            lowered.as_str()
        } else {
            form
        };
        let start = match usize::from(self.front) {
            0 => 0,
            front => form.char_indices().nth(front - 1).map(|(index, c)| index + c.len_utf8())?,
        };
        let end = match usize::from(self.end) {
            0 => form.len(),
            end => form.char_indices().nth_back(end - 1)?.0,
        };
        let kept = form.get(start..end)?;
        let mut lemma = String::with_capacity(kept.len() + self.append.len());
        lemma.push_str(kept);
        lemma.push_str(&self.append);
        Some(lemma)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(form: &str, lemma: &str, lower: bool, front: u8, end: u8, append: &str) {
        let rule = Rule::between(form, lemma).expect("short words");
        assert_eq!(rule, Rule { lower, front, end, append: append.into() }, "{form}");
        assert_eq!(rule.apply(form).as_deref(), Some(lemma));
    }

    #[test]
    fn the_cheapest_rule_is_found() {
        check("running", "run", false, 0, 4, "");
        check("went", "go", false, 0, 4, "go");
        check("gemacht", "machen", false, 2, 1, "en");
        check("Berlins", "berlin", true, 0, 1, "");
        check("a", "a", false, 0, 0, "");
    }

    #[test]
    fn a_rule_does_not_apply_to_a_form_that_is_too_short() {
        let rule = Rule { lower: false, front: 2, end: 2, append: "en".into() };
        assert_eq!(rule.apply("abc"), None);
        assert_eq!(rule.apply("a"), None);
        assert_eq!(rule.apply("abcd").as_deref(), Some("en"));
    }
}
