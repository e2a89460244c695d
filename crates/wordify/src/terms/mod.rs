//! Tokens to the weighted document-term matrix.
//!
//! `length` counts the words of a text, `left_out` its stop words, `vocabulary` ranks the tokens, `ngram` counts the terms that are within a [`range`],
//! [`tfidf`] weights them into a [`matrix`]; [`vectorize`] is their
//! parent. `portion` gives the same of some of the documents.

pub(crate) mod left_out;
pub mod length;
pub mod matrix;
mod ngram;
pub(crate) mod portion;
pub mod range;
pub mod tfidf;
pub mod vectorize;
pub(crate) mod vocabulary;
