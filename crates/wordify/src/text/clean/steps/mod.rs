//! Cleaning steps to choose from, in any order: those of the published successor, each made right where the
//! original was wrong in some script.
//!
//! Each step is a function from a text to a text, linear in its length, that cannot fail; it gives nothing where it has nothing to
//! do. Steps that replace put a placeholder such as `_url_`, which is one token.

mod emojis;
mod letters;
pub(super) mod links;
mod marks;
mod numbers;
mod repeats;
mod replacement;
mod spaces;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Error, ErrorKind};
use crate::text::draft::{Draft, Written};
use crate::text::language::Language;
use crate::text::{characters, markup};

/// Most steps of one list: each of them twice, and room to spare.
pub const STEPS_MAX: usize = 64;
/// Names that an error suggests for one that is not known.
const SUGGESTIONS: usize = 3;

/// The steps of a user's own cleaning.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Cleaning {
    /// Done first, in this order.
    pub before: Vec<Step>,
    /// Done on the lemmas, in this order; without lemmas, right after the first.
    pub after: Vec<Step>,
}

impl Cleaning {
    /// Whether a text has no capitals afterwards.
    pub fn lowercases(&self) -> bool {
        self.before.contains(&Step::Lowercase) || self.after.contains(&Step::Lowercase)
    }
}

/// `text` after `steps`, in their order.
pub fn apply(steps: &[Step], text: &str) -> String {
    through(steps, Draft::<String>::new(text)).into_text().into_owned()
}

/// `draft` after `steps`, in their order.
pub fn through<'t, W: Written>(steps: &[Step], draft: Draft<'t, W>) -> Draft<'t, W> {
    steps.iter().fold(draft, |draft, step| draft.then(|text| step.written(text)))
}

/// Makes [`Step`], the table behind it and its functions from one line per step.
macro_rules! steps {
    ($($variant:ident $name:literal $summary:literal $function:expr;)*) => {
        /// A cleaning step.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Step {
            $(#[doc = $summary] $variant,)*
        }

        impl Step {
            /// All steps, in the order in which they are listed; most cleanings keep this order.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$variant),*];

            /// What it makes of `text`; nothing where it has nothing to do.
            pub(crate) fn written<W: Written>(self, text: &str) -> Option<W> {
                let step: fn(&str) -> Option<W> = match self { $(Self::$variant => $function,)* };
                step(text)
            }
        }

        /// Name and summary of each step, in the order of [`Step`].
        static STEPS: [(&str, &str); [$($name),*].len()] = [$(($name, $summary)),*];
    };
}

steps! {
    Lowercase "lowercase" "Lowercase, by the rules of Unicode" |text| Some(letters::lowercase(text));
    Unicode "unicode" "Letters with their marks as one character (NFC)" letters::unicode;
    UsualLetters "usual-letters" "Invisible characters disappear; ligatures, full-width and styled letters become usual ones" |text| characters::usual(text, Language::Multi);
    HtmlEntities "html-entities" "HTML entities become their characters: &amp; becomes &" markup::entities;
    WorkbookEscapes "workbook-escapes" "Escapes of Excel (_x000D_) become what they stand for" markup::workbook_escapes;
    LineEscapes "line-escapes" "Written line ends and tabs (\\n, \\r, \\t) become a space" markup::line_escapes;
    CodePoints "code-points" "Characters written by number (\\u00e9, <U+00E9>) become themselves" markup::code_points;
    DoubledQuotes "doubled-quotes" "Doubled quotation marks become single ones" markup::doubled_quotes;
    BulletPoints "bullet-points" "Bullets at the beginning of a line become -" marks::bullet_points;
    HyphenatedWords "hyphenated-words" "Words divided at a line end become whole" marks::hyphenated_words;
    QuotationMarks "quotation-marks" "Quotation marks of all kinds become plain" marks::quotation_marks;
    WhiteSpace "white-space" "All kinds of spaces and line breaks become plain, runs become one" |text| Some(spaces::white_space(text));
    HtmlTags "html-tags" "HTML tags become a space" links::html_tags;
    ReplaceUrls "replace-urls" "Links become _url_" |text| Some(links::urls(text, "_url_"));
    RemoveUrls "remove-urls" "Links go" |text| Some(links::urls(text, ""));
    ReplaceEmails "replace-emails" "E-mail addresses become _email_" |text| links::emails(text, "_email_");
    RemoveEmails "remove-emails" "E-mail addresses go" |text| links::emails(text, "");
    ReplaceUserHandles "replace-user-handles" "User names (@name) become _user_" |text| links::user_handles(text, "_user_");
    RemoveUserHandles "remove-user-handles" "User names (@name) go" |text| links::user_handles(text, "");
    ReplaceHashtags "replace-hashtags" "Hashtags become _tag_" |text| links::hashtags(text, "_tag_");
    RemoveHashtags "remove-hashtags" "Hashtags go" |text| links::hashtags(text, "");
    ReplaceEmojis "replace-emojis" "Emojis become _emoji_" |text| emojis::emojis(text, "_emoji_");
    RemoveEmojis "remove-emojis" "Emojis go" |text| emojis::emojis(text, "");
    ReplacePhoneNumbers "replace-phone-numbers" "Telephone numbers become _phone_" |text| Some(numbers::phone_numbers(text, "_phone_"));
    RemovePhoneNumbers "remove-phone-numbers" "Telephone numbers go" |text| Some(numbers::phone_numbers(text, ""));
    ReplaceCurrencySymbols "replace-currency-symbols" "Signs of money become _currency_" |text| Some(numbers::currency_symbols(text, "_currency_"));
    RemoveCurrencySymbols "remove-currency-symbols" "Signs of money go" |text| Some(numbers::currency_symbols(text, ""));
    ReplaceNumbers "replace-numbers" "Numbers become _number_" |text| Some(numbers::numbers(text, "_number_"));
    RemoveNumbers "remove-numbers" "Numbers go" |text| Some(numbers::numbers(text, ""));
    Acronyms "acronyms" "u.s.a. becomes USA" letters::acronyms;
    Accents "accents" "Accents of Latin and Greek letters go" letters::accents;
    Brackets "brackets" "Brackets go, with what is in them" marks::brackets;
    Punctuation "punctuation" "Punctuation marks become spaces" marks::punctuation;
    NonWords "non-words" "All but letters, numbers and _ becomes a space" |text| Some(marks::non_words(text));
    RepeatedCharacters "repeated-characters" "goood becomes good, !!! becomes !" repeats::repeated_characters;
    RepeatedWords "repeated-words" "A word three times in a row becomes one" |text| Some(repeats::repeated_words(text));
    Spaces "spaces" "Several spaces in a row become one" |text| Some(spaces::single_spaces(text));
    Strip "strip" "White space at both ends goes" spaces::strip;
}

impl Step {
    /// The name in settings and on the command line.
    pub fn name(self) -> &'static str {
        STEPS[self as usize].0
    }

    /// What it does, in one line.
    pub fn summary(self) -> &'static str {
        STEPS[self as usize].1
    }

    /// `text` after this step.
    pub fn apply(self, text: &str) -> String {
        apply(&[self], text)
    }

    /// The step of a name, in any case.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`] with the nearest names.
    pub fn find(name: &str) -> Result<Self, Error> {
        let wanted: String = name.trim().to_lowercase().chars().take(64).collect();
        Self::ALL.into_iter().find(|step| step.name() == wanted).ok_or_else(|| {
            let mut near: Vec<(usize, &str)> =
                STEPS.iter().map(|(name, _)| (strsim::damerau_levenshtein(&wanted, name), *name)).collect();
            near.sort_unstable();
            let names: Vec<&str> = near.iter().take(SUGGESTIONS).map(|&(_, name)| name).collect();
            Error::new(ErrorKind::Setting, format!("there is no cleaning step “{wanted}”"))
                .at("cleaning")
                .remedy(format!("The nearest are {}.", names.join(", ")))
        })
    }
}

impl Serialize for Step {
    /// As its name.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Step {
    /// From its name.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::find(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_found_by_name_and_unknown_ones_are_reported_with_the_nearest() {
        for step in Step::ALL {
            assert_eq!(Step::find(step.name()), Ok(step));
            assert!(!step.summary().is_empty());
        }
        let error = Step::find("remove-url").expect_err("unknown").to_string();
        assert!(error.contains("remove-urls"), "{error}");
    }

    #[test]
    fn no_step_empties_a_text_in_any_script_or_glues_its_words() {
        for text in [
            "Die Straße wurde größer",
            "Η πόλη είναι όμορφη",
            "Мой город очень красив",
            "łódź żółć",
            "हिन्दी पाठ",
            "文字很好 看",
            "עברית טובה",
        ] {
            for step in Step::ALL {
                let words = |text: &str| text.split_whitespace().count();
                assert_eq!(words(&step.apply(text)), words(text), "{} {text}", step.name());
            }
        }
    }

    #[test]
    fn steps_are_done_in_the_order_given() {
        let steps = |names: &str| -> Vec<Step> {
            names.split(' ').map(|name| Step::find(name).expect("a step")).collect()
        };
        let text = "See WWW.A.DE!!! @me";
        assert_eq!(apply(&steps("replace-urls lowercase punctuation spaces"), text), "see _url_ me");
        assert_eq!(apply(&steps("punctuation replace-urls spaces"), text), "See WWW A DE me");
    }
}
