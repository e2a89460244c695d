//! Tokens to the weighted document-term matrix.
//!
//! `length` counts the words of a text, `vocabulary` ranks the tokens, `ngram` counts the terms that are within a [`range`],
//! [`tfidf`] weights them into a [`matrix`]; [`vectorize`] is their
//! parent.

pub mod length;
pub mod matrix;
mod ngram;
pub mod range;
pub mod tfidf;
pub mod vectorize;
pub(crate) mod vocabulary;
