//! Texts to tokens: everything that knows a language, a script or a way of cleaning.
//!
//! - [`language`]: what is known of each language, and the guess which one a text is in;
//! - `characters`, [`markup`] and `gender`: letters and words as people write them, without what other formats left in a text;
//! - [`clean`]: the cleaning of the published tools, and the steps that users may put in an order of their own;
//! - [`lemma`] and [`segment`]: dictionaries of lemmas, and words of languages that are written without spaces;
//! - [`tokenize`] and `emoji`: where a token begins and ends;
//! - `preparation`, `reading` and `reader`, their parents: a raw text is cleaned, cut into tokens or lemmas, and each of
//!   these gets a number in the reader's `lexicon`. So each text is read once;
//! - [`draft`]: what all of them write into, which keeps the origin of each token where somebody asks for it.

// What is hidden is public for tests, benches and examples.
pub(crate) mod characters;
pub mod clean;
pub mod draft;
pub(crate) mod emoji;
pub(crate) mod gender;
pub mod language;
#[doc(hidden)]
pub mod lemma;
pub(crate) mod lexicon;
pub mod markup;
pub(crate) mod preparation;
pub(crate) mod reader;
pub(crate) mod reading;
#[doc(hidden)]
pub mod segment;
pub mod tokenize;
