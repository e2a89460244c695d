//! When terms of two readings are one: they have a written form in common.
//!
//! The lemma "wolf" is written "wolf" and "wolves"; where words count as they are written, "wolves" is a term of its own and stands for
//! it. Stop words are left aside, so that "of the union" stands for "union"; a term of stop words alone is itself. Of a lemma the
//! [`FORMS_MAX`](crate::indicators::forms::FORMS_MAX) most frequent forms are known. Words that share a form ("leaves") are one here.

use super::choices::Words;

/// What a term is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Forms {
    /// Written forms in lowercase without stop words, each once.
    pub(super) keys: Vec<String>,
    /// Words of the shortest of them.
    pub(super) words: usize,
}

impl Forms {
    /// Of a `term` that is `written` so, with how often each; as itself where that is not known.
    pub(super) fn new(term: &str, written: &[(String, usize)], dropped: &Words) -> Self {
        let mut keys: Vec<String> = written.iter().map(|(form, _)| key(form, dropped)).collect();
        if keys.is_empty() {
            keys.push(key(term, dropped));
        }
        keys.sort_unstable();
        keys.dedup();
        let words = keys.iter().map(|key| key.split(' ').count()).min().unwrap_or(1);
        Self { keys, words }
    }
}

fn key(form: &str, dropped: &Words) -> String {
    let form = form.to_lowercase();
    let left: Vec<&str> = form.split(' ').filter(|&word| !dropped.contains(word)).collect();
    if left.is_empty() { form } else { left.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(term: &str, written: &[&str]) -> Forms {
        let written: Vec<(String, usize)> = written.iter().map(|&form| (form.to_owned(), 1)).collect();
        Forms::new(term, &written, &["of", "the", "these"].map(Into::into).into_iter().collect())
    }

    #[test]
    fn a_lemma_and_its_written_forms_are_one_term() {
        let lemma = forms("wolf", &["wolf", "wolves"]);
        assert!(lemma.keys.contains(&forms("wolves", &[]).keys[0]));
        assert!(!lemma.keys.contains(&forms("wolfish", &[]).keys[0]));
    }

    #[test]
    fn stop_words_are_left_aside_unless_they_are_all_there_is() {
        assert_eq!(forms("state of the union", &[]), forms("state union", &["state union"]));
        assert_eq!(forms("state of the union", &[]).words, 2);
        assert_eq!(forms("of the", &[]).keys, ["of the"]);
    }
}
