//! What a reader can change without a new run, as entries of a form.

use wordify::count::counted;
use wordify::report::number;

use super::view_query::{LEAST_DOCUMENTS, Shown, View};
use crate::http::pages::Entry;
use crate::jobs::view::{FALSE_SHARES, Summary};

/// A list to choose from.
#[derive(Debug)]
pub struct Choice {
    /// Name of its field.
    pub name: &'static str,
    /// What people read above it.
    pub title: &'static str,
    /// The entries; the first is the usual one.
    pub entries: Vec<Entry>,
}

/// The lists for a result: of a calibrated one how sure its terms must be, of every one how frequent, and what pictures show.
pub fn choices(summary: &Summary, view: &View) -> Vec<Choice> {
    let rank = if summary.calibration.is_some() { "Strength" } else { "Score" };
    let mut choices = Vec::new();
    if let Some(calibrated) = &summary.calibration {
        let usual = match calibrated.max_false {
            Some(most) => format!("As run: {} expected by chance", counted(most as usize, "term", "terms")),
            None => format!("As run: {}", share(calibrated.max_q)),
        };
        let chosen = view.most_false.map(|step| FALSE_SHARES[step].to_string());
        let others = FALSE_SHARES.iter().map(|&most| (most.to_string(), share(most)));
        choices.push(choice("false", "False terms in the list", usual, others, chosen.as_deref()));
    }
    let least = (view.least > 0).then(|| view.least.to_string());
    let others = LEAST_DOCUMENTS.map(|least| (least.to_string(), format!("{least} or more")));
    choices.push(choice(
        "docs",
        "Documents with the term",
        "Any number".to_owned(),
        others,
        least.as_deref(),
    ));
    if summary.calibration.is_some() {
        let others = [("all".to_owned(), "Every term".to_owned())];
        let usual = "One of each family".to_owned();
        choices.push(choice("families", "Terms that overlap", usual, others, view.families.then_some("all")));
    }
    let others = [("rank".to_owned(), rank.to_owned())];
    let usual = "Shares of documents".to_owned();
    choices.push(choice("picture", "Picture", usual, others, view.by_rank.then_some("rank")));
    let name = |shown: Shown| match shown {
        Shown::All => "All".to_owned(),
        Shown::Shares => "Shares of documents".to_owned(),
        Shown::Rank if summary.calibration.is_some() => "Strength and q".to_owned(),
        Shown::Rank => "Score".to_owned(),
        Shown::Terms => "Terms alone".to_owned(),
    };
    let others = Shown::ALL.into_iter().skip(1).map(|shown| (shown.name().to_owned(), name(shown)));
    let chosen = Some(view.shown.name()).filter(|name| !name.is_empty());
    choices.push(choice("columns", "Columns", name(Shown::All), others, chosen));
    choices
}

fn share(most: f64) -> String {
    format!("at most {}", number::percent(most).replace(".0%", "%"))
}

fn choice(
    name: &'static str,
    title: &'static str,
    usual: String,
    others: impl IntoIterator<Item = (String, String)>,
    chosen: Option<&str>,
) -> Choice {
    let usual = Entry { value: String::new(), name: usual, chosen: chosen.is_none() };
    let others =
        others.into_iter().map(|(value, name)| Entry { chosen: chosen == Some(value.as_str()), value, name });
    Choice { name, title, entries: [usual].into_iter().chain(others).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    #[test]
    fn each_list_shows_what_was_chosen_and_scores_have_no_share_of_false_terms() {
        let mut summary = sample::summary(2);
        let names = |summary: &Summary| -> Vec<&str> {
            let view = View::new(String::new(), &[], summary);
            choices(summary, &view).iter().map(|choice| choice.name).collect()
        };
        assert_eq!(names(&summary), ["docs", "picture", "columns"]);
        summary.calibration = Some(sample::calibration());
        assert_eq!(names(&summary), ["false", "docs", "families", "picture", "columns"]);
        let fields = [("false".to_owned(), "0.05".to_owned()), ("picture".to_owned(), "rank".to_owned())];
        let view = View::new(String::new(), &fields, &summary);
        let chosen: Vec<String> = choices(&summary, &view)
            .iter()
            .filter_map(|choice| choice.entries.iter().find(|entry| entry.chosen))
            .map(|entry| entry.name.clone())
            .collect();
        assert_eq!(chosen, ["at most 5%", "Any number", "One of each family", "Strength", "All"]);
    }
}
