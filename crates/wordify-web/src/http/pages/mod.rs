//! The pages: one file per page, each a function from what is known to HTML.
//!
//! Templates stand in `templates/` and escape everything; what they need is computed here. All pages work without
//! scripts; `assets/wordify.js` betters them.

pub mod about;
pub(crate) mod accessibility;
pub(crate) mod actions;
pub(crate) mod again;
pub mod asset;
pub(crate) mod behind;
pub(crate) mod changes;
pub(crate) mod difference;
pub mod ended;
pub mod error;
pub(crate) mod everything;
pub mod example;
pub(crate) mod help;
pub mod home;
pub(crate) mod job;
mod keeping;
pub mod label;
pub(crate) mod legal;
pub mod parts;
mod pasted;
pub(crate) mod pictures;
pub mod privacy;
pub mod progress;
mod rechoice;
pub mod results;
pub(crate) mod robots;
pub(crate) mod sample_result;
pub mod term;
pub mod uploaded;
pub(crate) mod word_lists;
pub(crate) mod worked;

use askama::Template;

pub(crate) use self::error::error_page;

/// Version of Wordify, as the pages name it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Where the source of the program is.
pub const SOURCE: &str = env!("CARGO_PKG_REPOSITORY");
/// The cited paper for bibliography programs.
pub const BIBTEX: &str = "@article{hovy2021wordify,
  author  = {Hovy, Dirk and Melumad, Shiri and Inman, J. Jeffrey},
  title   = {Wordify: A Tool for Discovering and Differentiating Consumer Vocabularies},
  journal = {Journal of Consumer Research},
  volume  = {48},
  number  = {3},
  pages   = {394--414},
  year    = {2021},
  doi     = {10.1093/jcr/ucab018}
}";

/// The HTML of a page.
pub fn html(page: &impl Template) -> String {
    page.render().expect("our templates write numbers and texts to a string, which cannot fail")
}

/// An entry of a list to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub name: String,
    /// Whether it is the one chosen.
    pub chosen: bool,
}

/// Name and value, for lists of facts.
pub type Fact = (String, String);

#[cfg(test)]
pub(crate) mod tests;
